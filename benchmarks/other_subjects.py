"""How far a class speaks for indicators of another subject: class alone, own history, and both.

    python benchmarks/other_subjects.py

Asked of the bundled class: series of M1 and M3, cut five years short and taken as ending in 2015
(another subject), and provincial series of 2012-2014 whose family is taken out of the class and
not named (the same subject, unknown). No figure after 2017 is read.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.law_bench import GROWTH, competition
from data.arrays import FloatArray
from data.series import Series
from data.units import UNITS
from data.words import Kind
from forecast.knowledge import bundled_knowledge
from forecast.predict import Forecast, Forecaster

PATHS, SERIES, PER_FAMILY, AHEAD = 400, 120, 8, 5
KINDS = {"flow_count": Kind.FLOW, "stock_count": Kind.STOCK, "ratio": Kind.RATIO,
         "amount": Kind.AMOUNT}
Scores = dict[tuple[str, int, str], list[tuple[float, bool, float]]]


def laws(found: Forecast, last: float) -> dict[str, FloatArray]:
    """Log growth (n,) under the class alone, own history alone, and what is used."""
    # Only every other path in the order of the last year is the class's own.
    own = np.sort(np.concatenate([m.values[:, -1] for m in found.members]))
    used = np.sort(found.paths.values[:, -1])
    rest = used[~np.isin(used, own)]
    return {name: np.log(np.maximum(v, 1e-9) / last)
            for name, v in (("class", rest), ("own", own), ("both", used))}


def ask(forecaster: Forecaster, kind: Kind, years: FloatArray, values: FloatArray, outcome: float,
        ahead: int, into: Scores, where: str) -> None:
    """Score one question under every law."""
    series = Series("x", "y", years.astype(int), values, kind, UNITS["吨"])
    found = forecaster.predict(series, int(years[-1]) + ahead, kind=kind)
    if found is None or not found.members or not found.foreign:
        return
    growth = float(np.log(outcome / values[-1]))
    for name, drawn in laws(found, float(values[-1])).items():
        p = (drawn[:, None] >= GROWTH).mean(axis=0)
        low, high = np.quantile(drawn, [0.1, 0.9])
        middle = float(np.median(drawn))
        into[where, len(values), name].append(
            (float(((p - (growth >= GROWTH)) ** 2).mean()), bool(low <= growth <= high),
             middle - growth))


def another_subject(into: Scores) -> None:
    """M1 and M3, five years short, beside the bundled class of 2015."""
    pool = list(competition())
    forecaster = Forecaster(bundled_knowledge().until(2015), PATHS, 0)
    for i in np.random.default_rng(5).permutation(len(pool))[:SERIES]:
        y = pool[i][2][:-5]
        last = len(y) - AHEAD - 1
        for n in (2, 3, 5, 8):
            if last + 1 < n:
                continue
            for kind in (Kind.FLOW, Kind.STOCK):
                ask(forecaster, kind, np.arange(2016.0 - n, 2016), y[last + 1 - n: last + 1],
                    float(y[-1]), AHEAD, into, f"M1+M3 as {kind}")


def same_subject(into: Scores) -> None:
    """Provinces at earlier origins, each family unknown to the class."""
    full, rng = bundled_knowledge().until(2017).panel(), np.random.default_rng(3)
    families, years = np.array(full.families, dtype=object), np.asarray(full.years)
    for origin, ahead in ((2012, 5), (2013, 3), (2014, 3)):
        known, at = bundled_knowledge().until(origin), int(np.flatnonzero(years == origin)[0])
        for family in sorted(set(families)):
            rows = np.flatnonzero(families == family)
            kind = KINDS.get(full.groups[rows[0]])
            if len(rows) < 10 or kind is None:
                continue
            panel = known.panel()
            rest = np.flatnonzero(np.array(panel.families, dtype=object) != family)
            forecaster = Forecaster(known, PATHS, 0)
            forecaster._panel.append(panel.take(rest))
            for row in rng.permutation(rows)[:PER_FAMILY]:
                y = full.values[row]
                for n in (2, 3, 5):
                    history = y[at + 1 - n: at + 1]
                    if np.all(history > 0) and len(history) == n and y[at + ahead] > 0:
                        ask(forecaster, kind, years[at + 1 - n: at + 1].astype(float), history,
                            float(y[at + ahead]), ahead, into, "provinces")


def main() -> None:
    """Print Brier score, coverage of the 80 % interval and the median's miss."""
    scores: Scores = defaultdict(list)
    another_subject(scores)
    same_subject(scores)
    for (where, n, name), rows in sorted(scores.items()):
        brier, inside, miss = np.array(rows, dtype=float).mean(axis=0)
        print(f"{where:15s} n={n} {name:5s} N={len(rows):3d}  brier {brier:.3f}  "
              f"cov80 {inside:.3f}  median {miss:+.3f}")


if __name__ == "__main__":
    main()
