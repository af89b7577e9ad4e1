"""The annex on pace: every method a target, with what its labels have been worth."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.probability.verdict import Pace, TargetResult, Verdict
from report.assessment.sentences import worth_text
from report.memo.blocks import Block, Cell, Paragraph, Table, cell, plain
from report.memo.dossier import Dossier
from report.memo.figures import trace_pace
from report.memo.lines import Listed
from report.memo.trace import Tracer
from report.memo.wording import text, texts
from report.text.goal import subject_text
from report.text.words import KINDS, METHOD_NAMES, PATHS, bracketed, pace_label


def pace_panel(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Table:
    """Return every pace method's label with what such labels have been worth."""
    lang = tracer.lang
    rows = tuple(_pace_row(dossier, result, verdict, p, tracer)
                 for p in verdict.pace if p.label != "N/A")
    name = _name(dossier, result, verdict, lang)
    return Table(text(lang, "pace.caption", name=name),
                 f"pace-{result.target.id}-{verdict.reading.value}", texts(lang, "pace.heads"),
                 rows, (0.26, 0.15, 0.17, 0.12, 0.30), small=True)


def _name(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    name = subject_text(result.target, result.indicator, dossier.assessment.plan, lang)
    if len(result.verdicts) == 1:
        return name
    return name + bracketed(KINDS[verdict.reading].get(lang), lang)


def _pace_row(dossier: Dossier, result: TargetResult, verdict: Verdict, pace: Pace,
              tracer: Tracer) -> tuple[Cell, ...]:
    lang = tracer.lang
    path = PATHS[pace.path].get(lang) if pace.path in PATHS else pace.path
    name = METHOD_NAMES[pace.method].get(lang)
    trace = trace_pace(dossier, result, verdict, tracer, pace, name)
    worth = worth_text(pace, lang) or text(lang, "pace.no_windows")
    return (cell(name), cell(pace_label(pace.label, lang)),
            cell(_pace_value(pace, lang), number=True, trace=trace), cell(path), cell(worth))


def _pace_value(pace: Pace, lang: Lang) -> str:
    """Return a method's value in its own terms: points, a share of the gap, or a ratio."""
    if pace.value is None:
        return "—"
    if pace.method == "schedule":
        said = text(lang, "pace.points", n=f"{pace.value:+.0f}")
    elif pace.method == "german":
        said = text(lang, "pace.gap", share=f"{pace.value:.0%}")
    else:
        said = f"{pace.value:.2f}"
    return said.replace("-", "−")


def pace_annex(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield the pace of every target under way by every method."""
    lang, dossier = tracer.lang, listed.dossier
    tables = [pace_panel(dossier, x.result, x.verdict, tracer) for x in listed.lines
              if not x.known and any(p.label != "N/A" for p in x.verdict.pace)]
    if not tables:
        yield Paragraph(plain(text(lang, "annex.nothing")))
        return
    yield Paragraph(plain(text(lang, "annex.pace_how")))
    yield from tables
