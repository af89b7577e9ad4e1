"""Names and subtitles that several kinds of picture share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from data.messages.message import Message
from data.plan import Indicator, Plan, Target
from data.words import Basis, Kind, Lang
from forecast.question.standing import Standing
from report.solve.solve_words import colon, goal, in_year
from report.text.goal import is_one_of_several, subject_text
from report.text.words import KINDS, bracketed, label
from report.text.wrapping import cells, shortened

SUBTITLE = 118
"""Cells of a subtitle."""


class Reading(Protocol):
    """What is about one reading of one target."""

    @property
    def target(self) -> Target:
        """The target."""

    @property
    def indicator(self) -> Indicator:
        """What is measured."""

    @property
    def reading(self) -> Kind:
        """How the figure is read."""


def subtitle(plan: Plan, as_of: int, lang: Lang, *, more: str = "", width: int = SUBTITLE) -> str:
    """Return the plan's title, cut where it is too long, the as-of year and ``more``."""
    comma = Message("mark.comma").get(lang)
    rest = f"{comma}{label('as_of', lang)} {as_of}" + (comma + more if more else "")
    return shortened(plan.title.get(lang), width - cells(rest)) + rest


def reading_name(row: Reading, plan: Plan, lang: Lang, *, width: int = 60) -> str:
    """Return what a row is about in about ``width`` cells, at least half of them for the name.

    After the name stands what the target asks for where the plan has several of the indicator,
    else its year where that is not the plan's last; and its kind where it is one of several.
    """
    target, indicator = row.target, row.indicator
    name, tail = subject_text(target, indicator, plan, lang), ""
    if is_one_of_several(target, plan):
        asked = goal(row, lang).removesuffix(in_year(plan.period.end, lang))
        tail = colon(lang) + shortened(asked, width // 2)
    elif target.year != plan.period.end:
        tail = f" {target.year}"
    if indicator.kind is Kind.UNDECLARED and len(indicator.readings) > 1:
        tail += bracketed(KINDS[row.reading].get(lang), lang)
    return shortened(name, max(width // 2, width - cells(tail))) + tail


def names_of(rows: Sequence[Reading], plan: Plan, lang: Lang, *, width: int) -> list[str]:
    """Return what rows are about, each target once: by its reading where only one is among them."""
    by_target: dict[str, list[Reading]] = {}
    for row in rows:
        by_target.setdefault(row.target.id, []).append(row)
    return list(dict.fromkeys(
        reading_name(found[0], plan, lang, width=width) if len(found) == 1
        else subject_text(found[0].target, found[0].indicator, plan, lang)
        for found in by_target.values()))


def growth_name(row: Standing, plan: Plan, lang: Lang, *, width: int = 60) -> str:
    """Return what a row's growth is of: of a running total, what is added in a year."""
    return reading_name(row, plan, lang, width=width) + growth_of(row, lang)


def growth_of(row: Standing, lang: Lang) -> str:
    """Return what follows a target's name where growth is that of another series."""
    total = row.reading is Kind.CUMULATIVE or row.target.basis is Basis.CUMULATIVE_OVER_PERIOD
    if row.driver:
        return colon(lang) + row.driver.get(lang)
    return colon(lang) + Message("charts.additions").get(lang) if total else ""
