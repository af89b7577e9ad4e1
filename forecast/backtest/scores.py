"""Proper scores of probabilities; lower is better.

Every function broadcasts its arguments and returns one score a case, never an average, so that
the caller decides what to pool. Gneiting and Raftery (2007), *JASA* 102.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray


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


def _events(outcome: npt.ArrayLike, probability: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Outcomes and probabilities as arrays; raises ``ValueError`` when they are not such."""
    o, p = np.asarray(outcome, dtype=np.float64), np.asarray(probability, dtype=np.float64)
    if not np.all((o == 0) | (o == 1)):
        raise ValueError("outcomes are 0 or 1")
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("probabilities lie in [0, 1]")
    return o, p


def _minus_log(p: FloatArray) -> FloatArray:
    """``-log p`` with infinity, not a warning, at 0, and +0 at 1."""
    with np.errstate(divide="ignore"):
        return np.asarray(0.0 - np.log(p))
