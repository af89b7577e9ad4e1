"""Gompertz growth towards a ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.curves import CurveFit, fit_curves, held
from models.own.logistic import starting_points
from models.spread import WEAK, Spread


def log_gompertz(theta: FloatArray, t: FloatArray) -> FloatArray:
    """log K - exp(-c (t - m)), theta = (log K, log c, m)."""
    log_k, c, m = theta[..., 0:1], np.exp(held(theta[..., 1:2])), theta[..., 2:3]
    return np.asarray(log_k - np.exp(held(-c * (t - m))))


@dataclass(frozen=True, slots=True)
class Gompertz:
    """y_t = K exp(-exp(-c (t - m))) with multiplicative errors; for log-scale series.

    ``ceiling`` is the declared K on the log scale; without it K must be identified by the data.
    Gaps are allowed.
    """

    name: ClassVar[str] = "gompertz"
    min_obs: ClassVar[int] = 6
    spread: Spread = WEAK
    ceiling: float | None = None

    def fit(self, y: FloatArray, mask: BoolArray) -> CurveFit:
        """Fit a batch, one series after the other; see ``models.own.base.Model``."""
        return fit_curves(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread, curve=log_gompertz,
            starts=starting_points, ceiling=self.ceiling, reached=lambda z: float(z.max()),
        )
