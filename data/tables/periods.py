"""Which year, or which part of a year, a cell names: 2020, 2020年, FY2020, 2020/21, 2020Q1, a date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from data.tables.cells import plain_text

MIN_YEAR, MAX_YEAR = 1800, 2300

_YEAR = r"(?P<y>(?:1[89]|2[0-2])\d\d|2300)"
_ANNUAL = re.compile(
    rf"(?:fy|cy|yr|year)?\s*{_YEAR}(?:\.0+)?\s*(?:年度?|fy)?\s*(?:\[yr\d{{4}}\])?"
    r"(?P<mark>\s*(?:[*†‡§]+|\[[^\[\]]{1,6}\]|\((?:r|p|prov|provisional|rev|revised|修订|初步)\.?\)|[rp]))?",
    re.IGNORECASE)
_PROJECTED = re.compile(
    rf"{_YEAR}\s*(?:年度?)?\s*[(\[]?\s*(?:e|f|est|fc|forecast|projected|projection|target|plan|budget"
    r"|预测|预计|估计|目标|计划|预算)\.?[)\]]?|" r"(?:预测|预计|目标)\s*(?:1[89]|2[0-2])\d\d\s*年?",
    re.IGNORECASE)
_SPLIT_YEAR = re.compile(
    rf"(?:fy)?\s*{_YEAR}\s*(?P<sign>[/–-])\s*(?P<next>\d\d|\d{{4}})\s*(?:年度|学年)?",
    re.IGNORECASE)
_DAY = re.compile(rf"{_YEAR}(?P<sign>[-/.])(?P<m>\d{{1,2}})(?P=sign)(?P<d>\d{{1,2}})"
                  r"(?:[T ].{0,20})?"
                  rf"|(?P<y3>\d{{4}})年(?P<m3>\d{{1,2}})月(?P<d3>\d{{1,2}})日")
_DAY_LAST = re.compile(rf"(?P<d>\d{{1,2}})(?P<sign>[-/.])(?P<m>\d{{1,2}})(?P=sign){_YEAR}")
_MONTH = re.compile(rf"{_YEAR}\s*(?:[-/]|m|年)\s*(?P<m>\d{{1,2}})\s*月?(?:份)?", re.IGNORECASE)
_MONTH_WORD = re.compile(rf"(?P<w>[a-z]{{3,9}})\.?[\s,-]*{_YEAR}", re.IGNORECASE)
_MONTH_WORD_LAST = re.compile(rf"{_YEAR}[\s,-]*(?P<w>[a-z]{{3,9}})\.?", re.IGNORECASE)
_QUARTER = re.compile(
    rf"{_YEAR}\s*年?\s*[-/ ]?\s*(?:q\s*(?P<q>[1-4])|第?\s*(?P<z>[一二三四1-4])\s*季度?)"
    r"|q(?P<q2>[1-4])[\s/-]*(?P<y2>(?:1[89]|2[0-2])\d\d)", re.IGNORECASE)
_HALF = re.compile(rf"{_YEAR}\s*年?\s*[-/ ]?\s*(?:(?P<z>[上下])半年|h(?P<h>[12]))", re.IGNORECASE)
_SPAN = re.compile(
    rf"{_YEAR}\s*年\s*(?P<a>\d{{1,2}})\s*(?:月)?\s*[-–—至到~]\s*(?P<b>\d{{1,2}})\s*月")
_JOINED = re.compile(r"(?P<y>(?:1[89]|2[0-2])\d\d)(?P<m>0[1-9]|1[0-2])")
_JOINED_DAY = re.compile(
    r"(?P<y>(?:1[89]|2[0-2])\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august",
                "september", "october", "november", "december")
_QUARTERS = "一二三四"


@dataclass(frozen=True, slots=True)
class Period:
    """Months ``first``..``last`` of ``year``; ``day`` where a whole date was given.

    ``two_years`` where the year is a financial or school year (2020/21), named by its first part;
    ``either`` where another reading is possible: 2009-10 as a month, 01/02/2020 as 1 February.
    """

    year: int
    first: int = 1
    last: int = 12
    day: bool = False
    two_years: bool = False
    either: bool = False

    @property
    def whole(self) -> bool:
        """Say whether the period is a whole year."""
        return (self.first, self.last) == (1, 12)


def period_of(cell: object) -> Period | None:
    """Return the period that a cell names, or ``None``: no year between 1800 and 2300 is named.

    A number counts as a year when it is whole; six digits (202006) are a month, eight (20200630)
    a day.
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, datetime | date):
        return Period(cell.year, cell.month, cell.month, day=True) \
            if MIN_YEAR <= cell.year <= MAX_YEAR else None
    if isinstance(cell, int | float):
        return _of_number(float(cell))
    return _of_text(cell) if isinstance(cell, str) and len(cell) <= 40 else None


def projected_year(cell: object) -> bool:
    """Say whether a heading names a year as a forecast or a plan (2025E, 2025年预计)."""
    return isinstance(cell, str) and len(cell) <= 40 \
        and _PROJECTED.fullmatch(plain_text(cell)) is not None


def _of_number(value: float) -> Period | None:
    if value != int(value) if abs(value) < 1e9 else True:
        return None
    year = int(value)
    if MIN_YEAR <= year <= MAX_YEAR:
        return Period(year)
    day = _JOINED_DAY.fullmatch(str(year))
    if day is not None:
        return _dated(day)
    found = _JOINED.fullmatch(str(year))
    return None if found is None else Period(int(found["y"]), int(found["m"]), int(found["m"]))


FIRST_OF_REPUBLIC = 1911
"""Years of the Republic of China count from here: 民國114年 is 2025."""
_REPUBLIC = re.compile(r"(?:中[华華])?民[国國]\s*(?P<n>\d{1,3})\s*年?(?:度|底|末)?")


def _of_text(cell: str) -> Period | None:
    text = plain_text(cell)
    republic = _REPUBLIC.fullmatch(text)
    if republic is not None:
        return Period(int(republic["n"]) + FIRST_OF_REPUBLIC)
    if _ANNUAL.fullmatch(text):
        return Period(int(_found_year(text)))
    split = _SPLIT_YEAR.fullmatch(text)
    if split is not None:
        return _two_years(split)
    day = _DAY.fullmatch(text) or _DAY_LAST.fullmatch(text)
    if day is not None:
        return _dated(day)
    return _part(text)


def _found_year(text: str) -> str:
    found = re.search(_YEAR, text)
    return found["y"] if found else "0"


def _two_years(found: re.Match[str]) -> Period | None:
    year, following = int(found["y"]), found["next"]
    follows = int(following) == (year + 1 if len(following) == 4 else (year + 1) % 100)
    month = len(following) == 2 and 1 <= int(following) <= 12 and found["sign"] != "–"
    if follows:
        return Period(year, two_years=True, either=month)
    return Period(year, int(following), int(following)) if month else None


def _dated(found: re.Match[str]) -> Period | None:
    parts = found.groupdict()
    year, month, day = (int(parts.get(f"{k}3") or parts[k] or 0) for k in "ymd")
    last = found.re is _DAY_LAST  # day or month first: told apart where one is above 12
    if last and month > 12:
        month, day = day, month
    try:
        date(year, month, day)
    except ValueError:
        return None
    either = last and month != day and day <= 12
    return Period(year, month, month, day=True, either=either) \
        if MIN_YEAR <= year <= MAX_YEAR else None


def _part(text: str) -> Period | None:
    if found := _SPAN.fullmatch(text):
        return _months(int(found["y"]), int(found["a"]), int(found["b"]))
    if found := _QUARTER.fullmatch(text):
        mark = found["q"] or found["q2"] or found["z"]
        number = _QUARTERS.index(mark) + 1 if mark in _QUARTERS else int(mark)
        return Period(int(found["y"] or found["y2"]), 3 * number - 2, 3 * number)
    if found := _HALF.fullmatch(text):
        early = (found["z"] or found["h"]) in ("上", "1")
        return Period(int(found["y"]), 1 if early else 7, 6 if early else 12)
    if found := _MONTH.fullmatch(text):
        return _months(int(found["y"]), int(found["m"]), int(found["m"]))
    if found := _MONTH_WORD.fullmatch(text) or _MONTH_WORD_LAST.fullmatch(text):
        month = month_of(found["w"])
        return None if month is None else Period(int(found["y"]), month, month)
    if found := _JOINED_DAY.fullmatch(text):
        return _dated(found)
    if found := _JOINED.fullmatch(text):
        return Period(int(found["y"]), int(found["m"]), int(found["m"]))
    return None


def _months(year: int, first: int, last: int) -> Period | None:
    good = 1 <= first <= last <= 12 and MIN_YEAR <= year <= MAX_YEAR
    return Period(year, first, last) if good else None


def month_of(cell: object) -> int | None:
    """Return the month 1-12 that a cell names: 6, 6月, Jun, June, M06."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell == cell and cell in range(1, 13) else None
    if not isinstance(cell, str) or len(cell) > 20:
        return None
    text = plain_text(cell).casefold().rstrip(".")
    word = text.removesuffix("份").removesuffix("月").removeprefix("m").removesuffix(".0").strip()
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    if text in _FULL_MONTHS:
        return _FULL_MONTHS.index(text) + 1
    return _MONTHS.index(text[:3]) + 1 if text[:4] in (*_MONTHS, "sept") else None


def quarter_of(cell: object) -> int | None:
    """Return the quarter 1-4 that a cell names: 2, Q2, 二季度, 第2季度."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell == cell and cell in range(1, 5) else None
    if not isinstance(cell, str) or len(cell) > 20:
        return None
    text = plain_text(cell).casefold().removeprefix("第").removeprefix("q").removesuffix("度")
    text = text.removesuffix("季").removesuffix(".0").strip()
    if text in ("1", "2", "3", "4"):
        return int(text)
    return _QUARTERS.index(text) + 1 if len(text) == 1 and text in _QUARTERS else None
