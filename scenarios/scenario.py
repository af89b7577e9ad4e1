"""``Scenario`` and ``Step``: a named set of assumptions, as data plus one pure function a step.

A step sees the predictive paths of one indicator and a ``StepContext`` that says what they are.
It returns new paths; it never fits, reads or remembers anything. Baseline paths are drawn
elsewhere and are the same for every scenario; a step draws only its own uncertain parameters.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, Protocol

import numpy as np

from data.arrays import FloatArray
from data.errors import Where
from data.words import NOTHING, Wording
from scenarios.context import Mix, Reach, Sharing, StepContext, Timing


class StepRole(StrEnum):
    """Whether a step is something those who plan decide on, or what they have to take as given."""

    ASSUMPTION = "assumption"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Setting:
    """What every step has: timing, reach, whose draws it shares, its id and its sources.

    ``id`` is what a child scenario overrides or removes the step by. ``source`` says where the
    step's figures come from, ``sources`` the same for single parameters. ``role`` tells policies
    from assumptions, which are reported apart. ``copula`` holds the
    correlated parameters (filled in when scenarios are linked); ``where`` is the step's place in
    its file, for messages.
    """

    timing: Timing = field(default_factory=Timing)
    reach: Reach = field(default_factory=Reach)
    group: str = ""
    draw: Sharing = Sharing.SHARED
    id: str = ""
    source: Wording = NOTHING
    sources: tuple[tuple[str, Wording], ...] = ()
    role: StepRole = StepRole.ASSUMPTION
    copula: tuple[Mix, ...] = ()
    where: Where = field(default=Where(), compare=False)


class Step(Protocol):
    """One assumption: data plus a pure function on paths."""

    name: ClassVar[str]

    @property
    def narrows(self) -> bool:
        """True when the step is meant to narrow the distribution."""

    @property
    def setting(self) -> Setting:
        """Timing, reach, sharing, id and sources."""

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return new paths (n_paths, horizon); ``values`` is left as it is."""


@dataclass(frozen=True, slots=True)
class Correlated:
    """The rank correlation (Spearman's ρ) of two uncertain parameters, by name."""

    first: str
    second: str
    rank: float
    where: Where = field(default=Where(), compare=False)


@dataclass(frozen=True, slots=True)
class ScenarioName:
    """A scenario as it is shown."""

    id: str
    name: Wording


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named list of steps.

    ``steps`` are its own, as written. ``inherited`` are its parents', without those it removes
    and with those it overrides (same id) replaced in their place; they come first.
    """

    id: str
    name: Wording
    description: Wording = NOTHING
    evidence: Wording = NOTHING
    extends: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    inherited: tuple[Step, ...] = ()
    weight: float | None = None
    correlation: tuple[Correlated, ...] = ()
    inherited_correlation: tuple[Correlated, ...] = ()
    source: str = ""  # file it was read from; "library" for the built-in ones
    where: tuple[tuple[str, Where], ...] = field(default=(), compare=False)

    @property
    def chain(self) -> tuple[Step, ...]:
        """All steps in the order in which they act."""
        taken = {step.setting.id for step in self.inherited} - {""}
        return self.inherited + tuple(s for s in self.steps if s.setting.id not in taken)

    @property
    def narrows(self) -> bool:
        """True when a step says that the distribution may become narrower than the baseline's."""
        return any(step.narrows for step in self.chain)

    def place(self, key: str) -> Where:
        """Return where ``key`` of this scenario stands, or the scenario itself."""
        places = dict(self.where)
        return places.get(key, places.get("scenario", Where(file=self.source, key=key)))


def apply_steps(
    values: FloatArray, steps: tuple[Step, ...], context: StepContext
) -> FloatArray:
    """Apply the steps that reach these paths, in order; without any, ``values`` itself returns."""
    for step in steps:
        if step.setting.reach.covers(context):
            values = step.apply(values, context)
    return values


def apply_scenario(values: FloatArray, scenario: Scenario, context: StepContext) -> FloatArray:
    """Return the paths (n_paths, horizon) of ``values`` under a scenario.

    Raises
    ------
    ValueError
        When ``values`` is not ``(context.draw.n_paths, context.horizon)``.
    PlancastError
        When a step cannot be applied to this quantity: points given for the level of a figure
        that is not measured in points, or no comparable series known to catch up with.
    """
    expected = (context.draw.n_paths, context.horizon)
    if np.shape(values) != expected:
        raise ValueError(f"paths of shape {np.shape(values)}, context says {expected}")
    return apply_steps(values, scenario.chain, context)
