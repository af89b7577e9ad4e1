"""The common calendar of a class."""

import numpy as np

from models.law.class_calendar import PRIOR_GROWTH, fit_calendar

YEARS = np.arange(2010, 2021)


def logs(shock_sd: float, n: int = 300) -> np.ndarray:
    rng = np.random.default_rng(5)
    growth = 0.1 + rng.normal(0, shock_sd, 10) + rng.normal(0, 0.05, (n, 10))
    return np.concatenate([np.zeros((n, 1)), np.cumsum(growth, axis=1)], axis=1)


def test_a_class_that_moves_together_has_the_larger_shock() -> None:
    still, moving = (fit_calendar(logs(s), YEARS, weight=np.ones(300)) for s in (0.0, 0.15))
    assert moving.shock > 5 * still.shock > 0


def test_uncertainty_grows_with_unknown_years_and_is_zero_for_known_ones() -> None:
    c = fit_calendar(logs(0.1), YEARS, weight=np.ones(300))
    v = c.variance(np.arange(6))
    assert v[0] == 0
    assert (np.diff(v) > 0).all()


def test_growth_returns_towards_the_anchor() -> None:
    c = fit_calendar(logs(0.02), YEARS, weight=np.ones(300))
    step = np.diff(c.at(np.arange(2020, 2040)))
    assert abs(step[-1] - c.anchor) < 1e-3
    assert PRIOR_GROWTH < c.anchor < c.mean


def test_a_class_without_growth_rates_falls_back_to_the_prior() -> None:
    c = fit_calendar(np.full((2, 11), np.nan), YEARS, weight=np.ones(2))
    assert c.anchor == PRIOR_GROWTH
    assert c.variance(np.array([3]))[0] > 0
