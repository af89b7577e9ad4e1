"""How large a table will be on paper: which type it needs, and whether it can stay on one page."""

from __future__ import annotations

import math

from report.memo.blocks import Cell, Table, text_of
from report.memo.formats.characters import display_width

TEXT_WIDTH = 16.6  # cm, A4 between the margins
MANY_COLUMNS = 6  # from here on in small type
WHOLE_LINES = 16  # tables up to this height are kept on one page
TALL_LINES = 40  # rows above this height may be broken: they might not fit on any page
POINT = 2.54 / 72  # cm
NORMAL_TYPE, SMALL_TYPE = 9.5, 8.0  # points
PADDING = 0.3  # cm, both sides of a cell


def is_small(table: Table) -> bool:
    """Return True when the table is set in small type."""
    return table.small or len(table.header) >= MANY_COLUMNS


def type_size(table: Table) -> float:
    """Return the size of the table's type in points."""
    return SMALL_TYPE if is_small(table) else NORMAL_TYPE


def shares(table: Table) -> tuple[float, ...]:
    """Return the columns' shares of the text width; their sum is 1."""
    total = math.fsum(table.widths)
    return tuple(width / total for width in table.widths)


def ems(table: Table) -> tuple[float, ...]:
    """Return how many ems of text fit on a line of each column, at least 1."""
    size = type_size(table) * POINT
    return tuple(max(1.0, (share * TEXT_WIDTH - PADDING) / size) for share in shares(table))


def row_lines(table: Table, row: tuple[Cell, ...]) -> int:
    """Return roughly how many lines the row's tallest cell has."""
    return max(math.ceil(display_width(text_of(cell.runs)) / room) or 1
               for cell, room in zip(row, ems(table), strict=True))


def is_tall(table: Table, row: tuple[Cell, ...]) -> bool:
    """Return True when the row may be broken over pages, as it might fit on none."""
    return row_lines(table, row) > TALL_LINES


def stays_whole(table: Table) -> bool:
    """Return True for a table low enough to be moved to the next page rather than broken."""
    return sum(row_lines(table, row) + 0.5 for row in table.rows) <= WHOLE_LINES


def longest_words(table: Table) -> tuple[int, ...]:
    """Return the most letters a word may have in each column before it has to be broken."""
    return tuple(max(6, int(room / 0.62)) for room in ems(table))
