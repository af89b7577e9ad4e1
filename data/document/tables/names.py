"""What each row of a table is called: serial numbers off, units told apart, sub-rows named."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from data.document.characters import folded
from data.document.tables.cells import Cell, label_and_unit
from data.document.tables.units import has_han

_SERIAL = re.compile(r"^\s*(?:[★▲△●◆■□*#☆]+\s*)?(?:\(?\d{1,3}\s*[.、)](?!\d)|\(\d{1,2}\)|[①-⑳]|"
                     r"\(?[一二三四五六七八九十]{1,3}[)、.]|\d{1,2}\s+(?=[^\d\s%.]))\s*")
_SUB = re.compile(r"^\s*(?:其\s*中\s*[:：、,，]?|其中|of which\s*:?|including\s*:?|-{1,2}\s*|"
                  r"#\s*|含\s*[:：])\s*",
                  re.IGNORECASE)
_MARKS = re.compile(r"[*†‡①-⑳¹²³⁴-⁹★▲△●]+$|^[*†‡★▲△●◆■☆]+")
_WHOLE = re.compile(r"(?:率|量|数|额|比重|比例|占比|面积|里程|产值|收入|指数|强度|浓度|人数|寿命|"
                    r"年限|总值|增加值|水平|"
                    r"能力|规模|rate|ratio|share|number|index|level|percentage)$", re.IGNORECASE)
_TOP = re.compile(r"^\s*(?:\d{1,3}[.、]|\(\d{1,2}\)|[①-⑳])")
SHORT = 4
"""Characters of names such as 中型 and 城镇, which say little by themselves."""
LONGEST_NAME = 160
"""Characters of a name; longer texts are sentences, and are cut."""


@dataclass(slots=True)
class Names:
    """Names rows one after another; remembers what the next sub-row belongs to."""

    parent: str = ""
    parent_unit: str = ""

    def heading(self, text: str) -> None:
        """Take a row without figures: it opens a category, or names what sub-rows belong to."""
        name, unit = _bare(text[:LONGEST_NAME])
        self.parent, self.parent_unit = name, unit

    def named(self, found: Cell, *, sub: bool = False) -> tuple[str, str]:
        """Return the name of a row and the unit in it. ``sub``: figures say it is a part."""
        text, written = _one_line(found.text), _one_line(found.written)
        opening = _SUB.match(text)
        number = _TOP.match(text) is not None
        if opening is not None or (sub and not number):
            at = opening.end() if opening else 0
            name, unit = _bare(written[at:] if len(written) == len(text) else text[at:])
            return self.under(name), unit or self.parent_unit
        name, unit = _bare(written if len(written) == len(text) else text)
        self.parent, self.parent_unit = name, unit
        return name, unit

    def under(self, name: str) -> str:
        """Return the name of a part of the row before: its parent's name stays."""
        if not self.parent or not name or self.parent in name:
            return name
        return (f"{self.parent}（{name}）" if has_han(self.parent) else f"{self.parent} ({name})")


def _one_line(text: str) -> str:
    """Return a name set on several lines as one; no name is longer than ``LONGEST_NAME``."""
    short = text[:LONGEST_NAME]
    return ("" if has_han(short) else " ").join(part.strip() for part in short.split("\n"))


def _bare(text: str) -> tuple[str, str]:
    """Return a name without its serial number and footnote marks, and its unit."""
    body = text.strip()
    lead = _SERIAL.match(folded(body))
    if lead is not None and lead.end() < len(body):
        body = body[lead.end():]
    body = _MARKS.sub("", body).strip()
    plain = folded(body)
    name, unit = label_and_unit(plain)
    if not any(c.isalpha() for c in name):
        return "", ""
    at = plain.find(name)
    shown = body[at:at + len(name)] if at >= 0 else name
    return _MARKS.sub("", shown).strip(" *:："), unit


def is_complete(name: str) -> bool:
    """Say whether a name says by itself what is measured (…率, …量)."""
    return _WHOLE.search(re.sub(r"\s*\([^()]*\)\s*$", "", folded(name))) is not None


_GENERIC = re.compile(r"(?:总|平均|合计|小计|年|其他|其它|total|average|overall)", re.IGNORECASE)


def in_group(group: str, name: str, text: str) -> str:
    """Return the name of a row that stands beside a cell for several rows.

    That cell is the whole of a part, of a name such as 中型 or 总面积, and else the category of the
    row, which its name does not need. ``text`` is the name as it stands in its cell.
    """
    whole = is_complete(group)
    part = _SUB.match(folded(text))
    if whole and part is not None:
        return Names(parent=group).under(_bare(text[part.end():])[0])
    if len(name) <= SHORT or (whole and not is_complete(name)) or (
            whole and _GENERIC.match(folded(name))):
        return Names(parent=group).under(name)
    return name


def is_sub(text: str) -> bool:
    """Say whether a name begins as that of a part does: 其中, of which."""
    return _SUB.match(text) is not None


def has_number(text: str) -> bool:
    """Say whether a name begins with a serial number."""
    return _TOP.match(text) is not None


def adds_up(parent: Sequence[float | None], parts: Sequence[Sequence[float | None]]) -> bool | None:
    """Say whether parts make up their parent in every column: ``True`` exactly, ``None`` not yet,
    ``False`` when they are already more."""
    exact, compared = True, 0
    for k, whole in enumerate(parent):
        values = [p[k] if k < len(p) else None for p in parts]
        if whole is None or any(v is None for v in values):
            continue
        compared += 1
        total = sum(v for v in values if v is not None)
        if total > whole * 1.001 + 1e-9:
            return False
        exact = exact and abs(total - whole) <= 0.001 * abs(whole) + 1e-9
    return (True if exact else None) if compared else None
