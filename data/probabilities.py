"""The one rule by which a computed probability becomes the number that is printed.

A number is printed in whole percents. Where its Monte Carlo standard error is above one point it
is printed in steps of five and marked with ``≈``. Less than one step from an end, it is printed as
an open end, ``<1%`` or ``>99%``: only an outcome that is known is 0% or 100%. Words, flags and
colours go by the number printed here, so that nothing beside it can contradict it.
"""

from __future__ import annotations

import math

import numpy as np

from data.arrays import FloatArray
from data.numbers import MISSING

FINE, COARSE = 1, 5
"""Steps in percent."""

MOST_ERROR = 0.01
"""Standard error above which whole percents would be more than is known."""


def simulation_error(probability: float, n_paths: int) -> float:
    """Return the standard error of a share of independent paths.

    An upper bound for stratified ones.
    """
    return math.sqrt(probability * (1 - probability) / n_paths)


def printed_all(probability: FloatArray, error: FloatArray | float = 0.0) -> FloatArray:
    """Return the numbers that stand for computed probabilities, same shape; NaN stays NaN.

    Whole percents (or fives) as shares; an open end is half a step from 0 or 1, so that printing
    the number again gives the same text. ``error`` are Monte Carlo standard errors; NaN is none.
    """
    step = np.where(np.asarray(error) > MOST_ERROR, COARSE, FINE)
    near = np.floor(100 * probability / step + 0.5) * step / 100
    low = np.where(probability < step / 100, step / 200, near)
    return np.asarray(np.where(100 * (1 - probability) < step, 1 - step / 200, low))


def printed(probability: float, error: float = 0.0) -> float:
    """Return the number that stands for one computed probability.

    Raises ``ValueError`` outside [0, 1].
    """
    if math.isnan(probability) or not 0.0 <= probability <= 1.0:
        raise ValueError(f"a probability lies in [0, 1], got {probability}")
    return float(printed_all(np.array(probability), error))


def probability_text(probability: float | None, error: float = 0.0, *, known: bool = False) -> str:
    """Return a probability as it is printed: ``35%``, ``<1%``, ``>99%``, ``≈35%``.

    ``known`` marks an outcome that has been observed: exactly ``0%`` or ``100%``. ``—`` for
    ``None`` and NaN. Raises ``ValueError`` outside [0, 1].
    """
    if probability is None or math.isnan(probability):
        return MISSING
    if known:
        return f"{100 * probability:.0f}%"
    step = COARSE if error > MOST_ERROR else FINE
    percent = 100 * printed(probability, error)
    if percent < step:
        return f"<{step}%"
    if percent > 100 - step:
        return f">{100 - step}%"
    return f"{'≈' if step > FINE else ''}{percent:.0f}%"


def complement_text(probability: float, error: float = 0.0, *, known: bool = False) -> str:
    """Return the probability of the contrary so that the two printed numbers add up to 100."""
    if known:
        return probability_text(1 - probability, known=True)
    return probability_text(1 - printed(probability, error), error)
