#!/usr/bin/env python3
"""Do the counts of a region's indicators that beat their median spread as the joint law says?

    python benchmarks/joint_counts.py

At each provincial origin up to 2015 every province's families get the law's distribution of growth
(fitted on their own class as known then), and a "target" at its 30, 50 and 70 % quantile. How many
of a province's families then reach theirs is held against three laws of the count: independent
families, families tied by region only, and the joint law of plan level (region and calendar), all
measured on the class as known at the origin. Printed are, by horizon:

- the mean squared distance of the count from its expectation, as a ratio to each law's (1 is right,
  above 1 the law is too narrow); in brackets where the observed one stands among simulated worlds
  of the joint law, 32 provinces under one calendar each (below .05 or above .95 is a surprise);
- the same around the provinces' own mean, where the calendar plays no part;
- the share of counts inside the central 80 % range, and the deciles of the randomised probability
  integral transform, for independence and for the joint law.

Origins overlap and share calendars: the three are hardly more than one independent one.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.special import ndtri

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.arrays import FloatArray
from data.reference.figures import bundled_reference
from forecast.plan_level.correlation import Dependence, measure
from forecast.probability.counts import poisson_binomial
from models.law.predictive_law import fit_law
from models.law.windows import Panel

ORIGINS, HORIZONS, LEVELS = (2013, 2014, 2015), (2, 3, 5), (0.3, 0.5, 0.7)
PATTERN = (-3, -2, -1, 0)
LEAST_FAMILIES, WORLDS = 6, 1000


@dataclass(frozen=True)
class Cell:
    """One origin and horizon: probability integral transforms (regions, families), NaN unknown."""

    origin: int
    horizon: int
    families: tuple[str, ...]
    pit: FloatArray


def transforms(origin: int, horizon: int) -> Cell:
    """Say where each province's growth fell in its law, for every family with four years known."""
    full = bundled_reference().panel(origin + horizon)
    rows = [i for i, d in enumerate(full.ids) if d.level == "province"]
    family = np.array([full.ids[i].family for i in rows])
    region = np.array([full.ids[i].region for i in rows])
    values, years = np.array(full.values)[rows], np.array(full.years)
    values = np.where(values > 0, values, np.nan)
    names, places = tuple(sorted(set(family))), sorted(set(region))
    now = int(np.flatnonzero(years == origin)[0])
    seen, then = [now + o for o in PATTERN], now + horizon
    pit = np.full((len(places), len(names)), np.nan)
    for f, name in enumerate(names):
        mine = np.flatnonzero(family == name)
        mine = mine[np.isfinite(values[mine][:, [*seen, then]]).all(axis=1)]
        if len(mine) < 5:
            continue
        law = fit_law(Panel(values, years, (family == name).astype(np.int64)),
                      max_horizon=horizon, as_of=origin, family=1, patterns=(PATTERN,))
        said = law.predict(values[mine][:, seen], years[seen], horizon=horizon).marginals
        grown = np.log(values[mine, then] / values[mine, now])
        for k, i in enumerate(mine):
            pit[places.index(region[i]), f] = np.interp(
                grown[k], said.values[k, -1], said.levels)
    enough = np.isfinite(pit).sum(axis=1) >= LEAST_FAMILIES
    return Cell(origin, horizon, names, pit[enough])


def worlds(cell: Cell, dependence: Dependence, *, calendar: bool, regional: bool,
           rng: np.random.Generator, n: int = WORLDS) -> FloatArray:
    """Draw transforms (n, regions, families) of calibrated laws tied as ``dependence`` says."""
    c = dependence.calendar if calendar else 0.0
    r, f = cell.pit.shape
    z = rng.standard_normal((n, r, f))
    if regional:
        ties = np.array([[1.0 if a == b else
                          (dependence.between(a, b) - dependence.calendar)
                          / (1 - dependence.calendar)
                          for b in cell.families] for a in cell.families])
        values, vectors = np.linalg.eigh(ties)
        z = z @ ((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T)
    z = np.sqrt(c) * rng.standard_normal((n, 1, 1)) + np.sqrt(1 - c) * z
    return np.where(np.isfinite(cell.pit), z, np.nan)


def distance(reached: FloatArray, expected: FloatArray, *, within: bool) -> FloatArray:
    """Mean square of counts (..., regions) around their expectation, or around their own mean."""
    off = reached - expected
    if within:
        off = off - off.mean(axis=-1, keepdims=True)
    return np.asarray((off**2).mean(axis=-1))


def report(horizon: int) -> None:
    rng = np.random.default_rng(20151231 + horizon)
    cells = [(transforms(origin, horizon), measure(bundled_reference().panel(origin), horizon))
             for origin in ORIGINS]
    for level in LEVELS:
        lines: list[tuple[float, ...]] = []
        inside: dict[str, list[bool]] = {"independent": [], "joint": []}
        pits: dict[str, list[float]] = {"independent": [], "joint": []}
        for cell, tied in cells:
            count = np.isfinite(cell.pit).sum(axis=1)
            expected = count * (1 - level)
            seen = (cell.pit > level).sum(axis=1)
            joint = worlds(cell, tied, calendar=True, regional=True, rng=rng)
            drawn = (joint > ndtri(level)).sum(axis=2)
            alone = (worlds(cell, tied, calendar=False, regional=True, rng=rng)
                     > ndtri(level)).sum(axis=2)
            square = distance(seen, expected, within=False)
            apart = distance(seen, expected, within=True)
            free = float((count * level * (1 - level)).mean())
            of_joint = distance(drawn, expected, within=False)
            of_within = distance(drawn, expected, within=True)
            of_region = distance(alone, expected, within=False)
            lines.append((float(square / free), float(square / of_region.mean()),
                          float(square / of_joint.mean()), float((of_joint < square).mean()),
                          float(apart / of_within.mean()), float((of_within < apart).mean())))
            for r, m in enumerate(count):
                laws = {"independent": poisson_binomial(np.full(m, 1 - level)),
                        "joint": np.bincount(drawn[:, r], minlength=m + 1) / len(drawn)}
                for name, law in laws.items():
                    below = np.concatenate([[0.0], np.cumsum(law)])
                    low, high = (int(np.searchsorted(below[1:], q - 1e-12)) for q in (0.1, 0.9))
                    inside[name].append(low <= seen[r] <= high)
                    pits[name].append(below[seen[r]] + rng.random() * law[seen[r]])
        rows = np.array(lines)
        print(f"h={horizon} level={level}: MSE / independent {rows[:, 0].mean():.2f}, "
              f"/ region only {rows[:, 1].mean():.2f}, / joint {rows[:, 2].mean():.2f} "
              f"({', '.join(f'{p:.2f}' for p in rows[:, 3])}); around own mean / joint "
              f"{rows[:, 4].mean():.2f} ({', '.join(f'{p:.2f}' for p in rows[:, 5])}); 80 % range "
              f"holds {np.mean(inside['independent']):.2f} / {np.mean(inside['joint']):.2f}")
        for name in pits:
            share = np.histogram(pits[name], bins=10, range=(0, 1))[0] / len(pits[name])
            print(f"    PIT {name:<12}", " ".join(f"{s:.2f}" for s in share))


def main() -> None:
    for origin in (*ORIGINS, 2020, 2023):
        tied = measure(bundled_reference().panel(origin), 5 if origin > 2015 else 3)
        print(f"as of {origin}, {tied.horizon} years: calendar {tied.calendar:.2f}, related "
              f"{tied.related:.2f}, unrelated {tied.unrelated:.2f}, {tied.windows:.0f} windows "
              "a pair")
    for horizon in HORIZONS:
        report(horizon)


if __name__ == "__main__":
    main()
