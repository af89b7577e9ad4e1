"""Random walks observed in some years only: sufficient statistics and the one way to simulate them.

A change d over g years is N(g * mu, g * sigma**2), so missing years need no filling in.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from models.own.base import Refusals, Rng, accepted, clean, rows_of, screen
from models.own.draws import normals, sigmas, uniforms
from models.spread import Spread


@dataclass(frozen=True, slots=True)
class Changes:
    """Changes between neighbouring observations; all arrays (series,) or (series, time)."""

    change: FloatArray  # (series, time); 0 where there is none
    gap: FloatArray  # (series, time) years the change took; 1 where there is none
    valid: BoolArray  # (series, time)
    last: FloatArray  # last observed value
    wait: FloatArray  # years from the last observation to the origin
    elapsed: FloatArray  # years from the first to the last observation


def changes(y: FloatArray, mask: BoolArray) -> Changes:
    """Collect changes and the years they took from ``y`` (series, time), zeros where unobserved."""
    series, time = y.shape
    change, gap = np.zeros((series, time)), np.ones((series, time))
    valid = np.zeros((series, time), dtype=np.bool_)
    last, seen = np.zeros(series), np.full(series, -1)
    first = np.where(mask.any(axis=1), mask.argmax(axis=1), 0)
    for t in range(time):
        now = mask[:, t]
        has = now & (seen >= 0)
        change[has, t] = y[has, t] - last[has]
        gap[has, t] = t - seen[has]
        valid[has, t] = True
        last, seen = np.where(now, y[:, t], last), np.where(now, t, seen)
    wait = np.where(seen >= 0, time - 1 - seen, 0).astype(np.float64)
    elapsed = np.where(seen >= 0, seen - first, 0).astype(np.float64)
    return Changes(change, gap, valid, last, wait, elapsed)


@dataclass(frozen=True, slots=True)
class WalkFit:
    """Posterior of a batch of random walks; arrays (accepted series,).

    sigma**2 = rate / chi2(df) and mu = drift + sigma * drift_root * z, both drawn anew for every
    path. With ``damping`` (low, high) step j after the origin drifts by mu * phi**j, phi uniform.
    """

    refusals: Refusals
    rows: IntArray
    last: FloatArray
    wait: FloatArray
    drift: FloatArray
    drift_root: FloatArray
    rate: FloatArray
    df: FloatArray
    damping: tuple[float, float] | None = None

    def simulate(self, horizon: int, n_paths: int, rng: Rng) -> FloatArray:
        """Draw ``(len(rows), n_paths, horizon)``; see ``models.own.base.Fit``."""
        rng = rows_of(rng, self.rows)
        shape = (len(self.rows), n_paths)
        sigma = sigmas(rng, self.rate[:, None], self.df[:, None], n_paths)
        z = normals(rng, (*shape, horizon + 2))
        mu = self.drift[:, None] + sigma * self.drift_root[:, None] * z[..., 0]
        steps = np.arange(1, horizon + 1)
        if self.damping is None:
            drifted = np.broadcast_to(steps.astype(np.float64), (*shape, horizon))
        else:
            low, high = self.damping
            phi = low + (high - low) * uniforms(rng, shape)
            drifted = np.cumsum(phi[..., None] ** steps, axis=-1)
        start = self.last[:, None] + self.wait[:, None] * mu
        noise = np.sqrt(self.wait)[:, None, None] * z[..., 1:2] + np.cumsum(z[..., 2:], axis=-1)
        return np.asarray(start[..., None] + mu[..., None] * drifted + sigma[..., None] * noise)


def fit_walk(
    name: str, y: FloatArray, mask: BoolArray, *, min_obs: int, spread: Spread, drifting: bool,
    damping: tuple[float, float] | None = None,
) -> WalkFit:
    """Fit a walk with (flat prior on mu) or without drift.

    mu_hat = (last - first) / elapsed with variance sigma**2 / elapsed; the sum of squares is
    sum (d - g mu_hat)**2 / g on (changes - 1) degrees of freedom, or all of them without drift.
    """
    y = clean(y, mask)
    df = mask.sum(axis=1) - 1.0 - float(drifting) + spread.df
    refusals = screen(name, mask, min_obs=min_obs, regular=False, df=df)
    rows = accepted(refusals)
    c = changes(y[rows], mask[rows])
    total = np.where(c.valid, c.change, 0.0).sum(axis=1)
    drift = total / c.elapsed if drifting else np.zeros(len(rows))
    residual = np.where(c.valid, c.change - c.gap * drift[:, None], 0.0)
    squares = (residual**2 / c.gap).sum(axis=1)
    root = 1 / np.sqrt(c.elapsed) if drifting else np.zeros(len(rows))
    return WalkFit(
        refusals, rows, c.last, c.wait, drift, root, squares + spread.rate, df[rows], damping
    )
