"""A table of a memo as a workbook that can be sorted and filtered.

XlsxWriter is imported inside the function: it is slow.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from io import BytesIO

from report.memo.blocks import Memo, Table, text_of
from report.memo.formats.docxparts import repack
from report.memo.formats.prepared import prepare
from report.memo.formats.rendered import Rendered
from report.memo.formats.tablesize import shares

WIDTH = 150  # of the sheet, in characters


def write_sheet(memo: Memo, *, sheet: str) -> Rendered:
    """Return the tables of a memo as one worksheet each. The same memo gives the same bytes.

    Every cell is a text: nothing of it is ever read as a formula.
    """
    import xlsxwriter

    ready, out = prepare(memo), BytesIO()
    tables = [block for block in ready.blocks if isinstance(block, Table)]
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False,
                                     "strings_to_urls": False, "strings_to_numbers": False})
    day = datetime.combine(date.fromisoformat(ready.date), time(), UTC).replace(tzinfo=None)
    book.set_properties({"title": ready.title[:255], "created": day})
    head = book.add_format({"bold": True, "bg_color": "#f1f4f8", "bottom": 1, "text_wrap": True})
    body = book.add_format({"text_wrap": True, "valign": "top"})
    for i, table in enumerate(tables):
        page = book.add_worksheet(sheet if not i else f"{sheet} {i + 1}")
        for column, share in enumerate(shares(table)):
            page.set_column(column, column, max(6.0, WIDTH * share))
        for column, name in enumerate(table.header):
            page.write_string(0, column, name, head)
        for r, row in enumerate(table.rows, 1):
            for column, found in enumerate(row):
                page.write_string(r, column, text_of(found.runs), body)
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, len(table.rows), len(table.header) - 1)
    book.close()
    return Rendered(repack(out.getvalue()))
