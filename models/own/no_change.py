"""No change: the last figure, with a spread that grows like a random walk's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.arrays import BoolArray, FloatArray
from models.own.walks import WalkFit, fit_walk
from models.spread import WEAK, Spread


@dataclass(frozen=True, slots=True)
class NoChange:
    """y_t = y_{t-1} + e_t, the rival every other model has to beat. Gaps are allowed."""

    name: ClassVar[str] = "no_change"
    min_obs: ClassVar[int] = 1
    spread: Spread = WEAK

    def fit(self, y: FloatArray, mask: BoolArray) -> WalkFit:
        """Fit a batch; see ``models.own.base.Model``."""
        return fit_walk(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread, drifting=False
        )
