"""``composition``: the parts of a total move differently."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext
from scenarios.random.draws import sampler
from scenarios.scenario import Setting
from scenarios.shape import in_points, lifted_growth, multiplied, shifted, within_kind
from scenarios.spec import FASTEST, Component, Parameter, StepSpec


@dataclass(frozen=True, slots=True)
class Composition:
    """The growth of each part moves by its own points; the total is moved by what that adds up to.

    ``parts`` have a ``share`` of the total in percent (together 100), as it would be without the
    step, and ``points`` of growth a year as in ``growth_shift``:
    v'(t) = v(t) · Σ share · Π (1 + points/100 ÷ the path's own yearly ratio). The fast part gains
    weight by itself. For shares and scores the points are added, weighted by share.
    """

    name: ClassVar[str] = "composition"
    narrows: ClassVar[bool] = False
    parts: tuple[Component, ...]
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths of the total."""
        draw = sampler(context, self.name, self.setting)
        strength = self.setting.timing.strength(context.years, context)
        moves = [(part.share / 100.0,
                  draw(part.points, part_key(part.name))[:, None] * strength[None, :])
                 for part in self.parts]
        if not any(np.any(points) for _, points in moves):
            return values
        if in_points(context):
            yearly = sum(share * points for share, points in moves)
            return shifted(values, np.cumsum(yearly, axis=1), context)
        lift = sum((share * (lifted_growth(values, points, context) - 1.0)
                    for share, points in moves), start=np.zeros_like(values))
        return within_kind(multiplied(values, 1.0 + lift), context)


def part_key(name: str) -> str:
    """Return the word by which the draws of a part are keyed."""
    return f"part {name}"


SPEC = StepSpec(
    "composition",
    Message("steps.parts_total_move_differently_shares"),
    (Parameter("parts", "parts", Message("steps.name_part"),
        low=-100.0, high=FASTEST),),
    lambda p, s: Composition(p.parts, s),
    rest={"parts": {"a": {"share": 50, "points": 0}, "b": {"share": 50, "points": 0}}},
)
