"""A document as numbered lines; what every file format is turned into before it is understood."""

from __future__ import annotations

from dataclasses import dataclass

from data.plan import Unread


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text, or one cell of a table.

    ``number`` counts from 1 in reading order and is what a ``Span`` refers to; for text files it
    is the line of the file. ``text`` is exactly as in the document, so that character offsets
    hold. Cells of a real table carry ``table`` (from 1), ``row`` and ``column`` (from 0) and how
    many rows and columns they span; lines of a table that was flattened into text carry none.
    """

    number: int
    text: str
    table: int | None = None
    row: int | None = None
    column: int | None = None
    row_span: int = 1
    column_span: int = 1
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """The lines of one document. ``doubts`` are parts of it that could not be read safely."""

    name: str
    format: str  # txt | docx | html | pdf | xlsx
    lines: tuple[Line, ...]
    doubts: tuple[Unread, ...] = ()
