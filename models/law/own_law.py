"""A series' own law where no class speaks: damped drift, drawn to no change, in closed form.

Changes are independent with an unknown mean and spread. The mean's prior is no change, worth
``STILL_YEARS``; growth fades by ``DAMPING`` a year; the spread's prior is that of
``models.spread``, worth ``FREEDOM`` changes. The predictive law of each year is Student's t.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from data.arrays import BoolArray, FloatArray
from data.special import stdtrit
from models.law import kernel
from models.law.marginals import LEVELS, Marginals
from models.law.windows import LOOKBACK
from models.own.walks import changes
from models.spread import WEAK

FEWEST = 2
"""Observations from which a history has a law of its own."""

DAMPING = 0.9
STILL_YEARS = 0.5
FREEDOM = 2.0
"""All three chosen on M1 and M3 cut five and eight years short and on provincial figures up to 2015
(docs/decisions/0008): Brier .126 and .129; a plain drift has .146 and .137, the ladder's models in
equal parts .141 and .137."""


def own_law(z: FloatArray, mask: BoolArray, horizon: int) -> Marginals:
    """Return laws of the change from the last observation (series, horizon, levels).

    ``z`` (series, time) is on the series' own scale, its last column the last observation; gaps
    (``mask`` False) are allowed. Raises ``ValueError`` for a series with fewer than ``FEWEST``.
    """
    if np.any(mask.sum(axis=1) < FEWEST):
        raise ValueError(f"a law of one's own needs {FEWEST} observations")
    steps = np.arange(1, horizon + 1)
    drifted = np.cumsum(DAMPING**steps)
    found = kernel.library()
    if found is not None and mask.shape[1] == LOOKBACK and (mask == mask[0]).all():
        return Marginals(LEVELS, kernel.own(
            found, np.where(mask, z, np.nan), STILL_YEARS, FREEDOM, FREEDOM * WEAK.sd**2, drifted,
            _student(int(mask[0].sum()))))
    c = changes(np.where(mask, z, 0.0), mask)
    years = c.elapsed + STILL_YEARS
    mean = np.where(c.valid, c.change, 0.0).sum(axis=1) / years
    off = np.where(c.valid, c.change - c.gap * mean[:, None], 0.0)
    count = c.valid.sum(axis=1)
    freedom = FREEDOM + count
    variance = (FREEDOM * WEAK.sd**2 + (off**2 / c.gap).sum(axis=1)) / freedom
    spread = np.sqrt(variance[:, None] * (steps + drifted**2 / years[:, None]))
    kinds, which = np.unique(freedom, return_inverse=True)  # few: histories of a few lengths
    t = stdtrit(kinds[:, None], LEVELS)[which.ravel()]  # (series, levels)
    values = (mean[:, None] * drifted)[..., None] + spread[..., None] * t[:, None, :]
    return Marginals(LEVELS, np.asarray(values))


@cache
def _student(points: int) -> FloatArray:
    """Student's t quantiles at LEVELS of a history of so many figures."""
    return np.asarray(stdtrit(FREEDOM + points - 1, LEVELS))
