"""Numbers as they are printed: 12,300, 3.5, 二十, 百分之五, 三分之二, 三成, twenty-five, 2—3.

Only the number itself is found here; what it counts is read by ``quantities``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.wordlists import listed

ARABIC = r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?"
_ARABIC = re.compile(rf"(?<![\d./A-Za-z_#@×*]){ARABIC}(?![\d×*])")
_AFTER_LETTER = re.compile(rf"(?<=[A-Za-z]){ARABIC}(?=\s*%)")
_GROUPED_BY_SPACE = re.compile(r"\d{1,3}(?: \d{3})+(?:\.\d+)?")

_SPACED = re.compile(r"(?<![\d.,])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?:\.\d+)?(?![\d.]| "
                     r"\d)(?=\s?[\u4e00-\u9fff])")

_DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
_HAN = "零一二两三四五六七八九十百千万亿"
_CHINESE = re.compile(f"[{_HAN}]+(?:点[零一二三四五六七八九]+)?")
_PERCENT = re.compile(f"(百|千|万)分之([{_HAN}]+(?:点[零一二三四五六七八九]+)?|{ARABIC})")
_FRACTION = re.compile("([二三四五六七八九十])分之([一二两三四五六七八九十])(?!五)")
_TENTHS_RANGE = re.compile(
    "(?P<a>[一二两三四五六七八九])(?:成)?(?:[-~至到或])?(?P<b>[二两三四五六七八九])成(?P<half>半)?"
    "(?![立为效果长员本功分份交就])")
_MIXED = re.compile(  # 3万8500, 2万5千, 1亿2000万
    r"(?<![\d./_#@×*])(?P<a>\d+(?:\.\d+)?)\s?(?P<big>兆|亿|万)(?:\s|零)?(?P<b>\d,\d{3}|\d{1,4})"
    r"(?P<small>千亿|百亿|亿|千万|百万|万|千|百)?(?![\d.年%])")
_STEPPED = re.compile(  # 3千6百万, 1万2千5百, 1千2百元
    r"(?<![\d./_#@×*])\d{1,4}(?:万\d千\d百|千\d百)(?:\d十)?(?:\d(?!\d))?(?![瓦克米伏卡焦赫])")
_MIXED_SCALES = {None: 1, "百": 100, "千": 1000, "万": 10**4, "百万": 10**6, "千万": 10**7,
                 "亿": 10**8, "百亿": 10**10, "千亿": 10**11}
_TENTHS = re.compile(
    "([一二两三四五六七八九])成(?:([一二三四五六七八九])|(半))?(?![立为效果长员本功分份交就])")
_HALF = re.compile("一半|半数|过半")

_ONES = listed("zero one two three four five six seven eight nine ten eleven twelve thirteen "
               "fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = listed("twenty thirty forty fifty sixty seventy eighty ninety")
_ENGLISH: dict[str, int] = {word: i for i, word in enumerate(_ONES)} | {
    word: 10 * (i + 2) for i, word in enumerate(_TENS)}
_WORD = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_WORDS = re.compile(
    rf"(?<![A-Za-z-])(?:({'|'.join(_TENS)})-({'|'.join(_ONES[1:10])})|({_WORD}))"
    r"(?: (hundred|thousand))?(?!-?[A-Za-z])", re.IGNORECASE)  # no figure in zero-emission
_FRACTION_OF = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
_EN_FRACTION = re.compile(
    r"(?<![A-Za-z-])(?:(?:(?P<n>a|one|two|three|four|nine)[ -])?(?P<part>third|quarter|fifth|"
    r"tenth)s?"
    r"|(?P<half>(?:one[ -])?half))(?=\s+of\b(?! a (?:century|million))|\s*[,.;)]|\s+by\b|$|"
    r"\s+(?:from|compared|"
    r"relative|in|over|each|every|until|between)\b|(?<=by a third)|(?<=by one third)|(?<=by two "
    r"thirds)|(?<=by a "
    r"quarter)|(?<=by half))", re.IGNORECASE)
_BESIDE_FRACTION = re.compile(
    r"(?:\b(?:by|least|than|over|about|around|nearly|almost|to|some|reach|in|"
                              r"approximately|is|are)\s+(?:an?\s+)?)$|^\W*$", re.IGNORECASE)
_EN_SCALES = {"hundred": 100, "thousand": 1000}


@dataclass(frozen=True, slots=True)
class Numeral:
    """A printed number: characters ``start`` to ``end`` (exclusive) and its value.

    ``percent`` is set where the number says itself that it is a share (百分之五, 三成, 三分之二):
    then ``value`` is in percent. ``words`` marks numbers written in words, which are common in
    names and phrases and so need more of their surroundings to count as figures. ``upper`` is the
    upper edge of a range in words (一至两成).
    """

    start: int
    end: int
    value: float
    percent: bool = False
    words: bool = False
    upper: float | None = None


def numerals(text: str, *, chinese: bool) -> list[Numeral]:
    """Return the numbers printed in a folded text, in order, without overlaps."""
    found = [Numeral(m.start(), m.end(), arabic(m.group())) for m in _ARABIC.finditer(text)]
    found += [Numeral(m.start(), m.end(), arabic(m.group())) for m in _AFTER_LETTER.finditer(text)]
    if chinese:  # 77 100個
        found += [Numeral(m.start(), m.end(), arabic(m.group())) for m in _SPACED.finditer(text)]
    found += _shares(text)
    found += [*_chinese(text), *_mixed(text)] if chinese else _english(text)
    out: list[Numeral] = []
    for numeral in sorted(found, key=lambda n: (n.start, -n.end)):
        if not out or numeral.start >= out[-1].end:
            out.append(numeral)
    return out


def arabic(text: str) -> float:
    """Return the value of an Arabic number; thousands may be grouped by commas or spaces."""
    return float(text.replace(",", "").replace(" ", ""))


def chinese_value(text: str) -> float:
    """Return the value of a Chinese number such as 二百零五, 一万二 or 二〇二五.

    Raises ``ValueError`` for text that is none.
    """
    whole, _, decimals = text.partition("点")
    value = float(_integer(whole))
    if decimals:
        value += float("0." + "".join(str(_DIGITS[c]) for c in decimals))
    return value


def _integer(text: str) -> int:
    if not text:
        raise ValueError("no number")
    if all(c in _DIGITS for c in text) and len(text) > 1:  # digit by digit: 二〇二五
        return int("".join(str(_DIGITS[c]) for c in text))
    total, section, digit, last = 0, 0, 0, 1
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS[char]
            last = 10 if char == "零" else last
        elif char in _STEPS:
            section += (digit or 1) * _STEPS[char]
            digit, last = 0, _STEPS[char]
        elif char in _GROUPS:
            group = _GROUPS[char]
            total = (total + section + digit) * group if group > 10**4 else total + (
                section + digit) * group
            section, digit, last = 0, 0, group
        else:
            raise ValueError(text)
    if digit and last >= 100:  # 一万二 is 12,000, 三百五 is 350
        digit *= last // 10
    return total + section + digit


def _mixed(text: str) -> list[Numeral]:
    out = [Numeral(m.start(), m.end(), _stepped(m.group())) for m in _STEPPED.finditer(text)]
    for m in _MIXED.finditer(text):
        big, small = {"兆": 10**12, "亿": 10**8, "万": 10**4}[m["big"]], _MIXED_SCALES[m["small"]]
        end, count = m.end(), int(m["b"].replace(",", ""))
        if count * small >= big and (m["small"] or "")[:-1] in ("千", "百"):
            small, end = _MIXED_SCALES[m["small"][:-1]], end - 1  # 2万5千 in 万元
        if count * small < big:  # else the second number is another one
            value = round(float(m["a"]) * big + count * small, 6)
            out.append(Numeral(m.start(), end, value))
    return out


def _stepped(text: str) -> float:
    """Return the value of digits with Chinese scales between them: 1万2千5百 is 12,500."""
    scales = {"万": 10**4, "千": 1000, "百": 100, "十": 10, "": 1}
    return float(sum(int(number) * scales[scale]
                     for number, scale in re.findall(r"(\d+)([万千百十]?)", text)))


def _shares(text: str) -> list[Numeral]:
    out = []
    for m in _TENTHS_RANGE.finditer(text):
        low, high = 10.0 * _DIGITS[m["a"]], 10.0 * _DIGITS[m["b"]] + (5 if m["half"] else 0)
        if low < high:
            out.append(Numeral(m.start(), m.end(), low, True, True, high))
    for m in _PERCENT.finditer(text):
        body = m.group(2)
        value = arabic(body) if body[0].isdigit() else chinese_value(body)
        scale = {"百": 1.0, "千": 0.1, "万": 0.01}[m.group(1)]
        out.append(Numeral(m.start(), m.end(), value * scale, True, True))
    for m in _FRACTION.finditer(text):
        below, above = chinese_value(m.group(1)), chinese_value(m.group(2))
        out.append(Numeral(m.start(), m.end(), 100 * above / below, True, True))
    for m in _TENTHS.finditer(text):
        value = 10.0 * _DIGITS[m.group(1)]
        value += _DIGITS[m.group(2)] if m.group(2) else (5 if m.group(3) else 0)
        out.append(Numeral(m.start(), m.end(), value, True, True))
    out += [Numeral(m.start(), m.end(), 50.0, True, True) for m in _HALF.finditer(text)]
    return out


def _chinese(text: str) -> list[Numeral]:
    out = []
    for m in _CHINESE.finditer(text):
        body = m.group()
        if not any(c in _DIGITS or c == "十" for c in body):
            continue  # 万, 千, 亿 alone are units (万件) or words
        while body and body[-1] in "万亿" and len(body) > 1:  # 二十万件: 万 belongs to the unit
            body = body[:-1]
        if m.start() and text[m.start() - 1].isdigit():
            continue  # 5万二 and the like: the Arabic number is read instead
        try:
            out.append(Numeral(m.start(), m.start() + len(body), chinese_value(body), words=True))
        except ValueError:
            continue
    return out


def _fractions(text: str) -> list[Numeral]:
    """Return shares in words: two thirds of, by a quarter, in half."""
    out = []
    for m in _EN_FRACTION.finditer(text):
        of = text[m.end():m.end() + 3] == " of"
        said = _BESIDE_FRACTION.search(text[max(0, m.start() - 24):m.start()])
        many = (m["n"] or "").lower() in ("two", "three", "four", "nine")
        half_of = of and m["half"] is not None
        if not (many or half_of or (of and m["n"]) or said):
            continue
        part = _FRACTION_OF[(m["part"] or "half").lower()]
        above = {"two": 2, "three": 3, "four": 4, "nine": 9}.get((m["n"] or "").lower(), 1)
        out.append(Numeral(m.start(), m.end(), 100.0 * above / part, True, True))
    return out


_SO_MANY_IN = re.compile(
    rf"(?<![A-Za-z\d])(?P<a>{_WORD}|\d{{1,3}})\s+(?:in|out of)\s+(?:every\s+)?"
    r"(?P<b>two|three|four|five|six|eight|ten|twenty|100|10|20|5|4)(?=\s+(?!per\b|years?|months?)[a-z])",
    re.IGNORECASE)


def _so_many_in(text: str) -> list[Numeral]:
    """Return shares such as nine in ten."""
    out = []
    for m in _SO_MANY_IN.finditer(text):
        above, below = (float(w) if w.isdigit() else float(_ENGLISH[w.lower()])
                        for w in (m["a"], m["b"]))
        if 0 < above < below:
            out.append(Numeral(m.start(), m.end(), 100.0 * above / below, True, True))
    return out


_SLASHED = re.compile(r"(?<![\d/])(?P<a>[1-4])/(?P<b>[2-5]|10)(?![\d/])(?=\s+(?:of|reduction|cut|"
                      r"increase))")
_A_MILLION = re.compile(r"(?<![A-Za-z-])(?:(?P<half>half an?)|an?)(?=\s+(?:million|billion|"
                        r"trillion)"
                        r"\b(?!-))", re.IGNORECASE)
_OF_RAND = re.compile(rf"(?<=\bR){ARABIC}(?=\s*(?:million|billion|trillion|bn|m)\b)")
_SPACED_EN = re.compile(r"(?<![\d.,])(?<!\d )[1-9]\d{0,2}(?: \d{3})+(?![\d.,]| \d)")


def _english(text: str) -> list[Numeral]:
    out = [*_fractions(text), *_so_many_in(text)]
    out += [Numeral(m.start(), m.end(), 100.0 * float(m["a"]) / float(m["b"]), True, True)
            for m in _SLASHED.finditer(text)]
    out += [Numeral(m.start(), m.end(), 0.5 if m["half"] else 1.0, words=True)
            for m in _A_MILLION.finditer(text)]
    out += [Numeral(m.start(), m.end(), arabic(m.group())) for pattern in (_SPACED_EN, _OF_RAND)
            for m in pattern.finditer(text)]
    for m in _WORDS.finditer(text):
        ten, one, plain, scale = (g.lower() if g else "" for g in m.groups())
        value = _ENGLISH[ten] + _ENGLISH[one] if ten else _ENGLISH[plain]
        value *= _EN_SCALES.get(scale, 1)
        out.append(Numeral(m.start(), m.end(), float(value), words=True))
    return out
