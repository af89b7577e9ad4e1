#!/usr/bin/env python3
"""Time `plancast batch` on made-up series: microseconds a series, memory, growth with their number.

    python benchmarks/batch_speed.py [--series 56000] [--points 10] [--ahead 5] [--sizes 1000,10000]

Each size runs in a process of its own with one target a series and three scenarios (baseline and
two growth shifts). With statsforecast installed, AutoETS answers a sample in the same run and the
ratio is printed; figures on a shared machine mean little, ratios more.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd

SCENARIOS = """\
scenarios:
- scenario: faster
  name: {en: Faster}
  extends: baseline
  steps: [{step: growth_shift, by: {triangular: {low: 0, mode: 4, high: 10}}}]
- scenario: slower
  name: {en: Slower}
  extends: baseline
  steps: [{step: growth_shift, by: {triangular: {low: -9, mode: -5, high: 0}}}]
"""
CHILD = """\
import resource, sys, time
from pathlib import Path
from report.series.run_batch import BatchOptions, run_batch
folder = Path(sys.argv[1])
start = time.perf_counter()
run_batch(BatchOptions(folder / "history.csv", folder / "targets.csv", folder / "out",
                       scenarios=folder / "scenarios.yaml"))
print(time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
ROOT = Path(__file__).resolve().parent.parent
LAST = 2023


def series(count: int, points: int) -> np.ndarray:
    """Positive series (count, points): drifts and volatilities differ between them."""
    rng = np.random.default_rng(1)
    drift = rng.normal(0.06, 0.06, (count, 1))
    spread = np.exp(rng.normal(-2.2, 0.6, (count, 1)))
    steps = drift + spread * rng.standard_normal((count, points))
    return np.exp(rng.normal(6, 1.5, (count, 1)) + steps.cumsum(axis=1))


def write_inputs(folder: Path, values: np.ndarray, ahead: int) -> None:
    count, points = values.shape
    names = np.array([f"s{i:07d}" for i in range(count)])
    years = np.arange(LAST - points + 1, LAST + 1)
    pd.DataFrame({"unique_id": np.repeat(names, points), "ds": np.tile(years, count),
                  "y": values.ravel()}).to_csv(folder / "history.csv", index=False)
    pd.DataFrame({"unique_id": names, "target_id": "t", "year": LAST + ahead,
                  "value": values[:, -1] * 1.3, "sense": "at_least"}).to_csv(
                      folder / "targets.csv", index=False)
    (folder / "scenarios.yaml").write_text(SCENARIOS, encoding="utf-8")


def measured(values: np.ndarray, ahead: int) -> tuple[float, float]:
    """Return seconds and peak megabytes of one batch in a process of its own."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_inputs(folder, values, ahead)
        env = {**os.environ, "PYTHONPATH": str(ROOT), "OPENBLAS_NUM_THREADS": "1"}
        done = subprocess.run([sys.executable, "-c", CHILD, name], env=env, check=True,
                              stdout=subprocess.PIPE, text=True)
    seconds, memory = map(float, done.stdout.split()[-2:])
    return seconds, memory


def peer(values: np.ndarray, ahead: int) -> float | None:
    """Return AutoETS's microseconds a series on a sample; None when it is not installed."""
    if find_spec("statsforecast") is None:
        return None
    from statsforecast.models import AutoETS  # type: ignore[import-not-found]

    sample = values[:200]
    AutoETS(season_length=1).forecast(sample[0], h=ahead, level=[80, 95])  # compiles
    start = time.perf_counter()
    for row in sample:
        AutoETS(season_length=1).forecast(row, h=ahead, level=[80, 95])
    return (time.perf_counter() - start) / len(sample) * 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=56_000)
    parser.add_argument("--points", type=int, default=10)
    parser.add_argument("--ahead", type=int, default=5)
    parser.add_argument("--sizes", default="1000,10000",
                        help="Smaller numbers of series to time first.")
    given = parser.parse_args()
    print(f"{os.cpu_count()} cores, Python {platform.python_version()}, "
          + ", ".join(f"{p} {version(p)}" for p in ("numpy", "scipy", "pyarrow")))
    sizes = [int(s) for s in given.sizes.split(",") if s] + [given.series]
    cost = float("nan")
    for size in sizes:
        seconds, memory = measured(series(size, given.points), given.ahead)
        cost = seconds / size * 1e6
        print(f"{size:>9,d} series  {seconds:7.2f} s  {cost:7.1f} us a series  {memory:6.0f} MB")
    other = peer(series(200, given.points), given.ahead)
    if other is None:
        print("statsforecast is not installed: no ratio")
    else:
        print(f"AutoETS {other:.0f} us a series: {other / cost:.0f} times as long")


if __name__ == "__main__":
    main()
