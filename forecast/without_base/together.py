"""What the parts of a region can do together, where only the whole's figure is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.plan import Indicator, Parts, Plan, Target
from data.words import Basis, Kind, Sense
from forecast.cases import Run
from forecast.plan_level.joint import region_key
from forecast.plan_level.parts import ADDED
from forecast.plan_targets.evidence import record_of, regime_of
from forecast.probability.verdict import TargetResult, Verdict
from forecast.without_base.answer import (
    ENOUGH_OUTCOMES,
    ActionableCount,
    Answer,
    Code,
    MetBefore,
    Together,
)
from forecast.without_base.bounds import whole_figure
from scenarios.scenario import Scenario

# How many targets of a plan say something a planner can act on.

_OF_THE_LAW = (Code.BASE_WANTED, Code.CHANCE_OF_GROWTH)


def count_actionable(results: Sequence[TargetResult]) -> ActionableCount:
    """Count the targets by what they say; a target counts by the weakest of its readings."""
    scored = [r for r in results if r.scored]
    levels = {r.target.id: min(_strength(v) for v in r.verdicts) for r in scored}
    of = list(levels.values())
    return ActionableCount(len(scored), of.count(3), of.count(2), of.count(1),
                  tuple(id_ for id_, level in levels.items() if level == 0),
                  len(results) - len(scored))


def _strength(verdict: Verdict) -> int:
    """3: a probability or an outcome; 2: a base by the law; 1: a move by arithmetic; 0: nothing."""
    if any(c.stated is not None for c in verdict.chances):
        return 3
    answer = verdict.without_base
    if answer is None:
        return 0
    if answer.code in _OF_THE_LAW:
        return 2
    return 1


# How often targets of such plans were met, where enough is known of that.

def met_before(plan: Plan, as_of: int) -> MetBefore | None:
    """Return the record of the plan's regime by ``as_of``.

    ``None`` where the regime is not known or fewer than ``ENOUGH_OUTCOMES`` outcomes are.
    """
    regime = regime_of(plan)
    if regime is None:
        return None
    record = record_of(regime, as_of=as_of)
    if record.targets < ENOUGH_OUTCOMES:
        return None
    return MetBefore(regime, record.sets, record.targets, record.met)


def parts_together(run: Run, results: Sequence[TargetResult], scenario: Scenario,
             ) -> tuple[Together, ...]:
    """Return a statement an indicator, reading and year of every region with parts.

    Only levels to be reached add up, and only two or more of them say anything together.
    """
    out = []
    for group in run.plan.parts:
        found: dict[tuple[str, Kind, int, int], list[tuple[Verdict, Answer]]] = {}
        for result in results:
            if region_key(run.plan, result.target.region) not in group.parts:
                continue
            if group.indicators and result.target.indicator not in group.indicators:
                continue
            for verdict in result.verdicts:
                answer = verdict.without_base
                if answer is not None and _adds_up(verdict.target, verdict.reading, answer):
                    key = (result.target.indicator, verdict.reading, answer.year,
                           result.target.year)
                    found.setdefault(key, []).append((verdict, answer))
        out += [_one(run, group, pairs, scenario) for pairs in found.values() if len(pairs) > 1]
    return tuple(out)


def _adds_up(target: Target, reading: Kind, answer: Answer) -> bool:
    return (answer.code is Code.BASE_WANTED and answer.rising and not answer.banded
            and target.basis is Basis.LEVEL and reading in ADDED and target.value is not None)


def _one(run: Run, group: Parts, pairs: Sequence[tuple[Verdict, Answer]], scenario: Scenario,
         ) -> Together:
    first, answer = pairs[0]
    indicator, reading, year = first.indicator, first.reading, answer.year
    whole = region_key(run.plan, group.whole)
    asked = sum(v.target.value or 0.0 for v, _ in pairs)
    base = whole_figure(run.plan, indicator.id, group.whole, year)
    likely = [None if a.likely is None else a.likely.base for _, a in pairs]
    unlikely = [0.0 if a.unlikely is None else a.unlikely.base for _, a in pairs]
    reachable = sorted(b for b in likely if b is not None)
    can = must = None
    if base is not None:
        can = _most(reachable, base)
        must = len(pairs) - _most(sorted(unlikely), base)
    return Together(
        indicator, reading, whole, tuple(v.target.region for v, _ in pairs),
        tuple(v.target.id for v, _ in pairs), year, first.target.year, asked, base,
        sum(reachable) if len(reachable) == len(pairs) else None, sum(unlikely), can, must,
        _whole_reaches(run, indicator, reading, first.target, whole, asked, scenario))


def _most(bases: Sequence[float], whole: float) -> int:
    """Return how many of ascending ``bases`` fit into ``whole`` at the same time, at most."""
    used, count = 0.0, 0
    for base in bases:
        used += base
        if used > whole:
            break
        count += 1
    return count


def _whole_reaches(run: Run, indicator: Indicator, reading: Kind, like: Target, whole: str,
                   asked: float, scenario: Scenario) -> float | None:
    """Return the probability that the whole reaches what the parts' targets add up to."""
    target = replace(like, id=f"{indicator.id}@{whole}", region=whole, value=asked,
                     sense=Sense.AT_LEAST, base_value=None)
    for case in run.cases(target):
        if case.question.reading is reading:
            return case.probability(scenario)
    return None
