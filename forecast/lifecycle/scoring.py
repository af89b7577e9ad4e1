"""Scoring recorded runs once their target years are known.

A recorded likelihood resolves when the figures now known give the target's quantity in its year,
by the same rules that assess it. Probabilities are scored by Brier and log score beside two rivals:
the base rate that was printed with them, and no change (the latest value stays). Quantiles are
scored by CRPS, PIT and coverage, medians by the four error figures of the United States
Congressional Budget Office's forecasting record: mean error, mean absolute error, root mean square
error and the spread of the middle two thirds of the errors.

A scenario's forecast is a statement about a world in which its assumptions hold. It is scored as
such: each scenario by itself, with what a person has said of its assumptions beside it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from data.ledger.actuals import with_actuals
from data.ledger.vintages import Figure
from data.paths import met
from data.plan import Plan
from forecast.lifecycle.record import RecordedRun, Said
from forecast.question import Measure, Question
from forecast.readings import questions
from forecast.scores import brier, log_score, quantile_score
from forecast.verdict import CHANCE_LEVELS

LOG_FLOOR = 1e-3
"""Probabilities are kept this far from 0 and 1 in the log score: 4,000 paths say no more."""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A recorded likelihood whose outcome is known now."""

    run: str  # entry id
    as_of: int
    said: Said
    met: bool
    value: float | None  # of the target's quantity, canonical; None for a yes-or-no target
    brier: float
    log: float
    brier_base: float | None  # of the base rate printed at the time
    brier_no_change: float | None
    crps: float | None  # in percent of the value (points for shares and scores)
    pit: float | None
    inside80: bool | None
    error: float | None  # median - value, the same


@dataclass(frozen=True, slots=True)
class Pending:
    """A recorded likelihood that cannot be resolved yet, and why."""

    run: str
    said: Said
    why: str  # not_due | no_figure | no_number


@dataclass(frozen=True, slots=True)
class Summary:
    """Means over the resolved likelihoods of one scenario; ``None`` where none could be scored."""

    scenario: str
    n: int
    met: float
    brier: float
    log: float
    brier_base: float | None  # on the n_base cases that had a base rate, with ours on the same
    brier_at_base: float | None
    n_base: int
    brier_no_change: float | None
    brier_at_no_change: float | None
    n_no_change: int
    crps: float | None
    coverage80: float | None
    n_values: int
    mean_error: float | None
    mean_absolute_error: float | None
    root_mean_square_error: float | None
    two_thirds_spread: float | None


def resolve(run: RecordedRun, figures: Sequence[Figure],
            ) -> tuple[tuple[Resolved, ...], tuple[Pending, ...]]:
    """Resolve every likelihood of a run against the figures known now.

    ``figures`` are the recorded ones, one a key. Likelihoods whose outcome was known when they were
    recorded are no forecasts and are left out of both lists.
    """
    plan = with_actuals(run.plan, figures)
    targets = {t.id: t for t in plan.targets}
    resolved: list[Resolved] = []
    pending: list[Pending] = []
    asked: dict[str, tuple[Question, ...]] = {}
    for said in run.said:
        if said.known:
            continue
        if said.probability is None:
            pending.append(Pending(run.entry.id, said, "no_number"))
            continue
        if said.target not in asked:
            target = targets[said.target]
            asked[said.target] = questions(plan, target, target.year)
        question = next((q for q in asked[said.target] if q.reading.value == said.reading), None)
        known = None if question is None else question.outcome()
        if question is None or known is None:
            due = _latest(plan) >= said.year
            pending.append(Pending(run.entry.id, said, "no_figure" if due else "not_due"))
            continue
        resolved.append(_scored(run, said, question, *known))
    return tuple(resolved), tuple(pending)


def _latest(plan: Plan) -> int:
    return max((int(s.years[-1]) for s in plan.history if len(s)), default=0)


def _scored(run: RecordedRun, said: Said, question: Question, value: float, hit: bool) -> Resolved:
    assert said.probability is not None
    p, level = said.probability, question.measure is not Measure.EVERY_YEAR_UP
    base = said.outside_rate
    still = _no_change(said, question) if level else None
    crps = pit = error = None
    inside = None
    if level and said.quantiles:
        crps = _relative(crps_of(said.quantiles, value), value, question)
        pit = pit_of(said.quantiles, value)
    if level and said.low80 is not None and said.high80 is not None:
        inside = said.low80 <= value <= said.high80
    if level and said.median is not None:
        error = _relative(said.median - value, value, question)
    kept = min(max(p, LOG_FLOOR), 1 - LOG_FLOOR)
    return Resolved(
        run.entry.id, run.as_of, said, hit, value if level else None,
        float(brier(float(hit), p)), float(log_score(float(hit), kept)),
        None if base is None else float(brier(float(hit), base)),
        None if still is None else float(brier(float(hit), still)), crps, pit, inside, error)


def _no_change(said: Said, question: Question) -> float | None:
    """Return 1 or 0: whether the latest value of the time, kept, meets the target."""
    if said.latest_value is None or question.threshold is None:
        return None
    return float(met(np.array([said.latest_value]), question.threshold, question.target.sense,
                     question.upper, question.target.tolerance)[0])


def _relative(amount: float, value: float, question: Question) -> float | None:
    """Return an amount in percent of the value, or as it is for shares and scores."""
    if question.indicator.unit.dimension in ("percent", "score"):
        return amount
    return None if value == 0 else 100 * amount / abs(value)


def crps_of(quantiles: Sequence[float], value: float) -> float:
    """Return the CRPS (unit of the value) of a law known by its quantiles at ``CHANCE_LEVELS``.

    Twice the pinball loss integrated over the levels (Laio and Tamea 2007), by the trapezoid rule
    with the outermost quantiles carried to 0 and 1.
    """
    levels = np.array([0.0, *CHANCE_LEVELS, 1.0])
    q = np.array([quantiles[0], *quantiles, quantiles[-1]])
    loss = np.asarray(quantile_score(value, q, level=levels))
    return float(2 * np.sum((loss[1:] + loss[:-1]) / 2 * np.diff(levels)))


def pit_of(quantiles: Sequence[float], value: float) -> float:
    """Return the probability integral transform: the level at which the value lies (0 to 1).

    Linear between the quantiles; half the outer level beyond them.
    """
    q = np.maximum.accumulate(np.asarray(quantiles, dtype=np.float64))
    if value < q[0]:
        return CHANCE_LEVELS[0] / 2
    if value > q[-1]:
        return 1 - (1 - CHANCE_LEVELS[-1]) / 2
    left = float(np.interp(value, q, CHANCE_LEVELS))
    tied = np.flatnonzero(q == value)  # a value that many paths share: the middle of its levels
    if len(tied) > 1:
        return float((CHANCE_LEVELS[tied[0]] + CHANCE_LEVELS[tied[-1]]) / 2)
    return left


def summarise(resolved: Sequence[Resolved]) -> tuple[Summary, ...]:
    """Return one summary a scenario, in order of first appearance."""
    groups: dict[str, list[Resolved]] = {}
    for case in resolved:
        groups.setdefault(case.said.scenario, []).append(case)
    return tuple(_summary(name, group) for name, group in groups.items())


def _summary(scenario: str, cases: list[Resolved]) -> Summary:
    base = [(c.brier_base, c.brier) for c in cases if c.brier_base is not None]
    still = [(c.brier_no_change, c.brier) for c in cases if c.brier_no_change is not None]
    crps = [c.crps for c in cases if c.crps is not None]
    inside = [c.inside80 for c in cases if c.inside80 is not None]
    errors = np.array([c.error for c in cases if c.error is not None])
    four = error_figures(errors) if len(errors) else (None,) * 4
    return Summary(
        scenario, len(cases), _mean([float(c.met) for c in cases]) or 0.0,
        _mean([c.brier for c in cases]) or 0.0, _mean([c.log for c in cases]) or 0.0,
        _mean([a for a, _ in base]), _mean([b for _, b in base]), len(base),
        _mean([a for a, _ in still]), _mean([b for _, b in still]), len(still),
        _mean(crps), _mean([float(i) for i in inside]), len(errors), *four)


def error_figures(errors: FloatArray) -> tuple[float, float, float, float]:
    """Return mean error, mean absolute error, root mean square error and two-thirds spread.

    ``errors`` (n,). The spread is the range left when the largest and smallest sixth of the errors
    are taken away (type-7 quantiles at 1/6 and 5/6). Raises ``ValueError`` for no errors.
    """
    if not len(errors):
        raise ValueError("no errors to summarise")
    low, high = np.quantile(errors, (1 / 6, 5 / 6))
    return (float(np.mean(errors)), float(np.mean(np.abs(errors))),
            math.sqrt(float(np.mean(errors**2))), float(high - low))


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if len(values) else None

