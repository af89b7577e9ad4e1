"""Random walk whose drift fades after the origin."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.arrays import BoolArray, FloatArray
from models.own.walks import WalkFit, fit_walk
from models.spread import WEAK, Spread


@dataclass(frozen=True, slots=True)
class DampedDrift:
    """A walk with drift mu up to the origin and mu * phi**j at step j after it.

    Fast growth is followed by slower growth. The history of one series says nothing about phi, so
    each path draws it uniformly from ``damping``, the range in which damped trends are commonly
    allowed to lie. Gaps are allowed.
    """

    name: ClassVar[str] = "damped_drift"
    min_obs: ClassVar[int] = 2
    spread: Spread = WEAK
    damping: tuple[float, float] = (0.80, 0.98)

    def fit(self, y: FloatArray, mask: BoolArray) -> WalkFit:
        """Fit a batch; see ``models.own.base.Model``."""
        return fit_walk(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread, drifting=True,
            damping=self.damping,
        )
