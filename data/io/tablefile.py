"""Large result tables, written part by part."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.io.csvout import ArrowCsv
from data.io.writing import Together

if TYPE_CHECKING:
    import pyarrow as pa


class TableFile:
    """A Parquet or CSV file written part by part, one of the ``files`` of a run.

    ``repeated`` are columns with few distinct values. Raises FOLDER_UNWRITABLE.
    """

    def __init__(self, files: Together, folder: Path, stem: str, format: str, *,
                 repeated: Sequence[str] = ()) -> None:
        self._place = folder / f"{stem}.{format}"
        self._aside = files.aside(self._place)
        self._parquet = format == "parquet"
        self._repeated = list(repeated)
        self._writer: pa.parquet.ParquetWriter | ArrowCsv | None = None

    def __enter__(self) -> TableFile:
        return self

    def write(self, table: pa.Table) -> None:
        """Append rows; the first part sets the columns."""
        try:
            if self._writer is None:
                self._writer = _writer(self._aside, table.schema, self._parquet, self._repeated)
            self._writer.write_table(table)
        except OSError as error:
            raise self._refused(error) from None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        try:
            if self._writer is not None:
                self._writer.close()
        except OSError as failed:
            raise self._refused(failed) from None

    def _refused(self, error: OSError) -> PlancastError:
        reason = error.strerror or type(error).__name__
        return PlancastError([problem("FOLDER_UNWRITABLE", Where(file=str(self._place)),
                                      path=self._place, reason=reason)])


def table_bytes(tables: Iterable[pa.Table], format: str, *, repeated: Sequence[str] = ()) -> bytes:
    """Return the file that ``TableFile`` would write of tables of equal columns; b"" without any.
    """
    sink, writer = io.BytesIO(), None
    for table in tables:
        writer = writer or _writer(sink, table.schema, format == "parquet", list(repeated))
        writer.write_table(table)
    if writer is not None:
        writer.close()
    return sink.getvalue()


def _writer(sink: Path | io.BytesIO, schema: pa.Schema, parquet: bool, repeated: list[str],
            ) -> pa.parquet.ParquetWriter | ArrowCsv:
    import pyarrow.parquet

    if not parquet:
        return ArrowCsv(sink, schema)
    return pyarrow.parquet.ParquetWriter(
        sink, schema, compression="zstd", use_dictionary=repeated,
        store_schema=False)  # read back as texts
