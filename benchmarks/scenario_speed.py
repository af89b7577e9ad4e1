#!/usr/bin/env python3
"""Time scenario analysis: 20 targets under 10 scenarios, 8 steps attributed, and the memory.

    python benchmarks/scenario_speed.py [--targets 20] [--paths 10000]

Wall and CPU seconds. Start-up is what any command does first (imports, the reference class); then
come the laws of the class for the plan's histories, fitted once a run, and what scenarios add:
drawing the paths and moving them. Targets look five years ahead; their histories have one, two, six
and ten points by turns, which is eight laws. The attributed steps all reach the target, so that all
2^8 subsets are computed.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

BEGIN = time.perf_counter()

# Every E402 below: importing the engine is part of the start-up that is timed.
from data.planfile.files import read_plan  # noqa: E402
from forecast.cases import Run, start_run  # noqa: E402
from forecast.knowledge import bundled_knowledge  # noqa: E402
from forecast.scenario_analysis.attribute import attribute  # noqa: E402
from forecast.scenario_analysis.compare import compare  # noqa: E402
from scenarios.file.reading import load_library, parse_scenarios  # noqa: E402

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
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plan.yaml"
        path.write_text(plan_text(asked.targets), encoding="utf-8")
        run = fresh_run(path, asked.paths)
    scenarios = (*load_library(), *parse_scenarios(MIXED))
    eight = parse_scenarios(EIGHT)[0]
    print(f"{'':26}{'wall':>7}{'CPU':>7}")
    tell("start-up", (time.perf_counter() - BEGIN, time.process_time()), (0.0, 0.0))
    begin = now()
    found = compare(run, run.plan.targets, scenarios, against=scenarios[0])
    first = elapsed(begin)
    begin = now()
    compare(run, run.plan.targets, scenarios, against=scenarios[0])
    again = elapsed(begin)
    counted = sum(len(row.sides) for row in found.rows)
    tell("class laws of the plan", first, again, "fitted once a run")
    tell("compare", again, (0.0, 0.0),
         f"{len(found.rows)} targets x {len(scenarios)} scenarios x {asked.paths:,} paths x "
         f"5 years ({counted} results)")
    begin = now()
    steps = attribute(run, run.plan.targets[:1], eight)
    reached = sum(s.reaches for s in steps.rows[0].shares)
    tell("attribute", elapsed(begin), (0.0, 0.0), f"{reached} steps, {2**reached} subsets")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{'peak memory':26}{peak:7.0f} MB")


def now() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def elapsed(begin: tuple[float, float]) -> tuple[float, float]:
    wall, cpu = now()
    return wall - begin[0], cpu - begin[1]


def tell(what: str, spent: tuple[float, float], less: tuple[float, float], note: str = "") -> None:
    """Print wall and CPU seconds; ``less`` is taken off."""
    wall, cpu = spent[0] - less[0], spent[1] - less[1]
    print(f"{what:26}{wall:7.2f}{cpu:7.2f} s   {note}".rstrip())


if __name__ == "__main__":
    main()
