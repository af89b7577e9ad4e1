"""Round trips and order of two-way answers, for any ensemble and any sense."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.arrays import FloatArray
from data.numbers import significant
from data.paths import Origin, Paths
from data.plan import Indicator, Period, Plan, Target
from data.series import Series
from data.units import UNITS
from data.words import Basis, Kind, Sense, Text
from forecast.cases import Case
from forecast.law.predict import Drawn, Forecast
from forecast.law.values import ValueLaw
from forecast.probability.paths_to_probability import Setting
from forecast.probability.verdict import Evidence, Grade
from forecast.question.question import Measure, Question
from forecast.solve.levers import simple_lever, smallest_lift
from forecast.solve.targets_for import level_of, own_values, targets_for
from models.law.marginals import LEVELS, Marginals
from models.scale import Scale
from scenarios.scenario import Scenario

NAME = Text("某", "some")
BASELINE = Scenario("baseline", NAME)
EDGED = (Sense.AT_LEAST, Sense.AT_MOST, Sense.ABOVE)
BASES = (Basis.LEVEL, Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE, Basis.INCREMENT_FROM_BASE)

probabilities = st.lists(st.floats(0.02, 0.98), min_size=1, max_size=6, unique=True).map(sorted)


@st.composite
def ensembles(draw: st.DrawFn) -> FloatArray:
    """Draw 400 paths over three years: narrow or wide, whole or not, a few values or many."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    spread = draw(st.floats(0.01, 1.0))
    level = draw(st.sampled_from([2.0, 40.0, 3e4, 7e9]))
    values = level * np.exp(np.cumsum(rng.normal(0.05, spread, (400, 3)), axis=1))
    return np.floor(values) if draw(st.booleans()) else values


def case_of(values: FloatArray, sense: Sense, basis: Basis = Basis.LEVEL) -> Case:
    """Return a case whose law is the ensemble."""
    unit = UNITS["件"]
    indicator = Indicator("i", NAME, unit, Kind.AMOUNT)
    base = 20.0
    target = Target("t", "i", "r", 2023, 50.0, sense, basis,
                    80.0 if sense is Sense.BETWEEN else None, 2020, base)
    series = Series("r", "i", np.array([2020]), np.array([base]), Kind.AMOUNT, unit)
    # A total of which only the last year is still open: read off the paths, whatever they are.
    question = Question(target, indicator, Kind.AMOUNT, Measure.RUNNING_TOTAL, series, series, 2020,
                        base, 50.0, target.upper, total_year=2022)
    paths = Paths(2021, values, Origin("r", "i", last_year=2020, last_value=base))
    marginals = np.quantile(values, LEVELS, axis=0, method="median_unbiased").T[None]
    law = ValueLaw(Marginals(LEVELS, marginals), np.zeros(1), Scale("identity"))
    forecast = Forecast(law, Drawn.of(paths), (), (), "class", "log", 200, same_family=True)
    plan = Plan("p", NAME, Text("r", "r"), Period(2020, 2021, 2023), (indicator,), (target,),
                (series,))
    evidence = Evidence(Grade.C, (), 1, 200, True, None)
    return Case(plan, question, forecast, evidence, Setting(2020, 0, len(values), ("r",)))


def probability_of(case: Case, value: float, upper: float | None, tolerance: float | None) -> float:
    """Return the probability of another target of the case, not by way of the solver."""
    question = case.question
    named = replace(question, threshold=level_of(question, value), upper=upper)
    if tolerance is not None:
        named = replace(named, target=replace(question.target, tolerance=tolerance))
    return float(named.hits(Paths(2021, case.quantity(BASELINE).values)).mean())


@given(ensembles(), st.sampled_from(EDGED), st.sampled_from(BASES), probabilities)
def test_round_trip_or_a_step_of_the_law(values: FloatArray, sense: Sense, basis: Basis,
                                         asked: list[float]) -> None:
    case = case_of(values, sense, basis)
    answers, _ = targets_for(case, BASELINE, asked)
    for answer in answers:
        if answer.value is None:
            assert sense is Sense.ABOVE  # nothing is above the least value more often
            assert answer.attained < answer.asked
            continue
        p = probability_of(case, answer.value, None, None)
        assert p == answer.attained
        if not answer.exact:
            shares = np.unique(values[:, 2], return_counts=True)[1] / len(values)
            assert shares.max() >= 0.01  # some value is taken by more paths than the tolerance
            # The most demanding value that is likely enough: the next one is not.
            levels = np.unique(values[:, 2])
            level = level_of(case.question, answer.value)
            rest = (levels[levels < level - 1e-6 * level] if sense is Sense.AT_MOST
                    else levels[levels > level + 1e-6 * level])
            # The answer is printed with few digits: the level it means may be the nearest of them.
            for level in rest[::-1] if sense is Sense.AT_MOST else rest:
                own = own_values(case.question, np.array([float(level)]))
                assert own is not None
                p = probability_of(case, significant(float(own[0]), 12), None, None)
                if p != answer.attained:
                    assert p < answer.asked
                    break


@given(ensembles(), st.sampled_from([Sense.ABOUT, Sense.BETWEEN]), probabilities)
def test_widths_have_their_probability_and_grow_with_it(
        values: FloatArray, sense: Sense, asked: list[float]) -> None:
    case = case_of(values, sense)
    answers, note = targets_for(case, BASELINE, asked)
    assert note.get("en") == ""
    widths = []
    for answer in answers:
        assert answer.value is not None
        assert probability_of(case, answer.value, answer.upper, answer.tolerance) \
            == answer.attained
        assert answer.exact or answer.attained > answer.asked or len(np.unique(values)) < 400
        widths.append(answer.tolerance if answer.upper is None else answer.upper - answer.value)
    assert all((b or 0) >= (a or 0) for a, b in pairwise(widths))


@given(ensembles(), st.sampled_from(EDGED), st.sampled_from(BASES), probabilities)
def test_a_likelier_target_never_asks_for_more(values: FloatArray, sense: Sense, basis: Basis,
                                               asked: list[float]) -> None:
    answers, _ = targets_for(case_of(values, sense, basis), BASELINE, asked)
    found = [a.value for a in answers if a.value is not None]
    assert found == sorted(found, reverse=sense is not Sense.AT_MOST)


@given(ensembles(), st.sampled_from([Sense.AT_LEAST, Sense.AT_MOST]), probabilities)
def test_a_lift_has_at_least_what_was_asked(values: FloatArray, sense: Sense,
                                            asked: list[float]) -> None:
    case = case_of(np.maximum(values, 1e-3), sense)
    lever = simple_lever("growth_shift")
    now = case.probability(BASELINE)
    assert now is not None
    for lift in smallest_lift(case, BASELINE, lever, asked):
        if lift.size is None:
            assert lift.unneeded == (now >= lift.asked)
            continue
        assert case.reached(lever.under(BASELINE, lift.size)) >= lift.asked
        assert lift.attained >= lift.asked
