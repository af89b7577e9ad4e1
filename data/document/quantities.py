"""A number with its unit, its range and its operators: what a sentence states a value with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.document.masks import is_masked, masked
from data.document.measures import (
    duration_at,
    english_measure_at,
    english_ratio_at,
    measure_at,
)
from data.document.money import MARK, marked_unit, word_of
from data.document.numerals import Numeral, numerals
from data.document.periods import Time
from data.words import Sense

DURATIONS = frozenset({"年", "月", "日", "天", "个月", "个工作日", "工作日", "分钟", "小时",
                       "years", "months", "days", "weeks", "hours", "minutes"})
_RANGE_ZH = re.compile(r"\s*(?:[-~]+|至|到)\s*$")
_RANGE_EN = re.compile(r"\s*(?:[-~]+|to|and)\s*[$£€¥]?\s*$", re.IGNORECASE)
_SCALE_EN = re.compile(r"^\s*(?:thousand|million|billion|trillion|bn|mn|m|k)\b", re.IGNORECASE)
_RESTATED = re.compile(r"\d\s*\($")
_VAGUE = re.compile(r"\s*(?:余|多|来)")
_AFTER_ZH = re.compile(
    r"\s*(?:\([^()]{0,12}\)\s*)?(以上|及以上|或以上|或更多|以下|及以下|以内|之内|左右|上下|之间|"
    r"内(?=\s*(?:[，,。；;、)]|$)))")
_AFTER_EN = re.compile(
    r"\s*,?\s*(or more|or above|or higher|and above|or less|or fewer|or below|or lower|or so)\b",
    re.IGNORECASE)
_AFTER: dict[str, Sense] = {
    "以上": Sense.AT_LEAST, "及以上": Sense.AT_LEAST, "或以上": Sense.AT_LEAST,
    "或更多": Sense.AT_LEAST,
    "以下": Sense.AT_MOST, "及以下": Sense.AT_MOST, "以内": Sense.AT_MOST, "之内": Sense.AT_MOST,
    "内": Sense.AT_MOST,
    "左右": Sense.ABOUT, "上下": Sense.ABOUT, "之间": Sense.BETWEEN,
    "or more": Sense.AT_LEAST, "or above": Sense.AT_LEAST, "or higher": Sense.AT_LEAST,
    "and above": Sense.AT_LEAST, "or less": Sense.AT_MOST, "or fewer": Sense.AT_MOST,
    "or below": Sense.AT_MOST, "or lower": Sense.AT_MOST, "or so": Sense.ABOUT,
}
_UNKNOWN_UNIT = re.compile(r"\s*([\u4e00-\u9fff]{1,3}?)(?=以上|以下|以内|左右|[，,。；;、)\s]|$)")
_NO_UNIT = re.compile(
    "以上|以下|以内|之内|左右|上下|之间|和|及|与|或|至|到|的|号|级|届|版|期|类|年|时")
_PERCENT_UNITS = ("%", "percent", "per cent")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, ``start`` to ``end``, and what stands around it up to ``tail``.

    ``value`` is as printed (5 for 5万件), ``unit`` as written (万件). ``upper`` is the upper edge
    of a range. ``after`` is the sense of what follows the unit (以上, 左右), ``vague`` marks 余 and
    多 ("more than"); ``words`` numbers written in words.
    """

    start: int
    end: int
    value: float
    unit: str
    tail: int
    upper: float | None = None
    after: Sense | None = None
    vague: bool = False
    words: bool = False

    @property
    def percent(self) -> bool:
        """Say whether the number is a percentage."""
        return self.unit in _PERCENT_UNITS

    @property
    def points(self) -> bool:
        """Say whether the number is in percentage points."""
        return "百分点" in self.unit or "percentage point" in self.unit or self.unit == "pp"

    @property
    def duration(self) -> bool:
        """Say whether the unit is one of time."""
        return self.unit in DURATIONS


def quantities(text: str, named: list[Time], *, chinese: bool,
               taken: Sequence[tuple[int, int]] = ()) -> list[Quantity]:
    """Return the quantities of a folded text.

    Years in ``named``, addresses, and the stretches ``taken`` by another reading are left out.
    """
    spans = masked(text) + [(t.start, t.end) for t in named] + list(taken)
    found: list[Quantity] = []
    for numeral in numerals(text, chinese=chinese):
        if not chinese and _RESTATED.search(text[:numeral.start]) and text[numeral.end:
                                                                            numeral.end + 1] == ")":
            continue  # more than 400,000 (410,925) members
        inside = found and numeral.start < found[-1].tail  # the 10 of 6.8/10万
        if inside or is_masked(spans, numeral.start, numeral.end):
            continue
        quantity = (_chinese if chinese else _english)(text, numeral)
        if quantity is not None:
            found.append(quantity)
    return _ranged(text, found, chinese=chinese)


def _chinese(text: str, numeral: Numeral) -> Quantity | None:
    at = numeral.end
    if numeral.percent:
        more = _VAGUE.match(text, at)  # 四成多
        at = more.end() if more else at
        share = Quantity(numeral.start, numeral.end, numeral.value, "%", at, numeral.upper,
                         vague=more is not None, words=True)
        return _tailed(text, share, True)
    vague = _VAGUE.match(text, at)
    at = vague.end() if vague else at
    one = None if numeral.words else _TO_ONE.match(text, at)
    if one is not None:  # 17:1 is the ratio 17
        return _tailed(text, Quantity(numeral.start, numeral.end, numeral.value, "", one.end()),
                       True)
    measure = measure_at(text, at, words=numeral.words)
    if measure is None and numeral.words and _BECOMES.search(text[:numeral.start]):
        measure = duration_at(text, at)  # 缩短至两年
    if measure is None:
        if numeral.words:
            return None
        foreign = _UNKNOWN_UNIT.match(text, at)
        if foreign is not None and not _NO_UNIT.match(foreign.group(1)):
            return _tailed(text, Quantity(numeral.start, numeral.end, numeral.value,
                                          foreign.group(1), foreign.end(1), vague=bool(vague)),
                                          True)
        return _tailed(text, Quantity(numeral.start, numeral.end, numeral.value, "", at,
                                      vague=bool(vague)), True)
    if numeral.words and numeral.value == 1 and not _counted_one(text, numeral, measure.end):
        return None
    vague = vague or _VAGUE.match(text, measure.end)
    end = max(measure.end, vague.end() if vague else 0)
    if vague and vague.start() == measure.end:  # 50万余件: the classifier follows
        again = measure_at(text, end, words=False)
        if again is not None and measure.text in "十百千万亿":
            return _tailed(text, Quantity(numeral.start, numeral.end, numeral.value,
                                          measure.text + again.text, again.end, vague=True), True)
        if measure.text not in ("十", "百", "千", "万", "亿"):
            end, vague = measure.end, _VAGUE.match(text, numeral.end)
    unit, end = marked_unit(text, numeral.start, measure.text, end)
    half = unit == "倍" and text.startswith("半", end)  # 一倍半
    quantity = Quantity(numeral.start, numeral.end, numeral.value + 0.5 * half, unit, end + half,
                        vague=bool(vague), words=numeral.words)
    return _tailed(text, quantity, True)


_TO_ONE = re.compile(r"\s*:\s*1(?![\d.:])")
_BECOMES = re.compile(
    "(?:缩短|延长|压缩|减少|降低|控制|减|降|提高|增加|缩)(?:至|到|在|为)$|不超过$")

_ONE_COUNTS = re.compile(
    "(?:至少|不少于|不低于|最少|达到|突破|超过|增长|提高|增加|扩大|翻|不下于)了?$")


def _counted_one(text: str, numeral: Numeral, end: int) -> bool:
    """一 counts only beside an operator (至少一家, 一家以上, 翻一番); else it is an article."""
    return bool(_ONE_COUNTS.search(text[:numeral.start]) or _AFTER_ZH.match(text, end))


def _tailed(text: str, quantity: Quantity, chinese: bool) -> Quantity:
    m = (_AFTER_ZH if chinese else _AFTER_EN).match(text, quantity.tail)
    if m is None:
        return quantity
    return replace(quantity, tail=m.end(), after=_AFTER[m.group(1).lower()])


def _english(text: str, numeral: Numeral) -> Quantity | None:
    if numeral.percent:
        share = Quantity(numeral.start, numeral.end, numeral.value, "%", numeral.end, words=True)
        return _tailed(text, share, False)
    money = MARK.search(text[:numeral.start])
    measure = english_measure_at(text, numeral.end)
    at = measure.end if measure else numeral.end
    unit = measure.text if measure else ""
    if money is not None:
        unit = f"{unit} {word_of(money.group(1))}".strip()
    ratio = english_ratio_at(text, at)
    if ratio is not None:
        unit, at = unit + ratio.text, ratio.end
    quantity = Quantity(numeral.start, numeral.end, numeral.value, unit, at, words=numeral.words)
    return _tailed(text, quantity, False)


def _ranged(text: str, found: list[Quantity], *, chinese: bool) -> list[Quantity]:
    """Join two numbers into one range where a dash or 至 stands between them and nothing else."""
    out: list[Quantity] = []
    pattern = _RANGE_ZH if chinese else _RANGE_EN
    for quantity in found:
        before = out[-1] if out else None
        if before is not None and _is_range(text, before, quantity, pattern):
            out[-1] = replace(quantity, start=before.start, value=before.value,
                              upper=quantity.value, end=quantity.end)
        else:
            out.append(quantity)
    return out


_CHANGED_BY = re.compile(
    "(?:降低|减少|下降|减排|减低|削减|增长|提高|增加|提升|上升)了?(?:约)?\\s*$")


_CUT_BY = re.compile(r"\b(?:reduc|cut|lower|fall|declin|decreas|drop)\w*\s+by\s+(?:about |around "
                     r"|between )?$",
                     re.IGNORECASE)


def _is_range(text: str, low: Quantity, high: Quantity, pattern: re.Pattern[str]) -> bool:
    between = text[low.end:high.start]
    alike = low.unit and high.unit.startswith(low.unit)
    rest = between.replace(low.unit, "", 1) if alike else between
    if rest == between and low.unit == high.unit:
        rest = _SCALE_EN.sub("", rest)  # £88 million and £107 million
    m = pattern.fullmatch(rest)
    if m is None or low.value >= high.value or low.upper is not None:
        return False
    if low.unit and low.unit != high.unit and not (
            low.unit in ("万", "亿") and high.unit.startswith(low.unit)):  # 930万至940万人次
        return False
    if rest.strip(" $£€¥") in ("至", "到", "to"):  # 由…至…, from … to … are changes
        if _CHANGED_BY.search(text[:low.start]):
            return True  # 由2010年的水平降低40%至45%
        if not low.unit and high.percent and re.search(r"(?i:\bby\s+)$", text[:low.start]):
            return True  # by 50 to 70%
        if low.percent and high.percent and _CUT_BY.search(text[:low.start]):
            return True  # must fall by 62% to 81%
        return not re.search(r"(?:从|由|自|(?i:from)|\bby)[^，。;,]*$", text[:low.start])
    if rest.strip(" $£€¥") == "and":
        return bool(re.search(r"between\s+[$£€¥]?$", text[:low.start], re.IGNORECASE))
    return True
