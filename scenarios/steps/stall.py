"""``stall``: expected growth stands still for a while."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext
from scenarios.scenario import Setting
from scenarios.shape import centre_growth, with_growth
from scenarios.spec import StepSpec


@dataclass(frozen=True, slots=True)
class Stall:
    """Expected growth stands still from start to end; what follows grows from that level."""

    name: ClassVar[str] = "stall"
    narrows: ClassVar[bool] = False
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths without the median's growth in the years of the stall."""
        share = self.setting.timing.strength(context.years, context)[None, :]
        if not np.any(share):
            return values
        return with_growth(values, -share * centre_growth(values, context), context)


SPEC = StepSpec(
    "stall",
    Message("steps.expected_growth_stands_still_from"),
    (), lambda p, s: Stall(s), exclusive="course",
)
