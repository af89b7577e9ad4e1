"""How large a table will be on paper: which type it needs, and whether it can stay on one page."""

from __future__ import annotations

import math
from collections.abc import Iterable

from report.memo.blocks import Cell, Table, text_of
from report.memo.formats.characters import BOLD, display_width, unbroken

TEXT_WIDTH = 16.6  # cm, A4 between the margins
MANY_COLUMNS = 6  # from here on in small type
WHOLE_LINES = 20  # tables up to this height are kept on one page
HEADER_LINES = 8  # headers up to this height are repeated on every page
TALL_LINES = 32  # rows above this height may be broken: they might not fit on any page
POINT = 2.54 / 72  # cm
NORMAL_TYPE, SMALL_TYPE = 9.5, 8.0  # points
PADDING = 0.3  # cm, both sides of a cell
LONGEST_KEPT = 20  # letters: columns are widened for words up to this length
MARK = 0.4  # ems of the text a letter of a mark takes


def is_small(table: Table) -> bool:
    """Return True when the table is set in small type."""
    return table.small or len(table.header) >= MANY_COLUMNS


def type_size(table: Table) -> float:
    """Return the size of the table's type in points."""
    return SMALL_TYPE if is_small(table) else NORMAL_TYPE


def shares(table: Table) -> tuple[float, ...]:
    """Return the columns' shares of the text width; their sum is 1.

    They are the table's widths, except that a column too narrow for a word of its own takes what
    it needs from columns with room to spare, each in proportion to its spare room.
    """
    total = math.fsum(table.widths)
    wanted = [width / total for width in table.widths]
    needed = _needed(table)
    lacking = math.fsum(max(0.0, need - share) for need, share in zip(needed, wanted, strict=True))
    spare = math.fsum(max(0.0, share - need) for need, share in zip(needed, wanted, strict=True))
    if lacking > spare:
        return tuple(wanted)
    kept = 1 - lacking / spare if spare else 1.0
    return tuple(need + (share - need) * kept if share > need else need
                 for need, share in zip(needed, wanted, strict=True))


def _needed(table: Table) -> list[float]:
    """Return the share each column needs for its longest word and the mark behind it."""
    size = type_size(table) * POINT
    marks = longest_marks(table)
    found = []
    for i, text in enumerate(table.header):
        words = [word for piece in (text, *(text_of(row[i].runs) for row in table.rows))
                 for word in unbroken(piece) if len(word) <= LONGEST_KEPT]
        ems_needed = max((display_width(word) for word in words), default=1.0) * BOLD
        found.append(((ems_needed + marks[i] * MARK) * size + PADDING) / TEXT_WIDTH)
    return found


def ems(table: Table) -> tuple[float, ...]:
    """Return how many ems of text fit on a line of each column, at least 1."""
    size = type_size(table) * POINT
    return tuple(max(1.0, (share * TEXT_WIDTH - PADDING) / size) for share in shares(table))


def _lines(table: Table, texts: Iterable[str]) -> int:
    """Return roughly how many lines the tallest of a row's texts has."""
    return max(math.ceil(display_width(text) / room) or 1
               for text, room in zip(texts, ems(table), strict=True))


def row_lines(table: Table, row: tuple[Cell, ...]) -> int:
    """Return roughly how many lines the row has."""
    return _lines(table, (text_of(cell.runs) for cell in row))


def repeats_header(table: Table) -> bool:
    """Return True unless the header is so high that it would fill every page."""
    return _lines(table, table.header) <= HEADER_LINES


def is_tall(table: Table, row: tuple[Cell, ...]) -> bool:
    """Return True when the row may be broken over pages, as it might fit on none."""
    return row_lines(table, row) > TALL_LINES


def stays_whole(table: Table) -> bool:
    """Return True for a table low enough to be moved to the next page rather than broken."""
    lines = [_lines(table, table.header), *(row_lines(table, row) for row in table.rows)]
    return sum(lines) + len(table.rows) / 2 <= WHOLE_LINES


def numeric_columns(table: Table) -> frozenset[int]:
    """Return the columns whose header stands to the right, above figures."""
    return frozenset(i for row in table.rows for i, cell in enumerate(row) if cell.number)


def longest_marks(table: Table) -> tuple[int, ...]:
    """Return the length of the longest mark behind a figure of each column.

    Marks hang in the margin of such a column, so that its figures stand below each other.
    """
    return tuple(max((len(row[i].runs[-1].trace) for row in table.rows
                      if row[i].number and row[i].runs), default=0)
                 for i in range(len(table.header)))


def word_rooms(table: Table) -> tuple[float, ...]:
    """Return the width in ems from which on a word has to be broken, for each column."""
    return tuple(max(4.0, room - most * MARK)
                 for room, most in zip(ems(table), longest_marks(table), strict=True))
