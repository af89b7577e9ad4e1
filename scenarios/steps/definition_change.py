"""``definition_change``: from a year on the figure is counted another way."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext
from scenarios.random.distributions import Distribution
from scenarios.random.draws import sampler
from scenarios.scenario import Setting
from scenarios.shape import since_last, within_kind
from scenarios.spec import SIZE, Parameter, StepSpec


@dataclass(frozen=True, slots=True)
class DefinitionChange:
    """From ``start`` on, what used to be counted as 1 is counted as ``factor``, for good.

    The factor's own uncertainty is how well the old figures convert into new ones. Such a
    scenario compares the target, which was set under the old definition, with figures of the
    new one: ``scenarios.file.checking`` says so wherever the plan is known.
    """

    name: ClassVar[str] = "definition_change"
    narrows: ClassVar[bool] = False
    factor: Distribution
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths in the new definition."""
        factor = sampler(context, self.name, self.setting)(self.factor, SIZE)
        percent = (factor - 1.0) * 100.0
        timing = self.setting.timing
        effect = percent[:, None] * timing.strength(context.years, context)[None, :]
        at_last = percent * timing.strength(np.array([float(context.last_year)]), context)[0]
        percent = since_last(effect, at_last)
        if not np.any(percent):
            return values
        # another way of counting multiplies whatever the sign
        return within_kind(values * np.maximum(1.0 + percent / 100.0, 0.0), context)


SPEC = StepSpec(
    "definition_change",
    Message("steps.from_start_on_figure_counted"),
    (Parameter("factor", "law", Message("steps.conversion_factor_changes_nothing"),
               low=1e-6, high=1e6, key=SIZE),),
    lambda p, s: DefinitionChange(p.laws["factor"], s),
    timing=("start",), exclusive="definition", rest={"factor": 1},
)
