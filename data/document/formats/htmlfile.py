"""Web pages: the text a browser shows, tables with their spans.

Hidden elements are found by their tag, the ``hidden`` attribute and their own ``style``; style
sheets are not evaluated.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unicodedata import east_asian_width
from warnings import catch_warnings, simplefilter

from data.document.draft.doubts import doubt, listed
from data.document.formats.builder import Cell, LineBuilder
from data.document.formats.docxtext import FORMULA
from data.document.formats.encodings import READABLE, decode_lines, ordinary, split_lines
from data.document.formats.raised import lowered, raised
from data.document.limits import MAX_COLUMNS, MAX_TAGS
from data.document.lines import Document
from data.errors import PlancastError, Where, problem
from data.plan import Unread

if TYPE_CHECKING:
    from bs4 import Tag
    from bs4.element import PageElement


# The grid of an HTML table: where each cell stands, by the rules browsers follow.

_HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
_GROUPS = ("thead", "tbody", "tfoot")


@dataclass(slots=True)
class Spot:
    """A cell element and its place in the grid (from 0)."""

    element: Tag
    row: int
    column: int
    row_span: int
    column_span: int

    def with_text(self, text: str) -> Cell:
        """Return the cell with its text."""
        return Cell(self.row, self.column, text, self.row_span, self.column_span)


def table_cells(table: Tag, builder: LineBuilder) -> list[Spot]:
    """Return the cells of ``table``, not of tables inside it, row by row.

    Spans end with their row group. Raises ``PlancastError`` (DOCUMENT_TOO_LONG) through
    ``builder`` when the table has more than ``MAX_COLUMNS`` columns.
    """
    out: list[Spot] = []
    top = 0
    for group in _groups(table):
        taken: dict[int, int] = {}  # column -> the row (exclusive) down to which it is taken
        for r, row in enumerate(group, start=top):
            column = 0
            for element in row.find_all(("td", "th"), recursive=False):
                if is_hidden(element):
                    continue
                while taken.get(column, 0) > r:
                    column += 1
                wide = max(1, _number(element, "colspan", 1))
                tall = _number(element, "rowspan", 1) or len(group)  # 0: to the group's end
                tall = min(tall, top + len(group) - r)
                if column + wide > MAX_COLUMNS:
                    builder.refuse()
                taken |= dict.fromkeys(range(column, column + wide), r + tall)
                out.append(Spot(element, r, column, tall, wide))
                column += wide
        top += len(group)
    return out


def is_hidden(element: Tag) -> bool:
    """Whether an element says of itself that it is not shown."""
    if element.name == "input" or element.has_attr("hidden"):
        return True
    if element.name == "dialog" and not element.has_attr("open"):
        return True
    style = element.get("style")
    return isinstance(style, str) and _HIDING.search(style) is not None


def _groups(table: Tag) -> list[list[Tag]]:
    """Return the rows of each row group; rows outside any group form groups of their own."""
    from bs4 import Tag

    out: list[list[Tag]] = []
    loose: list[Tag] | None = None
    for child in table.children:
        if not isinstance(child, Tag) or is_hidden(child):
            continue
        if child.name == "tr":
            if loose is None:
                loose = []
                out.append(loose)
            loose.append(child)
        elif child.name in _GROUPS:
            out.append([row for row in child.find_all("tr", recursive=False) if not is_hidden(row)])
            loose = None
    return out


def _number(element: Tag, name: str, default: int) -> int:
    """Return a span as written, at most 65,534; the default if it is no number."""
    text = str(element.get(name, "")).strip()
    return min(int(text[:6]), 65_534) if text[:6].isdecimal() else default


_BLOCK_NAMES = (
    "address article aside blockquote body button caption center dd details dialog dir div dl dt "
    "fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu "
    "nav ol optgroup option p pre search section select summary table tbody td textarea tfoot th "
    "thead tr ul"
)
_UNSEEN_NAMES = (
    "area audio base canvas datalist embed head iframe link meta noembed noframes noscript object "
    "param rp rt script style svg template title video"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_UNSEEN = frozenset(_UNSEEN_NAMES.split())
_STRUCK = frozenset({"del", "s", "strike"})
_MODES = frozenset({"pre", "textarea", "sup", "sub"})
_SPACE = re.compile(r"[ \t\n\r\f]+")
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,30})", re.I)
_CHINESE = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "x-gbk": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}
_HEAD = 4096  # bytes in which a page has to declare its encoding


def read_html(content: bytes, where: Where, *, name: str) -> Document:
    """Read a web page: each block a line, each table cell a line with its place and span.

    A cell that holds a table of its own, and a table of one cell, are read as running text.

    Raises
    ------
    PlancastError
        DOCUMENT_TAGS, DOCUMENT_ENCODING, DOCUMENT_EMPTY, DOCUMENT_TOO_LONG or DOCUMENT_BROKEN
        (elements nested too deep to be read).
    """
    from bs4 import BeautifulSoup

    if content.count(b"<") > MAX_TAGS:
        raise PlancastError([problem("DOCUMENT_TAGS", where, limit=f"{MAX_TAGS:,}")])
    text, doubts = _decode(content, where)
    reader = _Reader(LineBuilder(where))
    try:
        with catch_warnings():
            simplefilter("ignore")  # advice to programmers: it looks like XML, like a file name
            page = BeautifulSoup(text, "lxml", huge_tree=True)
        reader.flow(page.body or page)
    except RecursionError:
        raise PlancastError(
            [problem("DOCUMENT_BROKEN", where, format="HTML", reason="nesting")]) from None
    return Document(name, "html", reader.builder.finished(), (*doubts, *reader.doubts()))


def _decode(content: bytes, where: Where) -> tuple[str, tuple[Unread, ...]]:
    """Return the page's text: in the encoding it declares if that holds, else as found."""
    declared = _DECLARED.search(content[:_HEAD])
    if declared is not None and not content.startswith(BOM_UTF8):
        encoding = _CHINESE.get(declared.group(1).decode("ascii").casefold(), "utf-8")
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            text = "\ufffd"
        if ordinary(text) >= READABLE:  # else the page says one thing and is another
            return text, ()
    decoded = decode_lines(content, where)
    text = "\n".join(decoded.lines)
    if decoded.certain and not decoded.odd:
        return text, ()
    number = min(decoded.odd, default=1)
    return text, (doubt("DOUBT_ENCODING", decoded.lines[number - 1], encoding=decoded.encoding),)


@dataclass(slots=True)
class _Reader:
    """Walks the page; what was left out is remembered."""

    builder: LineBuilder
    struck: list[Unread] = field(default_factory=list)
    formulas: list[Unread] = field(default_factory=list)

    def flow(self, element: Tag) -> None:
        """Read the contents of ``element`` as running text and tables."""
        _Walk(self, self._line, self._table).through(element)

    def doubts(self) -> tuple[Unread, ...]:
        """Return what could not be read safely."""
        return (*listed(self.struck), *listed(self.formulas))

    def _line(self, text: str) -> None:
        spans = self.builder.add_text(text)
        if FORMULA in text:
            self.formulas.append(doubt("DOUBT_FORMULA", text, spans[0]))

    def _table(self, table: Tag) -> None:
        cells = table_cells(table, self.builder)
        for caption in table.find_all("caption", recursive=False):
            self.flow(caption)
        if len(cells) == 1:
            self.flow(cells[0].element)
            return
        number = self.builder.begin_table()
        for cell in cells:
            if cell.element.find("table") is not None:
                self.flow(cell.element)
                continue
            lines: list[str] = []
            _Walk(self, lines.append, None).through(cell.element)
            text = "\n".join(lines)
            span = self.builder.add_cell(number, cell.with_text(text))
            if FORMULA in text:
                self.formulas.append(doubt("DOUBT_FORMULA", text, span))


@dataclass(slots=True)
class _Walk:
    """Collects inline text and gives it away line by line, at block elements and breaks."""

    reader: _Reader
    line: Callable[[str], None]
    table: Callable[[Tag], None] | None
    pieces: list[str] = field(default_factory=list)
    modes: list[str] = field(default_factory=list)  # elements around that change how text is taken

    def through(self, root: Tag) -> None:
        """Walk the descendants of ``root``; without recursion, since pages nest deeply."""
        from bs4 import Tag
        from bs4.element import PreformattedString

        stack: list[tuple[Tag, Iterator[PageElement]]] = [(root, iter(root.children))]
        while stack:
            element, rest = stack[-1]
            node = next(rest, None)
            if node is None:
                stack.pop()
                if element.name in _BLOCKS:
                    self._end_line()
                if element.name in _MODES:
                    self.modes.pop()
            elif isinstance(node, Tag):
                if self._enters(node):
                    stack.append((node, iter(node.children)))
                    if node.name in _MODES:
                        self.modes.append(node.name)
            elif not isinstance(node, PreformattedString):  # a comment, a declaration
                self._take(str(node))
        self._end_line()

    def _enters(self, element: Tag) -> bool:
        """Whether the contents of ``element`` are to be walked; sees to those that are not."""
        if element.name in _UNSEEN or is_hidden(element):
            return False
        if element.name in _BLOCKS or element.name == "br":
            self._end_line()
        if element.name == "table" and self.table is not None:
            self.table(element)
            return False
        if element.name in _STRUCK:
            text = element.get_text(" ", strip=True)
            if text:
                self.reader.struck.append(doubt("DOUBT_STRUCK", text))
            return False
        if element.name == "math":
            self.pieces.append(FORMULA)
            return False
        return True

    def _take(self, text: str) -> None:
        mode = self.modes[-1] if self.modes else ""
        if mode in ("pre", "textarea"):
            self.pieces.append(text)
            return
        if mode == "sup":
            text = raised(text)
        elif mode == "sub":
            text = lowered(text)
        self.pieces.append(text)

    def _end_line(self) -> None:
        text = "".join(self.pieces)
        self.pieces.clear()
        kept = self.modes[-1:] in (["pre"], ["textarea"])
        for line in split_lines(text) if kept else (_collapsed(text),):
            if line.strip():
                self.line(line)


def _collapsed(text: str) -> str:
    """Make one space of white space; none where a source line ends between two wide characters."""
    def between(found: re.Match[str]) -> str:
        before, after = text[:found.start()][-1:], text[found.end():][:1]
        broken = "\n" in found.group() and _is_wide(before) and _is_wide(after)
        return "" if broken else " "

    return _SPACE.sub(between, text).strip(" ")


def _is_wide(char: str) -> bool:
    return char != "" and east_asian_width(char) in "WF"
