"""The risk register: what may go wrong, how it will show first, what it would mean, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.probability.verdict import Colour, TargetResult, Verdict
from report.assessment.rows import is_known, is_split, lead, missed_text
from report.memo.advice import countermeasure, trigger, wires_value
from report.memo.blocks import Block, Cell, Heading, Paragraph, Table, cell, plain
from report.memo.dossier import Dossier
from report.memo.figures import mark, trace_chance
from report.memo.front import line_name
from report.memo.trace import Tracer
from report.memo.wording import colour_said, say

_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("编号", "风险描述", "触发条件", "影响", "应对措施", "责任人", "期限"),
    "en": ("no.", "description", "trigger", "impact", "countermeasure", "owner", "date"),
}
_WIDTHS = (0.06, 0.18, 0.23, 0.14, 0.22, 0.07, 0.10)


def risk_register(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield the register; the owner is left for the planning office to fill in."""
    lang = tracer.lang
    title = say(lang, "风险清单", "Risk register")
    yield Heading(1, title, "risks")
    rows = [_row(i, dossier, r, v, tracer) for i, (r, v) in enumerate(at_risk(dossier), 1)]
    if not rows:
        yield Paragraph(plain(say(lang, "没有需要登记的风险。", "There is no risk to enter.")))
        return
    yield Paragraph(plain(say(
        lang, "触发条件是下一期实际值的阈值：实际值越过阈值，信号随之改变，应启动相应措施。"
        "期限为据以复核的数值公布或补报之时；责任人由规划部门填写。",
        "A trigger is a threshold of the next actual figure: when it is crossed the signal changes "
        "and the measure is due. The date is when that figure comes out or is to be handed in; the "
        "owner is for the planning office to fill in.")))
    yield Table(title, "register", _HEADS[lang], tuple(rows), _WIDTHS, small=True)


def at_risk(dossier: Dossier) -> list[tuple[TargetResult, Verdict]]:
    """Return every reading that may fail: open, assessed, and not GREEN; worst first."""
    found = [(r, v) for r in dossier.assessment.results if r.scored for v in r.verdicts
             if lead(v).followed is not None and not is_known(v)
             and lead(v).colour is not Colour.GREEN]
    return sorted(found, key=lambda line: (not line[0].target.binding,
                                           lead(line[1]).followed or 0.0))


def _row(number: int, dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
         ) -> tuple[Cell, ...]:
    lang, chance = tracer.lang, lead(verdict)
    solution = dossier.solution(result, verdict)
    name = line_name(dossier, result, verdict, lang)
    said = missed_text(verdict, chance)
    what = say(lang, f"{name}到期未实现（可能性{said}）",
               f"Risk of missing the target for {name}: {said}")
    chance_id = trace_chance(dossier, result, verdict, tracer)
    target = result.target.year
    if dossier.assessment.as_of >= target:
        shows = say(lang, f"{target}年实际值公布", f"the {target} figure comes out")
        measure = say(lang, "公布后据实判定", "judge by the figure")
        wire_id, awaited = "", target
    else:
        shows, measure = trigger(solution, chance.colour, lang), countermeasure(
            result, solution, lang)
        wires = None if solution is None else solution.wires
        wire_id = "" if wires is None else mark(
            dossier, result, verdict, tracer, what=wires_what(lang), value=wires_value(wires, lang),
            formula=wires_formula(lang))
        awaited = wires.year if wires is not None else (
            verdict.latest_year or dossier.assessment.as_of) + 1
    return (
        cell(f"R{number}"), cell(what, trace=chance_id), cell(shows, trace=wire_id),
        cell(_impact(result, chance.colour, lang)), cell(measure),
        cell(say(lang, "（待填）", "(to fill in)")),
        cell(_due(dossier.assessment.as_of, awaited, lang)))


def _due(as_of: int, awaited: int, lang: Lang) -> str:
    """Return when to look again: when the awaited figure comes out, which is never in the past.

    A figure of a year that is over is due already: it is to be handed in by the next review.
    """
    if awaited > as_of:
        return say(lang, f"{awaited}年数值公布时", f"when the {awaited} figure is out")
    return say(lang, f"{as_of + 1}年：补报此前年度数值",
               f"{as_of + 1}: overdue figures handed in")


def wires_what(lang: Lang) -> str:
    """Return what the annex calls tripwires."""
    return say(lang, "触发阈值", "tripwires")


def wires_formula(lang: Lang) -> str:
    """Return how tripwires come about."""
    return say(lang, "对下一期每个假想数值重新计算，信号改变之处",
               "the whole computation repeated for every supposed next figure: where the colour "
               "changes")


def _impact(result: TargetResult, colour: Colour, lang: Lang) -> str:
    shade = colour_said(colour, lang)
    if is_split(result):
        return say(lang, "口径不明，结论暂不能使用", "unclear definition: no usable verdict yet")
    if not result.target.binding:
        return say(lang, f"预期性指标（{shade}）；影响的考核、任务和资金由牵头单位填写",
                   f"indicative target ({shade}); assessments, tasks and funds affected: for the "
                   "lead unit to fill in")
    if colour in (Colour.AMBER_RED, Colour.RED):
        return say(lang, f"约束性指标（{shade}），列入预警；未完成须按程序说明或报批调整",
                   f"binding target ({shade}): early warning; a miss has to be accounted for or "
                   "the target adjusted by procedure")
    return say(lang, f"约束性指标（{shade}）；未完成须按程序说明",
               f"binding target ({shade}); a miss has to be accounted for")
