"""Cells in rows and columns: from real tables, and from lines set with tabs, bars or spaces."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data.document.frame import Frame
from data.document.lines import Line
from data.document.tables.cells import Cell, cell
from data.document.tables.headers import column_of
from data.document.tables.model import Holder

MAX_SPREAD = 200_000
"""Places that merged cells of one table may cover beyond one each; more are read as unmerged."""

MAX_PLACES = 2_000_000
"""Places of one table, empty ones too; a table of more is listed and not read."""

LONGEST_LINE = 4000
"""Characters of a line that may be the row of a table set in lines."""

MAX_PIECES = 100
"""Cells of a row set in a line."""


@dataclass(slots=True)
class Grid:
    """A table as found: its rows of cells (``None`` where there is none), and the lines above.

    A merged cell stands at each of the places it covers. ``loose`` rows have lost their empty
    cells, so that a cell's place in its row does not say its column.
    """

    name: str
    rows: list[list[Cell | None]]
    above: list[str]
    lines: frozenset[int]
    loose: bool = False

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def cells(self) -> Iterator[Cell]:
        """Yield each cell once."""
        seen: set[int] = set()
        for row in self.rows:
            for found in row:
                if found is not None and id(found) not in seen:
                    seen.add(id(found))
                    yield found


class Above:
    """The short lines right above a place, for the titles of tables."""

    def __init__(self, lines: Sequence[Line], texts: Sequence[str]) -> None:
        self._lines, self._texts = lines, texts

    def __call__(self, first: int) -> list[str]:
        """Return up to three short lines before the one at place ``first``, nearest first."""
        out: list[str] = []
        at = first - 1
        while at >= 0 and len(out) < 3 and first - at < 12:
            line, text = self._lines[at], self._texts[at].strip()
            if line.table is not None or len(text) > 80:
                break
            if text:
                out.append(text)
            at -= 1
        return out


def real_grids(lines: tuple[Line, ...], texts: list[str]) -> list[Grid]:
    """Return the tables of a document whose lines carry rows and columns, in order."""
    members: dict[int, list[int]] = {}
    for i, line in enumerate(lines):
        if line.table is not None:
            members.setdefault(line.table, []).append(i)
    above = Above(lines, texts)
    return [_real(f"t{name}", [(lines[i], texts[i]) for i in places], above(places[0]))
            for name, places in sorted(members.items())]


def _real(name: str, members: list[tuple[Line, str]], above: list[str]) -> Grid:
    """Spread merged cells over the places they cover, within the rows and columns there are."""
    height = 1 + max(line.row or 0 for line, _ in members)
    width = max((line.column or 0) + 1 for line, _ in members)
    width = max(width, min(2 * width + 8, max(
        (line.column or 0) + line.column_span for line, _ in members)))
    rows: list[dict[int, Cell]] = [{} for _ in range(height)]
    budget = MAX_SPREAD
    for line, text in members:
        made = cell(text, line.text, line.number)
        row, column = line.row or 0, line.column or 0
        down = range(row, min(height, row + max(1, line.row_span)))
        right = range(column, min(width, column + max(1, line.column_span)))
        if len(down) * len(right) > budget:
            down, right = range(row, row + 1), range(column, column + 1)
        budget -= len(down) * len(right) - 1
        for r in down:
            for c in right:
                rows[r].setdefault(c, made)
    if sum(1 + max(row, default=-1) for row in rows) > MAX_PLACES:
        every = {id(c): c for row in rows for c in row.values()}
        return Grid(name, [[c] for c in every.values()], above,
                    frozenset(line.number for line, _ in members))
    return Grid(name, [[row.get(c) for c in range(1 + max(row, default=-1))] for row in rows],
                above, frozenset(line.number for line, _ in members))


_FEWEST_BARRED = 4


def unbarred(texts: Sequence[str]) -> list[str]:
    """Blank the bars of runs of lines that hold one cell each (2025年目标 |), lengths unchanged.

    Tables of web pages come out in this way; their cells stand on lines of their own.
    """
    out = list(texts)
    run: list[int] = []
    for i in range(len(out) + 1):
        text = out[i].strip() if i < len(out) else ""
        if i < len(out) and not text:
            continue
        single = bool(text) and (text[0] == "|" or text[-1] == "|") and (
            "|" not in text.strip("| \t"))
        plain = bool(text) and "|" not in text and len(text) <= _BARRED_WORDS
        if single or (run and plain):
            run.append(i)
            continue
        barred = [k for k in run if "|" in out[k]]
        if len(barred) >= _FEWEST_BARRED and 2 * len(barred) >= len(run):
            for k in barred:
                out[k] = out[k].replace("|", " ")
        run = []
    return out


_BARRED_WORDS = 60
_BAR_RULE = frozenset(" \t:|+=-")
_GAP = re.compile(r" {2,}")
_SINGLE = re.compile(r" +")


def set_grids(lines: tuple[Line, ...], texts: list[str], frame: Frame) -> list[Grid]:
    """Return the tables set in running lines: cells between bars, tabs, or runs of spaces.

    Lines of Chinese whose first row is a header and whose cells single spaces part are read as
    well. A line with one short cell between two rows, and blank lines, do not end a table.
    """
    out: list[Grid] = []
    above = Above(lines, texts)
    i = 0
    while i < len(lines):
        rows, kind, stop = _block(lines, texts, i, frame)
        i = max(stop, i + 1)
        if not _is_table(rows, kind, texts, frame):
            continue
        grid: list[list[Cell | None]] = []
        for at, pieces in rows:
            grid.append([cell(texts[at][a:b], lines[at].text[a:b], lines[at].number, a)
                         for a, b in pieces])
        numbers = frozenset(line.number for line in lines[rows[0][0]:rows[-1][0] + 1])
        out.append(Grid(f"s{len(out) + 1}", grid, above(rows[0][0]), numbers, loose=kind != "|"))
    return out


_Pieces = list[tuple[int, int]]


_Rows = list[tuple[int, _Pieces]]  # the place of each line, and its cells


def _block(lines: tuple[Line, ...], texts: list[str], first: int, frame: Frame
           ) -> tuple[_Rows, str, int]:
    """Return the rows that begin at ``first``, what parts their cells, and where they end."""
    if lines[first].table is not None:
        return [], "", first
    kind = _parted_by(texts[first])
    pieces = _pieces(texts[first], kind)
    if len(pieces) < 2:
        kind = " " if _single_spaced(texts[first], frame) else ""
        pieces = _pieces(texts[first], kind)
    if not pieces:
        return [], "", first
    rows = [(first, pieces)]
    at, waiting, blanks = first + 1, list[int](), 0  # lines of one cell, if another row follows
    while at < len(lines) and lines[at].table is None and len(waiting) + blanks <= 3:
        text = texts[at]
        pieces = _pieces(text, kind)
        if not text.strip():
            blanks += 1
        elif kind == "|" and _is_rule(text):
            if len(rows) > 1:  # the row above a rule is the header of another table
                return _before_header(rows), kind, rows[-1][0]
        elif waiting and blanks and text.strip() == texts[first].strip():
            break  # the same header once more, under another title
        elif len(pieces) >= 2:
            rows += [(w, [(0, len(texts[w]))]) for w in waiting]
            rows.append((at, pieces))
            waiting, blanks = [], 0
        elif len(text.strip()) <= 40 and not re.search(r"[。；;!?！？]|[:：]\s*$", text):
            waiting.append(at)
        else:
            break
        at += 1
    return rows, kind, rows[-1][0] + 1


def _before_header(rows: _Rows) -> _Rows:
    """Return the rows before the last one, without the title that stands right above it."""
    kept = rows[:-1]
    while len(kept) > 1 and len(kept[-1][1]) == 1:
        kept = kept[:-1]
    return kept


def _is_table(rows: _Rows, kind: str, texts: list[str], frame: Frame) -> bool:
    """Say whether rows are many and even enough; two columns of text need a header that says so."""
    several = [pieces for _, pieces in rows if len(pieces) >= 2]
    if len(several) < 2 or sum(map(len, several)) < (6 if len(several[0]) > 2 else 4):
        return False
    if max(map(len, several)) > 2 or kind == "|":
        return True
    at, pieces = rows[0]
    read = [column_of(texts[at][a:b].strip(), frame) for a, b in pieces]
    return any(c is not None and c.holder is Holder.VALUE for c in read)


def _is_rule(text: str) -> bool:
    return "--" in text and set(text) <= _BAR_RULE


def _parted_by(text: str) -> str:
    """Return what parts the cells of a line: bars, tabs, runs of spaces, or nothing."""
    if len(text) > LONGEST_LINE:
        return ""
    body = text.strip()
    if body.count("|") >= 1 and (body.count("|") >= 2 or not body.startswith("|")):
        return "|"
    if "\t" in body:
        return "\t"
    return "  " if _GAP.search(body) else ""


def _pieces(text: str, kind: str) -> _Pieces:
    """Return the cells of a line as offsets; none when it is not parted in that way."""
    if not kind or len(text) > LONGEST_LINE:
        return []
    marks = {"|": re.compile(r"\|"), "\t": re.compile(r"\t"), "  ": _GAP, " ": _SINGLE}[kind]
    inner = text.strip(" " if kind == "\t" else None)
    lead = text.index(inner) if inner else 0
    if kind == "|":
        bare = inner.removeprefix("|")
        lead, inner = lead + len(inner) - len(bare), bare.removesuffix("|")
    if marks.search(inner) is None:
        return []
    out: _Pieces = []
    at = 0
    for m in [*marks.finditer(inner), None]:
        end = len(inner) if m is None else m.start()
        out.append((lead + at, lead + end))
        at = end if m is None else m.end()
    return out if len(out) <= MAX_PIECES else []


def _single_spaced(text: str, frame: Frame) -> bool:
    """Say whether a line is a header whose cells single spaces part (指标 单位 2020年 2025年)."""
    words = text.split()
    if not frame.chinese or not 3 <= len(words) <= 12 or len(text) > 80:
        return False
    read = [column_of(word, frame) for word in words]
    return all(c is not None for c in read) and any(
        c is not None and c.holder in (Holder.VALUE, Holder.GROWTH) for c in read)
