"""Units and kinds that do not go together; percent where percentage points are meant."""

from __future__ import annotations

from collections.abc import Iterator

from data.messages.message import Message, Messages
from data.plan import Indicator
from data.units import COUNTED, MONEY, is_physical
from data.words import NOTHING, Basis, Kind, Role
from forecast.lint.facts import Facts, Stated
from forecast.lint.figures import level_text, name_of, percent_text
from forecast.lint.findings import Agreed, Hit, Spot
from forecast.lint.growth import growth_points

_RATES = ("percent", "percentage point")

_ALLOWED: dict[Kind, tuple[str, ...]] = {
    Kind.SHARE: ("percent", "number"),
    Kind.AMOUNT: MONEY,
    Kind.SCORE: ("score", "number", "percent", "rank"),
    Kind.FLOW: (*COUNTED, *MONEY, "number"),
    Kind.STOCK: (*COUNTED, *MONEY, "number"),
    Kind.CUMULATIVE: (*COUNTED, *MONEY, "number"),
}
"""Dimensions a kind is counted in, beside physical quantities, which may be a flow or a stock."""

_KINDS = Messages("lint_rules.kinds", Kind)


def unit_odd(facts: Facts) -> Iterator[Hit | Agreed]:
    """A unit in which the declared kind is not counted."""
    for i, indicator in enumerate(facts.plan.indicators):
        if indicator.kind is Kind.UNDECLARED or _fits(indicator):
            continue
        unit = indicator.unit.symbol or "—"
        yield Hit(Spot("indicators", i, indicator.id), Message(
            "lint_rules.declared_but_its_unit",
            name=name_of(indicator), kind=_KINDS[indicator.kind],
            unit=unit))


def _fits(indicator: Indicator) -> bool:
    dimension = indicator.unit.dimension
    physical = is_physical(indicator.unit)
    if indicator.kind is Kind.RATIO:  # a mean too: 79 years of life, 15 m² of green a head
        return (" per " in dimension or dimension in ("percent", "number", *MONEY) or physical)
    if indicator.kind in (Kind.FLOW, Kind.STOCK, Kind.CUMULATIVE) and (
            physical or " per " in dimension):
        return True
    return dimension in _ALLOWED[indicator.kind]


def percent_point(facts: Facts) -> Iterator[Hit | Agreed]:
    """A share whose change is given in percent: of itself, or in percentage points."""
    yield from growth_points(facts)
    for said in facts.said:
        ambiguous = (said.indicator.unit.dimension in _RATES
                     and said.basis is Basis.GROWTH_FROM_BASE and said.role is Role.TARGET)
        if ambiguous:
            yield _two_readings(facts, said)


def _two_readings(facts: Facts, said: Stated) -> Hit:
    unit, base = said.indicator.unit, facts.base_of(said)
    what = Message(
        "lint_rules.rise_by_itself_or_as",
        name=name_of(said.indicator), p=percent_text(said.value))
    if base is None:
        return Hit(said.spot, what, NOTHING)
    of_itself = base.value * (1 + said.value / 100)
    sums = Message(
        "lint_rules.base_in_percent_in_points",
        b=level_text(base.value, unit), x=level_text(of_itself, unit),
        y=level_text(base.value + said.value, unit))
    return Hit(said.spot, what, sums,
               others=() if base.spot.same_row(said.spot) else (base.spot,))
