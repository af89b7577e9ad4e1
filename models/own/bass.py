"""Bass diffusion: a yearly flow that rises by imitation and falls as the market is used up."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.curves import CurveFit, fit_curves, held
from models.spread import WEAK, Spread


def log_bass(theta: FloatArray, t: FloatArray) -> FloatArray:
    """log(M f(t)), theta = (log M, log p, log q), t counted from 1 in the first year.

    f(t) = (p+q)^2 / p * exp(-(p+q) t) / (1 + q/p exp(-(p+q) t))^2   (Bass 1969).
    """
    log_m, log_p, log_q = theta[..., 0:1], held(theta[..., 1:2]), held(theta[..., 2:3])
    speed = np.exp(log_p) + np.exp(log_q)
    return np.asarray(
        log_m + 2 * np.log(speed) - log_p - speed * t
        - 2 * np.logaddexp(0.0, log_q - log_p - speed * t)
    )


def log_sold(y: FloatArray) -> float:
    """Log of what has been sold in all, of yearly log sales (n,)."""
    return float(np.log(np.exp(held(y)).sum()))


def starting_points(t: FloatArray, y: FloatArray) -> FloatArray:
    """Markets of 1.2 to 10 times what has been sold, two p, three q."""
    sizes = (np.log([1.2, 3.0, 10.0]) + log_sold(y)).tolist()
    return np.array([
        (m, np.log(p), np.log(q)) for m, p, q in product(sizes, (0.005, 0.03), (0.15, 0.4, 0.8))
    ])


@dataclass(frozen=True, slots=True)
class Bass:
    """Flow M f(t) with multiplicative errors; for log-scale flows observed since their launch.

    ``ceiling`` is the declared market M (the total ever sold) on the log scale; without it M must
    be identified by the data. Gaps are allowed.
    """

    name: ClassVar[str] = "bass"
    min_obs: ClassVar[int] = 6
    spread: Spread = WEAK
    ceiling: float | None = None

    def fit(self, y: FloatArray, mask: BoolArray) -> CurveFit:
        """Fit a batch, one series after the other; see ``models.own.base.Model``."""
        return fit_curves(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread, curve=log_bass,
            starts=starting_points, ceiling=self.ceiling, reached=log_sold,
        )
