#!/usr/bin/env python3
"""Time the commands that a user waits for, cold, as whole processes.

    python benchmarks/cold_start.py [--runs 5]

Prints the median and the range of the wall time of each, the bound it has to keep, and the
machine's cores and versions. Ratios and medians are meaningful; single figures on a shared
machine are not.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

PLANCAST = Path(sys.executable).with_name("plancast")


def wall(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        jobs = (
            ("plancast --help", [str(PLANCAST), "--help"], 0.3),
            ("assess, 5 scenarios, 4,000 paths, no charts",
             [str(PLANCAST), "assess", "--out", folder, "--no-charts"], 2.5),
            ("assess with charts", [str(PLANCAST), "assess", "--out", folder], 6.5),
        )
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, "
              + ", ".join(f"{p} {version(p)}" for p in ("numpy", "scipy", "matplotlib")))
        for name, command, bound in jobs:
            wall(command)  # fills the file cache and writes bytecode, as any second use finds it
            times = sorted(wall(command) for _ in range(runs))
            median = statistics.median(times)
            print(f"{name:45s} median {median:5.2f} s  ({times[0]:.2f}-{times[-1]:.2f})  "
                  f"bound {bound} s  {'ok' if median <= bound else 'OVER'}")


if __name__ == "__main__":
    main()
