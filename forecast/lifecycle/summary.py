"""What recorded likelihoods were worth: scores of many cases, and their means beside the rivals'.

A likelihood has two rivals: the base rate that was printed with it, and no change (the latest
value stays, of a running total the latest yearly inflow). Each is compared on the very cases that
it can be scored on. The base rate is a probability only; no change is a point as well, whose CRPS
is its absolute error.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

import numpy as np

from data.arrays import FloatArray
from forecast.backtest.scores import brier, log_score
from forecast.lifecycle.measures import error_figures, kept


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
