"""One number declared as a level, a growth, a yearly rate or an increment is one target."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.paths import Origin, Paths
from data.plan import Indicator, Period, Plan, Target
from data.units import UNITS
from data.words import Basis, Kind, Sense, Text
from forecast.question.readings import questions

PERIOD = Period(2020, 2021, 2025)
KINDS = (Kind.FLOW, Kind.STOCK, Kind.AMOUNT, Kind.RATIO, Kind.CUMULATIVE)
EXACT = 1e-12


def _probability(kind: Kind, target: Target, paths: Paths) -> float:
    indicator = Indicator("a", Text("甲", "A"), UNITS["件"], kind)
    plan = Plan("p", Text("", "P"), Text("", "R"), PERIOD, (indicator,), (target,), ())
    (question,) = questions(plan, target, 2020)
    return float(question.hits(paths).mean())


def _target(basis: Basis, value: float, sense: Sense, base: float, tolerance: float | None,
            ) -> Target:
    return Target("t", "a", "R", 2025, value, sense, basis, base_year=2020, base_value=base,
                  tolerance=tolerance)


@given(
    kind=st.sampled_from(KINDS), base=st.floats(1, 1e6), growth=st.floats(-0.5, 4),
    sense=st.sampled_from((Sense.AT_LEAST, Sense.ABOVE, Sense.AT_MOST, Sense.ABOUT)),
    tolerance=st.one_of(st.none(), st.floats(0.01, 0.3)), seed=st.integers(0, 1000),
)
def test_equivalent_declarations_have_one_probability(
    kind: Kind, base: float, growth: float, sense: Sense, tolerance: float | None, seed: int,
) -> None:
    level = base * (1 + growth)
    # Many paths end exactly on the target, where rounding would show.
    ends = np.random.default_rng(seed).normal(level, 0.1 * abs(level), 40)
    ends[::4] = level
    values = np.repeat(np.maximum(ends, 0.0)[:, None], 5, axis=1)
    paths = Paths(2021, values, Origin(last_value=base))
    width = tolerance if sense is Sense.ABOUT else None
    rate = (level / base) ** (1 / 5) - 1
    said = ((Basis.LEVEL, level), (Basis.GROWTH_FROM_BASE, 100 * growth),
            (Basis.INCREMENT_FROM_BASE, level - base), (Basis.CAGR_FROM_BASE, 100 * rate))
    found = [_probability(kind, _target(b, v, sense, base, width), paths) for b, v in said]
    assert max(found) - min(found) <= EXACT


@given(base=st.floats(1, 1e6), rate=st.floats(-0.2, 0.6), seed=st.integers(0, 1000))
def test_rising_by_a_rate_every_year_is_never_likelier_than_reaching_its_level(
    base: float, rate: float, seed: int,
) -> None:
    growth = np.random.default_rng(seed).normal(rate, 0.1, (60, 5))
    paths = Paths(2021, base * np.cumprod(1 + np.maximum(growth, -0.9), axis=1),
                  Origin(last_value=base))
    asked = max(rate, 0.01)
    each = _probability(Kind.FLOW, _target(Basis.EVERY_YEAR_UP, 100 * asked, Sense.AT_LEAST, base,
                                           None), paths)
    whole = _probability(Kind.FLOW, _target(Basis.CAGR_FROM_BASE, 100 * asked, Sense.AT_LEAST, base,
                                            None), paths)
    assert each <= whole


@given(low=st.floats(0.5, 1.5), width=st.floats(0.01, 1), seed=st.integers(0, 1000))
def test_a_band_is_what_lies_at_most_at_its_top_and_not_below_its_bottom(
    low: float, width: float, seed: int,
) -> None:
    values = np.random.default_rng(seed).normal(1.2, 0.5, (80, 5))
    paths = Paths(2021, values, Origin(last_value=1.0))
    indicator = Indicator("a", Text("甲", "A"), UNITS["件"], Kind.FLOW)

    def p(sense: Sense, value: float, upper: float | None = None) -> float:
        target = Target("t", "a", "R", 2025, value, sense, upper=upper, base_year=2020,
                        base_value=1.0)
        plan = Plan("p", Text("", "P"), Text("", "R"), PERIOD, (indicator,), (target,), ())
        return float(questions(plan, target, 2020)[0].hits(paths).mean())

    band = p(Sense.BETWEEN, low, low + width)
    assert abs(band - (p(Sense.AT_LEAST, low) - p(Sense.ABOVE, low + width))) <= EXACT
