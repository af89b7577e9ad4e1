"""IAMC tables that pyam wrote (``make_pyam_sample.py``) are read, and ours have the same cells."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from data.tables.history import read_history
from data.tables.iamc import iamc_csv, iamc_history, iamc_xlsx, read_iamc

HERE = Path(__file__).resolve().parent
FILES = ("pyam_wide.csv", "pyam_long.csv", "pyam.xlsx")


@pytest.mark.parametrize("name", FILES)
def test_what_pyam_writes_is_read(name: str) -> None:
    table = read_iamc(HERE / name)
    found = {(r.model, r.scenario, r.variable): r for r in table.rows()}
    assert len(found) == 5
    assert found["REMIND 3.0", "SSP2-NDC", "GDP|PPP"].points == ((2020, 100.0), (2025, 130.0))
    assert found["REMIND 3.0", "SSP2-NDC", "GDP|PPP"].unit == "billion US$2010/yr"
    history = read_history(HERE / name)
    assert history.keys == iamc_history(table).keys
    assert set(history.keys) == {("Springfield", "Grants"), ("Springfield", "Financing")}
    values = {s.indicator: dict(zip(s.years.tolist(), s.values.tolist(), strict=True))
              for s in history.series()}
    assert values == {"Grants": {2018: 138.0, 2019: 150.0, 2020: 161.0},
                      "Financing": {2019: 12.5e8, 2020: 15.25e8}}


def cells(text: str) -> list[list[str]]:
    """The cells of a table, header in lower case, rows sorted, numbers as numbers."""
    head, *rows = csv.reader(text.splitlines())
    return [[c.lower() for c in head], *sorted(
        [str(float(c)) if c.replace(".", "", 1).isdigit() else c for c in row] for row in rows)]


@pytest.mark.parametrize(("name", "wide"), [("pyam_wide.csv", True), ("pyam_long.csv", False)])
def test_what_we_write_has_the_cells_of_what_pyam_writes(name: str, wide: bool) -> None:
    rows = read_iamc(HERE / "pyam.xlsx").rows()
    theirs = (HERE / name).read_text(encoding="utf-8")
    assert cells(iamc_csv(rows, wide=wide)) == cells(theirs)


def test_a_workbook_of_ours_reads_back(tmp_path: Path) -> None:
    rows = read_iamc(HERE / "pyam_wide.csv").rows()
    for wide in (True, False):
        path = tmp_path / f"{wide}.xlsx"
        path.write_bytes(iamc_xlsx(rows, wide=wide))
        assert read_iamc(path).rows() == rows
        assert path.read_bytes() == iamc_xlsx(rows, wide=wide)
