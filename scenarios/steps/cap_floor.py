"""``cap`` and ``floor``: no path goes beyond a level."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Literal, cast

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from data.words import Wording
from scenarios.context import StepContext
from scenarios.random.distributions import Distribution
from scenarios.random.draws import sampler
from scenarios.scenario import Setting
from scenarios.shape import within_kind
from scenarios.spec import Parameter, StepSpec

Measure = Literal["level", "percent_of_last"]
_MEASURES = ("level", "percent_of_last")


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
        edge = _edge(self, context)[:, None]
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
        edge = _edge(self, context)[:, None]
        return _held(values, np.fmax(values, edge), self.setting, context)


def _edge(step: Cap | Floor, context: StepContext) -> FloatArray:
    """Return the edge's height (n_paths,) in the canonical unit; NaN when unknown."""
    at = sampler(context, step.name, step.setting)(step.at, "at")
    if step.measure == "percent_of_last":
        return at / 100.0 * context.last_value
    return at * float(context.unit.factor)


def _held(values: FloatArray, limited: FloatArray, setting: Setting,
          context: StepContext) -> FloatArray:
    """Blend towards ``limited`` by the timing's strength; at full strength it holds exactly."""
    share = setting.timing.strength(context.years, context)[None, :]
    mixed = np.where(share >= 1.0, limited, values + share * (limited - values))
    return within_kind(mixed, context)


def _parameters(doc: Wording) -> tuple[Parameter, ...]:
    return (
        Parameter("at", "law", doc),
        Parameter("measure", "choice", Message("steps.what_at_in_indicator_declared"),
                  False, choices=_MEASURES, default="level"),
    )


CAP = StepSpec(
    "cap", Message("steps.no_path_goes_above_level"),
    _parameters(Message("steps.highest_level")),
    lambda p, s: Cap(p.laws["at"], cast(Measure, p.words["measure"]), s),
    rest={"at": 1000, "measure": "percent_of_last"},
)
FLOOR = StepSpec(
    "floor", Message("steps.no_path_goes_below_level"),
    _parameters(Message("steps.lowest_level")),
    lambda p, s: Floor(p.laws["at"], cast(Measure, p.words["measure"]), s),
    rest={"at": 0},
)
