"""Text tables: which separator, which line is the header; to columns at once, or to a grid.

A long table whose header is its first line is read by pyarrow, so that millions of rows pass; any
other shape is read cell by cell.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import IntArray
from data.document.formats.encodings import split_lines
from data.errors import PlancastError, Where, problem
from data.tables.grid import (
    HEADER_ROWS,
    LONGEST_CELL,
    MAX_CELLS,
    MAX_COLUMNS,
    Cell,
    Grid,
    compact,
)
from data.tables.others import MOST_WORDS
from data.tables.source import TextSource

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pyarrow.csv import InvalidRow

MAX_LISTED_ROWS = 50

SEPARATORS = ",;\t|"
_LOOKED_AT = 60
"""Lines from which the separator is told."""

MAX_GRID_BYTES = 60_000_000
"""Bytes of a text table that is read cell by cell."""


def separator_of(text: str) -> str:
    """Return what parts the cells of a text: the sign that gives most lines the same width."""
    lines = [line for line in split_lines(text)[:_LOOKED_AT] if line.strip()]
    best, most = ",", (0, 0)
    for sign in SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=sign) if len(row) > 1)
        except csv.Error:  # a cell longer than csv takes; told where it is read
            continue
        if not widths:
            continue
        width, lines_so = max(widths.items(), key=lambda pair: (pair[1], pair[0]))
        score = (lines_so * (width - 1), width)
        if score > most:
            best, most = sign, score
    return best


def first_line(text: str, separator: str) -> tuple[list[str], int]:
    """Return the cells of the first line that is not blank, and how many lines stand before it."""
    lines = split_lines(text)
    before = next((i for i, line in enumerate(lines) if line.strip()), 0)
    try:
        row = next(csv.reader([lines[before]], delimiter=separator), []) if lines else []
    except csv.Error:
        return [], before  # no header; a line so long is told where it is read
    return row, before


def numbered(cells: list[str], text: str, separator: str, before: int) -> list[str]:
    """Return a header in which columns without a head, but with cells below, have their number: #5.

    The first column may only number the rows. Only the first rows are looked at.
    """
    bare = [i for i, cell in enumerate(cells) if i and not cell.strip()]
    if not bare:
        return cells
    lines = split_lines(text)[before + 1:before + 1 + SAMPLE]
    try:
        rows = list(csv.reader(lines, delimiter=separator))
    except csv.Error:
        return cells
    return [f"#{i + 1}" if i in bare and any(len(row) > i and row[i].strip() for row in rows)
            else cell for i, cell in enumerate(cells)]


SAMPLE = 200
"""Rows below a header that are looked at for cells without a head."""


def text_grid(text: TextSource, separator: str) -> Grid:
    """Read a text table cell by cell.

    Raises
    ------
    PlancastError
        FILE_TOO_LARGE, TABLE_TOO_LARGE, TABLE_TOO_WIDE, CELL_TOO_LONG or FILE_NOT_TEXT.
    """
    where = Where(file=text.source.file)
    with text.source.open() as stream:
        content = stream.read(MAX_GRID_BYTES + 1)
    if len(content) > MAX_GRID_BYTES:
        raise PlancastError([problem("TABLE_NOT_LONG", where, limit=f"{MAX_GRID_BYTES / 1e6:g}")])
    try:
        lines = io.StringIO(content.decode(text.encoding).removeprefix("\ufeff"), newline="")
    except UnicodeDecodeError:
        raise PlancastError([problem("FILE_NOT_TEXT", where)]) from None
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    cells = 0
    reader = csv.reader(lines, delimiter=separator)
    try:
        for row in reader:
            cells += len(row) + 1
            if cells > MAX_CELLS:
                raise PlancastError([problem("TABLE_TOO_LARGE", where, limit=f"{MAX_CELLS:,}")])
            while row and not row[-1].strip() and len(rows) >= HEADER_ROWS:
                row.pop()  # above, the width of a header counts
            _check_row(row, Where(file=where.file, row=reader.line_num))
            rows.append([cell.strip() for cell in row])
            numbers.append(reader.line_num)
    except csv.Error:
        place = Where(file=where.file, row=reader.line_num)
        raise PlancastError([problem("CELL_TOO_LONG", place, limit=f"{LONGEST_CELL:,}")]) from None
    return compact(rows, numbers)


def _check_row(row: list[str], where: Where) -> None:
    if len(row) > MAX_COLUMNS:
        raise PlancastError([problem("TABLE_TOO_WIDE", where, limit=f"{MAX_COLUMNS:,}")])
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise PlancastError([problem("CELL_TOO_LONG", where, limit=f"{LONGEST_CELL:,}")])


@dataclass(slots=True)
class LongText:
    """One way of reading a long text table: the places of its columns, and those read as text."""

    text: TextSource
    separator: str
    before: int  # lines before the header
    width: int
    places: dict[str, int]
    words: frozenset[str]  # columns that are texts whatever is in them
    others: dict[str, int] = field(default_factory=dict)  # kept where they hold few words
    skipped: list[int] = field(default_factory=list)
    wrong: list[tuple[int, int]] = field(default_factory=list)  # row, its cells
    notes: int = 0  # lines below the table

    def read(self) -> tuple[pd.DataFrame, IntArray]:
        """Return the columns under their standard names, and the row of the file of each line.

        Raises
        ------
        PlancastError
            ROW_LENGTH for each row of another width than the header; FILE_NOT_TEXT,
            TABLE_UNREADABLE.
        """
        import pyarrow as pa

        where = Where(file=self.text.source.file)
        try:
            try:
                table = self._table(texts=False)
            except pa.ArrowInvalid as error:
                if "conversion error" not in str(error):
                    raise
                table = self._table(texts=True)  # a bad cell: as text, so that each is named
        except UnicodeError:
            raise PlancastError([problem("FILE_NOT_TEXT", where)]) from None
        except pa.ArrowException as error:
            if "invalid UTF8" in str(error):
                raise PlancastError([problem("FILE_NOT_TEXT", where)]) from None
            reason = str(error).splitlines()[0][:200]
            raise PlancastError([problem("TABLE_UNREADABLE", where, reason=reason)]) from None
        if any(pa.types.is_binary(kind) for kind in table.schema.types):
            raise PlancastError([problem("FILE_NOT_TEXT", where)])
        self._refuse_lengths(table)
        names = {str(place): name for name, place in (self.places | self.others).items()}
        many = [str(place) for place in self.others.values()
                if not pa.types.is_dictionary(table.schema.field(str(place)).type)]
        table = table.drop_columns(many)
        frame: pd.DataFrame = table.to_pandas(date_as_object=False)
        start = 2 + self.before
        rows = np.arange(start, start + len(frame) + len(self.skipped) + self.notes, dtype=np.int64)
        return frame.rename(columns=names), np.setdiff1d(
            rows, np.array([*self.skipped, *(row for row, _ in self.wrong)], np.int64))

    def _table(self, *, texts: bool) -> pa.Table:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        self.skipped.clear()
        self.wrong.clear()
        columns = [str(place) for place in (self.places | self.others).values()]
        words = [str(place) for name, place in self.places.items() if texts or name in self.words]
        try:
            return arrow_csv.read_csv(
                self.text.source.given(),
                arrow_csv.ReadOptions(
                    use_threads=False, encoding=self.text.encoding, skip_rows=1 + self.before,
                    column_names=[str(i) for i in range(self.width)], block_size=1 << 24,
                ),
                arrow_csv.ParseOptions(
                    delimiter=self.separator, newlines_in_values=True, ignore_empty_lines=False,
                    invalid_row_handler=self._invalid,
                ),
                arrow_csv.ConvertOptions(
                    include_columns=columns, null_values=[], strings_can_be_null=False,
                    column_types={name: pa.string() for name in words},
                    auto_dict_encode=True, auto_dict_max_cardinality=MOST_WORDS,
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV file" not in str(error):
                raise
            return pa.table({name: pa.array([], pa.string()) for name in columns})

    def _foot(self, table: pa.Table) -> int:
        """Return how many lines stand below the table, after a blank one: footnotes of a cell or
        two."""
        if not self.wrong or self.width < 4 or any(cells > 2 for _, cells in self.wrong):
            return 0
        first = self.wrong[0][0]
        above = first - 2 - self.before - sum(1 for row in self.skipped if row < first)
        empty = len(table) and all(not column[-1].as_py() for column in table.columns)
        blank = first - 1 in self.skipped or empty
        return len(self.wrong) if above == len(table) and blank else 0

    def _invalid(self, row: InvalidRow) -> str:
        if row.text.strip():
            self.wrong.append((int(row.number or 0), int(row.actual_columns)))
        else:
            self.skipped.append(int(row.number or 0))
        return "skip"

    def _refuse_lengths(self, table: pa.Table) -> None:
        self.notes = self._foot(table)
        if not self.wrong or self.notes:
            return
        file = self.text.source.file
        listed = [problem("ROW_LENGTH", Where(file=file, row=row), cells=cells, width=self.width)
                  for row, cells in self.wrong[:MAX_LISTED_ROWS]]
        rest = len(self.wrong) - len(listed)
        if rest:
            listed.append(problem("MORE_PROBLEMS", Where(file=file), count=rest))
        raise PlancastError(listed)
