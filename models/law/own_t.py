"""A series' own law: drift shrunk to the class, Student-t spread, all series at once."""

import numpy as np

from data.arrays import FloatArray
from data.special import stdtrit
from models.law.marginals import LEVELS, Marginals
from models.law.windows import COLUMN

FREEDOM = 3.0  # degrees of freedom the class's spread is worth
DRIFT_YEARS = 2.0  # years of the class's mean growth mixed into the own drift
MEMORY = 0.85  # weight of a growth rate against that of one year later


def own_t(
    history: FloatArray, features: FloatArray, *, class_spread: float, steps: FloatArray
) -> Marginals:
    """Excess log growth over `steps` years (H,) from `history` (series, LOOKBACK) alone.

    Growth is a random walk with unknown drift; the drift's prior mean is zero excess growth and its
    prior weight DRIFT_YEARS, so one observation gives the class's spread around no excess growth.
    """
    n, p = history.shape
    at = np.arange(p)
    finite = np.isfinite(history)
    seen = np.maximum.accumulate(np.where(finite, at, -1), axis=1)
    previous = np.concatenate([np.full((n, 1), -1), seen[:, :-1]], axis=1)
    step = finite & (previous >= 0)
    gap = np.where(step, at - previous, 1)
    value = np.where(finite, history, 0.0)
    growth = (
        np.where(step, value - value[np.arange(n)[:, None], np.maximum(previous, 0)], 0.0) / gap
    )
    weight = np.where(step, gap * MEMORY ** (p - 1 - at), 0.0)
    total = weight.sum(axis=1) + DRIFT_YEARS
    drift = (weight * growth).sum(axis=1) / total
    square = np.where(step, gap * (growth - drift[:, None]) ** 2, 0.0).sum(axis=1)
    freedom = FREEDOM + features[:, COLUMN["known"]]
    variance = (FREEDOM * class_spread**2 + square) / freedom
    spread = np.sqrt(variance[:, None] * (steps + steps**2 / total[:, None]))
    # the t quantile depends on the number of observations only
    kinds, which = np.unique(freedom, return_inverse=True)
    t = stdtrit(kinds[:, None], LEVELS[None, :])[which]
    values = drift[:, None, None] * steps[None, :, None] + spread[..., None] * t[:, None, :]
    return Marginals(levels=LEVELS, values=values)
