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
from data.series import Bounds
from data.units import Unit
from data.words import Kind, Text
from scenarios.random.draws import Draws, Mix, Sharing

_NO_TEXT = Text("", "")

class StepRole(StrEnum):
    """Whether a step is something those who plan decide on, or what they have to take as given."""

    ASSUMPTION = "assumption"
    POLICY = "policy"


RELATIVE_BELOW = 1000
"""A year below this counts from the as-of year (1 is the first year after it)."""


@dataclass(frozen=True, slots=True)
class StepContext:
    """What the paths are: ``(n_paths, horizon)`` from ``first_year``, canonical unit.

    ``last_value`` is the last observation (year ``last_year``), in the canonical unit; NaN when
    there is none. When a quantity is modelled by its yearly flow, all of this describes the flow.
    ``history`` are its observations (year, value); ``class_growth`` is the recent growth of the
    comparable series, one figure a series, percent a year (points a year for shares and scores).
    Both are ``None`` where the caller does not know them.
    """

    first_year: int
    horizon: int
    as_of: int
    last_year: int
    last_value: float
    kind: Kind
    unit: Unit  # the indicator's declared unit: levels in a scenario file are in it
    draw: Draws
    bounds: Bounds = (None, None)
    indicator: str = ""
    family: str = ""
    region: str = ""
    region_names: tuple[str, ...] = ()  # other names of the same region, for filters only
    history: tuple[tuple[int, float], ...] | None = None
    class_growth: tuple[float, ...] | None = None
    direction: int = 1  # the way the figure is meant to move: +1 up, -1 down

    @property
    def years(self) -> FloatArray:
        """The years of the columns (horizon,)."""
        return np.arange(self.first_year, self.first_year + self.horizon, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Timing:
    """When a step acts. Years are absolute, or count from the as-of year when below 1000.

    ``start`` (default: the first forecast year) plus ``lag`` is the first year with an effect;
    the effect grows linearly to full strength over ``ramp`` years; ``end`` is its last year.
    """

    start: int | None = None
    ramp: int = 0
    end: int | None = None
    lag: int = 0

    def begin(self, context: StepContext) -> int:
        """Return the first year with an effect."""
        start = context.first_year if self.start is None else absolute(self.start, context.as_of)
        return start + self.lag

    def strength(self, years: FloatArray, context: StepContext) -> FloatArray:
        """Return the share of full strength, 0 to 1, in each of ``years``."""
        risen = (years - self.begin(context) + 1) / max(self.ramp, 1)
        share = np.clip(risen, 0.0, 1.0)
        if self.end is not None:
            share = np.where(years > absolute(self.end, context.as_of), 0.0, share)
        return np.asarray(share, dtype=np.float64)


def absolute(year: int, as_of: int) -> int:
    """Return the calendar year meant by ``year`` (see ``Timing``)."""
    return as_of + year if year < RELATIVE_BELOW else year


@dataclass(frozen=True, slots=True)
class Reach:
    """What a step applies to: all filters that are given must match; an empty one matches all."""

    indicators: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    regions: tuple[str, ...] = ()

    def covers(self, context: StepContext) -> bool:
        """Say whether the step applies to the paths described by ``context``."""
        names = {context.region, *context.region_names}
        return (
            (not self.indicators or context.indicator in self.indicators)
            and (not self.families or context.family in self.families)
            and (not self.kinds or context.kind in self.kinds)
            and (not self.regions or bool(names.intersection(self.regions)))
        )

    def words(self) -> tuple[str, ...]:
        """Return the filters as words, the same however they were ordered."""
        groups = (self.indicators, self.families, tuple(map(str, self.kinds)), self.regions)
        return tuple(",".join(sorted(group)) for group in groups)


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
    source: Text = _NO_TEXT
    sources: tuple[tuple[str, Text], ...] = ()
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
class Scenario:
    """A named list of steps.

    ``steps`` are its own, as written. ``inherited`` are its parents', without those it removes
    and with those it overrides (same id) replaced in their place; they come first.
    """

    id: str
    name: Text
    description: Text = _NO_TEXT
    evidence: Text = _NO_TEXT
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
