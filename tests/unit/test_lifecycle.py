"""Scoring recorded runs: CRPS and PIT from quantiles, and the error figures."""

from __future__ import annotations

import numpy as np
import pytest

from data.randomness import generator
from forecast.crps import crps_normal
from forecast.lifecycle.difference import _shapley
from forecast.lifecycle.scoring import crps_of, error_figures, pit_of
from forecast.verdict import CHANCE_LEVELS

NORMAL = (-2.326348, -1.959964, -1.644854, -1.281552, -1.036433, -0.841621, -0.674490, -0.524401,
          -0.385320, -0.253347, -0.125661, 0.0, 0.125661, 0.253347, 0.385320, 0.524401, 0.674490,
          0.841621, 1.036433, 1.281552, 1.644854, 1.959964, 2.326348)


@pytest.mark.parametrize("value", [-3.0, -1.0, 0.0, 0.4, 2.5])
def test_crps_from_quantiles_is_close_to_the_law_s_own(value: float) -> None:
    assert len(NORMAL) == len(CHANCE_LEVELS)
    exact = float(crps_normal(value, 0.0, sigma=1.0))
    assert crps_of(NORMAL, value) == pytest.approx(exact, rel=0.03)


def test_crps_prefers_the_right_law() -> None:
    draws = generator(3, "crps").standard_normal(400)
    right = np.mean([crps_of(NORMAL, v) for v in draws])
    for wrong in ([q + 1 for q in NORMAL], [3 * q for q in NORMAL], [q / 3 for q in NORMAL]):
        assert np.mean([crps_of(wrong, v) for v in draws]) > right


def _kolmogorov(pits: np.ndarray) -> float:
    n = len(pits)
    ordered = np.sort(pits)
    steps = np.arange(1, n + 1) / n
    return float(max(np.max(steps - ordered), np.max(ordered - steps + 1 / n)))


def test_pit_is_uniform_under_the_law_and_not_under_another() -> None:
    draws = generator(5, "pit").standard_normal(2000)
    # Kolmogorov's bound at a false-alarm rate of 1e-6, plus half the outermost level, within which
    # the PIT is coarse.
    bound = np.sqrt(np.log(2 / 1e-6) / (2 * len(draws))) + CHANCE_LEVELS[0] / 2
    assert _kolmogorov(np.array([pit_of(NORMAL, v) for v in draws])) < bound
    narrow = [q / 2 for q in NORMAL]
    assert _kolmogorov(np.array([pit_of(narrow, v) for v in draws])) > bound


def test_pit_of_tied_quantiles_is_the_middle_of_their_levels() -> None:
    tied = [0.0] * 12 + [1.0] * 11
    assert pit_of(tied, 0.0) == pytest.approx((CHANCE_LEVELS[0] + CHANCE_LEVELS[11]) / 2)
    assert pit_of(tied, -1.0) == pytest.approx(0.005)
    assert pit_of(tied, 9.0) == pytest.approx(0.995)


def test_error_figures() -> None:
    mean, absolute, root, spread = error_figures(np.array([-3.0, -1.0, 0.0, 1.0, 2.0, 3.0, 12.0]))
    assert (mean, absolute) == (2.0, pytest.approx(22 / 7))
    assert root == pytest.approx(np.sqrt(168 / 7))
    assert spread == pytest.approx(4.0)  # 3 - (-1): one of six in order on each side
    with pytest.raises(ValueError, match="no errors"):
        error_figures(np.array([]))


def test_shapley_shares_add_up_and_do_not_depend_on_order() -> None:
    rng = generator(7, "shapley")
    names = ("figures", "assumptions", "time")
    values = {frozenset(n for i, n in enumerate(names) if k >> i & 1): float(rng.random())
              for k in range(8)}
    shares = {n: _shapley(n, names, values) for n in names}
    assert sum(shares.values()) == pytest.approx(
        values[frozenset(names)] - values[frozenset()], abs=1e-12)
    turned = {n: _shapley(n, names[::-1], values) for n in names}
    assert turned == pytest.approx(shares, abs=1e-12)
