"""Logistic growth towards a ceiling."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.curves import CurveFit, fit_curves, held
from models.spread import WEAK, Spread


def log_logistic(theta: FloatArray, t: FloatArray) -> FloatArray:
    """log K - log(1 + exp(-r (t - m))), theta = (log K, log r, m)."""
    log_k, r, m = theta[..., 0:1], np.exp(held(theta[..., 1:2])), theta[..., 2:3]
    return np.asarray(log_k - np.logaddexp(0.0, -r * (t - m)))


def starting_points(t: FloatArray, y: FloatArray) -> FloatArray:
    """Ceilings from just above the maximum to three times it, three speeds, three midpoints."""
    top = float(y.max())
    middles = [*np.quantile(t, [0.3, 0.7]).tolist(), float(t[-1]) + 3.0]
    rises = np.log([1.05, 1.5, 3.0])
    return np.array([(top + k, np.log(r), m) for k, r, m in product(rises, (0.2, 0.6), middles)])


@dataclass(frozen=True, slots=True)
class Logistic:
    """y_t = K / (1 + exp(-r (t - m))) with multiplicative errors; for log-scale series.

    ``ceiling`` is the declared K on the log scale; without it K must be identified by the data.
    Gaps are allowed.
    """

    name: ClassVar[str] = "logistic"
    min_obs: ClassVar[int] = 6
    spread: Spread = WEAK
    ceiling: float | None = None

    def fit(self, y: FloatArray, mask: BoolArray) -> CurveFit:
        """Fit a batch, one series after the other; see ``models.own.base.Model``."""
        return fit_curves(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread, curve=log_logistic,
            starts=starting_points, ceiling=self.ceiling, reached=lambda z: float(z.max()),
        )
