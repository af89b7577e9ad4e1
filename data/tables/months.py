"""Monthly and quarterly figures to yearly ones: summed, averaged or the last, as their kind asks.

A year counts only when it is complete. The months of the last, unfinished year become part-year
evidence; a hole in an earlier year is refused, since nobody can tell what stood there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import FloatArray, IntArray
from data.tables.check import BadRows, Periods, coded
from data.tables.types import PartYear, SeriesKey
from data.words import Kind

if TYPE_CHECKING:
    import pandas as pd

SUM, MEAN, LAST = "sum", "mean", "last"

WAYS = {"sum": SUM, "total": SUM, "合计": SUM, "求和": SUM, "mean": MEAN, "average": MEAN,
        "平均": MEAN, "last": LAST, "year-end": LAST, "end": LAST, "年末": LAST, "期末": LAST}
"""Words of the column ``per_year``."""

WAY_OF_KIND = {Kind.FLOW: SUM, Kind.AMOUNT: SUM, Kind.STOCK: LAST, Kind.CUMULATIVE: LAST,
               Kind.SHARE: MEAN, Kind.RATIO: MEAN, Kind.SCORE: MEAN}

_GROWN = {12: 6.0, 4: 3.0}
"""The last month (quarter) this many times the first, after a rise in each: totals since January.
"""


def said_ways(frame: pd.DataFrame, bad: BadRows) -> Callable[[int], str]:
    """Return the way that each line's ``per_year`` gives, or "" where it gives none.

    Other words are refused (WORD_UNKNOWN).
    """
    given, given_of = coded(frame, "per_year")
    known = [WAYS.get(word.casefold(), "?" if word else "") for word in given]
    wrong = np.array([word == "?" for word in known], dtype=np.bool_)[given_of]
    bad.refuse("WORD_UNKNOWN", wrong, "per_year", word=lambda i: given[given_of[i]],
               near=lambda _: "sum; mean; last", allowed=lambda _: "sum, mean, last")
    return lambda i: known[given_of[i]]


@dataclass(frozen=True, slots=True)
class Yearly:
    """Lines that stand for whole years: which they are, their values, and the parts of years."""

    lines: IntArray  # (k,) the line of the table that each is taken from
    value: FloatArray  # (k,)
    parts: tuple[PartYear, ...]
    combined: int  # years that were made of several lines
    early: tuple[int, ...]  # incomplete first years that were left out


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a table as they are to be combined (n,)."""

    keys: tuple[SeriesKey, ...]
    series_of: IntArray
    periods: Periods
    value: FloatArray
    way: Callable[[int], str]  # of a line: ``SUM``, ``MEAN``, ``LAST`` or "" where none is known
    unit: Callable[[int], str]
    source: Callable[[int], str]


def yearly(lines: Lines, bad: BadRows) -> Yearly:
    """Combine the lines of each series and year.

    Refused are MONTHS_ASK (no way is known), MONTHS_CUMULATED, MONTHS_HOLE, MONTHS_MIXED.
    """
    periods = lines.periods
    order = np.lexsort((periods.last, periods.first, periods.year, lines.series_of))
    same = np.diff(lines.series_of[order]) | np.diff(periods.year[order])
    groups = np.split(order, np.flatnonzero(same) + 1) if len(order) else []
    work = _Work(lines, bad)
    span: dict[int, tuple[int, int]] = {}
    for group in groups:
        series, year = int(lines.series_of[group[0]]), int(periods.year[group[0]])
        low, high = span.get(series, (year, year))
        span[series] = (min(low, year), max(high, year))
    for group in groups:
        work.year(group, span[int(lines.series_of[group[0]])])
    work.ask_once()
    return Yearly(np.array(work.kept, dtype=np.int64), np.array(work.value, dtype=np.float64),
                  tuple(work.parts), work.combined, tuple(sorted(work.early)))


class _Work:
    def __init__(self, lines: Lines, bad: BadRows) -> None:
        self.lines, self.bad = lines, bad
        self.kept: list[int] = []
        self.value: list[float] = []
        self.parts: list[PartYear] = []
        self.combined = 0
        self.early: set[int] = set()
        self.unknown: list[int] = []

    def year(self, group: IntArray, span: tuple[int, int]) -> None:
        """Take one year of one series; ``group`` are its lines by first and last month."""
        p = self.lines.periods
        months = [(int(p.first[i]), int(p.last[i])) for i in group]
        year, line = int(p.year[group[0]]), int(group[0])
        if months == [(1, 12)] or (len(months) == 1 and months[0] == (12, 12)
                                   and self._way(line) == LAST):
            self._keep(line, float(self.lines.value[line]))
        elif all(a == 1 for a, _ in months):  # totals since January, each longer than the last
            self._longest(int(group[-1]), months, year)
        elif months.count((1, 12)) == 1:  # the year itself, and its months or quarters
            line = int(group[months.index((1, 12))])
            self._keep(line, float(self.lines.value[line]))
        elif any(b >= c for (_, b), (c, _) in pairwise(months)):
            self._refuse("MONTHS_MIXED", line)
        else:
            self._combine(group, months, year, span)

    def _longest(self, line: int, months: list[tuple[int, int]], year: int) -> None:
        if len(set(months)) < len(months):
            self._refuse("MONTHS_MIXED", line)
        elif months[-1] == (1, 12):
            self._keep(line, float(self.lines.value[line]))
        else:
            self._part(line, year, *months[-1], float(self.lines.value[line]))

    def _combine(self, group: IntArray, months: list[tuple[int, int]], year: int,
                 span: tuple[int, int]) -> None:
        line, way = int(group[-1]), self._way(int(group[0]))
        whole = all(b + 1 == c for (_, b), (c, _) in pairwise(months))
        first, last = months[0][0], months[-1][1]
        values = self.lines.value[group]
        if len(group) == 1 and span[0] == span[1]:
            self._refuse("MONTH_ALONE", line)
        elif way == LAST and last == 12:
            self._keep(line, float(values[-1]), combined=True)
        elif year == span[0] and last == 12 and whole and first > 1 and span[1] > year:
            self.early.add(year)
        elif not way and months == [(12, 12)]:  # a year-end figure, or December's
            self.unknown.append(line)
        elif not whole or first > 1 or (last < 12 and year < span[1]):
            self._refuse("MONTHS_HOLE", line, months=_words(months))
        elif not way:
            self.unknown.append(line)
        elif way == SUM and _cumulated(values):
            self._refuse("MONTHS_CUMULATED", line)
        else:
            value = float(values.sum() if way == SUM else values.mean() if way == MEAN
                          else values[-1])
            if last == 12:
                self._keep(line, value, combined=True)
            else:
                self._part(line, year, first, last, value)

    def _way(self, line: int) -> str:
        return self.lines.way(line)

    def _keep(self, line: int, value: float, *, combined: bool = False) -> None:
        self.kept.append(line)
        self.value.append(value)
        self.combined += combined

    def _part(self, line: int, year: int, first: int, last: int, value: float) -> None:
        self.parts.append(PartYear(
            self.lines.keys[int(self.lines.series_of[line])], year, first, last, value,
            self.lines.unit(line), self.lines.source(line), int(self.bad.rows[line])))

    def _refuse(self, code: str, line: int, **details: object) -> None:
        only = np.zeros(len(self.lines.value), dtype=np.bool_)
        only[line] = True
        self.bad.refuse(code, only, "year", None, **{k: _always(v) for k, v in details.items()})

    def ask_once(self) -> None:
        """Ask how months make a year, once for the whole table."""
        if self.unknown:
            self._refuse("MONTHS_ASK", self.unknown[0], count=len(self.unknown))


def _always(value: object) -> Callable[[int], object]:
    return lambda _: value


def _cumulated(values: FloatArray) -> bool:
    steps = np.diff(values)
    grown = _GROWN.get(len(values), np.inf)
    return bool((steps >= 0).all() and values[0] > 0 and values[-1] >= grown * values[0])


def _words(months: list[tuple[int, int]]) -> str:
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in months)
