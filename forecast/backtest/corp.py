"""Reliability of probabilities by isotonic regression (CORP), without bins.

Dimitriadis, Gneiting and Jordan (2021), *PNAS* 118: the mean score of the forecasts splits
exactly into miscalibration - discrimination + uncertainty, with the isotonic fit as the
recalibrated forecast.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import isotonic_regression

from data.arrays import FloatArray
from forecast.backtest.scores import brier


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
        curves[row] = isotonic_regression(drawn, weights=counts).x[picked]
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
    return isotonic_regression(mean, weights=counts).x, distinct, inverse, counts
