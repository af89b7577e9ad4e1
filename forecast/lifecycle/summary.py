"""What recorded probabilities were worth: scores of many cases, and their means beside the rivals'.

A probability has two rivals: the base rate that was printed with it, and no change (the latest
value stays, of a running total the latest yearly inflow). Each is compared on the very cases that
it can be scored on. The base rate is a probability only; no change is a point as well, whose CRPS
is its absolute error.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from data.arrays import FloatArray
from forecast.backtest.scores import brier, log_score
from forecast.probability.verdict import CHANCE_LEVELS

# Scores of laws known by a few quantiles, and the figures that errors are summed up by.
#
# The law is taken to have a quantile function that is linear between the levels given and
# constant beyond the outermost ones.

LOG_FLOOR = 1e-3
"""Probabilities are kept this far from 0 and 1 in the log score: 4,000 paths say no more."""

LEVELS: FloatArray = np.array(CHANCE_LEVELS)
"""The levels that an assessment's probabilities are recorded at."""


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


@dataclass(frozen=True, slots=True)
class Scores:
    """One score a case, arrays (n,); NaN where a case has none.

    ``met`` is 1 or 0; ``stated`` is the Brier score of the probability as it was printed, ``brier``
    and ``log`` those of the computed one; ``base`` and ``still`` mark the rivals. ``crps`` is in
    percent of the latest value of the time, ``error`` (median - actual) in percent of the actual;
    both in points for shares and scores. ``inside80`` is 1 where the 80 % interval held the actual.
    """

    met: FloatArray
    brier: FloatArray
    stated: FloatArray
    log: FloatArray
    brier_as_plan: FloatArray
    log_as_plan: FloatArray
    brier_still: FloatArray
    log_still: FloatArray
    crps: FloatArray
    crps_still: FloatArray
    pit: FloatArray
    inside80: FloatArray
    error: FloatArray

    @classmethod
    def joined(cls, parts: Iterable[Scores]) -> Scores:
        """Return the cases of all parts, one after another."""
        listed = list(parts)
        return cls(*(np.concatenate([getattr(p, f.name) for p in listed] or [np.empty(0)])
                     for f in fields(cls)))


def probability_scores(met: FloatArray, probability: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return Brier and log score; NaN where the probability is."""
    given = np.isfinite(probability)
    p = np.where(given, probability, 0.5)
    return (np.where(given, brier(met, p), np.nan),
            np.where(given, log_score(met, kept(p)), np.nan))


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over scored cases; ``None`` where none could be scored. ``n_...`` are counts.

    ``replayed`` cases were computed after the outcome was in the ledger; ``lead`` is the number of
    years ahead, ``None`` for all.
    """

    scenario: str
    replayed: bool
    lead: int | None
    n: int
    met: float | None
    brier: float | None
    brier_stated: float | None
    log: float | None
    n_as_plan: int
    brier_as_plan: float | None
    brier_at_as_plan: float | None
    log_as_plan: float | None
    log_at_as_plan: float | None
    n_no_change: int
    brier_no_change: float | None
    brier_at_no_change: float | None
    log_no_change: float | None
    log_at_no_change: float | None
    n_values: int
    crps: float | None
    crps_no_change: float | None
    coverage80: float | None
    pit: float | None
    mean_error: float | None
    mean_absolute_error: float | None
    root_mean_square_error: float | None
    two_thirds_spread: float | None


def summary_of(scenario: str, scores: Scores, *, replayed: bool = False, lead: int | None = None,
               ) -> Summary:
    """Return the means of some cases."""
    base, still = np.isfinite(scores.brier_as_plan), np.isfinite(scores.brier_still)
    both = np.isfinite(scores.crps) & np.isfinite(scores.crps_still)
    errors = scores.error[np.isfinite(scores.error)]
    four = error_figures(errors) if len(errors) else (None,) * 4
    return Summary(
        scenario, replayed, lead, len(scores.met), _mean(scores.met), _mean(scores.brier),
        _mean(scores.stated), _mean(scores.log),
        int(base.sum()), _mean(scores.brier_as_plan), _mean(scores.brier[base]),
        _mean(scores.log_as_plan), _mean(scores.log[base]),
        int(still.sum()), _mean(scores.brier_still), _mean(scores.brier[still]),
        _mean(scores.log_still), _mean(scores.log[still]),
        int(np.isfinite(scores.crps).sum()), _mean(scores.crps), _mean(scores.crps_still[both]),
        _mean(scores.inside80), _mean(scores.pit), *four)


def _mean(values: FloatArray) -> float | None:
    given = values[np.isfinite(values)]
    return float(np.mean(given)) if len(given) else None
