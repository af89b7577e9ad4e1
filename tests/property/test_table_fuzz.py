"""Mutated tables and plan files are read or refused (more inputs: benchmarks/fuzz_tables.py)."""

from __future__ import annotations

import random
import warnings
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.fuzz_tables import MAKERS, read_one
from data.errors import PlancastError
from data.tables.parquetfile import ParquetTable
from data.tables.source import Source


@pytest.mark.parametrize("kind", MAKERS)
def test_nothing_but_refusals(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "input"
    for i in range(20 if kind == "xlsx" else 80):
        content = MAKERS[kind](random.Random(f"test:{i}"))
        path.write_bytes(content)
        # Anything but a refusal fails the test; openpyxl warns of damaged parts.
        with suppress(PlancastError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            read_one(kind, path, content, 1)


def test_rows_that_damaged_metadata_count_wrongly(tmp_path: Path) -> None:
    path = tmp_path / "p.parquet"
    path.write_bytes(next(content for i in range(99) if (content := MAKERS["parquet"](
        random.Random(f"rows:{i}")))[:4] == b"PAR1" and _opens(path, content)))
    table = ParquetTable(Source(str(path), path))
    table.rows += 7
    grid = table.grid()
    assert len(grid.rows) == len(grid.numbers)


def _opens(path: Path, content: bytes) -> bool:
    path.write_bytes(content)
    try:
        ParquetTable(Source(str(path), path)).grid()
    except PlancastError:
        return False
    return True
