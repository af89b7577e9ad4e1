"""Make the calibration that ships: the backtest of the bundled class, written where it is read.

Run after a change of the law, the pace methods or the bundled figures:

    python benchmarks/ship_calibration.py

The files are what ``plancast backtest`` writes as ``calibration.json`` and ``reliability.json``
with default options. With ``--check`` nothing is written; the exit code is 1 when a shipped file
is out of date.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy loads

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SHIPPED = ROOT / "data" / "bundled" / "calibration"


def main() -> int:
    """Write the shipped files, or compare them."""
    from data.io.writing import write_text
    from forecast.backtest.cells import HORIZONS
    from report.calibration.run_backtest import (
        calibration_text,
        measured,
        reference_panel,
        reliability_text,
    )

    summary = measured(*reference_panel(None), HORIZONS, seed=0)
    texts = {SHIPPED / "calibration.json": calibration_text(summary),
             SHIPPED / "reliability.json": reliability_text(summary)}
    stale = [path for path, text in texts.items()
             if not path.is_file() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv[1:]:
        print("out of date" if stale else "up to date", file=sys.stderr)
        return 1 if stale else 0
    for path, text in texts.items():
        write_text(path, text)
        state = "written" if path in stale else "unchanged"
        print(f"{state}: {path.relative_to(ROOT)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
