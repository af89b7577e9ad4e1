"""Two numbers where the document should have one: bases, figures of a year, targets.

All numbers of one indicator, region and year are held against each other, each against the first:
the base that a target is counted from, or the target's own row. A difference within rounding is
none; a power of ten is a slip of units; one apart is a near miss; another term is another scope.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.messages.message import Message
from data.words import Basis, Kind, Role, Sense, Wording
from forecast.lint.compare import Relation, agree, relation, slip
from forecast.lint.facts import LEVELS, Facts, Stated
from forecast.lint.figures import (
    bare_text,
    cited_text,
    name_of,
    percent_text,
    place_word,
    sum_text,
)
from forecast.lint.findings import Agreed, Hit
from forecast.lint.growth import growth_slip
from forecast.lint.terms import core, says_anything
from forecast.question.definition import BASE_TOLERANCE, as_running_total

_LOW = (Sense.AT_LEAST, Sense.ABOVE)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers of one thing. ``other_term`` when the second goes by a name of its own."""

    first: Stated
    second: Stated
    relation: Relation
    other_term: bool


def pairs(facts: Facts, role: Role) -> Iterator[Pair]:
    """Pair every number with the first one said of the same thing; each value once."""
    groups: dict[tuple[str, str, int, Basis, bool], list[Stated]] = {}
    for said in facts.of(role):
        if said.derived or said.sense is Sense.BETWEEN:
            continue
        ceiling = role is Role.TARGET and said.sense is Sense.AT_MOST
        key = (said.indicator.id, said.region, said.year, said.basis, ceiling)
        groups.setdefault(key, []).append(said)
    for group in groups.values():
        seen: list[Stated] = [group[0]]
        for said in group[1:]:
            if any(agree(s, said) for s in seen[1:]):
                continue
            how = relation(group[0], said)
            if how is not Relation.SAME:
                seen.append(said)
            yield Pair(group[0], said, how, _has_other_term(facts, group[0], said))


def _has_other_term(facts: Facts, first: Stated, second: Stated) -> bool:
    """Whether the second goes by a term that is none of the indicator's names, nor the first's."""
    if not second.term or not says_anything(core(second.term)):
        return False
    names = (first.indicator.name.zh, first.indicator.name.en, *first.indicator.terms, first.term)
    return core(second.term) not in {core(name) for name in names if name}


def base_conflict(facts: Facts) -> Iterator[Hit | Agreed]:
    """Two figures for one indicator, region and year; a base that its inflow contradicts."""
    for pair in pairs(facts, Role.ACTUAL):
        if pair.relation is Relation.SAME:
            yield _agreed(pair)
        elif pair.relation is Relation.DIFFERENT and not pair.other_term:
            yield Hit(pair.first.spot, _two(
                pair, "lint_rules.has_two_figures_for"),
                _gap(pair.first, pair.second), others=(pair.second.spot,))
    for first in facts.of(Role.ACTUAL):
        if first.spot.section == "targets" and first.indicator.inflow is not None:
            yield from _against_inflow(facts, first)


def _against_inflow(facts: Facts, base: Stated) -> Iterator[Hit]:
    """Hold a yearly base (or one that may be yearly) against the yearly flow said to feed it."""
    indicator = base.indicator
    if indicator.kind in LEVELS or indicator.kind is Kind.RATIO or indicator.inflow is None:
        return  # a yearly inflow is not supposed to equal the stock it feeds
    flow = facts.actual(indicator.inflow, base.region, base.year)
    if flow is None or abs(flow.value / base.value - 1) <= BASE_TOLERANCE:
        return
    what = Message(
        "lint_rules.base_in_while_in_same",
        name=name_of(indicator), year=base.year, a=cited_text(base),
        flow=name_of(flow.indicator), b=cited_text(flow))
    yield Hit(base.spot, what, _sum_or_gap(facts, base, flow), others=(flow.spot,))


def _sum_or_gap(facts: Facts, base: Stated, flow: Stated) -> Wording:
    gap = _gap(base, flow)
    series = facts.plan.series(flow.indicator.id, base.region)
    total = None if series is None else as_running_total(base.value, base.year, series)
    if total is None:
        return gap
    unit, years = base.indicator.unit, len(total.parts)
    return Message("lint_rules.possibly_running_total_years",
                    gap=gap, base=bare_text(base.value, unit), parts=sum_text(total.parts, unit),
                    years=years)


def target_conflict(facts: Facts) -> Iterator[Hit | Agreed]:
    """Two different targets for one indicator, region and year; edges that exclude each other."""
    for pair in pairs(facts, Role.TARGET):
        if pair.relation is Relation.SAME:
            yield _agreed(pair)
        elif pair.relation is Relation.DIFFERENT and not pair.other_term:
            yield Hit(pair.first.spot, _two(
                pair, "lint_rules.has_two_targets_for"),
                _gap(pair.first, pair.second), others=(pair.second.spot,))
    for low in facts.of(Role.TARGET):
        for high in facts.goals(low.indicator.id, low.region, low.basis):
            if (low.sense in _LOW and high.sense is Sense.AT_MOST and high.year == low.year
                    and high.value < low.value):
                yield Hit(low.spot, Message(
                    "lint_rules.in_at_least_at_most",
                    name=name_of(low.indicator), year=low.year,
                    a=cited_text(low), b=cited_text(high)), _gap(low, high),
                    others=(high.spot,))


def near_miss(facts: Facts) -> Iterator[Hit | Agreed]:
    """Two counts of one thing that differ by exactly one."""
    for role in (Role.ACTUAL, Role.TARGET):
        for pair in pairs(facts, role):
            if pair.relation is Relation.NEAR and not pair.other_term:
                yield Hit(pair.first.spot, _two(
                    pair, "lint_rules.two_counts_for_differ_by"),
                    _gap(pair.first, pair.second), others=(pair.second.spot,))


def unit_slip(facts: Facts) -> Iterator[Hit | Agreed]:
    """Two numbers of one thing that differ by a power of ten; a growth that says the same."""
    for role in (Role.ACTUAL, Role.TARGET):
        for pair in pairs(facts, role):
            if pair.relation is not Relation.SLIP:
                continue
            power = slip(pair.first.value, pair.second.value)
            yield Hit(pair.first.spot, _two(
                pair, "lint_rules.two_numbers_for_power_ten"),
                Message("lint_rules.b_a_k",
                         a=bare_text(pair.first.value, pair.first.indicator.unit),
                         b=bare_text(pair.second.value, pair.first.indicator.unit),
                         k=power), others=(pair.second.spot,))
    yield from growth_slip(facts)


def _agreed(pair: Pair) -> Agreed:
    return Agreed(pair.first.spot, Message(
        "lint_rules.in",
        name=name_of(pair.first.indicator), year=pair.first.year,
        a=cited_text(pair.first), b=cited_text(pair.second)), (pair.second.spot,))


def _two(pair: Pair, code: str) -> Wording:
    return Message(code, name=name_of(pair.first.indicator), year=pair.first.year,
                   a=cited_text(pair.first), b=cited_text(pair.second),
                   place=place_word(pair.second))


def _gap(first: Stated, second: Stated) -> Wording:
    """Return the second number relative to the first."""
    unit = first.indicator.unit if first.is_level else first.unit
    a, b = bare_text(first.value, unit), bare_text(second.value, unit)
    if first.value <= 0:
        return Message("lint_rules.b_a", a=a, b=b)
    share = percent_text(100 * (second.value / first.value - 1), 1)
    return Message("lint_rules.b_a_share", a=a, b=b, share=share)
