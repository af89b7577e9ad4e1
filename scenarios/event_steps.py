"""Steps that happen or do not happen."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from data.arrays import FloatArray
from scenarios.distributions import Distribution
from scenarios.scenario import Setting, Step, StepContext, apply_steps, keyed_uniform, sample


@dataclass(frozen=True, slots=True)
class Mixture:
    """An event that happens with ``probability``; the paths in which it does take ``steps``.

    ``event`` names the event: mixtures of the same event happen in the same paths, whatever
    they do and in whichever scenario they stand; different events are independent.
    """

    name: ClassVar[str] = "mixture"
    narrows: ClassVar[bool] = False
    event: str
    probability: Distribution
    steps: tuple[Step, ...]
    setting: Setting = field(default_factory=Setting)

    def apply(self, values: FloatArray, context: StepContext) -> FloatArray:
        """Return the paths, moved where the event happens."""
        setting = Setting(group=f"event {self.event}", draw=self.setting.draw)
        chance = sample(
            self.probability, context, step=self.name, parameter="probability", setting=setting)
        luck = keyed_uniform(context, step=self.name, parameter="event", setting=setting)
        happens = luck < chance
        if not happens.any():
            return values
        return np.where(happens[:, None], apply_steps(values, self.steps, context), values)
