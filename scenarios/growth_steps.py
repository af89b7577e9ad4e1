"""Steps on growth: what they add stays in the level after they end."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from data.arrays import FloatArray
from scenarios.distributions import Distribution, Fixed
from scenarios.scenario import Setting, StepContext, sample
from scenarios.shape import (
    DEEPEST_FALL,
    in_points,
    within_kind,
    yearly_change,
    yearly_ratio,
)

Of = Literal["centre", "path"]


@dataclass(frozen=True, slots=True)
class GrowthShift:
    """Yearly growth moves by ``by`` percentage points: 5 % becomes 8 % with ``by: 3``.

    v'(t) = v'(t-1) · (v(t)/v(t-1) + by/100), never below zero. For shares and scores ``by``
    points a year are added to the level. A year in which a path falls by more than half counts
    as a fall by half: on a collapsed level a few points would become a multiple.
    """

    name: ClassVar[str] = "growth_shift"
    narrows: ClassVar[bool] = False
    by: Distribution
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the shifted paths."""
        by = sample(self.by, context, step=self.name, parameter="by", setting=self.setting)
        share = self.setting.timing.strength(context.years, context)
        points = by[:, None] * share[None, :]
        if not np.any(points):
            return values
        if in_points(context):
            return within_kind(values + np.cumsum(points, axis=1), context)
        ratio = np.maximum(yearly_ratio(values, context), DEEPEST_FALL)
        lift = np.maximum(1.0 + points / 100.0 / ratio, 0.0)
        return within_kind(values * np.cumprod(lift, axis=1), context)


@dataclass(frozen=True, slots=True)
class GrowthScale:
    """Yearly log growth g becomes ``by`` · g (for shares and scores: the yearly change).

    ``of: centre`` scales the growth that the ensemble's median shows and leaves the spread
    around it; ``of: path`` scales each path's own growth and with it the spread, which narrows
    the distribution for ``by`` below 1.
    """

    name: ClassVar[str] = "growth_scale"
    narrows: ClassVar[bool] = False  # only with ``of: path``, which says so
    by: Distribution
    of: Of = "centre"
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths with scaled growth."""
        by = sample(self.by, context, step=self.name, parameter="by", setting=self.setting)
        share = self.setting.timing.strength(context.years, context)
        extra = (by - 1.0)[:, None] * share[None, :]
        if not np.any(extra):
            return values
        source = values if self.of == "path" else np.median(values, axis=0, keepdims=True)
        if in_points(context):
            change = yearly_change(source, context)
            return within_kind(values + np.cumsum(extra * change, axis=1), context)
        growth = np.log(yearly_ratio(source, context))
        return within_kind(values * np.exp(np.cumsum(extra * growth, axis=1)), context)


@dataclass(frozen=True, slots=True)
class Stall:
    """Expected growth stands still from start to end; what follows grows from that level."""

    name: ClassVar[str] = "stall"
    narrows: ClassVar[bool] = False
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths without the median's growth in the years of the stall."""
        return GrowthScale(Fixed(0.0), "centre", self.setting).apply(values, context)
