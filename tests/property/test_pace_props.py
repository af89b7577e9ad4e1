from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from forecast.backtest.corp import reliability
from forecast.pace.methods import METHODS, windows
from forecast.pace.pace import pace_labels
from forecast.probability.colour import colour
from forecast.probability.counts import poisson_binomial
from forecast.probability.evidence import Grounds, grade, stated
from forecast.probability.verdict import Colour, Grade
from forecast.probability.words import Yardstick, word, words
from tests.property.strategies import grounds, positive, probability


def judged(method: str, base: float, goal: float, value: float, **more: object):  # type: ignore[no-untyped-def]
    batch = windows(base, goal, value=value, base_year=2020, year=2022, target_year=2025,
                    **more)  # type: ignore[arg-type]
    return pace_labels(method, batch)


@pytest.mark.parametrize("method", [m.name for m in METHODS])
@given(base=positive, goal=positive, value=positive, scale=st.floats(1e-3, 1e3),
       sign=st.sampled_from([-1, 1]), geometric=st.booleans())
def test_units_do_not_matter(
    method: str, base: float, goal: float, value: float, scale: float, sign: int, geometric: bool
) -> None:
    assume(abs(goal - base) > 1e-3 * base)
    one = judged(method, base, goal, value, direction=sign, geometric=geometric)
    two = judged(method, base * scale, goal * scale, value * scale, direction=sign,
                 geometric=geometric)
    assert one.reason.tolist() == two.reason.tolist()
    assert one.value == pytest.approx(two.value, rel=1e-6, abs=1e-6, nan_ok=True)


@pytest.mark.parametrize("method", [m.name for m in METHODS])
@given(base=positive, goal=positive, first=positive, second=positive, geometric=st.booleans(),
       sign=st.sampled_from([-1, 1]))
def test_a_better_value_never_gets_a_worse_label(
    method: str, base: float, goal: float, first: float, second: float, geometric: bool, sign: int
) -> None:
    assume(abs(goal - base) > 1e-3 * base)
    worse, better = sorted((first, second), key=lambda v: sign * v)
    low = judged(method, base, goal, worse, direction=sign, geometric=geometric)
    high = judged(method, base, goal, better, direction=sign, geometric=geometric)
    if low.level[0] >= 0 and high.level[0] >= 0:
        assert high.level[0] <= low.level[0]


@given(base=positive, goal=positive, geometric=st.booleans())
def test_exactly_on_the_path_is_on_pace(base: float, goal: float, geometric: bool) -> None:
    assume(abs(goal - base) > 1e-2 * base)
    sign = 1 if goal > base else -1
    batch = windows(base, goal, value=0.0, base_year=2020, year=2022, target_year=2025,
                    direction=sign, geometric=geometric)
    on = judged("own", base, goal, float(batch.due[0]), direction=sign, geometric=geometric)
    assert on.names()[0] == "ON_PACE"
    assert on.value[0] == pytest.approx(1.0)


@given(base=positive, goal=positive, value=positive)
def test_a_label_or_a_reason_but_never_both(base: float, goal: float, value: float) -> None:
    for method in METHODS:
        got = judged(method.name, base, goal, value)
        assert (got.level[0] == -1) == (got.reason[0] > 0)


@given(st.lists(st.tuples(probability, st.booleans()), min_size=1, max_size=60))
def test_split_adds_up_and_its_parts_are_not_negative(cases: list[tuple[float, bool]]) -> None:
    p, o = (np.array(side) for side in zip(*cases, strict=True))
    got = reliability(o, p)
    assert got.mcb - got.dsc + got.unc == pytest.approx(got.score, abs=1e-12)
    assert min(got.mcb, got.dsc, got.unc) >= -1e-12


@given(p=probability, basis=grounds)
def test_what_is_stated_is_what_was_computed(p: float, basis: Grounds) -> None:
    evidence = grade(basis)
    said = stated(p, evidence.grade)
    assert (said is None) == (evidence.grade is Grade.D)
    assert said is None or abs(said - p) <= 0.005 + 1e-12 or min(p, 1 - p) < 0.01


@given(basis=grounds, more=st.integers(0, 10), wider=st.integers(0, 100))
def test_more_data_never_lowers_the_grade(basis: Grounds, more: int, wider: int) -> None:
    from dataclasses import replace

    richer = replace(basis, n_obs=basis.n_obs + more, n_windows=basis.n_windows + wider)
    assert grade(richer).grade <= grade(basis).grade  # "A" < "B"


@pytest.mark.parametrize("yardstick", list(Yardstick))
@given(p=probability, q=probability)
def test_words_and_colours_follow_the_probability(p: float, q: float, yardstick: Yardstick) -> None:
    low, high = sorted((p, q))
    order = [entry.text for entry in words(yardstick)]
    assert order.index(word(high, yardstick)) <= order.index(word(low, yardstick))
    shades = list(Colour)
    assert shades.index(colour(high)) <= shades.index(colour(low))


@given(st.lists(probability, max_size=12))
def test_count_of_independent_events_is_a_distribution(p: list[float]) -> None:
    pmf = poisson_binomial(p)
    assert pmf.min() >= 0
    assert pmf.sum() == pytest.approx(1.0)
    assert pmf @ np.arange(len(pmf)) == pytest.approx(sum(p), abs=1e-9)
