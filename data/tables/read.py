"""Table files to raw columns: CSV in its dialects, XLSX, Parquet; header names in zh and en.

pandas, pyarrow and openpyxl are imported only where a file needs them.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import IntArray
from data.document.formats.archive import OLE, check_archive
from data.errors import PlancastError, Where, problem
from data.io.reading import LONGEST_LINE, check_file, encoding_of

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa
    from pyarrow.csv import InvalidRow

MAX_XLSX_BYTES = 400_000_000
"""Unpacked size of a workbook; a small file that unpacks to more is refused."""

MAX_XLSX_CELLS = 20_000_000
"""Cells of a sheet, empty ones before a filled one included."""

NAMES: dict[str, tuple[str, ...]] = {
    "region": ("region", "地区", "区域", "城市", "省份"),
    "indicator": ("indicator", "指标", "指标名称"),
    "year": ("year", "年份", "年度", "年"),
    "value": ("value", "数值", "值"),
    "unit": ("unit", "单位", "计量单位"),
    "source": ("source", "来源", "数据来源", "出处"),
    "unique_id": ("unique_id",),
    "ds": ("ds",),
    "y": ("y",),
    "target_id": ("target_id", "目标", "目标编号"),
    "sense": ("sense", "方向"),
    "upper": ("upper", "上限"),
    "first": ("first", "first_month", "起始月", "起月"),
    "last": ("last", "last_month", "截止月", "止月"),
    "model": ("model", "模型"),
    "scenario": ("scenario", "情景"),
    "variable": ("variable", "变量"),
    "published": ("published", "vintage", "发布日期", "公布日期"),
}


YEARS = "years"
"""Asked for beside column names: every column whose name is a year, called by that year."""

_YEAR_COLUMN = re.compile(r"((?:1[89]|2[0-3])\d\d)(?:\.0)?")


TEXTS = frozenset({"region", "indicator", "unit", "source", "unique_id", "target_id", "sense"})
"""Columns that are never numbers, whatever is in them: the region 007 is not the region 7."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """Columns under their standard names, and the row of the file each line stood in (n,)."""

    file: str
    frame: pd.DataFrame
    header: tuple[str, ...]  # the columns as the file names them
    rows: IntArray  # (n,) the row of the file that each frame row stands in, counted from 1


def read_raw(path: str | Path, wanted: frozenset[str]) -> RawTable:
    """Read the ``wanted`` columns of a table; what kind of file it is, its first bytes tell.

    Raises
    ------
    PlancastError
        When there is no such file, it is a folder, empty, unreadable or has no header.
    """
    spot = check_file(path)
    where = Where(file=str(path))
    try:
        with open(spot, "rb") as stream:
            head = stream.read(LONGEST_LINE + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise PlancastError([problem("FILE_UNREADABLE", where, reason=reason)]) from None
    if not head.strip():
        raise PlancastError([problem("FILE_EMPTY", where)])
    if head[:4] == b"PAR1":
        return _parquet(spot, wanted)
    if head[:4] == b"PK\x03\x04":
        return _xlsx(spot, wanted)
    if head[:8] == OLE:
        raise PlancastError([problem("TABLE_OLD_OR_LOCKED", where)])
    return _text(spot, head, wanted)


def standard_names(header: list[str], wanted: frozenset[str], where: Where) -> dict[str, int]:
    """Return standard column name -> place in ``header``; refuse a name given twice."""
    known = {alias: name for name, aliases in NAMES.items() if name in wanted for alias in aliases}
    out: dict[str, int] = {}
    for place, cell in enumerate(header):
        bare = cell.strip().lstrip("\ufeff").casefold()
        year = _YEAR_COLUMN.fullmatch(bare) if YEARS in wanted else None
        name = known.get(bare) if year is None else year.group(1)
        if name is None:
            continue
        if name in out:
            raise PlancastError([problem("COLUMN_TWICE", where, column=name)])
        out[name] = place
    return out


def missing_columns(
    header: tuple[str, ...], needed: tuple[str, ...], where: Where
) -> PlancastError:
    """The refusal of a table without the ``needed`` columns, with what comes close."""
    near = [m for n in needed for m in get_close_matches(n, header, n=1, cutoff=0.6)]
    hint = f" ({', '.join(near)}?)" if near else ""
    found = ", ".join(header[:20]) + hint
    return PlancastError(
        [problem("COLUMNS_MISSING", where, columns=", ".join(needed), found=found or "-")]
    )


def _text(path: Path, head: bytes, wanted: frozenset[str]) -> RawTable:
    import pyarrow as pa

    where = Where(file=str(path))
    if len(head) > LONGEST_LINE and b"\n" not in head and b"\r" not in head:
        raise PlancastError([problem("LINE_TOO_LONG", where, limit=f"{LONGEST_LINE / 1e6:g}")])
    if b"\x00" in head:
        raise PlancastError([problem("FILE_NOT_TEXT", where)])
    for encoding in dict.fromkeys((encoding_of(head), "gb18030")):
        header, delimiter = _header(head.decode(encoding, errors="ignore"))
        places = standard_names(header, wanted, Where(file=str(path), row=1))
        sheet = _Sheet(path, encoding.removesuffix("-sig"), delimiter, len(header), places)
        try:
            frame, rows = sheet.read()
        except UnicodeDecodeError:
            continue
        except pa.ArrowException as error:
            if "invalid UTF8" in str(error):
                continue
            reason = str(error).splitlines()[0][:200]
            raise PlancastError([problem("TABLE_UNREADABLE", where, reason=reason)]) from None
        return RawTable(str(path), frame, tuple(header), rows)
    raise PlancastError([problem("FILE_NOT_TEXT", where)])


@dataclass(slots=True)
class _Sheet:
    """One way of reading a CSV file; rows of the wrong length are found, blank lines passed."""

    path: Path
    encoding: str
    delimiter: str
    width: int
    places: dict[str, int]
    skipped: list[int] = field(default_factory=list)
    wrong: list[tuple[int, int]] = field(default_factory=list)  # row, its cells

    def read(self) -> tuple[pd.DataFrame, IntArray]:
        import pyarrow as pa

        try:
            table = self._table(texts=False)
        except pa.ArrowInvalid as error:
            if "conversion error" not in str(error):
                raise
            table = self._table(texts=True)  # a bad cell: read as text, so that each is named
        if any(pa.types.is_binary(kind) for kind in table.schema.types):
            raise pa.ArrowInvalid("invalid UTF8 data")  # found in a later block of the file
        self._refuse_lengths()
        names = {str(place): name for name, place in self.places.items()}
        frame: pd.DataFrame = table.to_pandas(date_as_object=False)
        rows = np.arange(2, 2 + len(frame) + len(self.skipped), dtype=np.int64)
        return frame.rename(columns=names), np.setdiff1d(rows, np.array(self.skipped, np.int64))

    def _table(self, *, texts: bool) -> pa.Table:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        self.skipped.clear()
        self.wrong.clear()
        columns = [str(place) for place in self.places.values()]
        words = [str(place) for name, place in self.places.items() if texts or name in TEXTS]
        try:
            return arrow_csv.read_csv(
                self.path,
                arrow_csv.ReadOptions(
                    use_threads=False, encoding=self.encoding, skip_rows=1,
                    column_names=[str(i) for i in range(self.width)], block_size=1 << 24,
                ),
                arrow_csv.ParseOptions(
                    delimiter=self.delimiter, newlines_in_values=True, ignore_empty_lines=False,
                    invalid_row_handler=self._invalid,
                ),
                arrow_csv.ConvertOptions(
                    include_columns=columns, null_values=[], strings_can_be_null=False,
                    column_types={name: pa.string() for name in words},
                ),
            )
        except pa.ArrowInvalid as error:
            if "Empty CSV file" not in str(error):
                raise
            return pa.table({name: pa.array([], pa.string()) for name in columns})

    def _invalid(self, row: InvalidRow) -> str:
        if row.text.strip():
            self.wrong.append((int(row.number or 0), int(row.actual_columns)))
        else:
            self.skipped.append(int(row.number or 0))
        return "skip"

    def _refuse_lengths(self) -> None:
        if not self.wrong:
            return
        listed = [
            problem("ROW_LENGTH", Where(file=str(self.path), row=row), cells=cells,
                    width=self.width)
            for row, cells in self.wrong[:50]
        ]
        rest = len(self.wrong) - len(listed)
        if rest:
            listed.append(problem("MORE_PROBLEMS", Where(file=str(self.path)), count=rest))
        raise PlancastError(listed)


def _header(text: str) -> tuple[list[str], str]:
    line = text.splitlines()[0]
    dialect = max(",;\t", key=line.count)
    return next(csv.reader(io.StringIO(line), delimiter=dialect)), dialect


def _xlsx(path: Path, wanted: frozenset[str]) -> RawTable:
    from xml.etree.ElementTree import ParseError

    import openpyxl
    import pandas as pd
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

    where = Where(file=str(path))
    try:
        check_archive(path, where, limit=MAX_XLSX_BYTES)
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        if isinstance(sheet, ReadOnlyWorksheet):
            sheet.reset_dimensions()  # what the file claims; one stray cell makes it enormous
        rows = _rows(sheet.iter_rows(values_only=True), where)
        book.close()
    except (zipfile.BadZipFile, ParseError, KeyError, ValueError, TypeError, AttributeError,
            IndexError, OSError) as error:
        reason = f"XLSX: {error}"[:200]
        raise PlancastError([problem("TABLE_UNREADABLE", where, reason=reason)]) from None
    if not rows:
        raise PlancastError([problem("FILE_EMPTY", where)])
    header = ["" if cell is None else str(cell) for cell in rows[0]]
    places = standard_names(header, wanted, Where(file=str(path), row=1))
    frame = pd.DataFrame({
        name: pd.Series(
            [row[place] if place < len(row) and row[place] is not None else "" for row in rows[1:]],
            dtype=object,
        ).infer_objects()
        for name, place in places.items()
    })
    return RawTable(str(path), frame, tuple(header), np.arange(2, 2 + len(frame), dtype=np.int64))


def _rows(lines: Iterable[Sequence[object]], where: Where) -> list[list[object]]:
    """Return the rows of a sheet up to the last that is filled; refuse too large a sheet."""
    out: list[list[object]] = []
    cells = 0
    for row in lines:
        cells += len(row) + 1
        if cells > MAX_XLSX_CELLS:
            raise PlancastError([problem("TABLE_TOO_LARGE", where, limit=f"{MAX_XLSX_CELLS:,}")])
        out.append(list(row))
    while out and all(cell is None for cell in out[-1]):
        out.pop()
    return out


def _parquet(path: Path, wanted: frozenset[str]) -> RawTable:
    import pyarrow as pa
    import pyarrow.parquet as pq

    where = Where(file=str(path))
    try:
        file = pq.ParquetFile(path)
        header = list(file.schema_arrow.names)
        places = standard_names(header, wanted, where)
        table = file.read(columns=[header[place] for place in places.values()])
    except (pa.ArrowException, OSError) as error:
        reason = f"Parquet: {str(error).splitlines()[0][:200]}"
        raise PlancastError([problem("TABLE_UNREADABLE", where, reason=reason)]) from None
    frame: pd.DataFrame = table.to_pandas()
    names = {header[place]: name for name, place in places.items()}
    rows = np.arange(1, 1 + len(frame), dtype=np.int64)
    return RawTable(str(path), frame.rename(columns=names), tuple(header), rows)
