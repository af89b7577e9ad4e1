"""Refusals that no other test asks for by their code: what is given, and what is said."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.commands import FLOW, figures, plan_text, run

SERIES = "region,indicator,year,value\n" + "".join(
    f"Springfield,grants,{year},{year - 1900}\n" for year in range(2014, 2021))
GOALS = "unique_id,target_id,year,value,sense\nSpringfield/grants,t,2023,140,at_least\n"
PLAN = plan_text({"a": FLOW}, ["{indicator: a, value: 240}"],
                 figures(range(2016, 2021), (100, 112, 130, 141, 160)))
BATCH = ("batch", "h.csv", "--targets", "t.csv", "--out", "o")


@pytest.fixture(autouse=True)
def inputs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, text in {"h.csv": SERIES, "t.csv": GOALS, "plan.yaml": PLAN, "there.xlsx": "x",
                       "a.csv": "indicator,year,value\na,2021,170\n"}.items():
        Path(name).write_text(text, encoding="utf-8")
    Path("empty").mkdir()


@pytest.mark.parametrize(("code", "words"), [
    ("FORECAST_TOO_FAR", ("forecast", "h.csv", "--to", "2090")),
    ("SERIES_NOT_FOUND", ("forecast", "h.csv", "--to", "2023", "--region", "Shelbyville")),
    ("TEMPLATE_ENDING", ("template", "plan.ods")),
    ("TEMPLATE_THERE", ("template", "there.xlsx")),
    ("EXCHANGE_ENDING", ("scenarios", "export", "plan.yaml", "--format", "nixtla", "--out",
                         "o.xlsx")),
    ("FILE_ENDING", ("scenarios", "export", "plan.yaml", "--out", "o.ods")),
    ("BATCH_QUANTILES", (*BATCH, "--quantiles", "0.1,2")),
    ("BATCH_NO_FILES", ("batch", "empty", "--targets", "t.csv", "--out", "o")),
    ("BATCH_LEDGER_PARTS", (*BATCH, "--partition", "1", "--ledger", "book")),
    ("STORE_UNKNOWN", ("batch", "nowhere://x", "--targets", "t.csv", "--out", "o")),
    ("FILL_IN_UNREADABLE", ("import", "plan.yaml", "--filled", "there.xlsx", "-o", "p.yaml")),
])
def test_a_refused_command_names_the_reason(code: str, words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code in (2, 3)
    assert f"[{code}]" in done.output


@pytest.mark.parametrize(("code", "words"), [
    ("LEDGER_NO_RUN", ("ledger", "diff", "book", "last", "last")),
    ("LEDGER_NOTE", ("ledger", "score", "book", "--realised", "a=perhaps")),
    ("LEDGER_READING", ("ledger", "score", "book", "--reading", "a=sometimes")),
])
def test_a_refused_question_to_a_ledger_names_the_reason(code: str, words: tuple[str, ...],
                                                         ) -> None:
    assert run("ledger", "add-actuals", "book", "a.csv", "--plan", "plan.yaml").exit_code == 0
    done = run(*words)
    assert done.exit_code in (2, 3)
    assert f"[{code}]" in done.output


GROWTH = {"indicator": "a", "role": "growth", "year": 2025, "value": 5, "unit": "件"}


@pytest.mark.parametrize(("code", "change"), [
    ("LIST_EXPECTED", {"targets": "none"}),
    ("TEXT_TOO_LONG", {"plan": "x" * 100_000}),
    ("TEXT_TOO_LONG", {"region": "x" * 100_000}),
    ("PARTS_REPEATED", {"parts": [{"whole": "S", "parts": ["A", "A"]}]}),
    ("STATEMENT_GROWTH", {"statements": [GROWTH]}),
    ("QUALITATIVE_VALUE", {"targets": [{"indicator": "a", "basis": "qualitative", "value": 3}]}),
    ("TOLERANCE_NOT_NEEDED", {"targets": [{"indicator": "a", "value": 3, "tolerance": 5}]}),
    ("RELATIVE_TO_NOT_NEEDED", {"targets": [{"indicator": "a", "value": 3, "relative_to": "B"}]}),
])
def test_a_refused_plan_names_the_reason(code: str, change: dict[str, object]) -> None:
    plan = {"plan": "t", "title": "T", "region": "S",
            "period": {"base": 2020, "start": 2021, "end": 2025},
            "indicators": {"a": {"name": "A", "unit": "件", "kind": "flow"}},
            "targets": [{"indicator": "a", "value": 3}],
            "history": [{"indicator": "a", "year": 2020, "value": 2}]}
    assert run("plan", "validate", _written(plan)).exit_code == 0
    done = run("plan", "validate", _written(plan | change))
    assert done.exit_code == 3
    assert f"[{code}]" in done.output


def _written(plan: dict[str, object]) -> str:
    Path("changed.yaml").write_text(json.dumps(plan), encoding="utf-8")
    return "changed.yaml"


def test_keys_that_are_no_text_are_named() -> None:
    Path("keys.yaml").write_text(PLAN + "? [1, 2]\n: 3\n", encoding="utf-8")
    done = run("plan", "validate", "keys.yaml")
    assert done.exit_code == 3
    assert "[KEY_NOT_TEXT]" in done.output
