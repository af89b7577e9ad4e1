"""The grid of an HTML table: where each cell stands, by the rules browsers follow."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.document.formats.builder import Cell, LineBuilder
from data.document.limits import MAX_COLUMNS

if TYPE_CHECKING:
    from bs4 import Tag

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_GROUPS = ("thead", "tbody", "tfoot")


@dataclass(slots=True)
class Spot:
    """A cell element and its place in the grid (from 0)."""

    element: Tag
    row: int
    column: int
    row_span: int
    column_span: int

    def with_text(self, text: str) -> Cell:
        """Return the cell with its text."""
        return Cell(self.row, self.column, text, self.row_span, self.column_span)


def table_cells(table: Tag, builder: LineBuilder) -> list[Spot]:
    """Return the cells of ``table``, not of tables inside it, row by row.

    Spans end with their row group. Raises ``PlancastError`` (DOCUMENT_TOO_LONG) through
    ``builder`` when the table has more than ``MAX_COLUMNS`` columns.
    """
    out: list[Spot] = []
    top = 0
    for group in _groups(table):
        taken: dict[int, int] = {}  # column -> the row (exclusive) down to which it is taken
        for r, row in enumerate(group, start=top):
            column = 0
            for element in row.find_all(("td", "th"), recursive=False):
                if is_hidden(element):
                    continue
                while taken.get(column, 0) > r:
                    column += 1
                wide = max(1, _number(element, "colspan", 1))
                tall = _number(element, "rowspan", 1) or len(group)  # 0: to the group's end
                tall = min(tall, top + len(group) - r)
                if column + wide > MAX_COLUMNS:
                    builder.refuse()
                taken |= dict.fromkeys(range(column, column + wide), r + tall)
                out.append(Spot(element, r, column, tall, wide))
                column += wide
        top += len(group)
    return out


def is_hidden(element: Tag) -> bool:
    """Whether an element says of itself that it is not shown."""
    if element.name == "input" or element.has_attr("hidden"):
        return True
    if element.name == "dialog" and not element.has_attr("open"):
        return True
    style = element.get("style")
    return isinstance(style, str) and _HIDING.search(style) is not None


def _groups(table: Tag) -> list[list[Tag]]:
    """Return the rows of each row group; rows outside any group form groups of their own."""
    from bs4 import Tag

    out: list[list[Tag]] = []
    loose: list[Tag] | None = None
    for child in table.children:
        if not isinstance(child, Tag) or is_hidden(child):
            continue
        if child.name == "tr":
            if loose is None:
                loose = []
                out.append(loose)
            loose.append(child)
        elif child.name in _GROUPS:
            out.append([row for row in child.find_all("tr", recursive=False) if not is_hidden(row)])
            loose = None
    return out


def _number(element: Tag, name: str, default: int) -> int:
    """Return a span as written, at most 65,534; the default if it is no number."""
    text = str(element.get(name, "")).strip()
    return min(int(text[:6]), 65_534) if text[:6].isdecimal() else default
