"""Which targets past windows can speak for."""

from __future__ import annotations

import pytest

from data.plan import Indicator, Period, Plan, Target
from data.series import Bounds
from data.units import UNITS
from data.words import Basis, Kind, Sense, Text
from forecast.pace.case import has_hit_rate
from forecast.question.readings import questions


def asked(kind: Kind = Kind.FLOW, sense: Sense = Sense.AT_LEAST, basis: Basis = Basis.LEVEL, *,
          base: float = 100.0, bounds: Bounds = (None, None), upper: float | None = None) -> bool:
    indicator = Indicator("a", Text("甲", "A"), UNITS["件"], kind, bounds=bounds)
    target = Target("t", "a", "R", 2025, 150.0, sense, basis, upper, base_year=2020,
                    base_value=base)
    plan = Plan("p", Text("", "P"), Text("", "R"), Period(2020, 2021, 2025), (indicator,),
                (target,), ())
    return has_hit_rate(questions(plan, target, 2020)[0])


@pytest.mark.parametrize("kind", [Kind.FLOW, Kind.STOCK, Kind.CUMULATIVE, Kind.AMOUNT, Kind.RATIO])
@pytest.mark.parametrize("sense", [Sense.AT_LEAST, Sense.ABOVE])
@pytest.mark.parametrize("basis", [Basis.LEVEL, Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE])
def test_a_level_to_be_reached_from_below_has_one(kind: Kind, sense: Sense, basis: Basis) -> None:
    assert asked(kind, sense, basis)


def test_others_have_none() -> None:
    assert not asked(sense=Sense.AT_MOST)
    assert not asked(sense=Sense.ABOUT)
    assert not asked(sense=Sense.BETWEEN, upper=170.0)
    assert not asked(basis=Basis.CUMULATIVE_OVER_PERIOD)
    assert not asked(basis=Basis.EVERY_YEAR_UP)
    assert not asked(Kind.SHARE)
    assert not asked(Kind.SCORE)
    assert not asked(base=0.0)
    assert not asked(base=-5.0)
    assert not asked(bounds=(-10.0, None))
    assert asked(bounds=(0.0, None))
