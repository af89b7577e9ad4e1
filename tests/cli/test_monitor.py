"""The yearly check: first year, figures that come late or not at all, the end of the plan."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import FLOW, VALUES, figures, plan_text, run

PLAN = plan_text(
    {"grants": FLOW, "staff": "{name: {zh: 人员, en: Staff}, unit: 人, kind: stock}"},
    ["{indicator: grants, base: 160, value: 230, binding: true}",
     "{indicator: staff, base: 48, value: 50}"],
    [*figures(range(2015, 2021), VALUES, "grants"), *figures((2019, 2020), (47, 48), "staff")])
HEAD = "region,indicator,year,value,unit,source\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "p.yaml").write_text(PLAN, encoding="utf-8")
    return tmp_path


def add(place: Path, *rows: str) -> None:
    (place / "t.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    done = run("ledger", "add-actuals", place / "book", place / "t.csv", "--plan",
               place / "p.yaml")
    assert done.exit_code == 0, done.stderr


def monitor(place: Path, *words: str) -> str:
    done = run("monitor", place / "p.yaml", "--ledger", place / "book", "--paths", "200", *words)
    assert done.exit_code == 0, done.stderr
    assert "entry" in done.stderr or "条目" in done.stderr
    return done.stdout


def record(place: Path, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(monitor(place, "--format", "json", *words))
    return found


def test_the_life_of_a_plan(place: Path) -> None:
    first = monitor(place, "--lang", "zh")
    assert "这是第一次" in first
    assert "触发的阈值\n  无" in first
    assert "没有变化" in monitor(place, "--lang", "zh")

    add(place, ",grants,2021,100,件,s")  # a collapse; staff has no figure yet
    found = record(place)
    assert (found["as_of"], found["last_as_of"], found["unchanged"]) == (2021, 2020, False)
    fired, = found["fired"]
    assert (fired["target"], fired["year"], fired["figure"]) == ("grants", 2021, 100)
    assert fired["colour_then"] != fired["colour_now"]
    assert found["held"] == 0
    assert found["early_warnings"] == [{"target": "grants", "reading": "flow"}]
    assert [w["target"] for w in found["waiting"]] == ["staff"]
    moved = {m["target"]: m for m in found["moved"]}
    assert moved["grants"]["change"] < -0.1

    for year in (2023, 2024, 2025):  # 2022 never comes
        add(place, f",grants,{year},{year - 1790},件,s")
    add(place, ",staff,2025,55,人,s")
    found = record(place)
    assert found["as_of"] == 2025
    assert all(m["known"] for m in found["moved"])
    assert {m["target"]: m["now"] for m in found["moved"]} == {"grants": 1.0, "staff": 1.0}
    assert found["fired"] == []  # their tripwires were for 2022 and 2021
    again = monitor(place, "--lang", "en")
    assert "met" in again
    assert "Nothing has changed" in again

    # A replay compares with what was said up to its own year, and sees nothing later.
    found = record(place, "--as-of", "2021")
    assert (found["last_as_of"], found["as_of"]) == (2021, 2021)
    assert found["unchanged"] is True
    assert record(place, "--since", "1", "--as-of", "2021")["last_as_of"] == 2020


def test_a_later_figure_of_the_plan_file_fires_nothing_in_a_replay(place: Path) -> None:
    (place / "p.yaml").write_text(plan_text(
        {"grants": FLOW}, ["{indicator: grants, base: 160, value: 230}"],
        figures(range(2015, 2022), (*VALUES, 90), "grants")), encoding="utf-8")
    record(place, "--as-of", "2020")
    again = record(place, "--as-of", "2020")
    assert (again["fired"], again["held"], again["unchanged"]) == ([], 0, True)
    assert [f["figure"] for f in record(place)["fired"]] == [90]


def test_what_the_plan_no_longer_has_and_what_is_new(place: Path) -> None:
    record(place)
    (place / "p.yaml").write_text(PLAN.replace(
        "{indicator: staff, base: 48, value: 50}",
        "{id: fresh, indicator: staff, base: 48, value: 60}").replace(", binding: true", ""),
        encoding="utf-8")
    found = record(place)
    assert found["gone"] == [{"target": "staff", "reading": "stock"}]
    assert {m["target"]: m["before"] is None for m in found["moved"]} == {
        "grants": False, "fresh": True}
    text = monitor(place, "--since", "1", "--lang", "zh", "--format", "markdown")
    assert "### 预警" in text
    assert "- staff (stock)" in text
    assert "1个结论是上次没有的" in text


def test_bad_comparisons(place: Path) -> None:
    add(place, ",grants,2021,170,件,s")
    for words, code in ((("--since", "1"), "LEDGER_NOT_A_RUN"),
                        (("--since", "7"), "LEDGER_NO_ENTRY"),
                        (("--known-on", "2021-13-01"), "ACTUAL_DAY")):
        done = run("monitor", place / "p.yaml", "--ledger", place / "book", *words)
        assert (done.exit_code, code in done.stderr) == (3, True)
