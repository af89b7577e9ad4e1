"""What a step is told: the paths it sees, when and where it acts, and the draws it may ask for.

A draw belongs to a ``DrawKey``: the same key gives the same numbers in every scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from data.arrays import FloatArray
from data.randomness import uniforms
from data.series import Bounds
from data.special import ndtr, ndtri
from data.units import Unit
from data.words import Kind

_EDGE = 2.0**-53
"""A correlated uniform stays strictly inside (0, 1), as independent ones do."""
RELATIVE_BELOW = 1000
"""A year below this counts from the as-of year (1 is the first year after it)."""


class Sharing(StrEnum):
    """Who shares one draw of an uncertain parameter (path by path)."""

    SHARED = "shared"  # all indicators and regions the step reaches: one policy hits all
    BY_REGION = "by_region"  # the indicators of one region share it, regions differ
    BY_INDICATOR = "by_indicator"  # every indicator of every region has its own


@dataclass(frozen=True, slots=True)
class Draws:
    """The keyed source of a step's random numbers; ``n_paths`` uniforms for each set of words."""

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
class DrawKey:
    """Whose numbers a parameter is drawn with; equal keys mean one and the same draw.

    ``yearly`` parameters have a draw for every year.
    """

    who: tuple[str, ...]
    parameter: str
    draw: Sharing = Sharing.SHARED
    yearly: bool = False

    def uniform(self, context: StepContext, year: int | None = None) -> FloatArray:
        """Return the uniforms (n_paths,) of this key, of one year where it is yearly."""
        word = f"{self.parameter} {year}" if self.yearly else self.parameter
        scope: tuple[str, ...] = ()
        if self.draw is Sharing.BY_REGION:
            scope = (context.region,)
        elif self.draw is Sharing.BY_INDICATOR:
            scope = (context.region, context.indicator)
        return context.draw.uniform(*self.who, word, str(self.draw), *scope)


@dataclass(frozen=True, slots=True)
class Mix:
    """A row of a Gaussian copula: the normal score of ``parameter`` is Σ weight · score(key).

    The weights are a row of the Cholesky factor of the correlation matrix; their squares add up
    to 1, so that the parameter's own law stays what it is.
    """

    parameter: str
    parts: tuple[tuple[DrawKey, float], ...]

    def uniform(self, context: StepContext, year: int | None = None) -> FloatArray:
        """Return the correlated uniforms (n_paths,)."""
        score = sum(weight * ndtri(key.uniform(context, year)) for key, weight in self.parts)
        return np.asarray(np.clip(ndtr(score), _EDGE, 1.0 - _EDGE))
