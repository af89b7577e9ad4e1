"""Local linear trend: a level and a slope that both wander, observed with noise."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.base import accepted, clean, screen
from models.own.linear import LinearFit
from models.own.statespace import System, posterior_of_systems
from models.spread import WEAK, Spread

SLOPE_SHARES = (0.0, 0.003, 0.01, 0.03, 0.1, 0.3)
NOISE_SHARES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)


def trend_system(slope: float, noise: float) -> System:
    """Node whose variances add up to one: ``slope``, then ``noise`` of what is left, then level."""
    return System(
        design=np.array([1.0, 0.0]), noise=(1 - slope) * noise,
        transition=np.array([[1.0, 1.0], [0.0, 1.0]]), selection=np.eye(2),
        state_cov=np.array([(1 - slope) * (1 - noise), slope]), diffuse=2,
    )


@dataclass(frozen=True, slots=True)
class LocalTrend:
    """y = l + e, l' = l + b + u, b' = b + v (Harvey 1989), filtered by statsmodels.

    sigma**2 is the sum of the three variances; the shares are equally likely on a grid. Level and
    slope start diffuse. Gaps are allowed: the filter steps over missing years.
    """

    name: ClassVar[str] = "local_trend"
    min_obs: ClassVar[int] = 8
    spread: Spread = WEAK

    def fit(self, y: FloatArray, mask: BoolArray) -> LinearFit:
        """Fit a batch, one series after the other; see ``models.own.base.Model``."""
        y = clean(y, mask)
        refusals = screen(self.name, mask, min_obs=self.min_obs, regular=False)
        rows = accepted(refusals)
        systems = [trend_system(s, e) for s, e in product(SLOPE_SHARES, NOISE_SHARES)]
        prior = np.full(len(systems), 1 / len(systems))
        groups = []
        for at, i in enumerate(rows):
            series = np.where(mask[i], y[i], np.nan)[mask[i].argmax():]
            groups.append(
                (np.array([at]), posterior_of_systems(series, systems, prior, self.spread))
            )
        return LinearFit(refusals, rows, tuple(groups))
