"""Targets that their own base or the nature of the figure rules out."""

from __future__ import annotations

from collections.abc import Iterator

from data.messages.message import Message
from data.words import Basis, Kind, Role, Sense
from forecast.lint.compare import compounded
from forecast.lint.facts import RATES, Facts, Stated
from forecast.lint.figures import (
    bare_text,
    cited_text,
    level_text,
    name_of,
    percent_text,
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
        wish = "total" if goal.indicator.kind is Kind.CUMULATIVE else "up" if more else "down"
        yield Hit(goal.spot, Message(
            "lint_rules.target_its_base_yet",
            name=name_of(goal.indicator), g=cited_text(goal), b=cited_text(base),
            below=more, wish=wish),
            Message("lint_rules.g_b_p",
                     g=bare_text(goal.value, unit), b=bare_text(base.value, unit),
                     p=percent_text(share, 1)),
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
        sums = Message("lint_rules.x", x=level_text(round(level, 1), unit))
        if base is not None and not goal.is_level:
            sums = Message(
                "lint_rules.base_target_that",
                b=level_text(base.value, unit), g=cited_text(goal),
                x=level_text(round(level, 1), unit))
        yield Hit(goal.spot, Message(
            "lint_rules.share_yet_its_target_above",
            name=name_of(goal.indicator)), sums)


def _level(facts: Facts, goal: Stated) -> float | None:
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
