"""The annexes, each a document of its own: scenarios, pace, method, gaps, document, trace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from data.messages.message import Joined
from data.numbers import about
from data.words import Lang
from forecast.lint.findings import Severity
from forecast.plan_targets.statement import AsPlan
from forecast.probability.verdict import Pace, TargetResult, Verdict
from forecast.question.readings import region_shown
from report.assessment.plan_statement import PLANS, SERIES, plan_sentences
from report.assessment.rows import (
    as_plan_text,
    chance_text,
    lead,
    lead_scenario,
    series_text,
    span_text,
)
from report.assessment.sentences import provenance, worth_text
from report.assessment.without_base import answer_sentence, short_answer, spoken_text
from report.assessment.without_base.notes import together_note
from report.assessment.without_base.wording import REGIMES
from report.charts.drawing.part_years import months
from report.memo.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Memo,
    Paragraph,
    Run,
    Table,
    cell,
    plain,
)
from report.memo.dossier import Dossier
from report.memo.figures import mark, trace_pace, vintage
from report.memo.lines import Line, Listed
from report.memo.romanized import in_script
from report.memo.spoken import span_said
from report.memo.trace import Tracer
from report.memo.wording import punctuation, text, texts, uncoded
from report.text.goal import name_text, subject_text
from report.text.listing import in_a_row, listed
from report.text.words import HOW_TO_READ, KINDS, METHOD_NAMES, PATHS, bracketed, label, pace_label
from scenarios.scenario import ScenarioName

# The annex on scenarios: one matrix of all targets and scenarios, once.

ACROSS = 6
"""Scenarios of one table; more go on in the next."""


SAME = "="
"""What stands where a scenario does not touch a target."""


def scenario_matrix(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield the probability of every open target under every scenario, and the forecast itself."""
    lang, a = tracer.lang, listed.dossier.assessment
    lines = [x for x in listed.assessed if not x.known]
    if not lines:
        return
    leading = lead_scenario(a)
    order = sorted(a.scenarios, key=lambda s: s.id != leading)
    yield Paragraph(plain(text(lang, "annex.scenarios_how")))
    for start in range(0, len(order), ACROSS):
        part = order[start:start + ACROSS]
        heads = (*text_heads(lang), *(s.name.get(lang) for s in part))
        rows = tuple(_row(listed, line, part, tracer) for line in lines)
        yield Table(text(lang, "annex.matrix"), f"matrix-{start // ACROSS + 1}", heads, rows,
                    (0.06, 0.3, *(0.64 / len(part) for _ in part)), small=True)
    rows = tuple(_forecast(listed, line, tracer) for line in lines
                 if line.chance.median is not None)
    if rows:
        yield Table(text(lang, "annex.forecasts"), "forecasts",
                    (*text_heads(lang), text(lang, "annex.median"), text(lang, "annex.span")), rows,
                    (0.06, 0.38, 0.24, 0.32), small=True)


def text_heads(lang: str) -> tuple[str, str]:
    """Return the heads of the columns that name a target."""
    return text(lang, "strip.no"), text(lang, "strip.name")


def _row(listed: Listed, line: Line, scenarios: list[ScenarioName], tracer: Tracer,
         ) -> tuple[Cell, ...]:
    lang, plan = tracer.lang, listed.dossier.assessment.plan
    cells = [cell(line.number), cell(line.name(plan, lang))]
    for scenario in scenarios:
        chance = line.verdict.chance(scenario.id)
        name, p = scenario.name.get(lang), chance.probability
        if chance is not line.chance and p == line.chance.probability:
            cells.append(cell(SAME, number=True))
            continue
        cells.append(cell(
            chance_text(line.verdict, chance), number=True,
            trace="" if p is None else mark(
                listed.dossier, line.result, line.verdict, tracer,
                what=text(lang, "annex.under", name=name), value=f"{p:.4f}",
                formula=text(lang, "annex.under_how"))))
    return tuple(cells)


def _forecast(listed: Listed, line: Line, tracer: Tracer) -> tuple[Cell, ...]:
    lang, a = tracer.lang, listed.dossier.assessment
    chance, unit = line.chance, line.verdict.indicator.unit
    assert chance.median is not None  # the caller has chosen
    middle = about(chance.median, unit, lang)
    span = "—" if chance.low80 is None or chance.high80 is None else span_said(
        chance.low80, chance.high80, unit, lang)
    trace = mark(listed.dossier, line.result, line.verdict, tracer, value=f"{middle} ({span})",
                 what=text(lang, "annex.forecast_what", year=line.result.target.year),
                 formula=text(lang, "annex.forecast_how", n=f"{a.n_paths:,}"))
    return (cell(line.number), cell(line.name(a.plan, lang)),
            cell(middle, number=True, trace=trace), cell(span, number=True))


# The annex on pace: every method a target, with what its labels have been worth.

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
        return
    yield Paragraph(plain(text(lang, "annex.pace_how")))
    yield from tables


# The annexes on method and sources, and on the document's own findings.

def document_findings(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield what the linter found in the plan's own text and tables."""
    report = dossier.lint
    rows = [(cell(text(lang, f"document.{f.severity.value}")),
             cell(_joined(uncoded(f.what.get(lang)), f.sums.get(lang), lang)),
             cell(uncoded(f.declare.get(lang))))
            for f in report.findings if f.severity is not Severity.NOTE]
    if not rows and not report.recomputed:
        return
    yield Paragraph(plain(text(
        lang, "document.recomputed", n=report.recomputed, agreeing=report.agreeing,
        all=report.recomputed == report.agreeing)))
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
        row=text(lang, "method.plans_row", regime=REGIMES[shift.regime]),
        formula=text(lang, "method.plans_how", mean=shift.shift.mean, sd=shift.shift.sd),
        vintage=vintage(dossier, lang),
        of=(line.result.target.id, line.verdict.reading.value))


def sources(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield where the figures come from, each source once."""
    plan = dossier.assessment.plan
    found: dict[str, dict[str, list[str]]] = {}
    comma, colon = punctuation(lang, "list"), punctuation(lang, "colon")
    for series in plan.history:
        name = plan.indicator(series.indicator).name.get(lang)
        for year, source in zip(series.years, series.sources or (), strict=False):
            if source:
                found.setdefault(source, {}).setdefault(name, []).append(str(int(year)))
    for part in plan.partials:
        name = plan.indicator(part.indicator).name.get(lang)
        if part.source:
            found.setdefault(part.source, {}).setdefault(name, []).append(
                text(lang, "names.part_year", year=part.year, months=months(part, lang)))
    if not found:
        return
    yield Heading(2, text(lang, "method.sources"), "sources")
    yield Bullets(tuple(
        (Run(source + colon, strong=True), Run(in_a_row([
            text(lang, "names.in_years", name=name, years=comma.join(dict.fromkeys(years)))
            for name, years in what.items()], lang))) for source, what in found.items()))


# The annex on targets that cannot be assessed: why, and what the missing figure would decide.

def not_assessed(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield the targets without a probability: why, and what the missing figure would decide."""
    plan = dossier.assessment.plan
    gaps: dict[tuple[str, str], list[TargetResult]] = {}
    rows: list[tuple[Cell, ...]] = []
    for result in dossier.assessment.results:
        verdict = result.verdicts[0]
        if verdict.scored and any(lead(v).followed is not None for v in result.verdicts):
            continue
        reasons = Joined(verdict.evidence.reasons, "mark.semicolon").get(lang) \
            if verdict.scored else text(lang, "gaps.qualitative")
        region = region_shown(plan, result.target.region) if verdict.scored else result.target.id
        gaps.setdefault((region or result.target.id, reasons), []).append(result)
    for (region, reasons), found in gaps.items():
        first = found[0]
        if len(found) == 1:
            what = _wanted(first, lang) if first.scored else first.target.note.get(lang)
            what = what.removeprefix(text(lang, "gaps.needed")) or "—"
            rows.append((cell(name_text(first, plan, lang)), cell(reasons), cell(what)))
            continue
        names = listed([r.indicator.name.get(lang) for r in found], lang)
        colon = punctuation(lang, "colon")
        said = punctuation(lang, "semicolon").join(
            f"{r.indicator.name.get(lang)}{colon}{_wanted(r, lang, short=True)}" for r in found)
        rows.append((cell(f"{region}{colon}{names}"), cell(reasons), cell(said)))
    if not rows:
        return
    yield Table(text(lang, "gaps.caption"), "gaps", texts(lang, "gaps.heads"), tuple(rows),
                (0.22, 0.2, 0.58), small=True)
    yield Paragraph(plain(spoken_text(dossier.assessment, lang)))
    joint = [together_note(t, lang) for t in dossier.assessment.together]
    if joint:
        colon = punctuation(lang, "colon")
        yield Bullets(tuple((Run(about + colon, strong=True), Run(said)) for about, said in joint))


def _wanted(result: TargetResult, lang: Lang, *, short: bool = False) -> str:
    """Return what the base would have to be, by reading, else the datum that would help."""
    said = [(v.reading, short_answer(v, lang) if short else answer_sentence(v, lang, before=False))
            for v in result.verdicts if v.without_base is not None]
    if not said:
        return result.verdicts[0].evidence.missing.get(lang)
    if len(said) == 1:
        return said[0][1]
    return punctuation(lang, "after_sentence").join(
        bracketed(KINDS[reading].get(lang), lang).strip() + punctuation(lang, "space") + answer
        for reading, answer in said)


TRACE = "trace"

Section = Callable[[Listed, Tracer], Iterator[Block]]


def _method(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    yield from method(listed.dossier, tracer.lang)
    yield from two_statements(listed, tracer)
    yield from sources(listed.dossier, tracer.lang)


SECTIONS: Mapping[str, Section] = {
    "scenarios": scenario_matrix, "pace": pace_annex, "method": _method,
    "gaps": lambda listed, tracer: not_assessed(listed.dossier, tracer.lang),
    "document": lambda listed, tracer: document_findings(listed.dossier, tracer.lang),
}
"""What each annex is written by; ``trace`` follows from all others and comes last."""

NAMES = (*SECTIONS, TRACE)


def filled(names: Sequence[str], listed: Listed, lang: Lang) -> tuple[str, ...]:
    """Return the annexes that have something to say, in their order; the trace always has."""
    return tuple(name for name in NAMES if name in names and (
        name == TRACE or any(SECTIONS[name](listed, Tracer(lang, listed.numbers)))))


def annex(name: str, listed: Listed, tracer: Tracer, body: Memo) -> Memo:
    """Return one annex of a memo; ``trace`` resolves every figure that was marked so far."""
    blocks: list[Block] = list(trace_blocks(listed, tracer) if name == TRACE
                               else SECTIONS[name](listed, tracer))
    title = text(tracer.lang, f"annex.title_{name}")
    memo = replace(body, title=title, subtitle=body.title, blocks=tuple(blocks), facts=(),
                   traced="" if name == TRACE else body.traced)
    return in_script(memo, listed.dossier.assessment.plan)


def trace_blocks(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield the table that every trace id resolves in."""
    lang, a = tracer.lang, listed.dossier.assessment
    yield Paragraph(plain(text(lang, "trace.how")))
    yield Paragraph(plain(text(lang, "trace.common", reference=a.reference,
                               calibration=a.calibration)))
    rows = tuple((Cell((Run(t.id, anchor=f"trace-{t.id}"),)), cell(t.what), cell(t.value),
                  cell(t.row), cell(t.formula), cell(t.vintage)) for t in tracer.sorted())
    yield Table(text(lang, "trace.caption"), "trace-table", texts(lang, "trace.heads"), rows,
                (0.06, 0.2, 0.2, 0.2, 0.23, 0.11), small=True)
