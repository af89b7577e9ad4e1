"""Nixtla frames: what a column means, the way there and back, and what is refused."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import PlancastError
from data.exchange.nixtla import column, from_nixtla, meaning, nixtla_csv, to_nixtla
from data.exchange.predictive import Quantiles
from tests.effort import examples

NAMES = st.text(st.characters(categories=["L", "N"], include_characters="-_. "), min_size=1,
                max_size=8).filter(lambda name: not re.search("-(lo|hi)-|-median$", name))


@pytest.mark.parametrize(("head", "model", "scenario", "level"), [
    ("plancast", "plancast", "baseline", 0.5),
    ("plancast-lo-80", "plancast", "baseline", 0.1),
    ("plancast-hi-95", "plancast", "baseline", 0.975),
    ("plancast/policy-push-lo-99.5", "plancast", "policy-push", 0.0025),
])
def test_what_a_column_means(head: str, model: str, scenario: str, level: float) -> None:
    assert column(model, scenario, level) == head
    assert meaning(head) == (model, scenario, level)


def test_names_of_other_libraries() -> None:
    assert meaning("NHITS-median") == ("NHITS", "baseline", 0.5)
    assert meaning("NHITS-hi-90.0") == ("NHITS", "baseline", 0.95)
    assert meaning("Holt-Winters") == ("Holt-Winters", "baseline", 0.5)


@settings(max_examples=examples(50, 400))
@given(NAMES, st.one_of(st.just("baseline"), NAMES), st.integers(1, 9999))
def test_every_name_and_level_comes_back(model: str, scenario: str, at: int) -> None:
    level = at / 10_000
    assert meaning(column(model, scenario, level)) == (model, scenario, pytest.approx(level))


LONG = pd.DataFrame([
    ("b", "baseline", 2021, 0.1, 1.0), ("b", "baseline", 2021, 0.5, 2.0),
    ("b", "baseline", 2021, 0.9, 3.0), ("b", "slow", 2021, 0.1, 0.5), ("b", "slow", 2021, 0.5, 1.5),
    ("b", "slow", 2021, 0.9, 2.5), ("a", "baseline", 2022, 0.5, 9.0),
], columns=["unique_id", "scenario", "ds", "quantile", "value"])


def test_there_and_back() -> None:
    wide = to_nixtla(LONG)
    assert list(wide) == ["unique_id", "ds", "plancast", "plancast-lo-80", "plancast-hi-80",
                          "plancast/slow", "plancast/slow-lo-80", "plancast/slow-hi-80"]
    assert wide.fillna(-1).values.tolist() == [
        ["a", 2022, 9.0, *[-1.0] * 5], ["b", 2021, 2.0, 1.0, 3.0, 1.5, 0.5, 2.5]]
    back = from_nixtla(wide)
    assert set(back["model"]) == {"plancast"}
    keys = ["unique_id", "scenario", "ds", "quantile"]
    pd.testing.assert_frame_equal(back[list(LONG)].sort_values(keys, ignore_index=True),
                                  LONG.sort_values(keys, ignore_index=True))
    pd.testing.assert_frame_equal(to_nixtla(back), wide)


def test_what_is_refused() -> None:
    with pytest.raises(ValueError, match="no column quantile, value"):
        to_nixtla(LONG.drop(columns=["quantile", "value"]))
    with pytest.raises(ValueError, match="duplicate"):
        to_nixtla(pd.concat([LONG, LONG]))
    wide = to_nixtla(LONG)
    with pytest.raises(ValueError, match="two rows of the same ds"):
        from_nixtla(pd.concat([wide, wide]))
    with pytest.raises(ValueError, match="same quantile"):
        from_nixtla(wide.assign(**{"plancast-median": 1.0}))
    with pytest.raises(ValueError, match="no column ds"):
        from_nixtla(wide.drop(columns="ds"))
    with pytest.raises(ValueError, match="no column of a forecast"):
        from_nixtla(wide[["unique_id", "ds"]].assign(y=1.0))


@pytest.mark.parametrize(("model", "scenario"), [
    ("a/b", "baseline"), ("a-lo-80", "baseline"), ("a", "b-median")])
def test_names_that_would_be_read_as_something_else_are_refused(model: str, scenario: str) -> None:
    with pytest.raises(PlancastError) as error:
        column(model, scenario, 0.1)
    assert error.value.problems[0].code == "EXCHANGE_NAME"


def test_as_csv() -> None:
    found = Quantiles("Springfield", "Grants", 2020, (2021,), (0.1, 0.5, 0.9), ((150.0, 170, 200),))
    assert nixtla_csv([found], model="M") == (
        "unique_id,ds,M,M-lo-80,M-hi-80\nSpringfield/Grants,2021,170.0,150.0,200.0\n")


def test_close_levels_have_columns_of_their_own() -> None:
    levels = (0.1234561, 0.1234562, 0.00012345, 0.9)
    heads = [column("plancast", "baseline", level) for level in levels]
    assert len(set(heads)) == len(levels)
    assert [meaning(head)[2] for head in heads] == pytest.approx(levels, abs=1e-10)
