"""Point forecasts and probabilities against statsmodels, at the same smoothing parameters.

Both sides are given the parameters; only initial states, filters and probabilities are compared.
A model with a single node and all random numbers at zero gives its point forecast.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from data.arrays import FloatArray
from models.own.arima import growth_system, integrated
from models.own.damped_holt import DampedHolt
from models.own.holt import Holt
from models.own.linear import LinearFit, Posterior
from models.own.local_trend import trend_system
from models.own.ses import Ses
from models.own.statespace import posterior_of_systems
from models.own.theta import Theta
from models.own.trend import Trend
from models.spread import Spread

NO_PRIOR = Spread(df=0)
HORIZON = 6


def _series(seed: int, n: int = 16) -> FloatArray:
    rng = np.random.default_rng(seed)
    return np.asarray(8 + np.cumsum(rng.normal(0.08, 0.12, n)) + rng.normal(0, 0.05, n))


def _point(posterior: Posterior, horizon: int = HORIZON) -> FloatArray:
    k, r = posterior.mean.shape[2], posterior.nodes.noises
    return posterior.run(np.zeros((1, 1), dtype=np.int64), np.zeros((1, 1)), np.zeros((1, 1, k)),
                         np.zeros((1, 1, horizon, r)))[0, 0]


def _posterior(fit: LinearFit) -> Posterior:
    return fit.groups[0][1]


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("alpha", "beta", "phi"), [
    (0.3, None, None), (0.8, None, None), (0.5, 0.2, None), (0.5, 0.2, 0.9), (0.9, 0.05, 0.85),
])
def test_smoothing_has_the_same_squares_and_forecasts(
    seed: int, alpha: float, beta: float | None, phi: float | None
) -> None:
    """statsmodels minimises the same squares over the initial state, numerically.

    Its optimiser stops within about 1e-3 of the minimum's location; a sum of squares is flat there,
    hence 1e-5 on the squares and 2e-3 (a fiftieth of the errors' size) on the forecasts. Ours is
    the exact minimum, so it may be lower and never higher.
    """
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    y = _series(seed)
    mask = np.ones((1, len(y)), dtype=bool)
    if beta is None:
        fit = Ses(NO_PRIOR, alphas=(alpha,)).fit(y[None], mask)
    elif phi is None:
        fit = Holt(NO_PRIOR, alphas=(alpha,), betas=(beta,)).fit(y[None], mask)
    else:
        fit = DampedHolt(NO_PRIOR, alphas=(alpha,), betas=(beta,), phis=(phi,)).fit(y[None], mask)
    posterior = _posterior(fit)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = ExponentialSmoothing(
            y, trend=None if beta is None else "add", damped_trend=phi is not None,
            initialization_method="estimated",
        ).fit(smoothing_level=alpha, smoothing_trend=beta, damping_trend=phi)
    # smoothing_trend is beta* (the share of alpha), as here.
    assert posterior.rate[0, 0] <= theirs.sse * (1 + 1e-9)
    assert posterior.rate[0, 0] == pytest.approx(theirs.sse, rel=1e-5)
    assert _point(posterior) == pytest.approx(np.asarray(theirs.forecast(HORIZON)), abs=2e-3)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_theta_has_the_same_drift_and_nearly_the_same_level(seed: int) -> None:
    """Same alpha, and half the least-squares slope a year on both sides.

    statsmodels smooths the series without its drift and adds the drift's accumulated effect
    afterwards, from another starting level; the two levels differ by what a starting level is
    still worth after n years, (1 - alpha)**n times a difference of a few errors.
    """
    from statsmodels.tsa.forecasting.theta import ThetaModel

    y = _series(seed, 20)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = ThetaModel(y, period=1, deseasonalize=False).fit()
    alpha = float(theirs.params["alpha"])
    fit = Theta(NO_PRIOR, alphas=(alpha,)).fit(y[None], np.ones((1, len(y)), dtype=bool))
    ours, reference = _point(_posterior(fit)), np.asarray(theirs.forecast(HORIZON))
    assert np.diff(ours) == pytest.approx(np.diff(reference), rel=1e-6)
    assert ours[0] == pytest.approx(reference[0], abs=1e-6 + (1 - alpha) ** len(y))


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("slope", "noise"), [(0.1, 0.4), (0.01, 0.8), (0.3, 0.0)])
def test_local_trend_is_statsmodels_unobserved_components(
    seed: int, slope: float, noise: float
) -> None:
    """Same filter, so equality to rounding; a missing year is stepped over by both."""
    from statsmodels.tsa.statespace.structural import UnobservedComponents

    y = _series(seed)
    y[5] = np.nan
    system = trend_system(slope, noise)
    posterior = posterior_of_systems(y, [system], np.ones(1), NO_PRIOR)
    model = UnobservedComponents(y, "local linear trend", use_exact_diffuse=True)
    theirs = model.smooth([system.noise, *system.state_cov])
    assert _point(posterior) == pytest.approx(np.asarray(theirs.forecast(HORIZON)), rel=1e-9)
    # Free of units the probability is -rate / 2 plus terms without data: difference two series.
    moved = np.where(np.arange(len(y)) == 9, y + 0.3, y)
    other = posterior_of_systems(moved, [system], np.ones(1), NO_PRIOR)
    again = UnobservedComponents(moved, "local linear trend", use_exact_diffuse=True)
    change = again.loglike([system.noise, *system.state_cov]) - theirs.llf
    assert (posterior.rate - other.rate)[0, 0] / 2 == pytest.approx(change, rel=1e-8)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("ar", "ma"), [(0.0, 0.0), (0.6, 0.0), (0.0, -0.45), (0.9, -0.3)])
def test_arima_is_generalised_least_squares(seed: int, ar: float, ma: float) -> None:
    """Against the textbook: mean by GLS with the ARMA covariance, conditional expectation ahead."""
    y = _series(seed)
    d, n = np.diff(y), len(y) - 1
    psi = np.empty(400)
    psi[0], psi[1:] = 1.0, (ar + ma) * ar ** np.arange(399)
    gamma = np.array([psi[: 400 - k] @ psi[k:] for k in range(n + HORIZON)])
    lag = np.abs(np.subtract.outer(np.arange(n + HORIZON), np.arange(n + HORIZON)))
    full = gamma[lag]
    precision = np.linalg.inv(full[:n, :n])
    mean = (precision @ d).sum() / precision.sum()
    ahead = mean + full[n:, :n] @ precision @ (d - mean)
    growth = posterior_of_systems(d, [growth_system(ar, ma)], np.ones(1), NO_PRIOR)
    posterior = integrated(growth, float(y[-1]))
    assert posterior.rate[0, 0] == pytest.approx((d - mean) @ precision @ (d - mean), rel=1e-8)
    assert _point(posterior) == pytest.approx(y[-1] + np.cumsum(ahead), rel=1e-9)


def test_trend_is_ordinary_least_squares_with_its_prediction_interval() -> None:
    from scipy.stats import t as student
    from statsmodels.regression.linear_model import OLS

    y, time = _series(4), np.arange(16.0)
    design = np.stack([np.ones(16), time], axis=1)
    seen = time != 7
    theirs = OLS(y[seen], design[seen]).fit().get_prediction(np.array([[1.0, 20.0]]))
    fit = Trend(NO_PRIOR).fit(y[None], seen[None])
    assert fit.df[0] == seen.sum() - 2
    end = fit.simulate(5, 200_000, np.random.default_rng(0))[0, :, -1]
    low, high = theirs.conf_int(obs=True, alpha=0.2)[0]
    scale = (high - low) / 2 / student.ppf(0.9, fit.df[0])
    error = 5 * np.sqrt(0.09 / 200_000) / student.pdf(student.ppf(0.9, fit.df[0]), fit.df[0])
    assert np.quantile(end, [0.1, 0.9]) == pytest.approx([low, high], abs=error * scale)
