"""PDF files, read in a process of its own with limits on time and memory.

A few bytes of a PDF can unpack to gigabytes or send its parser round in circles, and no check
beforehand sees all the ways. The process can simply be ended; whatever happens in it, the answer
is a refusal.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.document.draft.doubts import doubt, page_list
from data.document.formats.builder import Cell, LineBuilder
from data.document.formats.pdftext import (
    Glyph,
    Margins,
    Row,
    cell_lines,
    furniture,
    margins_of,
    paragraphs_of,
    plain,
    rows_of,
)
from data.document.limits import MAX_MEMORY, MAX_PAGES, MAX_SECONDS
from data.document.lines import Document
from data.errors import PlancastError, Where, problem
from data.plan import Unread

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF


# What stands on the pages of a PDF; runs in a process of its own (see ``pdffile``).
#
# Imports nothing of the project but ``pdftext``, so that the process starts quickly.

Box: TypeAlias = tuple[float, float, float, float]  # x0, top, x1, bottom in points

OUT_OF_MEMORY = 75
"""Exit code when the memory limit was reached."""

_SNAP = 3.0  # points within which rules of a table are the same rule
_SCAN, _FEW = 0.5, 50  # a page is scanned: half of it picture, and fewer characters than this
_DRAWN = 100  # curves on a page without characters: text turned into outlines
_BINDING = 40.0  # points by which the text of left and right pages may be shifted
_TEXT_LINES = 5  # lines from which a page has margins of its own


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a cell of a table (numbered from 1; rows and columns from 0)."""

    text: str
    page: int
    table: int | None = None
    row: int = 0
    column: int = 0
    row_span: int = 1
    column_span: int = 1


@dataclass(slots=True)
class PagesFound:
    """The passages of a PDF, and the pages that could not be read safely.

    ``refused`` is ``protected`` or ``pages`` (too many of them), else empty.
    """

    refused: str = ""
    pages: int = 0
    passages: list[Passage] = field(default_factory=list)
    written: list[int] = field(default_factory=list)  # pages with a text layer
    scanned: list[int] = field(default_factory=list)
    pictured: list[int] = field(default_factory=list)  # text over a picture of the page
    unmapped: list[int] = field(default_factory=list)
    rotated: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Leaf:
    """A page: its lines of running text, and its tables with the glyphs of each cell."""

    number: int
    width: float
    rows: list[Row]
    tables: list[dict[Box, list[Glyph]]]


def find_pages(content: bytes, max_pages: int) -> PagesFound:
    """Read a PDF. Whatever its parser raises is left to the caller."""
    import pdfplumber
    from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        pdf = pdfplumber.open(io.BytesIO(content), raise_unicode_errors=False)
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFEncryptionError | PDFPasswordIncorrect):
            return PagesFound(refused="protected")
        raise
    with pdf:
        return _read(pdf, max_pages)


def _read(pdf: PDF, max_pages: int) -> PagesFound:
    found = PagesFound(pages=len(pdf.pages))
    if found.pages > max_pages:
        found.refused = "pages"
        return found
    leaves = []
    for page in pdf.pages:
        leaves.append(_leaf(page, found))
        page.close()
    dropped = furniture([leaf.rows for leaf in leaves])
    kept = [[row for row in leaf.rows if row not in dropped] for leaf in leaves]
    margins = _margins(leaves, kept)
    pending: list[Row] = []
    tables = 0
    for leaf, rows in zip(leaves, kept, strict=True):
        if _in_columns(rows):
            found.columns.append(leaf.number)
        for table in sorted(leaf.tables, key=lambda cells: min(box[1] for box in cells)):
            top = min(box[1] for box in table)
            pending += [row for row in rows if row.top < top]
            rows = [row for row in rows if row.top >= top]
            _flush(pending, margins, found)
            tables += 1
            found.passages += _cells(table, leaf.number, tables)
        pending += rows
    _flush(pending, margins, found)
    return found


def _margins(leaves: Sequence[_Leaf], kept: Sequence[Sequence[Row]]) -> dict[int, Margins]:
    """Return the margins of each page.

    Pages of few or short lines take those of all pages that are as wide.
    """
    out = {}
    for width in {leaf.width for leaf in leaves}:
        alike = [(leaf.number, rows) for leaf, rows in zip(leaves, kept, strict=True)
                 if leaf.width == width]
        whole = margins_of([row for _, rows in alike for row in rows], width)
        for number, rows in alike:
            own = margins_of(rows, width)
            full = None not in (own.right, whole.right) and (
                (own.right or 0.0) > (whole.right or 0.0) - _BINDING)
            out[number] = own if full and len(rows) >= _TEXT_LINES else whole
    return out


def _in_columns(rows: Sequence[Row]) -> bool:
    gapped = sum("\t" in row.text for row in rows)
    return gapped >= 6 and gapped > len(rows) / 2


def _flush(pending: list[Row], margins: dict[int, Margins], found: PagesFound) -> None:
    found.passages += [Passage(text, page) for text, page in paragraphs_of(pending, margins)]
    pending.clear()


def _leaf(page: Page, found: PagesFound) -> _Leaf:
    number, width = int(page.page_number), float(page.width)
    upright, mapped = [], 0
    chars = page.dedupe_chars().chars
    for char in chars:
        if _is_rotated(char["matrix"]):
            if number not in found.rotated:
                found.rotated.append(number)
            continue
        text = str(char["text"])
        known = not text.startswith("(cid:") and "\x00" not in text
        mapped += known
        box = (float(char["x0"]), float(char["x1"]), float(char["top"]), float(char["bottom"]))
        if 0 <= box[0] + box[1] <= 2 * width and box[3] > box[2]:
            upright.append(Glyph(plain(text) if known else "\ufffd", *box))
    if mapped < len(upright):
        found.unmapped.append(number)
    covered = _covered(page)
    outlined = not chars and len(page.curves) > _DRAWN
    if outlined or (covered >= _SCAN and mapped < _FEW) or mapped < len(upright) / 2:
        found.scanned.append(number)
    elif mapped:
        found.written.append(number)
        if covered > 0.8:
            found.pictured.append(number)
    tables: list[dict[Box, list[Glyph]]] = [
        {cell: [] for cell in table.cells} for table in page.find_tables() if len(table.cells) > 1]
    loose = [glyph for glyph in upright if not _placed(glyph, tables)]
    filled = [table for table in tables if any(g.text.strip() for gs in table.values() for g in gs)]
    return _Leaf(number, width, rows_of(loose, number), filled)


def _is_rotated(matrix: Sequence[float]) -> bool:
    """Whether text runs up or down the page; slanted letters on a level line do not."""
    along, upwards = float(matrix[0]), float(matrix[1])
    return abs(upwards) > 0.1 * abs(along)


def _covered(page: Page) -> float:
    """Return the share of the page that lies under pictures (overlaps counted twice, at most 1)."""
    area = sum(
        max(0.0, min(float(image["x1"]), float(page.width)) - max(float(image["x0"]), 0.0))
        * max(0.0, min(float(image["bottom"]), float(page.height)) - max(float(image["top"]), 0.0))
        for image in page.images)
    return min(1.0, area / max(float(page.width) * float(page.height), 1.0))


def _placed(glyph: Glyph, tables: Sequence[dict[Box, list[Glyph]]]) -> bool:
    """Put a glyph into the smallest cell around its centre; say whether there is one."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.middle
    around = [
        ((box[2] - box[0]) * (box[3] - box[1]), i, box) for i, table in enumerate(tables)
        for box in table if box[0] <= x <= box[2] and box[1] <= y <= box[3]
    ]
    if not around:
        return False
    _, i, box = min(around)
    tables[i][box].append(glyph)
    return True


def _cells(table: dict[Box, list[Glyph]], page: int, number: int) -> list[Passage]:
    """Return the cells of one table, row by row; what they span, the rules around them say."""
    columns = _rules([edge for box in table for edge in (box[0], box[2])])
    rows = _rules([edge for box in table for edge in (box[1], box[3])])
    out = []
    for box, glyphs in table.items():
        text = cell_lines(rows_of(glyphs, page), box[2] - box[0], left=box[0])
        column, row = _at(columns, box[0]), _at(rows, box[1])
        out.append(Passage(text, page, number, row, column, max(1, _at(rows, box[3]) - row),
                           max(1, _at(columns, box[2]) - column)))
    return sorted(out, key=lambda cell: (cell.row, cell.column))


def _rules(edges: list[float]) -> list[float]:
    out: list[float] = []
    for edge in sorted(edges):
        if not out or edge - out[-1] > _SNAP:
            out.append(edge)
    return out


def _at(rules: Sequence[float], edge: float) -> int:
    return min(range(len(rules)), key=lambda i: abs(rules[i] - edge))


def main(max_pages: int, max_memory: int) -> int:
    """Read a PDF from standard input and write what was found as JSON to standard output."""
    with suppress(ImportError, ValueError, OSError):  # not every system can limit memory
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))
    try:
        text = json.dumps(asdict(find_pages(sys.stdin.buffer.read(), max_pages)))
    except MemoryError:
        return OUT_OF_MEMORY
    sys.stdout.write(text)
    return 0


_ROOT = Path(__file__).resolve().parents[3]
_CALL = """
import sys
root, pages, memory = sys.argv[1:]
if root not in sys.path:
    sys.path.insert(0, root)
from data.document.formats.pdffile import main
sys.exit(main(int(pages), int(memory)))
"""


def read_pdf(
    content: bytes, where: Where, *, name: str, seconds: float = MAX_SECONDS,
    memory: int = MAX_MEMORY,
) -> Document:
    """Read a PDF: each paragraph a line, each cell of a ruled table a line with its place.

    Paragraphs are put together from printed lines, also across pages; running heads and page
    numbers are left out. A table that goes on overleaf is another table. A frame around text is
    no table. ``seconds`` and ``memory`` (bytes) limit what reading may take.

    Raises
    ------
    PlancastError
        DOCUMENT_PROTECTED, DOCUMENT_PAGES, DOCUMENT_SCANNED, DOCUMENT_BROKEN, DOCUMENT_TOO_HEAVY,
        DOCUMENT_EMPTY or DOCUMENT_TOO_LONG.
    """
    found = _found(content, where, seconds, memory)
    if found.refused == "protected":
        raise PlancastError([problem("DOCUMENT_PROTECTED", where)])
    if found.refused == "pages":
        raise PlancastError([problem("DOCUMENT_PAGES", where, pages=found.pages, limit=MAX_PAGES)])
    if found.scanned and not found.written:
        raise PlancastError([problem("DOCUMENT_SCANNED", where)])
    builder = LineBuilder(where)
    numbers: dict[int, int] = {}  # table as found -> as numbered here
    for passage in found.passages:
        _add(builder, passage, numbers)
    return Document(name, "pdf", builder.finished(), _doubts(found))


def _add(builder: LineBuilder, passage: Passage, numbers: dict[int, int]) -> None:
    if passage.table is None:
        builder.add_text(passage.text, page=passage.page)
        return
    if passage.table not in numbers:
        numbers[passage.table] = builder.begin_table()
    builder.add_cell(numbers[passage.table], Cell(
        passage.row, passage.column, passage.text, passage.row_span, passage.column_span,
    ), page=passage.page)


def _found(content: bytes, where: Where, seconds: float, memory: int) -> PagesFound:
    """Run the reading process and return what it found."""
    from pydantic import TypeAdapter, ValidationError

    heavy = problem("DOCUMENT_TOO_HEAVY", where, seconds=f"{seconds:g}", memory=memory // 10**6)
    try:
        done = subprocess.run(
            # -P: nothing is imported from the folder the user happens to be in
            [sys.executable, "-P", "-c", _CALL, str(_ROOT), str(MAX_PAGES), str(memory)],
            input=content, capture_output=True, timeout=seconds, check=False,
        )
    except subprocess.TimeoutExpired:
        raise PlancastError([heavy]) from None
    if done.returncode == OUT_OF_MEMORY or b"MemoryError" in done.stderr[-2000:]:
        raise PlancastError([heavy])
    said = done.stderr.decode("utf-8", errors="replace").strip().splitlines()
    reason = said[-1].split(": ", 1)[-1][:200] if said else f"exit {done.returncode}"
    try:
        if done.returncode == 0:
            return TypeAdapter(PagesFound).validate_json(done.stdout)
    except ValidationError:
        reason = "unexpected output"
    raise PlancastError([problem("DOCUMENT_BROKEN", where, format="PDF", reason=reason)])


def _doubts(found: PagesFound) -> tuple[Unread, ...]:
    kinds = (
        ("DOUBT_SCANNED_PAGES", found.scanned), ("DOUBT_OCR", found.pictured),
        ("DOUBT_UNMAPPED", found.unmapped), ("DOUBT_ROTATED", found.rotated),
        ("DOUBT_COLUMNS", found.columns),
    )
    return tuple(
        doubt(code, f"p. {page_list(pages)}", pages=page_list(pages))
        for code, pages in kinds if pages)
