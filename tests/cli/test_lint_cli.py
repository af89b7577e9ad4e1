"""``plancast lint``: exit codes, formats, languages, places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from data.planfile.bundled import bundled_plans
from forecast.lint.run import RULES
from tests.cli.commands import FLOW, figures, plan_text, run, table

CLEAN = plan_text({"a": FLOW}, ["{indicator: a, base: 50, value: 70, stated_growth: 40%}"])
NOTED = plan_text({"a": FLOW}, ["{indicator: a, base: 50, value: 70, sense: about}"])
WARNED = plan_text({"a": FLOW}, ["{indicator: a, value: 10%, basis: cagr_from_base}"])
WRONG = plan_text({"a": FLOW}, ["{indicator: a, base: 50, value: 70, stated_growth: 60%}"],
                  figures((2019,), (45,)))

# What SARIF 2.1.0 (OASIS) requires of a log with results that have places in text files.
PLACE = {
    "type": "object", "required": ["physicalLocation"],
    "properties": {"physicalLocation": {
        "type": "object", "required": ["artifactLocation", "region"],
        "properties": {
            "artifactLocation": {"type": "object", "required": ["uri"], "properties": {
                "uri": {"type": "string", "pattern": r"^[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+$"}}},
            "region": {"type": "object", "required": ["startLine"], "properties": {
                "startLine": {"type": "integer", "minimum": 1}}}}}},
}
MESSAGE = {"type": "object", "required": ["text"],
           "properties": {"text": {"type": "string", "minLength": 1}}}
LEVEL = {"enum": ["none", "note", "warning", "error"]}
SARIF = {
    "type": "object", "required": ["version", "runs"],
    "properties": {
        "version": {"const": "2.1.0"},
        "$schema": {"type": "string", "pattern": "sarif-2.1.0"},
        "runs": {"type": "array", "minItems": 1, "items": {
            "type": "object", "required": ["tool", "results"],
            "properties": {
                "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                "language": {"type": "string", "pattern": r"^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
                "tool": {"type": "object", "required": ["driver"], "properties": {"driver": {
                    "type": "object", "required": ["name", "rules"], "properties": {
                        "name": {"type": "string"},
                        "rules": {"type": "array", "uniqueItems": True, "items": {
                            "type": "object", "required": ["id", "shortDescription"],
                            "properties": {
                                "shortDescription": MESSAGE, "fullDescription": MESSAGE,
                                "help": MESSAGE, "defaultConfiguration": {
                                    "type": "object", "properties": {"level": LEVEL}}}}}}}}},
                "results": {"type": "array", "items": {
                    "type": "object",
                    "required": ["message", "ruleId", "ruleIndex", "level", "locations"],
                    "properties": {
                        "message": MESSAGE, "level": LEVEL,
                        "ruleIndex": {"type": "integer", "minimum": 0},
                        "partialFingerprints": {
                            "type": "object", "additionalProperties": {"type": "string"}},
                        "locations": {"type": "array", "minItems": 1, "items": PLACE},
                        "relatedLocations": {"type": "array", "items": PLACE}}}}}}}},
}


@pytest.fixture
def plans(tmp_path: Path) -> Path:
    for name, text in (("clean", CLEAN), ("noted", NOTED), ("warned", WARNED),
                       ("wrong", WRONG)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def linted(path: Path | str, *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("lint", path, "--format", "json", *words).stdout)
    return found


@pytest.mark.parametrize(("name", "words", "code"), [
    ("clean", (), 0), ("clean", ("--strict",), 0),
    ("noted", (), 0), ("noted", ("--strict",), 4),
    ("noted", ("--strict", "--severity", "warning"), 0),
    ("warned", (), 4), ("warned", ("--severity", "error"), 0),
    ("wrong", (), 4), ("wrong", ("--severity", "error"), 4),
])
@pytest.mark.parametrize("format", ["table", "json", "sarif", "markdown"])
def test_the_exit_code(plans: Path, name: str, words: tuple[str, ...], code: int,
                       format: str) -> None:
    done = run("lint", plans / f"{name}.yaml", "--format", format, *words)
    assert done.exit_code == code
    assert done.stderr == ""
    assert done.stdout.endswith("\n")


def test_a_plan_that_cannot_be_used_is_code_3(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text(CLEAN.replace("kind: flow", "kind: flux"), encoding="utf-8")
    done = run("lint", bad)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "WORD_UNKNOWN" in done.stderr
    assert run("lint", tmp_path / "none.yaml").exit_code == 3
    assert run("lint", bad, "--severity", "fatal").exit_code == 2
    assert run("lint", "--rules", "--format", "sarif").exit_code == 2


@pytest.mark.parametrize(("lang", "words"), [
    ("zh", ("错误 GROWTH_MISMATCH", "70 ÷ 50 − 1 = 40.0%，所列60%", "1个错误")),
    ("en", ("error GROWTH_MISMATCH", "70 ÷ 50 − 1 = 40.0%, printed 60%", "1 error,")),
])
@pytest.mark.parametrize("format", ["table", "markdown"])
def test_what_people_read(plans: Path, format: str, lang: str, words: tuple[str, ...]) -> None:
    text = run("lint", plans / "wrong.yaml", "--lang", lang, "--format", format).stdout
    for word in words:
        assert word.replace("GROWTH", "`GROWTH" if format == "markdown" else "GROWTH").replace(
            "MISMATCH", "MISMATCH`" if format == "markdown" else "MISMATCH") in text
    assert "wrong.yaml:8" in "".join(text.split())  # wherever a long path was wrapped


def test_the_line_is_that_of_the_row(plans: Path) -> None:
    finding = linted(plans / "wrong.yaml")["findings"][0]
    lines = WRONG.splitlines()
    assert (finding["key"], finding["line"]) == ("targets[1]", 8)
    assert "stated_growth: 60%" in lines[finding["line"] - 1]


def test_a_figure_from_a_table_has_no_line(plans: Path) -> None:
    path = table(plans / "h.csv", [(2020, 44)])
    found = linted(plans / "wrong.yaml", "--history", str(path))
    conflict = next(f for f in found["findings"] if f["code"] == "BASE_CONFLICT")
    assert conflict["line"] == 8
    assert (conflict["year"], conflict["others"][0]["line"]) == (2020, None)
    log = json.loads(run("lint", plans / "wrong.yaml", "--history", path, "--format",
                         "sarif").stdout)
    jsonschema.validate(log, SARIF)


def test_a_history_row_of_the_file_has_its_line(tmp_path: Path) -> None:
    text = plan_text({"a": FLOW}, ["{indicator: a, base: 50, value: 70}"],
                     figures((2019, 2020), (45, 44)))
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    other = linted(tmp_path / "p.yaml")["findings"][0]["others"][0]
    assert other["key"] == "history[2]"
    assert "year: 2020" in text.splitlines()[other["line"] - 1]


def test_json_has_every_text_twice_and_counts_right() -> None:
    found = linted("ordos-14fyp-ip")
    for finding in found["findings"]:
        for key in ("title", "what", "declare"):
            assert finding[key]["zh"]
            assert finding[key]["en"]
    counts = found["summary"]
    assert counts["error"] + counts["warning"] + counts["note"] == len(found["findings"])
    assert len(found["agreements"]) == counts["agreements"] > 0
    assert found["file"] == "ordos-14fyp-ip.yaml"


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", bundled_plans())
def test_sarif_is_valid(name: str, lang: str) -> None:
    log = json.loads(run("lint", name, "--format", "sarif", "--lang", lang).stdout)
    jsonschema.validate(log, SARIF)
    only = log["runs"][0]
    rules = [rule["id"] for rule in only["tool"]["driver"]["rules"]]
    assert rules == [rule.code for rule in RULES]
    assert only["results"]
    for result in only["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
    prints = [r["partialFingerprints"]["finding/v1"] for r in only["results"]]
    assert len(set(prints)) == len(prints)


def test_the_sarif_schema_can_fail() -> None:
    log = json.loads(run("lint", "--format", "sarif").stdout)
    del log["runs"][0]["results"][0]["message"]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(log, SARIF)


def test_a_path_with_chinese_and_spaces_is_a_uri(tmp_path: Path) -> None:
    path = tmp_path / "甲市 规划.yaml"
    path.write_text(WRONG, encoding="utf-8")
    log = json.loads(run("lint", path, "--format", "sarif").stdout)
    jsonschema.validate(log, SARIF)
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"].startswith("file:///")
    assert place["artifactLocation"]["uri"].endswith("%E5%B8%82%20%E8%A7%84%E5%88%92.yaml")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", ["table", "markdown", "json"])
def test_the_rules_are_listed(format: str, lang: str) -> None:
    done = run("lint", "--rules", "--format", format, "--lang", lang)
    assert done.exit_code == 0
    assert all(rule.code in done.stdout for rule in RULES)


def test_what_agrees_is_listed_when_asked_for(plans: Path) -> None:
    assert "[GROWTH_MISMATCH]" not in run("lint", plans / "clean.yaml").stdout
    assert "70 ÷ 50 − 1 = 40.0%, printed 40%  [GROWTH_MISMATCH]" in run(
        "lint", plans / "clean.yaml", "--agreements").stdout


def test_no_line_is_wider_than_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    from report.text.wrapping import cells

    monkeypatch.setenv("COLUMNS", "80")
    for lang in ("zh", "en"):
        text = run("lint", "xianning-14fyp-ip", "--lang", lang, "--agreements").stdout
        assert max(cells(line) for line in text.splitlines()) <= 80
