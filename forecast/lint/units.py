"""Units and kinds that do not go together; percent where percentage points are meant."""

from __future__ import annotations

from collections.abc import Iterator

from data.plan import Indicator
from data.units import COUNTED, MONEY, is_physical
from data.words import Basis, Kind, Role, Text
from forecast.lint.facts import Facts, Said
from forecast.lint.figures import in_both, level_in_both, name_of, percent_in_both, sentence
from forecast.lint.findings import NOTHING, Agreed, Hit, Spot
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

_KINDS = {
    Kind.SHARE: Text("占比（%）", "a share (%)"),
    Kind.AMOUNT: Text("金额", "an amount of money"),
    Kind.SCORE: Text("得分", "a score"),
    Kind.FLOW: Text("年度数量", "a number a year"),
    Kind.STOCK: Text("年末存量", "a number at year end"),
    Kind.CUMULATIVE: Text("累计数", "a running total"),
    Kind.RATIO: Text("比率（每万人等）", "a ratio (per 10,000 people and the like)"),
}


def unit_odd(facts: Facts) -> Iterator[Hit | Agreed]:
    """A unit in which the declared kind is not counted."""
    for i, indicator in enumerate(facts.plan.indicators):
        if indicator.kind is Kind.UNDECLARED or _fits(indicator):
            continue
        unit = indicator.unit.symbol or "—"
        yield Hit(Spot("indicators", i, indicator.id), sentence(
            "{name}声明为{kind}，单位却是“{unit}”",
            "{name} is declared to be {kind}, but its unit is '{unit}'",
            name=in_both(name_of(indicator)), kind=in_both(_KINDS[indicator.kind]),
            unit=(unit, unit)))


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


def _two_readings(facts: Facts, said: Said) -> Hit:
    unit, base = said.indicator.unit, facts.base_of(said)
    what = sentence(
        "{name}提高{p}：是自身的{p}，还是{p}对应的百分点",
        "{name} is to rise by {p}: {p} of itself, or as many percentage points",
        name=in_both(name_of(said.indicator)), p=percent_in_both(said.value))
    if base is None:
        return Hit(said.spot, what, NOTHING)
    of_itself = base.value * (1 + said.value / 100)
    sums = sentence(
        "基期{b}：按百分比为{x}，按百分点为{y}", "base {b}: {x} in percent, {y} in points",
        b=level_in_both(base.value, unit), x=level_in_both(of_itself, unit),
        y=level_in_both(base.value + said.value, unit))
    return Hit(said.spot, what, sums,
               others=() if base.spot.same_row(said.spot) else (base.spot,))
