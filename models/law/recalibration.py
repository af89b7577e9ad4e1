"""Monotone recalibration: what a law called 10 % becomes what happened in its 10 % cases.

One map of levels per history-length band and horizon, learned on probability integral transforms
of outcomes that were not used in fitting: their smoothed distribution function, drawn to the
identity. A law whose transforms are uniform is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, IntArray
from data.special import ndtr, ndtri
from models.law.marginals import LEVELS, Marginals
from models.law.pool import FIRST_POINTS, band_of, calendar_weights

PSEUDO = 300.0
"""Effective windows the identity is worth: thirty calendar years of a full class."""

BANDWIDTH = 0.3
"""Of the smoothing, in normal scores."""

_EDGE = 1e-6  # transforms nearer to 0 or 1 than this are taken as this


@dataclass(frozen=True, slots=True)
class Recalibration:
    """Level maps: ``level_map[b, h, k]`` is what ``LEVELS[k]`` is from now on called.

    ``level_map`` (bands, H, K), strictly increasing along K; ``windows`` (bands, H) effective
    windows each map rests on, 0 where it is the identity.
    """

    level_map: FloatArray
    windows: FloatArray

    def maps(self, points: int, horizon: int) -> FloatArray:
        """Return the maps (horizon, K) of histories of ``points`` figures.

        Beyond the last learned horizon the last one's map holds.
        """
        rows = self.level_map[int(band_of(np.array([points]))[0])]
        return np.asarray(rows[np.minimum(np.arange(horizon), len(rows) - 1)], dtype=np.float64)

    def apply(self, marginals: Marginals, *, points: int) -> Marginals:
        """Recalibrate marginals (series, H, K) of histories of ``points`` figures."""
        return marginals.remap(self.maps(points, marginals.values.shape[1]))

    def to_arrays(self) -> dict[str, FloatArray]:
        """Everything as named plain arrays."""
        return {"level_map": self.level_map, "windows": self.windows}

    @staticmethod
    def from_arrays(arrays: dict[str, FloatArray]) -> Recalibration:
        """The inverse of ``to_arrays``."""
        return Recalibration(arrays["level_map"], arrays["windows"])


def fit_recalibration(
    pit: FloatArray, *, points: IntArray, horizon: IntArray, year: IntArray, horizons: int,
    pseudo: float = PSEUDO,
) -> Recalibration:
    """Learn the maps from transforms of outcomes that are known.

    Parameters
    ----------
    pit : (m,) probability the law gave to values up to the outcome, made out of sample.
    points, horizon, year : (m,) figures of the history, years ahead (from 1), calendar year of the
        outcome. Windows of one year are not independent: together they weigh little more than
        ten (``models.law.pool``).
    horizons : how many horizons the maps shall have.
    pseudo : effective windows the identity is worth.

    Raises ``ValueError`` for transforms outside [0, 1] or horizons outside 1..``horizons``.
    """
    if np.any((pit < 0) | (pit > 1)):
        raise ValueError("transforms lie in [0, 1]")
    if len(horizon) and (horizon.min() < 1 or horizon.max() > horizons):
        raise ValueError("a horizon lies outside the maps")
    size = len(FIRST_POINTS) * horizons
    cell = band_of(points) * horizons + horizon - 1
    weight = calendar_weights(cell, year)
    total: FloatArray = np.bincount(cell, weights=weight, minlength=size).astype(np.float64)
    # The kernel would widen what it smooths; scores are drawn in by as much beforehand, so that
    # uniform transforms stay uniform.
    score = ndtri(np.clip(pit, _EDGE, 1 - _EDGE)) * np.sqrt(1 - BANDWIDTH**2)
    level_map = np.empty((size, len(LEVELS)))
    for k, at in enumerate(ndtri(LEVELS)):
        below = np.bincount(cell, weights=weight * ndtr((at - score) / BANDWIDTH), minlength=size)
        level_map[:, k] = (below + pseudo * LEVELS[k]) / (total + pseudo)
    shape = (len(FIRST_POINTS), horizons)
    return Recalibration(level_map.reshape(*shape, len(LEVELS)), total.reshape(shape))
