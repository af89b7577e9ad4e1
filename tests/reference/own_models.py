"""Our models at given parameters, and the textbook recursion, to compare with others."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.own.holt import Holt
from models.own.linear import LinearFit, Posterior
from models.own.ses import Ses
from models.own.theta import Theta
from models.spread import Spread

NO_PRIOR = Spread(df=0)
HORIZON = 6
STEPS = np.arange(1, HORIZON + 1)


def series_of(case: dict[str, Any]) -> tuple[FloatArray, BoolArray]:
    y = np.array(case["y"])
    return y, np.ones((1, len(y)), dtype=np.bool_)


def posterior_of(model: Ses | Holt | Theta, case: dict[str, Any]) -> Posterior:
    y, mask = series_of(case)
    fit: LinearFit = model.fit(y[None], mask)
    return fit.groups[0][1]


def point(posterior: Posterior) -> FloatArray:
    """Mean paths (HORIZON,) of the only node."""
    return _runs(posterior, np.zeros((1, posterior.mean.shape[2])), _silent(posterior, 1))[0]


def _runs(posterior: Posterior, start: FloatArray, noise: FloatArray) -> FloatArray:
    """Paths (p, HORIZON) at sigma 1; ``start`` (p, k), ``noise`` (p, HORIZON, r)."""
    paths = (1, len(start))
    return posterior.run(np.zeros(paths, dtype=np.int64), np.ones(paths), start[None],
                         noise[None])[0]


def _silent(posterior: Posterior, paths: int) -> FloatArray:
    return np.zeros((paths, HORIZON, posterior.nodes.noises))


def variances(posterior: Posterior) -> tuple[FloatArray, FloatArray]:
    """Variances (HORIZON,) by the innovations to come and by the state, in units of sigma**2."""
    k, size = posterior.mean.shape[2], HORIZON * posterior.nodes.noises
    by_noise = _runs(posterior, np.zeros((size, k)), np.eye(size).reshape(size, HORIZON, -1))
    by_state = _runs(posterior, np.eye(k), _silent(posterior, k))
    mean = point(posterior)
    return ((by_noise - mean) ** 2).sum(axis=0), ((by_state - mean) ** 2).sum(axis=0)


def smoothed(y: FloatArray, alpha: float, drift: float, start: float) -> tuple[FloatArray, float]:
    """Forecasts (HORIZON,) of exponential smoothing with drift, and its sum of squares."""
    level, squares = start, 0.0
    for value in y:
        error = value - level - drift
        level, squares = level + drift + alpha * error, squares + error**2
    return level + drift * STEPS, float(squares)
