"""Simple exponential smoothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.innovations import fit_innovations, nodes_of
from models.own.linear import LinearFit, Nodes
from models.spread import WEAK, Spread

ALPHAS = tuple(round(0.05 * i, 2) for i in range(1, 21))


def ses_nodes(alphas: tuple[float, ...]) -> Nodes:
    """Nodes of l_t = l_{t-1} + alpha e_t."""
    q = len(alphas)
    return nodes_of(np.ones((q, 1, 1)), np.array(alphas)[:, None], np.ones((q, 1)))


@dataclass(frozen=True, slots=True)
class Ses:
    """y_t = l_{t-1} + e_t, l_t = l_{t-1} + alpha e_t; ETS(A,N,N). Needs regular data.

    Flat prior on the first level, equal prior weight on each of ``alphas``.
    """

    name: ClassVar[str] = "ses"
    min_obs: ClassVar[int] = 3
    spread: Spread = WEAK
    alphas: tuple[float, ...] = ALPHAS

    def fit(self, y: FloatArray, mask: BoolArray) -> LinearFit:
        """Fit a batch; see ``models.own.base.Model``."""
        return fit_innovations(
            self.name, y, mask, min_obs=self.min_obs, spread=self.spread,
            nodes=ses_nodes(self.alphas),
        )
