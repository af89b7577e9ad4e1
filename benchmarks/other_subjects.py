"""How far anything speaks for indicators of another subject: the class, own history, and general.

    python benchmarks/other_subjects.py

A collection is asked about as if nothing of its kind were known: by the class (the bundled one of
2015, or of the origin without the family), by the own history, by the law of yearly series in
general fitted without that collection, and by the pool that is used. Collections: M1 and M3,
trademark filings and charges for the use of intellectual property by country (up to 2010),
provincial families left out one by one (origins 2012 and 2014), and the nation's thin families
(origins up to 2018). One to five years ahead; no figure after 2023 is read, and Tourism never.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.law_bench import GROWTH
from benchmarks.ship_general import COLLECTIONS, Raw, collection, general
from data.arrays import FloatArray
from data.words import Kind
from forecast.families.effects import NATIONAL, family_series
from forecast.knowledge import Knowledge, bundled_knowledge
from forecast.law.choice import UNKNOWN_FAMILY_WEIGHT, Subject
from forecast.law.classes import ClassLaws
from forecast.law.engine import LAST
from models.law.marginals import Marginals
from models.law.own_law import own_law
from models.law.predictive_law import Law
from models.law.windows import LOOKBACK

LENGTHS, AHEAD, MOST, PER_FAMILY, SPAN = (1, 2, 3, 5, 8), (1, 3, 5), 150, 12, 5
KINDS = {"flow_count": Kind.FLOW, "stock_count": Kind.STOCK, "ratio": Kind.RATIO,
         "amount": Kind.AMOUNT}
NATIONS = ("trademarks", "charges")  # one is not left in to speak for the other


@dataclass(frozen=True, slots=True)
class Asked:
    """Histories (series, n) that end in ``origin``, what followed, and who is asked."""

    where: str
    histories: FloatArray
    outcome: FloatArray  # (series,) log growth
    ahead: int
    origin: int
    laws: ClassLaws
    kind: Kind


def without(known: Knowledge, family: str) -> Knowledge:
    """Return the knowledge without one family."""
    table = known.reference
    keep = np.array([i.family != family for i in table.ids])[table.series]
    sources = tuple(s for s, kept in zip(table.sources, keep, strict=True) if kept)
    return replace(known, reference=replace(
        table, series=table.series[keep], years=table.years[keep], values=table.values[keep],
        sources=sources))


def cut(series: list[Raw], n: int, ahead: int, ends: tuple[int, ...]) -> tuple[FloatArray, ...]:
    """Return histories of ``n`` unbroken years and outcomes at every origin they have one at."""
    histories, outcome = [], []
    for years, values in series:
        known = dict(zip(years.tolist(), values.tolist(), strict=True))
        for origin in ends or (int(years[-1]) - ahead,):
            past = [known.get(origin - j) for j in range(n - 1, -1, -1)]
            if origin + ahead in known and None not in past:
                histories.append(past)
                outcome.append(np.log(known[origin + ahead] / known[origin]))
    return np.array(histories, dtype=np.float64), np.array(outcome)


def elsewhere(rng: np.random.Generator) -> Iterator[Asked]:
    """Other subjects: the competitions, and countries."""
    laws = ClassLaws(bundled_knowledge())
    for name in COLLECTIONS:
        for n in LENGTHS:
            for ahead in AHEAD:
                ends = (1995, 2003, LAST - ahead) if name in NATIONS else ()
                histories, outcome = cut(collection(name), n, ahead, ends)
                some = rng.permutation(len(outcome))[:MOST]
                for kind in (Kind.FLOW, Kind.STOCK):
                    yield Asked(f"{name} as {kind}", histories[some], outcome[some], ahead, 2015,
                                laws, kind)


def provinces(rng: np.random.Generator) -> Iterator[Asked]:
    """Families of the class, each unknown to it."""
    full = bundled_knowledge().until(2017).panel()
    families, years = np.array(full.families, dtype=object), np.asarray(full.years)
    for family in sorted(set(families)):
        rows = np.flatnonzero((families == family) & np.array(
            [i.level == "province" for i in full.ids]))
        kind = KINDS.get(full.groups[rows[0]]) if len(rows) >= 10 else None
        if kind is None:
            continue
        laws = ClassLaws(without(bundled_knowledge(), family))
        known = np.isfinite(full.values) & (full.values > 0)
        series = [(years[known[r]], full.values[r][known[r]])
                  for r in rng.permutation(rows)[:PER_FAMILY]]
        for origin in (2012, 2014):
            for n in LENGTHS[:4]:
                for ahead in AHEAD:
                    if origin + ahead <= 2017:
                        histories, outcome = cut(series, n, ahead, (origin,))
                        if len(outcome):
                            yield Asked("provinces", histories, outcome, ahead, origin, laws, kind)


def nation() -> Iterator[Asked]:
    """Thin families of the nation, as if their family were unknown."""
    laws = ClassLaws(bundled_knowledge())
    for s in family_series():
        if s.level != NATIONAL:
            continue
        for origin in (2012, 2015, 2018):
            for n in LENGTHS[:4]:
                for ahead in AHEAD:
                    histories, outcome = cut([(np.array(s.years), np.array(s.values))], n, ahead,
                                             (origin,))
                    if len(outcome):
                        yield Asked(NATIONAL, histories, outcome, ahead, origin, laws, s.kind)


@cache
def in_general(where: str) -> Law:
    """Return the law of yearly series in general without the collection asked about."""
    name = where.split()[0]
    out = NATIONS if name in NATIONS else (name,)
    return general(tuple(c for c in COLLECTIONS if c not in out), span=SPAN)


def answers(asked: Asked) -> dict[str, Marginals]:
    """Return the laws of log growth (series, ahead) under everyone asked."""
    n = asked.histories.shape[1]
    values = np.full((len(asked.histories), LOOKBACK), np.nan)
    values[:, LOOKBACK - n:] = asked.histories
    offsets = tuple(range(1 - n, 1))
    law = asked.laws.law(asked.origin, Subject(asked.kind), offsets, SPAN)
    assert law is not None
    years = np.arange(LAST - LOOKBACK + 1, LAST + 1)
    out = {"class": law.predict(values, asked.origin, asked.ahead)[0],
           "general": in_general(asked.where).predict(values, years, horizon=asked.ahead).marginals}
    if n > 1:
        out["own"] = own_law(np.log(values), np.isfinite(values), asked.ahead)
    beside = [m for name, m in out.items() if name != "class"]
    each = UNKNOWN_FAMILY_WEIGHT / len(beside)
    shares = np.array([1 - UNKNOWN_FAMILY_WEIGHT, *[each] * len(beside)])
    shape = (*out["class"].values.shape[:2], len(shares))
    return out | {"used": out["class"].mix(beside, np.array(np.broadcast_to(shares, shape)))}


def score(asked: Asked, law: Marginals) -> FloatArray:
    """Return Brier, log score, 80 % coverage and the median's miss (series, 4)."""
    shape = (len(asked.outcome), asked.ahead, len(GROWTH))
    p = 1 - law.cdf(np.broadcast_to(GROWTH - 1e-12, shape))[:, -1]
    met = asked.outcome[:, None] >= GROWTH - 1e-12
    low, middle, high = law.quantile([0.1, 0.5, 0.9])[:, -1].T
    right = np.clip(np.where(met, p, 1 - p), 1e-3, 1)
    held = (low <= asked.outcome) & (asked.outcome <= high)
    return np.stack([((p - met) ** 2).mean(axis=1), -np.log(right).mean(axis=1), held,
                     middle - asked.outcome], axis=1)


def main() -> None:
    """Print by collection and history length, and over collections of equal weight."""
    rng = np.random.default_rng(5)
    found: dict[tuple[str, int, str], list[FloatArray]] = defaultdict(list)
    for part in (elsewhere(rng), provinces(rng), nation()):
        for asked in part:
            for name, law in answers(asked).items():
                found[asked.where, asked.histories.shape[1], name].append(score(asked, law))
    over: dict[tuple[int, str], list[FloatArray]] = defaultdict(list)
    for (where, n, name), rows in found.items():
        each = np.concatenate(rows)
        over[n, name].append(each.mean(axis=0))
        print(_line(where, n, name, len(each), each.mean(axis=0)))
    for (n, name), means in sorted(over.items()):
        print(_line("collections", n, name, len(means), np.mean(means, axis=0)))


def _line(where: str, n: int, name: str, count: int, mean: FloatArray) -> str:
    return (f"{where:20s} n={n} {name:8s} N={count:4d}  brier {mean[0]:.3f}  log {mean[1]:.3f}  "
            f"cov80 {mean[2]:.3f}  median {mean[3]:+.3f}")


if __name__ == "__main__":
    main()
