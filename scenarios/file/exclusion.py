"""Steps that contradict each other: the same reach, the same years, two answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from data.errors import Problem, Where, problem
from scenarios.context import RELATIVE_BELOW, Reach
from scenarios.registry import spec_of
from scenarios.scenario import Scenario, Step
from scenarios.steps.elasticity import Elasticity


def contradictions(scenario: Scenario, parents: Sequence[Sequence[Step]]) -> tuple[Problem, ...]:
    """Return a problem for every step that meets an exclusive earlier one in reach and years.

    Pairs that stand together in one of the ``parents``' chains are that parent's own.
    """
    out = []
    for a, b in _pairs(scenario.chain, parents):
        own = _holds(scenario.steps, b)
        out.append(_overlap(a, b, b.setting.where if own else scenario.place("extends")))
    for a, b in _pairs(scenario.chain, parents, differ):
        own = _holds(scenario.steps, b)
        out.append(problem(
            "DRIVER_DIFFERS", b.setting.where if own else scenario.place("extends"),
            driver=getattr(b, "driver", ""), row=a.setting.where.row or "—"))
    for step in scenario.steps:
        inner: tuple[Step, ...] = getattr(step, spec_of(step.name).nested or "-", ())
        out += [_overlap(a, b, b.setting.where) for a, b in _pairs(inner, ())]
    return tuple(out)


def _pairs(steps: Sequence[Step], parents: Sequence[Sequence[Step]],
           contradict: Callable[[Step, Step], bool] | None = None) -> list[tuple[Step, Step]]:
    """Return each step with the first earlier one that it contradicts (default: ``exclusive``)."""
    contradict = contradict or exclusive
    out = []
    for i, b in enumerate(steps):
        found = (a for a in steps[:i] if contradict(a, b) and not any(
            _holds(chain, a) and _holds(chain, b) for chain in parents))
        out += [(a, b) for a in found][:1]
    return out


def _overlap(a: Step, b: Step, where: Where) -> Problem:
    return problem("STEPS_OVERLAP", where, first=_called(a), second=_called(b),
                   row=a.setting.where.row or "—")


def _holds(chain: Sequence[Step], step: Step) -> bool:
    """Say whether the step written at the same place is in the chain."""
    return any(step.setting.where == s.setting.where for s in chain)


def _called(step: Step) -> str:
    return f"{step.name} ({step.setting.id})" if step.setting.id else step.name


def exclusive(a: Step, b: Step) -> bool:
    """Say whether two steps give two answers to one question for some quantity in some year."""
    word = spec_of(a.name).exclusive
    if not word or spec_of(b.name).exclusive != word or not _meet(a.setting.reach, b.setting.reach):
        return False
    if word == "definition":  # one change may follow another, but not in the same year
        return _year(a, "start") == _year(b, "start")
    return _years_meet(a, b)


def differ(a: Step, b: Step) -> bool:
    """Say whether two steps tell different things of one driver in one region."""
    if not isinstance(a, Elasticity) or not isinstance(b, Elasticity) or a.driver != b.driver:
        return False
    one, other = a.setting.reach.regions, b.setting.reach.regions
    return (not one or not other or bool(set(one) & set(other))) and _series(a) != _series(b)


def _series(step: Elasticity) -> tuple[object, ...]:
    return step.growth, step.path, step.spread, step.varies, step.setting.draw


def _meet(a: Reach, b: Reach) -> bool:
    """Say whether some quantity can be reached by both."""
    groups = ((a.indicators, b.indicators), (a.families, b.families), (a.regions, b.regions),
              (tuple(map(str, a.kinds)), tuple(map(str, b.kinds))))
    return all(not x or not y or set(x) & set(y) for x, y in groups)


def _years_meet(a: Step, b: Step) -> bool:
    """Say whether both act in some year, as far as that is known without an as-of year."""
    return not (_before(a, b) or _before(b, a))


def _before(a: Step, b: Step) -> bool:
    """Say whether ``a`` surely ends before ``b`` begins."""
    end, start = _year(a, "end"), _year(b, "start")
    if end is None:
        return False
    # without a start: from the first forecast year, the first after the as-of year
    start = 1 if start is None else start
    if (end < RELATIVE_BELOW) is not (start < RELATIVE_BELOW):
        return True  # one absolute, one relative: nothing can be said, so nothing is
    return end < start + b.setting.timing.lag


def _year(step: Step, which: str) -> int | None:
    timing = step.setting.timing
    return timing.start if which == "start" else timing.end
