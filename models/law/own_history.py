"""Where a long history has been going: its own straight lines draw the law's centre.

From about a dozen points on, the average of a law's median with simple own-history forecasts is
more accurate than either (the usual gain of combining, Bates and Granger 1969). The spread stays
the law's own.
"""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray
from data.special import stdtrit
from models.law.marginals import LEVELS, Marginals
from models.law.windows import COLUMN

# A series' own law: drift shrunk to the class, Student-t spread, all series at once.

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


LONG = 12
"""Points from which own lines have weight: the ladder's longest rung."""

RECENT = 6
"""Years of the recent line."""

WEIGHTS = (0.25, 0.5, 0.25)
"""Law, recent line, whole line. Chosen on M1 and M3 cut six and ten years short."""

REACH = 0.5
"""The centre moves by no more than this many standard deviations of the law."""

_LEAST = 0.05  # a line that falls to nothing is held at a twentieth of the last value
_TENTH, _NINETIETH = 0.1, 0.9
_SPAN = 2.5631  # standard deviations between the two in a normal law


def recentred(values: FloatArray, levels: FloatArray, history: FloatArray) -> FloatArray:
    """Return ``values`` (series, H, K), log growth at ``levels``, with the centre moved.

    ``history`` (series, years) are logs, the last column the last observation, NaN where not
    known. Series with fewer than ``LONG`` points are returned as they are.
    """
    long = np.isfinite(history).sum(axis=1) >= LONG
    if not long.any():
        return values
    part, logs = values[long], history[long]
    steps = np.arange(1, part.shape[1] + 1)
    low, middle, high = (part[..., int(np.argmin(np.abs(levels - p)))]
                         for p in (_TENTH, 0.5, _NINETIETH))
    recent, whole = (_line(logs, years, steps) for years in (RECENT, logs.shape[1] - 1))
    wanted = WEIGHTS[0] * middle + WEIGHTS[1] * recent + WEIGHTS[2] * whole
    reach = REACH * (high - low) / _SPAN
    out = np.array(values)
    out[long] = part + np.clip(wanted - middle, -reach, reach)[..., None]
    return out


def _line(logs: FloatArray, years: int, steps: np.ndarray[tuple[int], np.dtype[np.int64]],
          ) -> FloatArray:
    """Log growth (series, H) on the straight line through the first of the last ``years``."""
    window = logs[:, -(years + 1):]
    first = np.isfinite(window).argmax(axis=1)
    gap = window.shape[1] - 1 - first
    start = np.exp(window[np.arange(len(window)), first] - window[:, -1])
    slope = (1 - start) / np.maximum(gap, 1)
    return np.asarray(np.log(np.maximum(1 + slope[:, None] * steps, _LEAST)), dtype=np.float64)
