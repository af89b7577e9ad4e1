"""Which months each line of a table covers, where columns of their own say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import BoolArray, IntArray
from data.tables.check import BadRows, Periods, texts
from data.tables.periods import month_of, part_of, period_of, quarter_of

if TYPE_CHECKING:
    import pandas as pd


def covered(frame: pd.DataFrame, found: Periods, bad: BadRows) -> Periods:
    """Return the periods narrowed by the columns ``first``, ``last``, ``month`` and ``quarter``.

    Refused are ACTUAL_MONTHS and MONTH_UNKNOWN.
    """
    first, last = np.array(found.first), np.array(found.last)
    if "first" in frame or "last" in frame:
        low, high = texts(frame, "first"), texts(frame, "last")
        pairs = [edges(a, b) for a, b in zip(low, high, strict=True)]
        wrong = np.array([a is None or b is None or a > b for a, b in pairs], dtype=np.bool_)
        bad.refuse("ACTUAL_MONTHS", wrong, "first", first=lambda i: low.iloc[i] or "-",
                   last=lambda i: high.iloc[i] or "-")
        first = np.array([a or 1 for a, _ in pairs], dtype=np.int64)
        last = np.array([b or 12 for _, b in pairs], dtype=np.int64)
    for name, parts in (("quarter", _quarter), ("month", _month)):
        if name in frame:
            first, last = _narrowed(texts(frame, name), parts, first, last, bad, name)
    return Periods(found.year, first, last, found.day & (first == found.first)
                   & (last == found.last), found.two_years, found.early,
                   found.projected)


def edges(low: str, high: str) -> tuple[int | None, int | None]:
    """Return the first and last month that two cells name: months, or days of one year; twelve
    months over two years are a whole one."""
    first, last = period_of(low) if low else None, period_of(high) if high else None
    if first is None or last is None or first.whole or last.whole:
        return (month_of(low) if low else 1), (month_of(high) if high else 12)
    if 12 * (last.year - first.year) + last.last - first.first == 11:
        return 1, 12
    return (first.first, last.last) if first.year == last.year else (None, None)


def _narrowed(words: pd.Series[str], parts: Callable[[str], tuple[int, int] | None],
              first: IntArray, last: IntArray, bad: BadRows, name: str,
              ) -> tuple[IntArray, IntArray]:
    given = (words != "").to_numpy()
    named = {word: parts(word) for word in words.unique()}
    wrong = np.array([named[word] is None for word in words], dtype=np.bool_) & given
    bad.refuse("MONTH_UNKNOWN", wrong, name, value=lambda i: words.iloc[i])
    pairs = np.array([named[word] or (1, 12) for word in words], dtype=np.int64).reshape(-1, 2)
    usable = given & ~wrong
    return np.where(usable, pairs[:, 0], first), np.where(usable, pairs[:, 1], last)


def _month(word: str) -> tuple[int, int] | None:
    month = month_of(word)
    return part_of(word) if month is None else (month, month)  # 1-6月, 上半年


def _quarter(word: str) -> tuple[int, int] | None:
    quarter = quarter_of(word)
    return part_of(word) if quarter is None else (3 * quarter - 2, 3 * quarter)


def annual_days(series_of: IntArray, found: Periods, kept: BoolArray, bad: BadRows) -> Periods:
    """Return the periods with dates as whole years, where a series has one date a year.

    The same where all dates of a series are of one month. A last date in another month than all
    before it may be a part of a year: PERIOD_ODD.
    """
    dated = found.day & kept
    if not dated.any():
        return found
    pairs = np.unique(np.stack([series_of[kept], found.year[kept]]), axis=1, return_counts=True)
    months = np.unique(np.stack([series_of[kept], found.last[kept]]), axis=1)[0]
    one_month = np.flatnonzero(np.bincount(months) == 1)
    several = np.setdiff1d(pairs[0][0][pairs[1] > 1], one_month)
    yearly = dated & ~np.isin(series_of, several)
    odd = np.zeros(len(yearly), dtype=np.bool_)
    order = np.lexsort((found.year, series_of))
    order = order[yearly[order]]
    edges = np.flatnonzero(np.diff(series_of[order])) + 1
    for group in np.split(order, edges) if len(order) else []:
        last = found.last[group]
        if len(group) > 1 and len(set(last[:-1].tolist())) == 1 and last[-1] < last[0]:
            odd[group[-1]] = True
    bad.refuse("PERIOD_ODD", odd, "ds", month=lambda i: int(found.last[i]))
    return Periods(found.year, np.where(yearly, 1, found.first), np.where(yearly, 12, found.last),
                   found.day & ~yearly, found.two_years, found.early, found.projected)


def quarters(series_of: IntArray, found: Periods, kept: BoolArray) -> Periods:
    """Return the periods with months as quarters, where a series has only every third month.

    1947-04-01 among 1947-01-01 and 1947-07-01 begins a quarter, 2020-06 among 2020-03 and 2020-09
    ends one. A series is of quarters when some year has several of them.
    """
    single = kept & (found.first == found.last)
    if not single.any():
        return found
    phases = np.unique(np.stack([series_of[single], found.last[single] % 3]), axis=1)[0]
    other = np.unique(series_of[kept & ~single])
    cells = np.unique(np.stack([series_of[single], found.year[single], found.last[single]]), axis=1)
    years = np.unique(cells[:2], axis=1, return_counts=True)
    several = np.unique(years[0][0][years[1] > 1])
    of_quarters = np.setdiff1d(np.intersect1d(np.flatnonzero(np.bincount(phases) == 1), several),
                               other)
    lines = single & np.isin(series_of, of_quarters)
    first = np.where(lines, found.last - (found.last - 1) % 3, found.first)
    return Periods(found.year, first, np.where(lines, first + 2, found.last), found.day & ~lines,
                   found.two_years, found.early, found.projected)
