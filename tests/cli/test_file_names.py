"""Names of a plan that become names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.commands import run

PLAN = """
plan: {plan}
title: {{en: Names of files}}
region: {{en: Testville}}
period: {{base: 2020, start: 2021, end: 2025}}
indicators:
  {first}: {{name: {{en: Grants}}, unit: items, kind: undeclared, readings: [flow, stock],
             family: patent_grants}}
  {second}: {{name: {{en: More}}, unit: items, kind: flow, family: patent_grants}}
targets:
  - {{indicator: {first}, base: 100, value: 150}}
  - {{indicator: {second}, base: 100, value: 150}}
history:
  - {{indicator: {first}, year: 2019, value: 90}}
  - {{indicator: {second}, year: 2019, value: 90}}
"""


def _written(folder: Path, **names: str) -> Path:
    path = folder / "plan.yaml"
    path.write_text(PLAN.format(**({"plan": "p", "first": "x", "second": "y"} | names)),
                    encoding="utf-8")
    return path


@pytest.mark.parametrize("second", ["overview", "x-flow", "Overview"])
def test_no_chart_takes_the_place_of_another(tmp_path: Path, second: str) -> None:
    plan = _written(tmp_path, second=second)
    done = run("assess", plan, "--out", tmp_path / "out", "--paths", "200")
    assert done.exit_code == 0
    charts = [p.stem.casefold() for p in (tmp_path / "out").glob("*.png")]
    assert len(charts) == len(set(charts)) == 4  # the overview, two readings, the second target


@pytest.mark.parametrize("which", ["plan", "first", "second"])
def test_an_id_too_long_for_a_file_is_found_by_validate(tmp_path: Path, which: str) -> None:
    plan = _written(tmp_path, **{which: "专" * 100})
    done = run("plan", "validate", plan)
    assert done.exit_code == 3
    assert "ID_TOO_LONG" in done.stderr
    short = _written(tmp_path, **{which: "专" * 60})
    assert run("plan", "validate", short).exit_code == 0
    assert run("assess", short, "--out", tmp_path / "out", "--paths", "200").exit_code == 0


@pytest.mark.parametrize("words", [
    ("batch", "h.csv", "--targets", "N", "--out", "o"), ("template", "N.xlsx"),
    ("import", "plan.txt", "--period", "2021-2025", "-o", "N"), ("plan", "validate", "N"),
], ids=" ".join)
def test_a_name_too_long_for_the_file_system_is_refused_wherever_it_is_given(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]) -> None:
    monkeypatch.chdir(tmp_path)
    Path("h.csv").write_text("indicator,year,value\na,2019,5\na,2020,6\n", encoding="utf-8")
    Path("plan.txt").write_text("到2025年，专利授权量达到5000件。\n", encoding="utf-8")
    assert run(*(w.replace("N", "九" * 100) for w in words)).exit_code == 3
