"""Whole numbers of laws that spread over so many powers of ten that whole numbers have gaps."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from data.arrays import FloatArray, IntArray
from forecast.law.counting import Whole


class Wide:
    """Means spread evenly in log10 from ``low`` to ``high``, one cell."""

    def __init__(self, low: float, high: float) -> None:
        self.low, self.high = low, high

    def up_to(self, x: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore"):
            share = (np.log10(np.maximum(x, 0.0)) - self.low) / (self.high - self.low)
        return np.clip(share, 0.0, 1.0)

    def values(self, levels: FloatArray) -> FloatArray:
        return 10.0 ** (self.low + np.atleast_2d(levels) * (self.high - self.low))

    def take(self, cells: IntArray) -> Wide:
        return self


@pytest.mark.timeout(20)  # once it never came back: nothing lies between 2**60 and 2**60 + 2
def test_quantiles_where_whole_numbers_have_gaps() -> None:
    means, levels = Wide(0.0, 20.0), np.array([0.1, 0.5, 0.8, 0.975])
    plain = means.values(levels)
    found = Whole(flow=True).quantile(means, levels, plain, np.array([0]))
    assert found == pytest.approx(plain, rel=1e-6)
    assert found[0, 0] >= 1
    assert np.all(found == np.round(found))


class Normal:
    """Means with normal laws of their own, a cell each."""

    def __init__(self, middle: FloatArray, spread: FloatArray) -> None:
        self.middle, self.spread = middle[:, None], spread[:, None]

    def up_to(self, x: FloatArray) -> FloatArray:
        return np.asarray(ndtr((x - self.middle) / self.spread))

    def values(self, levels: FloatArray) -> FloatArray:
        return np.asarray(self.middle + self.spread * ndtri(levels))

    def take(self, cells: IntArray) -> Normal:
        return Normal(self.middle[cells, 0], self.spread[cells, 0])


def test_company_changes_no_count() -> None:
    """Counts of 0.5 to 5 million, some of them small ones: each is what it is when asked alone."""
    rng = np.random.default_rng(3)
    middle = 10.0 ** rng.uniform(-0.3, 6.7, 60)
    means, levels = Normal(middle, 0.2 * middle), np.array([0.1, 0.5, 0.9])
    whole, plain = Whole(flow=True), means.values(levels)
    k = np.round(middle * rng.uniform(0.7, 1.4, 60))
    tails, quantiles = whole.tail(means, k), whole.quantile(means, levels, plain, np.arange(60))
    for cell in range(60):
        alone = means.take(np.array([cell]))
        assert whole.tail(alone, k[[cell]])[0] == tails[cell]
        found = whole.quantile(alone, levels, plain[[cell]], np.array([0]))
        assert np.array_equal(found[0], quantiles[cell])
