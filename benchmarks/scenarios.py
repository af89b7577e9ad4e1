#!/usr/bin/env python3
"""Time scenario analysis: 20 targets under 10 scenarios, 8 steps attributed, and the memory.

    python benchmarks/scenarios.py [--targets 20] [--paths 10000]

Everything that a run does after start-up counts: fitting the laws of the class, drawing the paths,
and moving them. Start-up is what any command does first (imports, the reference class). Targets
look five years ahead; their histories have one, two, six and ten points by turns. The attributed
steps all reach the target, so that all 2^8 subsets are computed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

START = time.perf_counter()

from data.planfile import read_plan  # noqa: E402
from forecast.cases import Run, start_run  # noqa: E402
from forecast.knowledge import bundled_knowledge  # noqa: E402
from forecast.scenario_analysis.attribute import attribute  # noqa: E402
from forecast.scenario_analysis.compare import compare  # noqa: E402
from scenarios.reading import load_library, parse_scenarios  # noqa: E402

HEAD = """\
plan: made-up
title: {en: Made up}
region: {en: Springfield}
period: {base: 2020, start: 2021, end: 2025}
"""
KINDS = (("flow", "件"), ("stock", "件"), ("amount", "万元"), ("ratio", "件/万人"))
LENGTHS = (1, 2, 6, 10)
MIXED = """\
scenario: mixed
name: {en: Mixed}
extends: [slowdown, policy-push, shock-recovery]
"""
EIGHT = """\
scenario: eight
name: {en: Eight steps}
steps:
  - {step: growth_scale, factor: {triangular: {low: 0.4, mode: 0.7, high: 1}}}
  - {step: growth_shift, points: {triangular: {low: 0, mode: 4, high: 8}}, start: 1, ramp: 2}
  - {step: level_shift, percent: {normal: {mean: 3, sd: 1}}, start: 2}
  - {step: pulse, percent: {triangular: {low: -20, mode: -10, high: 0}}, years: 2, start: 1}
  - {step: elasticity, driver: output, elasticity: {normal: {mean: 0.6, sd: 0.2}},
     growth: {normal: {mean: 5, sd: 2}}, expected: 4}
  - {step: mixture, event: boom, probability: 0.3,
     steps: [{step: level_shift, percent: 10, start: 3}]}
  - {step: catch_up, rate: 12, percent: {uniform: {low: 0, high: 40}}}
  - {step: growth_shift, percent: {uniform: {low: -1, high: 2}}, group: second}
"""


def plan_text(targets: int) -> str:
    """Return a plan whose indicators differ in kind and in the length of their history."""
    indicators, rows, history = [], [], []
    for i in range(targets):
        kind, unit = KINDS[i % len(KINDS)]
        indicators.append(f"  i{i}: {{name: {{en: Indicator {i}}}, unit: {unit}, kind: {kind}}}")
        rows.append(f"  - {{indicator: i{i}, value: {150 + 10 * i}}}")
        length = LENGTHS[i // len(KINDS) % len(LENGTHS)]
        history += [f"  - {{indicator: i{i}, year: {year}, value: "
                    f"{(80 + 5 * i) * 1.07 ** (year - 2020):.2f}}}"
                    for year in range(2021 - length, 2021)]
    return HEAD + "\n".join(["indicators:", *indicators, "targets:", *rows, "history:", *history])


def fresh_run(path: Path, n_paths: int) -> Run:
    return start_run(read_plan(path), knowledge=bundled_knowledge(), n_paths=n_paths)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--targets", type=int, default=20)
    parser.add_argument("--paths", type=int, default=10_000)
    asked = parser.parse_args()
    path = Path(__file__).with_name(".scenarios-plan.yaml")
    path.write_text(plan_text(asked.targets), encoding="utf-8")
    try:
        run = fresh_run(path, asked.paths)
    finally:
        path.unlink()
    scenarios = (*load_library(), *parse_scenarios(MIXED))
    eight = parse_scenarios(EIGHT)[0]
    print(f"start-up                {time.perf_counter() - START:6.2f} s")
    begin = time.perf_counter()
    found = compare(run, run.plan.targets, scenarios, against=scenarios[0])
    seconds = time.perf_counter() - begin
    counted = sum(len(row.sides) for row in found.rows)
    print(f"compare                 {seconds:6.2f} s   {len(found.rows)} targets x "
          f"{len(scenarios)} scenarios x {asked.paths:,} paths x 5 years ({counted} results)")
    begin = time.perf_counter()
    compare(run, run.plan.targets, scenarios, against=scenarios[0])
    print(f"  with the laws fitted  {time.perf_counter() - begin:6.2f} s")
    again = replace(run, forecaster=replace(run.forecaster, seed=1))
    begin = time.perf_counter()
    steps = attribute(again, run.plan.targets[:1], eight)
    seconds = time.perf_counter() - begin
    reached = sum(s.reaches for s in steps.rows[0].shares)
    print(f"attribute               {seconds:6.2f} s   {reached} steps, {2**reached} subsets")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory             {peak:6.0f} MB")


if __name__ == "__main__":
    main()
