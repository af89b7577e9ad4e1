"""Proper scores of probabilities, categories, quantiles and intervals; lower is better.

Every function broadcasts its arguments and returns one score a case, never an average, so that
the caller decides what to pool. Gneiting and Raftery (2007), *JASA* 102.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray
from forecast.two_piece import TwoPiece

_HALF_LOG_2PI = 0.5 * np.log(2 * np.pi)


def brier(outcome: npt.ArrayLike, probability: npt.ArrayLike) -> FloatArray:
    """``(p - o)^2`` of a probability ``p`` and an outcome ``o`` of 0 or 1."""
    o, p = _events(outcome, probability)
    return np.asarray((p - o) ** 2)


def log_score(outcome: npt.ArrayLike, probability: npt.ArrayLike) -> FloatArray:
    """Minus the logarithm of the probability given to what happened; infinite at zero."""
    o, p = _events(outcome, probability)
    return _minus_log(np.where(o == 1, p, 1 - p))


def skill(score: npt.ArrayLike, reference: npt.ArrayLike) -> float:
    """``1 - mean(score) / mean(reference)``. Raises ``ValueError`` for a perfect reference."""
    rival = float(np.mean(np.asarray(reference, float)))
    if rival == 0:
        raise ValueError("no skill can be had over a reference that is never wrong")
    return 1 - float(np.mean(np.asarray(score, float))) / rival


def ranked_probability(category: npt.ArrayLike, probabilities: npt.ArrayLike) -> FloatArray:
    """Ranked probability score: sum over the category edges of the Brier scores.

    ``category`` (...) the 0-based category observed; ``probabilities`` (..., k) in order.
    """
    below, given = _ranks(category, probabilities)
    return np.asarray(((given - below) ** 2).sum(axis=-1))


def ranked_log(category: npt.ArrayLike, probabilities: npt.ArrayLike) -> FloatArray:
    """Ranked logarithmic score: sum over the category edges of the log scores.

    Arguments as ``ranked_probability``. The last edge is certain and costs nothing.
    """
    below, given = _ranks(category, probabilities)
    inner = np.where(below[..., :-1] == 1, given[..., :-1], 1 - given[..., :-1])
    return np.asarray(_minus_log(np.clip(inner, 0.0, 1.0)).sum(axis=-1))


def quantile_score(
    value: npt.ArrayLike, quantile: npt.ArrayLike, *, level: npt.ArrayLike
) -> FloatArray:
    """Pinball loss ``(1{y < q} - a) (q - y)`` of the quantile of level ``a``."""
    y, q, a = (np.asarray(x, float) for x in (value, quantile, level))
    return np.asarray(((y < q) - a) * (q - y))


def interval_score(
    value: npt.ArrayLike, low: npt.ArrayLike, *, high: npt.ArrayLike, alpha: npt.ArrayLike
) -> FloatArray:
    """Width plus ``2/alpha`` times the miss, of a central interval of coverage ``1 - alpha``."""
    y, a, b, share = (np.asarray(x, float) for x in (value, low, high, alpha))
    miss = np.maximum(a - y, 0) + np.maximum(y - b, 0)
    return np.asarray(b - a + 2 / share * miss)


def threshold_brier(
    value: npt.ArrayLike, ensemble: npt.ArrayLike, *, thresholds: npt.ArrayLike
) -> FloatArray:
    """Brier score of the event "at most the threshold", for each threshold.

    ``value`` (...), ``ensemble`` (..., members), ``thresholds`` (k,); gives (..., k).
    """
    cuts = np.asarray(thresholds, float)
    members = np.asarray(ensemble, float)
    # One threshold at a time: the full cube of comparisons would not fit for large ensembles.
    given = np.stack([(members <= cut).mean(axis=-1) for cut in cuts], axis=-1)
    return np.asarray((given - (np.asarray(value, float)[..., None] <= cuts)) ** 2)


def log_normal(value: npt.ArrayLike, mu: npt.ArrayLike, *, sigma: npt.ArrayLike) -> FloatArray:
    """Log score of a normal law."""
    y, m, s = (np.asarray(x, float) for x in (value, mu, sigma))
    z = (y - m) / s
    return np.asarray(_HALF_LOG_2PI + np.log(s) + z * z / 2)


def log_lognormal(value: npt.ArrayLike, mu: npt.ArrayLike, *, sigma: npt.ArrayLike) -> FloatArray:
    """Log score of a law whose logarithm is normal(mu, sigma); infinite at values up to 0."""
    y, m, s = np.broadcast_arrays(*(np.asarray(x, float) for x in (value, mu, sigma)))
    positive = y > 0
    logs = np.log(np.where(positive, y, 1.0))
    return np.asarray(np.where(positive, logs + log_normal(logs, m, sigma=s), np.inf))


def log_two_piece(value: npt.ArrayLike, law: TwoPiece) -> FloatArray:
    """Log score of a two-piece normal law, in the shape of ``value``."""
    away = np.asarray(value, float) - law.mode
    z = away / np.where(away <= 0, law.sigma1, law.sigma2)
    scale = np.log(law.sigma1 + law.sigma2) + 0.5 * np.log(np.pi / 2)
    return np.asarray(scale + z * z / 2)


def _events(outcome: npt.ArrayLike, probability: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Outcomes and probabilities as arrays; raises ``ValueError`` when they are not such."""
    o, p = np.asarray(outcome, dtype=np.float64), np.asarray(probability, dtype=np.float64)
    if not np.all((o == 0) | (o == 1)):
        raise ValueError("outcomes are 0 or 1")
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("probabilities lie in [0, 1]")
    return o, p


def _ranks(
    category: npt.ArrayLike, probabilities: npt.ArrayLike
) -> tuple[FloatArray, FloatArray]:
    """Observed and given probability of "at most category j", each (..., k)."""
    p = np.asarray(probabilities, dtype=np.float64)
    where = np.asarray(category)[..., None]
    if not np.allclose(p.sum(axis=-1), 1.0, atol=1e-9):
        raise ValueError("the probabilities of the categories add up to 1")
    below = np.asarray(np.arange(p.shape[-1]) >= where, dtype=np.float64)
    return below, np.cumsum(p, axis=-1)


def _minus_log(p: FloatArray) -> FloatArray:
    """``-log p`` with infinity, not a warning, at 0, and +0 at 1."""
    with np.errstate(divide="ignore"):
        return np.asarray(0.0 - np.log(p))
