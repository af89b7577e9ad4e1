"""What the scenario analyses were given, turned into what is asked; every problem at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.errors import PlancastError, Problem, Where, problem
from data.messages.message import Joined
from data.words import Text
from forecast.scenario_analysis.sensitivity import Sensitivity
from forecast.scenario_analysis.weights import Weights, weights_of
from scenarios.file.fields import near
from scenarios.file.linking import link
from scenarios.file.reading import load_library, resolve
from scenarios.scenario import Scenario
from scenarios.uncertainty import uncertain_parameters

JOIN = "+"
"""Between the ids of scenarios that are taken together; no id holds it."""


def as_one(names: Sequence[str], *, steps: bool = False, uncertain: bool = False) -> Scenario:
    """Return the scenarios named as one that extends them all, in the order given.

    One that another of them extends is in that one already. None is taken for granted.
    ``steps`` refuses one without steps, ``uncertain`` one without an uncertain parameter. Raises
    ``PlancastError``; also where the scenarios contradict each other.
    """
    if not names:
        known = ", ".join(s.id for s in load_library() if s.chain)
        raise PlancastError([problem("SCENARIO_NEEDED", Where(key="--scenario"), known=known)])
    found = resolve(names)
    last = _last(found)
    scenario = last[0] if len(last) == 1 else _joined(found, last)
    where = Where(key="--scenario")
    if steps and not scenario.chain:
        raise PlancastError([problem("NO_STEPS", where, scenario=scenario.id)])
    if uncertain and not uncertain_parameters(scenario):
        raise PlancastError([problem("NOTHING_UNCERTAIN", where, scenario=scenario.id)])
    return scenario


def _last(found: Sequence[Scenario]) -> tuple[Scenario, ...]:
    """Return those of the scenarios that none of the others extends."""
    parents = {s.id: s.extends for s in (*load_library(), *found)}
    above: set[str] = set()
    waiting = [p for s in found for p in s.extends]
    while waiting:
        name = waiting.pop()
        if name not in above:
            above.add(name)
            waiting += parents.get(name, ())
    return tuple(s for s in found if s.id not in above)


def _joined(found: Sequence[Scenario], last: Sequence[Scenario]) -> Scenario:
    ids = tuple(s.id for s in last)
    whole = Scenario(
        JOIN.join(ids), Text(**Joined([s.name for s in last], "mark.plus").both()), extends=ids)
    own = [s for s in found if s.id not in {b.id for b in load_library()}]
    linked, problems = link((*load_library(), *own, whole))
    if problems:
        raise PlancastError(problems)
    return next(s for s in linked if s.id == whole.id)


def with_reference(scenarios: Sequence[Scenario], against: Scenario) -> tuple[Scenario, ...]:
    """Return the scenarios to show: the one held against first, unless it is among them."""
    if any(s.id == against.id for s in scenarios):
        return tuple(scenarios)
    return (against, *scenarios)


def asked_weights(scenarios: Sequence[Scenario], texts: Sequence[str]) -> Weights | None:
    """Return the weights typed as ``NAME=0.3``, or else those of the scenarios' files.

    Where none is typed and only some files hold one, nothing is mixed. Raises ``PlancastError``.
    """
    given: dict[str, float] = {}
    problems: list[Problem] = []
    where = Where(key="--weight")
    for text in (part.strip() for whole in texts for part in whole.split(",")):
        name, mark, number = text.rpartition("=")
        try:
            value = float(number)
        except ValueError:
            mark = ""
            value = 0.0
        if not mark or not name.strip():
            problems.append(problem("WEIGHT_FORMAT", where, text=text))
        elif name.strip() in given:
            problems.append(problem("WEIGHT_TWICE", where, name=name.strip()))
        else:
            given[name.strip()] = value
    if problems:
        raise PlancastError(problems)
    if not given and any(s.weight is None for s in scenarios):
        return None
    return weights_of(scenarios, given)


def asked_parameters(scenario: Scenario, names: Sequence[str]) -> tuple[str, ...]:
    """Return the addresses of the uncertain parameters named; all without a name.

    Raises ``PlancastError`` with every name that means none.
    """
    known = uncertain_parameters(scenario)
    if not names:
        return tuple(p.address for p in known)
    problems, wanted = [], set()
    for name in names:
        meant = {p.address for p in known if p.answers_to(name)}
        wanted |= meant
        if not meant:
            addresses = [p.address for p in known]
            problems.append(problem("ANALYSIS_PARAMETER", Where(key="--parameter"), name=name,
                                    near=near(name, addresses), known=", ".join(addresses)))
    if problems:
        raise PlancastError(problems)
    return tuple(p.address for p in known if p.address in wanted)


def only_parameters(found: Sensitivity, wanted: Sequence[str]) -> Sensitivity:
    """Return a sensitivity analysis with the bars of the parameters wanted only."""
    rows = tuple(replace(row, bars=tuple(
        bar for bar in row.bars if set(bar.parameters) & set(wanted))) for row in found.rows)
    return replace(found, parameters=tuple(wanted), rows=rows)
