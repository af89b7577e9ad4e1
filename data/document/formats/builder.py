"""Numbering the lines of a document while it is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NoReturn

from data.document.limits import MAX_CHARACTERS, MAX_COLUMNS, MAX_LINES
from data.document.lines import Line
from data.errors import PlancastError, Where, problem
from data.plan import Span


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: its place in the grid (from 0), what it spans, and its text."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class LineBuilder:
    """Collects lines in reading order and numbers them from 1, tables likewise.

    Lines without visible characters are left out; cells are kept even if they are empty. Both
    methods raise ``PlancastError`` (DOCUMENT_TOO_LONG) beyond the limits of a document.
    """

    where: Where
    lines: list[Line] = field(default_factory=list)
    tables: int = 0
    characters: int = 0

    def add_text(self, text: str, *, page: int | None = None) -> list[Span]:
        """Add running text, one line for each of its lines; return where each now stands."""
        out = []
        for piece in text.split("\n"):
            if piece.strip():
                self._add(Line(len(self.lines) + 1, piece, page=page))
                out.append(Span(len(self.lines), 0, len(piece)))
        return out

    def begin_table(self) -> int:
        """Return the number of the next table."""
        self.tables += 1
        return self.tables

    def add_cell(self, table: int, cell: Cell, *, page: int | None = None) -> Span:
        """Add one cell; its text may hold line breaks. Return where it now stands."""
        if cell.column + cell.column_span > MAX_COLUMNS:
            self.refuse()
        self._add(Line(len(self.lines) + 1, cell.text, table, cell.row, cell.column,
                       cell.row_span, cell.column_span, page))
        return Span(len(self.lines), 0, len(cell.text))

    def finished(self) -> tuple[Line, ...]:
        """Return the lines. Raises ``PlancastError`` (DOCUMENT_EMPTY) when none has text."""
        if not any(line.text.strip() for line in self.lines):
            raise PlancastError([problem("DOCUMENT_EMPTY", self.where)])
        return tuple(self.lines)

    def _add(self, line: Line) -> None:
        self.lines.append(line)
        self.characters += len(line.text)
        if len(self.lines) > MAX_LINES or self.characters > MAX_CHARACTERS:
            self.refuse()

    def refuse(self) -> NoReturn:
        """Raise ``PlancastError`` (DOCUMENT_TOO_LONG)."""
        raise PlancastError([problem(
            "DOCUMENT_TOO_LONG", self.where, lines=f"{MAX_LINES:,}",
            characters=f"{MAX_CHARACTERS:,}", columns=f"{MAX_COLUMNS:,}")])


def cell_text(paragraphs: Iterable[str]) -> str:
    """Join the paragraphs of a cell with line breaks, empty ones left out."""
    return "\n".join(p for p in paragraphs if p.strip())
