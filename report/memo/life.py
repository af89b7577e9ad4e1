"""What the yearly and the final review say beyond the mid-term one: changes, warnings, outcomes."""

from __future__ import annotations

from collections.abc import Iterator

from data.numbers import with_unit
from data.probabilities import probability_text
from data.words import Lang
from forecast.lifecycle.record import Said
from forecast.probability.colour import far_behind, warned
from forecast.probability.verdict import Colour, TargetResult, Verdict
from report.assessment.rows import chance_text, is_known, is_split, lead
from report.memo.attention import worst
from report.memo.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Inline,
    Paragraph,
    Run,
    Table,
    cell,
    plain,
)
from report.memo.dossier import Dossier
from report.memo.figures import trace_chance
from report.memo.front import line_name, lines_of
from report.memo.trace import Tracer
from report.memo.wording import (
    colour_said,
    colour_text,
    counted,
    listed,
    say,
)
from report.text.goal import goal_text, name_text

Moved = tuple[TargetResult, Verdict, Said]


def changes(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield what changed since the last recorded run; nothing without one."""
    lang, year = tracer.lang, dossier.earlier_as_of
    if year is None:
        return
    yield Heading(1, say(lang, "与上次研判相比", "What changed since the last run"), "changes")
    moved = changed(dossier)
    if not moved:
        yield Paragraph(plain(say(
            lang, f"与上次研判（截至{year}年）相比，各目标的信号和结果均无变化。",
            f"Since the last run (as of {year}) no signal and no outcome has changed.")))
        return
    worse = sum(1 for _, v, s in moved if (lead(v).followed or 0.0) < (s.followed or 0.0))
    yield Paragraph(plain(say(
        lang, f"与上次研判（截至{year}年）相比，{len(moved)}项结论发生变化，其中{worse}项变差。",
        f"Since the last run (as of {year}) {counted(len(moved), 'verdict')} changed, {worse} of "
        "them for the worse.")))
    heads = {"zh": ("目标", "上次信号", "上次概率", "现在信号", "现在概率"),
             "en": ("target", "signal then", "P(met) then", "signal now", "P(met) now")}[lang]
    rows = tuple(_moved_row(dossier, line, tracer) for line in moved)
    yield Table(say(lang, "发生变化的结论", "Verdicts that changed"), "moved", heads, rows,
                (0.36, 0.15, 0.17, 0.15, 0.17), small=True)


def changed(dossier: Dossier) -> list[Moved]:
    """Return the readings whose colour is another one than last time, or that came to be known."""
    out: list[Moved] = []
    for result, verdict in lines_of(dossier):
        before = dossier.earlier.get((result.target.id, verdict.reading.value))
        if before is None or before.followed is None:
            continue
        if before.colour != lead(verdict).colour.value or is_known(verdict) != before.known:
            out.append((result, verdict, before))
    return out


def _moved_row(dossier: Dossier, line: Moved, tracer: Tracer) -> tuple[Cell, ...]:
    result, verdict, before = line
    lang, chance, then = tracer.lang, lead(verdict), Colour(before.colour)
    now = say(lang, "已达成" if chance.followed == 1 else "未达成",
              "met" if chance.followed == 1 else "missed") if is_known(verdict) else \
        chance_text(verdict, chance)
    return (cell(line_name(dossier, result, verdict, lang)),
            cell(colour_text(then, lang), colour=then),
            cell(probability_text(before.followed, before.error, known=before.known)),
            cell(colour_text(chance.colour, lang), colour=chance.colour),
            cell(now, trace=trace_chance(dossier, result, verdict, tracer)))


def warnings(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield the early-warning list: binding targets at AMBER-RED or RED, and indicative ones that
    are RED or far behind their path."""
    yield Heading(1, say(lang, "预警", "Early warnings"), "warnings")
    items = [r for r in dossier.assessment.results if r.scored and _is_warned(r)]
    if not items:
        yield Paragraph(plain(say(
            lang, "无预警事项：约束性指标均未触发预警，预期性指标没有严重落后的。",
            "None: no binding target is at risk and no indicative one is far behind.")))
        return
    yield Bullets(tuple(_warning(dossier, r, lang) for r in items))


def _is_warned(result: TargetResult) -> bool:
    return any(warned(lead(v).colour, binding=result.target.binding,
                      behind=not is_known(v) and far_behind(v.own_pace)) for v in result.verdicts)


def _far_behind(result: TargetResult) -> bool:
    return any(far_behind(v.own_pace) for v in result.verdicts)


def _warning(dossier: Dossier, result: TargetResult, lang: Lang) -> Inline:
    shade_now = lead(worst(result)).colour
    name = name_text(result, dossier.assessment.plan, lang)
    if any(is_known(v) for v in result.verdicts):
        said = say(lang, "到期未达成。", "missed.")
    else:
        shade = colour_said(shade_now, lang)
        behind = say(lang, "，进度严重落后", ", far behind its path") if _far_behind(result) else ""
        said = say(lang, f"信号为{shade}{behind}，应查明原因并采取措施。",
                   f"signal {shade}{behind}; find the cause and take measures.")
    return (Run(name + say(lang, "：", ": "), strong=True), Run(said))


def to_look_at(dossier: Dossier) -> frozenset[str]:
    """Return the targets that a short memo takes up: not likely yet, unclear, or changed."""
    moved = {r.target.id for r, _, _ in changed(dossier)}
    weak = {r.target.id for r, v in lines_of(dossier)
            if is_split(r) or lead(v).colour not in (Colour.GREEN, Colour.GREEN_AMBER)}
    return frozenset(moved | weak)


def outcomes(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield what became of every target, beside what was said before."""
    lang = tracer.lang
    yield Heading(1, say(lang, "到期结果", "Outcomes"), "outcomes")
    known = [(r, v) for r, v in lines_of(dossier) if is_known(v)]
    if not known:
        yield Paragraph(plain(say(
            lang, "各目标的到期实际值尚未取得，以下仍为研判而非结果；"
            "取得实际值后应重新编制本报告。",
            "No outcome is known yet: what follows are likelihoods, not results. Write this review "
            "again when the figures are there.")))
        return
    heads = {"zh": ("目标", "目标值", "实际值", "结果", "此前研判"),
             "en": ("target", "goal", "actual", "outcome", "said before")}[lang]
    rows = tuple(_outcome_row(dossier, r, v, tracer) for r, v in known)
    yield Table(say(lang, "结果已知的目标", "Targets with a known outcome"), "known", heads, rows,
                (0.34, 0.2, 0.16, 0.13, 0.17), small=True)


def _outcome_row(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
                 ) -> tuple[Cell, ...]:
    lang, chance = tracer.lang, lead(verdict)
    before = dossier.earlier.get((result.target.id, verdict.reading.value))
    was = "—" if before is None or before.followed is None or before.known else \
        probability_text(before.followed, before.error)
    hit = chance.followed == 1
    actual = with_unit(verdict.latest_value, verdict.indicator.unit, lang)
    return (cell(line_name(dossier, result, verdict, lang), strong=result.target.binding),
            cell(goal_text(verdict, lang, dossier.assessment.plan.period.end)), cell(actual),
            cell(say(lang, "已达成" if hit else "未达成", "met" if hit else "missed"),
                 trace=trace_chance(dossier, result, verdict, tracer)), cell(was))


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
        shown = listed([name_text(r, plan, lang) for r in found[:8]], lang)
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
