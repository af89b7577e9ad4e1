"""Cells of tables: what each one holds, wherever the table came from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from data.document.chinese.words import RELATIVE
from data.document.measures import resolved
from data.document.numerals import plain_number
from data.document.quantities import Quantity, quantities


class Holds(StrEnum):
    """What a cell holds."""

    NUMBER = "number"
    PERCENT = "percent"
    DASH = "dash"
    UNIT = "unit"
    BINDING = "binding"
    PHRASE = "phrase"  # a value in words: 高于全省平均水平, 逐年提高
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its folded text, and where it stands in the document."""

    text: str
    written: str
    line: int
    start: int = 0  # offset of the text in its line
    holds: Holds = Holds.TEXT


DASHES = frozenset({"-", "--", "---", "/", "…", "..", "...", "n/a", "na", "无", "\\", "*", "n.a.",
                    "none"})
_BINDING = re.compile(
    r"(预期性|约束性|预期|约束|binding|mandatory|expected|indicative|anticipatory)",
                      re.IGNORECASE)
_PHRASE = re.compile(
    r"^(?:逐年|稳步|持续|不断|显著|明显|基本|全面|完成|保持|达到|高于|低于|优于|不低于|不高于|"
    r"稳中|有所|控制在|进一步|大幅|力争|"
    r"(?:above|below|rising|falling|improv|stable|increas|decreas|declin|maintain|no decline))",
    re.IGNORECASE)
_NUMERIC = re.compile(
    r"^[\[(]?\s*(?:[≥≤<>]=?|不低于|不少于|不超过|不高于|大于|小于|低于|高于|超过|突破|达到|约|"
    r"控制在|至少|\+|at least|at most|more than|over|under|below|above|around|about|up to)?\s*"
    r"-?\d[\d,]*(?:\.\d+)?(?:\s*(?:[-~至]|to)\s*\d[\d,]*(?:\.\d+)?)?\s*(?P<unit>[^\d\s().,、"
    r"]{0,6}?)\s*(?:左右|以上|以下|以内|or more|or above|or less)?\s*[\])]?\*?$",
    re.IGNORECASE)


def cell(text: str, written: str, line: int, start: int = 0) -> Cell:
    """Return the cell with what it holds."""
    lead = len(text) - len(text.lstrip())
    bare = text.strip()
    return Cell(bare, written.strip(), line, start + lead, _holds(bare))


def _holds(text: str) -> Holds:
    if text.lower() in DASHES:
        return Holds.DASH
    if _BINDING.fullmatch(text):
        return Holds.BINDING
    if is_unit(text):
        return Holds.UNIT
    if plain_number(text.strip("[]()*")) is not None:
        return Holds.NUMBER
    m = _NUMERIC.match(text)
    if m is not None:
        return Holds.PERCENT if "%" in text else Holds.NUMBER
    if len(text) <= 30 and (RELATIVE.search(text) or _PHRASE.match(text)):
        return Holds.PHRASE
    return Holds.TEXT


_UNIT_NAMES = re.compile(
    r"(?:万|亿|千|百)?(?:件|家|个|项|人|户|元|吨|公里|亩|公顷|平方公里|立方米|张|辆|所|处|座|次|"
    r"人次|%|‰|岁|分|年|天|小时)"
    r"(?:\s*/\s*[\u4e00-\u9fffA-Za-z0-9%³²]{1,8})?|%|‰|百分点|percent|percentage points?|"
    r"(?:million |billion |thousand |10,?000 )?(?:yuan|dollars|tonnes|tons|km|hectares|people|"
    r"households|kwh|mw|items|pieces|cases|beds|vehicles|years|points|number|units)"
    r"(?:\s+per\s+[\w, ]{1,24})?|per [\w, ]{3,24}|[a-z]+ per [\d,]+ (?:people|inhabitants)|km²?|"
    r"ha|m³|μg/m³|微克/立方米",
    re.IGNORECASE)


def is_unit(text: str) -> bool:
    """Say whether a whole cell is a unit."""
    bare = text.strip("()[] ")
    if not bare or len(bare) > 30 or bare.isdigit():
        return False
    return bool(_UNIT_NAMES.fullmatch(bare)) or (
        len(bare) <= 8 and not bare.isascii() and resolved(bare).known and bool(bare))


def is_binding(text: str) -> bool | None:
    """Return whether a cell says binding (约束性) or expected (预期性)."""
    m = _BINDING.fullmatch(text.strip())
    if m is None:
        return None
    return m.group(1).lower() in ("约束性", "约束", "binding", "mandatory")


def figure_of(found: Cell, *, chinese: bool) -> Quantity | None:
    """Return the one quantity a cell holds; ``None`` when it holds none or several."""
    if found.holds not in (Holds.NUMBER, Holds.PERCENT):
        return None
    bare = found.text.strip("[]()*≥≤<>= ")
    value = plain_number(bare)
    if value is not None:
        start = found.text.index(bare)
        return Quantity(start, start + len(bare), value, "", start + len(bare))
    some = quantities(found.text, [], chinese=chinese)
    if some:
        return some[0] if len(some) == 1 else None
    numbers = list(re.finditer(r"\d[\d,]*(?:\.\d+)?(?: \d{3})*", found.text))
    value = plain_number(numbers[0].group().rstrip(",")) if len(numbers) == 1 else None
    if value is None:
        return None
    m = numbers[0]
    return Quantity(m.start(), m.end(), value, "", m.end())


def in_brackets(text: str) -> bool:
    """Say whether a figure is in square brackets: the plans' mark of a total over the period."""
    return bool(re.fullmatch(r"[\[][^\[\]]+\]\s*[\u4e00-\u9fff%]*", text.strip()))


def label_and_unit(text: str) -> tuple[str, str]:
    """Split 有效注册商标总量(件) into its name and its unit, which is empty if there is none."""
    m = re.search(r"\s*[(\[]\s*(?:单位\s*:\s*)?([^()\[\]]{1,30})\s*[)\]]\s*$", text)
    if m is not None and is_unit(m.group(1)):
        return text[:m.start()].strip(), m.group(1).strip()
    m = re.match(r"(.{2,}?)[,，]\s*(%|km|ha|percent|tonnes?|million \w+|billion \w+)$", text)
    return (m.group(1).strip(), m.group(2)) if m else (text.strip(), "")


def is_year(text: str) -> int | None:
    """Return the year of a header cell that is one (2020, 2020年), or ``None``."""
    m = re.fullmatch(r"((?:19|20|21)\d{2})\s*年?(?:底|末|度)?", text.strip())
    return int(m.group(1)) if m else None
