"""What ``plancast solve`` was given, turned into what is asked; every problem at once."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import PlancastError, Problem, Where, problem
from data.messages.message import Joined, Message
from data.nearest import near_word
from data.plan import Plan, Target
from data.words import BASELINE, NOTHING, Wording
from forecast.solve.levers import SIMPLE, Lever, simple_lever
from scenarios.file.fields import near
from scenarios.file.reading import resolve
from scenarios.registry import find_step
from scenarios.scenario import Scenario, Step

DEFAULT_MEASURES = "policy-push"


@dataclass(frozen=True, slots=True)
class LeverWords:
    """The lever as it was typed."""

    name: str
    by: float | None = None
    start: int | None = None
    ramp: int = 0


def asked_probabilities(texts: Sequence[str], default: tuple[float, ...]) -> tuple[float, ...]:
    """Return the probabilities in ``texts``, ascending, each once; ``default`` without any.

    Raises ``PlancastError`` with every one that is none.
    """
    found: list[float] = []
    problems: list[Problem] = []
    for text in (part.strip() for whole in texts for part in whole.split(",")):
        share = _share(text)
        if share is None:
            problems.append(problem("PROBABILITY_WRONG", Where(key="--probability"), text=text))
            continue
        found.append(share)
    if problems:
        raise PlancastError(problems)
    return tuple(sorted(set(found))) or default


def _share(text: str) -> float | None:
    """Return a probability written as ``0.66`` or ``66%``, strictly inside (0, 1)."""
    bare = text.removesuffix("%").removesuffix("％").strip()
    try:
        value = float(bare) / (1 if bare == text else 100)
    except ValueError:
        return None
    return value if math.isfinite(value) and 0 < value < 1 else None


def asked_targets(plan: Plan, names: Sequence[str]) -> tuple[Target, ...]:
    """Return the targets named, in the order of the plan; all of them without a name.

    A name is a target's id, an indicator's id or an indicator's name. Raises ``PlancastError``
    with every name that is none of these.
    """
    if not names:
        return plan.targets
    wanted: set[str] = set()
    problems = []
    for name in names:
        found = {t.id for t in plan.targets if name.casefold() in _names(plan, t)}
        wanted |= found
        if not found:
            known = tuple(dict.fromkeys(n for t in plan.targets for n in _names(plan, t)))
            close = near_word(name, known)
            if close not in known:  # none is near: the ids say enough
                close = "; ".join(t.id for t in plan.targets)
            problems.append(problem("TARGET_UNKNOWN", Where(file=plan.origin), plan=plan.id,
                                    name=name, near=close))
    if problems:
        raise PlancastError(problems)
    return tuple(t for t in plan.targets if t.id in wanted)


def _names(plan: Plan, target: Target) -> tuple[str, ...]:
    indicator = plan.indicator(target.indicator)
    return tuple(n.casefold() for n in (
        target.id, indicator.id, indicator.name.zh, indicator.name.en) if n)


def one_scenario(name: str, option: str) -> Scenario:
    """Return the one scenario of a name or file. Raises ``PlancastError``."""
    found = resolve((name,))
    if len(found) > 1:
        raise PlancastError([problem("SCENARIO_SEVERAL", Where(key=option), name=name,
                                     known=", ".join(s.id for s in found))])
    return found[0]


def asked_lever(words: LeverWords) -> Lever:
    """Return a simple lever, or the parameter of a scenario's step (``SCENARIO:STEP.PARAMETER``).

    STEP is a step's name (all of the scenario's steps of that name) or its number from 1;
    ``.PARAMETER`` may be left out where there is one. Raises ``PlancastError``.
    """
    where = Where(key="--lever")
    if words.name in SIMPLE:
        return simple_lever(words.name, start=words.start, ramp=words.ramp)
    name, mark, rest = words.name.rpartition(":")
    if not mark or not name:
        raise PlancastError([problem("LEVER_UNKNOWN", where, name=words.name,
                                     near=near(words.name, SIMPLE), known=", ".join(SIMPLE))])
    if words.start is not None or words.ramp:
        raise PlancastError([problem("LEVER_TIMING", where)])
    scenario = one_scenario(name, "--lever")
    step, _, parameter = rest.partition(".")
    places = tuple(i for i, s in enumerate(scenario.chain) if step in (s.name, str(i + 1)))
    if not places:
        known = ", ".join(f"{i} {s.name}" for i, s in enumerate(scenario.chain, 1)) or "—"
        raise PlancastError([problem("LEVER_STEP_UNKNOWN", where, scenario=scenario.id,
                                     step=step, known=known)])
    return Lever(words.name, scenario, places, _parameter(scenario.chain[places[0]],
                                                          parameter, where))


def _parameter(step: Step, wanted: str, where: Where) -> str:
    spec = find_step(step.name)
    laws = [p for p in spec.parameters if p.sort == "law" and getattr(step, p.name) is not None] \
        if spec is not None else []
    needed = [p.name for p in laws if p.required or p.one_of] or [p.name for p in laws]
    named = next((p.name for p in laws if wanted and wanted in (p.name, p.also)), None)
    if named is not None:
        return named
    if not wanted and len(needed) == 1:
        return needed[0]
    known = ", ".join(p.name for p in laws) or "—"
    raise PlancastError([problem("LEVER_PARAMETER_UNKNOWN", where, step=step.name,
                                 parameter=wanted or "—", known=known)])


def asked_measures(lever: Lever, words: LeverWords, named: str | None) -> tuple[Scenario, Wording]:
    """Return the measures whose latest start is asked for, and their name.

    The lever at the size ``--by``, else the scenario named, else that of the lever, else
    ``policy-push``. Raises ``PlancastError``.
    """
    if words.by is not None and named is not None:
        raise PlancastError([problem("MEASURES_TWICE", Where(key="--by"))])
    if words.by is None:
        if named is None and words.name not in SIMPLE:
            return lever.scenario, lever.scenario.name
        scenario = one_scenario(named or DEFAULT_MEASURES, "--measures")
        return scenario, scenario.name
    low, _, high = lever.span(lever.scenario.chain[lever.places[0]])
    if not low <= words.by <= high:
        raise PlancastError([problem("LEVER_SIZE", Where(key="--by"), value=f"{words.by:g}",
                                     edges=f"{low:g}..{high:g}")])
    nothing = Scenario(BASELINE, NOTHING)
    size = f"{lever.name} {words.by:g}"
    ramp = Message("solve.over_years", ramp=words.ramp) if words.ramp > 1 else NOTHING
    return lever.under(nothing, words.by), Joined([size, ramp])
