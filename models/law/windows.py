"""Windows of a reference class: a short history, and what followed."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from data.arrays import FloatArray, IntArray

LOOKBACK = 16  # years a window can reach back; older observations are ignored
MEMORY = 0.8  # weight of a growth rate against that of one year later
DRIFT_PRIOR = 1.0  # years of zero excess growth mixed into every own mean
SPREAD_PRIOR = 2.0  # degrees of freedom given to the class's own spread
STEADY = 0.25  # of the class's spread: below this, own drift is followed and the class is not
FEATURES = (
    "drift",
    "mean",
    "last",
    "spread",
    "position",
    "drawdown",
    "curvature",
    "level",
    "known",
    "span",
    "scale",
    "growth0",
    "growth1",
    "rise",
    "steady",
    "free",
    "bent",
    "calm",
)
COLUMN = {name: i for i, name in enumerate(FEATURES)}


@dataclass(frozen=True, slots=True)
class Panel:
    """Series of a reference class: positive values (series, years), NaN where not known."""

    values: FloatArray
    years: IntArray  # (T,), consecutive
    family: IntArray | None = None  # (series,) codes, or None when not known

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.years):
            raise ValueError("panel values must be (series, years)")
        if len(self.years) > 1 and np.any(np.diff(self.years) != 1):
            raise ValueError("panel years must be consecutive; give gaps as NaN")

    def cut(self, as_of: int | None) -> "Panel":
        """The same panel as it was known at the end of `as_of`, in an order set by content only.

        Sorting by content makes every sum and every draw below independent of input order.
        """
        keep = self.years <= (as_of if as_of is not None else self.years.max(initial=0))
        values = np.where(self.values[:, keep] > 0, self.values[:, keep], np.nan)
        family = self.family if self.family is not None else np.full(len(values), -1)
        some = np.isfinite(values).any(axis=1)
        values, family = values[some], family[some]
        order = np.lexsort((*np.nan_to_num(values, nan=-1.0).T[::-1], family))
        return Panel(
            values=values[order],
            years=self.years[keep],
            family=None if self.family is None else family[order],
        )


@dataclass(frozen=True, slots=True)
class Windows:
    """Histories (windows, LOOKBACK) ending at column -1, and excess log growth (windows, H)."""

    history: FloatArray
    outcome: FloatArray
    series: IntArray
    anchor: IntArray  # column of the panel at which the history ends


def extract(excess: FloatArray, offsets: Sequence[int], *, horizon: int) -> Windows:
    """All windows of the class whose observations stand at `offsets` (years before the last).

    `excess` (series, T) is log value minus the common calendar path. Other observations inside a
    window are hidden, so that the class is seen exactly as gappy as the series to be predicted.
    """
    s, t = excess.shape
    padded = np.concatenate([np.full((s, LOOKBACK - 1), np.nan), excess], axis=1)
    future = np.concatenate([excess, np.full((s, horizon), np.nan)], axis=1)
    views = sliding_window_view(padded, LOOKBACK, axis=1)
    columns = np.array([LOOKBACK - 1 + o for o in offsets])
    known = np.isfinite(views[..., columns]).all(axis=-1) if t else np.zeros((s, 0), bool)
    series, anchor = np.nonzero(known)
    steps = np.arange(1, horizon + 1)
    outcome = future[series[:, None], anchor[:, None] + steps] - excess[series, anchor][:, None]
    complete = np.isfinite(outcome).any(axis=1)
    series, anchor, outcome = series[complete], anchor[complete], outcome[complete]
    history = np.full((len(series), LOOKBACK), np.nan)
    history[:, columns] = views[series, anchor][:, columns]
    return Windows(history=history, outcome=outcome, series=series, anchor=anchor)


def features(
    history: FloatArray, level: FloatArray, *, class_spread: float, drift_sd: float
) -> FloatArray:
    """Features (windows, len(FEATURES)) that stay defined with gaps and with one observation.

    Growth rates are annualised over gaps; means are shrunk towards the class, the spread is taken
    around the shrunken drift (around the own mean it is far too small for short windows).
    `steady` is the empirical-Bayes drift (prior sd `drift_sd`, own spread), `free` how far the
    class may correct it: nothing for a series that grows like clockwork.
    """
    n, p = history.shape
    rows, at = np.arange(n), np.arange(p)
    finite = np.isfinite(history)
    last_known = np.maximum.accumulate(np.where(finite, at, -1), axis=1)
    previous = np.concatenate([np.full((n, 1), -1), last_known[:, :-1]], axis=1)
    step = finite & (previous >= 0)
    gap = np.where(step, at - previous, 1)
    value = np.where(finite, history, 0.0)
    before = value[rows[:, None], np.maximum(previous, 0)]
    growth = np.where(step, (value - before) / gap, 0.0)
    years = np.where(step, gap, 0).astype(float)
    weight = years * MEMORY ** (p - 1 - at)
    known, span = step.sum(axis=1).astype(float), years.sum(axis=1)
    drift = (weight * growth).sum(axis=1) / (weight.sum(axis=1) + DRIFT_PRIOR)
    mean = (years * growth).sum(axis=1) / (span + DRIFT_PRIOR)
    newest = np.where(step, at, -1).max(axis=1)
    last = np.where(newest >= 0, growth[rows, np.maximum(newest, 0)], 0.0) / (1 + DRIFT_PRIOR)
    square = (years * (growth - drift[:, None]) ** 2).sum(axis=1)
    scale = np.sqrt((SPREAD_PRIOR * class_spread**2 + square) / (SPREAD_PRIOR + known))
    # ten points in a row on one growth path are evidence, two are not: the prior fades fast
    prior = 0.03 + 1 / (1 + known) ** 2
    own = (prior * class_spread**2 + square) / (prior + known)
    plain = (weight * growth).sum(axis=1) / np.maximum(weight.sum(axis=1), 1e-9)
    count = weight.sum(axis=1) ** 2 / np.maximum((weight**2).sum(axis=1), 1e-9)
    steady = plain * drift_sd**2 * count / (drift_sd**2 * count + own)
    free = own / (own + (STEADY * class_spread) ** 2)
    now = history[:, -1]
    total = value.sum(axis=1) / np.maximum(finite.sum(axis=1), 1)
    top, bottom = np.nanmax(history, axis=1), np.nanmin(history, axis=1)
    out = (
        drift,
        mean,
        last,
        np.log(scale / class_spread),
        now - total,
        now - top,
        drift - mean,
        level,
        known,
        span,
        scale,
        growth[:, -1],
        growth[:, -2],
        now - bottom,
        steady,
        free,
        np.tanh(mean * (span + DRIFT_PRIOR)) / (span + DRIFT_PRIOR),
        0.5 * np.log(own) - np.log(class_spread),
    )
    return np.stack(out, axis=1)


def location_design(f: FloatArray) -> FloatArray:
    """Regressors (windows, p) of annual excess growth beyond the empirical-Bayes drift."""
    c = {name: f[:, i] for name, i in COLUMN.items()}
    few = 1 / (1 + c["known"])
    drift, scale = c["drift"], c["scale"]
    spread = np.clip(c["spread"], -1.5, 1.5)  # a wild series must not multiply its own drift
    return np.stack(
        (
            np.ones_like(few),
            few,
            drift,
            2 * drift * few,
            c["mean"],
            c["last"],
            np.tanh(drift / (2 * scale)) * scale,  # large own growth counts less than in proportion
            spread,
            spread * drift,
            np.abs(drift),
            2 * c["position"] / (1 + c["span"]),
            c["drawdown"],
            c["level"],
            c["level"] * few,
            0.5 * drift * np.exp(np.clip(-spread, -1.5, 1.5)),
            c["bent"],
        ),
        axis=1,
    )


def scale_design(f: FloatArray) -> FloatArray:
    """Regressors (windows, q) of the log absolute residual."""
    c = {name: f[:, i] for name, i in COLUMN.items()}
    few = 1 / (1 + c["known"])
    return np.stack(
        (
            np.ones_like(few),
            few,
            c["spread"],
            c["spread"] * few,
            np.abs(c["drift"]),
            c["drift"],
            c["level"],
            2 * np.abs(c["position"]) / (1 + c["span"]),
            np.minimum(-c["drawdown"], 1),
            c["calm"] * (1 - few),
            np.minimum(c["calm"] + 1.0, 0),
        ),
        axis=1,
    )
