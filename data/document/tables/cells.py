"""Cells of tables: what each one holds, wherever the table came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.document.chinese.words import RELATIVE
from data.document.tables.units import has_han, is_unit
from data.document.tables.values import Reading, read_value
from data.document.wordlists import listed
from data.words import Sense


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
            "暂无 一 ── —— "
            "[-] (-) [/]"), "\\", "no target", "not available", "not applicable", "no data",
    "not set", "to be confirmed", "to be determined", "- -"))
_BINDING = re.compile(
    r"\(?(?:预期性?|约束性?|指导性|引导性|倡导性|监测性|参考性|评价性|binding|mandatory|obligatory|expected|indicative|"
    r"anticipatory|non-binding)(?:指标)?\)?", re.IGNORECASE)
_BOUND = re.compile(r"\(?(?:约束性?|binding|mandatory|obligatory)(?:指标)?\)?", re.IGNORECASE)
_PHRASE = re.compile(
    r"^(?:逐年|稳步|持续|不断|显著|明显|基本|全面|完成|保持|达到|达标|高于|低于|优于|不低于|不高于|"
    r"稳中|有所|控制在|进一步|大幅|力争|实现|全覆盖|按[国省市上]|满足|位居|进入|与[^、]*(?:同步|"
    r"持平|一致)|"
    r"(?:above|below|rising|falling|improv|stable|increas|decreas|declin|maintain|no decline|"
    r"full|achieve|complete))", re.IGNORECASE)
_BRACKETS = str.maketrans("〔〕〖〗{}", "[][][]")


def cell(text: str, written: str, line: int, start: int = 0) -> Cell:
    """Return the cell with what it holds; all kinds of square brackets are made one.

    ``text`` is ``written`` folded, character by character.
    """
    if "<" in text:  # a break in a cell of Markdown; the length stays, so that places hold
        text = re.sub(r"<br ?/?>", lambda m: "\n" + " " * (len(m.group()) - 1), text)
    lead = len(text) - len(text.lstrip())
    bare = text.strip().translate(_BRACKETS)
    holds, reading = _holds(bare)
    return Cell(bare, written[lead:lead + len(bare)], line, start + lead, holds, reading)


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
    """Say whether a number is only a year or a span of them: Target 2026, 2021-2025."""
    words = len(text.strip()) > reading.end - reading.start
    years = 1900 <= reading.value < 2150 and (reading.upper is None or reading.upper < 2150)
    if reading.upper is not None and 1900 <= reading.value < reading.upper < 2150 and (
            reading.upper - reading.value <= 30):
        return True
    known = is_unit(reading.unit) and reading.unit != "年"
    return (words and not known and reading.sense in (None, Sense.BETWEEN)
            and years and text[reading.start:reading.start + 4].isdecimal()
            and re.search(r"[A-Za-z\u4e00-\u9fff]", text) is not None)


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
    inner = _LAST_BRACKETS.search(text[:m.start()]) if m is not None else None
    if m is not None and inner is not None and is_unit(inner.group(1)):  # 造林面积(万亩)(5年新增量)
        return f"{text[:inner.start()].strip()}{text[m.start():].strip()}", inner.group(1).strip()
    m = _COMMA_UNIT.match(text)
    if m is not None and is_unit(m.group(2)):
        return m.group(1).strip(), m.group(2).strip()
    return text.strip(), ""


def is_year(text: str) -> int | None:
    """Return the year of a header cell that is one (2020, 2020年), or ``None``."""
    m = re.fullmatch(r"((?:19|20|21)\d{2})\s*年?(?:底|末|度)?", text.strip())
    return int(m.group(1)) if m else None
