"""Scenarios put together: parents, overriding, events, contradictions.

Every ancestor acts once. Parents act in the order in which ``extends`` names them, each after
its own parents; the scenario's own steps come last. A step with the id of an earlier one takes
its place; ``remove`` takes steps away. So later wins, and in a diamond the common parent's steps
act once, as the later branch has changed them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from data.errors import Problem, Where, problem
from scenarios.context import RELATIVE_BELOW, Reach
from scenarios.events import catalogue
from scenarios.file.fields import near
from scenarios.random.copula import with_correlation
from scenarios.registry import spec_of
from scenarios.scenario import Scenario, Step
from scenarios.steps.elasticity import Elasticity
from scenarios.steps.policy_event import PolicyEvent
from scenarios.uncertainty import rewritten

# Steps that contradict each other: the same reach, the same years, two answers.

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


MAX_DEPTH = 16
"""How many scenarios may extend one another in a row."""


def link(scenarios: Sequence[Scenario], *, sound: bool = True,
         ) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Return the scenarios with their parents' steps, and everything that is wrong.

    ``sound`` is False when a step could not be read: then a name that is not found says nothing.
    """
    linker = _Linker(sound)
    linked = linker.all(scenarios)
    return linked, tuple(linker.problems)


@dataclass(slots=True)
class _Linker:
    sound: bool
    problems: list[Problem] = field(default_factory=list)
    by_name: dict[str, Scenario] = field(default_factory=dict)

    def all(self, scenarios: Sequence[Scenario]) -> tuple[Scenario, ...]:
        for scenario in scenarios:
            if not scenario.id:  # it could not be read, which has been reported
                continue
            if scenario.id in self.by_name:
                self._report("SCENARIO_DUPLICATE", scenario.place("scenario"), name=scenario.id,
                             other=self.by_name[scenario.id].source)
                continue
            self.by_name[scenario.id] = self._with_events(scenario)
        for scenario in self.by_name.values():
            self._own_ids(scenario)
        out: dict[str, Scenario] = {}
        for scenario in self.by_name.values():
            ancestors = self._ancestors(scenario)
            if ancestors is None:  # what can be seen without the parents is reported all the same
                alone = self._linked(scenario, (), sound=False)
                self.problems.extend(contradictions(alone, ()))
            else:
                out[scenario.id] = self._linked(scenario, ancestors, sound=self.sound)
        for scenario in out.values():
            parents = [out[p].chain for p in scenario.extends if p in out]
            self.problems.extend(contradictions(scenario, parents))
        return tuple(out.values())

    def _report(self, code: str, where: Where, **details: object) -> None:
        self.problems.append(problem(code, where, **details))

    # -- one scenario by itself --------------------------------------------------------------

    def _with_events(self, scenario: Scenario) -> Scenario:
        """Fill in the effects of policy events; report those the catalogue does not have."""
        def filled(step: Step, label: str) -> Step:
            if not isinstance(step, PolicyEvent) or step.effects:
                return step
            events = {event.id: event for event in catalogue()}
            event = events.get(step.event)
            if event is None:
                self._report("EVENT_UNKNOWN", step.setting.where, name=step.event,
                             near=near(step.event, events), known=", ".join(events))
                return step
            return replace(step, effects=event.effects, year=event.year)

        return replace(scenario, steps=rewritten(scenario.steps, filled))

    def _own_ids(self, scenario: Scenario) -> None:
        seen: dict[str, Where] = {}
        for step in scenario.steps:
            id_, where = step.setting.id, step.setting.where
            if id_ and id_ in seen:
                self._report("STEP_ID_TWICE", where, id=id_, row=seen[id_].row or "—")
            elif id_:
                seen[id_] = where

    # -- parents -----------------------------------------------------------------------------

    def _ancestors(self, scenario: Scenario) -> list[Scenario] | None:
        """Return all ancestors, each once, those that act first in front.

        ``None`` where there is none to be had; what is wrong is reported where it is written.
        """
        order: dict[str, Scenario] = {}
        whole = self._visit(scenario, [scenario.id], order, scenario)
        return list(order.values()) if whole else None

    def _visit(self, here: Scenario, path: list[str], order: dict[str, Scenario],
               asked: Scenario) -> bool:
        whole = True
        for name in here.extends:
            parent = self.by_name.get(name)
            if parent is None:
                if here is asked:
                    known = sorted(self.by_name)
                    self._report("SCENARIO_UNKNOWN", here.place("extends"), name=name,
                                 near=near(name, known), known=", ".join(known))
                whole = False
            elif name in path:
                if name == asked.id:  # other circles are reported by those who stand in them
                    self._report("SCENARIO_CYCLE", asked.place("extends"),
                                 chain=" → ".join([*path, name]))
                whole = False
            elif len(path) > MAX_DEPTH:
                self._report("SCENARIO_DEPTH", asked.place("extends"), limit=MAX_DEPTH)
                return False
            elif name not in order:
                whole = self._visit(parent, [*path, name], order, asked) and whole
                order[name] = parent
        return whole

    def _linked(self, scenario: Scenario, ancestors: Sequence[Scenario], *,
                sound: bool) -> Scenario:
        chain: list[Step] = []
        for parent in ancestors:
            chain = joined([s for s in chain if not _named(s, parent.remove)], parent.steps)
        ids = [s.setting.id for s in chain if s.setting.id]
        for name in scenario.remove:
            if name not in ids and sound:
                self._report("REMOVE_UNKNOWN", scenario.place("remove"), id=name,
                             near=near(name, ids), known=", ".join(ids) or "—")
        kept = [s for s in chain if not _named(s, scenario.remove)]
        inherited = tuple(joined(kept, scenario.steps)[: len(kept)])
        pairs = tuple(pair for parent in ancestors for pair in parent.correlation)
        found, problems = with_correlation(
            replace(scenario, inherited=inherited, inherited_correlation=pairs), sound=sound)
        self.problems.extend(problems)
        return found


def _named(step: Step, ids: Sequence[str]) -> bool:
    return bool(step.setting.id) and step.setting.id in ids


def joined(chain: Sequence[Step], steps: Sequence[Step]) -> list[Step]:
    """Return a chain with more steps: each in the place of the one with its id, else at the end."""
    out = list(chain)
    for step in steps:
        places = [i for i, s in enumerate(out) if _named(s, (step.setting.id,))]
        if places:
            out[places[0]] = step
        else:
            out.append(step)
    return out
