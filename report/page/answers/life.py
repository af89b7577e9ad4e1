"""The life of a plan in its ledger: what was recorded, what moved since, and scores so far."""

from __future__ import annotations

import json
from pathlib import Path

from data.errors import PlancastError
from data.io.writing import Json
from data.ledger.store import open_ledger
from data.probabilities import probability_text
from data.words import Lang
from forecast.lifecycle.record import last_run, read_run
from forecast.probability.verdict import Assessment
from report.assessment.rows import lead_scenario
from report.ledger.run_diff import compared
from report.ledger.run_ledger import listed
from report.ledger.run_score import ScoreOptions, scored
from report.page.answers.books import Source
from report.text.problems import problems_text


def life(source: Source, lang: Lang) -> Json:
    """Return the entries of the ledger, and the texts of difference and score."""
    if not source.ledger or not Path(source.ledger).exists():
        return {"entries": [], "moved": "", "scores": ""}
    folder = Path(source.ledger)
    entries: Json = json.loads(listed(folder, lang=lang, format="json"))
    return {
        "entries": entries,
        "moved": _said(lambda: compared(folder, "previous", "last", scenario="", lang=lang,
                                        format="table"), lang),
        "scores": _said(lambda: scored(ScoreOptions(
            folder, source.read().id, "", None, (), (), "", lang, "table")), lang)}


def said_before(source: Source, now: Assessment) -> dict[tuple[str, str, str], str]:
    """Return what the last recorded run of the plan said: the printed probabilities."""
    if not source.ledger or not Path(source.ledger).exists():
        return {}
    book = open_ledger(Path(source.ledger))
    entry = last_run(book, now.plan, until=now.as_of, scenario=lead_scenario(now))
    if entry is None:
        return {}
    return {s.key: probability_text(s.followed, s.error, known=s.known)
            for s in read_run(book, entry).said}


def _said(tell: object, lang: Lang) -> str:
    """Return what is told, or why it cannot be."""
    assert callable(tell)
    try:
        return str(tell())
    except PlancastError as error:
        return problems_text(error, lang)
