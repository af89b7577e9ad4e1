"""Worlds in which a model is right: series drawn from the law each model believes in.

Every generator is written out step by step, on its own, so that a mistake in a model's matrices is
not repeated here. Rows are series; the first ``n`` columns are history, the others the future.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from data.arrays import FloatArray
from models.own.arima import ROOTS
from models.own.damped_holt import PHIS
from models.own.holt import ALPHAS as TREND_ALPHAS
from models.own.holt import BETAS
from models.own.local_trend import NOISE_SHARES, SLOPE_SHARES
from models.own.ses import ALPHAS
from models.spread import Spread

World = Callable[[np.random.Generator, int, int, int, Spread], FloatArray]
Rng = np.random.Generator


def _sigma(rng: Rng, series: int, spread: Spread) -> FloatArray:
    return spread.sd * np.sqrt(spread.df / rng.chisquare(spread.df, series))


def walk(rng: Rng, series: int, n: int, h: int, spread: Spread, *, mean: float = 0.1,
         damped: tuple[float, float] | None = None) -> FloatArray:
    sigma = _sigma(rng, series, spread)
    mu = rng.normal(mean, 0.1, series) if mean else np.zeros(series)
    phi = rng.uniform(*damped, series) if damped else np.ones(series)
    y = np.empty((series, n + h))
    y[:, 0] = rng.normal(8, 2, series)
    for t in range(1, n + h):
        drift = mu * phi ** max(0, t - n + 1)
        y[:, t] = y[:, t - 1] + drift + sigma * rng.standard_normal(series)
    return y


def no_change(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    return walk(rng, series, n, h, spread, mean=0.0)


def damped_drift(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    return walk(rng, series, n, h, spread, damped=(0.80, 0.98))


def trend(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    sigma = _sigma(rng, series, spread)[:, None]
    a, b = rng.normal(8, 2, (series, 1)), rng.normal(0.1, 0.1, (series, 1))
    return a + b * np.arange(n + h) + sigma * rng.standard_normal((series, n + h))


def smoothing(rng: Rng, series: int, n: int, h: int, spread: Spread, *,
              alphas: tuple[float, ...], betas: tuple[float, ...] = (0.0,),
              phis: tuple[float, ...] = (1.0,), slope_sd: float = 0.3) -> FloatArray:
    sigma = _sigma(rng, series, spread)
    alpha, beta, phi = (rng.choice(grid, series) for grid in (alphas, betas, phis))
    level, slope = rng.normal(8, 2, series), rng.normal(0, slope_sd, series)
    y = np.empty((series, n + h))
    for t in range(n + h):
        error = sigma * rng.standard_normal(series)
        y[:, t] = level + phi * slope + error
        level = level + phi * slope + alpha * error
        slope = phi * slope + alpha * beta * error
    return y


def ses(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    return smoothing(rng, series, n, h, spread, alphas=ALPHAS, slope_sd=0.0)


def holt(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    return smoothing(rng, series, n, h, spread, alphas=TREND_ALPHAS, betas=BETAS)


def damped_holt(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    return smoothing(rng, series, n, h, spread, alphas=TREND_ALPHAS, betas=BETAS, phis=PHIS)


def ets(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    form = rng.integers(0, 3, series)
    choices = np.stack([world(rng, series, n, h, spread) for world in (ses, holt, damped_holt)])
    return choices[form, np.arange(series)]


def theta(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    sigma = _sigma(rng, series, spread)
    alpha = rng.choice(ALPHAS, series)
    t = np.arange(n) - (n - 1) / 2
    weight = t / (t @ t)
    # An error of year s moves y_s by 1 and every later year by alpha.
    later = np.array([weight[s + 1:].sum() for s in range(n)])
    slope_sd = np.sqrt(((weight + alpha[:, None] * later) ** 2).sum(axis=1))
    drift = sigma * slope_sd * rng.standard_normal(series)
    level = rng.normal(8, 2, series)
    y = np.empty((series, n + h))
    for t_ in range(n + h):
        error = sigma * rng.standard_normal(series)
        y[:, t_] = level + drift + error
        level = level + drift + alpha * error
    return y


def arima(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    sigma = _sigma(rng, series, spread)
    order = rng.integers(0, 4, series)
    coarse = np.array([*ROOTS[::3], ROOTS[-1]])
    pairs = np.array([(a, m) for a in coarse for m in coarse if abs(a + m) > 0.1])
    both = pairs[rng.integers(0, len(pairs), series)]
    ar = np.select([order == 1, order == 3], [rng.choice(ROOTS, series), both[:, 0]], 0.0)
    ma = np.select([order == 2, order == 3], [rng.choice(ROOTS, series), both[:, 1]], 0.0)
    mu, burn = rng.normal(0.1, 0.1, series), 100
    growth, last = np.zeros(series), np.zeros(series)
    y = np.empty((series, n + h))
    y[:, 0] = rng.normal(8, 2, series)
    for t in range(-burn, n + h):
        error = sigma * rng.standard_normal(series)
        growth = ar * growth + error + ma * last
        last = error
        if t > 0:
            y[:, t] = y[:, t - 1] + mu + growth
    return y


def local_trend(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    sigma = _sigma(rng, series, spread)
    slope_share, noise_share = rng.choice(SLOPE_SHARES, series), rng.choice(NOISE_SHARES, series)
    noise = sigma * np.sqrt((1 - slope_share) * noise_share)
    moves = sigma * np.sqrt((1 - slope_share) * (1 - noise_share))
    level, slope = rng.normal(8, 2, series), rng.normal(0.1, 0.3, series)
    y = np.empty((series, n + h))
    for t in range(n + h):
        y[:, t] = level + noise * rng.standard_normal(series)
        level = level + slope + moves * rng.standard_normal(series)
        slope = slope + sigma * np.sqrt(slope_share) * rng.standard_normal(series)
    return y


def _around(curve: FloatArray, rng: Rng, spread: Spread) -> FloatArray:
    sigma = _sigma(rng, len(curve), spread)[:, None]
    return curve + sigma * rng.standard_normal(curve.shape)


def _growth_parameters(rng: Rng, series: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    shape = (series, 1)
    return rng.normal(8, 1, shape), rng.uniform(0.4, 0.9, shape), rng.uniform(3, 6, shape)


def logistic(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    log_k, r, m = _growth_parameters(rng, series)
    t = np.arange(1, n + h + 1)
    return _around(log_k - np.log1p(np.exp(-r * (t - m))), rng, spread)


def gompertz(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    log_k, c, m = _growth_parameters(rng, series)
    t = np.arange(1, n + h + 1)
    return _around(log_k - np.exp(-c * (t - m)), rng, spread)


def bass(rng: Rng, series: int, n: int, h: int, spread: Spread) -> FloatArray:
    log_m = rng.normal(8, 1, (series, 1))
    p, q = rng.uniform(0.01, 0.03, (series, 1)), rng.uniform(0.4, 0.8, (series, 1))
    fall = np.exp(-(p + q) * np.arange(1, n + h + 1))
    flow = (p + q) ** 2 / p * fall / (1 + q / p * fall) ** 2
    return _around(log_m + np.log(flow), rng, spread)


WORLDS: dict[str, World] = {
    "drift": walk, "damped_drift": damped_drift, "no_change": no_change, "trend": trend,
    "ses": ses, "holt": holt, "damped_holt": damped_holt, "theta": theta, "ets": ets,
    "arima": arima, "local_trend": local_trend, "logistic": logistic, "gompertz": gompertz,
    "bass": bass,
}
