"""PDF files, read in a process of its own with limits on time and memory.

A few bytes of a PDF can unpack to gigabytes or send its parser round in circles, and no check
beforehand sees all the ways. The process can simply be ended; whatever happens in it, the answer
is a refusal.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from data.document.draft.doubts import doubt, page_list
from data.document.formats.builder import Cell, LineBuilder
from data.document.formats.pdfpages import OUT_OF_MEMORY, PagesFound, Passage
from data.document.limits import MAX_MEMORY, MAX_PAGES, MAX_SECONDS
from data.document.lines import Document
from data.errors import PlancastError, Where, problem
from data.plan import Unread

_ROOT = Path(__file__).resolve().parents[3]
_CALL = """
import sys
root, pages, memory = sys.argv[1:]
if root not in sys.path:
    sys.path.insert(0, root)
from data.document.formats.pdfpages import main
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
