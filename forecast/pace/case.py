"""From a question to what its pace is judged from, with the plan's own milestones as its path."""

from __future__ import annotations

import numpy as np

from data.plan import Plan, Target
from data.signs import is_rate_of_change
from data.words import Basis, Kind, Sense
from forecast.pace.pace import PaceCase
from forecast.probability.verdict import Required
from forecast.question.arithmetic import target_level
from forecast.question.question import Measure, Question, tolerance_of

_ONE_EDGE = (Sense.AT_LEAST, Sense.ABOVE, Sense.AT_MOST, Sense.ABOUT)


def pace_case(question: Question, needed: Required, plan: Plan) -> PaceCase:
    """Return the case of one reading; ``needed`` gives its base and its level to be reached."""
    observed = question.observed
    return PaceCase(
        kind=Kind.CUMULATIVE if question.measure is Measure.RUNNING_TOTAL else question.reading,
        direction=question.heading,
        base_year=question.base_year, base_value=needed.base_value,
        target_year=question.target.year, target_value=needed.target_value,
        years=observed.years if observed is not None else np.empty(0, dtype=np.int64),
        values=observed.values if observed is not None else np.empty(0),
        milestones=milestones(question, plan), sense=question.target.sense,
        upper=question.upper, unit=question.indicator.unit,
        growth_rate=is_rate_of_change(
            question.reading, question.indicator.unit, question.indicator.bounds),
        threshold=question.threshold,
        tolerance=tolerance_of(question.target),
        distance=question.measure is Measure.DIFFERENCE,
        each_year=question.measure is Measure.EVERY_YEAR_UP,
    )


def has_hit_rate(question: Question) -> bool:
    """Say whether past windows tell what a label of this target is worth.

    They were read as plans that a level be reached from below: not as bands, ceilings, sums over a
    period, distances from another region or promises about every year. They are windows of counts,
    amounts and ratios: shares, scores and what may lie below zero have none.
    """
    low, base = question.indicator.bounds[0], question.base_value
    signed = (low is not None and low < 0) or (base is not None and base <= 0)
    if question.reading in (Kind.SHARE, Kind.SCORE) or signed:
        return False
    return (question.target.sense in (Sense.AT_LEAST, Sense.ABOVE)
            and question.measure in (Measure.LEVEL, Measure.RUNNING_TOTAL)
            and question.target.basis is not Basis.CUMULATIVE_OVER_PERIOD)


def milestones(question: Question, plan: Plan) -> tuple[tuple[int, float], ...]:
    """Return (year, level) of the plan's own targets on the way to this one, in order of years.

    They are targets of the same indicator and region, read alike, of years between base and
    target; of two in one year the more demanding counts.
    """
    goal = question.target
    found: dict[int, float] = {}
    for target in plan.targets:
        level = _on_the_way(target, question) if _alike(target, goal) else None
        if level is None:
            continue
        before = found.get(target.year, level)
        found[target.year] = max(before, level) if question.heading > 0 else min(before, level)
    return tuple(sorted(found.items()))


def _alike(target: Target, goal: Target) -> bool:
    """Say whether two targets are about one quantity and lie on one side of it."""
    sums = Basis.CUMULATIVE_OVER_PERIOD
    apart = (Basis.EVERY_YEAR_UP, Basis.QUALITATIVE)
    return (
        target.id != goal.id and target.indicator == goal.indicator
        and target.region == goal.region and target.relative_to == goal.relative_to
        and (target.basis is sums) == (goal.basis is sums)
        and target.basis not in apart and goal.basis not in apart
        and target.sense in _ONE_EDGE and goal.sense in _ONE_EDGE
        and (target.sense is Sense.AT_MOST) == (goal.sense is Sense.AT_MOST))


def _on_the_way(target: Target, question: Question) -> float | None:
    if question.base_year is None or not question.base_year < target.year < question.target.year:
        return None
    if target.basis is Basis.RELATIVE_TO_REGION:
        return 0.0 if target.value is None else target.value
    base = target.base_value
    if base is None and target.base_year == question.base_year:
        base = question.base_value
    return target_level(target, base_year=target.base_year, base_value=base)
