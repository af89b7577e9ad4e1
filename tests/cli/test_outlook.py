from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.planfile.bundled import bundled_plans
from tests.cli.commands import FLOW, figures, one, plan_text, run

TWO = plan_text({"a": FLOW, "b": FLOW},
                ["{indicator: a, value: 200}", "{indicator: b, value: 210}"],
                [*figures(range(2015, 2021), (100, 110, 125, 130, 150, 160)),
                 *figures(range(2015, 2021), (90, 95, 125, 130, 140, 160), "b")])


def _plan(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", bundled_plans())
def test_every_bundled_plan_has_an_outlook(name: str) -> None:
    result = run("plan", "outlook", name, "--scenario", "baseline", "--paths", "200",
                 "--format", "json")
    assert result.exit_code == 0
    got = json.loads(result.stdout)
    assert got["plan"] == name
    counted, left = len(got["counted"]), len(got["left_out"])
    assert got["counts"][0]["targets"] == counted
    assert counted + left > 0


def test_it_agrees_with_the_assessment(tmp_path: Path) -> None:
    words = (_plan(tmp_path / "p.yaml", TWO), "--paths", "300", "--format", "json")
    outlook = json.loads(run("plan", "outlook", *words).stdout)
    assessed = json.loads(run("assess", *words).stdout)
    said = {(t["id"], r["reading"]): [c["probability"] for c in r["chances"]]
            for t in assessed["targets"] for r in t["readings"]}
    assert len(outlook["counted"]) == 2
    for member in outlook["counted"]:
        for reading, got in zip(member["readings"], member["probabilities"], strict=True):
            assert got == said[member["target"], reading]


def test_table_in_both_languages(tmp_path: Path) -> None:
    plan = _plan(tmp_path / "p.yaml", one("value: 200"))
    zh = run("plan", "outlook", plan, "--lang", "zh", "--paths", "200", "--scenario", "baseline")
    en = run("plan", "outlook", plan, "--lang", "en", "--paths", "200", "--scenario", "baseline")
    assert zh.exit_code == en.exit_code == 0
    assert "1个可评估目标" in zh.stdout
    assert "of 1 assessable target about" in " ".join(en.stdout.split())


def test_same_seed_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    plan = _plan(tmp_path / "p.yaml", TWO)
    words = ("plan", "outlook", plan, "--paths", "300", "--format", "csv")
    assert run(*words).stdout == run(*words).stdout
    assert run(*words).stdout != run(*words, "--seed", "1").stdout


def test_more_targets_than_there_are_is_refused(tmp_path: Path) -> None:
    plan = _plan(tmp_path / "p.yaml", one("value: 200"))
    result = run("plan", "outlook", plan, "--at-least", "2", "--paths", "100")
    assert result.exit_code == 3
    assert "AT_LEAST_TOO_MANY" in result.stderr
    assert "1 to 1" in result.stderr
    assert run("plan", "outlook", plan, "--at-least", "0").exit_code == 2


def test_problems_of_plan_and_scenario_are_told_together(tmp_path: Path) -> None:
    result = run("plan", "outlook", tmp_path / "none.yaml", "--scenario", "nonsense")
    assert result.exit_code == 3
    assert "none.yaml" in result.stderr
    assert "nonsense" in result.stderr
