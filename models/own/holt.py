"""Holt's linear method."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.innovations import fit_innovations, nodes_of
from models.own.linear import LinearFit, Nodes
from models.spread import WEAK, Spread

ALPHAS = tuple(round(0.1 * i, 1) for i in range(1, 11))
BETAS = (0.0, 0.05, 0.1, 0.2, 0.4)


def holt_nodes(
    alphas: tuple[float, ...], betas: tuple[float, ...], phis: tuple[float, ...]
) -> Nodes:
    """Nodes of the (damped) trend method in error-correction form.

    y_t = l + phi b + e;  l' = l + phi b + alpha e;  b' = phi b + alpha beta e, where beta is the
    share of the level's correction that reaches the slope (beta* in Hyndman et al. 2008).
    """
    grid = np.array(list(product(alphas, betas, phis)))
    alpha, beta, phi = grid.T
    one, zero = np.ones_like(phi), np.zeros_like(phi)
    F = np.stack([np.stack([one, phi], axis=-1), np.stack([zero, phi], axis=-1)], axis=1)
    return nodes_of(
        F, np.stack([alpha, alpha * beta], axis=-1), np.stack([one, phi], axis=-1)
    )


@dataclass(frozen=True, slots=True)
class Holt:
    """ETS(A,A,N): a level and a slope, both corrected by each error. Needs regular data.

    Flat prior on the first level and slope, equal prior weight on each (alpha, beta*). The slope's
    share beta* stays below one half: a slope rebuilt from one error is noise on yearly data.
    """

    name: ClassVar[str] = "holt"
    min_obs: ClassVar[int] = 4
    spread: Spread = WEAK
    alphas: tuple[float, ...] = ALPHAS
    betas: tuple[float, ...] = BETAS

    def fit(self, y: FloatArray, mask: BoolArray) -> LinearFit:
        """Fit a batch; see ``models.own.base.Model``."""
        return fit_innovations(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread,
            nodes=holt_nodes(self.alphas, self.betas, (1.0,)),
        )
