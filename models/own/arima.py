"""ARIMA with one difference and drift: growth that is autocorrelated around a mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.base import accepted, clean, screen
from models.own.linear import LinearFit, Nodes, Posterior
from models.own.statespace import System, posterior_of_systems
from models.spread import WEAK, Spread

ROOTS = (-0.9, -0.75, -0.6, -0.45, -0.3, -0.15, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9)


def growth_system(ar: float, ma: float) -> System:
    """Node of d = mu + u, u_t = ar u_{t-1} + e_t + ma e_{t-1}, with mu diffuse."""
    return System(
        design=np.array([1.0, 1.0, 0.0]), noise=0.0,
        transition=np.array([[1.0, 0.0, 0.0], [0.0, ar, 1.0], [0.0, 0.0, 0.0]]),
        selection=np.array([[0.0], [1.0], [ma]]), state_cov=np.array([1.0]), diffuse=1,
    )


def orders() -> tuple[list[System], FloatArray]:
    """Return the nodes of orders (0,1,0), (1,1,0), (0,1,1), (1,1,1), a quarter of weight each.

    The mixed order uses every third root, leaving out pairs that cancel (ar = -ma).
    """
    coarse = ROOTS[::3] + ROOTS[-1:]
    pairs = [
        [(0.0, 0.0)],
        [(a, 0.0) for a in ROOTS],
        [(0.0, m) for m in ROOTS],
        [(a, m) for a in coarse for m in coarse if abs(a + m) > 0.1],
    ]
    prior = np.concatenate([np.full(len(group), 0.25 / len(group)) for group in pairs])
    return [growth_system(a, m) for group in pairs for a, m in group], prior


def integrated(growth: Posterior, last: float) -> Posterior:
    """Put the level in front of the growth's state: y_t = L + d_t and L' = L + d_t."""
    n = growth.nodes
    q, k = n.Z.shape
    top = np.concatenate([np.ones((q, 1)), n.Z], axis=1)
    T = np.concatenate([top[:, None, :], np.pad(n.T, ((0, 0), (0, 0), (1, 0)))], axis=1)
    G = np.concatenate([n.D[:, None, :], n.G], axis=1)
    # The growth posterior was shifted by its first value; here the shift belongs to every step, so
    # it goes into the mean of mu, which is the first state and is constant.
    mean = np.concatenate([np.zeros((1, q, 1)), growth.mean], axis=2)
    mean[:, :, 1] += growth.shift[:, None]
    root = np.zeros((q, k + 1, k + 1))
    root[:, 1:, 1:] = growth.root
    nodes = Nodes(Z=top, T=T, D=n.D, G=G, prior=n.prior)
    return Posterior(
        nodes, growth.cumulative, growth.rate, growth.df, mean, root, np.array([last])
    )


@dataclass(frozen=True, slots=True)
class Arima:
    """ARIMA(p,1,q) with drift, p and q at most one, filtered by statsmodels. Needs regular data.

    The four orders are averaged, not selected: at n of a dozen years AICc changes its mind with
    every new figure.
    """

    name: ClassVar[str] = "arima"
    min_obs: ClassVar[int] = 8
    spread: Spread = WEAK

    def fit(self, y: FloatArray, mask: BoolArray) -> LinearFit:
        """Fit a batch, one series after the other; see ``models.own.base.Model``."""
        y = clean(y, mask)
        refusals = screen(self.name, mask, min_obs=self.min_obs, regular=True)
        rows = accepted(refusals)
        systems, prior = orders()
        groups = []
        for at, i in enumerate(rows):
            series = y[i, mask[i]]
            growth = posterior_of_systems(np.diff(series), systems, prior, self.spread)
            groups.append((np.array([at]), integrated(growth, float(series[-1]))))
        return LinearFit(refusals, rows, tuple(groups))
