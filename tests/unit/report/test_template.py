"""The workbook to fill in: what it offers, and that what is filled in is read as it stands."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import PlancastError
from data.planfile.files import read_plan
from data.planfile.workbook import PlanBook
from data.words import Kind, Lang, Sense
from report import front
from report.plans.template import template_bytes
from report.text.inputs import load_scenarios
from scenarios.file.book import book_scenarios
from tests.cli.commands import run

NAMES = {"zh": ("规划", "目标", "历史数据", "情景"),
         "en": ("plan", "targets", "history", "scenarios")}


def made(folder: Path, lang: Lang) -> Path:
    path = folder / f"{lang}.xlsx"
    path.write_bytes(template_bytes(lang))
    return path


def edit(path: Path, sheet: str, cells: dict[str, object]) -> Path:
    book = openpyxl.load_workbook(path)
    page = book[sheet]
    assert isinstance(page, Worksheet)
    for place, value in cells.items():
        page[place] = value
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_example_is_a_plan_with_history(tmp_path: Path, lang: Lang) -> None:
    plan = read_plan(made(tmp_path, lang))
    grants, survival = plan.targets
    assert (grants.base_value, grants.value, grants.year) == (1000.0, 1500.0, 2025)
    assert (survival.base_value, survival.value, survival.sense) == (55.0, 62.0, Sense.AT_LEAST)
    assert [i.kind for i in plan.indicators] == [Kind.FLOW, Kind.SHARE]
    assert [list(s.values) for s in plan.history] == [
        [620.0, 700.0, 790.0, 900.0], [47.0, 49.0, 51.0, 53.0]]
    assert template_bytes(lang) == template_bytes(lang)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheets_lists_and_instructions(tmp_path: Path, lang: Lang) -> None:
    book = openpyxl.load_workbook(made(tmp_path, lang))
    assert tuple(book.sheetnames[1:]) == NAMES[lang]
    targets = book[NAMES[lang][1]]
    assert isinstance(targets, Worksheet)
    lists = [v.formula1 for v in targets.data_validations.dataValidation]
    assert len(lists) == 2
    for cell, choices in ((targets["C2"], lists[0]), (targets["H2"], lists[1])):
        assert str(cell.value) in choices.strip('"').split(",")
    assert "plancast assess" in str(book.worksheets[0]["A1"].value)


def test_what_is_filled_in_is_read(tmp_path: Path) -> None:
    path = edit(made(tmp_path, "zh"), "目标", {
        "A4": "PM2.5浓度", "B4": "微克/立方米", "C4": "比率", "D4": 2020, "E4": "38", "F4": 2025,
        "G4": 33, "H4": "不高于", "J4": "第五章"})
    path = edit(path, "历史数据", {"A10": "某市", "B10": "PM2.5浓度", "C10": "2019年", "D10": 40})
    plan = read_plan(path)
    found = plan.targets[2]
    assert (found.base_value, found.value, found.sense, found.source) == (
        38.0, 33.0, Sense.AT_MOST, "第五章")
    series = plan.series(found.indicator)
    assert series is not None
    assert list(series.years) == [2019]


def test_faults_have_their_row(tmp_path: Path) -> None:
    path = edit(made(tmp_path, "en"), "targets", {"C3": "shares", "G2": "many", "B2": "itemz"})
    with pytest.raises(PlancastError) as caught:
        read_plan(path)
    assert {(p.code, p.where.row) for p in caught.value.problems} == {
        ("WORD_UNKNOWN", 3), ("NUMBER_EXPECTED", 2), ("UNIT_UNKNOWN", 2)}
    other = openpyxl.Workbook()
    other.save(tmp_path / "other.xlsx")
    with pytest.raises(PlancastError) as caught:
        read_plan(tmp_path / "other.xlsx")
    assert [p.code for p in caught.value.problems] == ["SHEET_MISSING"]


def test_scenarios_of_the_workbook(tmp_path: Path) -> None:
    path = edit(made(tmp_path, "en"), "scenarios", {
        "B2": "yes", **{f"B{r}": "no" for r in range(3, 11)},
        "A11": "Faster grants", "B11": "yes", "C11": 3, "D11": 2022})
    rows = PlanBook(path).scenarios()
    assert [(r.name, r.points, r.start) for r in rows[1:]] == [("Faster grants", 3.0, 2022)]
    baseline, own = book_scenarios(rows, "p.xlsx")
    assert (baseline.id, own.id) == ("baseline", "Faster-grants")
    assert own.name.get("en") == "Faster grants"
    assert len(own.steps) == len(baseline.steps) + 1
    bad = edit(path, "scenarios", {"D11": None})
    with pytest.raises(PlancastError) as caught:
        book_scenarios(PlanBook(bad).scenarios(), "p.xlsx")
    assert [p.code for p in caught.value.problems] == ["SCENARIO_POINTS"]


def test_through_the_command_line(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    assert run("template", path, "--lang", "zh").exit_code == 0
    assert run("template", path).exit_code == 3
    assert run("template", path, "--force", "--lang", "zh").exit_code == 0
    assert run("template", tmp_path / "plan.xls").exit_code == 3
    done = run("assess", path, "--paths", "200", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1 + 2 * 5
    assert run("plan", "validate", path).exit_code == 0


FILLED = {  # as people type: years as text, thousands, percentages, an empty row between
    "zh": ("海滨市", ("高新技术企业", "家", "年末存量"), ("城镇化率", "%", "占比"),
           ("PM2.5", "微克/立方米", "比率"), ("不低于", "不高于")),
    "en": ("Seaside", ("High-tech firms", "items", "year-end stock"), ("Urban share", "%", "share"),
           ("PM2.5", "µg/m³", "ratio"), ("at least", "at most"))}


def filled(folder: Path, lang: Lang) -> Path:
    """Fill the workbook in as a user would, the example deleted."""
    region, firms, share, dust, (least, most) = FILLED[lang]
    path = made(folder, lang)
    book = openpyxl.load_workbook(path)
    plan, targets, history, _ = (book[name] for name in NAMES[lang])
    assert isinstance(plan, Worksheet)
    assert isinstance(targets, Worksheet)
    assert isinstance(history, Worksheet)
    for row, value in enumerate(("seaside", region, region, "2020年", 2021, 2025.0), 1):
        plan.cell(row, 2).value = value
    targets.delete_rows(2, 2)
    history.delete_rows(2, 8)
    rows = ((2, (*firms, "2020", "1,234", 2025, "2,000", least)),
            (4, (*share, 2020, 0.601, "2025年", 0.65, least)),
            (5, (*dust, 2020, 35, 2025, 30, most)))
    for number, cells in rows:
        for column, value in enumerate(cells, 1):
            targets.cell(number, column).value = value
    targets["E4"].number_format, targets["G4"].number_format = "0.0%", "0%"
    figures = ((firms, ("700", "810", "950", "1,100", "1,234")),
               (share, ("55.2%", 56.4, 57.7, 59.0, 60.1)), (dust, (44, 42, 40, 38, 35)))
    number = 2
    for (name, unit, _), values in figures:
        for year, value in zip(range(2016, 2021), values, strict=True):
            cells = (region, name, f"{year}年" if lang == "zh" else year, value, unit)
            for column, cell in enumerate(cells, 1):
                history.cell(number, column).value = cell
            number += 1
        number += 1
    book.save(path)
    return path


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_filled_in_as_a_user_does_and_read_back_by_assess(tmp_path: Path, lang: Lang) -> None:
    path = filled(tmp_path, lang)
    plan = read_plan(path)
    assert (plan.period.base, plan.period.start, plan.period.end) == (2020, 2021, 2025)
    assert [(t.base_year, t.base_value, t.year, t.value, t.sense) for t in plan.targets] == [
        (2020, 1234.0, 2025, 2000.0, Sense.AT_LEAST), (2020, 60.1, 2025, 65.0, Sense.AT_LEAST),
        (2020, 35.0, 2025, 30.0, Sense.AT_MOST)]
    assert [list(s.values) for s in plan.history] == [
        [700.0, 810.0, 950.0, 1100.0, 1234.0], [55.2, 56.4, 57.7, 59.0, 60.1],
        [44.0, 42.0, 40.0, 38.0, 35.0]]
    done = run("assess", path, "--paths", "200", "--format", "csv", "--lang", lang)
    assert done.exit_code == 0, done.stderr
    assert len(done.stdout.splitlines()) == 1 + 3 * 5


def test_words_that_the_lists_do_not_have_are_told_in_their_language(tmp_path: Path) -> None:
    path = edit(filled(tmp_path, "zh"), "目标", {"C2": "存量"})
    with pytest.raises(PlancastError) as caught:
        read_plan(path)
    found, = caught.value.problems
    assert dict(found.details)["near"] == "年末存量"
    obeyed = edit(path, "目标", {"C2": "年末存量"})
    assert read_plan(obeyed).indicators[0].kind is Kind.STOCK
    with pytest.raises(PlancastError, match="WORD_UNKNOWN"):
        PlanBook(edit(path, "情景", {"B3": "maybe"})).scenarios()


def test_a_target_without_a_name_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(PlancastError):
        read_plan(edit(filled(tmp_path, "en"), "targets", {"A2": None}))


def test_every_way_to_ask_takes_the_scenarios_of_the_workbook(tmp_path: Path) -> None:
    path = edit(made(tmp_path, "en"), "scenarios", {
        "B2": "yes", **{f"B{r}": "no" for r in range(3, 11)},
        "A11": "Faster grants", "B11": "yes", "C11": 3, "D11": 2022})
    own = ["baseline", "Faster-grants"]
    said = run("assess", path, "--format", "json", "--paths", "100", "--lang", "en")
    assert [s["id"] for s in json.loads(said.stdout)["scenarios"]] == own
    outlook = run("plan", "outlook", path, "--format", "json", "--paths", "100", "--lang", "en")
    assert "Faster grants" in outlook.stdout or "Faster-grants" in outlook.stdout
    assert "Optimistic" not in outlook.stdout
    assert [s.id for s in front.assess(path, paths=100).scenarios] == own
    assert [s.id for s in load_scenarios((), path)] == own
    assert [s.id for s in load_scenarios(("baseline",), path)] == ["baseline"]
