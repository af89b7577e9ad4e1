"""``mixture``: steps that happen or do not happen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from scenarios.context import StepContext
from scenarios.random.distributions import Distribution
from scenarios.random.draws import keyed_uniform, sampler
from scenarios.scenario import Setting, Step, apply_steps
from scenarios.spec import Parameter, StepSpec


@dataclass(frozen=True, slots=True)
class Mixture:
    """An event that happens with ``probability``; the paths in which it does take ``steps``.

    ``event`` names the event: mixtures of the same event happen in the same paths, whatever
    they do and in whichever scenario they stand; different events are independent.
    """

    name: ClassVar[str] = "mixture"
    event: str
    probability: Distribution
    steps: tuple[Step, ...]
    setting: Setting = field(default_factory=Setting)

    @property
    def narrows(self) -> bool:
        """Where one of its steps does."""
        return any(step.narrows for step in self.steps)

    def setting_for(self, parameter: str) -> Setting:
        """Return the setting with which a parameter is drawn: the event's, wherever it stands."""
        return replace(self.setting, group=f"event {self.event}")

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths, moved where the event happens."""
        setting = self.setting_for("probability")
        chance = sampler(context, self.name, setting)(self.probability, "probability")
        luck = keyed_uniform(context, step=self.name, parameter="event", setting=setting)
        happens = luck < chance
        if not happens.any():
            return values
        return np.where(happens[:, None], apply_steps(values, self.steps, context), values)


SPEC = StepSpec(
    "mixture",
    Message("steps.event_that_happens_with_probability"),
    (
        Parameter("event", "text", Message("steps.name_event_same_name_same")),
        Parameter("probability", "law", Message("steps.probability"), low=0.0, high=1.0),
        Parameter("steps", "steps", Message("steps.steps_that_apply_if_it")),
    ),
    lambda p, s: Mixture(p.words["event"], p.laws["probability"], p.steps, s),
    timing=(), nested="steps",
    rest={"event": "event", "probability": 0, "steps": [{"step": "growth_shift", "points": 0}]},
)
