"""Cells of tables: what each one holds, wherever the table came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.document.chinese.words import RELATIVE
from data.document.measures import FIRM, LOOSE, resolved
from data.document.tables.values import Reading, read_value
from data.document.wordlists import listed


class Holds(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    PERCENT = "percent"
    DASH = "dash"
    UNIT = "unit"
    BINDING = "binding"
    PHRASE = "phrase"  # a value in words: 高于全省平均水平, 逐年提高
    TEXT = "text"


FIGURES = (Holds.NUMBER, Holds.PERCENT)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its folded text, and where it stands in the document.

    ``reading`` is what its figure says; only cells that hold a number or a percentage have one.
    """

    text: str
    written: str
    line: int
    start: int = 0  # offset of the text in its line
    holds: Holds = Holds.TEXT
    reading: Reading | None = None

    @property
    def figure(self) -> bool:
        """Say whether the cell holds a figure that is not the number of a year."""
        return self.holds in FIGURES and is_year(self.text) is None


DASHES = frozenset((
    *listed("- -- --- ---- / // … …… .. ... · n/a na n.a. nil none tbc tbd tba 无 空 * x × 待定 "
            "暂无 "
            "[-] (-) [/]"), "\\", "no target", "not available", "not applicable", "no data",
    "not set", "to be confirmed", "to be determined", "- -"))
_BINDING = re.compile(
    r"\(?(?:预期性?|约束性?|指导性|引导性|binding|mandatory|obligatory|expected|indicative|"
    r"anticipatory|non-binding)(?:指标)?\)?", re.IGNORECASE)
_BOUND = re.compile(r"\(?(?:约束性?|binding|mandatory|obligatory)(?:指标)?\)?", re.IGNORECASE)
_PHRASE = re.compile(
    r"^(?:逐年|稳步|持续|不断|显著|明显|基本|全面|完成|保持|达到|达标|高于|低于|优于|不低于|不高于|"
    r"稳中|有所|控制在|进一步|大幅|力争|实现|全覆盖|按[国省市上]|满足|居|位居|进入|与|"
    r"(?:above|below|rising|falling|improv|stable|increas|decreas|declin|maintain|no decline|"
    r"full|achieve|complete))", re.IGNORECASE)
_BRACKETS = str.maketrans("〔〕〖〗{}", "[][][]")


def cell(text: str, written: str, line: int, start: int = 0) -> Cell:
    """Return the cell with what it holds; all kinds of square brackets are made one."""
    if "<" in text:  # a break in a cell of Markdown; the length stays, so that places hold
        text = re.sub(r"<br ?/?>", lambda m: "\n" + " " * (len(m.group()) - 1), text)
    lead = len(text) - len(text.lstrip())
    bare = text.strip().translate(_BRACKETS)
    holds, reading = _holds(bare)
    return Cell(bare, written.strip(), line, start + lead, holds, reading)


def has_han(text: str) -> bool:
    """Say whether a text has Chinese characters: then its words are read as Chinese."""
    return any("\u4e00" <= c <= "\u9fff" for c in text)


def _holds(text: str) -> tuple[Holds, Reading | None]:
    if text.lower() in DASHES or (text and set(text) <= set("-/ .…")):
        return Holds.DASH, None
    if len(text) > 60:
        return Holds.TEXT, None
    if _BINDING.fullmatch(text):
        return Holds.BINDING, None
    if is_unit(text):
        return Holds.UNIT, None
    reading = read_value(text, chinese=has_han(text))
    if reading is not None and not _is_date(text, reading):
        return (Holds.PERCENT if "%" in text else Holds.NUMBER), reading
    if len(text) <= 30 and (RELATIVE.search(text) or _PHRASE.match(text)):
        return Holds.PHRASE, None
    return Holds.TEXT, None


def _is_date(text: str, reading: Reading) -> bool:
    """Say whether a number among words is only a year: Target 2026, 目标2025."""
    words = len(text.strip()) > reading.end - reading.start
    return (words and not reading.unit and reading.sense is None and reading.upper is None
            and 1900 <= reading.value < 2150 and reading.end - reading.start == 4
            and re.search(r"[A-Za-z\u4e00-\u9fff]", text) is not None)


_COUNTED = "|".join(sorted(map(re.escape, (
    *FIRM, *LOOSE, "%", "‰", "百分点", "个百分点", "年", "天", "日", "月", "倍", "分", "岁",
    "微克", "标台",
    "千瓦", "万千瓦", "当量", "位", "名", "指数", "人民币")), key=len, reverse=True))
_SCALE = r"(?:[十百千]?[万亿]|[百千])?"
_BELOW = r"(?:每)?\d{0,6}[百千万亿]*(?:[\u4e00-\u9fff]{1,6}|[A-Za-zμ³²0-9]{1,6})?"
_UNIT_ZH = re.compile(
    rf"{_SCALE}(?:{_COUNTED})(?:\s*(?:/|每|·)\s*{_BELOW}){{0,2}}|"
    rf"1?/\s*(?:10)?[十百千万]+(?:人|户)?|[\u4e00-\u9fffA-Za-z]{{1,6}}/(?:每)?(?:10)?[百千万亿]*"
    r"(?:人|户|元|公里|平方公里|平方米|立方米|公顷|亩|吨|年|天|日|床|生|车|辆|标准煤)|"
    r"(?:mg|ug|μg|kg|g|t)/(?:L|m³|m3|kWh|d|a)")
_UNIT_EN = re.compile(
    r"%|percent|per ?cent|percentage(?: points?)?|pp|"
    r"(?:(?:us|hk|nt)?[$£€¥]|usd|rmb|cny|eur|gbp)\s*(?:m|bn|k|thousand|million|billion)?|"
    r"(?:m|bn|thousand|million|billion|10,?000|100,?000)|"
    r"(?:million |billion |thousand |10,?000 )?(?:yuan|dollars|euros?|pounds|tonnes|tons|km2?|km²|"
    r"hectares|ha|people|persons|households|kwh|mwh|gwh|twh|mw|gw|items|pieces|cases|beds|"
    r"vehicles|years?|months|days|hours|minutes|points|numbers?|no\.?|nos\.?|#|units|visitors|"
    r"visits|passengers|mt ?co2e?|kt ?co2e?|t ?co2e?|tco2e|m3|m³|square metres|cubic metres|"
    r"litres|homes|dwellings|schools|students|pupils|jobs|ratio|index|score|rank)"
    r"(?:\s*(?:per|/)\s*[\w, ]{1,24})?|per [\w, ]{3,24}|[a-z]+ per [\d,]+ (?:people|inhabitants)|"
    r"m³|μg/m³|ug/m3|mg/l", re.IGNORECASE)


def is_unit(text: str) -> bool:
    """Say whether a whole cell is a unit."""
    bare = text.strip("()[] ")
    if not bare or len(bare) > 30 or bare.isdigit():
        return False
    if not has_han(bare):
        return bool(_UNIT_EN.fullmatch(bare))
    squeezed = bare.replace(" ", "")
    return bool(_UNIT_ZH.fullmatch(squeezed)) or (
        len(squeezed) <= 8 and resolved(squeezed).known)


def is_binding(text: str) -> bool | None:
    """Return whether a cell says binding (约束性) or expected (预期性)."""
    if _BINDING.fullmatch(text.strip()) is None:
        return None
    return _BOUND.fullmatch(text.strip()) is not None


_LAST_BRACKETS = re.compile(r"\s*[(\[]\s*(?:单位|"
                            r"units?)?\s*:?\s*([^()\[\]]{1,30})\s*[)\]]\s*[*①-⑳¹²³]*$",
                            re.IGNORECASE)
_COMMA_UNIT = re.compile(r"(.{2,}?)\s*[,，]\s*([^,，()]{1,24})$")


def label_and_unit(text: str) -> tuple[str, str]:
    """Split 有效注册商标总量(件) into its name and its unit, which is empty if there is none."""
    m = _LAST_BRACKETS.search(text)
    if m is not None and is_unit(m.group(1)):
        return text[:m.start()].strip(), m.group(1).strip()
    m = _COMMA_UNIT.match(text)
    if m is not None and is_unit(m.group(2)):
        return m.group(1).strip(), m.group(2).strip()
    return text.strip(), ""


def is_year(text: str) -> int | None:
    """Return the year of a header cell that is one (2020, 2020年), or ``None``."""
    m = re.fullmatch(r"((?:19|20|21)\d{2})\s*年?(?:底|末|度)?", text.strip())
    return int(m.group(1)) if m else None
