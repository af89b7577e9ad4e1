"""Scoring recorded runs: CRPS and PIT from quantiles, the error figures, shares of a change."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from scipy.special import ndtr

from data.arrays import FloatArray
from data.randomness import generator
from forecast.lifecycle.difference import FACTORS, TOGETHER, orders, shares
from forecast.lifecycle.summary import (
    Scores,
    crps_of,
    error_figures,
    kept,
    pit_of,
    probability_scores,
    summary_of,
)
from forecast.probability.verdict import CHANCE_LEVELS

NORMAL = np.array([
    -2.326348, -1.959964, -1.644854, -1.281552, -1.036433, -0.841621, -0.674490, -0.524401,
    -0.385320, -0.253347, -0.125661, 0.0, 0.125661, 0.253347, 0.385320, 0.524401, 0.674490,
    0.841621, 1.036433, 1.281552, 1.644854, 1.959964, 2.326348])


def one(quantiles: FloatArray | list[float], value: float, **more: FloatArray) -> float:
    return float(crps_of(np.array([quantiles]), np.array([value]), **more)[0])


@pytest.mark.parametrize("value", [-3.0, -1.0, 0.0, 0.4, 2.5])
def test_crps_from_quantiles_is_close_to_the_law_s_own(value: float) -> None:
    assert len(NORMAL) == len(CHANCE_LEVELS)
    # Gneiting and Raftery (2007), equation 21: CRPS of a standard normal distribution
    exact = value * (2 * ndtr(value) - 1) + 2 * np.exp(-value**2 / 2) / np.sqrt(
        2 * np.pi) - 1 / np.sqrt(np.pi)
    assert one(NORMAL, value) == pytest.approx(exact, rel=0.03)


def by_distribution(quantiles: list[float], levels: list[float], value: float) -> float:
    """The same from the other definition, the integral of (F - 1{y <= x})^2: between two quantiles
    F is linear, at the ends it jumps from 0 and to 1."""
    total = 0.0
    points = sorted({*quantiles, value})
    for low, high in pairwise(points):
        x = low + (high - low) * (np.arange(20_000) + 0.5) / 20_000
        f = np.interp(x, quantiles, levels, left=0.0, right=1.0)
        total += float(np.mean((f - (x >= value)) ** 2)) * (high - low)
    return total


@pytest.mark.parametrize("value", [-7.0, 1.0, 2.0, 3.4, 9.9, 10.0, 25.0])
def test_crps_agrees_with_its_other_definition(value: float) -> None:
    quantiles, levels = [1.0, 2.5, 4.0, 4.5, 10.0], [0.05, 0.25, 0.5, 0.75, 0.95]
    found = one(quantiles, value, levels=np.array(levels))
    assert found == pytest.approx(by_distribution(quantiles, levels, value), rel=1e-6)


def test_crps_by_hand() -> None:
    # A law that is sure of 3: the absolute error. And half at 0, half at 2: for y = 1 the loss
    # (F - 1{y <= x})^2 is 1/4 on both sides.
    assert one([3.0] * 5, 5.0, levels=np.array([0.1, 0.25, 0.5, 0.75, 0.9])) == pytest.approx(2.0)
    sharp = np.array([0.499999999, 0.500000001])
    assert one([0.0, 2.0], 1.0, levels=sharp) == pytest.approx(0.5)


def test_crps_prefers_the_right_law() -> None:
    draws = generator(3, "crps").standard_normal(400)
    right = np.mean([one(NORMAL, v) for v in draws])
    for wrong in (NORMAL + 1, 3 * NORMAL, NORMAL / 3):
        assert np.mean([one(wrong, v) for v in draws]) > right


def _kolmogorov(pits: FloatArray) -> float:
    n = len(pits)
    ordered = np.sort(pits)
    steps = np.arange(1, n + 1) / n
    return float(max(np.max(steps - ordered), np.max(ordered - steps + 1 / n)))


def test_pit_is_uniform_under_the_law_and_not_under_another() -> None:
    draws = generator(5, "pit").standard_normal(2000)
    laws = np.tile(NORMAL, (len(draws), 1))
    # Kolmogorov's bound at a false-alarm rate of 1e-6, plus half the outermost level, within which
    # the PIT is coarse.
    bound = np.sqrt(np.log(2 / 1e-6) / (2 * len(draws))) + CHANCE_LEVELS[0] / 2
    assert _kolmogorov(pit_of(laws, draws)) < bound
    assert _kolmogorov(pit_of(laws / 2, draws)) > bound


def test_pit_at_quantiles_between_them_and_beyond() -> None:
    levels = np.array([0.1, 0.5, 0.9])
    laws = np.array([[1.0, 2.0, 4.0]] * 6)
    found = pit_of(laws, np.array([1.0, 1.5, 2.0, 3.0, 0.0, 5.0]), levels=levels)
    assert found.tolist() == pytest.approx([0.1, 0.3, 0.5, 0.7, 0.05, 0.95])


def test_pit_of_tied_quantiles_is_the_middle_of_their_levels() -> None:
    tied = np.array([[0.0] * 12 + [1.0] * 11] * 3)
    found = pit_of(tied, np.array([0.0, -1.0, 9.0]))
    assert found.tolist() == pytest.approx([(CHANCE_LEVELS[0] + CHANCE_LEVELS[11]) / 2, .005, .995])


def test_error_figures() -> None:
    mean, absolute, root, spread = error_figures(np.array([-3.0, -1.0, 0.0, 1.0, 2.0, 3.0, 12.0]))
    assert mean == 2.0
    assert absolute == pytest.approx(22 / 7)
    assert root == pytest.approx(np.sqrt(168 / 7))
    # 7/6 of an error are taken from each side: from -1 + 1/6 up to 2 + 5/6.
    assert spread == pytest.approx(11 / 3)
    with pytest.raises(ValueError, match="no errors"):
        error_figures(np.array([]))


@pytest.mark.parametrize(("errors", "spread"), [
    ([-9, -1, 0, 1, 2, 12], 3), ([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 99], 7), ([4], 0),
    ([1, 4], 1),  # a third of an error from each side
])
def test_the_spread_is_what_is_left_without_the_outer_sixths(
        errors: list[float], spread: float) -> None:
    assert error_figures(np.array(errors[::-1], dtype=float))[3] == pytest.approx(spread)


def test_brier_and_log_by_hand() -> None:
    brier, log = probability_scores(np.array([1.0, 0.0, 1.0, 0.0]),
                                    np.array([0.8, 0.8, 0.0, np.nan]))
    assert brier.tolist() == pytest.approx([0.04, 0.64, 1.0, np.nan], nan_ok=True)
    assert log.tolist() == pytest.approx(
        [-np.log(0.8), -np.log(0.2), -np.log(0.001), np.nan], nan_ok=True)
    assert kept(np.array([0.0, 0.5, 1.0])).tolist() == [0.001, 0.5, 0.999]


def test_a_summary_compares_rivals_on_the_same_cases() -> None:
    nan = np.nan
    columns = {f: np.array([nan, nan, nan]) for f in Scores.__dataclass_fields__}
    columns |= {"met": np.array([1.0, 0, 1]), "brier": np.array([.1, .2, .6]),
                "brier_as_plan": np.array([.3, nan, .5]), "error": np.array([-5.0, nan, 5.0]),
                "inside80": np.array([1.0, nan, 0.0])}
    found = summary_of("baseline", Scores(**columns))
    assert (found.n, found.n_as_plan) == (3, 2)
    assert found.met == pytest.approx(2 / 3)
    assert found.brier_as_plan == pytest.approx(.4)
    assert found.brier_at_as_plan == pytest.approx(.35)
    assert (found.n_no_change, found.brier_no_change) == (0, None)
    assert (found.mean_error, found.mean_absolute_error, found.coverage80) == (0.0, 5.0, 0.5)
    assert (found.crps, found.log) == (None, None)


def _values(names: tuple[str, ...]) -> dict[frozenset[str], float]:
    rng = generator(7, "shares")
    return {frozenset(n for i, n in enumerate(names) if k >> i & 1): float(rng.random())
            for k in range(2 ** len(names))}


@pytest.mark.parametrize("names", [FACTORS, FACTORS[2:], ("figures",), ("time", "figures", "plan")])
def test_shares_add_up_and_do_not_depend_on_order(names: tuple[str, ...]) -> None:
    values = _values(names)
    found = dict(shares(names, values))
    assert sum(found.values()) == pytest.approx(
        values[frozenset(names)] - values[frozenset()], abs=1e-12)
    assert dict(shares(names[::-1], values)) == pytest.approx(found, abs=1e-12)


def test_a_figure_gets_its_whole_effect_when_it_needs_time_to_be_seen() -> None:
    assert all(o.index("time") < o.index("figures") for o in orders(FACTORS))
    assert len(orders(FACTORS)) == 60
    values = {frozenset[str](): 0.5, frozenset({"time"}): 0.45, frozenset({"time", "figures"}): 0.9}
    assert dict(shares(("time", "figures"), values)) == pytest.approx(
        {"time": -0.05, "figures": 0.45})


def test_what_cannot_be_taken_apart_is_said_together() -> None:
    ends = {frozenset[str](): 0.2, frozenset({"plan", "figures"}): 0.7}
    assert dict(shares(("figures", "plan"), ends)) == pytest.approx({TOGETHER: 0.5})
    assert shares(("figures", "plan"), {frozenset[str](): 0.2}) == ()
    assert shares((), {frozenset[str](): 0.2}) == ()
