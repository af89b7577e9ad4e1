"""Rows set in lines whose cells have run together, or that have lost their empty cells."""

from __future__ import annotations

import re
from collections.abc import Sequence

from data.document.frame import Frame
from data.document.tables.align import aligned
from data.document.tables.cells import FIGURES, Cell, Holds, cell
from data.document.tables.headers import column_of
from data.document.tables.model import Column, Holder
from data.document.tables.shape import Cells, distinct
from data.words import Role

_APART = (*FIGURES, Holds.DASH, Holds.UNIT, Holds.BINDING)
_TOKEN = re.compile(r"\S+")
_GLUED = re.compile(r"(?<=[)])(?=\d)")  # 天然气消费量(亿立方米)247
_LONGEST = 120


def nested_head(head: list[Cells], frame: Frame) -> list[Cells]:
    """Put years that stand on a line of their own under the one header they belong to."""
    if len(head) < 2:
        return head
    first, second = distinct(head[0]), distinct(head[1])
    if len(second) >= len(first) and len(head[1]) == len(head[0]):
        return head
    made = nested(first, second, frame)
    return [list(made)] if made is not None else head


def nested(first: Sequence[Cell], second: Sequence[Cell], frame: Frame) -> list[Cell] | None:
    """Return one line of headers of two: the years of the second replace the header of figures
    in the first that names no year (指标值 over 2020年 and 2025年); ``None`` if there is none."""
    read = [column_of(c.text, frame) for c in second]
    if len(read) < 2 or any(c is None or c.holder not in (Holder.VALUE, Holder.GROWTH)
                            for c in read):
        return None
    tops = [(i, column_of(c.text, frame)) for i, c in enumerate(first)]
    open_ones = [i for i, c in tops if c is not None and c.holder is Holder.VALUE
                 and not (c.said and c.role is Role.ACTUAL)
                 and not any(ch.isdigit() for ch in first[i].text)]
    if len(open_ones) != 1:
        return None
    at = open_ones[0]
    return [*first[:at], *second, *first[at + 1:]]


def parted_header(row: Cells, frame: Frame) -> Cells:
    """Part headers that single spaces join, where each part is a header by itself."""
    out: Cells = []
    for found in row:
        words = [] if found is None or len(found.text) > _LONGEST else _tokens(found)
        read = [c for c in (column_of(word.text, frame) for word in words) if c is not None]
        values = [c for c in read if c.holder is Holder.VALUE]
        several = len(words) == len(read) == len({c.header for c in read}) > 1
        whole = column_of(found.text, frame) if found is not None and several else None
        roles = {c.role for c in values if not c.header.startswith("(")}
        if several and values and (whole is None or len(roles) > 1):
            out += words
        else:
            out.append(found)
    return out


def _tokens(found: Cell) -> list[Cell]:
    return [cell(found.text[m.start():m.end()], found.written[m.start():m.end()], found.line,
                 found.start + m.start()) for m in _TOKEN.finditer(found.text)]


def _parted(row: Cells, width: int) -> Cells:
    """Part cells that run together (森林覆盖率 42.1), as long as the row has room for them."""
    out: Cells = []
    for found in row:
        if found is None or found.holds is not Holds.TEXT or len(found.text) > _LONGEST:
            out.append(found)
            continue
        out += _groups(found)
    return out if len(out) <= width else row


def _groups(found: Cell) -> Cells:
    """Return the figures, units and dashes of a cell each by itself, and the words between."""
    glued = _GLUED.search(found.text)
    if glued is not None:
        at = glued.start()
        one = cell(found.text[:at], found.written[:at], found.line, found.start)
        other = cell(found.text[at:], found.written[at:], found.line, found.start + at)
        return [one, other] if other.holds in FIGURES else [found]
    groups: list[list[Cell]] = []
    for token in _tokens(found):
        last = groups[-1][-1] if groups else None
        if last is not None and not _apart(token) and not _apart(last):
            groups[-1].append(token)
        else:
            groups.append([token])
    out: Cells = []
    for group in groups:
        first, end = group[0], group[-1]
        a, b = first.start - found.start, end.start - found.start + len(end.text)
        out.append(cell(found.text[a:b], found.written[a:b], found.line, found.start + a))
    return out


def _apart(token: Cell) -> bool:
    """Say whether a word is a cell of its own; English words for units are parts of names too."""
    word = token.holds is Holds.UNIT and token.text.isascii() and token.text.isalpha()
    return token.holds in _APART and not word


def in_columns(body: Sequence[Cells], read: Sequence[Column | None], width: int
               ) -> tuple[list[tuple[Cells, bool]], list[Cell]]:
    """Put the cells of rows that lost empty ones in columns; whole rows stay as they are.

    Returns the rows, each with whether it is in doubt, and the figures left over.
    """
    columns = [c or Column(Holder.OTHER, "") for c in read]
    out: list[tuple[Cells, bool]] = []
    left: list[Cell] = []
    for row in body:
        cells = distinct(row)
        if len(row) == width or len(cells) < 2:
            out.append((row, False))
            continue
        parted = [c for c in _parted(row, width) if c is not None and c.text]
        if len(parted) == width:
            out.append((list(parted), False))
            continue
        made, over = aligned(parted, columns)
        figures = [c for c in over if c.figure]
        left += figures
        out.append(([made.cells.get(c) for c in range(width)], bool(figures)))
    return out, left
