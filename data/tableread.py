"""Table files to raw columns: CSV in its dialects, XLSX, Parquet; header names in zh and en.

pandas, pyarrow and openpyxl are imported only where a file needs them.
"""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.reading import LONGEST_LINE, check_file, encoding_of

if TYPE_CHECKING:
    import pandas as pd

MAX_XLSX_BYTES = 400_000_000
"""Unpacked size of a workbook; a small file that unpacks to more is refused."""

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
}


@dataclass(frozen=True, slots=True)
class RawTable:
    """Columns under their standard names, and the row of the file each line stood in (n,)."""

    file: str
    frame: pd.DataFrame
    first_row: int  # the row of the file that frame row 0 stands in, counted from 1


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
        return RawTable(str(path), _parquet(spot, wanted), 1)
    if head[:4] == b"PK\x03\x04":
        return RawTable(str(path), _xlsx(spot, wanted), 2)
    return RawTable(str(path), _text(spot, head, wanted), 2)


def standard_names(header: list[str], wanted: frozenset[str], where: Where) -> dict[str, int]:
    """Return standard column name -> place in ``header``; refuse a name given twice."""
    known = {alias: name for name, aliases in NAMES.items() if name in wanted for alias in aliases}
    out: dict[str, int] = {}
    for place, cell in enumerate(header):
        name = known.get(cell.strip().lstrip("\ufeff").casefold())
        if name is None:
            continue
        if name in out:
            raise PlancastError([problem("COLUMN_TWICE", where, column=name)])
        out[name] = place
    return out


def missing_columns(header: list[str], needed: tuple[str, ...], where: Where) -> PlancastError:
    """The refusal of a table without the ``needed`` columns, with what comes close."""
    near = [m for n in needed for m in get_close_matches(n, header, n=1, cutoff=0.6)]
    hint = f" ({', '.join(near)}?)" if near else ""
    found = ", ".join(header[:20]) + hint
    return PlancastError(
        [problem("COLUMNS_MISSING", where, columns=", ".join(needed), found=found or "-")]
    )


def _text(path: Path, head: bytes, wanted: frozenset[str]) -> pd.DataFrame:
    import pandas as pd

    where = Where(file=str(path))
    if len(head) > LONGEST_LINE and b"\n" not in head and b"\r" not in head:
        raise PlancastError([problem("LINE_TOO_LONG", where, limit=f"{LONGEST_LINE / 1e6:g}")])
    if b"\x00" in head:
        raise PlancastError([problem("FILE_NOT_TEXT", where)])
    for encoding in dict.fromkeys((encoding_of(head), "gb18030")):
        try:
            header, dialect = _header(head.decode(encoding, errors="ignore"))
            places = standard_names(header, wanted, Where(file=str(path), row=1))
            frame = pd.read_csv(
                path, sep=dialect, encoding=encoding, header=None, skiprows=1,
                names=list(range(len(header))), index_col=False,
                usecols=sorted(places.values()), keep_default_na=False, na_values=[],
                skip_blank_lines=False, low_memory=False,
            )
        except UnicodeDecodeError:
            continue
        except pd.errors.ParserError as error:
            reason = str(error).splitlines()[0].removeprefix("Error tokenizing data. ")
            raise PlancastError([problem("TABLE_UNREADABLE", where, reason=reason)]) from None
        except (pd.errors.EmptyDataError, ValueError):
            return pd.DataFrame({name: [] for name in places})
        return frame.rename(columns={place: name for name, place in places.items()})
    raise PlancastError([problem("FILE_NOT_TEXT", where)])


def _header(text: str) -> tuple[list[str], str]:
    line = text.splitlines()[0]
    dialect = max(",;\t", key=line.count)
    return next(csv.reader(io.StringIO(line), delimiter=dialect)), dialect


def _xlsx(path: Path, wanted: frozenset[str]) -> pd.DataFrame:
    import openpyxl
    import pandas as pd

    where = Where(file=str(path))
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
        if size > MAX_XLSX_BYTES:
            limit = f"{MAX_XLSX_BYTES / 1e6:g}"
            raise PlancastError([problem("FILE_TOO_LARGE", where, limit=limit)])
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        rows = [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
        book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError) as error:
        reason = f"XLSX: {error}"
        raise PlancastError([problem("TABLE_UNREADABLE", where, reason=reason)]) from None
    if not rows:
        raise PlancastError([problem("FILE_EMPTY", where)])
    header = ["" if cell is None else str(cell) for cell in rows[0]]
    places = standard_names(header, wanted, Where(file=str(path), row=1))
    return pd.DataFrame({
        name: pd.Series(
            [row[place] if place < len(row) and row[place] is not None else "" for row in rows[1:]],
            dtype=object,
        ).infer_objects()
        for name, place in places.items()
    })


def _parquet(path: Path, wanted: frozenset[str]) -> pd.DataFrame:
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
    return frame.rename(columns={header[place]: name for name, place in places.items()})
