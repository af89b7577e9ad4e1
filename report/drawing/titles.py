"""Names and subtitles that several kinds of picture share."""

from __future__ import annotations

from data.plan import Indicator, Plan, Target
from data.words import Kind, Lang
from forecast.standing import Standing
from report.goal import subject_text
from report.words import KINDS, bracketed, label
from report.wrapping import cells, shortened


def subtitle(plan: Plan, as_of: int, lang: Lang) -> str:
    """Return the plan's title and the as-of year."""
    comma = "，" if lang == "zh" else ", "
    return f"{shortened(plan.title.get(lang), 100)}{comma}{label('as_of', lang)} {as_of}"


def reading_name(target: Target, indicator: Indicator, reading: Kind, plan: Plan, lang: Lang, *,
                 width: int = 60) -> str:
    """Return what a reading is about in at most ``width`` cells, about half of them for the name.

    After the name stands its year where that is not the plan's last, and its kind where it is one
    of several.
    """
    name, tail = subject_text(target, indicator, plan, lang), ""
    if target.year != plan.period.end:
        tail += f" {target.year}"
    if indicator.kind is Kind.UNDECLARED and len(indicator.readings) > 1:
        tail += bracketed(KINDS[reading].get(lang), lang)
    return shortened(name, max(width // 2, width - cells(tail))) + tail


def standing_name(row: Standing, plan: Plan, lang: Lang, width: int) -> str:
    """Return the name of a row in about ``width`` cells."""
    return reading_name(row.target, row.indicator, row.reading, plan, lang, width=width)
