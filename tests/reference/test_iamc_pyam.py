"""IAMC tables that pyam wrote (``make_pyam_sample.py``) are read, and ours have the same cells."""

from __future__ import annotations

import csv
from importlib.util import find_spec
from operator import attrgetter
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


@pytest.mark.skipif(find_spec("pyam") is None, reason="pyam is not installed")
@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_pyam_reads_what_we_write_and_we_read_what_it_writes_again(
        wide: bool, form: str, tmp_path: Path) -> None:
    import pyam  # type: ignore[import-not-found, unused-ignore]

    rows = read_iamc(HERE / "pyam_wide.csv").rows()
    path = tmp_path / f"ours.{form}"
    if form == "csv":
        path.write_text(iamc_csv(rows, wide=wide), encoding="utf-8")
    else:
        path.write_bytes(iamc_xlsx(rows, wide=wide))
    theirs = pyam.IamDataFrame(path)
    found = {(r.model, r.scenario, r.region, r.variable, r.unit, r.year): r.value
             for r in theirs.data.dropna(subset="value").itertuples()}  # pyam 4 keeps empty cells
    assert found == {(r.model, r.scenario, r.region, r.variable, r.unit, year): value
                     for r in rows for year, value in r.points}
    back = tmp_path / f"back.{form}"
    if form == "xlsx":
        theirs.to_excel(back)
    elif wide:
        theirs.to_csv(back)
    else:
        theirs.data.to_csv(back, index=False)
    key = attrgetter("model", "scenario", "region", "variable")
    assert sorted(read_iamc(back).rows(), key=key) == sorted(rows, key=key)
