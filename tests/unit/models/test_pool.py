"""Learned own weights: they maximise the score, stay at the prior without data, ignore order."""

from __future__ import annotations

import numpy as np
import pytest

from data.arrays import FloatArray, IntArray
from models.law.pool import (
    FIRST_POINTS,
    PoolWeights,
    band_of,
    calendar_weights,
    learn_weights,
    one_weight,
)

HORIZON = 3
HALF = np.full((len(FIRST_POINTS), HORIZON), 0.5)


def normal(x: FloatArray, sd: float) -> FloatArray:
    return np.asarray(np.exp(-0.5 * (x / sd) ** 2) / (sd * np.sqrt(2 * np.pi)))


def world(share: float, *, years: int = 30, each: int = 40) -> dict[str, FloatArray]:
    """Outcomes that come from the own law (sd 1) with probability `share`, else from sd 3."""
    rng = np.random.default_rng(4)
    m = years * each
    x = rng.normal(0, np.where(rng.random(m) < share, 1.0, 3.0))
    year = np.repeat(np.arange(years), each)
    return {"own": normal(x, 1.0), "group": normal(x, 3.0), "year": year}


def learned(share: float, *, pseudo: float = 1.0, points: int = 4, **size: int) -> PoolWeights:
    w = world(share, **size)
    m = len(w["own"])
    full: IntArray = np.ones(m, dtype=np.int64)
    return learn_weights(w["own"], w["group"], points=full * points, horizon=full * 2,
                         year=w["year"].astype(np.int64), prior=HALF, pseudo=pseudo)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_share_that_made_the_outcomes_is_found(share: float) -> None:
    # 1200 outcomes with densities that overlap: four standard errors of the share are .12
    assert learned(share).at(4, 2)[1] == pytest.approx(share, abs=0.12)


def test_other_bands_and_horizons_keep_the_prior() -> None:
    own = learned(0.9).own
    others = np.ones(own.shape, dtype=bool)
    others[int(band_of(np.array([4]))[0]), 1] = False
    assert np.array_equal(own[others], HALF[others])


def test_the_weight_is_the_maximum_of_the_penalised_score() -> None:
    w = world(0.8)
    found = learned(0.8, pseudo=20.0).at(4, 2)[1]
    count = calendar_weights(np.zeros(len(w["own"]), dtype=np.int64), w["year"].astype(np.int64))
    grid = np.linspace(0.001, 0.999, 999)
    score = [(count * np.log(a * w["own"] + (1 - a) * w["group"])).sum()
             + 10.0 * (np.log(a) + np.log(1 - a)) for a in grid]
    assert found == pytest.approx(grid[int(np.argmax(score))], abs=0.002)


def test_more_pseudo_windows_draw_nearer_to_the_prior() -> None:
    away = [abs(learned(0.95, pseudo=p).at(4, 2)[1] - 0.5) for p in (1.0, 40.0, 1000.0, 1e6)]
    assert away == sorted(away, reverse=True)
    assert away[-1] < 0.001 < 0.3 < away[0]


def test_one_full_year_teaches_less_than_as_many_windows_of_many_years() -> None:
    one = learned(0.95, pseudo=20.0, years=1, each=400).at(4, 2)[1]
    many = learned(0.95, pseudo=20.0, years=100, each=4).at(4, 2)[1]
    assert 0.5 < one < many - 0.1


def test_the_order_of_windows_does_not_matter() -> None:
    w = world(0.7)
    m = len(w["own"])
    turn = np.random.default_rng(1).permutation(m)
    full: IntArray = np.ones(m, dtype=np.int64)
    a, b = (learn_weights(w["own"][i], w["group"][i], points=full * 4, horizon=full,
                          year=w["year"].astype(np.int64)[i], prior=HALF).own
            for i in (np.arange(m), turn))
    assert np.allclose(a, b, rtol=0, atol=1e-12)


def test_no_windows_leave_the_prior() -> None:
    none: IntArray = np.empty(0, dtype=np.int64)
    prior = np.linspace(0.1, 0.4, HALF.size).reshape(HALF.shape)
    empty = np.empty(0)
    found = learn_weights(empty, empty, points=none, horizon=none, year=none, prior=prior)
    assert np.allclose(found.own, prior)


def test_windows_neither_law_thought_possible_are_passed_over() -> None:
    none = np.zeros(5)
    full: IntArray = np.ones(5, dtype=np.int64)
    found = learn_weights(none, none, points=full, horizon=full, year=full, prior=HALF)
    assert np.array_equal(found.own, HALF)


def test_horizons_beyond_the_last_take_its_weight() -> None:
    own = np.tile([0.1, 0.2, 0.3], (len(FIRST_POINTS), 1))
    assert PoolWeights(own).at(10, 5).tolist() == [0.1, 0.2, 0.3, 0.3, 0.3]
    assert one_weight(0.25).at(7, 2).tolist() == [0.25, 0.25]


@pytest.mark.parametrize(("own", "horizon", "prior"), [
    (-1.0, 1, 0.5), (1.0, HORIZON + 1, 0.5), (1.0, 0, 0.5), (1.0, 1, 0.0), (1.0, 1, 1.0),
])
def test_impossible_arguments_are_refused(own: float, horizon: int, prior: float) -> None:
    one: IntArray = np.ones(1, dtype=np.int64)
    with pytest.raises(ValueError, match=r"densities|horizons|prior"):
        learn_weights(np.array([own]), np.ones(1), points=one, horizon=one * horizon, year=one,
                      prior=np.full(HALF.shape, prior))


def test_bands_of_history_length() -> None:
    assert band_of(np.array([1, 2, 3, 4, 5, 6, 9, 10, 40])).tolist() == [0, 1, 1, 2, 2, 3, 3, 4, 4]


def test_a_year_of_many_windows_counts_as_ten() -> None:
    cell: IntArray = np.zeros(1001, dtype=np.int64)
    year: IntArray = np.array([2000] * 1000 + [2001])
    weight = calendar_weights(cell, year, shared=0.1)
    assert weight[:1000].sum() == pytest.approx(1000 / (1 + 99.9))
    assert weight[1000] == 1.0
