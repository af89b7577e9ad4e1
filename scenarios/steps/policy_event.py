"""``policy_event``: a dated event of the catalogue, with its prior effects."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext, absolute
from scenarios.random.distributions import Distribution, Fixed
from scenarios.random.draws import sampler
from scenarios.scenario import Setting, Step, apply_steps
from scenarios.shape import in_points, within_kind
from scenarios.spec import Parameter, StepSpec
from scenarios.steps.mixture import Mixture
from scenarios.steps.target_path import TargetPath


@dataclass(frozen=True, slots=True)
class PolicyEvent:
    """An event of the catalogue: its effects, at ``strength`` times their size.

    Strength 1 takes the effects as they are, 0 none of them; in between (and beyond) the effect
    on the logarithm is in proportion, v' = v · (moved/v)^strength, and in points for shares and
    scores. The event happens in its own years, or as if its ``year`` were ``start``, and ``delay``
    years later than that. ``effects`` and ``year`` are the catalogue's, filled in when the
    scenario is linked, unless the scenario states its own: then the event need not be catalogued
    (and its year is that of its first effect, where none is given).
    """

    name: ClassVar[str] = "policy_event"
    event: str
    strength: Distribution = field(default_factory=lambda: Fixed(1.0))
    delay: int = 0
    effects: tuple[Step, ...] = ()
    year: int | None = None
    setting: Setting = field(default_factory=Setting)

    @property
    def narrows(self) -> bool:
        """Where one of its effects does."""
        return any(step.narrows for step in self.effects)

    def setting_for(self, parameter: str) -> Setting:
        """Return the setting with which a parameter is drawn: the event's, wherever it stands."""
        return replace(self.setting, group=self.setting.group or f"policy {self.event}")

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths with the event's effects that reach them.

        Raises ``ValueError`` for an event that has not been looked up.
        """
        if not self.effects:
            raise ValueError(f"the effects of {self.event} have not been filled in")
        start = self.setting.timing.start
        moved_by = self.delay
        if start is not None:
            own = self.year
            if own is None:
                own = first_year(self.effects, context)
            moved_by += absolute(start, context.as_of) - own
        effects = tuple(later(step, moved_by, context) for step in self.effects)
        moved = apply_steps(values, effects, context)
        if moved is values:
            return values
        strength = sampler(context, self.name, self.setting_for("strength"))(
            self.strength, "strength")[:, None]
        if in_points(context):
            mixed = values + strength * (moved - values)
        else:
            known = (values > 0) & (moved > 0)
            ratio = np.divide(moved, values, out=np.ones_like(values), where=known)
            straight = values + strength * (moved - values)
            straight = np.where((values >= 0) & (moved >= 0), np.maximum(straight, 0.0), straight)
            mixed = np.where(known, values * ratio**strength, straight)
        mixed = np.where(strength == 1.0, moved, np.where(strength == 0.0, values, mixed))
        return within_kind(mixed, context)


def unfolded(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps with events that happen just as catalogued replaced by their effects."""
    out: list[Step] = []
    for step in steps:
        plain = isinstance(step, PolicyEvent) and step == PolicyEvent(
            step.event, effects=step.effects, year=step.year, setting=Setting(
                id=step.setting.id, source=step.setting.source, sources=step.setting.sources,
                role=step.setting.role))
        out += step.effects if isinstance(step, PolicyEvent) and plain else (step,)
    return tuple(out)


def first_year(steps: tuple[Step, ...], context: StepContext) -> int:
    """Return the first year in which one of the steps has an effect."""
    return min(_begin(step, context) for step in steps)


def _begin(step: Step, context: StepContext) -> int:
    start = step.setting.timing.start
    if isinstance(step, PolicyEvent) and start is not None:
        return absolute(start, context.as_of) + step.delay
    inner = _inner(step)
    if not inner:
        return step.setting.timing.begin(context)
    return first_year(inner, context) + (step.delay if isinstance(step, PolicyEvent) else 0)


def _inner(step: Step) -> tuple[Step, ...]:
    if isinstance(step, PolicyEvent):
        return step.effects
    return step.steps if isinstance(step, Mixture) else ()


def later(step: Step, years: int, context: StepContext) -> Step:
    """Return a step so many years later (earlier, when negative), with what it holds.

    A step without a start begins with the forecast, so many years moved like any other.
    Milestones move along; a driver's series keeps its own years.
    """
    if not years:
        return step
    if isinstance(step, Mixture):
        return replace(step, steps=tuple(later(s, years, context) for s in step.steps))
    if isinstance(step, PolicyEvent) and step.setting.timing.start is None:
        return replace(step, delay=step.delay + years)
    if isinstance(step, TargetPath):
        step = replace(step, milestones=tuple(
            (absolute(year, context.as_of) + years, value) for year, value in step.milestones))
    timing, end = step.setting.timing, step.setting.timing.end
    start = context.first_year if timing.start is None else absolute(timing.start, context.as_of)
    new = replace(timing, start=start + years,
                  end=None if end is None else absolute(end, context.as_of) + years)
    return replace(step, setting=replace(step.setting, timing=new))  # type: ignore[type-var]  # steps are dataclasses; a Protocol cannot say so


SPEC = StepSpec(
    "policy_event",
    Message("steps.dated_event_catalogue_plancast_scenarios"),
    (
        Parameter("event", "text", Message("steps.event_name")),
        Parameter("strength", "law", Message("steps.as_in_catalogue_not_at"), False,
                  low=0.0, high=10.0, default=1.0),
        Parameter("delay", "whole", Message("steps.years_later_than_dated"), False,
                  low=0.0, high=100.0, default=0.0),
        Parameter("effects", "steps", Message("steps.effects_event_your_own_not"),
                  False),
        Parameter("year", "year", Message("steps.year_event_your_own"), False),
    ),
    lambda p, s: PolicyEvent(p.words["event"], p.laws["strength"], int(p.numbers["delay"]),
                             p.steps, int(p.numbers["year"]) if "year" in p.numbers else None, s),
    timing=("start",), nested="effects",
    rest={"event": "grant-subsidy-phase-out", "strength": 0, "delay": 0},
)
