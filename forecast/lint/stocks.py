"""A yearly flow against the stock it is said to lift: can the one bring the other there?

Net addition needed ``N = goal - base`` (for a ratio times the population that a stock and a ratio
of one year imply, ``P = stock / ratio``). Supply at most ``n * F`` when the target flow F came
from the first year on, and ``sum of f0 + (F - f0) k / n`` on the straight path from the base flow
f0. Nothing lapses in either: both are the most that the flow can bring.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.messages.message import Joined, Message
from data.plan import Indicator
from data.units import COUNTED, Unit, find_unit
from data.words import NOTHING, Kind, Role, Sense, Wording
from forecast.lint.facts import FLOWS, LEVELS, Facts, Stated
from forecast.lint.figures import (
    bare_text,
    cited_text,
    level_text,
    name_of,
)
from forecast.lint.findings import Agreed, Hit, Severity
from forecast.lint.terms import core, says_anything, stock_core

_PER_PEOPLE = "piece per 10,000 people"
_UPWARD = (Sense.AT_LEAST, Sense.ABOVE, Sense.ABOUT)


@dataclass(frozen=True, slots=True)
class Population:
    """How many units of a ratio's denominator a stock and a ratio of one year imply."""

    size: float
    stock: Stated
    ratio: Stated


@dataclass(frozen=True, slots=True)
class Lift:
    """A stock target, the flow target that feeds it, and what each comes to over the years."""

    goal: Stated
    base: Stated
    flow: Stated
    start: Stated | None
    population: Population | None
    needed: float  # pieces or yuan, net
    full: float  # the target flow in every year
    straight: float | None  # the straight path from the base flow to the target flow

    @property
    def years(self) -> int:
        """Years from the base to the target."""
        return self.goal.year - self.base.year


def lifts(facts: Facts) -> Iterator[Lift]:
    """Return every stock, running total or ratio whose inflow has a target of its own."""
    for goal in facts.of(Role.TARGET):
        kind = goal.indicator.kind
        if not goal.is_level or goal.sense not in _UPWARD or goal.spot.section != "targets":
            continue
        if kind not in LEVELS and goal.indicator.unit.dimension != _PER_PEOPLE:
            continue
        base = facts.base_of(goal)
        flow = None if base is None else _flow_goal(facts, goal)
        if base is None or flow is None or goal.year <= base.year or goal.value <= base.value:
            continue
        people = None if kind in LEVELS else population(facts, goal.region, base.year)
        if kind not in LEVELS and people is None:
            continue
        yield _lift(goal, base, flow, facts.base_of(flow), people)


def _lift(goal: Stated, base: Stated, flow: Stated, start: Stated | None,
          people: Population | None) -> Lift:
    years = goal.year - base.year
    scale = 1.0 if people is None else people.size
    most = max(flow.value, start.value if start is not None else 0.0)
    straight = None
    if start is not None:
        step = (flow.value - start.value) / years
        straight = sum(start.value + step * k for k in range(1, years + 1))
    return Lift(goal, base, flow, start, people, (goal.value - base.value) * scale,
                most * years, straight)


def _flow_goal(facts: Facts, goal: Stated) -> Stated | None:
    """Return the target of the flow that feeds a stock: the declared inflow, else one by name."""
    for indicator in facts.plan.indicators:
        found = [s for s in facts.goals(indicator.id, goal.region) if s.year == goal.year]
        if not found or indicator.kind not in FLOWS:
            continue
        declared = goal.indicator.inflow
        if indicator.id == declared or (declared is None and _feeds(indicator, goal.indicator)):
            return found[0]
    return None


def _feeds(flow: Indicator, stock: Indicator) -> bool:
    """Whether a flow's name without 授权, 新增 and the like is the stock's name."""
    if flow.kind not in FLOWS or (flow.unit.dimension in COUNTED) != _counts(stock):
        return False
    wanted = core(stock.name.zh or stock.name.en)
    return says_anything(wanted) and stock_core(flow.name.zh or flow.name.en) == wanted


def _counts(stock: Indicator) -> bool:
    return stock.unit.dimension in COUNTED or stock.unit.dimension == _PER_PEOPLE


def population(facts: Facts, region: str, year: int) -> Population | None:
    """Return the population (in 10,000) implied by a stock and a ratio of one name and year.

    The pair of the year nearest to ``year`` is taken.
    """
    found: list[Population] = []
    for ratio in facts.of(Role.ACTUAL):
        if (ratio.indicator.unit.dimension != _PER_PEOPLE or ratio.region != region
                or not ratio.is_level or ratio.value <= 0):
            continue
        wanted = {core(term) for term in facts.terms(ratio.indicator)}
        for stock in facts.of(Role.ACTUAL):
            if (stock.indicator.kind is Kind.STOCK and stock.indicator.unit.dimension in COUNTED
                    and (stock.region, stock.year) == (region, ratio.year) and stock.is_level
                    and core(stock.indicator.name.zh or stock.indicator.name.en) in wanted):
                found.append(Population(stock.value / ratio.value, stock, ratio))
    return min(found, key=lambda p: abs(p.stock.year - year)) if found else None


def flow_cannot_lift(facts: Facts) -> Iterator[Hit | Agreed]:
    """A flow target that cannot bring the stock to its own target, even if nothing lapses."""
    for lift in lifts(facts):
        if lift.full < lift.needed:
            yield _hit(lift, Severity.ERROR, Message("lint_rules.not_enough_even_if_reached"))
        elif lift.straight is not None and lift.straight < lift.needed:
            yield _hit(lift, Severity.WARNING,
                       Message("lint_rules.not_enough_when_approached_year"))
        else:
            yield Agreed(lift.goal.spot, sums(lift), (lift.flow.spot,))


def _hit(lift: Lift, severity: Severity, why: Wording) -> Hit:
    return Hit(lift.goal.spot, Message(
        "lint_rules.cannot_lift_from",
        flow=name_of(lift.flow.indicator), f=cited_text(lift.flow),
        stock=name_of(lift.goal.indicator),
        a=level_text(lift.base.value, lift.goal.indicator.unit),
        b=cited_text(lift.goal), why=why), sums(lift), severity=severity,
        others=(lift.flow.spot,))


def sums(lift: Lift) -> Wording:
    """Return what is needed and what the flow brings, both ways of reading it."""
    unit = lift.flow.indicator.unit
    goal, base = lift.goal, lift.base
    need = Message("lint_rules.net_addition",
                    g=bare_text(goal.value, unit), b=bare_text(base.value, unit),
                    n=level_text(lift.needed, unit))
    people = lift.population
    if people is not None:
        tenk = find_unit("万人")
        assert tenk is not None
        need = Message(
            "lint_rules.population_net_addition",
            s=level_text(people.stock.value, people.stock.indicator.unit),
            r=bare_text(people.ratio.value, people.ratio.indicator.unit),
            p=level_text(float(round(people.size * 1e4, -3)), tenk),
            g=bare_text(goal.value, goal.indicator.unit),
            b=bare_text(base.value, goal.indicator.unit),
            q=f"{people.size:.1f}", n=_whole(lift.needed, unit))
    supply = Message("lint_rules.in_every_year",
                      f=bare_text(lift.full / lift.years, unit), y=lift.years,
                      t=_whole(lift.full, unit))
    path: Wording = NOTHING
    if lift.straight is not None and lift.start is not None:
        path = Message("lint_rules.rising_from",
                        a=bare_text(lift.start.value, unit),
                        f=bare_text(lift.flow.value, unit), t=_whole(lift.straight, unit))
    return Joined([need, supply, path])


def _whole(value: float, unit: Unit) -> Wording:
    """Return a computed number of pieces without decimals."""
    return level_text(float(round(value)), unit)
