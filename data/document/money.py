"""Currencies as documents write them: £4.5m, NT$45億, 新台幣45億元, 3億元港幣.

A yuan sign or 元 alone says nothing of the country: a document that speaks of 新台幣 or 港元, or
counts years of the Republic, means its own currency by 元 (``currency_of``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_MARKS = {
    "HK$": "港元", "NT$": "新台币", "US$": "美元", "AU$": "澳元", "A$": "澳元", "CA$": "加元",
    "C$": "加元", "S$": "新加坡元", "$": "美元", "¥": "元", "€": "欧元", "£": "英镑", "₹": "卢比",
    "RMB": "元", "CNY": "元", "USD": "美元", "EUR": "欧元", "GBP": "英镑", "HKD": "港元",
    "TWD": "新台币", "NTD": "新台币", "AUD": "澳元", "CAD": "加元", "SGD": "新加坡元",
    "JPY": "日元", "INR": "卢比", "Rs": "卢比",
}
_SIGNS = "|".join(sorted(map(re.escape, _MARKS), key=len, reverse=True))
MARK = re.compile(rf"(?<![A-Za-z])({_SIGNS})\.?\s*$")
"""A sign of money right before a number."""

_NAMES = {
    "新台币": "新台币", "台币": "新台币", "港币": "港元", "港元": "港元", "美金": "美元",
    "美元": "美元", "欧元": "欧元", "英镑": "英镑", "人民币": "元", "日元": "日元", "澳元": "澳元",
    "加元": "加元", "新加坡元": "新加坡元", "卢比": "卢比",
}
_NAME = "|".join(sorted(_NAMES, key=len, reverse=True))
NAMED = re.compile(_NAME)
"""A name of money before the figure of a cell: 新台幣45億元."""

_BEFORE = re.compile(rf"({_NAME})(?:大?约|共|合计|达|近|超过|逾)?\s*$")
_BEHIND = re.compile(rf"\s*[(（]?\s*({_NAME})\s*[)）]?")
_WHOLE = re.compile(rf"[(（]?\s*({_NAME})\s*[)）:]?\s*([百千万亿]*)元?")
_SCALED = re.compile(rf"({_SIGNS})\s*(m|mn|bn|k|thousand|million|billion|trillion)?|"
                     rf"(thousand|million|billion|trillion)\s*({_SIGNS})", re.IGNORECASE)
_SCALES = {"": "", "k": "千", "thousand": "千", "m": "百万", "mn": "百万", "million": "百万",
           "bn": "十亿", "billion": "十亿", "trillion": "万亿"}

ENGLISH = {
    "pounds": "英镑", "pounds sterling": "英镑", "euros": "欧元", "hong kong dollars": "港元",
    "new taiwan dollars": "新台币", "australian dollars": "澳元", "canadian dollars": "加元",
    "singapore dollars": "新加坡元", "rupees": "卢比", "yen": "日元", "dollars": "美元",
    "us dollars": "美元", "yuan": "元",
}
_WORDS = {symbol: word for word, symbol in ENGLISH.items() if word not in (
    "us dollars", "pounds sterling")}


def word_of(mark: str) -> str:
    """Return the English word of a sign or name of money before a number: pounds for £."""
    return _WORDS[_MARKS[mark] if mark in _MARKS else _NAMES[mark]]


def marked_unit(text: str, start: int, unit: str, end: int) -> tuple[str, int]:
    """Return the unit of a number in Chinese text with its currency, and where it ends.

    ``start`` is where the number begins, ``unit`` what was found behind it up to ``end``.
    """
    sign, name = MARK.search(text[:start]), _BEFORE.search(text[:start])
    plain = unit.endswith("元") and unit not in _NAMES and unit.strip("百千万亿") == "元"
    behind = _BEHIND.match(text, end) if plain else None
    said = _NAMES[behind[1]] if behind else _MARKS[sign[1]] if sign else (
        _NAMES[name[1]] if name else "")
    if not said or not (plain or unit.strip("百千万亿") == ""):
        return unit, end
    return unit.removesuffix("元") + said, behind.end() if behind else end


def symbol_of(written: str) -> str | None:
    """Return the symbol of a unit of money as cells and headers write it: £m, 新台幣千元."""
    text = written.strip()
    m = _SCALED.fullmatch(text)
    if m is not None:
        sign, scale = (m[1], m[2]) if m[1] else (m[4], m[3])
        mark = next((k for k in _MARKS if k.casefold() == sign.casefold()), "")
        return _SCALES[(scale or "").lower()] + _MARKS[mark]
    m = _WHOLE.fullmatch(text.replace(" ", ""))
    if m is not None:
        return m[2] + _NAMES[m[1]]
    m = re.fullmatch(rf"([百千万亿]*)元[(（]?({_NAME})[)）]?", text.replace(" ", ""))
    return None if m is None else m[1] + _NAMES[m[2]]


def currency_of(lines: Sequence[str], *, roc: bool) -> str:
    """Return the currency that a folded Chinese document means by 元: 新台币, 港元, or 元."""
    text = "\n".join(lines)
    counts = {symbol: sum(text.count(word) for word in words) for symbol, words in (
        ("新台币", ("新台币", "NT$", "台币")), ("港元", ("港元", "港币", "HK$")),
        ("元", ("人民币", "RMB")))}
    if roc and not counts["港元"] and not counts["元"]:
        return "新台币"
    best = max(counts, key=lambda symbol: counts[symbol])
    others = sum(n for symbol, n in counts.items() if symbol != best)
    return best if counts[best] and not others else "元"
