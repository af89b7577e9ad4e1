"""Heads over several columns, and years of the Republic: read or refused, never lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.errors import PlancastError
from data.tables.history import HistoryTable, read_history


def _figures(path: Path, text: str) -> dict[tuple[str, int], float]:
    path.write_text(text, encoding="utf-8")
    table: HistoryTable = read_history(path)
    return {(table.keys[s][1], int(y)): float(v)
            for s, y, v in zip(table.series_of, table.year, table.value, strict=True)}


def test_a_head_over_two_columns_is_part_of_both_names(tmp_path: Path) -> None:
    head = ",经济,,,\n,生产总值,,财政收入,\n年份,总量,增速,总量,增速\n"
    found = _figures(tmp_path / "a.csv", head + "2019,100,5,20,3\n2020,110,6,22,4\n")
    assert found["生产总值 总量", 2020] == 110
    assert found["生产总值 增速", 2020] == 6
    assert found["财政收入 增速", 2019] == 3
    assert len(found) == 8


def test_columns_of_figures_without_a_head_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("年份,生产总值,\n2019,100,5\n2020,110,6\n", encoding="utf-8")
    with pytest.raises(PlancastError) as refused:
        read_history(path)
    assert [p.code for p in refused.value.problems] == ["SHAPE_HEADLESS"]


def test_years_of_the_republic(tmp_path: Path) -> None:
    found = _figures(tmp_path / "a.csv", "指標,民國110年,民國111年\n失業率(%),3.9,3.7\n")
    assert found == {("失業率", 2021): 3.9, ("失業率", 2022): 3.7}


@pytest.mark.parametrize("name", ["plants", "budget_revenue", "targeting_rate", "projectors"])
def test_a_name_that_begins_like_a_plan_is_one_of_figures(tmp_path: Path, name: str) -> None:
    found = _figures(tmp_path / "a.csv", f"region,{name}_2019,{name}_2020\nA,10,12\n")
    assert found == {(name, 2019): 10, (name, 2020): 12}


@pytest.mark.parametrize("name", ["gdp_target", "planned_gdp", "revenue budget", "GDP forecast"])
def test_columns_of_a_plan_are_no_figures(tmp_path: Path, name: str) -> None:
    found = _figures(tmp_path / "a.csv", "region,gdp_2019,gdp_2020,"
                     f"{name} 2024,{name} 2025\nA,10,12,15,16\n")
    assert found == {("gdp", 2019): 10, ("gdp", 2020): 12}
