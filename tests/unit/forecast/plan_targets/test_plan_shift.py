"""What being a plan's target adds to a law: the statistics alone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.plan_targets.shift import (
    GRID,
    SetEvidence,
    Shift,
    certain,
    counted,
    scored,
    shifts,
)

PROBABILITIES = st.floats(0.0, 1.0, allow_subnormal=False)


@st.composite
def any_shift(draw: st.DrawFn) -> Shift:
    weights = np.array(draw(st.lists(st.floats(0.01, 1.0), min_size=1, max_size=8)))
    values = sorted(draw(st.lists(st.floats(-4.0, 4.0), min_size=len(weights),
                                  max_size=len(weights))))
    return Shift(np.array(values), weights / weights.sum())


@given(PROBABILITIES)
def test_no_shift_changes_nothing(p: float) -> None:
    assert float(certain(0.0).applied(np.array(p))) == pytest.approx(p, abs=1e-12)


@given(any_shift(), PROBABILITIES, PROBABILITIES)
def test_a_higher_probability_stays_higher(shift: Shift, p: float, q: float) -> None:
    low, high = shift.applied(np.array(sorted((p, q))))
    assert 0.0 <= low <= high <= 1.0


@given(any_shift(), st.floats(0.001, 0.999), st.floats(0.01, 0.99))
def test_the_interval_holds_the_point_and_narrows_with_its_level(
        shift: Shift, p: float, level: float) -> None:
    point = float(shift.applied(np.array(p)))
    low, high = shift.interval(p, level=level)
    wide = shift.interval(p, level=0.999)
    assert wide[0] <= low <= point <= high <= wide[1]


@given(st.floats(0.001, 0.999), st.floats(-3.0, 3.0), st.floats(0.01, 2.0))
def test_a_larger_shift_gives_more(p: float, shift: float, more: float) -> None:
    at = np.array(p)
    assert certain(shift + more).applied(at) >= certain(shift).applied(at)


def test_ends_stay() -> None:
    np.testing.assert_array_equal(certain(2.0).applied(np.array([0.0, 1.0])), [0.0, 1.0])


def test_the_shift_that_made_the_outcomes_is_found() -> None:
    rng = np.random.default_rng(7)
    z = rng.normal(0.2, 0.8, 4000)
    met = z + 0.9 + rng.normal(size=4000) > 0
    at = float(GRID[np.argmax(scored(z, met))])
    # the information of a probit outcome is at most 2/pi each: four standard errors
    assert abs(at - 0.9) < 4 * np.sqrt(np.pi / 2 / 4000) * 1.5
    assert abs(float(GRID[np.argmax(scored(-z, met))]) - 0.9) > 0.15  # scores turned round


def test_counts_say_what_scored_targets_of_that_spread_say() -> None:
    rng = np.random.default_rng(3)
    z = rng.normal(0.0, 0.6, 20000)
    met = z + 0.5 + rng.normal(size=len(z)) > 0
    one = GRID[np.argmax(scored(z, met))]
    other = GRID[np.argmax(counted(met.sum(), (~met).sum(), spread=0.6))]
    assert abs(one - other) <= 0.05  # a step of the grid
    narrow = GRID[np.argmax(counted(met.sum(), (~met).sum(), spread=0.0))]
    assert narrow < other


@pytest.mark.parametrize("given_", [(-1, 2, 0.5), (1, -2, 0.5), (1, 2, -0.5)])
def test_counts_are_not_negative(given_: tuple[float, float, float]) -> None:
    with pytest.raises(ValueError, match="not negative"):
        counted(given_[0], given_[1], spread=given_[2])


def _counted(met: float, missed: float, regime: int, baseline: float | None = 0.0) -> SetEvidence:
    return SetEvidence(counted(met, missed, spread=0.6), regime, baseline)


def test_regimes_are_told_apart_and_a_new_one_is_wide() -> None:
    good = [_counted(38, 1, 0) for _ in range(5)]
    bad = [_counted(4, 30, 1) for _ in range(5)]
    high, low, new = shifts(good + bad, 2)
    assert high.mean > 1.0
    assert low.mean < -0.5
    assert low.mean < new.mean < high.mean
    assert new.sd > max(high.sd, low.sd)
    for s in (high, low, new):
        assert s.weights.sum() == pytest.approx(1.0)


def test_more_sets_make_a_regime_surer_and_one_set_does_not_settle_it() -> None:
    few = shifts([_counted(20, 20, 0, None)], 1)[0]
    many = shifts([_counted(20, 20, 0, None) for _ in range(12)], 1)[0]
    assert many.sd < few.sd
    assert few.sd > 0.4  # a set is drawn around its regime, and how far is hardly known


def test_sets_that_differ_make_the_next_one_unsure() -> None:
    alike = shifts([_counted(30, 10, 0) for _ in range(6)], 1)[0]
    apart = shifts([_counted(39, 1, 0), _counted(10, 30, 0)] * 3, 1)[0]
    assert apart.sd > alike.sd + 0.2


def test_a_baseline_that_was_assumed_adds_its_error_and_is_taken_off() -> None:
    known = shifts([_counted(30, 10, 0, None) for _ in range(20)], 1)[0]
    assumed = shifts([_counted(30, 10, 0, 0.0) for _ in range(20)], 1)[0]
    moved = shifts([_counted(30, 10, 0, 0.5) for _ in range(20)], 1)[0]
    assert assumed.sd > known.sd + 0.1
    assert assumed.mean - moved.mean == pytest.approx(0.5, abs=0.2)


def test_no_evidence_is_symmetric_and_wide() -> None:
    nothing, new = shifts([], 1)
    assert new.mean == pytest.approx(0.0, abs=1e-9)
    assert new.sd > 1.0
    np.testing.assert_allclose(nothing.weights, new.weights, atol=2e-3)


def test_a_regime_out_of_range_is_refused() -> None:
    with pytest.raises(ValueError, match="numbered"):
        shifts([_counted(1, 1, 2)], 2)
