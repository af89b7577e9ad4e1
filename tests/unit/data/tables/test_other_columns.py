"""Columns beside the standard ones, formats and words that change what a figure means."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from data.errors import PlancastError, Problem
from data.ledger.actuals import read_actuals
from data.planfile.files import parse_plan
from data.tables.history import read_history
from data.tables.join import left_out, with_history
from data.tables.periods import Period, part_of, period_of
from data.tables.types import HistoryTable
from tests.cli.commands import FLOW, one, plan_text

Found = dict[int, float]


def said(path: Path, content: str) -> tuple[Found, list[tuple[int, int, int, float]], set[str]]:
    """Return the only series that is read, the parts of years, and the codes of the notes."""
    path.write_text(content, encoding="utf-8")
    return told(read_history(path))


def told(table: HistoryTable) -> tuple[Found, list[tuple[int, int, int, float]], set[str]]:
    years = {int(y): float(v) for y, v in zip(table.year, table.canonical, strict=True)}
    assert len(table.keys) <= 1 or not len(table) or len(set(table.series_of.tolist())) == 1
    return years, [(p.year, p.first, p.last, p.value) for p in table.parts], {
        n.code for n in table.notes}


def refused(path: Path, content: str = "") -> list[str]:
    if content:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(PlancastError) as caught:
        read_history(path)
    return [p.code for p in caught.value.problems]


@pytest.mark.parametrize(("head", "cell"), [
    ("half", "H1"), ("half", "1"), ("半年", "上半年"), ("period", "Jan-Jun"), ("时期", "1-6月"),
    ("as of month", "6"), ("截至", "2021年6月"), ("through", "June"), ("cumulative_to", "6"),
    ("batch", "first half"), ("fiscal_half", "1"),
    ("说法", "前两季度"), ("报告期", "半年报"), ("up to", "2021-06-30")])
@pytest.mark.parametrize("shape", ["long", "parquet", "down", "across"])
def test_a_column_that_names_a_part_of_a_year_is_never_passed_over(
        tmp_path: Path, head: str, cell: str, shape: str) -> None:
    path = tmp_path / f"t.{'parquet' if shape == 'parquet' else 'csv'}"
    if shape == "parquet":
        pd.DataFrame({"indicator": ["x"], "year": [2021], head: [cell], "value": [5.0]}
                     ).to_parquet(path)
    else:
        path.write_text({
            "long": f"indicator,year,{head},value\nx,2021,{cell},5\n",
            "down": f"a title\n\nregion,year,{head},x\nA,2021,{cell},5\n",
            "across": f"indicator,{head},2021\nx,{cell},5\n"}[shape], encoding="utf-8")
    years, parts, _ = told(read_history(path))
    assert not years
    assert parts == [(2021, 1, 6, 5.0)]


@pytest.mark.parametrize("column", [
    "quintile,Q1", "sector,S1", "published on,2024-06-30", "survey,March wave", "team,May and co"])
def test_a_column_of_other_words_names_no_part_of_a_year(tmp_path: Path, column: str) -> None:
    head, cell = column.split(",")
    years, parts, codes = said(tmp_path / "t.csv",
                               f"indicator,year,{head},value\nx,2020,{cell},4\nx,2021,{cell},5\n")
    assert years == {2020: 4, 2021: 5}
    assert not parts
    assert codes == {"COLUMNS_UNUSED"}


def test_an_unknown_word_under_a_heading_of_periods_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "t.csv", "indicator,year,period,value\nx,2021,wet season,5\n") \
        == ["MONTH_UNKNOWN"]


def test_whole_years_under_a_heading_of_periods_are_years(tmp_path: Path) -> None:
    years, parts, _ = said(tmp_path / "t.csv", "indicator,year,period,value\nx,2020,annual,4\n"
                           "x,2021,full year,5\n")
    assert years == {2020: 4, 2021: 5}
    assert not parts


@pytest.mark.parametrize(("head", "seen", "ahead"), [
    ("status", "actual", "forecast"), ("属性", "实际", "规划"), ("type", "Observed", "Target"),
    ("OBS_STATUS", "A", "F"), ("remark", "", "projected"), ("what", "final", "budget")])
def test_forecasts_and_plans_of_a_column_are_left_out(tmp_path: Path, head: str, seen: str,
                                                      ahead: str) -> None:
    years, _, codes = said(tmp_path / "t.csv", f"indicator,year,{head},value\nx,2019,{seen},4\n"
                           f"x,2020,{seen},5\nx,2021,{ahead},9\n")
    assert years == {2019: 4, 2020: 5}
    assert "CELLS_PROJECTED" in codes


def test_observed_beside_a_scenario_is_refused(tmp_path: Path) -> None:
    assert refused(tmp_path / "t.csv", "indicator,year,scenario,value\nx,2020,observed,5\n"
                   "x,2021,high,9\n") == ["COLUMN_PARTS"]


def test_years_after_the_last_observed_one_are_left_out(tmp_path: Path) -> None:
    years, _, codes = said(
        tmp_path / "t.csv", "Country,Subject,Units,Scale,2020,2021,2022,Estimates Start After\n"
        "Peru,Jobs,Percent of all,,5,6,7,2020\n")
    assert years == {2020: 5}
    assert "CELLS_PROJECTED" in codes


@pytest.mark.parametrize(("head", "cell", "factor"), [
    ("UNIT_MULT", "3", 1e3), ("SCALAR_FACTOR", "thousands", 1e3), ("PowerCode", "Millions", 1e6),
    ("Scale", "Billions", 1e9), ("multiplier", "1000", 1e3), ("数量级", "万", 1e4),
    ("UNIT_MULT", "0", 1.0), ("scale", "", 1)])
@pytest.mark.parametrize("across", [True, False])
def test_a_column_of_multipliers_multiplies(tmp_path: Path, head: str, cell: str, factor: float,
                                            across: bool) -> None:
    content = f"indicator,{head},2020,2021\nx,{cell},4,5\n" if across else \
        f"indicator,year,{head},value\nx,2020,{cell},4\nx,2021,{cell},5\n"
    years, _, codes = said(tmp_path / "t.csv", content)
    assert years == {2020: 4 * factor, 2021: 5 * factor}
    assert ("CELLS_MULTIPLIED" in codes) == (factor != 1) or cell == "万"  # a unit by itself


@pytest.mark.parametrize(("cell", "found"), [
    ("H1 2021", (1, 6)), ("2021 (Jan-Jun)", (1, 6)), ("Jan-Jun 2021", (1, 6)), ("1H2021", (1, 6)),
    ("截至2021年6月底", (1, 6)), ("2021年前三季度", (1, 9)), ("2021年前6个月", (1, 6)),
    ("9M 2021", (1, 9)),
    ("2021M01-M06", (1, 6)), ("first half of 2021", (1, 6)), ("as of June 2021", (1, 6)),
    ("Q1-Q3 2021", (1, 9)), ("2021全年", (1, 12)), ("2021年6月末", (6, 6)), ("2021-S2", (7, 12)),
    ("2021 annual", (1, 12))])
def test_parts_of_a_year_in_words(cell: str, found: tuple[int, int]) -> None:
    assert period_of(cell) == Period(2021, *found)


@pytest.mark.parametrize("cell", ["2021YTD", "Total 2021", "2021 total", "2021 rank", "1-6 2021",
                                  "2016-2020年合计", "2021 share", "较2020年增长"])
def test_other_words_beside_a_year_name_no_period(cell: str) -> None:
    assert period_of(cell) is None


@pytest.mark.parametrize("cell", ["6", "1-6", "spring", "", "S13", "Q5", "13月", "0-6月",
                                  "Jun-Jan"])
def test_other_words_name_no_part_of_a_year(cell: str) -> None:
    assert part_of(cell) is None


@pytest.mark.parametrize("year", ["2021E", "2021年计划", "2021（目标）", "2021 (projected)",
                                  "2021 target"])
def test_a_year_that_is_called_a_forecast_is_left_out_of_a_long_table(tmp_path: Path,
                                                                      year: str) -> None:
    years, _, codes = said(tmp_path / "t.csv",
                           f"indicator,year,value\nx,2019,4\nx,2020,5\nx,{year},9\n")
    assert years == {2019: 4, 2020: 5}
    assert "CELLS_PROJECTED" in codes


@pytest.mark.parametrize("cell", ["45 (万)", "12 (15.5)", "120 (1234)", "5 [million]", "12 (‰)",
                                  "7 (+0.5)", "3 (bn)"])
def test_a_bracket_that_is_no_footnote_is_refused(tmp_path: Path, cell: str) -> None:
    assert refused(tmp_path / "t.csv", f"indicator,year,value\nx,2020,{cell}\n") \
        == ["NUMBER_EXPECTED"]


def book(path: Path, rows: list[list[object]], formats: dict[str, str]) -> Path:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in rows:
        sheet.append(row)
    for place, form in formats.items():
        sheet[place].number_format = form
    made.save(path)
    return path


@pytest.mark.parametrize(("value", "form", "shown"), [
    (45, '0"万"', None), (1.2e6, '0.0,,"M"', None), (12.5, '0.0"‰"', None), (45, '0"%"', 45),
    (0.45, "0.0%;-0.0%;0", 45), (0, '0.0%;-0.0%;"-"', 0), (12345, "#,##0,", 12.345),
    (500, "[>=1000]#,##0,;0", None), (500, "[Red]0;[Blue]-0", 500), (7, '"n/a"', None),
    (7, ";;;", None), (-7, "0;(0)", -7), (7, '0"人"', 7), (7, "#,##0.0_);(#,##0.0)", 7)])
def test_numbers_are_read_as_their_format_shows_them(tmp_path: Path, value: float, form: str,
                                                     shown: float | None) -> None:
    path = book(tmp_path / "t.xlsx", [["indicator", "year", "value"], ["x", 2020, value]],
                {"C2": form})
    if shown is None:
        assert refused(path) == ["NUMBER_EXPECTED"]
        return
    years, _, codes = told(read_history(path))
    assert years == {2020: shown}
    assert ("CELLS_SCALED" in codes) == (form == "#,##0,")


def test_a_percentage_whose_cell_lost_its_format_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [["indicator", 2018, 2019, 2020], ["rate", 0.45, 0.46, 0.47]],
                {"B2": "0%", "C2": "0.0%"})
    assert refused(path) == ["SCALE_BREAK"]


@pytest.mark.parametrize("change", [('<row r="3"', '<row r="3" ht="0"'),
                                    ('<row r="3"', '<row r="3" hidden="1"')])
def test_rows_of_no_height_are_hidden(tmp_path: Path, change: tuple[str, str]) -> None:
    path = book(tmp_path / "a.xlsx", [["indicator", "year", "value"], ["x", 2018, 5],
                                      ["x", 2019, 99], ["x", 2020, 6]], {})
    edited = tmp_path / "t.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(edited, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name.endswith("sheet1.xml"):
                content = content.replace(change[0].encode(), change[1].encode())
            new.writestr(name, content)
    years, _, codes = told(read_history(edited))
    assert years == {2018: 5, 2020: 6}
    assert "HIDDEN_LEFT_OUT" in codes


def test_months_across_are_months(tmp_path: Path) -> None:
    months = "Jan,Feb,Mar,Apr,May,Jun,Jul,Aug,Sep,Oct,Nov,Dec"
    head = f"indicator,per_year,year,{months}"
    twelve = ",".join(str(5 + i % 3) for i in range(12))
    years, parts, _ = said(tmp_path / "t.csv", f"{head}\nx,sum,2020,{twelve}\nx,sum,2021,7,8\n")
    assert years == {2020: 72}
    assert parts == [(2021, 1, 2, 15.0)]


def test_a_column_of_the_year_goes_before_its_months(tmp_path: Path) -> None:
    years, _, _ = said(tmp_path / "t.csv", "indicator: x\nYear,Q1,Q2,Q3,Q4,Annual\n"
                       "2020,1,2,3,4,2.5\n2021,2,3,4,5,3.5\n")
    assert years == {2020: 2.5, 2021: 3.5}


def test_years_go_before_the_quarters_below_them(tmp_path: Path) -> None:
    rows = "".join(f'"{y}","{v}"\n' for y, v in ((2019, 40), (2020, 44), (2021, 48)))
    rows += "".join(f'"{y} Q{q}","{y - 2009 + q}"\n' for y in (2019, 2020) for q in (1, 2, 3, 4))
    years, _, _ = said(tmp_path / "t.csv", f'"Title","Output"\n"CDID","ABCD"\n"Unit",""\n{rows}')
    assert years == {2019: 40, 2020: 44, 2021: 48}


def test_footnotes_below_a_long_table_are_passed_over(tmp_path: Path) -> None:
    table = "region,year,item,value,note\nA,2019,x,5,1\nA,2020,x,6,\n\n"
    years, _, codes = said(tmp_path / "t.csv", f"{table}no,Footnote\n1,Estimated\n")
    assert years == {2019: 5, 2020: 6}
    assert "ROWS_LEFT_OUT" in codes
    assert refused(tmp_path / "u.csv", f"{table}1,Estimated\nA,2021,x,7,\n") == ["ROW_LENGTH"]


def test_rows_of_growth_are_of_the_row_above_them(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("指标,单位,2019年,2020年\n产值,亿元,100,106\n比上年增长,%,5,6\n零售额,亿元,50,52\n"
                    "比上年增长,%,3,4\n", encoding="utf-8")
    table = read_history(path)
    assert [name for _, name in table.keys] == [
        "产值", "产值 比上年增长", "零售额", "零售额 比上年增长"]


@pytest.mark.parametrize("second", ["指标,2016,2017\ny,3,4\n", "单位：亿元,,\ny,3,4\n"])
def test_a_second_table_below_the_first_is_refused(tmp_path: Path, second: str) -> None:
    assert refused(tmp_path / "t.csv", f"单位：万元,,\n指标,2018,2019\nx,5,6\n{second}") \
        == ["SHAPE_SECOND_TABLE"]


def test_a_unit_in_the_name_counts_and_may_not_be_contradicted(tmp_path: Path) -> None:
    content = "指标,年份,数值,单位\n产量（吨）,2019,5,万吨\n"
    assert refused(tmp_path / "t.csv", content) == ["UNIT_NAMED"]
    (tmp_path / "u.csv").write_text("indicator,year,value\ngrants (万件),2019,0.5\n", "utf-8")
    plan = with_history(parse_plan(one("base: 5000, value: 9000", years=(), values=()), "p.yaml"),
                        [read_history(tmp_path / "u.csv")])
    assert [float(v) for s in plan.history for y, v in zip(s.years, s.values, strict=True)
            if y == 2019] == [5000.0]


def test_unknown_units_are_told_once_each(tmp_path: Path) -> None:
    rows = "".join(f"x,{y},5,florins\n" for y in range(2000, 2020))
    assert refused(tmp_path / "t.csv", f"indicator,year,value,unit\n{rows}") == ["UNIT_UNKNOWN"]


def test_an_archive_of_another_kind_is_called_so(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "t.csv", "w") as archive:
        archive.writestr("a.csv", "indicator,year,value\nx,2019,5\n")
    with pytest.raises(PlancastError, match=re.escape("ZIP")):
        read_history(tmp_path / "t.csv")


def test_quarters_under_another_name_are_quarters(tmp_path: Path) -> None:
    rows = "".join(f"x,sum,{y},{q},{v}\n" for y in (2019, 2020)
                   for q, v in zip((1, 2, 3, 4), (4, 1, 2, 3), strict=True))
    years, _, _ = said(tmp_path / "t.csv", f"indicator,per_year,year,fiscal_quarter,value\n{rows}")
    assert years == {2019: 10, 2020: 10}


def test_a_last_date_in_another_month_than_all_before_it_is_odd(tmp_path: Path) -> None:
    rows = "x,2018,2018-12-31,5\nx,2019,2019-12-31,6\n"
    content = f"indicator,year,date,value\n{rows}x,2020,{{}},4\n"
    assert refused(tmp_path / "t.csv", content.format("2020-06-30")) == ["PERIOD_ODD"]
    assert said(tmp_path / "t.csv", content.format("2020-12-31"))[0] == {2018: 5, 2019: 6, 2020: 4}
    assert said(tmp_path / "t.csv", content.format("2021-06-30"))[0] == {2018: 5, 2019: 6, 2020: 4}


def test_a_column_called_value_goes_before_codes_beside_it(tmp_path: Path) -> None:
    years, _, codes = said(
        tmp_path / "t.csv", "indicator: x\nREF_DATE,GEO,UOM_ID,SCALAR_FACTOR,VALUE,DECIMALS\n"
        "2019,A,249,thousands,5,1\n2020,A,249,thousands,6,1\n")
    assert years == {2019: 5000, 2020: 6000}
    assert {"CELLS_MULTIPLIED", "COLUMNS_UNUSED"} <= codes


@pytest.mark.parametrize(("text", "encoding"), [
    ("region,indicator,year,value\nGünbühl,Flüge,2019,5\n", "mac-roman"),
    ("region,indicator,year,value\n서울특별시,특허등록건수,2019,5\n", "euc-kr")])
def test_an_encoding_that_reads_as_another_is_asked_about(tmp_path: Path, text: str,
                                                          encoding: str) -> None:
    (tmp_path / "t.csv").write_bytes(text.encode(encoding))
    assert refused(tmp_path / "t.csv") == ["TABLE_ENCODING"]


@pytest.mark.parametrize("text", ["Günbühl,McÉvoy ÉCOLE,2019,5",
                                  "Ähtäri,Œuvres à l’île – 5 €,2019,5"])
def test_western_names_are_read(tmp_path: Path, text: str) -> None:
    (tmp_path / "t.csv").write_bytes(f"region,indicator,year,value\n{text}\n".encode("cp1252"))
    assert read_history(tmp_path / "t.csv").keys == (tuple(text.split(",")[:2]),)


def test_repeated_rows_are_told_once_a_series(tmp_path: Path) -> None:
    rows = "".join(f"x,2020,{week},{week}\n" for week in range(1, 53))
    assert refused(tmp_path / "t.csv", f"indicator,year,week,value\n{rows}") == [
        "COLUMN_PARTS", "DUPLICATE_COLUMNS", "DUPLICATE_ROW"]


def test_what_is_no_figure_is_named_where_all_cells_of_a_table_are_none(tmp_path: Path) -> None:
    rows: list[list[object]] = [["indicator", 2018, 2019], ["x", date(1901, 1, 5), True]]
    assert set(refused(book(tmp_path / "t.xlsx", rows, {}))) == {"VALUE_IS_DATE", "VALUE_IS_TRUTH"}


def test_an_index_without_a_name_may_hold_the_years(tmp_path: Path) -> None:
    pd.DataFrame({"x": [5.0, 6.0]}, index=[2019, 2020]).to_parquet(tmp_path / "t.parquet")
    years, _, _ = told(read_history(tmp_path / "t.parquet"))
    assert years == {2019: 5, 2020: 6}


@pytest.mark.parametrize(("content", "months"), [
    ("indicator,year,half,value\na,2021,H1,90\n", (1, 6)),
    ("indicator,year,value\na,2021年前三季度,90\n", (1, 9)),
    ("indicator,year,type,value\na,2021,actual,90\na,2022,forecast,95\n", (1, 12)),
    ("indicator,截至,year,value\na,2021年9月,2021,90\n", (1, 9))])
def test_actuals_take_what_other_columns_say(tmp_path: Path, content: str,
                                             months: tuple[int, int]) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    plan = parse_plan(one("value: 200"), "p.yaml")
    notes: list[Problem] = []
    figure, = read_actuals(tmp_path / "t.csv", plan, notes=notes)
    assert (figure.year, figure.first, figure.last, figure.value) == (2021, *months, 90)
    assert {n.code for n in notes} == {"CELLS_PROJECTED" if months == (1, 12) else "MONTHS_PART"}


@pytest.mark.parametrize(("content", "code"), [
    ("indicator,year,value\na,2021 target,90\n", "TABLE_NO_FIGURES"),
    ("indicator,year,scenario,value\na,2021,observed,90\na,2022,high,95\n", "COLUMN_PARTS"),
    ("indicator,year,value,unit_mult\na,2021,90,many\na,2022,91,0\n", "MULTIPLIER_UNKNOWN")])
def test_actuals_refuse_what_other_columns_make_of_them(tmp_path: Path, content: str,
                                                        code: str) -> None:
    (tmp_path / "t.csv").write_text(content, encoding="utf-8")
    with pytest.raises(PlancastError) as caught:
        read_actuals(tmp_path / "t.csv", parse_plan(one("value: 200"), "p.yaml"))
    assert [p.code for p in caught.value.problems] == [code]


def test_an_indicator_that_may_be_spelt_otherwise_is_named(tmp_path: Path) -> None:
    plan = parse_plan(plan_text({"a": FLOW, "b": FLOW.replace("Grants", "Firms")},
                                ["{indicator: a, value: 9}", "{indicator: b, value: 9}"]), "p.yaml")
    path = tmp_path / "t.csv"
    path.write_text("indicator,year,value\na,2019,5\nFirm,2019,6\nother,2019,6\n", "utf-8")
    note, = left_out(plan, [read_history(path)])
    assert "Firm, other" in note.message("en")
    path.write_text("indicator,year,value\na,2019,5\nFirms,2019,6\nother,2019,6\n", "utf-8")
    assert not left_out(plan, [read_history(path)])


@pytest.mark.parametrize("said_so", [
    "2021年上半年主要指标", "注：2021年为1-6月数据", "Note: 2021: first half",
    "Figures of Jan-Jun 2021", "说明：2021年为前三季度"])
def test_a_title_or_note_may_say_that_a_year_is_a_part(tmp_path: Path, said_so: str) -> None:
    above, below = (f"{said_so}\n", "") if "Note" not in said_so and "注" not in said_so \
        else ("", f"{said_so}\n")
    assert refused(tmp_path / "t.csv", f"{above}indicator,2020,2021\nx,5,3\n{below}") \
        == ["PART_IN_NOTE"]


@pytest.mark.parametrize("said_so", ["2020-2021 main figures", "注：2021年为快报数",
                                     "2019年1-6月的数见另表", "January to December 2021"])
def test_other_titles_say_nothing_of_a_part(tmp_path: Path, said_so: str) -> None:
    assert said(tmp_path / "t.csv", f"{said_so}\nindicator,2020,2021\nx,5,3\n")[0] \
        == {2020: 5, 2021: 3}


@pytest.mark.parametrize("content", [
    "指标（万件）,2020年,2021年\nx,5,6\n", "指标,2020年（万件）,2021年（万件）\nx,5,6\n"])
def test_a_unit_in_a_head_is_the_figures_unit(tmp_path: Path, content: str) -> None:
    assert said(tmp_path / "t.csv", content)[0] == {2020: 50000, 2021: 60000}
    assert refused(tmp_path / "u.csv", "指标,单位,2020年（万件）,2021年\nx,件,5,60000\n") \
        == ["UNIT_NAMED"]


def test_a_remark_that_names_a_part_of_a_year_counts(tmp_path: Path) -> None:
    content = "指标,年份,数值,备注\nx,2019,5,年报\nx,2020,6,修订\nx,2021,3,{}\n"
    years, parts, _ = said(tmp_path / "t.csv", content.format("截至6月底"))
    assert years == {2019: 5, 2020: 6}
    assert parts == [(2021, 1, 6, 3.0)]
    assert refused(tmp_path / "t.csv", content.format("年初至今")) == ["MONTH_UNKNOWN"]
    assert said(tmp_path / "t.csv", content.format("6月换了口径"))[0] == {2019: 5, 2020: 6, 2021: 3}


def test_the_smaller_of_two_regions_counts(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("省,市,指标,年份,数值\n甲省,丙市,x,2019,5\n甲省,丁市,x,2019,6\n", "utf-8")
    assert read_history(path).keys == (("丙市", "x"), ("丁市", "x"))
    assert refused(path, "省,市,指标,年份,数值\n甲省,丙市,x,2019,5\n乙省,丙市,x,2020,6\n") \
        == ["COLUMN_PARTS"]


@pytest.mark.parametrize("cell", ["12 EUR", "12 USD", "12 pc", "12 ps"])
def test_letters_that_are_no_flags_are_refused(tmp_path: Path, cell: str) -> None:
    assert refused(tmp_path / "t.csv", f"indicator,year,value\nx,2020,{cell}\n") \
        == ["NUMBER_EXPECTED"]


def test_blanks_of_no_width_make_no_other_name(tmp_path: Path) -> None:
    content = "indicator,year,value\nx\u200b,2019,5\nx,2020,6\n"
    assert said(tmp_path / "t.csv", content)[0] == {2019: 5, 2020: 6}


def test_a_year_that_is_shown_as_a_forecast_is_one(tmp_path: Path) -> None:
    path = book(tmp_path / "t.xlsx", [["indicator", 2019, 2020], ["x", 5, 9]], {"C1": '0"E"'})
    years, _, codes = told(read_history(path))
    assert years == {2019: 5}
    assert "YEARS_PROJECTED" in codes


def test_two_dates_of_different_months_are_odd(tmp_path: Path) -> None:
    assert refused(tmp_path / "t.csv", "unique_id,ds,y\nx,2019-12-31,5\nx,2020-06-30,4\n") \
        == ["PERIOD_ODD"]


@pytest.mark.parametrize("heads", ["from,to", "start_month,end_month", "开始月份,结束月份",
                                   "first,last", "起,止"])
@pytest.mark.parametrize("day", ["{}", "{}月"])
def test_two_columns_of_months(tmp_path: Path, heads: str, day: str) -> None:
    one_, twelve, six = day.format(1), day.format(12), day.format(6)
    content = f"indicator,year,{heads},value\nx,2020,{one_},{twelve},5\nx,2021,{one_},{six},3\n"
    assert said(tmp_path / "t.csv", content)[:2] == ({2020: 5}, [(2021, 1, 6, 3.0)])


def test_two_columns_of_days(tmp_path: Path) -> None:
    head = "indicator,year,start_date,end_date,value\n"
    content = f"{head}x,2020,2020-01-01,2020-12-31,5\nx,2021,2021-01-01,2021-06-30,3\n"
    assert said(tmp_path / "t.csv", content)[:2] == ({2020: 5}, [(2021, 1, 6, 3.0)])
    fiscal = f"{head}x,2020,2020-07-01,2021-06-30,5\n"
    assert said(tmp_path / "t.csv", fiscal)[0] == {2020: 5}


def test_two_columns_of_places_are_no_months(tmp_path: Path) -> None:
    content = "indicator,year,from,to,value\nx,2020,A,B,5\nx,2021,A,B,3\n"
    assert said(tmp_path / "t.csv", content)[0] == {2020: 5, 2021: 3}


@pytest.mark.parametrize(("head", "no", "yes"), [
    ("is_forecast", "0", "1"), ("projected", "FALSE", "TRUE"), ("是否预测", "否", "是")])
def test_a_column_may_answer_whether_a_figure_is_a_forecast(tmp_path: Path, head: str, no: str,
                                                            yes: str) -> None:
    content = f"indicator,year,value,{head}\nx,2019,4,{no}\nx,2020,5,{no}\nx,2021,9,{yes}\n"
    years, _, codes = said(tmp_path / "t.csv", content)
    assert years == {2019: 4, 2020: 5}
    assert "CELLS_PROJECTED" in codes


def test_a_year_that_is_not_complete_is_refused(tmp_path: Path) -> None:
    content = "indicator,year,value,complete\nx,2020,5,yes\nx,2021,3,{}\n"
    assert refused(tmp_path / "t.csv", content.format("no")) == ["MONTH_UNKNOWN"]
    assert said(tmp_path / "t.csv", content.format("yes"))[0] == {2020: 5, 2021: 3}


@pytest.mark.parametrize("head", ["basis", "currency", "prices", "口径", "定义"])
def test_columns_of_definitions_part_a_series(tmp_path: Path, head: str) -> None:
    content = f"indicator,year,value,{head}\nx,2020,5,one\nx,2021,3,other\n"
    assert refused(tmp_path / "t.csv", content) == ["COLUMN_PARTS"]


@pytest.mark.parametrize("content", [
    "Jobs (in thousands)\nindicator,2020,2021\nx,5,6\n", "year,Jobs (thousands)\n2020,5\n2021,6\n",
    "indicator,year,value\nGDP in millions,2020,5\n"])
def test_scales_in_words_without_a_unit_are_refused(tmp_path: Path, content: str) -> None:
    assert "SCALE_IN_WORDS" in refused(tmp_path / "t.csv", content)


def test_a_unit_below_a_table_is_its_unit(tmp_path: Path) -> None:
    assert said(tmp_path / "t.csv", "指标,2020,2021\nx,5,6\n单位：万人,,\n")[0] == {
        2020: 50000, 2021: 60000}


@pytest.mark.parametrize(("head", "words"), [
    ("dataset", ("old series", "new series")), ("plant", ("North works", "South works")),
    ("区", ("临江区", "河西区")), ("样本", ("老样本", "新样本"))])
@pytest.mark.parametrize("across", [False, True])
def test_words_that_come_again_and_differ_in_a_series_part_it(
        tmp_path: Path, head: str, words: tuple[str, str], across: bool) -> None:
    one_, other = words
    if across:
        content = f"indicator,{head},2020,2021\nx,{one_},5,6\nx,{other},,9\ny,{one_},1,2\n"
    else:
        content = (f"indicator,year,value,{head}\nx,2018,4,{one_}\nx,2019,5,{one_}\n"
                   f"x,2020,6,{other}\nx,2021,7,{other}\n")
    if head == "区":
        table = read_written(tmp_path / "t.csv", content)
        assert {region for region, _ in table.keys} == set(words)
    else:
        assert {"COLUMN_PARTS", "SHAPE_LABELS"} & set(refused(tmp_path / "t.csv", content))


@pytest.mark.parametrize(("head", "words"), [
    ("source", ("Yearbook A", "Yearbook B")), ("remark", ("as published", "revised since")),
    ("quality", ("good", "poor")), ("unit code", ("T1000", "T2000")), ("grade", ("A", "B")),
    ("Observation status", ("Normal value", "Estimated value")),
    ("updated on", ("May 2021", "June 2022")), ("填报部门", ("统计局", "财政局"))])
def test_remarks_sources_and_codes_part_nothing(tmp_path: Path, head: str,
                                                words: tuple[str, str]) -> None:
    content = (f"indicator,year,value,{head}\nx,2018,4,{words[0]}\nx,2019,5,{words[0]}\n"
               f"x,2020,6,{words[1]}\nx,2021,7,{words[1]}\n")
    assert said(tmp_path / "t.csv", content)[0] == {2018: 4, 2019: 5, 2020: 6, 2021: 7}


def read_written(path: Path, content: str) -> HistoryTable:
    path.write_text(content, encoding="utf-8")
    return read_history(path)


def test_truth_values_down_a_column_are_named(tmp_path: Path) -> None:
    assert refused(tmp_path / "t.csv", "Year,Connected\n2018,True\n2019,False\n") \
        == ["VALUE_IS_TRUTH", "VALUE_IS_TRUTH"]
