"""Log-linear trend: a straight line on the transformed scale with independent errors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from models.own.base import Refusals, Rng, accepted, clean, rows_of, screen
from models.own.draws import normals, sigmas
from models.spread import WEAK, Spread


@dataclass(frozen=True, slots=True)
class TrendFit:
    """Posterior of a batch of lines; arrays (accepted series,). ``ahead``: origin - mean time."""

    refusals: Refusals
    rows: IntArray
    centre: FloatArray  # mean of y, at the mean time of the observations
    slope: FloatArray
    n: FloatArray
    time_squares: FloatArray  # sum of squared distances from the mean time
    ahead: FloatArray
    rate: FloatArray
    df: FloatArray

    def simulate(self, horizon: int, n_paths: int, rng: Rng) -> FloatArray:
        """Draw ``(len(rows), n_paths, horizon)``; see ``models.own.base.Fit``."""
        rng = rows_of(rng, self.rows)
        shape = (len(self.rows), n_paths)
        sigma = sigmas(rng, self.rate[:, None], self.df[:, None], n_paths)
        z = normals(rng, (*shape, horizon + 2))
        centre = self.centre[:, None] + sigma * z[..., 0] / np.sqrt(self.n)[:, None]
        slope = self.slope[:, None] + sigma * z[..., 1] / np.sqrt(self.time_squares)[:, None]
        t = self.ahead[:, None, None] + np.arange(1, horizon + 1)
        return np.asarray(centre[..., None] + slope[..., None] * t + sigma[..., None] * z[..., 2:])


@dataclass(frozen=True, slots=True)
class Trend:
    """y_t = a + b t + e_t, flat prior on (a, b). Gaps are allowed."""

    name: ClassVar[str] = "trend"
    min_obs: ClassVar[int] = 3
    spread: Spread = WEAK

    def fit(self, y: FloatArray, mask: BoolArray) -> TrendFit:
        """Fit a batch by least squares; see ``models.own.base.Model``."""
        y = clean(y, mask)
        df = mask.sum(axis=1) - 2.0 + self.spread.df
        refusals = screen(self.name, mask, min_obs=self.min_obs, regular=False, df=df)
        rows = accepted(refusals)
        y, weight = y[rows], mask[rows].astype(np.float64)
        n = weight.sum(axis=1)
        time = np.arange(mask.shape[1], dtype=np.float64)
        middle = weight @ time / n
        t = (time - middle[:, None]) * weight
        squares = (t**2).sum(axis=1)
        centre = y.sum(axis=1) / n
        slope = (t * y).sum(axis=1) / squares
        residual = (y - centre[:, None]) * weight - slope[:, None] * t
        rate = (residual**2).sum(axis=1) + self.spread.rate
        ahead = mask.shape[1] - 1.0 - middle
        return TrendFit(refusals, rows, centre, slope, n, squares, ahead, rate, df[rows])
