"""A sheet of cells as an XLSX workbook whose bytes depend on the cells alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from data.io.csvout import harmless

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip archive can state: no time of writing goes into a file."""

_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def workbook_bytes(sheet: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """Return ``rows`` as a workbook with one sheet; texts stay texts, numbers numbers.

    A heading that is a whole number (a year) is written as one, as spreadsheets expect.
    """
    import openpyxl

    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    for place, row in enumerate(rows):
        page.append([_cell(cell, heading=place == 0) for cell in row])
    book.properties.created = datetime(*EPOCH)
    out = io.BytesIO()
    book.save(out)
    return timeless(out.getvalue())


def _cell(cell: str | float, *, heading: bool) -> str | float | None:
    if cell == "":
        return None
    if not isinstance(cell, str):
        return cell
    return int(cell) if heading and cell.isdigit() else harmless(cell)


def timeless(content: bytes) -> bytes:
    """Return the archive with every time in it set to ``EPOCH``."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0  # else the machine's
            new.writestr(entry, part)
    return out.getvalue()
