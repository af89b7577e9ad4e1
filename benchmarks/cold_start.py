#!/usr/bin/env python3
"""Time the commands that a user waits for, cold, as whole processes.

    python benchmarks/cold_start.py [--runs 5]

Prints the median and the range of the wall time of each, the least processor time (which other
work on a shared machine moves less than the clock), the bound it has to keep, and the machine's
cores and versions. Ratios and medians are meaningful; single figures on a shared machine are not.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

PLANCAST = Path(sys.executable).with_name("plancast")

PLANS = (("cnipa-strong-ip-city-2016", 1.5), ("inner-mongolia-strong-ip-county", 1.5),
         ("xianning-14fyp-ip", 1.8), ("xinzhou-2015-2020-ip", 1.5))
"""The other bundled plans, and the seconds each may take; Xianning's has 99 targets."""


def spent(command: list[str]) -> tuple[float, float]:
    """Return the wall time and the processor time of a command, in seconds."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    # As an installed package runs: with its bytecode, which some environments forbid to write.
    usual = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                   env=usual)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        jobs = (
            ("plancast --help", [str(PLANCAST), "--help"], 0.15),
            ("assess, 5 scenarios, 4,000 paths, no charts",
             [str(PLANCAST), "assess", "--out", folder, "--no-charts"], 1.5),
            *((f"assess {name}", [str(PLANCAST), "assess", name], bound)
              for name, bound in PLANS),
            ("assess with charts", [str(PLANCAST), "assess", "--out", folder], 3.0),
            ("assess a plan that is not there", [str(PLANCAST), "assess", "no-such.yaml"], 1.0),
            ("solve a target, with tripwires",
             [str(PLANCAST), "solve", "ordos-14fyp-ip", "patent_grants"], 2.0),
        )
        print(f"{os.cpu_count()} cores, Python {platform.python_version()}, "
              + ", ".join(f"{p} {version(p)}" for p in ("numpy", "scipy", "matplotlib")))
        for name, command, bound in jobs:
            spent(command)  # fills the file cache and writes bytecode, as any second use finds it
            times, busy = zip(*(spent(command) for _ in range(runs)), strict=True)
            median = statistics.median(times)
            print(f"{name:45s} median {median:5.2f} s  ({min(times):.2f}-{max(times):.2f})  "
                  f"processor {min(busy):5.2f} s  bound {bound} s  "
                  f"{'ok' if median <= bound else 'OVER'}")


if __name__ == "__main__":
    main()
