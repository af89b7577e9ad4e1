"""Properties of document reading: nothing is lost, changed or renumbered, and nothing crashes."""

from __future__ import annotations

import re
from contextlib import suppress
from html import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from data.document.formats.encodings import decode_lines, split_lines
from data.document.formats.htmlfile import read_html
from data.document.formats.pdftext import Glyph, rows_of
from data.document.formats.textfile import read_text
from data.document.lines import Document
from data.errors import PlancastError, Where
from tests.effort import examples

HAN = st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5)
TEXT = st.text(st.one_of(
    HAN, st.sampled_from("0123456789.,%，。；（）“” \t\u3000万亿件年达到"),
    st.characters(exclude_categories=["Cs", "Cc"]), st.sampled_from("\n\r\x0b\x0c\u2028\x85")))
WORDS = st.text(st.one_of(HAN, st.sampled_from("0123456789%，。ab")), min_size=1, max_size=12)


def lines_of(text: str) -> list[str]:
    return re.split("\r\n|\n|\r", text)


@given(TEXT.filter(lambda text: text.strip("\ufeff \t\n\r\x0b\x0c\u2028\x85\u3000\xa0").strip()))
def test_lines_joined_are_the_text(text: str) -> None:
    document = read_text(text.encode(), Where(), name="a")
    text = text.removeprefix("\ufeff")
    joined = "\n".join(line.text for line in document.lines)
    assert joined in ("\n".join(lines_of(text)), "\n".join(lines_of(text)[:-1]))
    assert [line.number for line in document.lines] == list(range(1, len(document.lines) + 1))
    assert document.doubts == ()


@given(TEXT, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32"]))
def test_unicode_encodings_give_one_reading(text: str, encoding: str) -> None:
    text = text.removeprefix("\ufeff")
    assert decode_lines(text.encode(encoding), Where()).lines == split_lines(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for read in (read_text, read_html):
        with suppress(PlancastError):
            document: Document = read(content, Where(), name="a")
            assert any(line.text.strip() for line in document.lines)


@settings(max_examples=examples(25, 200))
@given(st.lists(st.lists(WORDS, min_size=2, max_size=4), min_size=1, max_size=4))
def test_cells_come_back_as_they_were_written(rows: list[list[str]]) -> None:
    page = "<html><body><table>" + "".join(
        "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in row) + "</tr>" for row in rows
    ) + "</table></body></html>"
    document = read_html(page.encode(), Where(), name="a")
    assert [(c.row, c.column, c.text) for c in document.lines] == [
        (r, c, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


SPAN = st.integers(1, 3)


@settings(max_examples=examples(25, 200))
@given(st.lists(st.lists(st.tuples(SPAN, SPAN), min_size=2, max_size=4), min_size=1, max_size=4))
def test_cells_of_a_page_stay_in_their_table(rows: list[list[tuple[int, int]]]) -> None:
    page = "<html><table>" + "".join(
        "<tr>" + "".join(f"<td rowspan={r} colspan={c}>x" for r, c in row) for row in rows
    ) + "</table>"
    cells = read_html(page.encode(), Where(), name="a").lines
    assert len(cells) == sum(map(len, rows))
    starts = [(cell.row, cell.column) for cell in cells]
    assert len(set(starts)) == len(starts)
    assert all((cell.row or 0) + cell.row_span <= len(rows) for cell in cells)


@settings(max_examples=examples(25, 200))
@given(st.lists(WORDS, min_size=1, max_size=5))
def test_glyphs_in_any_order_make_the_same_lines(lines: list[str]) -> None:
    glyphs = [
        Glyph(char, 70 + 10.0 * i, 80 + 10.0 * i, 100 + 16.0 * r, 110 + 16.0 * r)
        for r, line in enumerate(lines) for i, char in enumerate(line)]
    for ordering in (glyphs, glyphs[::-1], sorted(glyphs, key=lambda glyph: glyph.text)):
        assert [row.text for row in rows_of(ordering, 1)] == lines
