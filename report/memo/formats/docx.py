"""A memo as a Word document with real styles, fields and bookmarks.

python-docx is imported inside the functions: it is slow.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from data.messages.catalogue import language
from data.messages.message import Message
from data.words import Lang
from report.memo.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Inline,
    Memo,
    PageBreak,
    Paragraph,
    Picture,
    Table,
    Together,
)
from report.memo.formats import words
from report.memo.formats.contrast import light_colours, stripe_on
from report.memo.formats.docxparts import (
    add_bookmark,
    add_field,
    add_link,
    bookmark_names,
    repack,
    restart,
    set_alt_text,
    shade,
)
from report.memo.formats.docxstyles import (
    HEAD,
    HEAD_SMALL,
    LEAD,
    NOTE,
    TEXT,
    TEXT_SMALL,
    prepare_template,
)
from report.memo.formats.picturesize import printed_width
from report.memo.formats.prepared import TRACE, anchors_of, numbered, prepare
from report.memo.formats.rendered import Rendered
from report.memo.formats.tablesize import (
    TEXT_WIDTH,
    is_small,
    is_tall,
    numeric_columns,
    repeats_header,
    shares,
    stays_whole,
)
from report.text.wrapping import shortened

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as WordTable
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Line


# The frame of a Word table: widths, a header on every page, rows that stay in one piece.

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


SHORT_TITLE = 90  # half-width columns
AFTER_TABLE = 127_000  # 10 points, in Word's units (EMU)


def write_docx(memo: Memo) -> Rendered:
    """Return ``memo`` as DOCX. The same memo gives the same bytes.

    Raises ``ValueError`` for a memo whose parts do not fit together.
    """
    import docx

    ready = prepare(memo)
    document = docx.Document()
    prepare_template(document, ready.lang)
    _set_properties(document, ready)
    _write_frame(document, ready)
    writer = _Writer(document, ready.lang, bookmark_names(anchors_of(ready)))
    writer.write(ready)
    out = BytesIO()
    document.save(out)
    return Rendered(repack(out.getvalue()))


def _set_properties(document: Document, memo: Memo) -> None:
    """Fill in what the file says about itself; its dates are the memo's."""
    day = datetime.combine(date.fromisoformat(memo.date), time(), UTC).replace(tzinfo=None)
    told = document.core_properties
    told.title, told.subject = memo.title[:255], memo.subtitle[:255]
    told.created = told.modified = day
    told.language = language(memo.lang).tag
    told.author = told.last_modified_by = "plancast"
    told.comments = told.keywords = told.category = ""
    told.revision = 1


def _write_frame(document: Document, memo: Memo) -> None:
    """Write the head of the pages after the first, and the page numbers."""
    section = document.sections[0]
    section.different_first_page_header_footer = True
    section.header.paragraphs[0].text = shortened(memo.title, SHORT_TITLE)
    for footer in (section.footer, section.first_page_footer):
        line = footer.paragraphs[0]
        line.style = document.styles["Footer"]
        before, between, after = words.PAGE.get(memo.lang).replace(
            "{pages}", "{page}").split("{page}")
        line.add_run(before)
        add_field(line, "PAGE", "1")
        line.add_run(between)
        add_field(line, "NUMPAGES", "1")
        line.add_run(after)


@dataclass(slots=True)
class _Writer:
    """Writes blocks one after the other into a document."""

    document: Document
    lang: Lang
    bookmarks: dict[str, str]  # name by anchor
    placed: int = 0  # bookmarks so far: each has a number of its own
    fresh: bool = False  # the next paragraph starts a page
    after_table: bool = False  # the next paragraph keeps its distance
    together: bool = False  # paragraphs stay on the page of the next one
    closing: bool = False  # the block is the last of those that stay together
    last: Line | None = None  # the latest paragraph outside of tables

    def write(self, memo: Memo) -> None:
        self._line("Title").add_run(memo.title)
        if memo.subtitle:
            self._line("Subtitle").add_run(memo.subtitle)
        if memo.facts:
            self._write_facts(memo.facts)
        block: Block | None = None
        following = [*memo.blocks[1:], None]
        for (block, number), after in zip(numbered(memo), following, strict=True):
            self.closing = isinstance(after, Together) and not after.begins
            self._write_block(block, number)
        if isinstance(block, Table):
            self._line(TEXT_SMALL)  # Word wants a paragraph after a table

    def _write_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        line, colon = self._line("Fact"), Message("mark.colon").get(self.lang)
        for i, (name, value) in enumerate(facts):
            line.add_run(f"{' · ' if i else ''}{name}{colon}", style="Soft")
            line.add_run(value)

    def _write_block(self, block: Block, number: int) -> None:
        match block:
            case Heading():
                line = self._line(f"Heading {block.level}")
                self._place(line, block.anchor)
                line.add_run(block.text)
            case Paragraph():
                style = LEAD if block.lead else NOTE if block.small else "Body Text"
                line = self._line(style)
                line.paragraph_format.keep_with_next = block.kept or self.together or None
                self._write_runs(line, block.runs)
            case Bullets():
                numbers = restart(self.document, "List Number") if block.numbered else None
                for item in block.items:
                    line = self._line("List Number" if block.numbered else "List Bullet")
                    if numbers is not None:
                        line._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbers
                    self._write_runs(line, item)
            case Table():
                if not block.quiet:
                    self._write_caption(words.TABLE, number, block.anchor, block.caption)
                self._write_table(block)
            case Picture():
                self._write_picture(block, number)
            case PageBreak():
                self.fresh = True
            case Together():
                self.together = block.begins
                # After a table the latest paragraph is what leads to it, and stays with it.
                if not block.begins and self.last is not None and not self.after_table:
                    self.last.paragraph_format.keep_with_next = False

    def _line(self, style: str) -> Line:
        line = self.document.add_paragraph(style=style)
        if self.fresh:
            line.paragraph_format.page_break_before = True
            self.fresh = False
        if self.after_table and not style.startswith("Heading"):
            line.paragraph_format.space_before = AFTER_TABLE
        self.after_table = False
        if self.together:
            line.paragraph_format.keep_with_next = True
        self.last = line
        return line

    def _place(self, line: Line, anchor: str) -> None:
        self.placed += 1
        add_bookmark(line, self.bookmarks[anchor], self.placed)

    def _write_runs(self, line: Line, runs: Inline, *, ink: str = "") -> None:
        """Append runs; ``ink`` is that of a coloured cell, whose text is bold."""
        from docx.shared import RGBColor

        for run in runs:
            if run.anchor:
                self._place(line, run.anchor)
            if run.text:
                made = line.add_run(run.text, style="Strong" if run.strong or ink else None)
                if ink:
                    made.font.color.rgb = RGBColor.from_string(ink.lstrip("#").upper())
            if run.trace:
                add_link(line, run.trace, self.bookmarks[TRACE + run.trace], ink=ink)

    def _write_caption(self, name: Message, number: int, anchor: str, caption: str) -> None:
        line = self._line("Caption")
        if name is words.TABLE:
            line.paragraph_format.keep_with_next = True
        self._place(line, anchor)
        word = name.get(self.lang)
        line.add_run(word + " ", style="Strong")
        add_field(line, f"SEQ {word} \\* ARABIC", str(number), style="Strong")
        line.add_run(words.AFTER_NUMBER.get(self.lang) + caption)

    def _write_picture(self, picture: Picture, number: int) -> None:
        from docx.shared import Cm

        line = self._line("Picture")
        shape = line.add_run().add_picture(BytesIO(picture.png), width=Cm(printed_width(picture)))
        name = picture.caption if picture.quiet else words.caption_label(
            words.FIGURE, number, self.lang)
        set_alt_text(shape, name, picture.alt)
        if picture.quiet:
            self._place(line, picture.anchor)
        else:
            self._write_caption(words.FIGURE, number, picture.anchor, picture.caption)

    def _write_table(self, table: Table) -> None:
        made = self.document.add_table(len(table.rows) + 1, len(table.header))
        tall = [is_tall(table, row) for row in table.rows]
        frame(made, table, tall)
        whole, small = stays_whole(table), is_small(table)
        rows = list(made.rows)
        if table.quiet:  # it has no caption to be a place
            self._place(rows[0].cells[0].paragraphs[0], table.anchor)
        numeric = numeric_columns(table)
        for i, (cell, text) in enumerate(zip(rows[0].cells, table.header, strict=True)):
            line = cell.paragraphs[0]
            line.style = self.document.styles[HEAD_SMALL if small else HEAD]
            line.add_run(text)
            line.paragraph_format.keep_with_next = True  # a header is no end of a page
            if i in numeric:
                _to_the_right(line)
        style = self.document.styles[TEXT_SMALL if small else TEXT]
        for index, (row, cells) in enumerate(zip(rows[1:], table.rows, strict=True)):
            last = index == len(table.rows) - 1
            keep = (whole and not last) or (self.together and not (last and self.closing))
            for place, cell in zip(row.cells, cells, strict=True):
                place.paragraphs[0].style = style
                if keep:
                    place.paragraphs[0].paragraph_format.keep_with_next = True
                self._write_cell(place, cell)
        self.after_table = True

    def _write_cell(self, place: _Cell, cell: Cell) -> None:
        line = place.paragraphs[0]
        if cell.number:
            _to_the_right(line)
        ink = ""
        if cell.colour is not None:
            fill, ink = light_colours()[cell.colour]
            shade(place, fill, stripe=stripe_on(fill, ink) if cell.weak else "")
        self._write_runs(line, cell.runs, ink=ink)


def _to_the_right(line: Line) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
