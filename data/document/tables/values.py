"""What the figure of a table cell says: 410公里, ≥98, [15], 新增2, 累计下降14%, 95 (2019年)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from data.document.measures import english_measure_at, english_ratio_at, measure_at
from data.document.money import ENGLISH, NAMED, marked_unit, word_of
from data.document.numerals import ARABIC, arabic
from data.document.periods import last_of_fiscal
from data.document.tables.units import is_unit
from data.document.tables.value_words import LEAD, LEADS, TAIL, TAILS, Said
from data.words import Basis, Sense

LONGEST = 60
"""Characters of a cell that may hold a figure; longer ones hold sentences."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One figure of a cell: characters ``start`` to ``end``, its value and unit as written.

    ``basis`` is ``None`` where the cell leaves it to its column; ``falls`` marks a decrease,
    ``total`` a figure for the whole period (square brackets, 累计), ``yearly`` a rate a year.
    ``year`` and ``base_year`` are those the cell names itself; ``rank`` marks a position (前5位).
    """

    start: int
    end: int
    value: float
    upper: float | None = None
    unit: str = ""
    sense: Sense | None = None
    basis: Basis | None = None
    falls: bool = False
    total: bool = False
    yearly: bool = False
    year: int | None = None
    base_year: int | None = None
    rank: bool = False


_NUMBER = re.compile(rf"[-+]?\s*(?:\d{{1,3}}(?: \d{{3}})+(?![\d,])(?:\.\d+)?|{ARABIC})")
_RANGE = re.compile(r"\s*(?:%|[万亿]|per ?cent)?\s*(?:[-~]+|至|到|to)\s*(?=\d)")
_YEAR = r"(?:(?:19|20|21)\d{2})"
_FISCAL = rf"(?:FY\s*)?(?P<y>{_YEAR})(?:\s*[/-]\s*(?P<z>\d{{2}}|{_YEAR})(?!\d))?"
_LEAD_YEAR = re.compile(rf"(?:到|至|in|by|at)?\s*(?P<y>{_YEAR})\s*(?:年底?|:)\s*", re.IGNORECASE)
_TAIL_YEAR = re.compile(
    rf"[(\[]?\s*(?:到|截至|截止|in|by|as of|baseline|base)?\s*{_FISCAL}\s*年?(?:底|末|数据?|值)?\s*"
    r"[)\]]?", re.IGNORECASE)
_STRETCH = re.compile(r"[(,，、]?\s*(?:力争|争取|stretch:?)\s*(?:达到|突破|至|"
                      r"到)?\s*[\d.]+\s*%?\s*\)?",
                      re.IGNORECASE)
_BASE = re.compile(rf"(?:比|较|相比|vs\.?|from|compared (?:with|to))\s*(?:(?P<y>{_YEAR})年?|上年|"
                   rf"基期|"
                   r"[“\"]?十[一二三四]五[”\"]?末?|基年)(?:水平|底|末)?\s*", re.IGNORECASE)
_MARKS = re.compile(r"[*†‡#①-⑳⁰¹²³⁴-⁹]+")
_RANK = re.compile(r"(?:全[国省市区]|世界)?(?:排名|位列|位居|进入|进位)?(?:全[国省市区])?(?:第|"
                   r"前)\s*(?=\d)|top\s+",
                   re.IGNORECASE)
_MONEY = re.compile(r"(?:US|HK|NT|A|AU|C|CA|S)?\$|[¥£€₹]|RMB|CNY|USD|EUR|GBP|HKD|TWD|AUD|CAD")

_PERCENT_BEHIND = re.compile("%")  # [15]%
_DOUBLED = re.compile(r"(?:实现|比?\d*年?)?(?:翻一番|倍增|doubled?|100% increase)", re.IGNORECASE)
_UNIT = re.compile(r"\s*([^\d\s()\[\],，、;；:。.+*<>≥≤=~①-⑳⁰¹²³⁴-⁹-]{1,9})")
_UNIT_EN = re.compile(r"\s*([A-Za-z]+(?:[ /][A-Za-z]+){0,2})(?=\s*$)")


def read_value(text: str, *, chinese: bool) -> Reading | None:
    """Return what a folded cell says when all of it is understood, else ``None``."""
    if len(text) > LONGEST or (text.startswith("(") and text.endswith(")")):
        return None  # (15) is a total, a negative number or a note
    doubled = _DOUBLED.fullmatch(text)
    if doubled is not None:
        return Reading(0, len(text), 100.0, unit="%", basis=Basis.GROWTH_FROM_BASE)
    state = Said()
    at = _led(text, state)
    number = _NUMBER.match(text, at)
    if number is None:
        return None
    start, at = number.start(), number.end()
    plus = number.group().startswith("+")
    value = _value(number.group())
    upper: float | None = None
    between = _RANGE.match(text, at)
    last = _NUMBER.match(text, between.end()) if between else None
    if between is not None and last is not None and _value(last.group()) > value:
        upper, at = _value(last.group()), last.end()
    end = at
    unit, at = _unit(text, at, chinese=chinese, money=state.money)
    if between is not None and not unit and "%" in between.group():
        unit = "%"
    if not _ended(text, at, state):
        return None
    unit = unit or ("%" if state.percent else "")
    if plus and not state.change:
        state.change = "up"
    first = start + len(number.group()) - len(number.group().lstrip("+ "))
    return _made(state, Reading(first, end, value, upper, unit))


_FIRST_WORDS = 160
"""Characters of a cell whose figure may be followed by words of explanation."""
_WORDS_BEHIND = re.compile(r"\s*(?:[,;，；。、(（:]|[A-Za-z\u4e00-\u9fff])[^\d]*")


def leading_value(text: str, *, chinese: bool) -> Reading | None:
    """Return the figure that opens a cell of more words: "190 for the year in the number of …".

    ``None`` where the rest has numbers of its own, or where no figure opens the cell.
    """
    if len(text) > _FIRST_WORDS:
        return None
    state = Said()
    number = _NUMBER.match(text, _led(text, state))
    if number is None or state.closing:
        return None
    at = _unit(text, number.end(), chinese=chinese, money=state.money)[1]
    while at < len(text):
        tail = TAIL.match(text, at)
        if tail is None or tail.end() == at:
            break
        at = tail.end()
    if _WORDS_BEHIND.fullmatch(text, at) is None:
        return None
    return read_value(text[:at].strip(), chinese=chinese)


def _value(text: str) -> float:
    bare = text.replace("+", "").strip()
    return -arabic(bare[1:]) if bare.startswith("-") else arabic(bare)


def _led(text: str, state: Said) -> int:
    """Take in the words before the number; return where it should begin."""
    at = 0
    while at < len(text):
        if text[at] in " \t\n":
            at += 1
            continue
        if text[at] in "[(" and not state.closing:
            state.closing.append("]" if text[at] == "[" else ")")
            state.total = state.total or text[at] == "["
            at += 1
            continue
        for pattern in (_LEAD_YEAR, _BASE, _RANK, _MONEY, NAMED, LEAD):
            m = pattern.match(text, at)
            if m is not None and m.end() > at:
                _take(pattern, m, state)
                at = m.end()
                break
        else:
            return at
    return at


def _take(pattern: re.Pattern[str], m: re.Match[str], state: Said) -> None:
    if pattern is _LEAD_YEAR:
        state.year = int(m["y"])
    elif pattern is _BASE:
        state.base_year = int(m["y"]) if m["y"] else None
    elif pattern is _RANK:
        state.rank = True
    elif pattern in (_MONEY, NAMED):
        state.money = word_of(m.group())
    else:
        word = m.group()
        LEADS[word if word in LEADS else word.lower()](state)


def _unit(text: str, at: int, *, chinese: bool, money: str) -> tuple[str, int]:
    """Return the unit after a number, and where it ends."""
    to_one = re.match(r"\s*:\s*1(?![\d.:])", text[at:])
    if to_one:
        return "", at + to_one.end()
    if not chinese or (money and measure_at(text, at, words=False) is None):
        measure = english_measure_at(text, at)
        unit = measure.text if measure else ""
        at = measure.end if measure else at
        ratio = english_ratio_at(text, at)
        if ratio is not None:
            unit, at = unit + ratio.text, ratio.end
        if not unit and not money:
            m = _UNIT_EN.match(text, at)
            word = m.group(1).lower() if m else ""
            if m and word not in TAILS and not TAIL.match(word):
                return word, m.end()
        return f"{unit} {money}".strip(), at
    measure = measure_at(text, at, words=False)
    if measure is not None and (money or measure.text.endswith("元")):  # NT$45億, 45億元新臺幣
        unit, end = marked_unit(text, at, measure.text, measure.end)
        if money and unit.strip("百千万亿") in ("", "元"):
            unit = unit.removesuffix("元") + ENGLISH[money]
        return unit, end
    longer = _UNIT.match(text, at)
    if measure is not None and (longer is None or measure.end >= longer.end()):
        return measure.text, measure.end
    if longer is None:
        return "", at
    body = longer.group(1)
    cut = TAIL.search(body)
    if cut is not None:
        body = body[:cut.start()]
    if measure is not None and not body.startswith(measure.text):
        return measure.text, measure.end
    stop = longer.start(1) + len(body)
    known = is_unit(body) or (measure is None and len(body) <= 3)
    if measure is not None and not known:
        return measure.text, measure.end
    return (body, stop) if known else ("", at)


def _ended(text: str, at: int, state: Said) -> bool:
    """Take in the words behind the number; say whether nothing is left over."""
    while at < len(text):
        if text[at] in " \t\n":
            at += 1
            continue
        if state.closing and text[at] == state.closing[-1]:
            state.closing.pop()
            at += 1
            continue
        stretch = _STRETCH.match(text, at)
        if stretch is not None:
            at = stretch.end()
            continue
        for pattern in (TAIL, _MARKS, _TAIL_YEAR, _PERCENT_BEHIND):
            m = pattern.match(text, at)
            if m is not None and m.end() > at:
                _take_behind(pattern, m, state)
                at = m.end()
                break
        else:
            return False
    return not state.closing


def _take_behind(pattern: re.Pattern[str], m: re.Match[str], state: Said) -> None:
    if pattern is TAIL:
        word = m.group()
        TAILS[word if word in TAILS else word.lower()](state)
    elif pattern is _TAIL_YEAR:
        state.year = last_of_fiscal(m["y"], m["z"])
    elif pattern is _PERCENT_BEHIND:
        state.percent = True


def _made(state: Said, found: Reading) -> Reading | None:
    """Return the reading with what the words around its number mean together."""
    unit = found.unit
    points = "百分点" in unit or "percentage point" in unit or unit == "pp"
    percent = unit in ("%", "percent", "per cent", "倍")
    basis: Basis | None = None
    yearly = state.yearly or (state.each_year and percent)
    if state.change and not state.to:
        if not percent or points:
            if yearly or state.each_year:
                return None  # so many a year: neither a level nor a sum
            basis = Basis.INCREMENT_FROM_BASE
        elif state.change == "added":
            return None
        else:
            basis = Basis.CAGR_FROM_BASE if yearly else Basis.GROWTH_FROM_BASE
    elif yearly:
        if unit and not percent:
            return None
        basis = Basis.CAGR_FROM_BASE
    sense = Sense.BETWEEN if found.upper is not None else state.sense
    if state.rank:
        sense, unit = Sense.AT_MOST, "位"
    return replace(found, unit=unit, sense=sense, basis=basis, falls=state.change == "down",
                   total=state.total, yearly=yearly, year=state.year,
                   base_year=state.base_year, rank=state.rank)
