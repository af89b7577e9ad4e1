"""How the indicators of one region move together, measured on the reference class.

Two things tie the targets of a plan to each other. All series of a calendar year share a shock:
its share of a series' variance over h years comes from the common calendar that the predictive
law itself uses (``models.law.class_calendar``). And what is left of a region's growth over h
years, once the mean of all regions in the same calendar years is taken out, is correlated between
families. For two indicators of one region

    r = c + (1 - c) * regional,

and for two regions r = c, with c the calendar's share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, frozen_floats
from data.reference.figures import Panel
from models.law.class_calendar import fit_calendar

LEAST_REGIONS = 5
"""Regions that must know a family's growth over the same years before their mean is taken out."""
PRIOR, PRIOR_WINDOWS = 0.2, 20.0
"""Regional correlation of two families nothing is known of, and the windows that is worth."""
PRIOR_VARIANCE = 0.035
"""Variance a year of a series' log growth beyond the calendar, where nothing is known of it."""
HIGHEST = 0.95
"""Of two different families: what the class shows above this is one thing counted twice."""
_WINSOR = 0.04


@dataclass(frozen=True, slots=True)
class Dependence:
    """What the reference class says of joint movement over ``horizon`` years.

    ``calendar`` is the share of variance that all series of the same years have in common.
    ``regional`` (F, F) are the correlations of regional residuals between ``families``, each drawn
    to their mean as far as it is uncertain. ``related`` is that mean: two series of one family.
    ``unrelated`` is for a pair with a family that the class does not know: the mean of the lower
    half of the pairs, as the upper half are two counts of one subject. ``windows`` counts the
    region-years behind the median pair, overlapping ones once.
    """

    horizon: int
    calendar: float
    families: tuple[str, ...]
    regional: FloatArray
    related: float
    unrelated: float
    regions: int
    windows: float

    def between(self, first: str, second: str, *, same_region: bool = True) -> float:
        """Return the correlation of two different series of these families."""
        if not same_region:
            return self.calendar
        return self.calendar + (1 - self.calendar) * self._regional(first, second)

    def _regional(self, first: str, second: str) -> float:
        if first == second and first:
            return self.related
        if first in self.families and second in self.families:
            at = self.families.index(first), self.families.index(second)
            return float(self.regional[at])
        return self.unrelated


def measure(panel: Panel, horizon: int) -> Dependence:
    """Measure joint movement over ``horizon`` years on the series of a reference class.

    Only windows that end inside the panel are used, so a panel cut at an as-of year gives what was
    known then. Taken from the level of government with the most series.
    """
    rows = _widest_level(panel)
    families = tuple(sorted({panel.ids[i].family for i in rows}))
    regions = tuple(sorted({panel.ids[i].region for i in rows}))
    logs = np.full((len(regions), len(families), len(panel.years)), np.nan)
    for i in rows:
        cell = logs[regions.index(panel.ids[i].region), families.index(panel.ids[i].family)]
        known = np.where(panel.values[i] > 0, panel.values[i], np.nan)
        if np.isfinite(known).sum() > np.isfinite(cell).sum():
            cell[:] = np.log(known)
    residual = regional_residuals(logs, horizon)
    regional, related, unrelated, windows = _correlations(residual, horizon)
    return Dependence(horizon, _calendar_share(logs, panel, horizon), families,
                      frozen_floats(regional), related, unrelated, len(regions), windows)


def _widest_level(panel: Panel) -> list[int]:
    levels = [id_.level for id_ in panel.ids]
    most = max(sorted(set(levels)), key=levels.count, default="")
    return [i for i, level in enumerate(levels) if level == most]


def regional_residuals(logs: FloatArray, horizon: int) -> FloatArray:
    """Return growth over ``horizon`` years without the mean of all regions in the same years.

    ``logs`` (regions, families, years) are log values, NaN where unknown; the result is (regions,
    families, years - horizon), NaN where fewer than ``LEAST_REGIONS`` regions know theirs.
    """
    if logs.shape[2] <= horizon:
        return np.full((*logs.shape[:2], 0), np.nan)
    growth = logs[:, :, horizon:] - logs[:, :, :-horizon]
    known = np.isfinite(growth)
    count = known.sum(axis=0)
    mean = np.where(known, growth, 0.0).sum(axis=0) / np.maximum(count, 1)
    return np.asarray(np.where(known & (count >= LEAST_REGIONS), growth - mean, np.nan))


def _correlations(residual: FloatArray, horizon: int) -> tuple[FloatArray, float, float, float]:
    """Return the (F, F) correlations, their mean, the mean of the lower half, and the windows.

    Empirical Bayes on Fisher's z: a pair is drawn to the mean of all pairs by its sampling variance
    against the spread between pairs; the mean to ``PRIOR`` by its windows.
    """
    f = residual.shape[1]
    known = np.isfinite(residual)
    pairs = [(a, b) for a in range(f) for b in range(a + 1, f)]
    z, weight = np.zeros(len(pairs)), np.zeros(len(pairs))
    for k, (a, b) in enumerate(pairs):
        both = known[:, a] & known[:, b]
        count = int(both.sum())
        if count < LEAST_REGIONS:
            continue
        x, y = (_winsorised(residual[:, i][both]) for i in (a, b))
        scale = float(np.sqrt((x * x).sum() * (y * y).sum()))
        if scale > 0:
            z[k] = np.arctanh(np.clip((x * y).sum() / scale, -HIGHEST, HIGHEST))
            weight[k] = count / horizon  # windows that overlap say the same thing
    out = np.eye(f)
    if not (weight > 0).any():
        out[~np.eye(f, dtype=bool)] = PRIOR
        return out, PRIOR, PRIOR, 0.0
    seen = weight > 0
    windows = float(np.median(weight[seen]))
    prior = float(np.arctanh(PRIOR))

    def drawn(values: FloatArray) -> float:
        return float((values.mean() * windows + prior * PRIOR_WINDOWS) / (windows + PRIOR_WINDOWS))

    mean = drawn(z[seen])
    noise = 1 / np.maximum(weight - 3, 1.0)
    spread = max(float(z[seen].var() - noise[seen].mean()), 0.0)
    trust = np.where(seen, spread / (spread + noise), 0.0)
    shrunk = np.clip(np.tanh(trust * z + (1 - trust) * mean), -HIGHEST, HIGHEST)
    for (a, b), r in zip(pairs, shrunk, strict=True):
        out[a, b] = out[b, a] = r
    lower = np.sort(z[seen])[: max(1, (int(seen.sum()) + 1) // 2)]
    return out, float(np.tanh(mean)), float(np.tanh(drawn(lower))), windows


def _winsorised(values: FloatArray) -> FloatArray:
    low, high = np.quantile(values, [_WINSOR, 1 - _WINSOR])
    return np.asarray(np.clip(values, low, high))


def _calendar_share(logs: FloatArray, panel: Panel, horizon: int) -> float:
    """Return the common calendar's share of the variance of growth over ``horizon`` years.

    The rest is the variance of growth less the calendar's, with a prior worth a few windows.
    """
    years = np.asarray(panel.years)
    flat = logs.reshape(logs.shape[0] * logs.shape[1], logs.shape[2])
    flat = flat[np.isfinite(flat).any(axis=1)]
    calendar = fit_calendar(flat, years, weight=np.ones(len(flat)))
    common = float(calendar.variance(np.array([horizon]))[0])
    own, windows = 0.0, 0
    if flat.shape[1] > horizon:
        excess = flat - calendar.at(years)[None, :]
        growth = excess[:, horizon:] - excess[:, :-horizon]
        growth = growth[np.isfinite(growth)]
        windows = len(growth)
        own = float(_winsorised(growth).var()) if windows else 0.0
    own = (windows * own + PRIOR_WINDOWS * PRIOR_VARIANCE * horizon) / (windows + PRIOR_WINDOWS)
    return common / (common + own)


def nearest_correlation(matrix: FloatArray) -> FloatArray:
    """Return the matrix with negative eigenvalues set to zero and a unit diagonal.

    Spectral projection and rescaling; a correlation matrix comes back as it was.
    """
    values, vectors = np.linalg.eigh(matrix)
    if (values >= 0).all():
        return matrix
    fixed = (vectors * np.maximum(values, 0.0)) @ vectors.T
    size = np.sqrt(np.diagonal(fixed))
    return np.asarray(fixed / np.outer(size, size))


@dataclass(frozen=True, slots=True)
class Node:
    """A series that targets rest on, as far as its joint movement goes."""

    region: str
    indicator: str
    family: str


def correlation_matrix(nodes: Sequence[Node], dependence: Dependence) -> FloatArray:
    """Return the correlations (m, m) among different series: valid and symmetric."""
    m = len(nodes)
    out = np.eye(m)
    for i, a in enumerate(nodes):
        for j in range(i):
            b = nodes[j]
            out[i, j] = out[j, i] = dependence.between(
                a.family, b.family, same_region=a.region == b.region)
    return nearest_correlation(out)
