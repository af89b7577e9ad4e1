from __future__ import annotations

import numpy as np
import pytest

from models.law.counts import count_paths, integer_paths, small_share

N = 200_000


@pytest.mark.parametrize("size", [float("inf"), 4.0])
@pytest.mark.parametrize("mean", [0.0, 0.3, 5.0, 20.0, 60.0, 1234.5])
def test_mean_is_kept_and_paths_are_integers(mean: float, size: float) -> None:
    drawn = count_paths(np.full((N, 2), mean), np.random.default_rng(1), size=size)
    assert np.array_equal(drawn, np.floor(drawn))
    sd = max(float(drawn[:, 0].std()), 1e-9)
    assert abs(float(drawn[:, 0].mean()) - mean) < 5 * sd / np.sqrt(N)


@pytest.mark.parametrize("size", [float("inf"), 4.0])
def test_small_counts_have_the_variance_of_their_law(size: float) -> None:
    mean = 5.0
    drawn = count_paths(np.full((N, 1), mean), np.random.default_rng(2), size=size)
    share = float(small_share(np.array(mean)))
    expected = share * (mean + mean**2 / size)  # an integer mean is not rounded at all
    assert float(drawn.var()) == pytest.approx(expected, rel=0.03)


def test_large_counts_are_only_rounded() -> None:
    rng = np.random.default_rng(3)
    mean = np.exp(rng.normal(8, 0.5, (2000, 5)))
    drawn = count_paths(mean, rng)
    assert np.mean(np.abs(drawn - mean) < 1) > 0.999
    huge = np.full((3, 2), 1e30)
    assert count_paths(huge, rng) == pytest.approx(huge)


def test_the_handover_has_no_step() -> None:
    m = np.geomspace(0.1, 1e3, 4000)
    w = small_share(m)
    assert np.all(np.diff(w) <= 0)
    assert np.max(-np.diff(w)) < 0.01
    assert w[0] > 0.999
    assert w[-1] < 1e-6


def test_rounding_keeps_rising_paths_rising() -> None:
    rng = np.random.default_rng(4)
    mean = np.cumsum(rng.random((500, 8)), axis=1)
    rounded = integer_paths(mean, rng)
    assert np.all(np.diff(rounded, axis=1) >= 0)
    assert np.all(np.abs(rounded - mean) < 1)


@pytest.mark.parametrize(("mean", "size"), [(-1.0, 1.0), (1.0, 0.0), (1.0, float("nan"))])
def test_bad_arguments_are_errors(mean: float, size: float) -> None:
    with pytest.raises(ValueError, match="counts need"):
        count_paths(np.full((2, 2), mean), np.random.default_rng(0), size=size)
