"""Models of the series' own history against statsforecast's forecasts.

``generate/statsforecast_models.py`` made the figures. Where both have the same model, ours is given
their smoothing parameters and a prior that counts nothing, and every difference is one that can be
written down: degrees of freedom, the first level, and an optimiser that stops early. As they are
used, ours average over parameters and forms where theirs select; there only nearness can be asked.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

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
from models.own.walks import WalkFit
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

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "statsforecast.json").read_text(encoding="utf-8"))["cases"]

each = pytest.mark.parametrize("case", CASES, ids=lambda case: f"{len(case['y'])} years")


@each
def test_no_change_is_the_naive_forecast(case: dict[str, Any]) -> None:
    y, mask = series_of(case)
    fit: WalkFit = NoChange(NO_PRIOR).fit(y[None], mask)
    assert np.repeat(fit.last, HORIZON) == pytest.approx(case["naive"]["mean"], rel=1e-12)
    assert np.sqrt(fit.rate / fit.df * STEPS) == pytest.approx(case["naive"]["sd"], rel=1e-9)


@each
def test_drift_is_the_walk_with_drift_but_for_a_degree_of_freedom(case: dict[str, Any]) -> None:
    """Theirs divides the n - 1 squared residual changes by n - 1, though a drift was estimated."""
    y, mask = series_of(case)
    fit: WalkFit = Drift(NO_PRIOR).fit(y[None], mask)
    sd = np.sqrt(fit.rate / fit.df * (STEPS + STEPS**2 * fit.drift_root**2))
    changes = len(y) - 1
    assert fit.last + STEPS * fit.drift == pytest.approx(case["drift"]["mean"], rel=1e-12)
    assert sd * np.sqrt((changes - 1) / changes) == pytest.approx(case["drift"]["sd"], rel=1e-9)


@each
@pytest.mark.parametrize(("form", "states"), [("ses", 1), ("holt", 2)])
def test_smoothing_at_the_same_parameters(case: dict[str, Any], form: str, states: int) -> None:
    """Point forecasts, squares, and how the spread grows with the horizon.

    Their first states are searched for, ours solved for: the squares of theirs are the larger ones,
    by less than 1e-4, where the forecasts are within a fiftieth of their spread. Their variance has
    n - 2 - 2 states degrees of freedom (parameters, first states and two more), ours n - states:
    its uncertain parameters are drawn.
    """
    said, n = case[form], len(case["y"])
    model = (Ses(NO_PRIOR, alphas=(said["alpha"],)) if form == "ses" else
             Holt(NO_PRIOR, alphas=(said["alpha"],), betas=(said["beta"] / said["alpha"],)))
    posterior = posterior_of(model, case)
    squares = said["sigma2"] * (n - 2 - 2 * states)
    assert posterior.df[0] == n - states
    assert posterior.rate[0, 0] <= squares * (1 + 1e-9)
    assert posterior.rate[0, 0] == pytest.approx(squares, rel=1e-4)
    error = np.abs(point(posterior) - said["mean"]) / said["sd"]
    assert error.max() < 0.02
    assert variances(posterior)[0] == pytest.approx(
        np.array(said["sd"]) ** 2 / said["sigma2"], rel=1e-6)


@each
def test_theta_differs_by_what_the_first_level_is_still_worth(case: dict[str, Any]) -> None:
    """The same drift, half the slope, and the same smoothing; theirs starts from another level.

    Its level belongs to the second theta line; the other line adds half the intercept of the
    regression on 1 ... n. Ours is the start with the least squares. Both are put through the same
    textbook recursion.
    """
    said, (y, _) = case["theta"], series_of(case)
    slope, intercept = np.polyfit(np.arange(1, len(y) + 1), y, 1)
    alpha, drift = said["alpha"], slope / 2

    def squares(start: float) -> float:
        return smoothed(y, alpha, drift, start)[1]

    below, middle, above = (squares(y[0] + step) for step in (-1.0, 0.0, 1.0))
    best = float(y[0] + (below - above) / 2 / (below - 2 * middle + above))
    theirs = said["level"] + intercept / 2
    assert said["mean"] == pytest.approx(smoothed(y, alpha, drift, theirs)[0], rel=1e-9)
    ours = point(posterior_of(Theta(NO_PRIOR, alphas=(alpha,)), case))
    assert ours == pytest.approx(smoothed(y, alpha, drift, best)[0], rel=1e-9)
    assert squares(best) <= squares(theirs)


@each
def test_autoregressive_growth_differs_by_its_mean_alone(case: dict[str, Any]) -> None:
    """At their autoregression; the mean growth of theirs is not where the likelihood is largest.

    Given the autoregression, the likelihood falls with the generalised sum of squares, which is
    least at our mean and larger at theirs. Everything else is the same to rounding.
    """
    said, (y, _) = case["arima"], series_of(case)
    ar, d = said["ar"], np.diff(y)
    growth = posterior_of_systems(d, [growth_system(ar, 0.0)], np.ones(1), NO_PRIOR)
    posterior = integrated(growth, float(y[-1]))
    drift = float(posterior.mean[0, 0, 1])
    kept = np.cumsum(1 - ar ** STEPS)
    assert point(posterior) - kept * (drift - said["drift"]) == pytest.approx(
        said["mean"], abs=1e-9)
    mean_variance = float((posterior.root[0, 1] ** 2).sum())
    assert sum(variances(posterior)) == pytest.approx(
        np.array(said["sd"]) ** 2 / said["sigma2"] + kept**2 * mean_variance, rel=1e-6)

    def squares(mean: float) -> float:
        e = d - mean
        return float((1 - ar**2) * e[0] ** 2 + ((e[1:] - ar * e[:-1]) ** 2).sum())

    assert squares(drift) == pytest.approx(posterior.rate[0, 0], rel=1e-9)
    assert squares(drift) < squares(said["drift"])
    # Two parameters taken off the degrees of freedom; its optimiser leaves the fourth digit open.
    assert squares(said["drift"]) == pytest.approx(said["sigma2"] * (len(d) - 2), rel=1e-3)


@pytest.mark.parametrize(("model", "peer"), [(Ets(), "auto_ets"), (Arima(), "arima")])
def test_averaging_stays_near_what_selecting_says(model: Model, peer: str) -> None:
    """Means and spreads in units of theirs; five series, six years ahead.

    Theirs picks one form: where it picks a fixed trend (16 years) its spread does not grow at all,
    and ours, which keeps the other forms open, goes up to one of those spreads away. A spread of
    ours is narrower only where theirs loses degrees of freedom to parameters that ours draws.
    """
    errors, widths = list[FloatArray](), list[FloatArray]()
    for case in CASES:
        y, mask = series_of(case)
        drawn = model.fit(y[None], mask).simulate(HORIZON, 4000, np.random.default_rng(0))[0]
        sd = np.array(case[peer]["sd"])
        errors.append(np.abs(drawn.mean(axis=0) - case[peer]["mean"]) / sd)
        widths.append(drawn.std(axis=0) / sd)
    assert np.max(errors) < 1.1
    assert np.mean(errors) < 0.3
    assert np.min(widths) > 0.8
    assert np.median(widths) < 1.3


def test_another_smoothing_parameter_is_noticed() -> None:
    case = CASES[0]
    other = {**case, "ses": {**case["ses"], "alpha": case["ses"]["alpha"] - 0.1}}
    with pytest.raises(AssertionError):
        test_smoothing_at_the_same_parameters(other, "ses", 1)
