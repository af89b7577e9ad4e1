"""Names of indicators as documents write them: what is counted, and which words say how.

A term is split into its core (what is counted: 商标注册) and its qualifiers (年, 有效, 累计 ...),
so that two spellings of one thing are seen as one, and one term for two things as one term.
"""

from __future__ import annotations

import re

_PARENTHESES = re.compile(r"[（(][^（）()]*[）)]")
_PERIOD = re.compile(r"[“\"']?十[一二三四五六七八九]五[”\"']?(?:时期|期间|时期末|末)?")
_NOT_LETTERS = re.compile(r"[\s“”\"'‘’《》〈〉、,，.。:：;；·\-—_/]+")
_LATIN = re.compile(r"[A-Za-z]")

# A rate's denominator is no part of what is counted.
_PER = re.compile(r"^每?(?:万人口|万人|百万人口|亿元|百人)(?:口)?|^每(?:万人口|万人|亿元)")

# Longest first: 年度 before 年, 拥有量 before 量.
_YEARLY_HEAD = ("年度", "每年", "当年", "年均", "新增", "年")
_LEVEL_WORDS = ("有效", "累计", "现存", "现有", "存量", "在册", "拥有", "保有")
_AMOUNT_TAIL = ("总数量", "拥有量", "保有量", "数量", "數量", "总量", "總量", "总数", "總數",
                "总额", "件数", "金额", "数目", "量", "数", "數", "额", "额度")
_GENERAL_HEAD = ("全市", "全省", "全区", "全国", "我市", "本市", "全县")

_EN_YEARLY = ("a year", "per year", "annual", "yearly", "new")
_EN_LEVEL = ("in force", "cumulative", "cumulated", "total", "stock", "held", "valid")
_EN_GENERAL = ("number of", "amount of", "the", "of", "count")

_EVENTS = ("授权", "授權", "新增", "注册", "登记")
"""Words for what adds to a stock; without them a flow's core is that of the stock it feeds."""

_GENERIC = frozenset({"", "知识产权", "知識產權", "項目", "项目", "企业", "机构", "案件", "人员"})
"""Cores that say nothing about what is counted."""

SHORTEST = 2
"""Fewer characters than this are no term."""


def core(term: str) -> str:
    """Return what a term counts, without quantity words, qualifiers and denominators."""
    if _LATIN.search(term) and not re.search(r"[一-鿿]", term):
        return _english_core(term)
    text = _PERIOD.sub("", _PARENTHESES.sub("", term))
    text = _PER.sub("", _NOT_LETTERS.sub("", text))
    text = _stripped_head(text, (*_GENERAL_HEAD, *_YEARLY_HEAD))
    for word in _LEVEL_WORDS:
        text = text.replace(word, "")
    return _stripped_tail(text)


def stock_core(term: str) -> str:
    """Return the core of the stock that a flow of this name would feed."""
    text = core(term)
    for word in _EVENTS:
        text = text.replace(word, "")
    return text


def says_flow(term: str) -> bool:
    """Whether a term itself says that it is counted within a year."""
    text = _NOT_LETTERS.sub("", term)
    return text.startswith(_YEARLY_HEAD) or _english(term, _EN_YEARLY)


def says_yearly(term: str) -> bool:
    """Whether a term says "a year"; 新增 may also be what is added to a stock in all."""
    return says_flow(term) and not _NOT_LETTERS.sub("", term).startswith("新增")


def says_level(term: str) -> bool:
    """Whether a term itself says that it is what is there at the end of a year."""
    return not says_flow(term) and (
        any(word in term for word in _LEVEL_WORDS) or _english(term, _EN_LEVEL))


def says_anything(text: str) -> bool:
    """Whether a core names something, and not only 知识产权 or nothing at all."""
    return len(text) >= SHORTEST and text not in _GENERIC


def contains(wide: str, narrow: str) -> bool:
    """Whether one core is a part of the other (in either direction) without being the same."""
    return wide != narrow and (narrow in wide or wide in narrow)


def _stripped_head(text: str, words: tuple[str, ...]) -> str:
    for word in words:
        if text.startswith(word) and len(text) > len(word):
            return _stripped_head(text[len(word):], words)
    return text


def _stripped_tail(text: str) -> str:
    for word in _AMOUNT_TAIL:
        if text.endswith(word) and len(text) > len(word):
            return _stripped_tail(text[:-len(word)])
    return text


def _english(term: str, words: tuple[str, ...]) -> bool:
    text = f" {term.lower()} "
    return any(f" {word} " in text for word in words)


def _english_core(term: str) -> str:
    text = f" {_PARENTHESES.sub('', term).lower()} "
    for word in (*_EN_YEARLY, *_EN_LEVEL, *_EN_GENERAL):
        text = text.replace(f" {word} ", " ")
    return " ".join(re.findall(r"[a-z0-9]+", text))
