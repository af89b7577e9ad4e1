"""The score itself: right claims raise it, wrong ones lower it, doubtful rows do neither."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.import_score import KeyRow, agrees, main, read_key, report, score
from data.document.claims import Claim
from data.plan import Span
from data.words import Role

ROW = KeyRow(3, 10, 12, Role.TARGET, 45.0, None, "%", "覆盖率", False)
OTHER = KeyRow(4, 0, 2, Role.ACTUAL, 5.0, None, "万件", "注册量", False)
RIGHT = Claim(Role.TARGET, "覆盖率", 45.0, "%", 2025, Span(3, 10, 13), "45%")


def test_all_found_and_nothing_else() -> None:
    found = score([RIGHT], [ROW])
    assert (found.recall, found.precision) == (1.0, 1.0)


def test_a_wrong_claim_lowers_precision_and_a_missing_one_recall() -> None:
    wrong = replace(RIGHT, span=Span(9, 0, 1))
    found = score([RIGHT, wrong], [ROW, OTHER])
    assert (found.recall, found.precision) == (0.5, 0.5)
    assert found.missed == (OTHER,)
    assert found.extra == (wrong,)


@pytest.mark.parametrize("claim", [
    replace(RIGHT, value=54.0), replace(RIGHT, role=Role.ACTUAL), replace(RIGHT, upper=50.0),
    replace(RIGHT, span=Span(3, 12, 14)), replace(RIGHT, span=Span(2, 10, 12)),
    replace(RIGHT, unit="‰")])
def test_another_value_role_place_or_unit_is_no_match(claim: Claim) -> None:
    assert not agrees(claim, ROW)
    found = score([claim], [ROW])
    assert (found.recall, found.precision) == (0.0, 0.0)


def test_units_are_converted_and_an_unprinted_one_is_not_asked_for() -> None:
    single = Claim(Role.ACTUAL, "注册量", 50_000.0, "件", 2020, Span(4, 0, 5), "50000")
    assert agrees(single, OTHER)
    assert agrees(replace(single, value=5.0), replace(OTHER, unit=""))


def test_the_same_number_for_two_indicators_counts_once() -> None:
    found = score([RIGHT, replace(RIGHT, label="另一指标")], [ROW])
    assert (found.found, found.extra) == (1, ())


def test_the_same_number_read_twice_with_two_values_is_one_excess() -> None:
    assert len(score([RIGHT, replace(RIGHT, value=4.5)], [ROW]).extra) == 1


def test_claims_without_a_number_do_not_count() -> None:
    assert score([replace(RIGHT, value=None)], []).extra == ()


def test_doubtful_rows_are_neither_asked_for_nor_an_excess() -> None:
    doubtful = replace(ROW, doubtful=True)
    assert score([], [doubtful]).missed == ()
    assert score([replace(RIGHT, value=1.0)], [doubtful]).extra == ()
    assert math.isnan(score([], [doubtful]).recall)


def test_one_role_at_a_time() -> None:
    found = score([RIGHT], [ROW, OTHER], Role.TARGET)
    assert (found.recall, found.precision) == (1.0, 1.0)
    assert score([RIGHT], [ROW, OTHER], Role.ACTUAL).recall == 0.0


def test_the_report_lists_what_is_missing_and_what_is_too_much() -> None:
    text = report("a.txt", [replace(RIGHT, value=1.0)], [ROW])
    assert "recall 0.000" in text
    assert "missed: line 3" in text
    assert "excess: line 3" in text


def test_a_low_score_is_an_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    document, key = tmp_path / "a.txt", tmp_path / "a.csv"
    text = "甲市发展规划（2021—2025年）\n\n二、目标\n\n覆盖率达到45%。\n"
    document.write_text(text, encoding="utf-8")
    head = "line,start,end,role,value,upper,unit,label,doubtful\n"
    key.write_text(f"{head}5,5,7,target,45,,%,覆盖率,\n", encoding="utf-8")
    assert main([str(document), str(key)]) == 0
    key.write_text(f"{head}5,5,7,target,54,,%,覆盖率,\n", encoding="utf-8")
    assert main([str(document), str(key)]) == 1
    assert "a.txt" in capsys.readouterr().out
    assert read_key(key)[0].value == 54
