"""Make the calibration that ships: the backtest of the bundled class, written where it is read.

Run after a change of the law, the pace methods or the bundled figures:

    python benchmarks/ship_calibration.py

The file is what ``plancast backtest`` writes as ``calibration.json`` with default options. With
``--check`` nothing is written; the exit code is 1 when the shipped file is out of date.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy loads

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SHIPPED = ROOT / "data" / "bundled" / "calibration" / "calibration.json"


def main() -> int:
    """Write the shipped calibration, or compare it."""
    from data.writing import write_text
    from report.run_backtest import run_backtest

    text = run_backtest(None, format="json")
    same = SHIPPED.is_file() and SHIPPED.read_text(encoding="utf-8") == text
    if "--check" in sys.argv[1:]:
        print("up to date" if same else "out of date", file=sys.stderr)
        return 0 if same else 1
    write_text(SHIPPED, text)
    print(f"{'unchanged' if same else 'written'}: {SHIPPED.relative_to(ROOT)}", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
