"""Recalibration: repairs a wrong law out of sample, leaves a right one alone, stays monotone."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtr, ndtri

from data.arrays import FloatArray, IntArray
from models.law.marginals import LEVELS, Marginals
from models.law.recalibration import Recalibration, fit_recalibration

YEARS, EACH = 60, 50


def maps(pit: FloatArray, *, pseudo: float = 30.0, years: int = YEARS) -> Recalibration:
    m = len(pit)
    full: IntArray = np.ones(m, dtype=np.int64)
    return fit_recalibration(pit, points=full * 4, horizon=full * 2,
                             year=np.arange(m) * years // m, horizons=3, pseudo=pseudo)


def said(mean: float, sd: float) -> Marginals:
    """One series whose law is normal at three horizons."""
    return Marginals(LEVELS, np.tile(mean + sd * ndtri(LEVELS), (1, 3, 1)))


def outcomes(seed: int) -> FloatArray:
    """Independent standard normal outcomes: the truth is mean 0, sd 1."""
    return np.random.default_rng(seed).standard_normal(YEARS * EACH)


def worst(pit: FloatArray) -> float:
    """Largest distance of the transforms' distribution function from the diagonal."""
    at = np.sort(pit)
    m = len(at)
    return float(np.max(np.abs(at - (np.arange(m) + 0.5) / m)))


def judged(law: Marginals, x: FloatArray) -> float:
    values = np.broadcast_to(law.values, (len(x), 3, len(LEVELS)))
    return worst(Marginals(LEVELS, values).cdf(np.tile(x[:, None], (1, 3)))[:, 1])


# 1.63 / sqrt(m) is the one per cent point of Kolmogorov's distance
LIMIT = 1.63 / np.sqrt(YEARS * EACH)


@pytest.mark.parametrize(("mean", "sd"), [(0.0, 0.6), (0.4, 1.0), (-0.3, 0.7), (0.2, 1.6)])
def test_a_wrong_law_is_repaired_out_of_sample(mean: float, sd: float) -> None:
    pit = ndtr((outcomes(1) - mean) / sd)
    later = outcomes(2)
    before = judged(said(mean, sd), later)
    after = judged(maps(pit).apply(said(mean, sd), points=4), later)
    assert before > 3 * LIMIT  # must fail: unrepaired, the law is found wrong
    assert after < before / 3
    assert after < 2 * LIMIT  # the shrinkage and the sample that taught it leave a little


def test_a_right_law_is_left_alone() -> None:
    found = maps(ndtr(outcomes(1)))
    off = np.abs(found.level_map[2, 1] - LEVELS)
    assert off.max() < LIMIT
    assert judged(found.apply(said(0.0, 1.0), points=4), outcomes(2)) < 2 * LIMIT


def test_uniform_transforms_give_the_identity_in_the_tails_too() -> None:
    even = (np.arange(20_000) + 0.5) / 20_000
    full: IntArray = np.ones(len(even), dtype=np.int64)
    found = fit_recalibration(even, points=full, horizon=full, year=np.arange(len(even)),
                              horizons=1, pseudo=1e-6)
    assert np.allclose(found.level_map[0, 0] / LEVELS, 1.0, atol=0.03)
    assert np.allclose((1 - found.level_map[0, 0]) / (1 - LEVELS), 1.0, atol=0.03)


def test_maps_rise_whatever_they_learned() -> None:
    rng = np.random.default_rng(5)
    for pit in (np.zeros(300), np.ones(300), np.full(300, 0.5), rng.choice([0.0, 1.0], 300)):
        found = maps(pit, pseudo=5.0, years=10)
        assert np.all(np.diff(found.level_map, axis=-1) > 0)
        assert np.all((found.level_map > 0) & (found.level_map < 1))
        assert np.all(np.diff(found.apply(said(0.1, 0.5), points=4).values, axis=-1) >= 0)


def test_without_windows_nothing_changes() -> None:
    law = said(0.3, 0.8)
    found = maps(np.empty(0))
    assert np.array_equal(found.windows, np.zeros((5, 3)))
    assert np.allclose(found.level_map, LEVELS)
    assert np.allclose(found.apply(law, points=1).values, law.values, atol=1e-9)


def test_other_lengths_and_horizons_keep_the_identity() -> None:
    found = maps(ndtr(outcomes(1) / 0.5))
    changed = np.abs(found.level_map - LEVELS).max(axis=-1) > 1e-9
    assert np.argwhere(changed).tolist() == [[2, 1]]
    assert found.maps(4, 6).shape == (6, len(LEVELS))


def test_one_bad_year_moves_the_map_less_than_many() -> None:
    pit = ndtr(outcomes(1) - 1.0)
    one, many = (np.abs(maps(pit, years=k).level_map - LEVELS).max() for k in (1, YEARS))
    assert one < many / 3


def test_arrays_and_back() -> None:
    found = maps(ndtr(outcomes(1) / 0.5))
    again = Recalibration.from_arrays(found.to_arrays())
    assert np.array_equal(again.level_map, found.level_map)
    assert np.array_equal(again.windows, found.windows)


@pytest.mark.parametrize(("pit", "horizon"), [(-0.1, 1), (1.1, 1), (0.5, 0), (0.5, 4)])
def test_impossible_arguments_are_refused(pit: float, horizon: int) -> None:
    one: IntArray = np.ones(1, dtype=np.int64)
    with pytest.raises(ValueError, match=r"transforms|horizon"):
        fit_recalibration(np.array([pit]), points=one, horizon=one * horizon, year=one, horizons=3)
