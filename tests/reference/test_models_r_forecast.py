"""Models of the series' own history against the R package forecast.

``generate/r_forecast.R`` made the figures. What differs, and why, is in each test; where
statsforecast and R differ from each other (drift's spread, ARIMA's mean growth) ours is R's.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from data.arrays import FloatArray
from models.own.arima import Arima, growth_system, integrated
from models.own.base import Model
from models.own.drift import Drift
from models.own.ets import Ets
from models.own.holt import Holt
from models.own.no_change import NoChange
from models.own.ses import Ses
from models.own.statespace import posterior_of_systems
from models.own.theta import Theta
from tests.reference.own_models import (
    HORIZON,
    NO_PRIOR,
    STEPS,
    point,
    posterior_of,
    series_of,
    smoothed,
    variances,
)

HERE = Path(__file__).resolve().parent


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _said() -> dict[tuple[int, str, str], FloatArray]:
    """What R said, by years, model and name; the first row of the file is its version."""
    found: dict[tuple[int, str, str], list[float]] = {}
    for row in _rows("r_forecast.csv")[1:]:
        key = int(row["years"]), row["model"], row["name"]
        found.setdefault(key, []).append(float(row["value"]))
    return {key: np.array(values) for key, values in found.items()}


SAID = _said()
LENGTHS = sorted({years for years, _, _ in SAID})
CASES = {n: {"y": [float(r["y"]) for r in _rows("series.csv") if int(r["years"]) == n]}
         for n in LENGTHS}
each = pytest.mark.parametrize("n", LENGTHS)


def _one(n: int, model: str, name: str) -> float:
    return float(SAID[n, model, name][0])


@each
@pytest.mark.parametrize(("model", "name"), [(NoChange, "naive"), (Drift, "drift")])
def test_walks_are_the_same_to_rounding(
    n: int, model: type[NoChange] | type[Drift], name: str
) -> None:
    y, mask = series_of(CASES[n])
    fit = model(NO_PRIOR).fit(y[None], mask)
    sd = np.sqrt(fit.rate / fit.df * (STEPS + STEPS**2 * fit.drift_root**2))
    assert fit.last + STEPS * fit.drift == pytest.approx(SAID[n, name, "mean"], rel=1e-9)
    assert sd == pytest.approx(SAID[n, name, "sd"], rel=1e-9)


@each
@pytest.mark.parametrize(("form", "squares_off", "means_off"), [
    ("ses", 1e-6, 1e-6), ("holt", 5e-3, 0.15),
])
def test_smoothing_at_the_same_parameters(
    n: int, form: str, squares_off: float, means_off: float
) -> None:
    """With one state the first level is found by both. With two its search stops early.

    At ten years R's squares are .4 % above the least ones and its forecasts a seventh of their
    spread away; ours can only be lower. Its variance has n - 2 states degrees of freedom
    (parameters and first states), ours n - states: its uncertain parameters are drawn.
    """
    states = 1 if form == "ses" else 2
    alpha, sigma2 = _one(n, form, "alpha"), _one(n, form, "sigma2")
    model = (Ses(NO_PRIOR, alphas=(alpha,)) if form == "ses" else
             Holt(NO_PRIOR, alphas=(alpha,), betas=(_one(n, form, "beta") / alpha,)))
    posterior = posterior_of(model, CASES[n])
    squares, sd = sigma2 * (n - 2 * states), SAID[n, form, "sd"]
    assert posterior.rate[0, 0] <= squares * (1 + 1e-9)
    assert posterior.rate[0, 0] == pytest.approx(squares, rel=squares_off)
    assert np.max(np.abs(point(posterior) - SAID[n, form, "mean"]) / sd) < means_off
    assert variances(posterior)[0] == pytest.approx(sd**2 / sigma2, rel=1e-9)


@each
def test_theta_differs_by_what_the_first_level_is_still_worth(n: int) -> None:
    """R smooths the figures themselves and adds the drift afterwards.

    That is smoothing with drift from a first level that is one drift lower than that of its
    smoothing, where ours has the level of least squares: (1 - alpha)**n of the difference is left.
    """
    y, _ = series_of(CASES[n])
    alpha, drift = _one(n, "theta", "alpha"), np.polyfit(np.arange(n), y, 1)[0] / 2
    theirs = smoothed(y, alpha, drift, _one(n, "theta", "level") - drift)[0]
    ours = point(posterior_of(Theta(NO_PRIOR, alphas=(alpha,)), CASES[n]))
    assert theirs == pytest.approx(SAID[n, "theta", "mean"], rel=1e-9)
    assert ours == pytest.approx(theirs, abs=1e-9 + 2 * (1 - alpha) ** n)


@each
def test_autoregressive_growth_is_the_same(n: int) -> None:
    """At R's autoregression, the mean growth of the largest likelihood: to R's optimiser.

    It stops within 1e-3 of a spread. The spread is that of the innovations, with two parameters
    off the degrees of freedom; ours adds what the mean growth is uncertain by.
    """
    y, _ = series_of(CASES[n])
    ar, sigma2, sd = _one(n, "arima", "ar"), _one(n, "arima", "sigma2"), SAID[n, "arima", "sd"]
    growth = posterior_of_systems(np.diff(y), [growth_system(ar, 0.0)], np.ones(1), NO_PRIOR)
    posterior = integrated(growth, float(y[-1]))
    assert np.max(np.abs(point(posterior) - SAID[n, "arima", "mean"]) / sd) < 1e-3
    mean_variance = float((posterior.root[0, 1] ** 2).sum())
    assert sum(variances(posterior)) == pytest.approx(
        sd**2 / sigma2 + np.cumsum(1 - ar**STEPS) ** 2 * mean_variance, rel=1e-9)
    assert posterior.rate[0, 0] == pytest.approx(sigma2 * (n - 3), rel=1e-3)


@pytest.mark.parametrize(("model", "peer"), [
    (Ets(), "auto_ets"), (Arima(), "arima"), (Theta(), "theta"),
])
def test_averaging_stays_near_what_selecting_says(model: Model, peer: str) -> None:
    """Means and spreads in units of R's, which picks one form and one set of parameters.

    The largest difference is at 16 years, where R picks a trend that nothing moves, so that its
    spread does not grow with the horizon; ours keeps the other forms open.
    """
    errors, widths = list[FloatArray](), list[FloatArray]()
    for n in LENGTHS:
        y, mask = series_of(CASES[n])
        drawn = model.fit(y[None], mask).simulate(HORIZON, 4000, np.random.default_rng(0))[0]
        sd = SAID[n, peer, "sd"]
        errors.append(np.abs(drawn.mean(axis=0) - SAID[n, peer, "mean"]) / sd)
        widths.append(drawn.std(axis=0) / sd)
    assert np.max(errors) < 1.25
    assert np.mean(errors) < 0.3
    assert np.min(widths) > 0.85
    assert np.median(widths) < 1.4
