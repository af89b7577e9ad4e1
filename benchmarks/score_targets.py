#!/usr/bin/env python3
"""Answer every cell of a targets benchmark with `plancast batch`, each from its own reference.

    python benchmarks/score_targets.py --cells DIR --out DIR

A cell is a folder with history.csv, targets.csv and reference.csv; what the scorer reads is
written to a folder of the same name under --out. Where the cells also hold truth.csv, the tails are
printed: how often what was given a small or a large probability happened, and what keeping it
between .10 and .90 would have cost.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow.parquet

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from report.series.run_batch import BatchOptions, run_batch

TAILS = ((0.0, 0.03), (0.03, 0.10), (0.10, 0.90), (0.90, 0.97), (0.97, 1.0))
BOUNDS = (0.10, 0.90)
"""What a probability on weak evidence was once kept in."""


def outcomes(cell: Path, out: Path) -> list[tuple[float, float]]:
    """Return (probability, 1.0 if met) of every answered target of a cell with a known outcome."""
    with (cell / "truth.csv").open(encoding="utf-8") as file:
        met = {(r["unique_id"], r["target_id"]): r["met"] for r in csv.DictReader(file)}
    said = pyarrow.parquet.read_table(
        out / "verdicts.parquet", columns=["unique_id", "target_id", "probability"]).to_pylist()
    return [(r["probability"], float(met[r["unique_id"], r["target_id"]] in ("True", "1")))
            for r in said if r["probability"] is not None]


def tails(pairs: list[tuple[float, float]]) -> str:
    """Return a line a band of probabilities, and the Brier score with and without bounds."""
    p, met = np.array(pairs).T
    lines = []
    for low, high in TAILS:
        here = (p >= low) & ((p < high) | (high == 1.0))
        if here.any():
            lines.append(f"said {low:.2f}-{high:.2f}  n {here.sum():6d}  on average "
                         f"{p[here].mean():.3f}  happened {met[here].mean():.3f}")
    held = np.clip(p, *BOUNDS)
    lines.append(f"Brier {((p - met) ** 2).mean():.4f}, kept in {BOUNDS[0]:.2f}-{BOUNDS[1]:.2f} "
                 f"{((held - met) ** 2).mean():.4f}")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cells", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    cells = sorted(p for p in given.cells.iterdir() if (p / "history.csv").exists())
    start, refused = time.perf_counter(), 0
    for cell in cells:
        summary = run_batch(BatchOptions(
            cell / "history.csv", cell / "targets.csv", given.out / cell.name,
            reference=cell / "reference.csv"))
        refused += summary.refused
    print(f"{len(cells)} cells in {time.perf_counter() - start:.1f} s, {refused} targets refused")
    found = [pair for cell in cells if (cell / "truth.csv").exists()
             for pair in outcomes(cell, given.out / cell.name)]
    if found:
        print(tails(found))


if __name__ == "__main__":
    main()
