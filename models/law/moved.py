"""A law of log growth under yearly effects, in closed form: no paths.

A path is stood for by one of equal growth to where it ends: it grows r = exp(x / h) a year to x in
year h. An effect multiplies a year's ratio (``LEVEL``) or adds to it (``POINTS``; against a ratio
below ``floor`` it adds in proportion, as ``scenarios.shape.lifted_by_year``). Where the effects are
uncertain there are equally likely *strata* of them. In each stratum the end is a rising function of
r; so Pr(moved <= y) is the mean over the strata of the law's own at the r that ends at y. Quantiles
move with the mean effect about the median and widen by the effects' spread in quadrature
(``predictive_law.widen``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, IntArray
from data.special import ndtri
from models.law import kernel
from models.law.marginals import Marginals

LEVEL, POINTS = 0, 1

LEAST = 1e-9
"""Smallest yearly ratio: nothing falls to nothing."""

_ROUNDS = 60


@dataclass(frozen=True, slots=True)
class Effects:
    """Yearly effects in the order in which they act: ``kinds`` (n,), ``size`` (n, strata, years).
    """

    kinds: IntArray
    size: FloatArray
    floor: float

    def ends(self, ratio: FloatArray, years: int) -> FloatArray:
        """Return where equal growth of ``ratio`` (..., 1 or strata) ends after ``years`` years.

        Shape (..., strata), relative to the start.
        """
        out = np.ones(np.broadcast_shapes(ratio.shape, (self.size.shape[1],)))
        for year in range(years):
            one = np.broadcast_to(ratio, out.shape)
            for kind, size in zip(self.kinds, self.size[:, :, year], strict=True):
                if kind == LEVEL:
                    one = one * size
                else:
                    one = np.where(one < self.floor, one * (1 + size / self.floor), one + size)
            out = out * np.maximum(one, LEAST)
        return out

    def start(self, end: FloatArray, years: int) -> FloatArray:
        """Return the log growth (cells, strata) that ends at ``end`` (cells,), positive ones."""
        strata = self.size.shape[1]
        wanted = np.log(end)[:, None]
        low = np.full((len(end), strata), -60.0)
        high = np.full((len(end), strata), 60.0)
        for _ in range(_ROUNDS):  # halving: slow and sure, the reference of the kernel's Newton
            middle = (low + high) / 2
            with np.errstate(over="ignore"):
                below = np.log(self.ends(np.exp(middle), years)) < wanted
            low, high = np.where(below, middle, low), np.where(below, high, middle)
        return np.asarray(years * (low + high) / 2)


@dataclass(frozen=True, slots=True)
class MovedLaw:
    """``law`` (series, horizon, levels) of log growth under ``effects``."""

    law: Marginals
    effects: Effects

    def below(self, row: IntArray, column: IntArray, edge: FloatArray) -> FloatArray:
        """Return Pr(moved <= edge) (cells, points) of years ``column`` (from 0) of series ``row``.

        ``edge`` (cells, points) are relative to the last value: 0 and less is never reached.
        """
        found = kernel.library()
        if found is not None:
            return kernel.below(found, self.law.levels, self.law.values, self.effects.kinds,
                                self.effects.size, self.effects.floor, row, column, edge)
        out = np.where(edge > 0, 1.0, 0.0)
        for year in np.unique(column):
            cell, point = np.nonzero((column == year)[:, None] & np.isfinite(edge) & (edge > 0))
            if not len(cell):
                continue
            x = self.effects.start(edge[cell, point], int(year) + 1)
            at = Marginals(self.law.levels, self.law.values[row[cell], year][:, None])
            out[cell, point] = at.cdf(x[:, None])[:, 0].mean(axis=-1)
        return out

    def quantile(self, row: IntArray, column: IntArray, levels: FloatArray) -> FloatArray:
        """Return quantiles (cells, levels) of the moved value, relative to the last."""
        at = Marginals(self.law.levels, self.law.values[row, column][:, None])
        return self.of_quantiles(at.quantile(levels)[:, 0], at.quantile(0.5)[:, 0, 0], column,
                                 levels)

    def of_quantiles(self, plain: FloatArray, middle: FloatArray, column: IntArray,
                     levels: FloatArray) -> FloatArray:
        """Return the same from the law's own quantiles ``plain`` (cells, levels) and medians."""
        normal, mean, found = ndtri(levels), self._mean(), kernel.library()
        if found is not None:
            return kernel.moved_quantiles(found, plain, middle, column, normal, self.effects.kinds,
                                          self.effects.size, mean.size, self.effects.floor)
        out = np.empty_like(plain)
        for year in np.unique(column):
            n, here = int(year) + 1, column == year
            ratio = np.exp(middle[here] / n)[:, None]
            centre = np.log(self.effects.ends(ratio, n))
            ends = np.log(mean.ends(np.exp(plain[here] / n)[..., None], n))[..., 0]
            away = np.hypot(ends - np.log(mean.ends(ratio, n)),
                            centre.std(axis=1)[:, None] * normal)
            out[here] = centre.mean(axis=1)[:, None] + np.sign(normal) * away
        return np.exp(np.maximum.accumulate(out, axis=-1))

    def _mean(self) -> Effects:
        """Return the effects' means: geometric ones of what multiplies."""
        size = self.effects.size
        level = np.exp(np.log(np.maximum(size, LEAST)).mean(axis=1, keepdims=True))
        points = size.mean(axis=1, keepdims=True)
        mean = np.where((self.effects.kinds == LEVEL)[:, None, None], level, points)
        return Effects(self.effects.kinds, mean, self.effects.floor)
