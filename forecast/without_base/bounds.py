"""What the plan's figures say of a base that is known only in part."""

from __future__ import annotations

from data.plan import Plan
from data.probabilities import printed
from data.words import Role, Sense
from forecast.law.part_year import COUNTED_TO
from forecast.plan_level.joint import region_key
from forecast.plan_level.parts import ADDED
from forecast.probability.colour import EDGES
from forecast.probability.verdict import Colour
from forecast.question.question import Question
from forecast.without_base.answer import Bound, Known, Source

# From which probability on a target is called likely, and below which unlikely.

def edge_of(colour: Colour) -> float:
    """Return the lowest probability of a colour, with which its word begins."""
    return next(low for low, found in EDGES if found is colour)


LIKELY = edge_of(Colour.GREEN_AMBER)
"""From this printed probability on a target is called likely."""

UNLIKELY = edge_of(Colour.AMBER)
"""Below this printed probability a target is called unlikely."""


def settled(known: Known) -> bool | None:
    """Say whether what is known of a base makes the target likely (True) or unlikely (False).

    ``None`` where the limits leave both open.
    """
    if known.chance_low is not None and printed(known.chance_low) >= LIKELY:
        return True
    if known.chance_high is not None and printed(known.chance_high) < UNLIKELY:
        return False
    return None


def known_of(plan: Plan, question: Question, year: int) -> Known | None:
    """Return the limits of the figure of ``year`` that the plan gives; ``None`` without any.

    A part of a region has no more than the whole. What part of the year counted is the least the
    year can have. A statement of the document that says "above" or "at most" is one as well.
    """
    low = [*_part_years(plan, question, year), *_statements(plan, question, year, Sense.ABOVE)]
    high = [*_wholes(plan, question, year), *_statements(plan, question, year, Sense.AT_MOST)]
    if not low and not high:
        return None
    return Known(max(low, key=lambda b: b.value, default=None),
                 min(high, key=lambda b: b.value, default=None))


def whole_figure(plan: Plan, indicator: str, region: str, year: int) -> float | None:
    """Return what a region had in ``year``: its history, else the base of one of its targets."""
    series = plan.series(indicator, region)
    found = None if series is None else series.at(year)
    if found is not None:
        return found
    return next((t.base_value for t in plan.targets
                 if t.indicator == indicator and t.base_year == year and t.base_value is not None
                 and region_key(plan, t.region) == region_key(plan, region)), None)


def _wholes(plan: Plan, question: Question, year: int) -> list[Bound]:
    if question.reading not in ADDED:
        return []
    region, name, out = region_key(plan, question.target.region), question.indicator.id, []
    for group in plan.parts:
        if region not in group.parts or (group.indicators and name not in group.indicators):
            continue
        value = whole_figure(plan, name, group.whole, year)
        if value is not None:
            out.append(Bound(value, Source.WHOLE, region_key(plan, group.whole)))
    return out


def _part_years(plan: Plan, question: Question, year: int) -> list[Bound]:
    if question.reading not in COUNTED_TO:
        return []
    region = region_key(plan, question.target.region)
    return [Bound(p.value, Source.PART_YEAR) for p in plan.partials
            if p.indicator == question.indicator.id and p.year == year
            and region_key(plan, p.region) == region]


def _statements(plan: Plan, question: Question, year: int, sense: Sense) -> list[Bound]:
    region = region_key(plan, question.target.region)
    return [Bound(s.value, Source.STATEMENT) for s in plan.statements
            if s.role is Role.ACTUAL and s.sense is sense and s.value is not None
            and s.indicator == question.indicator.id and s.year == year
            and region_key(plan, s.region) == region]
