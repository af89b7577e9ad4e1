"""``plancast import`` as a new user runs it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.conftest import ROOT

INVENTED = ROOT / "tests" / "fixtures" / "import_plans"
PLAN = INVENTED / "qingshui-ecology-traditional.txt"
NO_PERIOD = "甲县试点工作方案\n\n二、目标\n\n覆盖率达到40%以上。产业结构调整为9.8:43.2:47.0。\n"


def test_a_document_becomes_a_plan_that_is_valid_and_assessed(tmp_path: Path) -> None:
    out = tmp_path / "plan.yaml"
    made = run("import", PLAN, "-o", out, "--lang", "zh")
    assert made.exit_code == 0
    assert made.stdout == ""
    assert "读出目标" in made.stderr
    assert str(out) in made.stderr
    assert run("plan", "validate", out).exit_code == 0
    shown = run("plan", "show", out, "--lang", "en")
    assert shown.exit_code == 0
    assert "森林覆蓋率" in shown.stdout


@pytest.mark.parametrize("words", [(), ("-o", "-")])
def test_without_a_file_the_plan_goes_to_standard_output(words: tuple[str, ...]) -> None:
    made = run("import", PLAN, *words)
    assert made.exit_code == 0
    assert made.stdout.startswith("#")
    assert "\ntargets:\n" in made.stdout
    assert "targets" in made.stderr


def test_every_claim_as_json() -> None:
    made = run("import", PLAN, "--format", "json")
    found = json.loads(made.stdout)
    assert found["period"] == {"base": 2020, "start": 2021, "end": 2025}
    lines = PLAN.read_text(encoding="utf-8").split("\n")
    for claim in found["claims"]:
        span = claim["span"]
        assert lines[span["line"] - 1][span["start"]:span["end"]] == claim["text"]
        assert set(claim["reason"]) == {"zh", "en"}


def test_an_existing_file_is_kept_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "plan.yaml"
    out.write_text("mine", encoding="utf-8")
    made = run("import", PLAN, "-o", out)
    assert made.exit_code == 2
    assert "--force" in made.stderr
    assert out.read_text(encoding="utf-8") == "mine"
    assert run("import", PLAN, "-o", out, "--force").exit_code == 0
    assert out.read_text(encoding="utf-8") != "mine"


def test_a_document_without_a_period_asks_for_one(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(NO_PERIOD, encoding="utf-8")
    refused = run("import", document)
    assert refused.exit_code == 3
    assert "--period" in refused.stderr
    assert run("import", document, "--format", "json").exit_code == 0
    made = run("import", document, "--period", "2022-2024", "--base", "2020")
    assert made.exit_code == 0
    assert "period: {base: 2020, start: 2022, end: 2024}" in made.stdout


@pytest.mark.parametrize("words", [
    ("--period", "soon"), ("--period", "2025-2021"), ("--base", "2020"),
    ("--period", "2021-2025", "--base", "2030")])
def test_a_period_that_is_none_is_a_usage_error(words: tuple[str, ...]) -> None:
    made = run("import", PLAN, *words)
    assert made.exit_code == 2
    assert "IMPORT_PERIOD" in made.stderr


def test_strict_says_by_its_exit_code_that_something_was_not_understood(tmp_path: Path) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(NO_PERIOD, encoding="utf-8")
    words = ("import", document, "--period", "2022-2024")
    lenient, strict = run(*words), run(*words, "--strict")
    assert (lenient.exit_code, strict.exit_code) == (0, 4)
    assert lenient.stdout == strict.stdout
    assert "line 5" in strict.stderr
    assert run("import", PLAN, "--strict").exit_code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_summary_speaks_one_language(tmp_path: Path, lang: str) -> None:
    document = tmp_path / "plan.txt"
    document.write_text(NO_PERIOD, encoding="utf-8")
    text = run("import", document, "--period", "2022-2024", "--lang", lang).stderr
    assert ("未读懂" in text) is (lang == "zh")
    assert ("not understood" in text) is (lang == "en")


def test_a_file_that_is_no_document(tmp_path: Path) -> None:
    assert run("import", tmp_path / "none.txt").exit_code == 3
    empty = tmp_path / "empty.txt"
    empty.write_bytes(b"")
    assert run("import", empty).exit_code == 3
    prose = tmp_path / "prose.txt"
    prose.write_text("no figures at all\n", encoding="utf-8")
    refused = run("import", prose)
    assert refused.exit_code == 3
    assert "IMPORT_NO_TARGETS" in refused.stderr
