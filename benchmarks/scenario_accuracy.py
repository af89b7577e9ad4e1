#!/usr/bin/env python3
"""How far a scenario's effect in `batch` is from that of 40,000 paths: closed form, and 400 paths.

    python benchmarks/scenario_accuracy.py [--series 300]

Made-up series of ten figures as in batch_speed.py, targets 1 to 5 years ahead at the law's own 20
to 80 % points; scenarios of one and of several steps. Printed are the mean and the root mean square
of the error of the probability's change, the same of the logarithm of the moved quantiles, and the
error as a share of the change.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.batch_speed import series
from data.units import UNITS
from data.words import Kind
from forecast.batches import scenarios as routes
from forecast.batches.scenarios import Asked, Member, Occasion, effects
from forecast.knowledge import bundled_knowledge
from forecast.law.choice import Subject
from forecast.law.engine import Histories, LawEngine
from models.law.windows import LOOKBACK
from scenarios.file.reading import parse_scenarios

SCENARIOS = """\
scenarios:
- scenario: faster
  name: {en: f}
  steps: [{step: growth_shift, by: {triangular: {low: 0, mode: 4, high: 10}}}]
- scenario: slower
  name: {en: s}
  steps: [{step: growth_shift, by: {triangular: {low: -9, mode: -5, high: 0}}}]
- {scenario: fixed, name: {en: x}, steps: [{step: growth_shift, points: 3}]}
- scenario: shock
  name: {en: k}
  steps:
  - {step: pulse, percent: {uniform: {low: -30, high: -10}}, start: 1, recovery: 50}
  - {step: level_shift, percent: {uniform: {low: 0, high: 8}}, start: 2}
- scenario: both
  name: {en: b}
  steps:
  - {step: level_shift, percent: {uniform: {low: -20, high: 0}}, start: 2}
  - {step: growth_shift, points: {normal: {mean: 2, sd: 2}}, start: 2}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--series", type=int, default=300)
    count = parser.parse_args().series
    values = np.full((count, LOOKBACK), np.nan)
    values[:, -10:] = series(count, 10)
    said = LawEngine(bundled_knowledge()).answer(
        Histories(Subject(Kind.FLOW, ""), 2023, values), 5)
    assert said is not None
    law, rng = said.values, np.random.default_rng(3)
    row, column = np.arange(count), rng.integers(0, 5, count)
    share = rng.uniform(0.2, 0.8, count)
    low = np.array([law.quantile(np.array([p]))[i, c, 0]
                    for i, c, p in zip(row, column, share, strict=True)])
    asked = Asked(row, column, low, np.full(count, np.inf))
    members = [Member("", f"s{i}", float(v)) for i, v in enumerate(values[:, -1])]
    levels = np.array([0.025, 0.1, 0.5, 0.9, 0.975])
    found = parse_scenarios(SCENARIOS)

    def answer(paths: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """Return changes and log quantile factors of all scenarios, on so many paths (0: none)."""
        kept = routes.closed
        if paths:
            routes.closed = lambda _: False
        change, moved = [], []
        for first in range(0, count, 16):
            some = slice(first, first + 16)
            here = (row >= first) & (row < first + 16)
            part = effects(
                found, law.rows(some), lambda: said.ranks(5, paths, seed, "accuracy"),
                Asked(row[here] - first, column[here], low[here], asked.high[here]),
                members=members[some], occasion=Occasion(2023, Kind.FLOW, UNITS[""], seed),
                levels=levels)
            change.append([e.change for e in part])
            moved.append([np.log(e.after / e.before) for e in part])
        routes.closed = kept
        return np.concatenate(change, axis=1), np.concatenate(moved, axis=1)

    truth, factor = answer(40_000, 11)
    for name, (change, moved) in (("closed form", answer(0, 0)), ("400 paths", answer(400, 0)),
                                  ("400 paths, another seed", answer(400, 1))):
        print(name)
        for i, scenario in enumerate(found):
            off = change[i] - truth[i]
            by = moved[i] - factor[i]
            print(f"  {scenario.id:8s} P: mean change {truth[i].mean():+.3f}, "
                  f"bias {off.mean():+.4f}, rms {np.sqrt((off**2).mean()):.4f}, "
                  f"largest {np.abs(off).max():.3f}, "
                  f"of the change {np.sqrt((off**2).mean() / (truth[i]**2).mean()):.1%}; "
                  f"log quantiles: bias {by.mean():+.4f}, rms {np.sqrt((by**2).mean()):.4f}")


if __name__ == "__main__":
    main()
