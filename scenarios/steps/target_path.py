"""``target_path``: milestones pull the paths."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, cast

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext, absolute
from scenarios.random.distributions import Distribution, Fixed
from scenarios.random.draws import sampler
from scenarios.scenario import Setting
from scenarios.shape import Of, in_points, within_kind
from scenarios.spec import OF, SIZE, Parameter, StepSpec


@dataclass(frozen=True, slots=True)
class TargetPath:
    """Milestones pull the paths: ``percent`` of the distance to them is closed.

    ``milestones`` are in the declared unit. Between the last observation and the milestones the
    way is geometric (straight for shares and scores); the last milestone is held. ``of: path``
    pulls each path, which narrows the distribution; ``of: centre`` moves the whole ensemble so
    that its median is pulled.
    """

    name: ClassVar[str] = "target_path"
    milestones: tuple[tuple[int, float], ...]
    percent: Distribution = field(default_factory=lambda: Fixed(100.0))
    of: Of = "path"
    setting: Setting = field(default_factory=Setting)

    @property
    def narrows(self) -> bool:
        """Where every path is pulled; moving the whole ensemble does not narrow it."""
        return self.of == "path"

    def _way(self, context: StepContext) -> FloatArray:
        known = sorted(
            (float(absolute(year, context.as_of)), value * float(context.unit.factor))
            for year, value in self.milestones)
        if np.isfinite(context.last_value):
            known = [(float(context.last_year), context.last_value),
                     *(p for p in known if p[0] > context.last_year)]
        years, heights = np.array([p[0] for p in known]), np.array([p[1] for p in known])
        if in_points(context) or heights.min() <= 0:
            return np.asarray(np.interp(context.years, years, heights))
        return np.asarray(np.exp(np.interp(context.years, years, np.log(heights))))

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the pulled paths; milestones that lie in the past pull nothing."""
        if all(absolute(year, context.as_of) <= context.last_year for year, _ in self.milestones):
            return values
        percent = sampler(context, self.name, self.setting)(self.percent, SIZE)
        share = self.setting.timing.strength(context.years, context)
        pull = percent[:, None] / 100.0 * share[None, :]
        way = self._way(context)[None, :]
        if self.of == "path":
            return within_kind(np.where(pull == 1.0, way, values + pull * (way - values)), context)
        centre = np.median(values, axis=0, keepdims=True)
        if in_points(context) or centre.min() <= 0 or way.min() <= 0:
            return within_kind(values + pull * (way - centre), context)
        return within_kind(values * np.exp(pull * np.log(way / centre)), context)


SPEC = StepSpec(
    "target_path",
    Message("steps.milestones_pull_paths_by_default"),
    (
        Parameter("milestones", "milestones",
                  Message("steps.year_value_in_declared_unit"),
                  also="points"),
        Parameter("percent", "law", Message("steps.percent_distance_closed"),
                  False, low=0.0, high=100.0, default=100.0, also="by", key=SIZE),
        Parameter("of", "choice", Message("steps.path_every_path_centre_whole"),
            False, choices=OF, default="path"),
    ),
    lambda p, s: TargetPath(p.milestones, p.laws["percent"], cast(Of, p.words["of"]), s),
    exclusive="course", rest={"milestones": {"5": 100}, "percent": 0},
)
