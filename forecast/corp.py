"""Reliability of probabilities by isotonic regression (CORP), without bins.

Dimitriadis, Gneiting and Jordan (2021), *PNAS* 118: the mean score of the forecasts splits
exactly into miscalibration - discrimination + uncertainty, with the pool-adjacent-violators fit
as the recalibrated forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray
from forecast.scores import brier


@dataclass(frozen=True, slots=True)
class Reliability:
    """The CORP split of the mean Brier score: ``score = mcb - dsc + unc``.

    ``probability`` (k,) the distinct forecasts, increasing; ``frequency`` (k,) the observed
    frequency the isotonic fit gives to each; ``count`` (k,) cases.
    """

    score: float
    mcb: float
    dsc: float
    unc: float
    probability: FloatArray
    frequency: FloatArray
    count: FloatArray


@dataclass(frozen=True, slots=True)
class Band:
    """Where the reliability curve of calibrated forecasts would lie, each ``(k,)``."""

    probability: FloatArray
    low: FloatArray
    high: FloatArray


def pool_adjacent(values: npt.ArrayLike, weights: npt.ArrayLike | None = None) -> FloatArray:
    """Non-decreasing fit of least weighted squares, by pooling adjacent violators.

    Parameters
    ----------
    values : (k,) in the order in which the fit must not fall.
    weights : (k,) positive; all one by default.

    Returns
    -------
    (k,) the fit. Linear in k: each block is merged at most once.
    """
    y = np.asarray(values, dtype=np.float64)
    w = np.ones_like(y) if weights is None else np.asarray(weights, dtype=np.float64)
    if y.shape != w.shape or y.ndim != 1 or np.any(w <= 0):
        raise ValueError("values and positive weights of one length are needed")
    if not len(y):
        return y.copy()
    # Runs that rise in no step are one block of the fit: pooling them first, with arrays, leaves
    # the loop little to do.
    starts = np.flatnonzero(np.concatenate([[True], np.diff(y) > 0]))
    weight = np.add.reduceat(w, starts)
    total = np.add.reduceat(w * y, starts)
    means: list[float] = []
    masses: list[float] = []
    sizes: list[int] = []
    for mean, mass in zip((total / weight).tolist(), weight.tolist(), strict=True):
        size = 1
        while means and means[-1] >= mean:
            before = masses.pop()
            mean = (means.pop() * before + mean * mass) / (before + mass)
            mass += before
            size += sizes.pop()
        means.append(mean)
        masses.append(mass)
        sizes.append(size)
    blocks = np.repeat(means, sizes)
    return np.repeat(blocks, np.diff(np.append(starts, len(y))))


def calibrated(outcome: npt.ArrayLike, probability: npt.ArrayLike) -> FloatArray:
    """Return (n,) the isotonic recalibration of each forecast on its own outcomes."""
    fit, _, inverse, _ = _fit(outcome, probability)
    return fit[inverse]


def reliability(outcome: npt.ArrayLike, probability: npt.ArrayLike) -> Reliability:
    """Split the mean Brier score of (n,) forecasts of (n,) outcomes.

    Equal forecasts are one case with their mean outcome. Raises ``ValueError`` for outcomes other
    than 0 and 1, probabilities outside [0, 1], or no forecast at all.
    """
    scores = brier(outcome, probability)
    if scores.ndim != 1 or scores.size == 0:
        raise ValueError("reliability needs a list of at least one forecast")
    fit, distinct, inverse, counts = _fit(outcome, probability)
    o = np.asarray(outcome, dtype=np.float64)
    rate = float(o.mean())
    score = float(scores.mean())
    best = float(((fit[inverse] - o) ** 2).mean())
    unc = rate * (1 - rate)
    return Reliability(score, score - best, unc - best, unc, distinct, fit, counts)


def consistency_band(
    probability: npt.ArrayLike, *, rng: np.random.Generator, level: float = 0.90,
    n_resamples: int = 200, points: int = 101,
) -> Band:
    """Band of reliability curves that calibrated forecasts of these values would show.

    Outcomes are drawn from the forecasts themselves, refitted ``n_resamples`` times, and read off
    at up to ``points`` of the distinct forecasts.
    """
    p = np.asarray(probability, dtype=np.float64)
    distinct, counts = np.unique(p, return_counts=True)
    if distinct.size == 0 or not np.all((distinct >= 0) & (distinct <= 1)):
        raise ValueError("probabilities lie in [0, 1]")
    picked = np.unique(np.linspace(0, len(distinct) - 1, points).round().astype(np.int64))
    curves = np.empty((n_resamples, len(picked)))
    for row in range(n_resamples):
        drawn = rng.binomial(counts, distinct) / counts
        curves[row] = pool_adjacent(drawn, counts.astype(np.float64))[picked]
    low, high = np.quantile(curves, [(1 - level) / 2, (1 + level) / 2], axis=0,
                            method="median_unbiased")
    return Band(distinct[picked], low, high)


def _fit(
    outcome: npt.ArrayLike, probability: npt.ArrayLike
) -> tuple[FloatArray, FloatArray, npt.NDArray[np.intp], FloatArray]:
    """Isotonic fit at the distinct forecasts: (fit, distinct, inverse, counts)."""
    p = np.asarray(probability, dtype=np.float64)
    o = np.broadcast_to(np.asarray(outcome, dtype=np.float64), p.shape)
    distinct, inverse = np.unique(p, return_inverse=True)
    counts = np.bincount(inverse).astype(np.float64)
    mean = np.bincount(inverse, weights=o) / counts
    return pool_adjacent(mean, counts), distinct, inverse, counts
