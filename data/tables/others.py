"""Columns beside the standard ones that change what a figure means.

A part of a year (half, period, 截至), a status (forecast, 预计), a multiplier (UNIT_MULT, Scale),
the last observed year (Estimates Start After). They are never passed over.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.tables.cells import figure_in, plain_text
from data.tables.check import BadRows, Periods, coded, texts
from data.tables.covering import edges
from data.tables.names import (
    COMPLETE_HEAD,
    DATE_HEADS,
    FORECAST_HEAD,
    FROM_TO,
    LABELS,
    LAST_OBSERVED_HEAD,
    MULTIPLIER_HEAD,
    PERIOD_HEAD,
    REGION_HEADS,
    REMARKS,
    SPLITTING,
    STATUS_HEAD,
    UNTIL_HEAD,
)
from data.tables.numeric import Numbers
from data.tables.periods import half_of, month_of, part_of, period_of, quarter_of
from data.units import find_unit

if TYPE_CHECKING:
    import pandas as pd

OTHER = "other:"
"""Before the name of a column that has no standard name."""

MOST_WORDS = 64
"""Distinct words of a column up to which it may say how its figures are to be taken."""

_NOT_OBSERVED = re.compile(
    r"(?:baseline |high |medium |low |official )?(?:forecast|project(?:ion|ed)?|plan(?:ned)?|target"
    r"|budget|prediction|predicted|goal|outlook)(?:ed|s)?(?: value)?"
    r"|(?:规划|计划|目标|预测|预计|预算|预期|规划目标)(?:数|值|数据)?", re.IGNORECASE)
_OBSERVED = frozenset({
    "actual", "actuals", "observed", "observation", "historical", "history", "final", "realised",
    "realized", "provisional", "preliminary", "revised", "normal", "official", "a", "p", "r",
    "实际", "实际值", "实际数", "实绩", "实际完成", "完成", "历史", "历史数据", "实测", "年报",
    "快报", "初步", "初步数", "修订", "修订数", "最终", "最终数", "正式", "estimate", "estimated",
    "e"})
_YES = frozenset({"1", "true", "yes", "y", "t", "是", "真"})
_NO = frozenset({"0", "false", "no", "n", "f", "否", "假"})
_SO_FAR = re.compile(r"ytd|year[ -]to[ -]date|so far|年初至今|本年累计|年内累计", re.IGNORECASE)
_HALF_HEAD = re.compile("half|半年|semester", re.IGNORECASE)
_QUARTER_HEAD = re.compile("quarter|季", re.IGNORECASE)
_MONTH_HEAD = re.compile("month|月", re.IGNORECASE)
_OF_CODES = re.compile("quintile|quartile|decile|sector|部门", re.IGNORECASE)
_CODE = re.compile(r"s\d", re.IGNORECASE)  # S1 is a sector as often as a half-year
_POWERS = {"units": 0, "unit": 0, "ones": 0, "个": 0, "tens": 1, "十": 1, "hundreds": 2, "百": 2,
           "thousands": 3, "thousand": 3, "千": 3, "万": 4, "ten thousand": 4, "十万": 5,
           "millions": 6, "million": 6, "百万": 6, "千万": 7, "亿": 8, "billions": 9, "billion": 9,
           "十亿": 9, "trillions": 12, "trillion": 12, "万亿": 12}


@dataclass(slots=True)
class Others:
    """What the other columns of a table say of its lines (n,)."""

    periods: Periods
    projected: BoolArray
    factor: FloatArray
    parting: dict[str, IntArray] = field(default_factory=dict)  # a column: the kind of each line
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)  # headings that were understood


def others_of(frame: pd.DataFrame, periods: Periods, bad: BadRows) -> Others:
    """Return what the columns under ``OTHER`` say.

    Refused are MONTH_UNKNOWN under a heading of periods, and MULTIPLIER_UNKNOWN.
    """
    n = len(frame)
    pairs = [(OTHER + low, OTHER + high) for low, high in FROM_TO]
    pairs = [pair for pair in pairs if pair[0] in frame and pair[1] in frame]
    for pair in pairs:
        periods = _from_to(frame, *pair, periods)
    paired = {name for pair in pairs for name in pair}
    out = Others(periods, np.zeros(n, dtype=np.bool_), np.ones(n))
    multiplied = False
    for name in (str(c) for c in frame.columns if str(c).startswith(OTHER) and c not in paired):
        head = name.removeprefix(OTHER)
        words, word_of = coded(frame, name)
        if FORECAST_HEAD.fullmatch(head) or COMPLETE_HEAD.fullmatch(head):
            _answered(out, head, words, word_of, bad)
        elif MULTIPLIER_HEAD.fullmatch(head):
            multiplied = _multiply(out, head, words, word_of, bad, again=multiplied)
        elif LAST_OBSERVED_HEAD.fullmatch(head):
            _end_observed(out, head, words, word_of)
        elif _narrow(out, head, words, word_of, bad):
            out.used.add(head)
        elif head in DATE_HEADS:
            _dated(out, words, word_of)
        elif len(words) <= MOST_WORDS:
            _status(out, head, words, word_of)
    return out


def _from_to(frame: pd.DataFrame, low: str, high: str, periods: Periods) -> Periods:
    """Narrow the periods by two columns of months; where one cell is none, they are no months."""
    pairs = [edges(a, b) for a, b in zip(texts(frame, low), texts(frame, high), strict=True)]
    if any(a is None or b is None or a > b for a, b in pairs) or not periods.whole.all():
        return periods
    months = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return replace(periods, first=months[:, 0], last=months[:, 1])


def _answered(out: Others, head: str, words: tuple[str, ...], word_of: IntArray, bad: BadRows,
              ) -> None:
    """Leave out what is said to be a forecast; refuse what is said to be no whole year."""
    plain = [plain_text(word).casefold().removesuffix(".0") for word in words]
    if not {w for w in plain if w} <= _YES | _NO:
        _status(out, head, words, word_of)
        return
    yes = np.array([w in _YES for w in plain], dtype=np.bool_)[word_of]
    no = np.array([w in _NO for w in plain], dtype=np.bool_)[word_of]
    if FORECAST_HEAD.fullmatch(head):
        out.projected |= yes
    else:
        bad.refuse("MONTH_UNKNOWN", no & out.periods.whole, head, value=lambda i: words[word_of[i]])
    out.used.add(head)


def _narrow(out: Others, head: str, words: tuple[str, ...], word_of: IntArray, bad: BadRows,
            ) -> bool:
    """Narrow the periods by a column that names parts of a year; say whether it does.

    A column that is not headed so has to hold nothing else. Dates of other years (of a survey, of
    a publication) and years name no part.
    """
    until = bool(UNTIL_HEAD.fullmatch(head))
    called = until or bool(PERIOD_HEAD.fullmatch(head))
    said = [word for word in words if word]
    if not said or (not called and (len(words) > MOST_WORDS or _OF_CODES.search(head))):
        return False
    named = [_months(word, head, until=until) for word in words]
    unknown = [p is None and bool(w) for p, w in zip(named, words, strict=True)]
    if head in REMARKS:
        return _remarked(out, head, words, word_of, bad)
    if any(unknown) and (not called or all(
            (p := period_of(w)) is not None and p.whole for w in said)):
        return False
    if not called and any(_CODE.fullmatch(word) or part_of(word) is None for word in said):
        return False  # a code, or a date of whatever
    own = np.array([0 if p is None else p[0] for p in named], dtype=np.int64)[word_of]
    now = out.periods
    if ((own > 0) & (own != now.year)).any():
        return False
    bad.refuse("MONTH_UNKNOWN", np.array(unknown, dtype=np.bool_)[word_of], head,
               value=lambda i: words[word_of[i]])
    pairs = np.array([(1, 12) if p is None else p[1:] for p in named],
                     dtype=np.int64).reshape(-1, 2)[word_of]
    given = np.array([p is not None for p in named], dtype=np.bool_)[word_of]
    given &= now.whole | now.day
    out.periods = _narrowed(now, given, pairs)
    return True


def _remarked(out: Others, head: str, words: tuple[str, ...], word_of: IntArray, bad: BadRows,
              ) -> bool:
    """Narrow the periods of lines whose remark names a part of the year, and nothing else.

    A remark that only says that the year is not over is refused.
    """
    parts = [part_of(word) for word in words]
    open_ended = np.array([bool(_SO_FAR.fullmatch(plain_text(w))) for w in words],
                          dtype=np.bool_)[word_of]
    bad.refuse("MONTH_UNKNOWN", open_ended, head, value=lambda i: words[word_of[i]])
    told = np.array([p is not None and p != (1, 12) for p in parts], dtype=np.bool_)[word_of]
    now = out.periods
    told &= now.whole
    pairs = np.array([p or (1, 12) for p in parts], dtype=np.int64).reshape(-1, 2)[word_of]
    out.periods = _narrowed(now, told, pairs)
    return bool(told.any())


def _narrowed(now: Periods, lines: BoolArray, months: IntArray) -> Periods:
    """Return the periods, those of ``lines`` (n,) with their first and last ``months`` (n, 2)."""
    return replace(now, first=np.where(lines, months[:, 0], now.first),
                   last=np.where(lines, months[:, 1], now.last), day=now.day & ~lines)


def _dated(out: Others, words: tuple[str, ...], word_of: IntArray) -> None:
    """Take days of the figures' own years as such: a last one in another month is odd."""
    found = [p if (p := period_of(word)) is not None and p.day and not p.either else None
             for word in words]
    year = np.array([0 if p is None else p.year for p in found], dtype=np.int64)[word_of]
    now = out.periods
    if not len(year) or (year != now.year).any() or not now.whole.all():
        return
    month = np.array([0 if p is None else p.last for p in found], dtype=np.int64)[word_of]
    out.periods = replace(now, first=month, last=month, day=np.ones(len(month), dtype=np.bool_))


def _months(word: str, head: str, *, until: bool) -> tuple[int, int, int] | None:
    """Return the year a word names (0: none) and its first and last month.

    Under a heading of halves, quarters or months a number is one of these.
    """
    if not word:
        return None
    part, year = part_of(word), 0
    if part is None and _HALF_HEAD.search(head) and (number := half_of(word)) is not None:
        part = (1, 6) if number == 1 else (7, 12)
    if part is None and _QUARTER_HEAD.search(head) and (number := quarter_of(word)) is not None:
        part = 3 * number - 2, 3 * number
    if part is None and _MONTH_HEAD.search(head) and (number := month_of(word)) is not None:
        part = number, number
    if part is None and until and word.isdecimal() and 1 <= int(word) <= 12:
        part = 1, int(word)
    if part is None:
        dated = period_of(word)
        if dated is None or dated.either or (dated.whole and not dated.day):
            return None
        year, part = dated.year, (dated.first, dated.last)
    return year, 1 if until else part[0], part[1]


def _status(out: Others, head: str, words: tuple[str, ...], word_of: IntArray) -> None:
    """Leave out what is called a forecast or a plan; other kinds part the figures of a series."""
    plain = [_OF_VALUE.sub("", " ".join(plain_text(word).casefold().split()).strip("()[]"))
             for word in words]
    flagged = bool(STATUS_HEAD.fullmatch(head)) and re.search("status|flag|状态", head) is not None
    ahead = [bool(_NOT_OBSERVED.fullmatch(w)) or (flagged and w == "f") for w in plain]
    seen = [w in _OBSERVED for w in plain]
    lines = np.array(ahead, dtype=np.bool_)[word_of]
    telling = [w for w, s in zip(plain, seen, strict=True) if s and len(w) > 1]
    if lines.any() and (STATUS_HEAD.fullmatch(head) or all(
            a or s or not w for a, s, w in zip(ahead, seen, plain, strict=True))):
        out.projected |= lines
        out.used.add(head)
    if head in SPLITTING or head in REGION_HEADS or (telling and STATUS_HEAD.fullmatch(head)) \
            or _kinds_of_figures(head, words, len(word_of)):
        kinds = [0 if s or a or not w else i + 1
                 for i, (w, s, a) in enumerate(zip(plain, seen, ahead, strict=True))]
        out.parting[head] = np.array(kinds, dtype=np.int64)[word_of]
        out.words[head] = words


def _kinds_of_figures(head: str, words: tuple[str, ...], lines: int) -> bool:
    """Whether a column without a known heading may name kinds of figures: a few words that come
    again and again, no remarks, no sources, no codes, numbers or dates."""
    said = [word for word in words if word]
    return 2 <= len(said) <= _MOST_KINDS and 1.4 * len(said) <= lines \
        and head not in REMARKS | LABELS and not _BESIDE.search(head) \
        and not any(len(word) > 40 or figure_in(word) is not None or period_of(word) is not None
                    or _SHORT.fullmatch(word) for word in said)


_OF_VALUE = re.compile(r" (?:values?|figures?|data|observations?)$")
_MOST_KINDS = 12
_SHORT = re.compile(r"[\x00-\x7f]{1,2}|[A-Z0-9][A-Z0-9._:-]*|https?:.*")
_BESIDE = re.compile(
    r"code|\bid\b|source|note|remark|comment|url|link|flag|status|quality|author|contact|date|time|publi"
    r"|updat|vintage|edition|page|file|代码|编码|编号|来源|出处|备注|说明|网址|填报|编制|更新|发布|日期|时间|责任|部门|页",
    re.IGNORECASE)


def _multiply(out: Others, head: str, words: tuple[str, ...], word_of: IntArray, bad: BadRows, *,
              again: bool) -> bool:
    """Multiply by a column of multipliers, once; ``UNIT_MULT`` 6 and ``Scale`` Millions are both
    a million. Other numbers are the multiplier itself."""
    powers = re.search("mult|power", head) is not None and head != "multiplier"
    found = [_factor(word, powers=powers) for word in words]
    if not any(f is not None and word for f, word in zip(found, words, strict=True)):
        return again  # a scale of another kind
    if not again:
        wrong = np.array([f is None for f in found], dtype=np.bool_)[word_of]
        bad.refuse("MULTIPLIER_UNKNOWN", wrong, head, value=lambda i: words[word_of[i]])
        out.factor = np.array([f or 1.0 for f in found])[word_of]
    out.used.add(head)
    return True


def _factor(word: str, *, powers: bool) -> float | None:
    text = plain_text(word).casefold()
    if not text:
        return 1.0
    if text in _POWERS:
        return float(10 ** _POWERS[text])
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    if powers:
        return float(10 ** int(number)) if number in range(-9, 16) else None
    return number if number > 0 and np.isfinite(number) else None


def _end_observed(out: Others, head: str, words: tuple[str, ...], word_of: IntArray) -> None:
    """Leave out the years after the last one that was observed."""
    def last(word: str) -> int:
        found = period_of(word) or period_of(word.removesuffix(".0"))
        return 9999 if found is None else found.year

    out.projected |= out.periods.year > np.array([last(w) for w in words],
                                                 dtype=np.int64)[word_of]
    out.used.add(head)


def refuse_parting(out: Others, kept: BoolArray, series_of: IntArray, bad: BadRows) -> None:
    """Refuse columns (sex, age, scenario) whose kinds differ within a series (COLUMN_PARTS)."""
    for head, kind in out.parting.items():
        pairs = np.unique(np.stack([series_of[kept], kind[kept]]), axis=1)
        parted = pairs[0][1:][pairs[0][1:] == pairs[0][:-1]]
        if len(parted):
            bad.add("COLUMN_PARTS", np.isin(series_of, parted), column=head,
                    words=", ".join([w for w in out.words[head] if w][:6]))


def multiplied(read: Numbers, others: Others, units: tuple[str, ...], unit_of: IntArray,
               bad: BadRows) -> Numbers:
    """Return the figures times their multipliers, without those that others call no observation.

    Refused is a multiplier beside a unit that multiplies too (MULTIPLIER_TWICE).
    """
    ahead = others.projected if others.periods.projected is None \
        else others.projected | others.periods.projected
    factors = np.array([1.0 if (u := find_unit(w)) is None else float(u.factor) for w in units])
    twice = (others.factor != 1) & (factors[unit_of] != 1)
    bad.refuse("MULTIPLIER_TWICE", twice, "unit", unit=lambda i: units[unit_of[i]],
               factor=lambda i: f"{others.factor[i]:,g}")
    if not ahead.any() and (others.factor == 1).all():
        return read
    return replace(read, value=np.where(ahead, np.nan, read.value * others.factor),
                   missing=read.missing & ~ahead, projected=read.projected | ahead)
