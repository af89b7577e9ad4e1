"""Tables as people have them (tests/fixtures/tables): the right figures, or the right refusal.

Each file stands for a kind of fault; the figures expected here were written down from the file by
hand. That a hint works is tried by obeying it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from data.errors import PlancastError
from data.ledger.actuals import read_actuals
from data.planfile.files import read_plan
from data.tables.history import HistoryTable, read_history
from data.tables.join import with_history
from data.tables.targets import read_targets

FOLDER = Path(__file__).parents[3] / "fixtures" / "tables"
TEN = {year: float(year - 1914) for year in range(2014, 2024)}  # 100 .. 109


def figures(table: HistoryTable) -> dict[tuple[str, str], dict[int, float]]:
    """Return series -> year -> value as published."""
    out: dict[tuple[str, str], dict[int, float]] = {}
    for i in range(len(table)):
        series = out.setdefault(table.keys[table.series_of[i]], {})
        series[int(table.year[i])] = float(table.value[i])
    return out


def said(table: HistoryTable) -> list[str]:
    return [note.code for note in table.notes]


def refused(path: Path) -> list[tuple[str, int | None]]:
    with pytest.raises(PlancastError) as caught:
        read_history(path)
    return [(p.code, p.where.row) for p in caught.value.problems]


@pytest.mark.parametrize(("name", "key"), [
    ("F15.xlsx", ("", "patents")), ("F19.csv", ("", "patents")), ("F34.xlsx", ("", "patents")),
    ("F18.csv", ("Zürich Île", "patents")), ("F35.csv", ("", "patents")),
    ("F36.xlsx", ("", "patents")), ("F37.csv", ("Borduria", "Annual patent applications")),
    ("F25.parquet", ("", "S")),
])
def test_a_hundred_to_a_hundred_and_nine(name: str, key: tuple[str, str]) -> None:
    assert figures(read_history(FOLDER / name)) == {key: TEN}


def test_merged_regions_are_filled() -> None:
    assert figures(read_history(FOLDER / "F01.xlsx")) == {
        ("Some city", "grants"): {2015: 600.0, 2016: 680.0, 2017: 760.0},
        ("Other city", "grants"): {2018: 9000.0, 2019: 9080.0}}


@pytest.mark.parametrize("name", ["F03.xlsx", "F03_right.csv"])
def test_percentages_are_read_as_they_are_shown(name: str) -> None:
    table = read_history(FOLDER / name)
    assert figures(table) == {("Some city", "survival"): {
        2015: 45.0, 2016: 47.0, 2017: 49.0, 2018: 51.0, 2019: 53.0}}
    assert set(table.unit) == {"%"}


def test_percent_signs_in_text() -> None:
    table = read_history(FOLDER / "F21.csv")
    assert figures(table)[("Bo", "survival rate")] == {
        2014 + i: 40.0 + 1.5 * i for i in range(10)}


def test_a_single_month_is_asked_about_and_first_and_last_answer() -> None:
    assert refused(FOLDER / "F05.csv") == [("MONTH_ALONE", 2)]
    plan = read_plan(FOLDER / "plan.yaml")
    with pytest.raises(PlancastError) as caught:
        read_actuals(FOLDER / "F05.csv", plan)
    assert [p.code for p in caught.value.problems] == ["MONTH_ALONE"]
    half, = read_history(FOLDER / "F05_right.csv").parts
    assert (half.year, half.first, half.last, half.value) == (2021, 1, 6, 560.0)
    joined = with_history(plan, [read_history(FOLDER / "F05_right.csv")])
    assert [(p.year, p.first, p.last, p.value) for p in joined.partials] == [(2021, 1, 6, 560.0)]
    known, = read_actuals(FOLDER / "F05_right.csv", plan)
    assert (known.year, known.first, known.last, known.value) == (2021, 1, 6, 560.0)


def test_what_is_no_number_is_refused() -> None:
    assert refused(FOLDER / "F07.xlsx") == [("VALUE_IS_DATE", row) for row in range(2, 12)]
    assert refused(FOLDER / "F09.xlsx") == [("VALUE_IS_TRUTH", 5)]
    assert refused(FOLDER / "F10.csv") == [("VALUE_IS_TRUTH", row) for row in range(2, 12)]


def test_hidden_and_other_sheets_are_named() -> None:
    hidden = read_history(FOLDER / "F15.xlsx")
    assert said(hidden) == ["SHEET_CHOSEN"]
    assert dict(hidden.notes[0].details) == {"sheet": "current", "others": "-", "hidden": "old"}
    readme = read_history(FOLDER / "F36.xlsx")
    assert dict(readme.notes[0].details) == {"sheet": "Data", "others": "README", "hidden": "-"}


def test_points_between_thousands_are_asked_about(tmp_path: Path) -> None:
    assert refused(FOLDER / "F17.csv") == [("DECIMAL_COMMA", 5)]
    text = (FOLDER / "F17.csv").read_text(encoding="utf-8")
    obeyed = tmp_path / "obeyed.csv"
    obeyed.write_text(text.replace("1.", "1"), encoding="utf-8")
    assert figures(read_history(obeyed))[("", "patents")][2019] == 1012.0
    with_commas = tmp_path / "commas.csv"  # read as decimals, the fall by a thousand is found
    with_commas.write_text(text.replace(";", ","), encoding="utf-8")
    assert refused(with_commas) == [("SCALE_BREAK", 5)]


def test_months_are_asked_about_once_and_a_column_answers(tmp_path: Path) -> None:
    assert refused(FOLDER / "F24.csv") == [("MONTHS_ASK", 13)]
    lines = (FOLDER / "F24.csv").read_text(encoding="utf-8").splitlines()
    year = sum(range(101, 113))
    for word, value in (("sum", year), ("mean", year / 12), ("last", 112), ("年末", 112)):
        path = tmp_path / "obeyed.csv"
        path.write_text("\n".join([lines[0] + ",per_year", *(f"{x},{word}" for x in lines[1:])]),
                        encoding="utf-8")
        table = read_history(path)
        assert figures(table) == {("", "s"): dict.fromkeys((2020, 2021, 2022), value)}
        assert said(table) == ["MONTHS_MADE_YEARS"]


def test_years_across_with_a_preamble() -> None:
    table = read_history(FOLDER / "F26.csv")
    assert figures(table) == {("Borduria", "Patents granted"): {
        y: v for y, v in TEN.items() if y != 2016}}
    assert said(table) == ["READ_ACROSS", "COLUMNS_UNUSED"]
    assert "line 5" in table.notes[0].message()
    assert "Country Code, Indicator Code" in table.notes[1].message()


def test_a_chinese_export_with_years_descending() -> None:
    table = read_history(FOLDER / "F28.xlsx")
    series = figures(table)[("某省", "专利授权量")]
    assert (series[2023], series[2022], series[2020]) == (7700.0, 7400.0, 6800.0)
    assert set(table.unit) == {"件"}


def test_units_in_english() -> None:
    table = read_history(FOLDER / "F30.csv")
    assert set(table.unit) == {"件"}


def test_formulas_without_results_are_told_once(tmp_path: Path) -> None:
    assert refused(FOLDER / "F33.xlsx") == [("XLSX_UNSAVED", 2)]
    book = openpyxl.load_workbook(FOLDER / "F33.xlsx")
    sheet = book.worksheets[0]
    for i, row in enumerate(sheet.iter_rows(min_row=2)):  # what saving it stores
        row[2].value = 100 + i
    book.save(tmp_path / "obeyed.xlsx")
    assert figures(read_history(tmp_path / "obeyed.xlsx")) == {("", "patents"): TEN}


def test_missing_signs_and_footnote_marks() -> None:
    table = read_history(FOLDER / "F40.csv")
    assert figures(table) == {("", "patents"): {
        2014: 120.0, 2015: 130.0, 2017: 148.0, 2018: 150.0, 2020: 170.0, 2021: 180.0, 2023: 200.0}}
    assert [dict(n.details) for n in table.notes] == [{"count": "3"}, {"count": "3"}]


def test_targets_are_told_their_own_columns(tmp_path: Path) -> None:
    with pytest.raises(PlancastError) as caught:
        read_targets(FOLDER / "F22.csv")
    found, = caught.value.problems
    assert found.code == "TARGET_COLUMNS"
    head = found.hint().split()[-1].replace("[,upper]", "")
    path = tmp_path / "obeyed.csv"
    path.write_text(f"{head}\ns,t,2025,70,at_least\n", encoding="utf-8")
    assert list(read_targets(path).value) == [70.0]


def test_an_xlsx_under_another_name(tmp_path: Path) -> None:
    for name in ("f.csv", "f.dat", "f.xls"):
        shutil.copy(FOLDER / "F34.xlsx", tmp_path / name)
        assert figures(read_history(tmp_path / name)) == {("", "patents"): TEN}
