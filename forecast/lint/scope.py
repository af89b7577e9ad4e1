"""One name for two things: other scope, flow and stock under one term, operators that differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from data.plan import Indicator
from data.words import Role, Sense, Text
from forecast.lint.bases import pairs
from forecast.lint.compare import Relation, agree
from forecast.lint.facts import FLOWS, LEVELS, Facts, Said
from forecast.lint.figures import (
    bare_in_both,
    cited_in_both,
    in_both,
    level_in_both,
    name_of,
    sense_word,
    sentence,
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


def _scope_hit(first: Said, second: Said, term: str) -> Hit:
    unit = first.indicator.unit
    english = second.term or second.indicator.name.get("en")
    return Hit(first.spot, sentence(
        "{name}{year}年为{a}，而“{term}”为{b}：口径不同，不能互作基期",
        "{name} is {a} in {year}, while '{term}' is {b}: another scope, neither can be the "
        "other's base",
        name=in_both(name_of(first.indicator)), year=(str(first.year),) * 2,
        a=cited_in_both(first), b=cited_in_both(second), term=(term, english)),
        sentence("{b} ≠ {a}", "{b} ≠ {a}", a=bare_in_both(first.value, unit),
                 b=bare_in_both(second.value, unit)), others=(second.spot,))


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
                yield Hit(_indicator_spot(facts, indicator), sentence(
                    "{name}既称“{a}”又称“{b}”：前者是年度量，后者是存量或累计数",
                    "{name} goes by '{a}', a yearly flow, and by '{b}', a stock or running total",
                    name=in_both(name_of(indicator)), a=(yearly, yearly), b=(held[0], held[0])))
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
    kinds = [Text("年度量", "a yearly flow") if i.kind in FLOWS
             else Text("年末存量或累计数", "a stock or running total") for i in (one, two)]
    figures = [_latest(facts, i) for i in (one, two)]
    shown = [("—", "—") if f is None else cited_in_both(f) for f in figures]
    return Hit(_indicator_spot(facts, one), sentence(
        "“{term}”在这里是{k1}，而“{other}”是{k2}：同一名称既指年度量又指存量",
        "'{term}' is {k1} here, '{other}' is {k2}: one name for a flow and for a stock",
        term=(term, term), other=(other, other), k1=in_both(kinds[0]), k2=in_both(kinds[1])),
        sentence("“{term}”{a}；“{other}”{b}", "'{term}' {a}; '{other}' {b}",
                 term=(term, term), other=(other, other), a=shown[0], b=shown[1]),
        others=(_indicator_spot(facts, two),))


def _latest(facts: Facts, indicator: Indicator) -> Said | None:
    known = [s for s in facts.of(Role.ACTUAL)
             if s.indicator.id == indicator.id and s.is_level and not s.derived]
    return max(known, key=lambda s: s.year) if known else None


def _indicator_spot(facts: Facts, indicator: Indicator) -> Spot:
    index = [i.id for i in facts.plan.indicators].index(indicator.id)
    return Spot("indicators", index, indicator.id)


def operator_mismatch(facts: Facts) -> Iterator[Hit | Agreed]:
    """The same target value with different operators (达到, 突破, 以上, 左右)."""
    groups: dict[tuple[object, ...], list[Said]] = {}
    for said in facts.of(Role.TARGET):
        if said.sense is not Sense.BETWEEN:
            key = (said.indicator.id, said.region, said.year, said.basis)
            groups.setdefault(key, []).append(said)
    for group in groups.values():
        senses: dict[Sense, Said] = {}
        for said in sorted(group, key=lambda s: s.spot.section != "statements"):
            if agree(group[0], said):  # a statement cites one place, a target's row often two
                senses.setdefault(said.sense, said)
        kinds = sorted(senses, key=_ORDER.index)
        if len(kinds) > 1:
            yield _operator_hit(group[0], [senses[k] for k in kinds])


def _operator_hit(first: Said, ways: list[Said]) -> Hit:
    parts = [(f"{sense_word(s.sense).zh}{cited_in_both(s)[0]}",
              f"{sense_word(s.sense).en} {cited_in_both(s)[1]}") for s in ways]
    return Hit(first.spot, sentence(
        "{name}{year}年的目标值相同而用词不同：{ways}",
        "the target of {name} for {year} is worded in different ways: {ways}",
        name=in_both(name_of(first.indicator)), year=(str(first.year),) * 2,
        ways=("；".join(p[0] for p in parts), "; ".join(p[1] for p in parts))),
        _edge(first, ways), others=tuple(s.spot for s in ways if not s.spot.same_row(first.spot)))


def _edge(first: Said, ways: list[Said]) -> Text:
    senses = {s.sense for s in ways}
    value = level_in_both(first.value, first.indicator.unit if first.is_level else first.unit)
    if senses == {Sense.ABOVE, Sense.AT_LEAST}:
        return sentence("恰好{v}：“达到”算完成，“突破”不算",
                        "exactly {v} meets 'at least' and not 'above'", v=value)
    if Sense.ABOUT in senses:
        return sentence("{v}：“左右”允许略低，也不允许高出很多",
                        "{v}: 'about' allows a little less, and not much more", v=value)
    return sentence("{v}：方向相反", "{v}: opposite directions", v=value)
