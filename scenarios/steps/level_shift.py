"""``level_shift``: the level moves once, for good or until ``end``."""

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
from scenarios.shape import need_points, raised, shifted, since_last
from scenarios.spec import PERCENT, POINTS, SIZE, StepSpec


@dataclass(frozen=True, slots=True)
class LevelShift:
    """The level moves by ``percent`` of itself, or by ``points``, lasting until ``end``.

    ``percent`` multiplies, whatever the kind: a share of 90 % becomes 63 % with -30. ``points``
    adds, and is for shares and scores only: 90 % becomes 60 %.
    """

    name: ClassVar[str] = "level_shift"
    narrows: ClassVar[bool] = False
    percent: Distribution | None = None
    points: Distribution | None = None
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the shifted paths. Raises ``PlancastError`` for points on other kinds."""
        law = self.percent or self.points
        assert law is not None  # the reader asks for exactly one
        if self.points is not None:
            need_points(context, self.name, self.setting)
        by = sampler(context, self.name, self.setting)(law, SIZE)
        timing = self.setting.timing
        effect = by[:, None] * timing.strength(context.years, context)[None, :]
        at_last = by * timing.strength(np.array([float(context.last_year)]), context)[0]
        if self.points is not None:
            return shifted(values, effect - at_last[:, None], context)
        return raised(values, since_last(effect, at_last), context)


SPEC = StepSpec(
    "level_shift",
    Message("steps.level_moves_by_percent_shares"),
    (PERCENT, POINTS),
    lambda p, s: LevelShift(p.laws.get("percent"), p.laws.get("points"), s),
    rest={"percent": 0},
)
