#!/usr/bin/env python3
"""How fast the local page answers: medians of many requests, as a table in Markdown.

    python benchmarks/page_speed.py

Starts ``plancast serve`` on made-up plans of 20 and 99 targets, asks what its script asks while a
line is dragged or a slider moves (4,000 paths; no answer twice), and prints wall times in
milliseconds with the bars of the issue. The time of the browser's own drawing is not in them.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.page.served import Served, long_plan, served

REPEATS = 31
IN_VIEW = 20


def median_ms(ask: Callable[[int], object]) -> float:
    """Return the median time of an answer in milliseconds, the first two left out."""
    took = []
    for step in range(REPEATS):
        begun = time.perf_counter()
        ask(step)
        took.append(1000 * (time.perf_counter() - begun))
    return statistics.median(took[2:])


def slid(page: Served, plan: str, step: int, targets: list[str] | None) -> None:
    """Ask what a slider asks at one of its places."""
    spec = {"base": "policy-push", "id": "own",
            "set": [["steps.0.points.triangular.mode", 4.01 + step / 100]]}
    said = page.post("/api/ask/under", {"plan": plan, "scenarios": [spec], "targets": targets})
    assert said.status == 200, said


def dragged(page: Served, plan: str, step: int) -> None:
    """Ask what a dragged line asks."""
    said = page.post("/api/ask/target_at", {"plan": plan, "target": "i3", "value": 200 + step,
                                            "scenarios": ["baseline"]})
    assert said.status == 200, said


def wanted(page: Served, plan: str, step: int) -> None:
    """Ask which value has a probability."""
    said = page.post("/api/ask/target_for", {"plan": plan, "target": "i3",
                                             "probability": 0.3 + step / 100,
                                             "scenarios": ["baseline"]})
    assert said.status == 200, said


def main() -> None:
    """Measure and print."""
    rows: list[tuple[str, float, float]] = []
    for count in (20, 99):
        with tempfile.TemporaryDirectory() as made:
            plan = Path(made) / "long.yaml"
            plan.write_text(long_plan(count), encoding="utf-8")
            (Path(made) / "t").mkdir()
            begun = time.perf_counter()
            with served(str(plan), temp=Path(made) / "t") as page:
                page.get("/plan/long/overview?lang=en")
                first = 1000 * (time.perf_counter() - begun)
                view = [f"i{i}" for i in range(IN_VIEW)]
                if count == IN_VIEW:
                    rows.append(("first page after the command", first, 1500))
                    rows.append(("target line dragged", median_ms(
                        lambda k, p=page: dragged(p, "long", k)), 150))
                    rows.append(("value for a probability", median_ms(
                        lambda k, p=page: wanted(p, "long", k)), 150))
                    rows.append((f"slider, {count} targets", median_ms(
                        lambda k, p=page: slid(p, "long", k, None)), 150))
                else:
                    rows.append((f"slider, {count} targets, {IN_VIEW} in view", median_ms(
                        lambda k, p=page, v=view: slid(p, "long", k, v)), 400))
                    rows.append((f"slider let go, all {count} targets", median_ms(
                        lambda k, p=page: slid(p, "long", k, None)), 400))
    print("| | ms | bar |\n|---|---|---|")
    for what, took, bar in rows:
        print(f"| {what} | {took:.0f} | {bar:.0f} |")


if __name__ == "__main__":
    main()
