#!/usr/bin/env python3
"""Make the laws that ship, so that nobody waits for a fit that is the same every time.

    python benchmarks/ship_laws.py [--check]

Those that the bundled plans ask for as ``assess`` and ``memo`` do, and the first of them as
``solve`` does; and those of the bundled class's groups in its last year for unbroken histories of a
few lengths. Run after a change
of the law (and then raise ``models.law.learned.EDITION``), of the plans or the bundled figures.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")  # before numpy loads

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from data.planfile.bundled import bundled_plans  # noqa: E402  # after the threads
from data.planfile.files import DEFAULT_PLAN, bundled_plan  # noqa: E402  # after the threads
from data.words import BASELINE, Kind  # noqa: E402
from forecast.assessment import assess  # noqa: E402
from forecast.knowledge import bundled_knowledge  # noqa: E402
from forecast.law import classes  # noqa: E402
from forecast.law.choice import Subject  # noqa: E402
from forecast.law.classes import SHIPPED, written  # noqa: E402
from forecast.solve.answers import PROBABILITIES, Ask, solve_plan  # noqa: E402
from models.law.learned import Learned  # noqa: E402
from report.solve.run_solve import LeverWords, asked_lever, asked_measures  # noqa: E402
from scenarios.file.reading import resolve  # noqa: E402

LEVER = LeverWords("growth_shift", None, None, 0)
LENGTHS = (1, 2, 3, 5, 10)
KINDS = (Kind.FLOW, Kind.STOCK)
MEMO_YEARS = {"ordos-14fyp-ip": 2023}
"""Where a bundled plan is also asked about as of a later year: the mid-term memo."""


def asked_for() -> dict[str, bytes]:
    """Return the laws by file name, learned anew."""
    found: dict[str, bytes] = {}

    def keep(digest: str, learn: Callable[[], Learned]) -> Learned:
        laws = learn()
        found[f"{digest}.law"] = written(laws)
        return laws

    classes.kept = keep  # type: ignore[attr-defined]
    knowledge = bundled_knowledge()
    for name in bundled_plans():
        for as_of in (None, *([MEMO_YEARS[name]] if name in MEMO_YEARS else [])):
            assess(bundled_plan(name), resolve(()), knowledge=knowledge, as_of=as_of, n_paths=100)
    plan, lever = bundled_plan(DEFAULT_PLAN), asked_lever(LEVER)
    baseline = resolve((BASELINE,))[0]
    solve_plan(plan, Ask(baseline, baseline, lever, *asked_measures(lever, LEVER, None),
                         PROBABILITIES, True),
               knowledge=knowledge, targets=plan.targets, as_of=None, n_paths=100, seed=0)
    laws, last = classes.ClassLaws(knowledge), int(knowledge.reference.years.max())
    for kind in KINDS:
        for n in LENGTHS:
            laws.law(last, Subject(kind), tuple(range(1 - n, 1)), classes.SPANS[0])
    return found


def main() -> int:
    """Write the shipped files, or compare them."""
    made = asked_for()
    shipped = {path.name: path.read_bytes() for path in SHIPPED.glob("*.law")}
    stale = sorted(n for n in made.keys() | shipped.keys() if made.get(n) != shipped.get(n))
    if "--check" in sys.argv[1:]:
        print("out of date: " + ", ".join(stale) if stale else "up to date", file=sys.stderr)
        return int(bool(stale))
    SHIPPED.mkdir(exist_ok=True)
    for name in stale:
        if name in made:
            (SHIPPED / name).write_bytes(made[name])
        else:
            (SHIPPED / name).unlink()
    print(f"{len(made)} laws, {sum(map(len, made.values())) // 1000} kB", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
