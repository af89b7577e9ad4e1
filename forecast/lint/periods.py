"""A total of several years taken for a figure of one year.

A yearly base equal to a running total of the same name, to a sum of yearly figures, or to a sum
of components that are period totals; a column of rows whose sum is the yearly target.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from data.messages.message import Joined, Message
from data.words import Basis, Kind
from forecast.lint.compare import agree, digits, half_width
from forecast.lint.counts import column_pairs
from forecast.lint.facts import FLOWS, Facts, Stated
from forecast.lint.figures import (
    cited_text,
    level_text,
    name_of,
    sum_text,
)
from forecast.lint.findings import Agreed, Hit
from forecast.lint.terms import contains, core, says_anything
from forecast.question.definition import as_running_total

MOST_COMPONENTS = 4
MOST_CANDIDATES = 10
SURE_DIGITS = 3
"""A sum of fewer digits is met by chance."""


def period_total(facts: Facts) -> Iterator[Hit | Agreed]:
    """A period total passed off as a yearly figure."""
    for base in facts.bases():
        if base.indicator.kind in FLOWS:
            yield from _equal_total(facts, base)
            yield from _sum_of_years(facts, base)
        yield from _components(facts, base)
    yield from _columns(facts)


def _equal_total(facts: Facts, base: Stated) -> Iterator[Hit]:
    for other in facts.reached(base.region, base.year):
        alike = other.indicator.id == base.indicator.id or other.indicator.kind is Kind.CUMULATIVE
        if not alike or other.derived or not agree(base, other):
            continue
        own = other.indicator.id == base.indicator.id
        total = (own and other.basis is Basis.CUMULATIVE_OVER_PERIOD) or (
            not own and other.is_level and other.indicator.kind is Kind.CUMULATIVE
            and other.unit.dimension == base.unit.dimension and _named_alike(base, other))
        if total:
            yield Hit(base.spot, Message(
                "lint_rules.figure_for_equals_running_total",
                name=name_of(base.indicator), year=base.year,
                a=cited_text(base), b=cited_text(other)),
                Message("lint_rules.a_b", a=level_text(base.value, base.unit),
                         b=level_text(other.value, other.unit)), others=(other.spot,))


def _named_alike(first: Stated, second: Stated) -> bool:
    a, b = (core(s.indicator.name.zh or s.indicator.name.en) for s in (first, second))
    if not says_anything(a) or not says_anything(b):
        return False
    return a == b or contains(a, b)


def _sum_of_years(facts: Facts, base: Stated) -> Iterator[Hit]:
    inflow = base.indicator.inflow
    flow = None if inflow is None else facts.plan.series(inflow, base.region)
    total = None if flow is None else as_running_total(base.value, base.year, flow)
    if total is None:
        return
    unit = base.indicator.unit
    yield Hit(base.spot, Message(
        "lint_rules.figure_for_looks_like_sum", name=name_of(base.indicator), year=base.year,
        n=len(total.parts)),
        Message("lint_rules.p_b", p=sum_text(total.parts, unit),
                b=level_text(base.value, unit)))


def _components(facts: Facts, base: Stated) -> Iterator[Hit | Agreed]:
    """Find figures of the same family whose sum is the base."""
    found = _summands(facts, base)
    if found is None:
        return
    unit = base.indicator.unit
    sums = Message("lint_rules.p_b", p=sum_text([s.value for s in found], unit),
                   b=level_text(base.value, unit))
    spots = tuple(s.spot for s in found)
    totals = all(s.indicator.kind is Kind.CUMULATIVE for s in found)
    if not (totals and base.indicator.kind in FLOWS):
        yield Agreed(base.spot, sums, spots)
        return
    names = [name_of(s.indicator) for s in found]
    yield Hit(base.spot, Message(
        "lint_rules.figure_for_sum_which_running",
        name=name_of(base.indicator), year=base.year,
        parts=Joined(names, "mark.and_all")), sums,
        others=spots)


def _summands(facts: Facts, base: Stated) -> tuple[Stated, ...] | None:
    if not base.indicator.family or digits(base.value, base.unit) < SURE_DIGITS:
        return None
    candidates: dict[str, Stated] = {}
    for s in facts.reached(base.region, base.year):
        if (s.indicator.id != base.indicator.id and s.indicator.family == base.indicator.family
                and s.is_level and not s.derived and 0 < s.value < base.value
                and s.unit.dimension == base.unit.dimension):
            candidates.setdefault(s.indicator.id, s)
    pool = list(candidates.values())[:MOST_CANDIDATES]
    for size in range(2, min(MOST_COMPONENTS, len(pool)) + 1):
        for group in combinations(pool, size):
            room = half_width(base.value, base.unit) + sum(
                half_width(s.value, s.unit) for s in group)
            if abs(sum(s.value for s in group) - base.value) <= min(room, 0.001 * base.value):
                return group
    return None


def _columns(facts: Facts) -> Iterator[Hit]:
    """Hold columns of no declared period against the yearly target of the same name."""
    for basis in (Basis.LEVEL, Basis.CUMULATIVE_OVER_PERIOD):
        for column, goal in column_pairs(facts, basis):
            unclear = (basis is Basis.CUMULATIVE_OVER_PERIOD
                       or column.indicator.kind in (Kind.UNDECLARED, Kind.CUMULATIVE))
            equal = abs(column.total - goal.value) <= half_width(goal.value, goal.unit)
            yearly = goal.is_level and goal.indicator.kind in FLOWS
            if not (unclear and yearly and equal and goal.spot.section == "targets"):
                continue
            yield Hit(column.rows[0].spot, Message(
                "lint_rules.column_does_not_say_whether",
                rows=name_of(column.indicator), name=name_of(goal.indicator),
                year=goal.year, g=cited_text(goal)), column.sums(goal),
                others=(goal.spot, *(s.spot for s in column.rows[1:])))

