"""One name for two things: other scope, flow and stock under one term, operators that differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from data.messages.message import Joined, Message
from data.plan import Indicator
from data.words import Role, Sense, Text, Wording
from forecast.lint.bases import pairs
from forecast.lint.compare import Relation, agree
from forecast.lint.facts import FLOWS, LEVELS, Facts, Stated
from forecast.lint.figures import (
    bare_text,
    cited_text,
    level_text,
    name_of,
    sense_word,
)
from forecast.lint.findings import Agreed, Hit, Spot
from forecast.lint.terms import contains, core, says_anything, says_flow, says_level, says_yearly

_ORDER = (Sense.ABOVE, Sense.AT_LEAST, Sense.ABOUT, Sense.AT_MOST)


def scope_conflict(facts: Facts) -> Iterator[Hit | Agreed]:
    """A figure under a wider or narrower name than that of the target, for the same year.

    Within one indicator: another number under another term. Between indicators: one has a target
    and a base, the other, without a target, a figure of the base year whose name contains the
    first's or is contained in it.
    """
    for role in (Role.ACTUAL, Role.TARGET):
        for pair in pairs(facts, role):
            if pair.other_term and pair.relation in (Relation.DIFFERENT, Relation.NEAR):
                yield _scope_hit(pair.first, pair.second, pair.second.term)
    targeted = {t.indicator for t in facts.plan.targets}
    for base in facts.bases():
        for other in facts.reached(base.region, base.year):
            if (other.indicator.id not in targeted and other.is_level and not other.derived
                    and other.spot.section == "history"
                    and _nested(base.indicator, other.indicator) and not agree(base, other)):
                yield _scope_hit(base, other, other.indicator.name.get("zh"))


def _nested(first: Indicator, second: Indicator) -> bool:
    """Whether one name contains the other, for things counted alike."""
    if first.unit.dimension != second.unit.dimension or _clash(first, second):
        return False
    if first.family and second.family and first.family != second.family:
        return False
    names = [(core(i.name.zh or i.name.en)) for i in (first, second)]
    return all(says_anything(n) for n in names) and contains(names[0], names[1])


def _clash(first: Indicator, second: Indicator) -> bool:
    """Whether one is counted within a year and the other at its end."""
    kinds = (first.kind, second.kind)
    return any(k in FLOWS for k in kinds) and any(k in LEVELS for k in kinds)


def _scope_hit(first: Stated, second: Stated, term: str) -> Hit:
    unit = first.indicator.unit
    english = second.term or second.indicator.name.get("en")
    return Hit(first.spot, Message(
        "lint_rules.in_while_another_scope_neither",
        name=name_of(first.indicator), year=first.year,
        a=cited_text(first), b=cited_text(second), term=Text(term, english)),
        Message("lint_rules.b_a", a=bare_text(first.value, unit),
                 b=bare_text(second.value, unit)), others=(second.spot,))


def flow_stock_term(facts: Facts) -> Iterator[Hit | Agreed]:
    """One term used for a yearly flow and for what is there at the end of a year."""
    for first, second in combinations(facts.plan.indicators, 2):
        if _clash(first, second) and first.unit.dimension == second.unit.dimension:
            shared = _shared_term(facts, first, second)
            if shared is not None:
                yield _term_hit(facts, first, second, shared)
    for indicator in facts.plan.indicators:
        names = facts.terms(indicator)
        for yearly in filter(says_yearly, names):
            held = [n for n in names if says_level(n) and core(n) == core(yearly)]
            if held and says_anything(core(yearly)):
                yield Hit(_indicator_spot(facts, indicator), Message(
                    "lint_rules.goes_by_yearly_flow_by",
                    name=name_of(indicator), a=yearly, b=held[0]))
                break


def _shared_term(facts: Facts, first: Indicator, second: Indicator) -> tuple[str, str] | None:
    """Return a term of each with the same core, one of which does not say which of the two it is.

    A flow called 年… and a stock called 有效… are told apart; a bare term is not.
    """
    for a in facts.terms(first):
        for b in facts.terms(second):
            if core(a) != core(b) or not says_anything(core(a)):
                continue
            if not all(_qualified(i, t) for i, t in ((first, a), (second, b))):
                return a, b
    return None


def _qualified(indicator: Indicator, term: str) -> bool:
    return says_flow(term) if indicator.kind in FLOWS else says_level(term)


def _term_hit(facts: Facts, first: Indicator, second: Indicator, terms: tuple[str, str]) -> Hit:
    bare_first = not _qualified(first, terms[0])
    one, two = (first, second) if bare_first else (second, first)
    term, other = terms if bare_first else terms[::-1]
    kinds = [Message("lint_rules.readings.flow") if i.kind in FLOWS
             else Message("lint_rules.stock_or_running_total") for i in (one, two)]
    figures = [_latest(facts, i) for i in (one, two)]
    shown = ["—" if f is None else cited_text(f) for f in figures]
    return Hit(_indicator_spot(facts, one), Message(
        "lint_rules.here_one_name_for_flow",
        term=term, other=other, k1=kinds[0], k2=kinds[1]),
        Message("lint_rules.term_a_other_b",
                 term=term, other=other, a=shown[0], b=shown[1]),
        others=(_indicator_spot(facts, two),))


def _latest(facts: Facts, indicator: Indicator) -> Stated | None:
    known = [s for s in facts.of(Role.ACTUAL)
             if s.indicator.id == indicator.id and s.is_level and not s.derived]
    return max(known, key=lambda s: s.year) if known else None


def _indicator_spot(facts: Facts, indicator: Indicator) -> Spot:
    index = [i.id for i in facts.plan.indicators].index(indicator.id)
    return Spot("indicators", index, indicator.id)


def operator_mismatch(facts: Facts) -> Iterator[Hit | Agreed]:
    """The same target value with different operators (达到, 突破, 以上, 左右)."""
    groups: dict[tuple[object, ...], list[Stated]] = {}
    for said in facts.of(Role.TARGET):
        if said.sense is not Sense.BETWEEN:
            key = (said.indicator.id, said.region, said.year, said.basis)
            groups.setdefault(key, []).append(said)
    for group in groups.values():
        senses: dict[Sense, Stated] = {}
        for said in sorted(group, key=lambda s: s.spot.section != "statements"):
            if agree(group[0], said):  # a statement cites one place, a target's row often two
                senses.setdefault(said.sense, said)
        kinds = sorted(senses, key=_ORDER.index)
        if len(kinds) > 1:
            yield _operator_hit(group[0], [senses[k] for k in kinds])


def _operator_hit(first: Stated, ways: list[Stated]) -> Hit:
    parts = [Message("lint_rules.sense_of", sense=sense_word(s.sense), said=cited_text(s))
             for s in ways]
    return Hit(first.spot, Message(
        "lint_rules.target_for_worded_in_different",
        name=name_of(first.indicator), year=first.year,
        ways=Joined(parts, "mark.semicolon")),
        _edge(first, ways), others=tuple(s.spot for s in ways if not s.spot.same_row(first.spot)))


def _edge(first: Stated, ways: list[Stated]) -> Wording:
    senses = {s.sense for s in ways}
    value = level_text(first.value, first.indicator.unit if first.is_level else first.unit)
    if senses == {Sense.ABOVE, Sense.AT_LEAST}:
        return Message("lint_rules.exactly_meets_at_least_not", v=value)
    if Sense.ABOUT in senses:
        return Message("lint_rules.about_allows_little_less_not", v=value)
    return Message("lint_rules.opposite_directions", v=value)
