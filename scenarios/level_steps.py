"""Steps on the level: shift, pulse, cap, floor, milestones."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from data.arrays import FloatArray
from scenarios.distributions import Distribution, Fixed
from scenarios.growth_steps import Of
from scenarios.scenario import Setting, StepContext, absolute, sample
from scenarios.shape import in_points, moved, within_kind

Measure = Literal["level", "percent_of_last"]


def _since_last(effect: FloatArray, at_last: FloatArray, context: StepContext) -> FloatArray:
    """Return the part of a level effect that comes after the last observation.

    What had happened by then is in the data. ``effect`` (n_paths, horizon) and ``at_last``
    (n_paths,) are percent of the undisturbed level, or points.
    """
    if in_points(context):
        return effect - at_last[:, None]
    before = np.maximum(1.0 + at_last[:, None] / 100.0, 1e-9)
    return np.where(at_last[:, None] == 0.0, effect, ((1.0 + effect / 100.0) / before - 1.0) * 100)


@dataclass(frozen=True, slots=True)
class LevelShift:
    """The level moves by ``by`` percent (points for shares and scores), lasting until ``end``."""

    name: ClassVar[str] = "level_shift"
    narrows: ClassVar[bool] = False
    by: Distribution
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the shifted paths."""
        by = sample(self.by, context, step=self.name, parameter="by", setting=self.setting)
        timing = self.setting.timing
        effect = by[:, None] * timing.strength(context.years, context)[None, :]
        at_last = by * timing.strength(np.array([float(context.last_year)]), context)[0]
        return moved(values, _since_last(effect, at_last, context), context)


@dataclass(frozen=True, slots=True)
class Pulse:
    """A shock of ``by`` percent (points for shares and scores) that is won back.

    After ``years`` years ``recovery`` percent of it are gone, in a straight line; a recovery
    beyond 100 ends above the old path. ``by`` is negative for a dip.
    """

    name: ClassVar[str] = "pulse"
    narrows: ClassVar[bool] = False
    by: Distribution
    recovery: Distribution = field(default_factory=lambda: Fixed(100.0))
    years: Distribution = field(default_factory=lambda: Fixed(2.0))
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths with the shock."""
        by, recovery, years = (
            sample(law, context, step=self.name, parameter=parameter, setting=self.setting)
            for parameter, law in (
                ("by", self.by), ("recovery", self.recovery), ("years", self.years))
        )
        begin = self.setting.timing.begin(context)
        when = np.concatenate([[float(context.last_year)], context.years]) - begin
        gone = np.clip(when[None, :] / np.maximum(years, 1e-9)[:, None], 0.0, 1.0)
        effect = by[:, None] * (1.0 - recovery[:, None] / 100.0 * gone) * (when >= 0)[None, :]
        return moved(values, _since_last(effect[:, 1:], effect[:, 0], context), context)


def _edge(law: Distribution, measure: Measure, step: str, setting: Setting,
          context: StepContext) -> FloatArray:
    """Return the cap's or floor's height (n_paths,) in the canonical unit; NaN when unknown."""
    at = sample(law, context, step=step, parameter="at", setting=setting)
    if measure == "percent_of_last":
        return at / 100.0 * context.last_value
    return at * float(context.unit.factor)


def _held(values: FloatArray, limited: FloatArray, setting: Setting,
          context: StepContext) -> FloatArray:
    """Blend towards ``limited`` by the timing's strength; at full strength it holds exactly."""
    share = setting.timing.strength(context.years, context)[None, :]
    mixed = np.where(share >= 1.0, limited, values + share * (limited - values))
    return within_kind(mixed, context)


@dataclass(frozen=True, slots=True)
class Cap:
    """No path goes above ``at``, in the indicator's declared unit or percent of the last value.

    A running total that already stands above the cap stays where it is.
    """

    name: ClassVar[str] = "cap"
    narrows: ClassVar[bool] = True
    at: Distribution
    measure: Measure = "level"
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the capped paths."""
        edge = _edge(self.at, self.measure, self.name, self.setting, context)[:, None]
        return _held(values, np.fmin(values, edge), self.setting, context)


@dataclass(frozen=True, slots=True)
class Floor:
    """No path goes below ``at``, in the indicator's declared unit or percent of the last value."""

    name: ClassVar[str] = "floor"
    narrows: ClassVar[bool] = True
    at: Distribution
    measure: Measure = "level"
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths kept above the floor."""
        edge = _edge(self.at, self.measure, self.name, self.setting, context)[:, None]
        return _held(values, np.fmax(values, edge), self.setting, context)


@dataclass(frozen=True, slots=True)
class TargetPath:
    """Milestones in the declared unit pull the paths: ``by`` percent of the distance is closed.

    Between the last observation and the milestones the way is geometric (straight for shares
    and scores); the last milestone is held. ``of: path`` pulls each path, which narrows the
    distribution; ``of: centre`` moves the whole ensemble so that its median is pulled.
    """

    name: ClassVar[str] = "target_path"
    narrows: ClassVar[bool] = True  # not with ``of: centre``
    points: tuple[tuple[int, float], ...]
    by: Distribution = field(default_factory=lambda: Fixed(100.0))
    of: Of = "path"
    setting: Setting = field(default_factory=Setting)

    def _milestones(self, context: StepContext) -> FloatArray:
        known = sorted(
            (float(absolute(year, context.as_of)), value * float(context.unit.factor))
            for year, value in self.points)
        if np.isfinite(context.last_value):
            known = [(float(context.last_year), context.last_value),
                     *(p for p in known if p[0] > context.last_year)]
        years, heights = np.array([p[0] for p in known]), np.array([p[1] for p in known])
        if in_points(context) or heights.min() <= 0:
            return np.asarray(np.interp(context.years, years, heights))
        return np.asarray(np.exp(np.interp(context.years, years, np.log(heights))))

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the pulled paths."""
        by = sample(self.by, context, step=self.name, parameter="by", setting=self.setting)
        share = self.setting.timing.strength(context.years, context)
        pull = by[:, None] / 100.0 * share[None, :]
        way = self._milestones(context)[None, :]
        if self.of == "path":
            return within_kind(np.where(pull == 1.0, way, values + pull * (way - values)), context)
        centre = np.median(values, axis=0, keepdims=True)
        if in_points(context) or centre.min() <= 0 or way.min() <= 0:
            return within_kind(values + pull * (way - centre), context)
        return within_kind(values * np.exp(pull * np.log(way / centre)), context)
