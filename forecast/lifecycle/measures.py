"""Scores of laws known by a few quantiles, and the figures that errors are summed up by.

The law is taken to have a quantile function that is linear between the levels given and constant
beyond the outermost ones.
"""

from __future__ import annotations

import math

import numpy as np

from data.arrays import FloatArray
from forecast.probability.verdict import CHANCE_LEVELS

LOG_FLOOR = 1e-3
"""Probabilities are kept this far from 0 and 1 in the log score: 4,000 paths say no more."""

LEVELS: FloatArray = np.array(CHANCE_LEVELS)
"""The levels that an assessment's likelihoods are recorded at."""


def crps_of(quantiles: FloatArray, value: FloatArray, *, levels: FloatArray = LEVELS,
            ) -> FloatArray:
    """Return the CRPS (...), in the unit of the values.

    ``quantiles`` (..., k) at ``levels`` (k,); ``value`` (...). It is twice the pinball loss
    integrated over the levels (Laio and Tamea 2007, *HESS* 11). On each stretch between two levels
    the loss is a quadratic on either side of the value, which Simpson's rule integrates exactly.
    """
    q = np.maximum.accumulate(quantiles, axis=-1)
    q = np.concatenate([q[..., :1], q, q[..., -1:]], axis=-1)
    a = np.concatenate([[0.0], levels, [1.0]])
    y = np.asarray(value)[..., None]
    q0, q1, a0, a1 = q[..., :-1], q[..., 1:], a[:-1], a[1:]
    rise = q1 - q0
    part = np.where(rise > 0, (y - q0) / np.where(rise > 0, rise, 1.0), y >= q0)
    part = np.clip(part, 0.0, 1.0)
    turn = a0 + part * (a1 - a0)  # up to this level the quantiles lie below the value
    middle = q0 + part * rise

    def piece(low: FloatArray, high: FloatArray, start: FloatArray, end: FloatArray, *,
              above: bool) -> FloatArray:
        def loss(level: FloatArray, quantile: FloatArray) -> FloatArray:
            return np.asarray(((1.0 if above else 0.0) - level) * (quantile - y))

        inner = 4 * loss((low + high) / 2, (start + end) / 2)
        return np.asarray((high - low) / 6 * (loss(low, start) + inner + loss(high, end)))

    total = (piece(a0, turn, q0, middle, above=False) + piece(turn, a1, middle, q1, above=True))
    return np.asarray(2 * total.sum(axis=-1))


def pit_of(quantiles: FloatArray, value: FloatArray, *, levels: FloatArray = LEVELS) -> FloatArray:
    """Return the probability integral transform (...): the level at which the value lies (0 to 1).

    Arguments as ``crps_of``. A value that several quantiles share gets the middle of their levels;
    beyond the outermost quantile half of the level that is left there.
    """
    q = np.maximum.accumulate(quantiles, axis=-1)
    y = np.asarray(value)[..., None]
    k = q.shape[-1]
    below, upto = (q < y).sum(axis=-1), (q <= y).sum(axis=-1)
    left, right = np.clip(below - 1, 0, k - 1), np.clip(below, 0, k - 1)
    q0, q1 = (np.take_along_axis(q, at[..., None], axis=-1)[..., 0] for at in (left, right))
    part = np.where(q1 > q0, (y[..., 0] - q0) / np.where(q1 > q0, q1 - q0, 1.0), 0.0)
    between = levels[left] + part * (levels[right] - levels[left])
    tied = (levels[np.minimum(below, k - 1)] + levels[np.maximum(upto - 1, 0)]) / 2
    out = np.where(upto - below > 1, tied, between)
    out = np.where(upto == 0, levels[0] / 2, out)
    return np.asarray(np.where(below == k, 1 - (1 - levels[-1]) / 2, out))


def error_figures(errors: FloatArray) -> tuple[float, float, float, float]:
    """Return mean error, mean absolute error, root mean square error and two-thirds spread.

    The figures of the forecasting record of the United States Congressional Budget Office.
    ``errors`` (n,). The spread is the range left when the largest and smallest sixth of the errors
    are taken away; where n is no multiple of six, part of an error is, by linear interpolation.
    Raises ``ValueError`` for no errors.
    """
    if not len(errors):
        raise ValueError("no errors to summarise")
    n = len(errors)
    cut = min(n / 6, (n - 1) / 2)
    low, high = np.interp((cut, n - 1 - cut), np.arange(n), np.sort(errors))
    return (float(np.mean(errors)), float(np.mean(np.abs(errors))),
            math.sqrt(float(np.mean(errors**2))), float(high - low))


def kept(probability: FloatArray) -> FloatArray:
    """Return probabilities as the log score takes them, kept ``LOG_FLOOR`` from 0 and 1."""
    return np.clip(probability, LOG_FLOOR, 1 - LOG_FLOOR)
