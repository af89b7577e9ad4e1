"""Base rates of real plan targets: by kind, by level, and never from the future."""

from __future__ import annotations

from data.reference.figures import PlanOutcome
from data.words import Basis, Kind, Level, Sense
from forecast.outside import base_rate


def _outcome(*, kind: str = "flow", level: str = "city", met: bool = True, year: int = 2020,
             ) -> PlanOutcome:
    return PlanOutcome("r", level, "p", "i", "件", kind, None, None, year, 100.0, Sense.AT_LEAST,
                       Basis.LEVEL, year, 120.0 if met else 80.0, "s")


KNOWN = ([_outcome(met=True)] * 6 + [_outcome(met=False, level="province")] * 6
         + [_outcome(kind="ratio", met=True)] * 4)


def test_a_level_is_told_apart_where_it_is_known() -> None:
    everyone = base_rate(KNOWN, Kind.FLOW, as_of=2020)
    city = base_rate(KNOWN, Kind.FLOW, as_of=2020, level=Level.CITY)
    province = base_rate(KNOWN, Kind.FLOW, as_of=2020, level=Level.PROVINCE)
    assert everyone is not None
    assert city is not None
    assert province is not None
    assert (everyone.n, city.n, province.n) == (12, 6, 6)
    assert province.rate < everyone.rate < city.rate


def test_a_county_counts_as_a_city_and_an_unknown_level_as_its_kind() -> None:
    assert base_rate(KNOWN, Kind.FLOW, as_of=2020, level=Level.COUNTY) == base_rate(
        KNOWN, Kind.FLOW, as_of=2020, level=Level.CITY)
    assert base_rate(KNOWN, Kind.FLOW, as_of=2020, level=Level.NATIONAL) == base_rate(
        KNOWN, Kind.FLOW, as_of=2020)


def test_a_kind_without_a_known_outcome_has_no_rate() -> None:
    assert base_rate(KNOWN, Kind.SHARE, as_of=2020) is None
    assert base_rate(KNOWN, Kind.FLOW, as_of=2020) is not None


def test_outcomes_of_later_years_are_not_seen() -> None:
    later = [*KNOWN, *[_outcome(met=False, year=2023)] * 50]
    assert base_rate(later, Kind.FLOW, as_of=2020) == base_rate(KNOWN, Kind.FLOW, as_of=2020)
    assert base_rate(later, Kind.FLOW, as_of=2019) is None
