"""What the figure of a table cell says: 410公里, ≥98, [15], 新增2, 累计下降14%, 95 (2019年)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from data.document.chinese.words import SENSES
from data.document.measures import english_measure_at, english_ratio_at, measure_at
from data.document.money import ENGLISH, NAMED, marked_unit, word_of
from data.document.numerals import ARABIC, arabic
from data.document.periods import last_of_fiscal
from data.document.tables.units import is_unit
from data.document.wordlists import listed
from data.words import Basis, Sense

# The words around the figure of a table cell, and what each of them says.

@dataclass(slots=True)
class Said:
    """What the words around a number have said so far."""

    sense: Sense | None = None
    change: str = ""  # up, down, added
    to: bool = False
    total: bool = False
    yearly: bool = False
    each_year: bool = False  # said behind the number: 250,000 per year
    rank: bool = False
    year: int | None = None
    base_year: int | None = None
    money: str = ""
    percent: bool = False
    closing: list[str] = field(default_factory=list)


_PLAIN_ZH = listed("达到 达 保持在 稳定在 保持 稳定 为 完成 实现 共 总计 力争 争取 基本 预计 目标 "
                   "确保")
_TO = listed("增加到 提高到 上升到 增长到 提升到 扩大到 提高至 提升至 增加至 增至 升至 "
             "增长至 扩大至")
_DOWN_TO = listed("下降到 降低到 减少到 压减到 降到 降至 下降至 降低至 减少至 缩短至 缩短到 控制到 "
                  "缩小到 缩小至 压减至")
_UP = ("增长", "提高", "提升", "上升", "递增", "增加", "增幅", "增速", "扩大", "增")
_DOWN = ("下降", "降低", "减少", "压减", "削减", "降幅", "缩短", "缩小", "减量",
         "降", "减")
_ADDED = ("新增", "净增", "再增", "新建", "新增加", "再增加")
_YEARLY = ("年均", "每年", "年平均", "逐年", "平均每年")
_TOTAL = ("五年累计", "期内累计", "累计", "五年", "期内", "期间", "“十四五”期间", "“十五五”期间")
_EN_SENSES = {
    Sense.AT_LEAST: ("at least", "no less than", "not less than", "minimum", "min.", "min"),
    Sense.AT_MOST: ("at most", "no more than", "not more than", "less than", "fewer than", "below",
                    "under", "up to", "maximum", "max.", "max", "within"),
    Sense.ABOVE: ("more than", "over", "above", "greater than", "exceed"),
    Sense.ABOUT: ("about", "around", "approximately", "approx.", "circa", "c.", "~", "some"),
}
_EN_UP = ("increase of", "increase by", "increased by", "increase", "rise of", "growth of", "up by",
          "up", "an additional", "additional", "extra")
_EN_DOWN = ("reduction of", "reduce by", "reduced by", "reduction", "reduce", "decrease of",
            "decrease by", "decrease", "down by", "down", "fall of", "cut by", "cut of")
_EN_TO = ("increase to", "rise to", "maintain at", "maintained at", "maintain", "reach", "target:",
          "target", "to")
_EN_DOWN_TO = ("reduce to", "reduced to", "fall to", "decrease to", "cut to")
Act = Callable[[Said], None]


def _sense(sense: Sense) -> Act:
    def act(state: Said) -> None:
        state.sense = sense
    return act


def _change(word: str) -> Act:
    def act(state: Said) -> None:
        state.change = word
    return act


def _down_to(state: Said) -> None:
    state.to, state.sense = True, state.sense or Sense.AT_MOST


def _flag(name: str) -> Act:
    def act(state: Said) -> None:
        setattr(state, name, True)
    return act


def _nothing(state: Said) -> None:
    del state


LEADS: dict[str, Act] = {
    **{word: _sense(sense) for word, sense in SENSES.items()},
    **{word: _sense(sense) for sense, words in _EN_SENSES.items() for word in words},
    "控制在": _sense(Sense.AT_MOST),
    **dict.fromkeys((*_PLAIN_ZH, ":", "的"), _nothing),
    **dict.fromkeys((*_TO, *_EN_TO), _flag("to")),
    **dict.fromkeys((*_DOWN_TO, *_EN_DOWN_TO), _down_to),
    **dict.fromkeys(_UP, _change("up")), **dict.fromkeys(_DOWN, _change("down")),
    **dict.fromkeys(_ADDED, _change("added")),
    **dict.fromkeys(_EN_UP, _change("up")), **dict.fromkeys(_EN_DOWN, _change("down")),
    **dict.fromkeys(_YEARLY, _flag("yearly")), **dict.fromkeys(_TOTAL, _flag("total")),
}
LEAD = re.compile("|".join(
    rf"{re.escape(w)}\b" if w[-1].isascii() and w[-1].isalpha() else re.escape(w)
    for w in sorted(LEADS, key=len, reverse=True)), re.IGNORECASE)
TAILS: dict[str, Act] = {
    **dict.fromkeys(("以上", "及以上", "或以上", "or more", "or above", "or higher", "and above",
    "plus", "+"),
                    _sense(Sense.AT_LEAST)),
    **dict.fromkeys(("以下", "及以下", "以内", "之内", "or less", "or fewer", "or below", "or "
        "lower"),
                    _sense(Sense.AT_MOST)),
    **dict.fromkeys(("左右", "上下", "or so", "approx.", "approx"), _sense(Sense.ABOUT)),
    **dict.fromkeys(("余", "多"), _sense(Sense.ABOVE)),
    **dict.fromkeys(("名", "位", "达标", "水平", "之间"), _nothing),
    **dict.fromkeys(("/年", "每年", "per year", "a year", "p.a.", "per annum", "annually"),
                    _flag("each_year")),
    **dict.fromkeys(("(累计)", "累计", "(五年累计)", "in total", "cumulative", "(cumulative)"),
                    _flag("total")),
    **dict.fromkeys(("increase", "growth", "rise"), _change("up")),
    **dict.fromkeys(("reduction", "decrease", "fall"), _change("down")),
}
TAIL = re.compile("|".join(
    re.escape(w) for w in sorted(TAILS, key=len, reverse=True)), re.IGNORECASE)


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
_DOUBLED = re.compile(r"(?:实现|比?\d*年?)?(?:翻(?P<n>[一两二三])番|倍增|doubled?|100% increase)",
                      re.IGNORECASE)
_NOTED = re.compile(r"\s*\((?:19|20)\d\d年[^()\d]{1,12}\)$")  # 100(2023年提前达到)
_UNIT = re.compile(r"\s*([^\d\s()\[\],，、;；:。.+*<>≥≤=~①-⑳⁰¹²³⁴-⁹-]{1,9})")
_UNIT_EN = re.compile(r"\s*([A-Za-z]+(?:[ /][A-Za-z]+){0,2})(?=\s*$)")


def read_value(text: str, *, chinese: bool) -> Reading | None:
    """Return what a folded cell says when all of it is understood, else ``None``."""
    if len(text) > LONGEST or (text.startswith("(") and text.endswith(")")):
        return None  # (15) is a total, a negative number or a note
    doubled = _DOUBLED.fullmatch(text)
    if doubled is not None:
        times = {"两": 2, "二": 2, "三": 3}.get(doubled["n"] or "", 1)
        return Reading(0, len(text), 100.0 * (2**times - 1), unit="%",
                       basis=Basis.GROWTH_FROM_BASE)
    text, state = _NOTED.sub("", text), Said()
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
        if state.closing and text[at] in "])":  # also [2.75), as some pages print it
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
