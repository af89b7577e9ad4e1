"""Scoring recorded runs once their target years are known.

A recorded probability resolves when the figures now known give the target's quantity in its year,
by the same rules that assess it. Of several runs of one plan in one as-of year the last one counts.
A run that was made when its outcome was in the ledger already is a replay and no forecast: it is
scored apart. Every reading of a target is scored unless it is said which one is meant.

A scenario's forecast is a statement about a world in which its assumptions hold. It is scored as
such: each scenario by itself, with what a person has said of its assumptions beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from data.ledger.joining import known_of, with_actuals
from data.ledger.vintages import Figure
from data.plan import Plan
from forecast.lifecycle.record import Recorded, RecordedRun
from forecast.lifecycle.summary import (
    Scores,
    Summary,
    crps_of,
    pit_of,
    probability_scores,
    summary_of,
)
from forecast.question.question import Measure, Question
from forecast.question.readings import questions


@dataclass(frozen=True, slots=True)
class Resolved:
    """A recorded probability whose outcome is known now; ``scores`` are of this one case."""

    run: RecordedRun
    said: Recorded
    met: bool
    value: float | None  # of the target's quantity, canonical; None for a yes-or-no target
    replayed: bool  # the outcome was in the ledger when the probability was computed
    scores: Scores

    @property
    def lead(self) -> int:
        """Years from the as-of year to the target's."""
        return self.said.year - self.run.as_of

    def score(self, name: str) -> float | None:
        """Return one of the scores; ``None`` where the case has none."""
        value = float(getattr(self.scores, name)[0])
        return value if np.isfinite(value) else None


@dataclass(frozen=True, slots=True)
class Pending:
    """A recorded probability that cannot be resolved yet, and why."""

    run: RecordedRun
    said: Recorded
    why: str  # not_due | no_figure | no_number


@dataclass(frozen=True, slots=True)
class Score:
    """Every recorded probability: resolved, open, or left out.

    ``superseded`` counts those that a later run of the same as-of year replaced, ``not_meant``
    those of a reading that is not the one meant.
    """

    resolved: tuple[Resolved, ...]
    pending: tuple[Pending, ...]
    superseded: int
    not_meant: int


def score(runs: Iterable[RecordedRun], figures: Sequence[Figure], *,
          meant: Mapping[str, str] | None = None) -> Score:
    """Score runs (in the order of recording) against every figure ever recorded.

    ``meant`` maps a target's id to the reading its figures are of; other readings of it are left
    out. Probabilities whose outcome was known when they were recorded, as part of what the run saw,
    are no forecasts and count nowhere.
    """
    wanted = meant or {}
    done: dict[tuple[object, ...], Resolved | Pending] = {}
    superseded = not_meant = 0
    for run in runs:
        for case in resolve(run, figures):
            if case.said.reading != wanted.get(case.said.target, case.said.reading):
                not_meant += 1
                continue
            replayed = case.replayed if isinstance(case, Resolved) else None
            header = run.entry.header
            key = (header.get("plan"), header.get("region"), run.as_of, *case.said.key, replayed)
            superseded += isinstance(done.pop(key, None), Resolved)
            done[key] = case
    kept = tuple(done.values())
    return Score(tuple(c for c in kept if isinstance(c, Resolved)),
                 tuple(c for c in kept if isinstance(c, Pending)), superseded, not_meant)


def resolve(run: RecordedRun, figures: Sequence[Figure]) -> tuple[Resolved | Pending, ...]:
    """Resolve every probability of a run that was not known already when it was recorded."""
    now = _Known(with_actuals(run.plan, known_of(run.plan, figures)))
    earlier = [f for f in figures if f.order[0] < run.entry.number]
    then = _Known(with_actuals(run.plan, known_of(run.plan, earlier)))
    seen = _Known(run.plan, run.as_of)
    return tuple(_resolved(run, said, now, then, seen) for said in run.said if not said.known)


class _Known:
    """The questions of a plan, each asked once; by default in the target's own year."""

    def __init__(self, plan: Plan, as_of: int | None = None) -> None:
        self.plan = plan
        self._as_of = as_of
        self._asked: dict[str, tuple[Question, ...]] = {}

    @property
    def latest(self) -> int:
        """The latest year with a figure."""
        return max((int(s.years[-1]) for s in self.plan.history if len(s)), default=0)

    def question(self, said: Recorded) -> Question | None:
        """Return the question of a recorded probability, as these figures put it."""
        if said.target not in self._asked:
            target = next(t for t in self.plan.targets if t.id == said.target)
            self._asked[said.target] = questions(
                self.plan, target, target.year if self._as_of is None else self._as_of)
        return next((q for q in self._asked[said.target] if q.reading.value == said.reading), None)


def _resolved(run: RecordedRun, said: Recorded, now: _Known, then: _Known, seen: _Known,
              ) -> Resolved | Pending:
    if said.probability is None:
        return Pending(run, said, "no_number")
    question = now.question(said)
    known = None if question is None else question.outcome()
    if question is None or known is None:
        return Pending(run, said, "no_figure" if now.latest >= said.year else "not_due")
    value, hit = known
    earlier = then.question(said)
    replayed = earlier is not None and earlier.outcome() is not None
    level = question.measure is not Measure.EVERY_YEAR_UP
    return Resolved(run, said, hit, value if level else None, replayed,
                    _scores(said, hit, value, question, seen.question(said)))


def _scores(said: Recorded, hit: bool, value: float, question: Question, seen: Question | None,
            ) -> Scores:
    """Score one case; arrays of one."""
    met = np.array([float(hit)])
    own = probability_scores(met, _one(said.probability))
    stated, _ = probability_scores(met, _one(said.stated))
    base = probability_scores(met, _one(said.as_plan))
    stays = None if seen is None else unchanged(seen)
    yes_or_no = question.measure is Measure.EVERY_YEAR_UP
    if yes_or_no:
        still = probability_scores(met, np.zeros(1))  # nothing moves, so no year rises
    elif stays is None:
        still = probability_scores(met, _one(None))
    else:
        still = probability_scores(met, question.meets(np.array([stays])))
    crps = crps_still = pit = inside = error = _one(None)
    if not yes_or_no:
        unit, actual = _one(_scale(said.latest_value, question)), np.array([value])
        if said.quantiles:
            law = np.array([said.quantiles])
            crps, pit = 100 * crps_of(law, actual) / unit, pit_of(law, actual)
            crps_still = 100 * np.abs(_one(stays) - actual) / unit
        if said.low80 is not None and said.high80 is not None:
            inside = _one(float(said.low80 <= value <= said.high80))
        error = 100 * (_one(said.median) - value) / _one(_scale(value, question))
    return Scores(met, own[0], stated, own[1], *base, *still, crps, crps_still, pit, inside, error)


def unchanged(question: Question) -> float | None:
    """Return the target's quantity in its year if nothing changes any more.

    The latest value stays, of both regions where two are compared; a running total goes on by the
    latest yearly inflow. ``None`` without a value and for a target of every year.
    """
    driver = question.driver
    if driver is None or question.measure is Measure.EVERY_YEAR_UP:
        return None
    last = float(driver.values[-1])
    if question.measure is Measure.RUNNING_TOTAL:
        return question.total + last * (question.target.year - question.total_year)
    return last - (float(question.rival.series.values[-1]) if question.rival is not None else 0.0)


def _scale(value: float | None, question: Question) -> float | None:
    """Return what errors are a share of; 100 where they are points; ``None`` where it is zero.

    A difference of two regions may be close to zero: there the own region's figure counts.
    """
    if question.indicator.unit.dimension in ("percent", "score"):
        return 100.0
    if question.rival is not None and question.driver is not None:
        value = float(question.driver.values[-1])
    return abs(value) if value else None


def _one(value: float | None) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value], dtype=np.float64)


def summaries(cases: Sequence[Resolved], *, by_lead: bool = False) -> tuple[Summary, ...]:
    """Return one summary a scenario (and lead), forecasts before replays, in order of appearance.
    """
    groups: dict[tuple[bool, str, int | None], list[Scores]] = {}
    for case in sorted(cases, key=lambda c: c.replayed):
        lead = case.lead if by_lead else None
        groups.setdefault((case.replayed, case.said.scenario, lead), []).append(case.scores)
    return tuple(summary_of(scenario, Scores.joined(group), replayed=replayed, lead=lead)
                 for (replayed, scenario, lead), group in groups.items())


def score_names() -> tuple[str, ...]:
    """Return the names of the scores a case has."""
    return tuple(f.name for f in fields(Scores))
