"""What a class gives to learn from: its calendar, its spreads and its weighted windows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray
from models.law.class_calendar import Calendar, fit_calendar
from models.law.class_law import Training
from models.law.windows import Panel, Windows, extract, features

RECENCY = 0.97  # weight of a window against one that ends a year later
COUSINS = 200.0  # observations of the own family at which a cousin series counts half
LEVEL_T = 1.8  # t statistic from which levels are believed; chosen on earlier origins
_UNKNOWN_SPREAD = 0.15  # of yearly log growth, where a class has none to show


@dataclass(frozen=True, slots=True)
class ClassData:
    """A class as known at its as-of year, in an order set by its content."""

    logs: FloatArray  # (series, T)
    excess: FloatArray  # (series, T) logs minus the common calendar path
    calendar: Calendar
    weight: FloatArray  # (series,) 1, or less for cousins
    own: BoolArray  # (series,) of the family asked for
    spread: float  # of yearly excess growth
    drift_sd: float  # between series, of mean excess growth
    level: FloatArray  # (2,) mean and sd of log levels; sd is infinite when levels are ignored

    def training(self, pattern: Sequence[int], *, horizon: int) -> Training:
        """Windows of one offset pattern with features and weights."""
        w = extract(self.excess, pattern, horizon=horizon)
        z = np.clip((self.logs[w.series, w.anchor] - self.level[0]) / self.level[1], -2.5, 2.5)
        weight = self.weight[w.series] * RECENCY ** (self.logs.shape[1] - 1 - w.anchor)
        f = features(w.history, z, class_spread=self.spread, drift_sd=self.drift_sd)
        return Training(w, f, weight)


def class_data(panel: Panel, *, family: int | None, use_level: bool) -> ClassData:
    """Read a panel that is already cut at the as-of year."""
    logs = np.log(panel.values)
    weight, own = _family_weight(panel, family)
    calendar = fit_calendar(logs, panel.years, weight=weight)
    excess = logs - calendar.path
    growth = np.diff(excess, axis=1)
    size = np.abs(growth[np.isfinite(growth)])
    spread = _UNKNOWN_SPREAD
    if len(size) > 2:
        capped = np.minimum(size, np.quantile(size, 0.95))
        spread = max(float(np.sqrt(np.mean(capped**2))), 0.01)
    seen = logs[np.isfinite(logs)]
    level = np.array([0.0, np.inf])
    if use_level and len(seen) and levels_speak(logs, excess):
        level = np.array([seen.mean(), max(seen.std(), 0.1)])
    return ClassData(
        logs=logs,
        excess=excess,
        calendar=calendar,
        weight=weight,
        own=own,
        spread=spread,
        drift_sd=_drift_sd(growth, spread),
        level=level,
    )


def levels_speak(logs: FloatArray, excess: FloatArray) -> bool:
    """Whether where a series starts foretells how fast or how steadily it then grows.

    Levels that were rescaled, or counted in other units, foretell nothing and only add noise. One
    observation a series: its first log level against its mean excess growth and against the log
    spread of that growth; a correlation whose t statistic exceeds ``LEVEL_T`` in either speaks.
    """
    growth = np.diff(excess, axis=1)
    known = np.isfinite(growth)
    some = known.sum(axis=1) >= 4
    if some.sum() < 20:  # too few to tell: a class is taken to be measured in one unit
        return True
    growth, known, logs = growth[some], known[some], logs[some]
    count = known.sum(axis=1)
    first = logs[np.arange(len(logs)), np.isfinite(logs).argmax(axis=1)]
    mean = np.where(known, growth, 0.0).sum(axis=1) / count
    square = np.where(known, (growth - mean[:, None]) ** 2, 0.0).sum(axis=1) / (count - 1)
    spread = np.log(np.sqrt(square) + 0.01)
    return max(_t_statistic(first, mean), _t_statistic(first, spread)) > LEVEL_T


def _t_statistic(x: FloatArray, y: FloatArray) -> float:
    """Size of the t statistic of a rank correlation, which no single series can make."""
    a, b = (v.argsort().argsort().astype(float) for v in (x, y))
    r = float(np.corrcoef(a, b)[0, 1])
    return abs(r) * float(np.sqrt((len(x) - 2) / max(1 - r * r, 1e-12)))


def join(parts: Sequence[Training]) -> Training:
    """Windows of all lengths together; an anchor seen at m lengths counts sqrt(m), not m, times."""
    series, anchor = (
        np.concatenate([getattr(p.windows, k) for p in parts]) for k in ("series", "anchor")
    )
    _, which, count = np.unique(series * 10_000 + anchor, return_inverse=True, return_counts=True)
    windows = Windows(
        history=np.concatenate([p.windows.history for p in parts]),
        outcome=np.concatenate([p.windows.outcome for p in parts]),
        series=series,
        anchor=anchor,
    )
    weight = np.concatenate([p.weight for p in parts]) / np.sqrt(count[which.ravel()])
    return Training(windows, np.concatenate([p.features for p in parts]), weight)


def _family_weight(panel: Panel, family: int | None) -> tuple[FloatArray, BoolArray]:
    """Weight per series, and which series are of the family itself."""
    n = len(panel.values)
    if family is None or panel.family is None:
        return np.ones(n), np.ones(n, dtype=bool)
    own = panel.family == family
    windows = float(np.isfinite(panel.values[own]).sum())
    return np.where(own, 1.0, COUSINS / (COUSINS + windows)), own


def _drift_sd(growth: FloatArray, spread: float) -> float:
    """Between-series sd of mean excess growth, by moments; never below a fifth of the spread."""
    count = np.isfinite(growth).sum(axis=1)
    some = count >= 2
    if some.sum() < 5:
        return 0.3 * spread
    mean = np.nansum(growth[some], axis=1) / count[some]
    noise = np.nanvar(growth[some], axis=1) / (count[some] - 1)
    # medians: a few wild series would otherwise decide for all
    between = (np.median(np.abs(mean)) / 0.6745) ** 2 - np.median(noise)
    return float(np.sqrt(max(between, (0.2 * spread) ** 2)))
