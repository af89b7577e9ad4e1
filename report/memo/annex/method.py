"""The annexes on method and sources, and on the document's own findings."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.lint.findings import Severity
from forecast.plan_targets.statement import AsPlan
from report.assessment.plan_statement import PLANS, SERIES, plan_sentences
from report.assessment.rows import as_plan_text, series_text, span_text
from report.assessment.sentences import provenance
from report.memo.blocks import Block, Bullets, Heading, Paragraph, Run, Table, cell, plain
from report.memo.dossier import Dossier
from report.memo.figures import vintage
from report.memo.lines import Line, Listed
from report.memo.trace import Tracer
from report.memo.wording import punctuation, text, texts, uncoded
from report.text.words import HOW_TO_READ, label


def document_findings(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield what the linter found in the plan's own text and tables."""
    report = dossier.lint
    yield Paragraph(plain(text(
        lang, "document.recomputed", n=report.recomputed, agreeing=report.agreeing,
        all=report.recomputed == report.agreeing)))
    rows = [(cell(text(lang, f"document.{f.severity.value}")),
             cell(_joined(uncoded(f.what.get(lang)), f.sums.get(lang), lang)),
             cell(uncoded(f.declare.get(lang))))
            for f in report.findings if f.severity is not Severity.NOTE]
    if not rows:
        yield Paragraph(plain(text(lang, "document.nothing")))
        return
    yield Table(text(lang, "document.caption"), "lint", texts(lang, "document.heads"), tuple(rows),
                (0.1, 0.56, 0.34), small=True)


def _joined(what: str, sums: str, lang: Lang) -> str:
    if not sums:
        return what
    return f"{what.rstrip('。. ')}{punctuation(lang, 'colon')}{sums}"


def method(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield how the numbers came about and how far to trust them."""
    a = dossier.assessment
    yield Paragraph(plain(HOW_TO_READ.get(lang)))
    yield Bullets((
        plain(text(lang, "method.probability", n=a.n_paths)),
        plain(text(lang, "method.evidence")), plain(text(lang, "method.pace")),
        plain(provenance(a, lang))))


def two_statements(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield what the probabilities are: as comparable series did, and as targets of such plans go.

    With a table of both, target by target.
    """
    dossier, lang = listed.dossier, tracer.lang
    assessment = dossier.assessment
    said = plan_sentences(assessment, lang)
    if not said:
        return
    title = text(lang, "method.statements")
    yield Heading(2, title, "two-statements")
    yield Paragraph(plain(uncoded(punctuation(lang, "after_sentence").join(said))))
    rows = []
    for line in listed.assessed:
        chance = line.chance
        if chance.as_plan is None or line.known:
            continue
        rows.append((cell(line.number), cell(line.name(assessment.plan, lang)),
                     cell(series_text(chance), number=True),
                     cell(as_plan_text(chance), number=True,
                          trace=_trace_plan(dossier, line, chance.as_plan, tracer)),
                     cell(span_text(chance), number=True)))
    if rows:
        yield Table(title, "table-two-statements", (
            text(lang, "strip.no"), label("target", lang), SERIES.get(lang), PLANS.get(lang),
            text(lang, "method.span")), tuple(rows), (0.06, 0.49, 0.15, 0.15, 0.15))


def _trace_plan(dossier: Dossier, line: Line, found: AsPlan, tracer: Tracer) -> str:
    lang, shift = tracer.lang, dossier.assessment.shift
    assert shift is not None  # there is no such probability without one
    return tracer.mark(
        f"{found.probability:.4f} ({found.low:.4f}–{found.high:.4f})",
        what=text(lang, "method.plans_what"),
        row=text(lang, "method.plans_row", regime=shift.regime),
        formula=text(lang, "method.plans_how", mean=shift.shift.mean, sd=shift.shift.sd),
        vintage=vintage(dossier, lang),
        of=(line.result.target.id, line.verdict.reading.value))


def sources(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield where the figures come from, each source once."""
    plan = dossier.assessment.plan
    found: dict[str, list[str]] = {}
    for series in plan.history:
        name = plan.indicator(series.indicator).name.get(lang)
        for year, source in zip(series.years, series.sources or (), strict=False):
            if source:
                found.setdefault(source, []).append(f"{name} {int(year)}")
    for part in plan.partials:
        name = plan.indicator(part.indicator).name.get(lang)
        if part.source:
            found.setdefault(part.source, []).append(
                f"{name} {part.year}-{part.first:02d}–{part.last:02d}")
    yield Heading(2, text(lang, "method.sources"), "sources")
    comma, colon = punctuation(lang, "list"), punctuation(lang, "colon")
    yield Bullets(tuple(
        (Run(source + colon, strong=True), Run(comma.join(dict.fromkeys(what))))
        for source, what in found.items()))
