"""The shape of a table: its header, its titles, whether it lies on its side, its parts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from data.document.frame import Frame
from data.document.tables.cells import FIGURES, Cell, Holds, cell
from data.document.tables.grids import Grid
from data.document.tables.headers import column_of, role_of_words
from data.document.tables.model import Column, Holder
from data.document.tables.names import LONGEST_NAME
from data.document.tables.roles import Header
from data.words import Role

Cells = list[Cell | None]
_DEEPEST = 4  # rows of a header, at most
_TITLES = 5  # merged rows above a header, at most
LONGEST_TITLE = 80
_NOTE = re.compile(r"\s*(?:注|备注|说明|资料来源|数据来源|来源|附注|\*|[①②]|notes?\b|source\b)",
    re.IGNORECASE)
_STRUCTURE = (Holder.VALUE, Holder.GROWTH, Holder.UNIT, Holder.BINDING)


@dataclass(slots=True)
class Framed:
    """A table taken apart: the words above it, the rows of its header, and those below."""

    above: list[str]
    head: list[Cells]
    body: list[Cells]


def distinct(row: Sequence[Cell | None]) -> list[Cell]:
    """Return the cells of a row that have text, each once."""
    return list({id(c): c for c in row if c is not None and c.text}.values())


def is_note(text: str) -> bool:
    """Say whether a text is a note below a table."""
    return _NOTE.match(text) is not None


_ROC_YEAR = re.compile(r"(?:[^\d()]{1,8}\()?(?:民国)?\d{2,3}年(?:度|底)?\)?")  # also 目标(115年)


def is_datum(found: Cell, frame: Frame) -> bool:
    """Say whether a cell holds a figure: no year, nor a year of the Republic (111年)."""
    return found.figure and not (frame.roc and _ROC_YEAR.fullmatch(found.text) is not None)


def framed(grid: Grid, frame: Frame) -> Framed:
    """Return the table with its titles and header told from its rows, turned if it lies on its
    side (indicators as columns, years and units as rows)."""
    rows = [row for row in grid.rows if distinct(row)]
    titles: list[str] = []
    wide = any(len(row) > 1 for row in rows)
    first = 0
    while wide and first < min(len(rows) - 2, _TITLES):
        cells = distinct(rows[first])
        if len(cells) > 1 or cells[0].figure:
            break
        titles.append(cells[0].text[:LONGEST_TITLE])
        first += 1
    above, rows = [*reversed(titles), *grid.above], rows[first:]
    if _lies(rows, frame):
        rows = _turned(rows)
    height = header_height(rows, frame)
    return Framed(above, rows[:height], rows[height:])


def header_height(rows: Sequence[Cells], frame: Frame) -> int:
    """Return how many rows belong to the header; 0 when the first one has figures."""
    if not rows or any(is_datum(c, frame) for c in distinct(rows[0])):
        return 0
    height = 1
    while height < min(_DEEPEST, len(rows) - 1) and _goes_on(rows[height - 1], rows[height], frame):
        height += 1
    return height


def _goes_on(above: Cells, row: Cells, frame: Frame) -> bool:
    """Say whether a row goes on with the header above it: words of headers below merged cells."""
    cells = distinct(row)
    merged = {id(c) for c in above if c is not None}
    own = [c for c in cells if id(c) not in merged]
    if not own or len(cells) < 2 or any(is_datum(c, frame) or c.holds is Holds.DASH for c in own):
        return False
    if all(c.holds is Holds.UNIT for c in own):
        return True
    read = [column_of(c.text, frame) for c in own]
    figures = [c for c in read if c is not None and c.holder in (Holder.VALUE, Holder.GROWTH)]
    if len(own) < len(cells) or any(c is None for c in row):  # under cells that span it
        return bool(figures) or (all(c.holds is Holds.TEXT for c in own) and len(own) < len(cells))
    return len(figures) * 2 >= len(own)


def _lies(rows: Sequence[Cells], frame: Frame) -> bool:
    """Say whether a table lies on its side: the first column holds what a header would."""
    if not 2 <= len(rows) <= 40:
        return False
    top = [column_of(c.text, frame) for c in distinct(rows[0])[1:]]
    if any(c is not None and c.holder in (*_STRUCTURE, Holder.LABEL) for c in top):
        return False
    side = [row[0] for row in rows[1:] if row and row[0] is not None and row[0].text]
    read = [column_of(c.text, frame) for c in side]
    known = [c for c in read if c is not None]
    values = [c for c in known if c.holder in (Holder.VALUE, Holder.GROWTH)]
    return bool(values) and len(known) * 3 >= len(side) * 2 and len(distinct(rows[0])) > 1


def _turned(rows: Sequence[Cells]) -> list[Cells]:
    width = max(map(len, rows))
    return [[row[c] if c < len(row) else None for row in rows] for c in range(width)]


def headers_of(head: Sequence[Cells], width: int) -> list[tuple[Header, list[str]]]:
    """Return the header of each column: its texts joined from the top, and each by itself."""
    out: list[tuple[Header, list[str]]] = []
    for c in range(width):
        stack = [row[c] for row in head if c < len(row)]
        cells = list({id(f): f for f in stack if f is not None and f.text}.values())
        texts = list(dict.fromkeys(" ".join(f.text[:LONGEST_NAME].split()) for f in cells))
        last = cells[-1] if cells else None
        place = (last.line, last.start) if last is not None else (0, 0)
        out.append(((" ".join(texts), *place), texts))
    return out


def read_header(header: Header, parts: Sequence[str], frame: Frame) -> Column | None:
    """Return what a header says: the lowest of its rows first, those above it where it is open.

    A word over several columns (规划目标 over 2020年 and 2025年) says nothing against a year.
    """
    text, line, start = header
    if not parts:
        return None
    whole = column_of(text, frame, line=line, start=start)
    if len(parts) == 1:
        return whole
    last = column_of(parts[-1], frame, line=line, start=start)
    if (last is not None and whole is not None and last.holder is whole.holder is Holder.VALUE
            and whole.dated and not last.dated and not last.said):
        return whole  # “十三五”末 above 数值
    if last is not None and last.holder is Holder.VALUE and not last.said:
        role = next((r for r in map(role_of_words, parts[:-1]) if r is not None), None)
        base = frame.period.base if frame.period else None
        past = role is Role.TARGET and base is not None and last.year is not None and (
            last.year <= base)
        if role is not None and not past:
            return replace(last, header=text, role=role, said=True, doubt=False)
        return replace(last, header=text, named=whole is None)
    if last is not None and last.holder is Holder.VALUE and whole is not None and (
            whole.holder is Holder.VALUE):
        return replace(whole, role=last.role, said=True)
    return whole if whole is not None else last


def repeats(row: Sequence[Cell | None], head: Sequence[Cells]) -> bool:
    """Say whether a row repeats a row of the header, as tables do on each page."""
    texts = {c.text for c in distinct(row)}
    return any(texts and texts == {c.text for c in distinct(top)} for top in head)


def begins_anew(row: Sequence[Cell | None], frame: Frame) -> bool:
    """Say whether a row is the header of another table below this one."""
    cells = distinct(row)
    if len(cells) < 2 or any(is_datum(c, frame) for c in cells):
        return False
    read = [column_of(c.text, frame) for c in cells]
    figures = sum(c is not None and c.holder in (Holder.VALUE, Holder.GROWTH) for c in read)
    known = sum(c is not None for c in read)
    return figures >= 1 and known * 3 >= len(cells) * 2 and known >= 2 and any(
        c is not None and c.holder is not Holder.VALUE for c in read)


def same_columns(one: Grid, other: Grid) -> bool:
    """Say whether a table may be the continuation of another, by its name and its width."""
    return one.name[0] == other.name[0] == "t" and one.width == other.width > 1


def unstacked(row: Cells) -> list[tuple[Cells, bool]]:
    """Split a row whose cells hold several lines each into rows, each with whether it is in doubt.

    Cells with one line go to every row. A row that cannot be split is returned as it is.
    """
    lines = {id(c): _lines(c) for c in row if c is not None and "\n" in c.text}
    figures = [c for c in row if c is not None and id(c) in lines and all(
        part.holds in (*FIGURES, Holds.DASH, Holds.PHRASE) for part in lines[id(c)])]
    count = max((len(lines[id(c)]) for c in figures), default=1)
    if count == 1:
        return [(row, False)]
    out: list[Cells] = [[] for _ in range(count)]
    doubt = any(len(lines[id(c)]) != count for c in figures)
    for c in row:
        pieces = lines.get(id(c), []) if c is not None else []
        if c is not None and pieces and len(pieces) != count:
            pieces = _grouped(pieces, count)
            doubt = doubt or len(pieces) != count
        for k in range(count):
            whole = c if not pieces or k == 0 else None
            out[k].append(pieces[k] if len(pieces) == count else whole)
    return [(part, doubt) for part in out]


def _lines(c: Cell) -> list[Cell]:
    """Return each line of a cell as a cell; blank lines are left out."""
    out, at = [], 0
    for text in c.text.split("\n"):
        if text.strip():
            out.append(cell(text, c.written[at:at + len(text)], c.line, c.start + at))
        at += len(text) + 1
    return out


_OPENS = re.compile(r"\s*(?:其中|of which|including|-|\d{1,2}[.、]|[①-⑳]|\(\d)", re.IGNORECASE)


def _grouped(pieces: list[Cell], count: int) -> list[Cell]:
    """Join the lines of a stacked name so that each row has one: rows begin with 其中 and such."""
    groups: list[list[Cell]] = []
    for piece in pieces:
        if not groups or _OPENS.match(piece.text):
            groups.append([piece])
        else:
            groups[-1].append(piece)
    if len(groups) != count:
        return pieces
    return [replace(g[0], text="".join(p.text for p in g), written="".join(p.written for p in g))
            for g in groups]
