"""The bundled plans through the linter: every finding by rule, kept as reviewed."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from data.planfile.bundled import bundled_plans
from data.planfile.files import bundled_plan
from forecast.lint import LintFinding, lint
from report.lint.run_lint import lint_rules

HERE = Path(__file__).resolve().parent
KEPT: dict[str, dict[str, list[str]]] = YAML(typ="safe").load(
    (HERE / "lint.yaml").read_text(encoding="utf-8"))
DOCS = HERE.parents[1] / "docs" / "method" / "lint.md"


def findings(name: str, code: str) -> list[LintFinding]:
    return [f for f in lint(bundled_plan(name)).findings if f.code == code]


@pytest.mark.parametrize("name", bundled_plans())
def test_the_findings_of_a_bundled_plan(name: str) -> None:
    found: dict[str, list[str]] = {}
    for f in lint(bundled_plan(name)).findings:
        about = "/".join(p for p in (f.spot.indicator, f.spot.region) if p)
        found.setdefault(f"{f.severity} {f.code}", []).append(about)
    assert found == KEPT[name]


def test_every_bundled_plan_is_kept() -> None:
    assert set(KEPT) == set(bundled_plans())


def test_ordos_by_its_numbers() -> None:
    report = lint(bundled_plan("ordos-14fyp-ip"))
    assert (report.recomputed, report.agreeing) == (10, 10)
    (base,) = findings("ordos-14fyp-ip", "BASE_CONFLICT")
    assert base.sums.get("zh") == "633 ÷ 790 − 1 = −19.9%；790 = 633 + 157，可能是2年的累计"
    (scope,) = findings("ordos-14fyp-ip", "SCOPE_CONFLICT")
    assert scope.sums.get("en") == "11 ≠ 23"
    (operator,) = findings("ordos-14fyp-ip", "OPERATOR_MISMATCH")
    ways = "突破/超过（>）5 万件（第二章第三节之1）；达到（≥）5 万件（表 第2行）"
    assert ways in operator.what.get("zh")
    (times,) = findings("ordos-14fyp-ip", "TIMES_READING")
    assert times.sums.get("en") == "633 ÷ 4 = 158.25; 633 ÷ 3 = 211"


def test_xianning_by_its_numbers() -> None:
    name = "xianning-14fyp-ip"
    (lift,) = findings(name, "FLOW_CANNOT_LIFT_STOCK")
    assert lift.sums.get("en") == (
        "population 488 items ÷ 1.91 ≈ 2,555,000 people, net addition (5 − 1.91) × 255.5 = 789 "
        "items; in every year: 200 × 5 = 1,000 items; rising from 78 to 200: 756 items")
    (rate,) = findings(name, "RATE_AGAINST_TOTAL")
    assert rate.sums.get("zh").startswith("(10,000 ÷ 5,060)^(1/5) − 1 = 14.6%")
    near = {f.sums.get("en") for f in findings(name, "NEAR_MISS_COUNT")}
    assert "30 − 14 = 16, stated 15" in near
    agreed = {a.sums.get("en") for a in lint(bundled_plan(name)).agreements}
    assert {
        "60 + 35 + 20 + 15 + 10 + 10 + 50 = 200, total 200 items",
        "2 + 1 + 2 + 1 + 1 + 1 + 2 = 10, total 10 items",
        "10,000 + 16,000 + 7,000 + 5,000 + 4,000 + 4,500 + 3,500 = 50,000, total 50,000 items",
        "6 + 7 + 5 + 6 + 6 + 10 = 40, total 40 items",
        "20 + 20 + 10 + 10 + 10 + 10 + 20 = 100, total 100 million yuan",
        "21,626 ÷ 5,449 − 1 = 296.880%, printed 296.88%",
        "49 + 1.6 = 50.6 million yuan", "40 − 30 = 10, stated 10", "22 − 17 = 5, stated 5",
    } <= agreed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_rules_are_documented_as_they_are(lang: str) -> None:
    table = lint_rules("zh" if lang == "zh" else "en", "markdown")
    assert table in DOCS.read_text(encoding="utf-8")
