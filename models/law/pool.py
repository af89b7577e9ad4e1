"""How much a series' own law weighs beside the class's: learned where outcomes are known.

A linear pool's weights that maximise the mean log score on earlier origins (Hall and Mitchell
2007; Geweke and Amisano 2011), by history-length band and horizon. The windows of a year share
their surprise, so a year counts as few windows, and the weights are drawn to a prior.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, IntArray

# Bands of history length, and what windows that share calendar years are worth together.

FIRST_POINTS = (1, 2, 4, 6, 10)
"""Fewest points of each band; the last is open."""

SHARED = 0.1
"""Share of a window's surprise that all windows of its year have in common: however many windows
end in a year, together they are worth no more than ten independent ones."""


def band_of(points: IntArray) -> IntArray:
    """Return the band of histories with this many points (at least one)."""
    return np.asarray(np.searchsorted(FIRST_POINTS, points, side="right") - 1, dtype=np.int64)


def calendar_weights(cell: IntArray, year: IntArray, *, shared: float = SHARED) -> FloatArray:
    """Weights (m,) of windows such that a year counts as its effective number of windows.

    ``cell`` (m,) are the groups in which sums are formed, ``year`` (m,) the calendar years. The m
    windows of one year in one cell weigh ``m / (1 + (m - 1) shared)`` together: Kish's design
    effect of a sample in clusters.
    """
    if not len(cell):
        return np.empty(0)
    code = cell * (int(np.ptp(year)) + 1) + (year - year.min())
    _, which, count = np.unique(code, return_inverse=True, return_counts=True)
    return np.asarray(1 / (1 + (count - 1) * shared), dtype=np.float64)[which.ravel()]


PSEUDO = 40.0
"""Effective windows the prior weight is worth: four calendar years of a full class."""

_ROUNDS = 200  # of expectation-maximisation; each raises the score, the last hardly
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class PoolWeights:
    """Own weight by history-length band and horizon, ``own`` (bands, H) in [0, 1]."""

    own: FloatArray

    def at(self, points: int, horizon: int) -> FloatArray:
        """Return the own weight (horizon,) of histories of ``points`` figures.

        Beyond the last learned horizon the last one's weight holds.
        """
        row = self.own[int(band_of(np.array([points]))[0])]
        return np.asarray(row[np.minimum(np.arange(horizon), len(row) - 1)], dtype=np.float64)


def one_weight(own: float) -> PoolWeights:
    """Return the same own weight for every length and horizon."""
    return PoolWeights(np.full((len(FIRST_POINTS), 1), own))


def learn_weights(
    own: FloatArray, group: FloatArray, *, points: IntArray, horizon: IntArray, year: IntArray,
    prior: FloatArray, pseudo: float = PSEUDO,
) -> PoolWeights:
    """Learn the own weight from what both laws gave to what happened.

    Parameters
    ----------
    own, group : (m,) density, or probability of the bin that came true, under the series' own law
        and under the class's; non-negative.
    points, horizon, year : (m,) figures of the history, years ahead (from 1), calendar year of the
        outcome.
    prior : (bands, H) own weights with nothing learned, strictly between 0 and 1.
    pseudo : effective windows the prior is worth.

    Returns
    -------
    PoolWeights : the maximum of ``sum w log(a own + (1 - a) group) + pseudo (p log a + (1 - p)
        log(1 - a))`` in each cell, which is concave: the start does not matter. Cells without
        windows keep the prior.

    Raises ``ValueError`` for a negative density, a horizon outside the prior or a prior of 0 or 1.
    """
    if np.any(own < 0) or np.any(group < 0):
        raise ValueError("densities are not negative")
    if np.any((prior <= 0) | (prior >= 1)):
        raise ValueError("prior weights lie strictly between 0 and 1")
    if len(horizon) and (horizon.min() < 1 or horizon.max() > prior.shape[1]):
        raise ValueError("horizons lie inside the prior's")
    cell = band_of(points) * prior.shape[1] + horizon - 1
    w = calendar_weights(cell, year)
    size = prior.size
    # a window that neither law thought possible says nothing about which is better
    heard = own + group > _LEAST
    cell, w, own, group = cell[heard], w[heard], own[heard], group[heard]
    total = np.bincount(cell, weights=w, minlength=size)
    start = prior.ravel()
    weight = start.copy()
    for _ in range(_ROUNDS):
        mine = weight[cell] * own
        share = mine / (mine + (1 - weight[cell]) * group)
        found = np.bincount(cell, weights=w * share, minlength=size)
        weight = (found + pseudo * start) / (total + pseudo)
    return PoolWeights(weight.reshape(prior.shape))
