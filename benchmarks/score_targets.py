#!/usr/bin/env python3
"""Answer every cell of a targets benchmark with `plancast batch`, each from its own reference.

    python benchmarks/score_targets.py --cells DIR --out DIR

A cell is a folder with history.csv, targets.csv and reference.csv; what the scorer reads is
written to a folder of the same name under --out.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from report.series.run_batch import BatchOptions, run_batch


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


if __name__ == "__main__":
    main()
