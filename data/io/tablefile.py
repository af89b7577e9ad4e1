"""Large result tables, written part by part."""

from __future__ import annotations

import contextlib
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.io.csvout import ArrowCsv
from data.io.writing import beside, sweep

if TYPE_CHECKING:
    import pyarrow as pa


class TableFile:
    """A Parquet or CSV file written part by part beside its place, then put there at once.

    ``repeated`` are columns with few distinct values. Nothing is left behind when the work fails.
    Raises FOLDER_UNWRITABLE.
    """

    def __init__(self, folder: Path, stem: str, format: str, *,
                 repeated: Sequence[str] = ()) -> None:
        self._place = folder / f"{stem}.{format}"
        self._aside = beside(folder)
        sweep(folder)
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
            if kind is None:
                os.replace(self._aside, self._place)
        except OSError as failed:
            raise self._refused(failed) from None
        finally:
            with contextlib.suppress(OSError):
                self._aside.unlink()

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
