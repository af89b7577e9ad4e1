"""A scenario taken apart: its uncertain parameters, some of its steps only, a parameter pinned."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

import numpy as np

from scenarios.context import DrawKey
from scenarios.random.distributions import Distribution, Fixed, Normal
from scenarios.random.draws import key_of
from scenarios.registry import spec_of
from scenarios.scenario import Scenario, Setting, Step
from scenarios.steps.composition import Composition, part_key
from scenarios.steps.elasticity import Elasticity

_ENDS = np.array([1e-9, 1.0 - 1e-9])


@runtime_checkable
class SharesDraws(Protocol):
    """A step some of whose parameters are drawn under another name than its own."""

    def setting_for(self, parameter: str) -> Setting:
        """Return the setting with which a parameter is drawn."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """An uncertain parameter of a scenario.

    ``address`` names it within the scenario: ``ID.parameter``, for a step without an id
    ``step[place].parameter`` (places count from 1), for a step inside another
    ``outer/inner.parameter``. Parameters with equal ``key`` share their draws: they are one
    uncertainty. ``names`` are what a ``correlation`` block may call it by beside its address.
    ``pinnable`` is False for a driver's yearly shocks, which are not one value.
    """

    address: str
    step: str
    parameter: str
    law: Distribution
    key: DrawKey
    names: tuple[str, ...] = ()
    pinnable: bool = True

    def answers_to(self, name: str) -> bool:
        """Say whether ``name`` means this parameter."""
        short = {*self.names, *(f"{n}.{self.parameter}" for n in self.names)}
        return name == self.address or name in short


def uncertain_parameters(scenario: Scenario) -> tuple[Uncertain, ...]:
    """Return the parameters of a scenario that are drawn, in the order of its steps.

    Numbers and laws without spread are not among them.
    """
    return tuple(p for p in draw_points(scenario.chain) if p.pinnable)


def with_steps(scenario: Scenario, subset: Collection[int]) -> Scenario:
    """Return the scenario with only those steps of its ``chain`` whose places (from 0) are given.

    Order, draws and correlations stay as they are. All places give the same numbers as the
    scenario itself; none give the baseline's.
    """
    kept = tuple(step for i, step in enumerate(scenario.chain) if i in subset)
    return _flat(scenario, kept)


def pinned(scenario: Scenario, parameter: Uncertain | str, value: float) -> Scenario:
    """Return the scenario with one parameter (or address) held at ``value``, in its own unit.

    Raises ``KeyError`` when the scenario has no such parameter.
    """
    address = parameter if isinstance(parameter, str) else parameter.address
    return _with_laws(scenario, {address: Fixed(value)})


def pinned_at(scenario: Scenario, parameters: Iterable[Uncertain], quantile: float) -> Scenario:
    """Return the scenario with parameters held at that quantile of their own laws.

    Parameters that share a draw (equal ``key``) belong together: pin all of them.
    """
    u = np.array([quantile])
    return _with_laws(scenario, {p.address: Fixed(float(p.law.quantile(u)[0]))
                                 for p in parameters})


def shared_draws(parameters: Iterable[Uncertain]) -> tuple[tuple[Uncertain, ...], ...]:
    """Return the parameters by draw: each group is one uncertainty."""
    groups: dict[DrawKey, list[Uncertain]] = {}
    for parameter in parameters:
        groups.setdefault(parameter.key, []).append(parameter)
    return tuple(tuple(group) for group in groups.values())


def draw_points(steps: tuple[Step, ...]) -> tuple[Uncertain, ...]:
    """Return everything that is drawn for steps, those inside others included."""
    found: list[Uncertain] = []

    def note(step: Step, label: str) -> Step:
        found.extend(_points(step, label))
        return step

    rewritten(steps, note)
    return tuple(found)


def rewritten(steps: tuple[Step, ...], change: Callable[[Step, str], Step], *,
              prefix: str = "") -> tuple[Step, ...]:
    """Return the steps, each put through ``change`` with its label; inner steps come first."""
    out = []
    for place, step in enumerate(steps, start=1):
        label = prefix + (step.setting.id or f"{step.name}[{place}]")
        attribute = spec_of(step.name).nested
        if attribute:
            inner: tuple[Step, ...] = getattr(step, attribute)
            step = _replaced(step, **{attribute: rewritten(inner, change, prefix=f"{label}/")})
        out.append(change(step, label))
    return tuple(out)


def step_keys_of(step: Step) -> tuple[tuple[str, DrawKey], ...]:
    """Return (word of the draws, key) of everything that is drawn for a step itself."""
    return tuple((p.key.parameter, p.key) for p in _points(step, ""))


def _points(step: Step, label: str) -> list[Uncertain]:
    out = []
    for name, law, word in _laws(step):
        if not _drawn(law):
            continue
        yearly = isinstance(step, Elasticity) and name == "growth" and step.varies == "yearly"
        key = _key(step, name, word, yearly=yearly)
        out.append(Uncertain(f"{label}.{name}", step.name, name, law, key, _names(step, name)))
    if isinstance(step, Elasticity) and (_drawn(step.spread) or step.spread.mean != 0.0):
        key = _key(step, "shock", "shock", yearly=True)
        out.append(Uncertain(f"{label}.shock", step.name, "shock", Normal(0.0, 1.0), key,
                             _names(step, "shock"), pinnable=False))
    return out


def _laws(step: Step) -> list[tuple[str, Distribution, str]]:
    """Return (parameter, law, word of its draws) of a step's own parameters."""
    if isinstance(step, Composition):
        return [(part.name, part.points, part_key(part.name)) for part in step.parts]
    given = ((p, getattr(step, p.name)) for p in spec_of(step.name).parameters if p.sort == "law")
    return [(p.name, law, p.draw) for p, law in given if law is not None]


def _drawn(law: Distribution) -> bool:
    if isinstance(law, Fixed):
        return False
    low, high = law.quantile(_ENDS)
    return bool(low < high)


def _names(step: Step, parameter: str) -> tuple[str, ...]:
    names = [step.setting.id, step.setting.group]
    if isinstance(step, Elasticity) and parameter != "elasticity":
        names.append(step.driver)
    return tuple(n for n in names if n)


def _key(step: Step, parameter: str, word: str, *, yearly: bool) -> DrawKey:
    setting = step.setting_for(parameter) if isinstance(step, SharesDraws) else step.setting
    return key_of(setting, step=step.name, parameter=word, yearly=yearly)


def _with_laws(scenario: Scenario, laws: dict[str, Fixed]) -> Scenario:
    left = set(laws)

    def change(step: Step, label: str) -> Step:
        for name, _, _ in _laws(step):
            address = f"{label}.{name}"
            if address in laws:
                left.discard(address)
                step = _with_law(step, name, laws[address])
        return step

    steps = rewritten(scenario.chain, change)
    if left:
        raise KeyError(", ".join(sorted(left)))
    return _flat(scenario, steps)


def _with_law(step: Step, name: str, law: Distribution) -> Step:
    if isinstance(step, Composition):
        parts = tuple(replace(p, points=law) if p.name == name else p for p in step.parts)
        return replace(step, parts=parts)
    return _replaced(step, **{name: law})


def _flat(scenario: Scenario, steps: tuple[Step, ...]) -> Scenario:
    return replace(scenario, extends=(), remove=(), inherited=(), steps=steps)


def _replaced(step: Step, **changes: object) -> Step:
    made: Step = replace(step, **changes)  # type: ignore[type-var]  # every step is a dataclass
    return made


def with_setting(step: Step, setting: Setting) -> Step:
    """Return a step with another setting."""
    return _replaced(step, setting=setting)
