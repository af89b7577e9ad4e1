"""The growth all series of a class share in a year, and what is known of it in years to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from models.law.class_law import Training
from models.law.windows import Panel, Windows, extract, features

# What a class gives to learn from: its calendar, its spreads and its weighted windows.

RECENCY = 0.97  # weight of a window against one that ends a year later
RELATED_HALF = 200.0  # observations of the own family at which a related series counts half
LEVEL_T = 1.8  # t statistic from which levels are believed; chosen on earlier origins
_UNKNOWN_SPREAD = 0.15  # of yearly log growth, where a class has none to show


@dataclass(frozen=True, slots=True)
class ClassData:
    """A class as known at its as-of year, in an order set by its content."""

    logs: FloatArray  # (series, T)
    excess: FloatArray  # (series, T) logs minus the common calendar path
    calendar: Calendar
    weight: FloatArray  # (series,) 1, or less for related series
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
    return np.where(own, 1.0, RELATED_HALF / (RELATED_HALF + windows)), own


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


# Chosen on earlier origins of the provincial series and of M1 + M3 (docs/method/calibration.md).
PRIOR_GROWTH = 0.04  # long-run log growth of an unknown class, a year
PRIOR_YEARS = 6.0  # calendar years that prior is worth
PRIOR_SHOCK, PRIOR_SHOCK_SPREAD = 0.08, 0.7  # median and log sd of the yearly common shock
PERSISTENCE = 0.7  # of the common growth rate from year to year
RECENT = 0.7  # weight of a year's common growth against the next year's, when reading the latest
FORGET = 0.95  # the same for the class's long-run mean
_WINSOR = 0.04


@dataclass(frozen=True, slots=True)
class Calendar:
    """Common log growth per year of the class and the law of the years after the last."""

    years: IntArray  # (T,)
    path: FloatArray  # (T,) cumulative common growth, zero in the first year
    mean: float  # long-run growth a year as seen in the class
    anchor: float  # the same, shrunk to the prior: where growth returns to
    latest: float  # recent common growth
    latest_years: float  # effective calendar years behind `latest`
    shock: float  # variance of a year's common growth
    effective_years: float

    def at(self, years: IntArray) -> FloatArray:
        """Cumulative common growth at any years: expected after the last, mean before the first."""
        first, last = int(self.years[0]), int(self.years[-1])
        inside = self.path[np.minimum(np.maximum(years - first, 0), len(self.path) - 1)]
        ahead = np.maximum(years - last, 0)
        fade = PERSISTENCE * (1 - PERSISTENCE**ahead) / (1 - PERSISTENCE)
        later = ahead * self.anchor + (self.latest - self.anchor) * fade
        return np.asarray(inside + later + np.minimum(years - first, 0) * self.mean, dtype=float)

    def variance(self, steps: IntArray) -> FloatArray:
        """Variance of the common growth summed over the next `steps` unknown years.

        Innovations of an AR(1) growth rate, plus not knowing today's rate, plus not knowing the
        long-run mean from few calendar years.
        """
        h = int(steps.max(initial=0))
        response = np.cumsum(PERSISTENCE ** np.arange(h))
        innovation = np.concatenate([[0.0], np.cumsum(response**2)]) * (1 - PERSISTENCE**2)
        fade = np.concatenate([[0.0], np.cumsum(PERSISTENCE ** np.arange(1, h + 1))])
        at = np.arange(h + 1)
        total = (
            innovation
            + fade**2 / self.latest_years
            + (at - fade) ** 2 / max(self.effective_years, 1.0)
        )
        return np.asarray(self.shock * total[np.maximum(steps, 0)], dtype=float)


def fit_calendar(logs: FloatArray, years: IntArray, *, weight: FloatArray) -> Calendar:
    """Fit the common calendar of a class: `logs` (series, T), `weight` (series,)."""
    growth = np.diff(logs, axis=1)
    here = np.isfinite(growth)
    count = (here * weight[:, None]).sum(axis=0)
    if here.sum() < 3:
        return Calendar(
            years=years,
            path=PRIOR_GROWTH * np.arange(len(years), dtype=np.float64),
            mean=PRIOR_GROWTH,
            anchor=PRIOR_GROWTH,
            latest=PRIOR_GROWTH,
            latest_years=1.0,
            shock=PRIOR_SHOCK**2,
            effective_years=0.0,
        )
    low, high = np.quantile(growth[here], [_WINSOR, 1 - _WINSOR])
    clipped = np.where(here, np.clip(growth, low, high), 0.0)
    raw = (clipped * weight[:, None]).sum(axis=0) / np.maximum(count, 1e-9)
    # doubled: a class's series are not independent within a year
    noise = 2 * clipped[here].var() / np.maximum(count, 1e-9)
    age = np.arange(len(raw))[::-1]
    share = count * FORGET**age
    mean = float((share * raw).sum() / share.sum())
    effective = float(count.sum() ** 2 / (count**2).sum())
    shrink, shock = _shock(raw, noise, count, mean=mean, effective=effective)
    for _ in range(3):
        precision = np.where(count > 0, FORGET**age / (noise + shrink + 1e-6), 0.0)
        mean = float((precision * raw).sum() / precision.sum())
    common = np.where(count > 0, mean + (raw - mean) * shrink / (shrink + noise + 1e-9), mean)
    recent = RECENT**age
    latest_years = float(recent.sum() ** 2 / (recent**2).sum())
    share = recent * count / (recent * count).sum()
    seen = float((share * raw).sum())
    spread = float((share**2 * np.where(count > 0, noise, 0.0)).sum())
    trust = shock / latest_years / (shock / latest_years + spread)
    anchor = (effective * mean + PRIOR_YEARS * PRIOR_GROWTH) / (effective + PRIOR_YEARS)
    return Calendar(
        years=years,
        path=np.concatenate([np.zeros(1), np.cumsum(common)]).astype(np.float64),
        mean=mean,
        anchor=anchor,
        latest=mean + trust * (seen - mean),
        latest_years=latest_years,
        shock=shock,
        effective_years=effective,
    )


def _shock(
    raw: FloatArray, noise: FloatArray, count: FloatArray, *, mean: float, effective: float
) -> tuple[float, float]:
    """Variance of the common shock: as seen (for removing it) and with its prior (for the future).

    The prior matters because a class of eight years has seen eight shocks, however many series.
    """
    square = (
        float((count * (raw - mean) ** 2).sum() / count.sum()) * effective / max(effective - 1, 1.0)
    )
    error = float((count * np.where(count > 0, noise, 0.0)).sum() / count.sum())
    seen = float(
        (count * ((raw - mean) ** 2 - np.where(count > 0, noise, 0.0))).sum() / count.sum()
    )
    seen *= effective / max(effective - 1, 1.0)
    grid = np.exp(np.linspace(np.log(0.004), np.log(0.5), 40))
    likelihood = -0.5 * (effective - 1) * (np.log(grid**2 + error) + square / (grid**2 + error))
    prior = -0.5 * (np.log(grid / PRIOR_SHOCK) / PRIOR_SHOCK_SPREAD) ** 2
    weight = np.exp(likelihood + prior - (likelihood + prior).max())
    return max(seen, 0.0), float((weight * grid**2).sum() / weight.sum())
