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
from data.randomness import uniforms
from data.series import Bounds
from data.units import Unit
from data.words import Kind, Text
from scenarios.distributions import Distribution, Fixed

_NO_TEXT = Text("", "")

RELATIVE_BELOW = 1000
"""A year below this counts from the as-of year (1 is the first year after it)."""


class Sharing(StrEnum):
    """Who shares one draw of an uncertain parameter (path by path)."""

    SHARED = "shared"  # all indicators and regions the step reaches: one policy hits all
    BY_REGION = "by_region"  # the indicators of one region share it, regions differ
    BY_INDICATOR = "by_indicator"  # every indicator of every region has its own


@dataclass(frozen=True, slots=True)
class Draws:
    """The keyed source of a step's random numbers; ``n_paths`` uniforms for each set of words.

    Scenario names are not among the words, so the same step in two scenarios meets the same
    numbers, and no draw here can change the numbers behind the baseline paths.
    """

    seed: int
    n_paths: int

    def uniform(self, *words: str) -> FloatArray:
        """Return (n_paths,) uniforms strictly inside (0, 1) that belong to ``words``."""
        return uniforms(self.seed, self.n_paths, "scenario", *words)


@dataclass(frozen=True, slots=True)
class StepContext:
    """What the paths are: ``(n_paths, horizon)`` from ``first_year``, canonical unit.

    ``last_value`` is the last observation (year ``last_year``), in the canonical unit; NaN when
    there is none. When a quantity is modelled by its yearly flow, all of this describes the flow.
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
    """What every step has: timing, reach, and whose draws it shares.

    Two steps of one ``group`` share the draws of parameters of the same name. Without a group,
    steps of the same type and reach do, in every scenario: their figures are not part of the
    key, so a comparison of two strengths is a comparison at equal luck.
    """

    timing: Timing = field(default_factory=Timing)
    reach: Reach = field(default_factory=Reach)
    group: str = ""
    draw: Sharing = Sharing.SHARED


class Step(Protocol):
    """One assumption: data plus a pure function on paths."""

    name: ClassVar[str]
    narrows: ClassVar[bool]  # True when the step is meant to narrow the distribution

    @property
    def setting(self) -> Setting:
        """Timing, reach and sharing."""

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return new paths (n_paths, horizon); ``values`` is left as it is."""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named list of steps. ``inherited`` are the parents' steps; they come first."""

    id: str
    name: Text
    description: Text = _NO_TEXT
    evidence: Text = _NO_TEXT
    extends: str | None = None
    steps: tuple[Step, ...] = ()
    inherited: tuple[Step, ...] = ()
    weight: float | None = None
    source: str = ""  # file it was read from; "library" for the built-in ones

    @property
    def chain(self) -> tuple[Step, ...]:
        """All steps in the order in which they act."""
        return self.inherited + self.steps


def sample(
    law: Distribution, context: StepContext, *, step: str, parameter: str, setting: Setting
) -> FloatArray:
    """Draw one value a path, (n_paths,), for a step's parameter; a number draws nothing."""
    if isinstance(law, Fixed):
        return np.full(context.draw.n_paths, law.value)
    return law.quantile(
        keyed_uniform(context, step=step, parameter=parameter, setting=setting))


def keyed_uniform(
    context: StepContext, *, step: str, parameter: str, setting: Setting
) -> FloatArray:
    """Return the uniforms (n_paths,) that belong to a parameter of a step (see ``Setting``)."""
    group = ("group", setting.group)
    who = group if setting.group else ("step", step, *setting.reach.words())
    scope: tuple[str, ...] = ()
    if setting.draw is Sharing.BY_REGION:
        scope = (context.region,)
    elif setting.draw is Sharing.BY_INDICATOR:
        scope = (context.region, context.indicator)
    return context.draw.uniform(*who, parameter, str(setting.draw), *scope)


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
    """
    expected = (context.draw.n_paths, context.horizon)
    if np.shape(values) != expected:
        raise ValueError(f"paths of shape {np.shape(values)}, context says {expected}")
    return apply_steps(values, scenario.chain, context)
