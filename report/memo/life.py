"""What a final review says beyond the others: outcomes, how earlier statements did, lessons."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.probability.colour import far_behind, warned
from forecast.probability.verdict import TargetResult
from report.assessment.rows import is_known, is_split, lead
from report.memo.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Inline,
    Paragraph,
    Table,
    cell,
    plain,
)
from report.memo.dossier import Dossier
from report.memo.figures import trace_chance
from report.memo.lines import Line, Listed, before_text
from report.memo.spoken import outcome_said
from report.memo.trace import Tracer
from report.memo.wording import text, texts
from report.text.goal import goal_text, name_text
from report.text.listing import listed as in_a_row


def warned_results(dossier: Dossier) -> tuple[TargetResult, ...]:
    """Return the early warnings: binding targets at AMBER-RED or RED, and indicative ones that are
    far behind their path and not likely to be met all the same."""
    return tuple(r for r in dossier.assessment.results if r.scored and any(
        warned(lead(v).colour, binding=r.target.binding,
               behind=not is_known(v) and far_behind(v.own_pace)) for v in r.verdicts))


def outcomes(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield what became of every target: actual, shortfall, completion, and what was said before.
    """
    lang, known = tracer.lang, [x for x in listed.lines if x.known]
    if not known:
        return
    yield Heading(1, text(lang, "life.outcomes"), "outcomes")
    rows = tuple(_outcome_row(listed.dossier, x, tracer) for x in known)
    yield Table(text(lang, "life.outcomes_caption"), "known", texts(lang, "life.outcome_heads"),
                rows, (0.05, 0.27, 0.17, 0.25, 0.11, 0.15), small=True)


def _outcome_row(dossier: Dossier, line: Line, tracer: Tracer) -> tuple[Cell, ...]:
    lang, plan = tracer.lang, dossier.assessment.plan
    was = before_text(dossier, line) or "—"
    hit = line.chance.followed == 1
    came = outcome_said(line.verdict, lang) or "—"
    return (cell(line.number), cell(line.name(plan, lang), strong=line.result.target.binding),
            cell(goal_text(line.verdict, lang, plan.period.end)), cell(came),
            cell(text(lang, "strip.met" if hit else "strip.missed"), strong=not hit,
                 trace=trace_chance(dossier, line.result, line.verdict, tracer)), cell(was))


def scored(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield how earlier statements did, where the ledger has runs whose outcome is known now."""
    found = dossier.scores
    if not found:
        return
    yield Heading(1, text(lang, "life.scored"), "scored")
    yield Paragraph(plain(text(lang, "life.scored_how")))
    names = {s.id: s.name.get(lang) for s in dossier.assessment.scenarios}
    rows = tuple((
        cell(names.get(s.scenario, s.scenario)),
        cell(text(lang, "life.replayed" if s.replayed else "life.beforehand")),
        cell(str(s.n), number=True), cell(_share(s.met), number=True),
        cell(_score(s.brier), number=True), cell(_score(s.brier_as_plan), number=True),
        cell(_share(s.coverage80), number=True)) for s in found)
    yield Table(text(lang, "life.scored_caption"), "score", texts(lang, "life.scored_heads"), rows,
                (0.24, 0.13, 0.1, 0.13, 0.12, 0.14, 0.14), small=True)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def _score(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def lessons(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield what the next plan should do otherwise, by rule from what happened.

    What was missed is to be accounted for: that is a decision of page one.
    """
    results = [r for r in dossier.assessment.results if r.scored]
    plan = dossier.assessment.plan

    def names(found: list[TargetResult]) -> str:
        shown = in_a_row([name_text(r, plan, lang) for r in found[:8]], lang)
        return text(lang, "life.cut", names=shown, n=len(found)) if len(found) > 8 else shown

    blind = [r for r in results if not _known(r)]
    split = [r for r in results if is_split(r)]
    items: list[Inline] = []
    for lesson, found in (("blind", blind), ("split", split)):
        if found:
            items.append(plain(text(lang, f"life.lesson_{lesson}", names=names(found))))
    items.append(plain(text(lang, "life.lesson_next")))
    yield Heading(1, text(lang, "life.lessons"), "lessons")
    yield Bullets(tuple(items))


def _known(result: TargetResult) -> bool:
    return all(is_known(v) for v in result.verdicts)
