"""One section a target: pace, outlook, causes, what will happen by the deadline, advice.

The five parts carry the names that Chinese mid-term evaluations ask for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from data.numbers import about, growth, with_unit
from data.words import Basis, Lang
from forecast.verdict import Pace, TargetResult, Verdict
from report.goal import base_text, goal_text, name_text, required_texts
from report.memo.attention import why_differ
from report.memo.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Inline,
    Paragraph,
    Picture,
    Run,
    Table,
    cell,
    plain,
)
from report.memo.dossier import Dossier
from report.memo.front import place, trace_chance, vintage
from report.memo.register import countermeasure, wires_text
from report.memo.trace import Tracer
from report.memo.wording import (
    about_probability,
    colour_rule,
    colour_text,
    near_percent,
    say,
)
from report.rows import is_known, is_split, lead
from report.sentences import scenario_name, worth_text
from report.words import GRADES, KINDS, METHOD_NAMES, PATHS, pace_label

Draw = Callable[[Verdict], Picture | None]


def target_sections(dossier: Dossier, tracer: Tracer, draw: Draw) -> Iterator[Block]:
    """Yield a section for every target with a likelihood; the others are in the annex."""
    lang = tracer.lang
    yield Heading(1, say(lang, "分目标研判", "Target by target"), "by-target")
    for result in dossier.assessment.results:
        shown = [v for v in result.verdicts if v.scored and lead(v).stated is not None]
        if not shown:
            continue
        name = name_text(result, dossier.assessment.plan, lang)
        yield Heading(2, name, f"target-{result.target.id}")
        yield from _ambiguous(result, lang)
        for verdict in shown:
            yield from _reading(dossier, result, verdict, tracer, draw)


def _ambiguous(result: TargetResult, lang: Lang) -> Iterator[Block]:
    for finding in result.findings:
        yield Paragraph((Run(say(lang, "注意：", "Note: "), strong=True),
                         Run(finding.text.get(lang))))


def _reading(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer, draw: Draw,
             ) -> Iterator[Block]:
    lang = tracer.lang
    if len(result.verdicts) > 1:
        kind = KINDS[verdict.reading].get(lang)
        anchor = f"target-{result.target.id}-{verdict.reading.value}"
        yield Heading(3, say(lang, f"按{kind}理解", f"Read as a {kind}"), anchor)
    titles = _TITLES[lang]
    yield Paragraph((Run(titles[0], strong=True), *_progress(dossier, result, verdict, tracer)))
    if not is_known(verdict) and any(p.label != "N/A" for p in verdict.pace):
        yield _pace_table(result, verdict, lang)
    yield Paragraph((Run(titles[1], strong=True), *_outlook(dossier, result, verdict, tracer)))
    picture = draw(verdict)
    if picture is not None:
        yield picture
    if not is_known(verdict) and len(verdict.chances) > 1:
        yield _scenarios(dossier, result, verdict, lang)
    yield Paragraph((Run(titles[2], strong=True), *plain(_causes(verdict, lang))))
    yield Paragraph((Run(titles[3], strong=True), *_judgement(dossier, result, verdict, tracer)))
    yield Paragraph((Run(titles[4], strong=True), *plain(_advice(dossier, result, verdict, lang))))
    changes = _changes(dossier, result, verdict, lang)
    if changes:
        yield Bullets(tuple(changes))


_TITLES: dict[Lang, tuple[str, ...]] = {
    "zh": ("进度：", "未来趋势判断：", "问题与原因：", "到期实现情况研判：", "调整建议："),
    "en": ("Progress. ", "Outlook. ", "Problems and causes. ", "By the deadline. ", "Advice. "),
}


def _progress(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang, plan = tracer.lang, dossier.assessment.plan
    unit, period = verdict.indicator.unit, plan.period
    goal = goal_text(verdict, lang, period.end)
    base = base_text(verdict, lang, period.base)
    needed, note = required_texts(verdict, lang)
    runs = [Run(say(lang, f"基期{base}，目标{goal}", f"From {base} to {goal}"))]
    if needed not in ("", "—"):
        trace = tracer.mark(
            needed, what=say(lang, f"{result.indicator.name.get(lang)}需年均",
                             f"needed a year, {result.indicator.name.get(lang)}"),
            row=place(result, lang), vintage=vintage(dossier, lang, verdict),
            formula="(yT / y0)^(1 / (T − t0)) − 1" if verdict.required.cagr is not None
            else "(yT − y0) / (T − t0)")
        extra = f"（{note}）" if note and lang == "zh" else f" ({note})" if note else ""
        runs.append(Run(say(lang, f"，需年均{needed}{extra}", f"; needed a year: {needed}{extra}"),
                        trace=trace))
    if verdict.latest_value is not None and verdict.latest_year is not None \
            and verdict.target.basis is not Basis.RELATIVE_TO_REGION:
        value = with_unit(verdict.latest_value, unit, lang)
        runs.append(Run(say(lang, f"；最新值{verdict.latest_year}年{value}",
                            f"; latest figure {value} in {verdict.latest_year}")))
    own = next((p for p in verdict.pace if p.method == "own"), None)
    if own is not None and own.label != "N/A":
        runs.append(Run(say(lang, f"，进度{pace_label(own.label, lang)}",
                            f"; pace: {pace_label(own.label, lang)}")))
    elif own is not None:
        reason = own.reason.get(lang)
        runs.append(Run(say(lang, f"；进度无法判断：{reason}", f"; no pace: {reason}")))
    return (*runs, Run(say(lang, "。", ".")))


def _pace_table(result: TargetResult, verdict: Verdict, lang: Lang) -> Table:
    heads = {"zh": ("方法", "标签", "数值", "假定路径", "历史兑现率"),
             "en": ("method", "label", "value", "path", "worth")}[lang]
    rows = [_pace_row(p, lang) for p in verdict.pace if p.label != "N/A"]
    name = result.indicator.name.get(lang)
    return Table(say(lang, f"{name}：各方法的进度及其历史兑现率",
                     f"{name}: pace by method, and what each label has been worth"),
                 f"pace-{result.target.id}-{verdict.reading.value}", heads, tuple(rows),
                 (0.28, 0.16, 0.12, 0.14, 0.30), small=True)


def _pace_row(pace: Pace, lang: Lang) -> tuple[Cell, ...]:
    path = PATHS[pace.path].get(lang) if pace.path in PATHS else pace.path
    value = "" if pace.value is None else f"{pace.value:.2f}"
    return (cell(METHOD_NAMES[pace.method].get(lang)), cell(pace_label(pace.label, lang)),
            cell(value, number=True), cell(path), cell(worth_text(pace, lang)))


def _outlook(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang, chance, unit = tracer.lang, lead(verdict), verdict.indicator.unit
    if is_known(verdict):
        text = next(f.text.get(lang) for f in verdict.findings if f.code == "OUTCOME_KNOWN")
        return plain(text)
    if chance.median is None or chance.low80 is None or chance.high80 is None:
        return plain(say(lang, "按年度逐一判断，没有单一数值。",
                         "Judged year by year; there is no single figure."))
    year = result.target.year
    mid, low, high = (about(v, unit, lang) for v in (chance.median, chance.low80, chance.high80))
    trace = tracer.mark(
        mid, what=say(lang, f"{result.indicator.name.get(lang)}{year}年中位数",
                      f"median of {result.indicator.name.get(lang)} in {year}"),
        row=place(result, lang), vintage=vintage(dossier, lang, verdict),
        formula=say(lang, f"{dossier.assessment.n_paths:,}条路径的分位数（类型8）",
                    f"type-8 quantile of {dossier.assessment.n_paths:,} paths"))
    name = scenario_name(dossier.assessment, chance.scenario, lang)
    said = say(lang, f"按“{name}”，{year}年中位数约{mid}，80%可能在{low}至{high}之间",
               f"Under '{name}' the median for {year} is {mid}, with an 80 % interval of {low} "
               f"to {high}")
    differ = why_differ(verdict, lang)
    return (Run(said, trace=trace), Run(say(lang, "。", ". ") + differ))


def _scenarios(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> Table:
    heads = {"zh": ("情景", "概率", "信号", "中位数", "80%区间"),
             "en": ("scenario", "P(met)", "signal", "median", "80 % interval")}[lang]
    unit, rows = verdict.indicator.unit, []
    for chance in verdict.chances:
        span = "" if chance.low80 is None or chance.high80 is None else \
            f"{about(chance.low80, unit, lang)} – {about(chance.high80, unit, lang)}"
        mid = "" if chance.median is None else about(chance.median, unit, lang)
        rows.append((
            cell(scenario_name(dossier.assessment, chance.scenario, lang)),
            cell("" if chance.stated is None else near_percent(chance.stated, lang), number=True),
            cell(colour_text(chance.colour, lang), colour=chance.colour),
            cell(mid, number=True), cell(span, number=True)))
    name = result.indicator.name.get(lang)
    return Table(say(lang, f"{name}：各情景比较", f"{name}: the scenarios compared"),
                 f"scenarios-{result.target.id}-{verdict.reading.value}", heads, tuple(rows),
                 (0.27, 0.11, 0.17, 0.19, 0.26), small=True)


def _causes(verdict: Verdict, lang: Lang) -> str:
    """Say what the figures show as causes; what they cannot show is for the office to add."""
    required, parts = verdict.required, []
    if required.acceleration is not None and required.from_now is not None \
            and required.acceleration > 1.05:
        parts.append(say(
            lang, f"此后所需增速{growth(required.from_now)}是已实现增速的"
            f"{required.acceleration:.1f}倍",
            f"the growth needed from now on ({growth(required.from_now)} a year) is "
            f"{required.acceleration:.1f} times what was achieved"))
    parts += [f.text.get(lang).rstrip("。.") for f in verdict.findings
              if f.code not in ("OUTCOME_KNOWN", "REFERENCE_CLASS")]
    if verdict.evidence.reasons:
        grade = verdict.evidence.grade
        reasons = ("、" if lang == "zh" else ", ").join(
            r.get(lang).rstrip("。.") for r in verdict.evidence.reasons)
        parts.append(say(lang, f"证据{grade.value}级（{GRADES[grade].zh}）：{reasons}",
                         f"evidence {grade.value} ({GRADES[grade].en}): {reasons}"))
    if not parts:
        return say(lang, "数据未显示突出问题。", "The figures show no particular problem.")
    text = ("；" if lang == "zh" else "; ").join(parts)
    return text + "。" if lang == "zh" else text[:1].upper() + text[1:] + "."


def _judgement(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Inline:
    lang, chance = tracer.lang, lead(verdict)
    assert chance.stated is not None
    trace = trace_chance(dossier, result, verdict, tracer)
    rule = colour_rule(chance.colour, lang)
    colour = colour_text(chance.colour, lang)
    if is_known(verdict):
        hit = chance.stated == 1
        text = say(lang, f"{'已达成' if hit else '未达成'}，信号{colour}（{rule}）。",
                   f"{'Met' if hit else 'Missed'}; signal {colour} ({rule}).")
        return (Run(text, trace=trace),)
    said = about_probability(chance.stated, verdict.evidence.grade, lang)
    word = chance.word.get(lang)
    runs = [Run(say(lang, f"按期实现的可能{said}（{word}），信号{colour}，规则：{rule}。",
                    f"{said[:1].upper()}{said[1:]} to be met in time ({word}); signal {colour}, "
                    f"rule {rule}."), trace=trace)]
    if chance.low is not None and chance.high is not None and chance.high - chance.low >= 0.005:
        low, high = near_percent(chance.low, lang), near_percent(chance.high, lang)
        if low != high:
            runs.append(Run(say(lang, f"不同模型给出{low}至{high}。",
                                f" Single models range from {low} to {high}.")))
    before = dossier.earlier.get((result.target.id, verdict.reading.value))
    if before is not None and before.stated is not None and dossier.earlier_as_of is not None:
        was = about_probability(before.stated, verdict.evidence.grade, lang)
        runs.append(Run(say(lang, f"上次（截至{dossier.earlier_as_of}年）为{was}。",
                            f" Last time (as of {dossier.earlier_as_of}) it was {was}.")))
    return tuple(runs)


def _advice(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    if is_known(verdict):
        hit = lead(verdict).stated == 1
        return say(lang, "下一规划期以实际值为基期，重新测算目标。" if hit else
                   "查明未达成原因，下一规划期以实际值为基期重新测算目标。",
                   "Take the actual as the base of the next plan and set its target anew." if hit
                   else "Find the cause; take the actual as the base of the next plan.")
    if dossier.assessment.as_of >= result.target.year:
        return say(lang, f"{result.target.year}年的数值公布后据实判定；此前以上述可能性为准。",
                   f"Judge by the {result.target.year} figure once it is published; until then the "
                   "likelihood above stands.")
    text = countermeasure(result, dossier.solution(result, verdict), lang)
    return text + "。" if lang == "zh" else text[:1].upper() + text[1:] + "."


def _changes(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> list[Inline]:
    """Return what would change the verdict: the next figure, or another target."""
    solution = dossier.solution(result, verdict)
    if solution is None or is_known(verdict) or (is_split(result) and solution.wires is None):
        return []
    out: list[Inline] = []
    if solution.wires is not None and solution.wires.edges:
        out.append((Run(say(lang, "什么会改变结论：", "What would change the verdict: "),
                        strong=True), Run(wires_text(solution.wires, lang))))
    if solution.ambition is not None and solution.ambition.flag:
        sandbag = solution.ambition.flag == "SANDBAG"
        out.append((Run(say(lang, "目标力度：", "Ambition: "), strong=True), Run(say(
            lang, "不加措施也很可能达成（SANDBAG），可考虑提高目标" if sandbag else
            "按现有趋势很难达成（STRETCH）",
            "very likely met without further effort (SANDBAG); consider a higher target"
            if sandbag else "hard to meet on the present course (STRETCH)"))))
    return out
