"""Which year, or which part of a year, a cell names: 2020, 2020年, FY2020, 2020/21, 2020Q1, a date,
Jan-Jun 2020; and parts of a year without one: 6月, Q2, 上半年, H1, 前三季度, 9M.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from data.tables.cells import plain_text

MIN_YEAR, MAX_YEAR = 1800, 2300

_YEAR = r"(?P<y>(?:1[89]|2[0-2])\d\d|2300)"
_ANNUAL = re.compile(
    rf"(?:fy|cy|yr|year)?\s*{_YEAR}(?:\.0+)?\s*(?:年度?|年?[末底]|fy)?\s*(?:\[yr\d{{4}}\])?"
    r"(?P<mark>\s*(?:[*†‡§]+|\[[^\[\]]{1,6}\]|\((?:r|p|prov|provisional|rev|revised|修订|初步)\.?\)|[rp]))?",
    re.IGNORECASE)
_PROJECTED = re.compile(
    rf"{_YEAR}\s*(?:年度?)?\s*[(\[]?\s*(?:e|f|est|fc|(?:forecast|project|plann?|budget|target)(?:ed|s)?"
    r"|projections?|(?:预测|预计|估计|目标|计划|预算|规划)[数值]?)\.?[)\]]?"
    r"|(?:预测|预计|目标|计划|规划)\s*(?:1[89]|2[0-2])\d\d\s*年?",
    re.IGNORECASE)
_SPLIT_YEAR = re.compile(
    rf"(?:[fas]y)?\s*{_YEAR}\s*(?P<sign>[/–-])\s*(?P<next>\d\d|\d{{4}})\s*(?:年度|学年)?",
    re.IGNORECASE)
_DAY = re.compile(rf"{_YEAR}(?P<sign>[-/.])(?P<m>\d{{1,2}})(?P=sign)(?P<d>\d{{1,2}})"
                  r"(?:[T ].{0,20})?"
                  rf"|(?P<y3>\d{{4}})年(?P<m3>\d{{1,2}})月(?P<d3>\d{{1,2}})日")
_DAY_LAST = re.compile(rf"(?P<d>\d{{1,2}})(?P<sign>[-/.])(?P<m>\d{{1,2}})(?P=sign){_YEAR}")
_MONTH = re.compile(rf"{_YEAR}\s*(?:[-/]|m|年)\s*(?P<m>\d{{1,2}})\s*(?:月份?[底末]?)?",
                    re.IGNORECASE)
_MONTH_WORD = re.compile(rf"(?P<w>[a-z]{{3,9}})\.?[\s,-]*{_YEAR}", re.IGNORECASE)
_MONTH_WORD_LAST = re.compile(rf"{_YEAR}[\s,-]*(?P<w>[a-z]{{3,9}})\.?", re.IGNORECASE)
_QUARTER = re.compile(
    rf"{_YEAR}\s*年?\s*[-/ ]?\s*(?:q\s*(?P<q>[1-4])|第?\s*(?P<z>[一二三四1-4])\s*季度?)"
    r"|q(?P<q2>[1-4])[\s/-]*(?P<y2>(?:1[89]|2[0-2])\d\d)", re.IGNORECASE)
_HALF = re.compile(rf"{_YEAR}\s*年?\s*[-/ ]?\s*(?:(?P<z>[上下])半年|h(?P<h>[12]))", re.IGNORECASE)
_SPAN = re.compile(
    rf"{_YEAR}\s*年\s*(?P<a>\d{{1,2}})\s*(?:月)?\s*[-–—至到~]\s*(?P<b>\d{{1,2}})\s*月")
_UP_TO = re.compile(r"(?:截至|截止|至|as (?:of|at)|until|through|to|ytd)\s*(?P<rest>.{2,30})|"
                    r"(?P<ytd>.{5,30}?)\s*ytd", re.IGNORECASE)
_END_OF = re.compile(r"(?:年?[底末]|止)$")
_YEAR_AND_PART = re.compile(
    rf"{_YEAR}\s*年?[\s,.:/(\[-]*(?P<part>[^\d\s(\[,].*?|\d{{1,2}}\s*[-–—~至到月mhq].*?)[)\]]?"
    r"|[(\[]?(?P<part2>.+?)[)\]]?[\s,.:/-]*(?:of\s+)?(?P<y2>(?:1[89]|2[0-2])\d\d)\s*年?",
    re.IGNORECASE)
_JOINED = re.compile(r"(?P<y>(?:1[89]|2[0-2])\d\d)(?P<m>0[1-9]|1[0-2])")
_JOINED_DAY = re.compile(
    r"(?P<y>(?:1[89]|2[0-2])\d\d)(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12]\d|3[01])")

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august",
                "september", "october", "november", "december")
_QUARTERS = "一二三四"
_COUNTS = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8,
           "九": 9, "十": 10, "十一": 11, "three": 3, "six": 6, "nine": 9}
_WHOLE = frozenset({"annual", "annually", "year", "yearly", "full year", "full-year", "whole year",
                    "calendar year", "全年", "年度", "全年度", "年", "12m", "a", "y"})
_HALVES = {"first half": 1, "1st half": 1, "half 1": 1, "h1": 1, "1h": 1, "hy1": 1, "s1": 1,
           "上半年": 1, "上半": 1, "second half": 2, "2nd half": 2, "half 2": 2, "h2": 2, "2h": 2,
           "hy2": 2, "s2": 2, "下半年": 2, "下半": 2}
_QUARTER_WORDS = {"first quarter": 1, "1st quarter": 1, "second quarter": 2, "2nd quarter": 2,
                  "third quarter": 3, "3rd quarter": 3, "fourth quarter": 4, "4th quarter": 4}
_REPORTS = {"年报": (1, 12), "中报": (1, 6), "半年报": (1, 6), "一季报": (1, 3), "三季报": (1, 9)}
_UNTIL = re.compile(r"(?:first|前)\s*(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2}|three|six|nine)"
                    r"\s*(?P<of>months?|quarters?|个?月|个?季度?)"
                    r"|(?P<m>[369])\s*m(?:onths?)?", re.IGNORECASE)
_WORD_SPAN = re.compile(r"(?P<a>[a-z]{1,9}\.?\s*\d{0,2}|\d{1,2}\s*月?)\s*"
                   r"(?:[-–—~/]|至|到|to|through)\s*"
                   r"(?P<b>[a-z]{1,9}\.?\s*\d{0,2}|\d{1,2})\s*(?P<month>月)?(?:份)?", re.IGNORECASE)


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
        if month is not None:
            return Period(int(found["y"]), month, month)
    if found := _JOINED_DAY.fullmatch(text):
        return _dated(found)
    if found := _JOINED.fullmatch(text):
        return Period(int(found["y"]), int(found["m"]), int(found["m"]))
    return _up_to(text) or _worded(text)


def _up_to(text: str) -> Period | None:
    """Return a part of a year that is named by its end: 截至2021年6月底, as of June 2021."""
    found = _UP_TO.fullmatch(text)
    if found is None or not found["rest"]:
        return None
    rest = _END_OF.sub("", found["rest"].strip())
    end = period_of(rest)
    if end is None or end.whole or end.either:
        return None
    return Period(end.year, 1, end.last)


def _worded(text: str) -> Period | None:
    """Return a year with a part of it in words, before or behind: Jan-Jun 2021, 2021年前三季度."""
    found = _YEAR_AND_PART.fullmatch(text)
    if found is None:
        return None
    part = part_of(found["part"] or found["part2"])
    return None if part is None else Period(int(found["y"] or found["y2"]), *part)


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
    """Return the quarter 1-4 that a cell names: 2, Q2, 2Q, 二季度, 第2季度."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell == cell and cell in range(1, 5) else None
    if not isinstance(cell, str) or len(cell) > 20:
        return None
    text = plain_text(cell).casefold()
    if text in _QUARTER_WORDS:
        return _QUARTER_WORDS[text]
    text = text.removeprefix("第").removeprefix("q").removesuffix("度")
    text = text.removesuffix("季").removesuffix("q").removesuffix(".0").strip()
    if text in ("1", "2", "3", "4"):
        return int(text)
    return _QUARTERS.index(text) + 1 if len(text) == 1 and text in _QUARTERS else None


def half_of(cell: object) -> int | None:
    """Return the half 1-2 that a cell names: H1, 1H, 上半年, first half, and 1 as a number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell == cell and cell in (1, 2) else None
    text = plain_text(cell).casefold() if isinstance(cell, str) and len(cell) <= 20 else ""
    return int(text) if text in ("1", "2") else _HALVES.get(text)


def part_of(cell: object) -> tuple[int, int] | None:
    """Return the first and last month of the part of a year that a text names, (1, 12) for a whole
    year; ``None`` for a bare number and for anything else.
    """
    if not isinstance(cell, str) or len(cell) > 40:
        return None
    text = " ".join(plain_text(cell).casefold().split()).strip("()[] .,")
    if not text or text.isdecimal() or text.replace(".", "").isdecimal():
        return None
    if text in _WHOLE:
        return 1, 12
    if text in _REPORTS:
        return _REPORTS[text]
    if text in _HALVES:
        return (1, 6) if _HALVES[text] == 1 else (7, 12)
    until = _UNTIL.fullmatch(text)
    if until is not None:
        return _first_months(until)
    ended = _UP_TO.fullmatch(_END_OF.sub("", text))
    if ended is not None and ended["rest"]:
        part = part_of(ended["rest"])
        return None if part is None else (1, part[1])
    month = month_of(text)
    if month is not None:
        return month, month
    quarter = quarter_of(text)
    if quarter is not None:
        return 3 * quarter - 2, 3 * quarter
    return _word_span(text)


def _first_months(found: re.Match[str]) -> tuple[int, int] | None:
    if found["m"]:
        return 1, int(found["m"])
    number = int(found["n"]) if found["n"].isdecimal() else _COUNTS.get(found["n"].casefold(), 0)
    last = 3 * number if found["of"].casefold().startswith("quarter") or "季" in found["of"] \
        else number
    return (1, last) if 1 <= last <= 12 else None


def _word_span(text: str) -> tuple[int, int] | None:
    found = _WORD_SPAN.fullmatch(text)
    if found is None:
        return None
    low, high = found["a"].strip(), found["b"].strip()
    if low.rstrip("月").isdecimal() or high.isdecimal():
        if not found["month"] and high.isdecimal() and not low.startswith("q"):
            return None  # 1-6 without a word for months may be anything
        ends = (_of_quarter(low, first=True), 3 * int(high)) if low.startswith("q") \
            else (month_of(low), month_of(high))
    else:
        first, last = _end(low, first=True), _end(high, first=False)
        ends = (first, last)
    if ends[0] is None or ends[1] is None or not 1 <= ends[0] <= ends[1] <= 12:
        return None
    return ends[0], ends[1]


def _end(word: str, *, first: bool) -> int | None:
    return _of_quarter(word, first=first) if word.startswith("q") else month_of(word)


def _of_quarter(word: str, *, first: bool) -> int | None:
    quarter = quarter_of(word)
    return None if quarter is None else 3 * quarter - 2 if first else 3 * quarter
