"""Tables as understood: columns, rows, and tables whose header could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.document.tables.cells import Cell
from data.words import Basis, Role


class Holder(StrEnum):
    """The kinds of columns."""

    SERIAL = "serial"
    CATEGORY = "category"
    LABEL = "label"
    UNIT = "unit"
    VALUE = "value"  # the indicator of the row in a year
    GROWTH = "growth"
    BINDING = "binding"
    NAME = "name"  # the region, sector or body of the row
    MEASURE = "measure"  # an indicator, for the region of the row
    ROLE = "role"  # says of each row that it holds targets or results
    YEAR = "year"  # the year of the row's baseline, or of its target
    BETTER = "better"  # says of each row whether more or less is better
    OTHER = "other"


FIGURE_HOLDERS = (Holder.VALUE, Holder.GROWTH, Holder.MEASURE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds, and for figures their role, years, unit and indicator.

    ``total`` marks a growth column whose figures are for the whole period (累计). ``doubt`` is set
    where another reading of the column scored nearly as well.
    """

    holder: Holder
    header: str
    role: Role = Role.ACTUAL
    year: int | None = None
    base_year: int | None = None
    basis: Basis = Basis.LEVEL
    unit: str = ""
    label: str = ""
    line: int = 0
    start: int = 0
    regions: bool = False  # NAME: the rows are regions
    assumed: bool = False  # MEASURE: role and year are those of the table's title
    named: bool = False  # VALUE: the rows of its header above the year name something
    said: bool = False  # VALUE: words of the header, not only its year, say the role
    total: bool = False
    dated: bool = False  # VALUE: its header names its year
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cell of each column it has; ``whole`` is false when cells are missing.

    ``label`` is the name of its indicator where it is not simply that of its label cell: a
    sub-row has its parent's name before its own. ``doubt`` marks a row put together from stacked
    cells or broken names.
    """

    cells: dict[int, Cell]  # by the column's place in Table.columns
    whole: bool = True
    label: str = ""
    unit: str = ""
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table as understood: its columns, its rows, and the words above it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    flattened: bool = False
    unit: str = ""  # stated above the table: 单位：万件
    lines: frozenset[int] = frozenset()  # every line of it, so that the text reader skips them
    left: tuple[Cell, ...] = ()  # figures of columns and rows that were not understood


@dataclass(frozen=True, slots=True)
class Headless:
    """A table whose header could not be read: listed as a doubt, its numbers not guessed."""

    name: str
    first: Cell
    numbers: int
    lines: frozenset[int]
