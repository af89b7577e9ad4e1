"""The one place that writes CSV: line feeds, floats that round-trip, nothing a spreadsheet runs."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from data.characters import printable
from data.io.writing import write_bytes

if TYPE_CHECKING:
    import pyarrow as pa

Cell: TypeAlias = str | int | float | bool | None


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a CSV table; ``None``, NaN and infinity become empty cells, floats round-trip."""
    out = io.StringIO()
    sheet = csv.writer(out, lineterminator="\n")
    sheet.writerow(columns)
    sheet.writerows([_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def write_csv(
    path: str | Path, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, mark: bool = False
) -> Path:
    """Write a CSV table in UTF-8; ``mark`` adds the byte order mark that spreadsheets want.

    Raises as ``write_bytes``.
    """
    text = csv_text(columns, rows)
    return write_bytes(path, text.encode("utf-8-sig" if mark else "utf-8"))


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d,. ]*\d[\d,. ]*\s*(%|pp)?")


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula; plain numbers stay as they are.

    A text that begins like a formula gets an apostrophe in front, as OWASP advises for CSV.
    """
    # A lone carriage return would end the line for a spreadsheet: csv quotes it from 3.13 on only.
    text = printable(text).replace("\r\n", "\n").replace("\r", "\n")
    if text.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def _cell(cell: Cell) -> str:
    if cell is None or (isinstance(cell, float) and not math.isfinite(cell)):
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, str):
        return harmless(cell)
    return repr(float(cell)) if isinstance(cell, float) else str(cell)


class ArrowCsv:
    """Writes Arrow tables of equal columns one after another to a CSV file, as ``csv_text`` would.

    Texts are made harmless; a null is an empty cell.
    """

    def __init__(self, path: Path | io.BytesIO, schema: pa.Schema) -> None:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv

        self._schema = pa.schema([
            (f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
            for f in schema])
        self._writer = arrow_csv.CSVWriter(path, self._schema)

    def write_table(self, table: pa.Table) -> None:
        """Append the rows of a table."""
        import pyarrow as pa

        columns = [_harmless_column(column) for column in table.columns]
        self._writer.write_table(pa.table(columns, names=table.schema.names).cast(self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def _harmless_column(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column whose texts are harmless; of a column of codes only the words are looked at.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind) and pa.types.is_string(kind.value_type):
        return pa.chunked_array([pa.DictionaryArray.from_arrays(
            chunk.indices, _harmless_array(chunk.dictionary)) for chunk in column.chunks], kind)
    if not pa.types.is_string(kind):
        return column
    risky = pc.match_substring_regex(column, r"^[=+\-@\t\r\n]")
    if not pc.any(risky).as_py():
        return column
    return pa.chunked_array([_harmless_array(chunk) for chunk in column.chunks], kind)


def _harmless_array(texts: pa.Array) -> pa.Array:
    import pyarrow as pa

    return pa.array([None if t is None else harmless(t) for t in texts.to_pylist()], pa.string())
