"""``growth_scale``: yearly growth is multiplied."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, cast

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext
from scenarios.random.distributions import Distribution
from scenarios.random.draws import sampler
from scenarios.scenario import Setting
from scenarios.shape import Of, centre_growth, in_points, with_growth, yearly_change, yearly_ratio
from scenarios.spec import OF, SIZE, Parameter, StepSpec


@dataclass(frozen=True, slots=True)
class GrowthScale:
    """Yearly log growth g becomes ``factor`` · g (for shares and scores: the yearly change).

    ``of: centre`` scales the growth that the ensemble's median shows and leaves the spread
    around it; ``of: path`` scales each path's own growth and with it the spread, which narrows
    the distribution for factors below 1.
    """

    name: ClassVar[str] = "growth_scale"
    factor: Distribution
    of: Of = "centre"
    setting: Setting = field(default_factory=Setting)

    @property
    def narrows(self) -> bool:
        """Only where every path is scaled, which the file says."""
        return self.of == "path"

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths with scaled growth."""
        factor = sampler(context, self.name, self.setting)(self.factor, SIZE)
        share = self.setting.timing.strength(context.years, context)
        extra = (factor - 1.0)[:, None] * share[None, :]
        if not np.any(extra):
            return values
        if self.of == "centre":
            growth = centre_growth(values, context)
        elif in_points(context):
            growth = yearly_change(values, context)
        else:
            growth = np.log(yearly_ratio(values, context))
        return with_growth(values, extra * growth, context)


SPEC = StepSpec(
    "growth_scale",
    Message("steps.yearly_log_growth_for_shares"),
    (
        Parameter("factor", "law", Message("steps.factor_changes_nothing"),
                  also="by", key=SIZE),
        Parameter("of", "choice", Message("steps.centre_scale_median_growth_keep"),
                  False, choices=OF, default="centre"),
    ),
    lambda p, s: GrowthScale(p.laws["factor"], cast(Of, p.words["of"]), s),
    rest={"factor": 1},
)
