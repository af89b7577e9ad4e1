"""Targets that their own base or the nature of the figure rules out."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Basis, Kind, Role, Sense
from forecast.lint.compare import compounded
from forecast.lint.facts import RATES, Facts, Said
from forecast.lint.figures import (
    bare_in_both,
    cited_in_both,
    in_both,
    level_in_both,
    name_of,
    percent_in_both,
    sentence,
)
from forecast.lint.findings import Agreed, Hit

FULL = 100.0
_TOWARDS_MORE = (Sense.AT_LEAST, Sense.ABOVE, Sense.ABOUT)
_TOWARDS_LESS = (Sense.AT_MOST, Sense.ABOUT)


def wrong_side_of_base(facts: Facts) -> Iterator[Hit | Agreed]:
    """A target on the side of its base that it should move away from."""
    for goal in facts.of(Role.TARGET):
        base = facts.base_of(goal)
        if not goal.is_level or goal.spot.section != "targets" or base is None:
            continue
        more = goal.indicator.direction > 0 or goal.indicator.kind is Kind.CUMULATIVE
        senses = _TOWARDS_MORE if more else _TOWARDS_LESS
        wrong = goal.value < base.value if more else goal.value > base.value
        if goal.sense not in senses or not wrong:
            continue
        unit = goal.indicator.unit
        share = 100 * (goal.value / base.value - 1) if base.value else 0.0
        if goal.indicator.kind is Kind.CUMULATIVE:
            wish = ("累计数不会减少", "a running total never falls")
        else:
            wish = ("越高越好", "more is better") if more else ("越低越好", "less is better")
        yield Hit(goal.spot, sentence(
            "{name}的目标{g}{side}基期{b}，而{wish}",
            "the target of {name}, {g}, is {side} its base of {b}, yet {wish}",
            name=in_both(name_of(goal.indicator)), g=cited_in_both(goal), b=cited_in_both(base),
            side=("低于", "below") if more else ("高于", "above"), wish=wish),
            sentence("{g} ÷ {b} − 1 = {p}", "{g} ÷ {b} − 1 = {p}",
                     g=bare_in_both(goal.value, unit), b=bare_in_both(base.value, unit),
                     p=percent_in_both(share, 1)),
            others=() if base.spot.same_row(goal.spot) else (base.spot,))


def share_over_100(facts: Facts) -> Iterator[Hit | Agreed]:
    """A share whose target comes to more than 100 %."""
    for goal in facts.of(Role.TARGET):
        if goal.indicator.kind is not Kind.SHARE:
            continue
        level = _level(facts, goal)
        base = facts.base_of(goal)
        if level is None or level <= FULL:
            continue
        unit = goal.indicator.unit
        sums = sentence("{x} > 100%", "{x} > 100 %", x=level_in_both(round(level, 1), unit))
        if base is not None and not goal.is_level:
            sums = sentence(
                "基期{b}，目标{g}，即{x} > 100%", "base {b}, target {g}, that is {x} > 100 %",
                b=level_in_both(base.value, unit), g=cited_in_both(goal),
                x=level_in_both(round(level, 1), unit))
        yield Hit(goal.spot, sentence(
            "{name}是占比，目标却超过100%", "{name} is a share, yet its target is above 100 %",
            name=in_both(name_of(goal.indicator))), sums)


def _level(facts: Facts, goal: Said) -> float | None:
    """Return the level a target of a share comes to; ``None`` when that needs a missing base."""
    if goal.is_level:
        return goal.value
    base = facts.base_of(goal)
    if base is None:
        return None
    if goal.basis is Basis.INCREMENT_FROM_BASE:
        return base.value + goal.value
    if goal.basis not in RATES:
        return None
    years = goal.year - base.year if goal.basis is Basis.CAGR_FROM_BASE else 1
    return base.value * compounded(goal.value, years)
