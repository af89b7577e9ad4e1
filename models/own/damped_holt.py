"""Holt's method with a damped trend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from data.arrays import BoolArray, FloatArray
from models.own.holt import ALPHAS, BETAS, holt_nodes
from models.own.innovations import fit_innovations
from models.own.linear import LinearFit
from models.spread import WEAK, Spread

PHIS = (0.8, 0.85, 0.9, 0.95, 0.98)


@dataclass(frozen=True, slots=True)
class DampedHolt:
    """ETS(A,Ad,N): Holt's method whose slope fades by phi a year. Needs regular data.

    Flat prior on the first level and slope, equal prior weight on each (alpha, beta*, phi).
    """

    name: ClassVar[str] = "damped_holt"
    min_obs: ClassVar[int] = 5
    spread: Spread = WEAK
    alphas: tuple[float, ...] = ALPHAS
    betas: tuple[float, ...] = BETAS
    phis: tuple[float, ...] = PHIS

    def fit(self, y: FloatArray, mask: BoolArray) -> LinearFit:
        """Fit a batch; see ``models.own.base.Model``."""
        return fit_innovations(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread,
            nodes=holt_nodes(self.alphas, self.betas, self.phis),
        )
