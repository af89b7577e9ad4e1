"""Workbooks that hold a plan: each visible sheet a table, with the lines above it as its title."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

from data.document.draft.doubts import doubt, listed
from data.document.formats.builder import Cell, LineBuilder
from data.document.lines import Document
from data.errors import Where
from data.plan import Unread
from data.tables.grid import Cell as Value
from data.tables.grid import Grid, is_empty, is_number, shown
from data.tables.workbooks import Workbook, read_workbook


def read_xlsx(content: bytes, where: Where, *, name: str) -> Document:
    """Read a workbook: rows with one text above a table as running text, then its cells.

    Cells are as the spreadsheet shows them (``45%``); a text that fills merged cells is one cell.
    Hidden sheets, rows and columns are left out and listed.

    Raises
    ------
    PlancastError
        What ``read_workbook`` raises; DOCUMENT_EMPTY or DOCUMENT_TOO_LONG.
    """
    book = read_workbook(io.BytesIO(content), where)
    builder = LineBuilder(where)
    for grid in book.sheets:
        _read(grid, builder)
    return Document(name, "xlsx", builder.finished(), _doubts(book))


def _read(grid: Grid, builder: LineBuilder) -> None:
    rows = list(grid.rows)
    first = 0
    while first < len(rows) and len(list(_runs(rows[first]))) == 1:
        builder.add_text(_text(next(_runs(rows[first]))[2]))
        first += 1
    if first == len(rows):
        return
    table = builder.begin_table()
    for r, row in enumerate(rows[first:]):
        for start, stop, value in _runs(row):
            builder.add_cell(table, Cell(r, start, _text(value), 1, stop - start))


def _runs(row: Sequence[Value]) -> Iterator[tuple[int, int, Value]]:
    """Yield the cells of a row that hold something; one text in a run of cells is one cell."""
    at = 0
    while at < len(row):
        stop = at + 1
        value = row[at]
        if isinstance(value, str) and any(c.isalpha() for c in value):
            while stop < len(row) and row[stop] == value:
                stop += 1
        if not is_empty(value):
            yield at, stop, value
        at = stop


def _text(value: Value) -> str:
    if is_number(value) and isinstance(value, float):
        return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.12g}"
    return shown(value)


def _doubts(book: Workbook) -> tuple[Unread, ...]:
    out = []
    if book.hidden:
        out.append(doubt("DOUBT_HIDDEN", ", ".join(book.hidden), count=len(book.hidden)))
    for grid in book.sheets:
        if grid.hidden:
            out.append(doubt("HIDDEN_LEFT_OUT", grid.sheet, count=grid.hidden))
        if grid.unsaved:
            out.append(doubt("XLSX_UNSAVED", grid.sheet, count=grid.unsaved, sheet=grid.sheet))
    return listed(out)
