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
from report.memo.wording import listed as in_a_row
from report.memo.wording import say, text, texts
from report.text.goal import goal_text, name_text


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
    yield Heading(1, say(lang, "此前研判的检验", "How earlier statements did"), "scored")
    yield Paragraph(plain(say(
        lang, "Brier 分为概率与结果（达成为1，未达成为0）之差的平方的平均，越低越好，"
        "恒说五成者得0.25。条数少时只作参考。",
        "The Brier score is the mean squared difference between probability and outcome (met 1, "
        "missed 0): lower is better, always saying one half scores 0.25. Few cases prove little.")))
    heads = {"zh": ("情景", "性质", "条数", "达成率", "Brier 分", "同类目标基准率", "80%区间覆盖"),
             "en": ("scenario", "made", "cases", "share met", "Brier", "base rate's",
                    "in 80% interval")}[lang]
    names = {s.id: s.name.get(lang) for s in dossier.assessment.scenarios}
    rows = tuple((
        cell(names.get(s.scenario, s.scenario)),
        cell(say(lang, "复盘", "replayed") if s.replayed else say(lang, "事前", "beforehand")),
        cell(str(s.n), number=True), cell(_share(s.met), number=True),
        cell(_score(s.brier), number=True), cell(_score(s.brier_as_plan), number=True),
        cell(_share(s.coverage80), number=True)) for s in found)
    yield Table(say(lang, "台账中已有结果的研判", "Recorded likelihoods with a known outcome"),
                "score", heads, rows, (0.24, 0.13, 0.1, 0.13, 0.12, 0.14, 0.14), small=True)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.0%}"


def _score(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def lessons(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield what the next plan should do otherwise, by rule from what happened."""
    results = [r for r in dossier.assessment.results if r.scored]
    plan = dossier.assessment.plan

    def names(found: list[TargetResult]) -> str:
        shown = in_a_row([name_text(r, plan, lang) for r in found[:8]], lang)
        more = say(lang, f"等{len(found)}个", f" and others, {len(found)} in all")
        return shown + (more if len(found) > 8 else "")

    missed = [r for r in results if _known(r) and any(lead(v).followed == 0 for v in r.verdicts)]
    blind = [r for r in results if not _known(r)]
    split = [r for r in results if is_split(r)]
    items: list[Inline] = []
    if missed:
        items.append(plain(say(
            lang, f"未达成的目标（{names(missed)}）应逐项查明原因，区分目标过高与措施不足。",
            f"Find out for each missed target ({names(missed)}) whether it was set too high or too "
            "little was done.")))
    if blind:
        items.append(plain(say(
            lang, f"到期仍无实际值可核的目标（{names(blind)}）应明确数据来源和发布责任。",
            "Name a source and who publishes it for targets without an outcome "
            f"({names(blind)}).")))
    if split:
        items.append(plain(say(
            lang, f"下一规划应写明指标口径（{names(split)}）。",
            f"The next plan should define what its figures count ({names(split)}).")))
    items.append(plain(say(
        lang, "下一规划各目标应同时写明基期值、口径、数据来源和年度节点，以便逐年监测。",
        "Every target of the next plan should come with its base, definition, source and yearly "
        "milestones, so that it can be followed.")))
    yield Heading(1, say(lang, "经验与建议", "Lessons"), "lessons")
    yield Bullets(tuple(items))


def _known(result: TargetResult) -> bool:
    return all(is_known(v) for v in result.verdicts)
