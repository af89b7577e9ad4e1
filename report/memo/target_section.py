"""One section a target: pace, outlook, causes, what will happen by the deadline, advice.

The five parts carry the names that Chinese mid-term evaluations ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.numbers import about, with_unit
from data.probabilities import probability_text
from data.words import Basis, Lang
from forecast.probability.verdict import TargetResult, Verdict
from report.assessment.plan_statement import both_named
from report.assessment.rows import chance_text, is_known, is_split, lead
from report.assessment.sentences import scenario_name
from report.memo.advice import advice_value, countermeasure, wires_said, wires_value
from report.memo.attention import why_differ
from report.memo.blocks import (
    Block,
    Bullets,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Run,
    plain,
)
from report.memo.causes import causes
from report.memo.dossier import Dossier, MemoKind
from report.memo.figures import mark, trace_chance, trace_needed
from report.memo.panels import scenario_blocks
from report.memo.register import wires_formula, wires_what
from report.memo.spoken import base_said, goal_said, needed_said, span_said
from report.memo.trace import Tracer
from report.memo.wording import (
    colour_rule,
    colour_said,
    colour_text,
    model_range,
    say,
)
from report.text.goal import name_text
from report.text.words import KINDS, pace_label

Draw = Callable[[Verdict], Picture | None]


def target_sections(dossier: Dossier, tracer: Tracer, draw: Draw, *,
                    only: frozenset[str] | None = None) -> Iterator[Block]:
    """Yield a section for every target with a likelihood; the others are in the annex.

    ``only`` names the targets (ids) that have a section, for a short memo.
    """
    lang, parts = tracer.lang, list[Block]()
    for result in dossier.assessment.results:
        shown = [v for v in result.verdicts if v.scored and lead(v).followed is not None]
        if not shown or (only is not None and result.target.id not in only):
            continue
        name = name_text(result, dossier.assessment.plan, lang)
        parts.append(Heading(2, name, f"target-{result.target.id}"))
        parts += _notes(result, lang)
        for verdict in shown:
            parts += _reading(dossier, result, verdict, tracer, draw)
    if not parts:
        return
    yield Heading(1, say(lang, "分目标研判", "Target by target"), "by-target")
    if only is not None:
        yield Paragraph(plain(say(
            lang, "年度报告只列需要关注或与上次相比有明显变化的目标，其余目标见首页表格。",
            "The annual report takes up targets that need attention or have changed since the "
            "last run; the others are in the table on the first page.")))
    yield from parts


def _notes(result: TargetResult, lang: Lang) -> Iterator[Block]:
    for finding in result.findings:
        text = finding.text.get(lang)
        for verdict in result.verdicts:
            shade = lead(verdict).colour
            text = text.replace(f"（{shade.value}）", f"（{colour_text(shade, 'zh')}色）")
        yield Paragraph((Run(say(lang, "注意：", "Note: "), strong=True), Run(text)))


_TITLES: dict[Lang, tuple[str, ...]] = {
    "zh": ("进度：", "未来趋势判断：", "问题与原因：", "到期实现情况研判：", "调整建议："),
    "en": ("Progress. ", "Outlook. ", "Problems and causes. ", "By the deadline. ", "Advice. "),
}


def _reading(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer, draw: Draw,
             ) -> Iterator[Block]:
    lang, short = tracer.lang, dossier.kind is MemoKind.ANNUAL
    if len(result.verdicts) > 1:
        kind = KINDS[verdict.reading].get(lang)
        anchor = f"target-{result.target.id}-{verdict.reading.value}"
        yield Heading(3, say(lang, f"按{kind}理解", f"Read as a {kind}"), anchor)
    titles = _TITLES[lang]
    yield Paragraph((Run(titles[0], strong=True), *_progress(dossier, result, verdict, tracer)))
    yield Paragraph((Run(titles[1], strong=True), *_outlook(dossier, result, verdict, tracer)))
    picture = draw(verdict)
    if picture is not None:
        yield picture
    if not short and not is_known(verdict):
        yield from scenario_blocks(dossier, result, verdict, tracer)
    why = causes(dossier, result, verdict, tracer)
    yield Paragraph((Run(titles[2], strong=True), *why))
    yield Paragraph((Run(titles[3], strong=True), *_judgement(dossier, result, verdict, tracer)))
    yield Paragraph((Run(titles[4], strong=True), *_advice(dossier, result, verdict, tracer)))
    changes = _changes(dossier, result, verdict, tracer)
    if changes:
        yield Bullets(tuple(changes))


def _progress(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang, period = tracer.lang, dossier.assessment.plan.period
    goal, base = goal_said(verdict, lang, period.end), base_said(verdict, lang, period.base)
    year = result.target.year
    parts = [base] if base else []
    parts.append(say(lang, f"{year}年目标为{goal}", f"target for {year}: {goal}"))
    given = mark(dossier, result, verdict, tracer, value=f"{base}; {goal}".strip("; "),
                 what=say(lang, "基期与目标", "base and target"),
                 formula=say(lang, "规划原文", "as the plan says"))
    text = say(lang, "，", "; ").join(parts)
    runs = [Run(text[:1].upper() + text[1:], trace=given)]
    needed = needed_said(verdict, lang)
    if needed:
        trace = trace_needed(dossier, result, verdict, tracer, needed)
        runs.append(Run(say(lang, f"，{needed}", f"; needed: {needed}"), trace=trace))
    runs.append(Run(say(lang, "。", ". ")))
    latest = _latest(verdict, lang)
    if latest:
        source = _source(verdict) or say(lang, "规划所列", "as the plan says")
        runs.append(Run(latest, trace=mark(
            dossier, result, verdict, tracer, what=say(lang, "最新值", "latest figure"),
            value=latest, formula=say(lang, f"观测值；来源：{source}",
                                      f"observed; source: {source}"))))
    return (*runs, Run(_pace_said(verdict, lang, after=bool(latest))))


def _latest(verdict: Verdict, lang: Lang) -> str:
    if verdict.latest_value is None or verdict.latest_year is None \
            or verdict.target.basis is Basis.RELATIVE_TO_REGION:
        return ""
    value = with_unit(verdict.latest_value, verdict.indicator.unit, lang)
    return say(lang, f"最新数据为{verdict.latest_year}年的{value}",
               f"Latest figure ({verdict.latest_year}): {value}")


def _source(verdict: Verdict) -> str:
    history, year = verdict.history, verdict.latest_year
    if history is None or year is None or not history.sources:
        return ""
    return next((s for y, s in zip(history.years, history.sources, strict=False)
                 if int(y) == year and s), "")


def _pace_said(verdict: Verdict, lang: Lang, *, after: bool) -> str:
    own = next((p for p in verdict.pace if p.method == "own"), None)
    stop, comma = say(lang, "。", "."), say(lang, "，", "; ") if after else ""
    if own is None:
        return stop if after else ""
    if own.label != "N/A":
        label = pace_label(own.label, lang)
        said = say(lang, f"总体进度为“{label}”", f"pace: {label}")
    else:
        reason = own.reason.get(lang).rstrip("。.")
        said = say(lang, f"进度无法判断（{reason}）", f"no pace can be given ({reason})")
    return comma + (said if after else said[:1].upper() + said[1:]) + stop


def _outlook(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang, chance, unit = tracer.lang, lead(verdict), verdict.indicator.unit
    if is_known(verdict):
        text = next(f.text.get(lang) for f in verdict.findings if f.code == "OUTCOME_KNOWN")
        return plain(text, trace=trace_chance(dossier, result, verdict, tracer))
    differ = why_differ(verdict, lang)
    if chance.median is None or chance.low80 is None or chance.high80 is None:
        return plain(say(lang, "逐年分别研判，不给出单一预测值。",
                         "Judged year by year; there is no single figure. ") + differ)
    year, mid = result.target.year, about(chance.median, unit, lang)
    span = span_said(chance.low80, chance.high80, unit, lang)
    trace = mark(dossier, result, verdict, tracer, value=f"{mid} ({span})",
                 what=say(lang, f"{year}年中位数与80%区间", f"median and 80% interval for {year}"),
                 formula=say(lang, f"{dossier.assessment.n_paths:,}条路径的分位数（类型8）",
                             f"type-8 quantiles of {dossier.assessment.n_paths:,} paths"))
    name = scenario_name(dossier.assessment, chance.scenario, lang)
    said = say(lang, f"在“{name}”下，{year}年预测中位数约为{mid}，80%区间为{span}。",
               f"Under '{name}' the median for {year} is about {mid}, the 80% interval {span}. ")
    return (Run(said, trace=trace), Run(differ))


def _judgement(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang, chance = tracer.lang, lead(verdict)
    assert chance.followed is not None
    trace = trace_chance(dossier, result, verdict, tracer)
    rule, colour = colour_rule(chance.colour, lang), colour_said(chance.colour, lang)
    if is_known(verdict):
        hit = chance.followed == 1
        text = say(lang, f"{'已达成' if hit else '未达成'}，信号为{colour}（规则：{rule}）。",
                   f"{'Met' if hit else 'Missed'}; signal {colour}, rule {rule}.")
        return (Run(text, trace=trace), *_before(dossier, result, verdict, tracer))
    said = chance_text(verdict, chance)
    word = chance.word.get(lang)
    both = both_named(chance, lang)
    head = say(lang, f"按期实现的可能性{said}（{word}）{both}，信号为{colour}（规则：{rule}）。",
               f"The probability of being met in time is {said} ({word}){both}; signal {colour}, "
               f"rule {rule}.")
    return (Run(head, trace=trace), *_models(dossier, result, verdict, tracer),
            *_before(dossier, result, verdict, tracer))


def _models(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang, chance = tracer.lang, lead(verdict)
    if chance.low is None or chance.high is None:
        return ()
    spread = model_range(chance.low, chance.high, lang)
    if not spread:
        return ()
    trace = mark(dossier, result, verdict, tracer, value=f"{chance.low:.4f}–{chance.high:.4f}",
                 what=say(lang, "模型间范围", "range over models"),
                 formula=say(lang, "各入选模型单独给出的达标路径占比",
                             "share of paths that meet it, by each admitted model alone"))
    series = chance.as_plan is not None  # models are about comparable series
    return (Run(say(lang, f"各模型单独测算的结果为{spread}{'（按可比序列）' if series else ''}。",
                    f" Single models range {spread}"
                    f"{' as comparable series did' if series else ''}."),
                trace=trace),)


def _before(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang = tracer.lang
    before = dossier.earlier.get((result.target.id, verdict.reading.value))
    if before is None or before.followed is None or dossier.earlier_as_of is None or before.known:
        return ()
    was = probability_text(before.followed, before.error)
    trace = mark(dossier, result, verdict, tracer,
                 what=say(lang, "上次研判", "last run"), value=f"{before.probability or 0:.4f}",
                 formula=say(lang, f"台账条目 {dossier.earlier_entry}",
                             f"ledger entry {dossier.earlier_entry}"))
    return (Run(say(lang, f"上次研判（截至{dossier.earlier_as_of}年）为{was}。",
                    f" Last time (as of {dossier.earlier_as_of}) it was {was}."), trace=trace),)


def _advice(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang = tracer.lang
    if is_known(verdict):
        hit = lead(verdict).followed == 1
        return plain(say(
            lang, "下一规划期以实际值为基期，重新测算目标。" if hit else
            "查明未达成的原因，下一规划期以实际值为基期重新测算目标。",
            "Take the actual as the base of the next plan and set its target anew." if hit
            else "Find the cause; take the actual as the base of the next plan."))
    if dossier.assessment.as_of >= result.target.year:
        return plain(say(
            lang, f"{result.target.year}年实际值公布后据实判定，此前以上述研判为准。",
            f"Judge by the {result.target.year} figure once it is published; until then the "
            "likelihood above stands."))
    solution = dossier.solution(result, verdict)
    text = countermeasure(result, solution, lang)
    stop = say(lang, "。", ".")
    trace = "" if solution is None or is_split(result) else mark(
        dossier, result, verdict, tracer, what=say(lang, "建议", "advice"),
        value=advice_value(solution, lang),
        formula=say(lang, "反解达成概率等于0.66的增速与目标值",
                    "growth and target value solved for P(met) = 0.66"))
    return plain(text[:1].upper() + text[1:] + stop, trace=trace)


def _changes(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
             ) -> list[Inline]:
    """Return what would change the verdict: the next figure, or another target."""
    lang, solution = tracer.lang, dossier.solution(result, verdict)
    late = dossier.assessment.as_of >= result.target.year
    if solution is None or is_known(verdict) or late:
        return []
    out: list[Inline] = []
    stop = say(lang, "。", ".")
    if solution.wires is not None and solution.wires.edges:
        trace = mark(dossier, result, verdict, tracer, what=wires_what(lang),
                     value=wires_value(solution.wires, lang), formula=wires_formula(lang))
        out.append((Run(say(lang, "什么会改变结论：", "What would change the verdict: "),
                        strong=True), Run(wires_said(solution, lang) + stop, trace=trace)))
    if solution.ambition is not None and solution.ambition.flag and not is_split(result):
        easy = solution.ambition.flag == "SANDBAG"
        out.append((Run(say(lang, "目标力度：", "Ambition: "), strong=True), Run(say(
            lang, "不采取新措施也很可能实现，可研究提高目标。" if easy else
            "按现有趋势很难实现，属高挑战性目标。",
            "very likely met without further effort; consider a higher target." if easy
            else "hard to meet on the present course: a stretch target."))))
    return out
