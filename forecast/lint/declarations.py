"""What a target leaves unsaid: its kind, its base, its tolerance, a number at all."""

from __future__ import annotations

from collections.abc import Iterator

from data.messages.message import Joined, Message, Messages
from data.plan import Indicator, Target
from data.words import NOTHING, Basis, Kind, Role, Sense, Wording
from forecast.lint.facts import RATES, Facts, target_spot
from forecast.lint.figures import (
    bare_text,
    level_text,
    name_of,
    percent_text,
)
from forecast.lint.findings import Agreed, Hit, Severity, Spot
from forecast.question.arithmetic import required

SURE = 0.9
"""Confidence of a reader of documents below which a row is to be looked at."""

NAMED = 3
"""Regions named in a finding that is about many."""

_BASED = (Basis.LEVEL, Basis.INCREMENT_FROM_BASE, Basis.EVERY_YEAR_UP, *RATES)
_READINGS = Messages("lint_rules.readings", Kind)


def kind_undeclared(facts: Facts) -> Iterator[Hit | Agreed]:
    """An indicator of which the document does not say what its figure counts."""
    for place, indicator in enumerate(facts.plan.indicators):
        targets = [(i, t) for i, t in enumerate(facts.plan.targets)
                   if t.indicator == indicator.id]
        if indicator.kind is not Kind.UNDECLARED or not targets:
            continue
        names = [_READINGS[k] for k in indicator.readings]
        readings = Joined(names, "lint_rules.or")
        spot = Spot("indicators", place, indicator.id, year=targets[0][1].year,
                    source=targets[0][1].source, span=targets[0][1].span)
        yield Hit(spot, Message(
            "lint_rules.it_not_said_whether",
            name=name_of(indicator), readings=readings),
            _demands(facts, indicator, targets[0][1]),
            others=tuple(target_spot(i, t) for i, t in targets))


def _demands(facts: Facts, indicator: Indicator, target: Target) -> Wording:
    """Return what each reading asks for a year, where the base is known."""
    goals = [g for g in facts.goals(indicator.id, target.region) if g.year == target.year]
    base = facts.base_of(goals[0]) if goals else None
    if base is None or base.value <= 0:
        return NOTHING
    goal, years = goals[0], goals[0].year - base.year
    need = required(target, base_year=base.year, base_value=base.value, target_value=goal.value)
    parts: list[Wording] = []
    for kind in indicator.readings:
        name = _READINGS[kind]
        if kind is Kind.CUMULATIVE and need.step is not None:
            parts.append(Message(
                "lint_rules.as_year",
                k=name, g=bare_text(goal.value, indicator.unit), n=years,
                b=bare_text(base.value, indicator.unit),
                s=level_text(round(need.step, 1), indicator.unit)))
        elif need.cagr is not None:
            parts.append(Message(
                "lint_rules.as_year_2", k=name,
                g=bare_text(goal.value, indicator.unit), n=years,
                b=bare_text(base.value, indicator.unit),
                r=percent_text(100 * need.cagr, 1)))
    return Joined(parts, "mark.semicolon")


def missing_base(facts: Facts) -> Iterator[Hit | Agreed]:
    """Targets whose base the document does not give; those of sub-regions once an indicator."""
    home = (facts.plan.region.zh, facts.plan.region.en)
    elsewhere: dict[tuple[str, Basis], list[tuple[int, Target]]] = {}
    for i, target in enumerate(facts.plan.targets):
        if target.basis not in _BASED or _has_base(facts, target):
            continue
        if target.region in home:
            yield _base_hit(facts, i, target, ())
        else:
            elsewhere.setdefault((target.indicator, target.basis), []).append((i, target))
    for rows in elsewhere.values():
        first, rest = rows[0], rows[1:]
        yield _base_hit(facts, first[0], first[1], tuple(target_spot(i, t) for i, t in rest))


def _has_base(facts: Facts, target: Target) -> bool:
    """Whether the row has a base, or any figure up to the base year is known."""
    if target.base_value is not None:
        return True
    last = facts.plan.period.base if target.base_year is None else target.base_year
    return any(s.indicator.id == target.indicator and s.region == target.region
               and s.is_level and s.year <= last for s in facts.of(Role.ACTUAL))


def _base_hit(facts: Facts, index: int, target: Target, others: tuple[Spot, ...]) -> Hit:
    indicator = facts.plan.indicator(target.indicator)
    year = target.base_year or facts.plan.period.base
    where: Wording = NOTHING
    if others:
        regions = (target.region, *(o.region for o in others))
        where = Message("lint_rules.in_regions", n=len(regions), more=len(regions) > NAMED,
                        first=Joined(regions[:NAMED], "mark.list"))
    rate = target.basis in RATES
    yearly = target.basis is Basis.CAGR_FROM_BASE
    if rate and target.value is not None:
        what = Message(
            "lint_rules.by_base_missing",
            name=name_of(indicator), r=percent_text(abs(target.value)),
            fall=target.value < 0, yearly=yearly,
            y=year, where=where)
    elif target.stated_growth is not None:
        rate = True
        what = Message(
            "lint_rules.states_growth_base_missing",
            name=name_of(indicator),
            p=percent_text(target.stated_growth),
            y=year, where=where)
    else:
        what = Message(
            "lint_rules.has_no_base_for_neither",
            name=name_of(indicator), y=year, where=where)
    declare = Message("lint_rules.give_actual_figure_or_latest", year=year)
    return Hit(target_spot(index, target), what, NOTHING, declare,
               Severity.WARNING if rate else Severity.NOTE, others)


def relative_target(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target relative to another region whose figures, or the own ones, are not given."""
    for i, target in enumerate(facts.plan.targets):
        if target.basis is not Basis.RELATIVE_TO_REGION:
            continue
        need: list[Wording] = []
        if facts.plan.series(target.indicator, target.region) is None:
            need.append(Message("lint_rules.figures_of", region=target.region))
        if not target.relative_to:
            need.append(Message("lint_rules.region_compared_with"))
        elif facts.plan.series(target.indicator, target.relative_to) is None:
            need.append(Message("lint_rules.figures_of", region=target.relative_to))
        if not need:
            continue
        indicator = facts.plan.indicator(target.indicator)
        yield Hit(target_spot(i, target), Message(
            "lint_rules.target_relative_another_region_cannot",
            name=name_of(indicator)), NOTHING,
            Message("lint_rules.needed", need=Joined(need, "mark.semicolon")))


def qualitative_target(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target without a number."""
    for i, target in enumerate(facts.plan.targets):
        if target.basis is Basis.QUALITATIVE:
            indicator = facts.plan.indicator(target.indicator)
            yield Hit(target_spot(i, target), Message(
                "lint_rules.target_has_no_number_cannot",
                name=name_of(indicator)))


def about_without_tolerance(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target of "about" so much that does not say how far off still counts as met."""
    for i, target in enumerate(facts.plan.targets):
        if target.sense is Sense.ABOUT and target.tolerance is None and target.value is not None:
            indicator = facts.plan.indicator(target.indicator)
            rate = target.basis in RATES
            value = (percent_text(target.value) if rate
                     else level_text(target.value, indicator.unit))
            yield Hit(target_spot(i, target), Message(
                "lint_rules.about_how_far_off_still",
                name=name_of(indicator), v=value))


def every_year_up_value(facts: Facts) -> Iterator[Hit | Agreed]:
    """A figure that is to rise every year and comes with a number of unclear meaning."""
    for i, target in enumerate(facts.plan.targets):
        if target.basis is Basis.EVERY_YEAR_UP and target.value is not None:
            indicator = facts.plan.indicator(target.indicator)
            yield Hit(target_spot(i, target), Message(
                "lint_rules.every_year_has_number_rate",
                down=indicator.direction < 0,
                name=name_of(indicator),
                v=bare_text(target.value, indicator.unit)))


def outside_period(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target for a year outside the plan's own period."""
    period = facts.plan.period
    for i, target in enumerate(facts.plan.targets):
        if period.start <= target.year <= period.end:
            continue
        indicator = facts.plan.indicator(target.indicator)
        early = target.year < period.start
        yield Hit(target_spot(i, target), Message(
            "lint_rules.target_year_outside_period",
            name=name_of(indicator), y=target.year,
            a=period.start, b=period.end),
            severity=Severity.WARNING if early else Severity.NOTE)


def unread_passage(facts: Facts) -> Iterator[Hit | Agreed]:
    """Passages that a program which read the document did not understand."""
    for i, passage in enumerate(facts.plan.unread):
        yield Hit(Spot("unread", i, span=passage.span),
                  Message("lint_rules.not_understood", passage=passage.text,
                          has_reason=bool(passage.reason), reason=passage.reason))


def low_confidence(facts: Facts) -> Iterator[Hit | Agreed]:
    """Rows that a program read and was not sure of."""
    for i, target in enumerate(facts.plan.targets):
        if target.confidence is not None and target.confidence < SURE:
            yield _unsure(facts.plan.indicator(target.indicator), target_spot(i, target),
                          target.confidence)
    for i, row in enumerate(facts.plan.statements):
        if row.confidence is not None and row.confidence < SURE:
            spot = Spot("statements", i, row.indicator, row.region, row.year, row.source, row.span)
            yield _unsure(facts.plan.indicator(row.indicator), spot, row.confidence)


def _unsure(indicator: Indicator, spot: Spot, confidence: float) -> Hit:
    return Hit(spot, Message(
        "lint_rules.row_on_was_read_by", name=name_of(indicator)),
        Message("lint_rules.confidence", confidence=confidence, sure=SURE))
