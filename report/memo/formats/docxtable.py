"""The frame of a Word table: widths, a header on every page, rows that stay in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from report.memo.blocks import Table
from report.memo.formats.tablesize import TEXT_WIDTH, repeats_header, shares

if TYPE_CHECKING:
    from docx.table import Table as WordTable

TWIPS = 1440 / 2.54  # a centimetre


def frame(made: WordTable, table: Table, tall: list[bool]) -> None:
    """Set the frame of ``made``; its first row is the header, ``tall`` rows may be broken."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    widths = [round(share * TEXT_WIDTH * TWIPS) for share in shares(table)]
    properties = parse_xml(
        f'<w:tblPr {nsdecls("w")}><w:tblStyle w:val="MemoTable"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" '
        'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
        f"<w:tblCaption w:val={quoteattr(table.caption)}/></w:tblPr>")
    made._tbl.replace(made._tbl.tblPr, properties)
    for column, width in zip(made._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.set(_w("w"), str(width))
    for row, broken in zip(made._tbl.tr_lst, [not repeats_header(table), *tall], strict=True):
        marks = row.get_or_add_trPr()
        if not broken:
            marks.append(parse_xml(f'<w:cantSplit {nsdecls("w")}/>'))
        for cell, width in zip(row.tc_lst, widths, strict=True):
            size = cell.get_or_add_tcPr().get_or_add_tcW()
            size.set(_w("w"), str(width))
            size.set(_w("type"), "dxa")
    if repeats_header(table):
        made._tbl.tr_lst[0].get_or_add_trPr().append(parse_xml(f'<w:tblHeader {nsdecls("w")}/>'))


def _w(name: str) -> str:
    from docx.oxml.ns import qn

    return str(qn(f"w:{name}"))
