"""Comparison, attribution and tornado: the tables of the command line, and bars."""

from __future__ import annotations

from data.io.writing import Json
from data.words import Lang
from forecast.scenario_analysis.attribute import Attribution
from forecast.scenario_analysis.compare import Comparison
from forecast.scenario_analysis.sensitivity import Sensitivity
from report.scenarios.scenario_pages import (
    attribution_page,
    comparison_page,
    sensitivity_page,
)
from report.scenarios.scenario_words import assumption_text, points, step_text, title
from report.text.blocks import Page

WIDE = 10_000
"""Columns: the page wraps by itself."""


def page_view(page: Page) -> dict[str, Json]:
    """Return a page of the command line as values."""
    return {"title": page.title, "head": page.head, "foot": page.foot, "blocks": [
        {"title": b.title, "heads": list(b.heads), "rows": [list(r) for r in b.rows],
         "notes": list(b.notes)} for b in page.blocks]}


def compared_view(found: Comparison, lang: Lang) -> Json:
    """Return a comparison of scenarios."""
    return page_view(comparison_page(found, lang, width=WIDE, detail=False))


def attributed_view(found: Attribution, lang: Lang) -> Json:
    """Return what each step adds in percentage points, and the four lines of with and without."""
    bars: list[Json] = [
        {"reading": title(row.subject, lang), "shares": [
            {"name": step_text(s.label, lang), "role": s.role.value,
             "value": s.effect.probability, "error": s.error.probability,
             "text": points(s.effect.probability, s.error.probability or None)}
            for s in row.shares if s.reaches]}
        for row in found.rows if row.shares]
    return {**page_view(attribution_page(found, lang)), "bars": bars}


def tornado_view(found: Sensitivity, lang: Lang) -> Json:
    """Return the probability at both ends of every uncertain parameter."""
    bars: list[Json] = [
        {"reading": title(row.subject, lang), "at": row.probability, "bars": [
            {"name": " + ".join(assumption_text(p, lang) for p in bar.parameters),
             "low": bar.low, "high": bar.high} for bar in row.bars]}
        for row in found.rows if row.bars]
    return {**page_view(sensitivity_page(found, lang)), "bars": bars}
