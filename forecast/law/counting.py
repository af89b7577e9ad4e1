"""The last layer of a count: whole numbers, and the sampling noise of small yearly ones.

The law gives the mean m. Drawn on paths (``Counting``) and in closed form (``Whole``) it is the
same mixture (``models.law.counts``): Poisson with probability w(m), else m rounded up or down at
its expectation; counts that are no yearly flow are only rounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from data.arrays import FloatArray, IntArray
from data.randomness import generator
from data.series import Bounds
from data.signs import may_be_negative
from data.units import COUNTED, Unit
from data.words import Kind
from models.law.counts import count_paths, integer_paths, poisson_tail, small_share

NODES = 400
"""Equally likely values of the mean that the noise of small counts is averaged over."""

_NEGLIGIBLE = 1e-4  # share of small counts that no probability would show
_BLOCK = 128  # cells at a time: what they need stays in the processor's cache
_GAUSS = np.polynomial.legendre.leggauss(4)


class Means(Protocol):
    """Laws of the mean, one a cell."""

    def up_to(self, x: FloatArray) -> FloatArray:
        """Return Pr(mean <= x) for ``x`` (cells, points)."""

    def values(self, levels: FloatArray) -> FloatArray:
        """Return quantiles (cells, levels)."""

    def take(self, cells: IntArray) -> Means:
        """Return some of the cells, which may repeat."""


@dataclass(frozen=True, slots=True)
class Whole:
    """How a mean becomes a whole number; ``flow``: a yearly count, with sampling noise."""

    flow: bool

    def tail(self, means: Means, k: FloatArray) -> FloatArray:
        """Return Pr(count >= k) (cells,); ``k`` (cells,) are whole numbers or infinite."""
        out = np.where(k <= 0, 1.0, 0.0)  # of infinite ones too
        asked = np.flatnonzero(np.isfinite(k) & (k > 0))
        if len(asked):
            some = means if len(asked) == len(k) else means.take(asked)
            out[asked] = self._tail(some, k[asked], self._small(some))
        return out

    def _tail(self, means: Means, k: FloatArray, small: Small | None) -> FloatArray:
        some = np.where(np.isfinite(k), np.maximum(k, 1.0), 1.0)
        nodes, weights = _GAUSS
        # m rounded up with the chance of its fraction: the mean of Pr(m > x) over x in k-1..k
        found = means.up_to(some[:, None] - 0.5 + nodes / 2)
        below = sum(w / 2 * part for w, part in zip(weights, found.T, strict=True))
        out = 1.0 - np.asarray(below)
        if small is not None:
            out = out + small.noise(some)
        out = np.where(k <= 0, 1.0, np.clip(out, 0.0, 1.0))
        return np.where(np.isposinf(k), 0.0, out)

    def given_mean(self, mean: FloatArray, k: FloatArray) -> FloatArray:
        """Return Pr(count >= k) for means (cells, paths) and ``k`` (cells,), maybe infinite."""
        least, m = k[:, None], np.maximum(mean, 0.0)
        some = np.where(np.isfinite(least), np.maximum(least, 1.0), 1.0)
        out = np.clip(m - some + 1, 0.0, 1.0)
        if self.flow:
            share = small_share(m)
            out = share * poisson_tail(some, m) + (1 - share) * out
        return np.where(least <= 0, 1.0, np.where(np.isposinf(least), 0.0, out))

    def quantile(self, means: Means, levels: FloatArray, plain: FloatArray,
                 wanted: IntArray) -> FloatArray:
        """Return quantiles (wanted, levels): the smallest k with Pr(count <= k) >= level.

        ``plain`` (cells, levels) are those of the mean, ``wanted`` the cells that are asked about.
        """
        start = np.maximum(np.ceil(plain[wanted] - 0.5), 0.0)
        noisy = self.flow & np.any(
            small_share(np.maximum(plain[wanted], 0.0)) > _NEGLIGIBLE, axis=1)
        if np.any(noisy):
            start[noisy] = self._among_small(means.take(wanted[noisy]), levels, start[noisy])
        return start

    def _among_small(self, means: Means, levels: FloatArray, start: FloatArray) -> FloatArray:
        """Return quantiles (cells, levels) of cells that may be small counts, near ``start``."""
        small = self._small(means)
        # Poisson noise of the mean itself moves a quantile by a few of its roots at most.
        reach = 8 * np.sqrt(start + 4) + 8
        low = np.maximum(start - reach, 0.0).round() - 1
        high = (start + reach).round()
        while True:
            between = np.floor(low + (high - low) / 2)
            # Beyond 2**53 whole numbers have gaps: nothing may lie between two that differ by 2.
            cell, column = np.nonzero((low < between) & (between < high))
            if not len(cell):
                return np.asarray(high)
            middle = between[cell, column]
            enough = np.empty(len(cell), dtype=np.bool_)
            for first in range(0, len(cell), _BLOCK):
                some = slice(first, first + _BLOCK)
                reached = self._tail(means.take(cell[some]), middle[some] + 1,
                                     None if small is None else small.take(cell[some]))
                enough[some] = 1 - reached >= levels[column[some]]
            low[cell, column] = np.where(enough, low[cell, column], middle)
            high[cell, column] = np.where(enough, middle, high[cell, column])

    def _small(self, means: Means) -> Small | None:
        """Return how often the counts are small ones; ``None`` where hardly any is.

        Each cell is judged by itself: what else is asked at the same time changes nothing.
        """
        if not self.flow:
            return None
        m = np.maximum(means.values((np.arange(NODES) + 0.5) / NODES), 0.0)
        share = small_share(m)
        some = np.any(share > _NEGLIGIBLE, axis=1, keepdims=True)
        return Small(m, np.where(some, share, 0.0)) if np.any(some) else None


@dataclass(frozen=True, slots=True)
class Small:
    """Means (cells, ``NODES``) and the share of each that is a small count."""

    mean: FloatArray
    share: FloatArray

    def take(self, cells: IntArray) -> Small:
        """Return some of the cells, which may repeat."""
        return Small(self.mean[cells], self.share[cells])

    def noise(self, k: FloatArray) -> FloatArray:
        """Return what Poisson noise adds to Pr(count >= k) (cells,)."""
        rounded = np.clip(self.mean - k[:, None] + 1, 0.0, 1.0)
        added = self.share * (poisson_tail(k[:, None], self.mean) - rounded)
        return np.asarray(added.mean(axis=1))


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
