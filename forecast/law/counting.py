"""The last layer of a count: whole numbers, and the sampling noise of small yearly ones.

The law gives the mean m. Drawn on paths (``Counting``) and in closed form (``Whole``) it is the
same mixture (``models.law.counts``): Poisson with probability w(m), else m rounded up or down at
its expectation; counts that are no yearly flow are only rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from scipy.special import pdtrc

from data.arrays import FloatArray
from data.randomness import generator
from data.series import Bounds
from data.signs import may_be_negative
from data.units import COUNTED, Unit
from data.words import Kind
from models.law.counts import count_paths, integer_paths, small_share

NODES = 400
"""Equally likely values of the mean that the noise of small counts is averaged over."""

_NEGLIGIBLE = 1e-4  # share of small counts that no probability would show
_GAUSS = np.polynomial.legendre.leggauss(4)


class Means(Protocol):
    """Laws of the mean, one a cell."""

    def up_to(self, x: FloatArray) -> FloatArray:
        """Return Pr(mean <= x) (cells,)."""

    def values(self, levels: FloatArray) -> FloatArray:
        """Return quantiles (cells, levels)."""


@dataclass(frozen=True, slots=True)
class Whole:
    """How a mean becomes a whole number; ``flow``: a yearly count, with sampling noise."""

    flow: bool

    def tail(self, means: Means, k: FloatArray) -> FloatArray:
        """Return Pr(count >= k) (cells,); ``k`` (cells,) are whole numbers or infinite."""
        some = np.where(np.isfinite(k), np.maximum(k, 1.0), 1.0)
        nodes, weights = _GAUSS
        # m rounded up with the chance of its fraction: the mean of Pr(m > x) over x in k-1..k
        below = sum(w / 2 * means.up_to(some - 0.5 + x / 2)
                    for x, w in zip(nodes, weights, strict=True))
        out = 1.0 - np.asarray(below)
        if self.flow:
            out = out + self._noise(means, some)
        out = np.where(k <= 0, 1.0, np.clip(out, 0.0, 1.0))
        return np.where(np.isposinf(k), 0.0, out)

    def given_mean(self, mean: FloatArray, k: FloatArray) -> FloatArray:
        """Return Pr(count >= k) for means (cells, paths) and ``k`` (cells,), maybe infinite."""
        least, m = k[:, None], np.maximum(mean, 0.0)
        some = np.where(np.isfinite(least), np.maximum(least, 1.0), 1.0)
        out = np.clip(m - some + 1, 0.0, 1.0)
        if self.flow:
            share = small_share(m)
            out = share * pdtrc(some - 1, m) + (1 - share) * out
        return np.where(least <= 0, 1.0, np.where(np.isposinf(least), 0.0, out))

    def quantile(self, means: Means, levels: FloatArray, plain: FloatArray) -> FloatArray:
        """Return quantiles (cells, levels): the smallest k with Pr(count <= k) >= level.

        ``plain`` (cells, levels) are those of the mean.
        """
        start = np.maximum(np.ceil(plain - 0.5), 0.0)
        noisy = self.flow and bool(np.any(small_share(np.maximum(plain, 0.0)) > _NEGLIGIBLE))
        if not noisy:
            return start
        out = np.empty_like(start)
        for j, level in enumerate(levels):
            # Poisson noise of the mean itself moves a quantile by a few of its roots at most.
            reach = 8 * np.sqrt(start[:, j] + 4) + 8
            low = np.maximum(start[:, j] - reach, 0.0).round() - 1
            high = (start[:, j] + reach).round()
            while np.any(high - low > 1):
                middle = np.floor((low + high) / 2)
                enough = 1 - self.tail(means, middle + 1) >= level
                low, high = np.where(enough, low, middle), np.where(enough, middle, high)
            out[:, j] = high
        return out

    def _noise(self, means: Means, k: FloatArray) -> FloatArray:
        """Return what Poisson noise adds to the tail (cells,), where small counts have any."""
        levels = (np.arange(NODES) + 0.5) / NODES
        m = np.maximum(means.values(levels), 0.0)
        share = small_share(m)
        if not np.any(share > _NEGLIGIBLE):
            return np.zeros(len(k))
        rounded = np.clip(m - k[:, None] + 1, 0.0, 1.0)
        return np.asarray((share * (pdtrc(k[:, None] - 1, m) - rounded)).mean(axis=1))


@dataclass(frozen=True, slots=True)
class Counting:
    """Draws the whole numbers on paths.

    It comes after the scenario, at equal luck for every scenario, so that an assumption moves the
    mean and no rounding moves the assumption. ``floors`` are (column, what part of that year has
    already counted).
    """

    flow: bool
    seed: int
    words: tuple[str, str]
    floors: tuple[tuple[int, float], ...] = ()

    def whole(self, values: FloatArray) -> FloatArray:
        """Return the paths (n_paths, horizon) as whole numbers of the same expectation."""
        rng = generator(self.seed, *self.words, "count")
        mean = np.maximum(values, 0.0)
        out = np.array(count_paths(mean, rng) if self.flow else integer_paths(mean, rng))
        for column, floor in self.floors:
            if floor > 0 and column < out.shape[1]:
                out[:, column] = np.maximum(out[:, column], floor)
        return out


def whole_of(kind: Kind, unit: Unit, bounds: Bounds = (None, None)) -> Whole | None:
    """Return how figures of this kind and unit become whole; ``None`` for what is not counted."""
    if unit.dimension not in COUNTED or kind in (Kind.RATIO, Kind.SHARE, Kind.SCORE):
        return None
    if may_be_negative(kind, unit, bounds):  # a balance, not a count
        return None
    return Whole(kind is Kind.FLOW)
