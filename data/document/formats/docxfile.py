"""Word files (.docx): paragraphs and tables in their order, then footnotes and endnotes."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from data.document.draft.doubts import doubt, listed
from data.document.formats.archive import check_archive
from data.document.formats.builder import Cell, LineBuilder, cell_text
from data.document.formats.docxtext import ALTERNATE, Paragraph, W, outermost, read_paragraph
from data.document.lines import Document
from data.errors import PlancastError, Where, problem
from data.plan import Span, Unread

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_UNPACKED = 60_000_000
"""Bytes that a .docx may unpack to, pictures included."""

_WRAPPERS = frozenset({f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"})


def read_docx(content: bytes, where: Where, *, name: str) -> Document:
    """Read a .docx: each paragraph a line, each table cell a line with its place and span.

    A cell that holds a table of its own, and a table of one cell (a frame), are read as running
    text. Page headers and footers, comments and automatic numbering are not read.

    Raises
    ------
    PlancastError
        A code of ``check_archive``; DOCUMENT_BROKEN, DOCUMENT_EMPTY, DOCUMENT_SCANNED (pictures
        only) or DOCUMENT_TOO_LONG.
    """
    body, notes = _open(content, where)
    reader = _Reader(LineBuilder(where))
    reader.flow(body)
    for note in notes:
        reader.flow(note)
    try:
        lines = reader.builder.finished()
    except PlancastError:
        if reader.pictures:
            raise PlancastError([problem("DOCUMENT_SCANNED", where)]) from None
        raise
    return Document(name, "docx", lines, reader.doubts())


def _open(content: bytes, where: Where) -> tuple[_Element, list[_Element]]:
    """Check the package; return the body of the document, and its footnotes and endnotes."""
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.exceptions import OpcError
    from docx.oxml import parse_xml
    from lxml.etree import LxmlError

    try:
        check_archive(io.BytesIO(content), where, limit=MAX_UNPACKED)
        document = docx.Document(io.BytesIO(content))
        body: _Element = document.element.body
        if body is None:
            raise ValueError("no body")
        notes: list[_Element] = []
        for relation in document.part.rels.values():
            for kind in ("footnote", "endnote"):
                if relation.reltype == getattr(RELATIONSHIP_TYPE, f"{kind.upper()}S"):
                    part = parse_xml(relation.target_part.blob)
                    notes += [n for n in part.iterfind(f"{W}{kind}") if n.get(f"{W}type") is None]
    except (KeyError, ValueError, AttributeError, TypeError, IndexError, AssertionError, OSError,
            zipfile.BadZipFile, zlib.error, LxmlError, OpcError, RecursionError) as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
        raise PlancastError([problem("DOCUMENT_BROKEN", where, format="DOCX", reason=reason)]
                            ) from None
    return body, notes


@dataclass(slots=True)
class _Reader:
    """Walks the body and remembers what was left out."""

    builder: LineBuilder
    tracked: list[Unread] = field(default_factory=list)
    struck: list[Unread] = field(default_factory=list)
    formulas: list[Unread] = field(default_factory=list)
    linked: list[Unread] = field(default_factory=list)
    pictures: int = 0
    changed: bool = False

    def flow(self, parent: _Element) -> None:
        """Read the blocks of ``parent`` as running text and tables."""
        for block in _blocks(parent):
            if block.tag == f"{W}tbl":
                self._table(block)
            elif block.tag == f"{W}altChunk":
                self.linked.append(doubt("DOUBT_LINKED", "altChunk"))
            else:
                self._paragraph(block)

    def doubts(self) -> tuple[Unread, ...]:
        """Return what could not be read safely."""
        out = [*listed(self.tracked), *listed(self.struck), *listed(self.formulas),
               *listed(self.linked)]
        if self.changed and not self.tracked:
            out.insert(0, doubt("DOUBT_TRACKED", self.builder.lines[0].text))
        if self.pictures:
            out.append(doubt("DOUBT_PICTURES", self.builder.lines[0].text, count=self.pictures))
        return tuple(out)

    def _paragraph(self, element: _Element) -> None:
        found = read_paragraph(element)
        spans = self.builder.add_text(found.text)
        self._note([found], spans[0] if spans else None)
        for box in found.boxes:
            self.flow(box)

    def _table(self, table: _Element) -> None:
        cells = _cells(table)
        if len(cells) == 1:
            for part in cells[0].parts:
                self.flow(part)
            return
        number = self.builder.begin_table()
        for cell in cells:
            if any(b.tag == f"{W}tbl" for part in cell.parts for b in _blocks(part)):
                for part in cell.parts:
                    self.flow(part)
                continue
            found = [p for part in cell.parts for p in _paragraphs(part)]
            text = cell_text(p.text for p in found)
            span = self.builder.add_cell(number, Cell(
                cell.row, cell.column, text, cell.row_span, cell.column_span))
            self._note(found, span)

    def _note(self, found: Sequence[Paragraph], span: Span | None) -> None:
        for paragraph in found:
            self.pictures += paragraph.pictures
            self.changed = self.changed or paragraph.changed
            if paragraph.deleted.strip():
                self.tracked.append(doubt("DOUBT_TRACKED", paragraph.deleted, span))
            if paragraph.struck.strip():
                self.struck.append(doubt("DOUBT_STRUCK", paragraph.struck, span))
            if paragraph.formulas:
                self.formulas.append(doubt("DOUBT_FORMULA", paragraph.text, span))


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Yield the paragraphs, tables and included documents of ``parent``, through wrappers."""
    for child in parent:
        if child.tag in (f"{W}p", f"{W}tbl", f"{W}altChunk"):
            yield child
        elif child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag == ALTERNATE and len(child):
            yield from _blocks(child[0])


def _paragraphs(parent: _Element) -> list[Paragraph]:
    """Return the paragraphs of a cell, and those of text boxes anchored in it."""
    out = []
    for block in _blocks(parent):
        for element in [block] if block.tag == f"{W}p" else outermost(block, f"{W}p"):
            paragraph = read_paragraph(element)
            out.append(paragraph)
            for box in paragraph.boxes:
                out += _paragraphs(box)
    return out


@dataclass(slots=True)
class _Spot:
    """A cell while its table is walked; ``parts`` are its element and those merged below it."""

    row: int
    column: int
    column_span: int
    parts: list[_Element]
    row_span: int = 1


def _cells(table: _Element) -> list[_Spot]:
    """Return the cells of a table, row by row; cells merged downwards are one cell."""
    out: list[_Spot] = []
    open_spots: dict[int, _Spot] = {}  # grid column -> the cell that may go on below
    rows = [row for row in _children(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
    for r, row in enumerate(rows):
        column = _number(row.find(f"{W}trPr/{W}gridBefore"), 0)
        above, open_spots = open_spots, {}
        for element in _children(row, f"{W}tc"):
            width = max(1, _number(element.find(f"{W}tcPr/{W}gridSpan"), 1))
            merge = element.find(f"{W}tcPr/{W}vMerge")
            spot = above.get(column)
            goes_on = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if goes_on and spot is not None and spot.column_span == width:
                spot.row_span += 1
                spot.parts.append(element)
            else:
                spot = _Spot(r, column, width, [element])
                out.append(spot)
            if merge is not None:
                open_spots[column] = spot
            column += width
    return out


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    """Yield children with ``tag``, through content controls and the like."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _number(element: _Element | None, default: int) -> int:
    text = "" if element is None else element.get(f"{W}val", "")
    return min(int(text), 10_000) if text.isdecimal() else default
