from __future__ import annotations

from dataclasses import replace

import pytest

from forecast.probability.evidence import Grounds, grade, stated
from forecast.probability.verdict import Grade

BEST = Grounds(n_obs=8, n_windows=100, same_family=True, skill=0.11, first_year=2013)


@pytest.mark.parametrize(("change", "expected"), [
    ({}, "A"),
    ({"n_obs": 7}, "B"), ({"unresolved_break": True}, "B"), ({"base_conflict": True}, "B"),
    ({"kind_undeclared": True}, "B"), ({"same_family": False}, "B"), ({"skill": 0.10}, "B"),
    ({"n_obs": 5}, "B"), ({"n_obs": 4}, "C"), ({"n_windows": 99}, "C"), ({"skill": 0.0}, "C"),
    ({"skill": None}, "C"), ({"skill": -0.2}, "C"), ({"n_obs": 1}, "C"),
    ({"n_obs": 1, "n_windows": 1}, "C"), ({"n_obs": 2, "n_windows": 0}, "C"),
    ({"n_obs": 0}, "D"), ({"n_obs": 0, "n_windows": 0}, "D"), ({"n_obs": 1, "n_windows": 0}, "D"),
    ({"definition_changed": True}, "D"), ({"base_dispute": 0.10}, "A"),
    ({"base_dispute": 0.11}, "D"),
])
def test_grade_rule(change: dict[str, object], expected: str) -> None:
    got = grade(replace(BEST, **change))  # type: ignore[arg-type]
    assert got.grade == expected
    assert bool(got.reasons) == (expected != "A")
    assert all(text.get("zh") and text.get("en") for text in got.reasons)
    assert bool(got.missing.get("en")) == bool(got.missing.get("zh")) == (expected != "A")


def test_reasons_name_every_condition_that_fails() -> None:
    got = grade(replace(BEST, n_obs=6, same_family=False, skill=0.05))
    text = " / ".join(r.get("en") for r in got.reasons)
    assert got.grade is Grade.B
    assert "only 6 yearly figures" in text
    assert "related indicators" in text
    assert "5% better" in text


@pytest.mark.parametrize(("change", "datum"), [
    ({"n_obs": 1, "first_year": 2020}, "the annual values of 2016 to 2019"),
    ({"n_obs": 4, "first_year": 2017}, "the value of 2016"),
    ({"n_obs": 3, "first_year": None}, "2 more annual values"),
    ({"n_obs": 1, "kind_undeclared": True}, "the kind of the figure"),
    ({"n_obs": 1, "base_conflict": True}, "the one confirmed base value"),
    ({"n_obs": 0}, "the value in the base year"),
    ({"n_obs": 0, "definition_changed": True}, "under the new definition"),
    ({"skill": None}, "a backtest"),
])
def test_the_one_datum_that_would_help_most(change: dict[str, object], datum: str) -> None:
    assert datum in grade(replace(BEST, **change)).missing.get("en")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["A", "B", "C"])
def test_the_grade_does_not_move_what_is_stated(name: str) -> None:
    assert stated(0.0149, Grade(name)) == 0.01
    assert stated(0.5, Grade(name)) == 0.5
    assert stated(0.9649, Grade(name)) == 0.96


def test_grade_d_states_nothing() -> None:
    assert stated(0.5, Grade.D) is None
    assert stated(None, Grade.A) is None
