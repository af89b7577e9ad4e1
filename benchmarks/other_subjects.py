"""How far a class speaks for indicators of another subject: class alone, own history, and both.

    python benchmarks/other_subjects.py

Asked of the bundled class: series of M1 and M3, cut five years short and taken as ending in 2015
(another subject), and provincial series of 2012-2014 whose family is taken out of the class and
not named (the same subject, unknown). No figure after 2017 is read.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.law_bench import GROWTH, competition
from data.arrays import FloatArray
from data.series import Series
from data.units import UNITS
from data.words import Kind
from forecast.knowledge import Knowledge, bundled_knowledge
from forecast.law.classes import SPANS
from forecast.law.room import Room, one_series
from models.law.marginals import Marginals
from models.law.own_law import own_law

SERIES, PER_FAMILY, AHEAD = 120, 8, 5
KINDS = {"flow_count": Kind.FLOW, "stock_count": Kind.STOCK, "ratio": Kind.RATIO,
         "amount": Kind.AMOUNT}
Scores = dict[tuple[str, int, str], list[tuple[float, bool, float]]]


def laws(room: Room, series: Series, ahead: int) -> dict[str, Marginals]:
    """Log growth under the class alone, own history alone, and what is used."""
    asked = one_series(series)
    said = room.answer(asked, ahead)
    law = room.laws.law(asked.last_year, asked.subject, asked.offsets, SPANS[0])
    if said is None or law is None or not said.foreign:
        return {}
    return {"class": law.predict(asked.values, asked.last_year, ahead)[0],
            "own": own_law(np.log(asked.values), np.isfinite(asked.values), ahead),
            "both": said.values.moves}


def ask(room: Room, kind: Kind, years: FloatArray, values: FloatArray, outcome: float,
        ahead: int, into: Scores, where: str) -> None:
    """Score one question under every law."""
    series = Series("", "y", years.astype(int), values, kind, UNITS["吨"])
    growth = float(np.log(outcome / values[-1]))
    for name, law in laws(room, series, ahead).items():
        shape = (1, ahead, len(GROWTH))
        p = 1 - law.cdf(np.broadcast_to(GROWTH, shape))[0, -1]
        low, middle, high = law.quantile([0.1, 0.5, 0.9])[0, -1]
        into[where, len(values), name].append(
            (float(((p - (growth >= GROWTH)) ** 2).mean()), bool(low <= growth <= high),
             float(middle) - growth))


def without(known: Knowledge, family: str) -> Knowledge:
    """Return the knowledge without one family."""
    table = known.reference
    keep = np.array([i.family != family for i in table.ids])[table.series]
    sources = tuple(s for s, kept in zip(table.sources, keep, strict=True) if kept)
    return replace(known, reference=replace(
        table, series=table.series[keep], years=table.years[keep], values=table.values[keep],
        sources=sources))


def another_subject(into: Scores) -> None:
    """M1 and M3, five years short, beside the bundled class of 2015."""
    pool = list(competition())
    room = Room(bundled_knowledge())
    for i in np.random.default_rng(5).permutation(len(pool))[:SERIES]:
        y = pool[i][2][:-5]
        last = len(y) - AHEAD - 1
        for n in (2, 3, 5, 8):
            if last + 1 < n:
                continue
            for kind in (Kind.FLOW, Kind.STOCK):
                ask(room, kind, np.arange(2016.0 - n, 2016), y[last + 1 - n: last + 1],
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
            room = Room(without(known, family))
            for row in rng.permutation(rows)[:PER_FAMILY]:
                y = full.values[row]
                for n in (2, 3, 5):
                    history = y[at + 1 - n: at + 1]
                    if np.all(history > 0) and len(history) == n and y[at + ahead] > 0:
                        ask(room, kind, years[at + 1 - n: at + 1].astype(float), history,
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
