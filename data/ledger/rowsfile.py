"""The file of an entry's rows: written beside its place, and on the disk, before it gets a name."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from data.io.aside import beside, sweep
from data.ledger.catalogue import unwritable

if TYPE_CHECKING:
    import pyarrow as pa

_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class RowsFile:
    """A file of rows beside its place, on the disk already."""

    path: Path
    rows: int
    digest: str


def write_rows(folder: Path, rows: pa.Table | Iterable[pa.Table]) -> RowsFile:
    """Write rows beside their place and on to the disk.

    Raises ``PlancastError`` LEDGER_UNWRITABLE, and whatever making the rows raises; nothing is left
    behind then.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path, count = beside(folder), 0
    sweep(folder)
    tables = iter((rows,)) if isinstance(rows, pa.Table) else iter(rows)
    try:
        with open(path, "x+b") as stream:
            first = next(tables).replace_schema_metadata(None)
            with pq.ParquetWriter(stream, first.schema, compression="zstd") as writer:
                while first is not None:
                    writer.write_table(first)
                    count += first.num_rows
                    following = next(tables, None)
                    first = None if following is None else following.replace_schema_metadata(None)
            stream.flush()
            os.fsync(stream.fileno())
            stream.seek(0)
            return RowsFile(path, count, digest_of(stream))
    except BaseException as error:
        with contextlib.suppress(OSError):
            path.unlink()
        if isinstance(error, OSError):
            raise unwritable(folder.parent, error) from None
        raise


def digest_of(stream: IO[bytes]) -> str:
    """Return the SHA-256 of what is left of a stream, read block by block."""
    found = hashlib.sha256()
    while block := stream.read(_BLOCK):
        found.update(block)
    return found.hexdigest()
