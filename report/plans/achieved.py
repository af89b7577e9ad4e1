"""The achieved figures of a document as a table that ``--history`` reads: what a review is for.

One row a figure: indicator, year, value, unit, and where it stands in the document. Figures of
which the reader was not sure say so at their source.
"""

from __future__ import annotations

from collections import Counter

from data.document.claims import Claim, Understood
from data.document.draft.drafting import Draft, HistoryDraft, draft_plan
from data.document.draft.planfile import UNSURE, number
from data.document.units_written import unit_row
from data.errors import PlancastError, Where, problem
from data.io.csvout import csv_text
from data.messages.message import Message
from data.plan import Period, Unread
from data.words import Lang

COLUMNS = ("region", "indicator", "year", "value", "unit", "source")


def achieved_table(understood: Understood, *, name: str, period: Period | None, lang: Lang
                   ) -> tuple[str, int, tuple[Unread, ...]]:
    """Return the table (CSV), how many figures it has, and what was not understood.

    Figures without a year, of a part of a year, or computed from a growth rate are no rows of it.
    ``name`` is the document's file name.

    Raises
    ------
    PlancastError
        IMPORT_NO_FIGURES when the document states no achieved figure of a year.
    """
    plan = draft_plan(understood, period or understood.frame.period or _any(understood))
    names = Counter(draft.group.name for draft in plan.drafts)
    rows = []
    for draft in plan.drafts:
        shown = draft.group.name if names[draft.group.name] == 1 else draft.group.id
        for item in sorted(draft.history, key=lambda h: (h.filed.claim.region, h.year)):
            if not item.derived:
                rows.append(_row(draft, item, shown, lang))
    if not rows:
        raise PlancastError([problem("IMPORT_NO_FIGURES", Where(file=name))])
    return csv_text(COLUMNS, rows), len(rows), plan.unread


def _any(understood: Understood) -> Period:
    """Return a period for the rows of a document that has none: the years its figures are of."""
    years = [claim.year for claim in understood.claims if claim.year is not None]
    known = understood.frame.known
    last = known if known is not None else max(years, default=2000)
    return Period(last - 1, last, last)


def _row(draft: Draft, item: HistoryDraft, name: str, lang: Lang) -> tuple[str, ...]:
    unit = draft.group.unit
    return (item.filed.claim.region, name, str(item.year),
            number(unit.unit.from_canonical(item.value)), unit_row(unit),
            _source(item.filed.claim, lang))


def _source(claim: Claim, lang: Lang) -> str:
    spot = Message("plans.line_2", line=claim.span.line).get(lang)
    return spot if claim.confidence >= UNSURE else f"{spot} ? {claim.reason.get(lang)}"
