"""The Theta method as exponential smoothing with drift."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.innovations import Filter, Solution, fit_innovations, nodes_of
from models.own.linear import LinearFit, Nodes
from models.own.ses import ALPHAS
from models.spread import WEAK, Spread


def theta_nodes(alphas: tuple[float, ...]) -> Nodes:
    """Nodes of l_t = l_{t-1} + b + alpha e_t with a constant drift b."""
    q = len(alphas)
    F = np.broadcast_to(np.array([[1.0, 1.0], [0.0, 1.0]]), (q, 2, 2))
    return nodes_of(F, np.stack([np.array(alphas), np.zeros(q)], axis=-1), np.ones((q, 2)))


def half_slope(f: Filter) -> Solution:
    """Drift at half the least-squares slope, first level by least squares given the drift.

    The half is what a unit-information prior b ~ N(0, V sigma**2) gives when V is the sampling
    variance of the slope: posterior mean slope / 2, variance V sigma**2 / 2. The prior's penalty
    (slope / 2)**2 / V joins the sum of squares as one more residual.
    """
    q, n, _ = f.A.shape
    t = np.arange(n) - (n - 1) / 2
    slope = t / (t @ t)
    response = np.linalg.solve(np.swapaxes(f.L, 1, 2), np.broadcast_to(slope[:, None], (q, n, 1)))
    variance = (response[..., 0] ** 2).sum(axis=1)
    level, drift = f.A[..., 0], f.A[..., 1]
    errors = f.L - drift[..., None] * (slope / 2)
    size = (level**2).sum(axis=1)
    estimate = (level[:, None, :] @ errors)[:, 0] / size[:, None]
    residual = errors - level[..., None] * estimate[:, None, :]
    penalty = slope / 2 / np.sqrt(variance)[:, None]
    sd = np.sqrt(variance / 2)
    root = np.zeros((q, 2, 2))
    root[:, 0, 0] = 1 / np.sqrt(size)
    root[:, 0, 1] = -(level * drift).sum(axis=1) / size * sd
    root[:, 1, 1] = sd
    S = np.stack([estimate, np.broadcast_to(slope / 2, (q, n))], axis=1)
    P = np.concatenate([residual, penalty[:, None, :]], axis=1)
    return Solution(P, S, root, -np.log(size) / 2, 1)


@dataclass(frozen=True, slots=True)
class Theta:
    """SES whose drift is half the least-squares slope (Assimakopoulos and Nikolopoulos 2000).

    Equivalence with SES with drift: Hyndman and Billah (2003). Needs regular data.
    """

    name: ClassVar[str] = "theta"
    min_obs: ClassVar[int] = 4
    spread: Spread = WEAK
    alphas: tuple[float, ...] = ALPHAS

    def fit(self, y: FloatArray, mask: BoolArray) -> LinearFit:
        """Fit a batch; see ``models.own.base.Model``."""
        return fit_innovations(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread,
            nodes=theta_nodes(self.alphas), solver=half_slope, estimated=1,
        )
