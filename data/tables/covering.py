"""Which months each line of a table covers, where columns of their own say so."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import BoolArray, IntArray
from data.tables.check import BadRows, Periods, texts
from data.tables.periods import month_of, period_of, quarter_of

if TYPE_CHECKING:
    import pandas as pd


def covered(frame: pd.DataFrame, found: Periods, bad: BadRows) -> Periods:
    """Return the periods narrowed by the columns ``first``, ``last``, ``month`` and ``quarter``.

    Refused are ACTUAL_MONTHS and MONTH_UNKNOWN.
    """
    first, last = np.array(found.first), np.array(found.last)
    if "first" in frame or "last" in frame:
        low, high = texts(frame, "first"), texts(frame, "last")
        pairs = [(month_of(a) if a else 1, month_of(b) if b else 12)
                 for a, b in zip(low, high, strict=True)]
        wrong = np.array([a is None or b is None or a > b for a, b in pairs], dtype=np.bool_)
        bad.refuse("ACTUAL_MONTHS", wrong, "first", first=lambda i: low.iloc[i] or "-",
                   last=lambda i: high.iloc[i] or "-")
        first = np.array([a or 1 for a, _ in pairs], dtype=np.int64)
        last = np.array([b or 12 for _, b in pairs], dtype=np.int64)
    for name, parts in (("quarter", _quarter), ("month", _month)):
        if name in frame:
            first, last = _narrowed(texts(frame, name), parts, first, last, bad, name)
    return Periods(found.year, first, last, found.day & (first == found.first)
                   & (last == found.last), found.two_years)


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
    if month is not None:
        return month, month
    found = period_of(f"2000年{word}")  # 1-6月, 上半年
    return None if found is None else (found.first, found.last)


def _quarter(word: str) -> tuple[int, int] | None:
    quarter = quarter_of(word)
    return None if quarter is None else (3 * quarter - 2, 3 * quarter)


def annual_days(series_of: IntArray, found: Periods, kept: BoolArray, bad: BadRows) -> Periods:
    """Return the periods with dates as whole years, where a series has one date a year.

    A last date in another month than all before it may be a part of a year: PERIOD_ODD.
    """
    dated = found.day & kept
    if not dated.any():
        return found
    pairs = np.unique(np.stack([series_of[kept], found.year[kept]]), axis=1, return_counts=True)
    several = np.unique(pairs[0][0][pairs[1] > 1])
    yearly = dated & ~np.isin(series_of, several)
    odd = np.zeros(len(yearly), dtype=np.bool_)
    order = np.lexsort((found.year, series_of))
    order = order[yearly[order]]
    edges = np.flatnonzero(np.diff(series_of[order])) + 1
    for group in np.split(order, edges) if len(order) else []:
        months = found.last[group]
        if len(group) > 2 and len(set(months[:-1].tolist())) == 1 and months[-1] < months[0]:
            odd[group[-1]] = True
    bad.refuse("PERIOD_ODD", odd, "ds", month=lambda i: int(found.last[i]))
    return Periods(found.year, np.where(yearly, 1, found.first), np.where(yearly, 12, found.last),
                   found.day & ~yearly, found.two_years)
