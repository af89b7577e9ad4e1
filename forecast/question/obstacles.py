"""Why a target has no number to compute with, and the datum that would give it one."""

from __future__ import annotations

from dataclasses import dataclass

from data.messages.message import Message
from data.plan import Indicator, Target
from data.words import NOTHING, Basis, Kind, Wording

FROM_BASE = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE, Basis.INCREMENT_FROM_BASE)
"""Bases whose number counts from the base value."""

SUMMED = (Kind.FLOW, Kind.AMOUNT)
"""Kinds that a sum over the period makes sense for."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why no number can be given, and what is missing (empty where nothing is)."""

    why: Wording
    missing: Wording = NOTHING


NOT_SCORED = Obstacle(Message("question.qualitative_not_scored"))
NO_LEVEL = Obstacle(
    Message("question.rate_that_stated_leads_no"),
    Message("question.needed_value_reached"),
)
BASE_ZERO = Obstacle(
    Message("question.base_zero_no_growth_can"),
    Message("question.needed_value_reached_or_increase"),
)
NO_SUM = Obstacle(
    Message("question.only_yearly_flow_can_summed"),
    Message("question.needed_indicator_declared_as_yearly"),
)


def figure_of(indicator: Indicator, year: int | str, region: str = "") -> Wording:
    """Name the figure that is wanted; ``region`` where it is not the plan's own."""
    return Message("question.needed_figure", name=indicator.name, year=year, has_year=bool(year),
                   region=region, elsewhere=bool(region))


def in_the_target(target: Target, indicator: Indicator, kind: Kind) -> Obstacle | None:
    """Return what the target itself lacks, whatever the data."""
    if target.basis is Basis.QUALITATIVE:
        return NOT_SCORED
    if target.basis is Basis.RELATIVE_TO_REGION and not target.relative_to:
        return other_region_unknown(indicator)
    if target.value is None and target.basis not in (Basis.EVERY_YEAR_UP,
                                                     Basis.RELATIVE_TO_REGION):
        name = indicator.name
        return Obstacle(Message("question.document_gives_no_target_value"),
                        Message("question.needed_target_value_for", name=name))
    if target.basis is Basis.CUMULATIVE_OVER_PERIOD and kind not in SUMMED:
        return NO_SUM
    return None


def other_region_unknown(indicator: Indicator, region: str = "", *, here: bool = True) -> Obstacle:
    """The region a target compares with has no figures, or is not even named.

    ``here``: the plan's own region has none either.
    """
    other = region or Message("question.other_region")
    return Obstacle(
        Message("question.target_relative_another_region_gives"),
        Message("question.needed_yearly", name=indicator.name, here=here, other=other))


def no_base(target: Target, indicator: Indicator, base_value: float | None, *, as_of: int,
            region: str = "") -> Obstacle | None:
    """Return why a target that counts from its base cannot: no base, or not known yet."""
    if target.basis not in FROM_BASE:
        return None
    if base_value is None or target.base_year is None:
        return Obstacle(
            Message("question.only_growth_given_no_base"),
            figure_of(indicator, target.base_year or "", region))
    if base_value == 0 and target.basis is not Basis.INCREMENT_FROM_BASE:
        return BASE_ZERO
    if target.base_year > as_of:
        year = target.base_year
        return Obstacle(
            Message("question.target_counts_from_whose_figure", year=year, as_of=as_of),
            Message("question.needed_as_year_or_later", year=year))
    return None
