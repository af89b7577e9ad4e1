"""What pace labels have been worth: of the past checks with a label, how many met their target.

Past windows of the class are read as five-year plans: a base, targets above it, a check in years
one to four. A label's hit rate is the share of its checks whose target was met in year five.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.randomness import generator
from data.reference.calibration import HitRateRow
from data.reference.figures import Panel
from data.special import expit, logit
from forecast.backtest.cells import FACTORS, positive_logs
from forecast.pace.methods import LAST_CHANGES, METHODS, windows
from forecast.pace.pace import GEOMETRIC_KINDS, pace_labels

PLAN_YEARS = 5
PLAN_FACTORS = tuple(f for f in FACTORS if f > 1)
"""Growth over five years that plans ask for; a target at or below the base has no pace."""

FEWEST_CHECKS = 30
"""Labels seen in fewer checks of a single year get no row of that year."""

FEWEST_BLOCKS = 1.5
"""Shorter classes are treated as if their base years held this many plans without overlap."""

LEVEL = 0.90
N_RESAMPLES = 1000

NOT_APPLICABLE = "N/A"
_EDGE = 1e-12


@dataclass(frozen=True, slots=True)
class Checks:
    """Checks of past five-year plans, each (c,).

    ``start`` and ``region`` are codes of the base year and the region: the clusters. ``labels`` by
    method are positions in the method's labels, -1 for N/A.
    """

    start: IntArray
    region: IntArray
    elapsed: IntArray
    met: BoolArray
    labels: Mapping[str, IntArray]


def hit_rate_table(panel: Panel, *, seed: int = 0) -> tuple[HitRateRow, ...]:
    """Return the hit rate of every label of every method, over all years and by years elapsed.

    Intervals (90 %) come from a bootstrap that draws regions, and base years in blocks of five,
    independently of each other, so that windows count as dependent that share a region or some of
    their years (Owen 2007, *Annals of Applied Statistics* 1; Kuensch 1989, *Annals of Statistics*
    17). Rows come in the order of methods, labels and years.
    """
    checks = past_checks(panel)
    draws = _Draws.make(checks, seed)
    rows = []
    for method in METHODS:
        level = checks.labels[method.name]
        for position, label in [*enumerate(method.labels), (-1, NOT_APPLICABLE)]:
            named = level == position
            for elapsed in (None, *range(1, PLAN_YEARS)):
                use = named if elapsed is None else named & (checks.elapsed == elapsed)
                n = int(use.sum())
                if n < (1 if elapsed is None else FEWEST_CHECKS):
                    continue
                low, high = draws.interval(checks, use)
                rows.append(HitRateRow(method.name, label, float(checks.met[use].mean()), n,
                                     low, high, elapsed))
    return tuple(rows)


def past_checks(panel: Panel) -> Checks:
    """Return every check of every five-year window of a class, for every target."""
    logs = positive_logs(panel.values)
    time = logs.shape[1]
    geometric = np.array([i.kind in GEOMETRIC_KINDS for i in panel.ids], dtype=np.bool_)
    names, region_of = np.unique([i.region or i.indicator for i in panel.ids], return_inverse=True)
    del names
    wide = np.concatenate([np.full((len(logs), LAST_CHANGES), np.nan), logs], axis=1)
    parts = []
    for elapsed in range(1, PLAN_YEARS):
        if time <= PLAN_YEARS:
            break
        last = time - PLAN_YEARS
        whole = np.isfinite(logs[:, :last] + logs[:, PLAN_YEARS:]
                            + logs[:, elapsed: elapsed + last])
        row, base = np.nonzero(whole)
        recent = wide[row[:, None], base[:, None] + elapsed + np.arange(LAST_CHANGES + 1)]
        parts.append(_checked(
            np.exp(np.stack([logs[row, base], logs[row, base + elapsed],
                             logs[row, base + PLAN_YEARS]], axis=1)),
            np.diff(np.exp(recent), axis=1), geometric[row], elapsed,
            (base.astype(np.int64), region_of[row].astype(np.int64))))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Checks(none, none, none, none > 0, {m.name: none for m in METHODS})
    return Checks(
        np.concatenate([p.start for p in parts]), np.concatenate([p.region for p in parts]),
        np.concatenate([p.elapsed for p in parts]), np.concatenate([p.met for p in parts]),
        {m.name: np.concatenate([p.labels[m.name] for p in parts]) for m in METHODS})


def _checked(
    figures: FloatArray, changes: FloatArray, geometric: BoolArray, elapsed: int,
    clusters: tuple[IntArray, IntArray],
) -> Checks:
    """Label windows with (base, at the check, at the end) in ``figures`` against every target."""
    each = len(PLAN_FACTORS)
    base, now, end = (np.repeat(column, each) for column in figures.T)
    target = (figures[:, :1] * np.array(PLAN_FACTORS)).ravel()
    batch = windows(
        base, target, value=now, base_year=0, year=elapsed, target_year=PLAN_YEARS,
        geometric=np.repeat(geometric, each), changes=np.repeat(changes, each, axis=0))
    start, region = (np.repeat(c, each) for c in clusters)
    return Checks(start, region, np.full(len(base), elapsed, dtype=np.int64),
                  end >= target * (1 - _EDGE),
                  {m.name: pace_labels(m.name, batch).level for m in METHODS})


@dataclass(frozen=True, slots=True)
class _Draws:
    """How often each base year (B, Y) and each region (B, R) was drawn.

    ``blocks`` is how many five-year plans that do not overlap the base years hold.
    """

    years: FloatArray
    regions: FloatArray
    blocks: float

    @staticmethod
    def make(checks: Checks, seed: int) -> _Draws:
        rng = generator(seed, "backtest", "prices")
        starts, regions = np.unique(checks.start), np.unique(checks.region)
        k, m = max(len(starts), 1), max(len(regions), 1)
        length = min(PLAN_YEARS, k)
        first = rng.integers(0, k, size=(N_RESAMPLES, -(-k // length)))
        # Blocks run on from the last year to the first, so that every year is drawn alike.
        drawn = ((first[..., None] + np.arange(length)) % k).reshape(N_RESAMPLES, -1)[:, :k]
        by_year = np.zeros((N_RESAMPLES, int(starts.max(initial=0)) + 1))
        if len(starts):
            np.add.at(by_year, (np.arange(N_RESAMPLES)[:, None], starts[drawn]), 1)
        by_region = np.zeros((N_RESAMPLES, int(regions.max(initial=0)) + 1))
        if len(regions):
            by_region[:, regions] = rng.multinomial(m, np.full(m, 1 / m), size=N_RESAMPLES)
        return _Draws(by_year, by_region, max(k / PLAN_YEARS, FEWEST_BLOCKS))

    def interval(self, checks: Checks, use: BoolArray) -> tuple[float, float]:
        """Return the interval of the share met among the checks in ``use``.

        Percentiles on the logit scale, their distance from the share stretched by
        ``sqrt(blocks / (blocks - 1))``: a bootstrap of b blocks shows (b - 1) / b of the variance.
        """
        years, regions = self.years.shape[1], self.regions.shape[1]
        cell = checks.start[use] * regions + checks.region[use]
        size = years * regions
        count = np.bincount(cell, minlength=size).reshape(years, regions)
        hits = np.bincount(cell, weights=checks.met[use], minlength=size).reshape(years, regions)
        n = ((self.years @ count) * self.regions).sum(axis=1)
        met = ((self.years @ hits) * self.regions).sum(axis=1)
        # Half a check of each outcome: a label that never failed is not certain.
        drawn = logit((met + 0.5) / (n + 1))
        middle = logit((hits.sum() + 0.5) / (count.sum() + 1))
        edges = np.quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], method="median_unbiased")
        stretch = np.sqrt(self.blocks / (self.blocks - 1))
        low, high = expit(middle + stretch * (edges - middle))
        share = float(hits.sum() / count.sum())
        return min(float(low), share), max(float(high), share)
