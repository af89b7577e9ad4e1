"""A yearly rate against the level it should lead to.

``implied = (L / b)^(1/n) - 1``. Against a running total the rate has a second reading, growth of
the yearly amount: then ``a0 = (L - b) / sum_{k=1..n} (1 + r)^k`` is the base-year amount with
which both statements hold.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.messages.message import Message
from data.plan import Indicator
from data.words import Basis, Kind, Role, Wording
from forecast.lint.compare import agree, compounded, half_width
from forecast.lint.facts import RATES, Facts, Stated
from forecast.lint.figures import (
    bare_text,
    cited_text,
    level_text,
    name_of,
    percent_text,
)
from forecast.lint.findings import Agreed, Hit
from forecast.lint.terms import contains, core, says_anything

_LEAST, _MOST = -100.0, 1e6
"""Rates (in percent) beyond these are no growth that could be compounded."""


def rate_against_total(facts: Facts) -> Iterator[Hit | Agreed]:
    """A yearly rate beside the target of a running total."""
    for rate, goal, base in _pairs(facts):
        if goal.indicator.kind not in (Kind.CUMULATIVE, Kind.UNDECLARED):
            continue
        if _holds(rate, goal, base):
            yield Agreed(goal.spot, _implied(rate, goal, base), (rate.spot,))
            continue
        years = goal.year - base.year
        sum_of_years = sum(compounded(rate.value, k) for k in range(1, years + 1))
        first = (goal.value - base.value) / sum_of_years
        unit = goal.indicator.unit
        total = base.value * compounded(rate.value, years)
        sums = Message(
            "lint_rules.total_growing_by_if_yearly",
            implied=_implied(rate, goal, base), r=percent_text(rate.value),
            b=bare_text(base.value, unit), f=f"{1 + rate.value / 100:g}",
            n=years, t=level_text(_rounded(total, goal), unit),
            a=level_text(_rounded(first, goal), unit))
        known = goal.indicator.kind is Kind.CUMULATIVE
        yield Hit(goal.spot, Message(
            "lint_rules.yearly_growth_running_total_not",
            known=known,
            r=cited_text(rate), name=name_of(goal.indicator),
            b=bare_text(base.value, unit), g=cited_text(goal)), sums, others=(rate.spot,))


def rate_against_level(facts: Facts) -> Iterator[Hit | Agreed]:
    """A yearly rate, or a growth over the period, and a level for the same year that differ."""
    for rate, goal, base in _pairs(facts):
        if goal.indicator.kind in (Kind.CUMULATIVE, Kind.UNDECLARED):
            continue
        if _holds(rate, goal, base):
            yield Agreed(goal.spot, _implied(rate, goal, base), (rate.spot,))
            continue
        yield Hit(goal.spot, Message(
            "lint_rules.growth_target_not_one_demand",
            name=name_of(goal.indicator), r=cited_text(rate), g=cited_text(goal)),
            _implied(rate, goal, base), others=(rate.spot,))


def _pairs(facts: Facts) -> Iterator[tuple[Stated, Stated, Stated]]:
    """Return (rate, level, base) for targets of one thing and year; a rate said twice, once."""
    rates = [s for s in facts.of(Role.TARGET) if s.basis in RATES]
    for goal in facts.of(Role.TARGET) if rates else ():
        if not goal.is_level or goal.spot.section != "targets":
            continue
        base = facts.base_of(goal)
        if base is None or base.value <= 0 or goal.value <= 0 or goal.year <= base.year:
            continue
        seen: list[Stated] = []
        for rate in rates:
            if (not _LEAST < rate.value < _MOST
                    or (rate.region, rate.year) != (goal.region, goal.year)
                    or (rate.base_year or base.year) != base.year
                    or not _same_thing(rate.indicator, goal.indicator, facts)):
                continue
            if not any(agree(rate, s) and s.basis is rate.basis for s in seen):
                seen.append(rate)
                yield rate, goal, base


def _same_thing(rate: Indicator, level: Indicator, facts: Facts) -> bool:
    """Whether a rate speaks of a level's indicator.

    A running total is also spoken of by the yearly flow that feeds it, declared or by name; the
    growth of a flow says nothing of a stock.
    """
    if rate.id == level.id:
        return True
    if level.kind not in (Kind.CUMULATIVE, Kind.UNDECLARED):
        return False
    if level.inflow == rate.id:
        return True
    if rate.unit.dimension != level.unit.dimension:
        return False
    if rate.family and level.family and rate.family != level.family:
        return False
    names = [{c for c in map(core, facts.terms(i)) if says_anything(c)} for i in (rate, level)]
    return any(a == b or contains(a, b) for a in names[0] for b in names[1])


def _rate(rate: Stated, goal: Stated, base: Stated) -> float:
    ratio = goal.value / base.value
    if rate.basis is Basis.CAGR_FROM_BASE:
        ratio **= 1 / (goal.year - base.year)
    return 100 * (ratio - 1)


def _holds(rate: Stated, goal: Stated, base: Stated) -> bool:
    return abs(_rate(rate, goal, base) - rate.value) <= half_width(rate.value, rate.unit)


def _implied(rate: Stated, goal: Stated, base: Stated) -> Wording:
    unit, years = goal.indicator.unit, goal.year - base.year
    whole = rate.basis is Basis.GROWTH_FROM_BASE
    return Message("lint_rules.implied_whole" if whole else "lint_rules.implied_yearly",
                   g=bare_text(goal.value, unit), b=bare_text(base.value, unit), n=years,
                   p=percent_text(_rate(rate, goal, base), 1))


def _rounded(value: float, like: Stated) -> float:
    """Return a computed level in whole units of those it is printed in."""
    unit = like.indicator.unit
    return unit.to_canonical(float(round(unit.from_canonical(value))))
