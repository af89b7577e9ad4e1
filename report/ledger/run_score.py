"""``plancast ledger score``: what recorded likelihoods were worth once the outcomes are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import Json, json_text
from data.ledger.entries import Entry, EntryKind
from data.ledger.figures import recorded_figures
from data.ledger.store import Ledger, open_ledger
from data.ledger.vintages import Figure
from data.words import Kind, Lang
from forecast.lifecycle.batch_scoring import (
    Actuals,
    BatchScore,
    actuals_of_figures,
    actuals_of_table,
    score_batch,
)
from forecast.lifecycle.record import read_run
from forecast.lifecycle.scoring import Resolved, Score, score, score_names, summaries
from report.ledger.score_text import batch_parts, cases_table, score_parts
from report.text.inputs import told_history
from report.text.progress import Bar
from report.text.screen import screen_width
from report.text.wrapping import wrap


@dataclass(frozen=True, slots=True)
class ScoreOptions:
    """What the command line was given."""

    ledger: Path
    plan: str | None
    entry: str  # an entry to score alone; empty for all
    actuals: Path | None  # figures to score batches against, beside the ledger's own
    realised: tuple[str, ...]
    readings: tuple[str, ...]
    scenario: str  # whose cases are listed on the screen
    lang: Lang
    format: str  # table | json | csv | markdown


def scored(options: ScoreOptions) -> str:
    """Resolve and score every run and batch.

    Raises ``PlancastError`` as the ledger does, LEDGER_NOTE and LEDGER_READING for options it
    cannot read, and the problems of the table of actuals.
    """
    notes, meant = realised_notes(options.realised), meant_readings(options.readings)
    book = open_ledger(options.ledger)
    figures = recorded_figures(book)
    wanted = book.entries() if not options.entry else (book.entry(options.entry),)
    runs = [e for e in wanted if e.kind is EntryKind.RUN
            and options.plan in (None, e.header.get("plan"))]
    batches = [e for e in wanted if e.kind is EntryKind.BATCH and options.plan is None]
    if options.entry and not (runs or batches):
        raise PlancastError([problem("LEDGER_NOT_A_RUN", Where(file=str(options.ledger)),
                                     id=wanted[0].id)])
    found = score((read_run(book, entry) for entry in runs), figures, meant=meant)
    scored_batches = _batches(book, batches, figures, options)
    if options.format == "json":
        return json_text(_record(found, scored_batches, notes))
    if options.format == "csv":
        return cases_table(found.resolved, options.lang, "csv")
    parts = score_parts(found, notes, options.scenario, options.lang, options.format) \
        if runs or not batches else []
    parts += [part for one in scored_batches for part in batch_parts(one, options.lang,
                                                                     options.format)]
    return "\n\n".join(_fitted(part) for part in parts) + "\n"


def _fitted(part: str) -> str:
    """Wrap sentences to the screen; tables are fitted already."""
    lines = part.rstrip("\n").split("\n")
    if len(lines) > 1:
        return "\n".join(lines)
    return "\n".join(wrap(part, screen_width()))


def _batches(book: Ledger, entries: Sequence[Entry], figures: Sequence[Figure],
             options: ScoreOptions) -> list[BatchScore]:
    if not entries:
        return []
    actuals: Actuals = actuals_of_figures(figures)
    if options.actuals is not None:
        actuals = dict(actuals) | actuals_of_table(told_history(options.actuals))
    out = []
    with Bar("scoring") as bar:
        for i, entry in enumerate(entries):
            bar(i, len(entries), entry.id)
            out.append(score_batch(book, entry, actuals))
    return out


def realised_notes(given: Sequence[str]) -> dict[str, tuple[str, str]]:
    """Return scenario -> (yes | no | partly, note). Raises ``PlancastError`` LEDGER_NOTE."""
    out: dict[str, tuple[str, str]] = {}
    problems = []
    for text in given:
        name, sign, rest = text.partition("=")
        answer, _, note = rest.partition(":")
        if not sign or not name or answer not in ("yes", "no", "partly"):
            problems.append(problem("LEDGER_NOTE", Where(key="--realised"), value=text))
        out[name] = (answer, note)
    if problems:
        raise PlancastError(problems, exit_code=2)
    return out


def meant_readings(given: Sequence[str]) -> dict[str, str]:
    """Return target -> the reading its figures are of. Raises ``PlancastError`` LEDGER_READING."""
    out: dict[str, str] = {}
    problems = []
    kinds = [k.value for k in Kind]
    for text in given:
        name, _, reading = text.partition("=")
        if not name or reading not in kinds:
            problems.append(problem("LEDGER_READING", Where(key="--reading"), value=text,
                                    known=", ".join(kinds)))
        out[name] = reading
    if problems:
        raise PlancastError(problems, exit_code=2)
    return out


def _record(found: Score, batches: Sequence[BatchScore], notes: Mapping[str, tuple[str, str]],
            ) -> dict[str, Json]:
    return {
        "summaries": [asdict(s) | {"assumptions": list(notes.get(s.scenario, ("", "")))}
                      for s in summaries(found.resolved)],
        "by_lead": [asdict(s) for s in summaries(found.resolved, by_lead=True)],
        "cases": [_case(c) for c in found.resolved],
        "pending": len(found.pending), "superseded": found.superseded,
        "not_meant": found.not_meant,
        "batches": [{"entry": b.entry.id, "pending": b.pending,
                     "summaries": [asdict(s) for s in b.summaries]} for b in batches],
    }


def _case(case: Resolved) -> dict[str, Json]:
    said = case.said
    named: dict[str, Json] = {
        "run": case.run.entry.id, "as_of": case.run.as_of, "target": said.target,
        "reading": said.reading, "scenario": said.scenario, "probability": said.probability,
        "stated_probability": said.stated, "value": case.value, "replayed": case.replayed}
    return named | {name: case.score(name) for name in score_names()} | {"met": case.met}
