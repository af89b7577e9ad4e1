"""``growth_shift``: yearly growth moves; what it adds stays in the level after it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, TypeAlias, cast

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext
from scenarios.random.distributions import Distribution
from scenarios.random.draws import sampler
from scenarios.scenario import Setting
from scenarios.shape import in_points, lifted_growth, multiplied, shifted, within_kind
from scenarios.spec import FASTEST, SIZE, Parameter, StepSpec

Towards: TypeAlias = Literal["up", "better"]
TOWARDS = ("up", "better")


@dataclass(frozen=True, slots=True)
class GrowthShift:
    """Yearly growth moves by ``points`` percentage points, or by ``percent`` of the level a year.

    ``points``: 5 % becomes 8 % with 3; v'(t) = v'(t-1) · (v(t)/v(t-1) + points/100), never below
    zero. For shares and scores ``points`` a year are added to the level. A year in which a path
    falls by more than half counts as a fall by half: on a collapsed level a few points would
    become a multiple.

    ``percent``: every year multiplies the level by 1 + percent/100 once more, for every kind; a
    share that would stay at 50 % is 51.5 % after a year of 3.

    ``towards: better`` counts the size in the direction in which the figure is meant to move, so
    that what is good for an indicator of which more is better lowers one of which less is.
    """

    name: ClassVar[str] = "growth_shift"
    narrows: ClassVar[bool] = False
    points: Distribution | None = None
    percent: Distribution | None = None
    towards: Towards = "up"
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the shifted paths."""
        law = self.points or self.percent
        assert law is not None  # the reader asks for exactly one
        by = sampler(context, self.name, self.setting)(law, SIZE)
        share = self.setting.timing.strength(context.years, context)
        way = context.direction if self.towards == "better" else 1
        yearly = way * by[:, None] * share[None, :]
        if not np.any(yearly):
            return values
        if self.points is None:
            yearly_factor = np.maximum(1.0 + yearly / 100.0, 0.0)
            lift = np.asarray(np.cumprod(yearly_factor, axis=1), dtype=np.float64)
            return within_kind(multiplied(values, lift), context)
        if in_points(context):
            return shifted(values, np.cumsum(yearly, axis=1), context)
        return within_kind(multiplied(values, lifted_growth(values, yearly, context)), context)


SPEC = StepSpec(
    "growth_shift",
    Message("steps.yearly_growth_moves_by_percentage"),
    (
        Parameter("points", "law", Message("steps.percentage_points_year"), False,
                  low=-100.0, high=FASTEST, one_of="size", also="by", key=SIZE),
        Parameter("percent", "law", Message("steps.percent_level_year"),
                  False, low=-100.0, high=FASTEST, one_of="size", key=SIZE),
        Parameter("towards", "choice", Message("steps.up_upwards_positive_better_what"),
            False, choices=TOWARDS, default="up"),
    ),
    lambda p, s: GrowthShift(p.laws.get("points"), p.laws.get("percent"),
                             cast(Towards, p.words["towards"]), s),
    rest={"points": 0},
)
