"""Random walk with drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.arrays import BoolArray, FloatArray
from models.own.walks import WalkFit, fit_walk
from models.spread import WEAK, Spread


@dataclass(frozen=True, slots=True)
class Drift:
    """y_t = y_{t-1} + mu + e_t: growth varies independently around a constant mean.

    Gaps are allowed. With ``Spread(df=0)`` the predictive law is Student's t with scale
    s * sqrt(h + h**2 / elapsed) on (changes - 1) degrees of freedom.
    """

    name: ClassVar[str] = "drift"
    min_obs: ClassVar[int] = 2
    spread: Spread = WEAK

    def fit(self, y: FloatArray, mask: BoolArray) -> WalkFit:
        """Fit a batch; see ``models.own.base.Model``."""
        return fit_walk(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread, drifting=True
        )
