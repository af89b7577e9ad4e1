"""The annexes: the document's own findings, the two statements, what is missing, method, sources,
and the table that every trace id resolves in."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.lint.findings import Severity
from forecast.plan_targets.as_plan import AsPlan
from forecast.probability.verdict import TargetResult
from forecast.question.readings import region_shown
from report.assessment.plan_statement import PLANS, SERIES, plan_sentences
from report.assessment.rows import as_plan_text, lead, series_text, span_text
from report.assessment.sentences import provenance
from report.assessment.without_base import answer_sentence, short_answer, spoken_text
from report.assessment.without_base.notes import together_note
from report.memo.blocks import (
    Block,
    Bullets,
    Cell,
    Heading,
    Paragraph,
    Run,
    Table,
    cell,
    plain,
)
from report.memo.dossier import Dossier
from report.memo.figures import vintage
from report.memo.front import line_name
from report.memo.trace import Tracer
from report.memo.wording import counted, listed, say
from report.text.goal import name_text
from report.text.words import HOW_TO_READ, KINDS, label

SHOWN = 8
"""Names that one line lists."""

SEVERITIES: dict[Severity, tuple[str, str]] = {
    Severity.ERROR: ("错误", "error"), Severity.WARNING: ("存疑", "warning"),
    Severity.NOTE: ("提示", "note"),
}


def document_findings(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield what the linter found in the plan's own text and tables."""
    yield Heading(1, say(lang, "规划文本的问题", "Findings in the document"), "document")
    report = dossier.lint
    yield Paragraph(plain(_recomputed(report.recomputed, report.agreeing, lang)))
    rows = [(cell(say(lang, *SEVERITIES[f.severity])),
             cell(_joined(f.what.get(lang), f.sums.get(lang), lang)), cell(f.declare.get(lang)))
            for f in report.findings if f.severity is not Severity.NOTE]
    if not rows:
        yield Paragraph(plain(say(lang, "未发现其他需要核实的地方。",
                                  "Nothing else in the document needs to be checked.")))
        return
    heads = {"zh": ("程度", "发现与算式", "需要明确"),
             "en": ("severity", "finding and arithmetic", "to declare")}[lang]
    caption = say(lang, "规划文本中需要核实的地方", "What to check in the document")
    yield Table(caption, "lint", heads, tuple(rows), (0.1, 0.56, 0.34), small=True)


def _recomputed(total: int, agreeing: int, lang: Lang) -> str:
    if not total:
        return say(lang, "文件没有可以复算的增幅或年均增速。",
                   "The document states no growth figure that could be recomputed.")
    if total == agreeing:
        return say(lang, f"复算文件所列增幅或年均增速{total}处，均与文件一致。",
                   f"{counted(total, 'stated growth figure')} recomputed; all agree.")
    return say(lang, f"复算文件所列增幅或年均增速{total}处，其中{agreeing}处与文件一致。",
               f"{counted(total, 'stated growth figure')} recomputed; {agreeing} of them agree.")


def _joined(what: str, sums: str, lang: Lang) -> str:
    if not sums:
        return what
    return f"{what.rstrip('。. ')}{say(lang, '：', ': ')}{sums}"


def two_statements(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield what the likelihoods are: as comparable series did, and as targets of such plans go.

    With a table of both, target by target.
    """
    lang, assessment = tracer.lang, dossier.assessment
    said = plan_sentences(assessment, lang)
    if not said:
        return
    title = say(lang, "两种说法", "Two statements")
    yield Heading(1, title, "two-statements")
    yield Paragraph(plain(say(lang, "", " ").join(said)))
    rows = []
    for result in assessment.results:
        for verdict in result.verdicts:
            chance = lead(verdict)
            if chance.as_plan is None:
                continue
            name = line_name(dossier, result, verdict, lang)
            rows.append((cell(name), cell(series_text(chance), number=True),
                         cell(as_plan_text(chance), number=True,
                              trace=_trace_plan(dossier, chance.as_plan, tracer)),
                         cell(span_text(chance), number=True)))
    if rows:
        yield Table(title, "table-two-statements", (
            label("target", lang), SERIES.get(lang), PLANS.get(lang),
            say(lang, "90%区间", "90% interval")), tuple(rows), (0.55, 0.15, 0.15, 0.15))


def _names(names: list[str], lang: Lang) -> str:
    unique = list(dict.fromkeys(names))
    more = say(lang, f"等{len(unique)}个指标", f" and others, {len(unique)} in all")
    return say(lang, "、", ", ").join(unique[:SHOWN]) + (more if len(unique) > SHOWN else "")


def _trace_plan(dossier: Dossier, found: AsPlan, tracer: Tracer) -> str:
    lang, shift = tracer.lang, dossier.assessment.shift
    assert shift is not None  # there is no such likelihood without one
    return tracer.mark(
        f"{found.probability:.4f} ({found.low:.4f}–{found.high:.4f})",
        what=say(lang, "同类规划的达成概率", "likelihood as targets of such plans go"),
        row=say(lang, f"规划目标结果库：{shift.regime}", f"table of plan targets: {shift.regime}"),
        formula=say(
            lang, f"正态分数移动{shift.shift.mean:+.2f}±{shift.shift.sd:.2f}个标准差后取平均",
            f"mean over a shift of {shift.shift.mean:+.2f} ± {shift.shift.sd:.2f} standard "
            "deviations on the scale of normal scores"),
        vintage=vintage(dossier, lang))


def not_assessed(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield the targets without a likelihood: why, and what the missing figure would decide."""
    plan = dossier.assessment.plan
    gaps: dict[tuple[str, str], list[TargetResult]] = {}
    rows: list[tuple[Cell, ...]] = []
    for result in dossier.assessment.results:
        verdict = result.verdicts[0]
        if verdict.scored and any(lead(v).followed is not None for v in result.verdicts):
            continue
        reasons = say(lang, "；", "; ").join(r.get(lang) for r in verdict.evidence.reasons) \
            if verdict.scored else say(lang, "定性目标，不作量化评估", "qualitative, not scored")
        region = region_shown(plan, result.target.region) if verdict.scored else result.target.id
        gaps.setdefault((region or result.target.id, reasons), []).append(result)
    for (region, reasons), found in gaps.items():
        first = found[0]
        if len(found) == 1:
            what = _wanted(first, lang) if first.scored else first.target.note.get(lang)
            what = what.removeprefix(say(lang, "需要：", "needed: ")) or "—"
            rows.append((cell(name_text(first, plan, lang)), cell(reasons), cell(what)))
            continue
        names = listed([r.indicator.name.get(lang) for r in found], lang)
        said = say(lang, "；", "; ").join(
            f"{r.indicator.name.get(lang)}{say(lang, '：', ': ')}{_wanted(r, lang, short=True)}"
            for r in found)
        rows.append((cell(say(lang, f"{region}：{names}", f"{region}: {names}")), cell(reasons),
                     cell(said)))
    if not rows:
        return
    yield Heading(1, say(lang, "没有评估的目标", "Targets that are not assessed"), "unassessed")
    heads = {"zh": ("目标", "原因", "所缺数值将如何决定结论"),
             "en": ("target", "why", "what the missing figure would decide")}[lang]
    yield Table(say(lang, "没有给出可能性的目标", "Targets without a likelihood"), "gaps", heads,
                tuple(rows), (0.3, 0.25, 0.45), small=True)
    yield Paragraph(plain(spoken_text(dossier.assessment, lang)))
    joint = [together_note(t, lang) for t in dossier.assessment.together]
    if joint:
        mark = say(lang, "：", ": ")
        yield Bullets(tuple((Run(about + mark, strong=True), Run(text)) for about, text in joint))


def _wanted(result: TargetResult, lang: Lang, *, short: bool = False) -> str:
    """Return what the base would have to be, by reading, else the datum that would help."""
    said = [(v.reading, short_answer(v, lang) if short else answer_sentence(v, lang, before=False))
            for v in result.verdicts if v.without_base is not None]
    if not said:
        return result.verdicts[0].evidence.missing.get(lang)
    if len(said) == 1:
        return said[0][1]
    mark = say(lang, "：", ": ")
    return " ".join(f"{KINDS[reading].get(lang)}{mark}{text}" for reading, text in said)


def method(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield how the numbers came about and how far to trust them."""
    a = dossier.assessment
    yield Heading(1, say(lang, "方法与证据", "Method and evidence"), "method")
    yield Paragraph(plain(HOW_TO_READ.get(lang)))
    yield Bullets((
        plain(say(lang, "可能性：参照组（其他地区相似历史之后的实际增长）与自身趋势按样本量加权，"
                  f"每个目标每个情景{a.n_paths:,}条路径；同一年的共同冲击在各目标之间共享。",
                  "Likelihood: what followed similar histories elsewhere, pooled with the series' "
                  f"own drift by its length; {a.n_paths:,} paths a target and scenario, with the "
                  "shocks of a year shared between targets.")),
        plain(say(lang, "证据等级：A至D级由数据点数、参照窗口数、口径冲突和回测效果按规则给出，"
                  "不改变概率。",
                  "Evidence: grades A to D follow from points, windows, conflicts and backtest "
                  "skill by rule; they do not move the probability.")),
        plain(say(lang, "进度：只看过去。每个标签旁列出同类标签在历史可比窗口中的达标率。",
                  "Pace looks back only; beside each label stands what it has been worth.")),
        plain(provenance(a, lang))))


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
    yield Heading(1, say(lang, "数据来源", "Sources"), "sources")
    yield Paragraph(plain(plan.title.get(lang)))
    comma = say(lang, "、", ", ")
    yield Bullets(tuple(
        (Run(source + say(lang, "：", ": "), strong=True), Run(comma.join(dict.fromkeys(what))))
        for source, what in found.items()))


def traces(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield the table that every trace id resolves in."""
    lang = tracer.lang
    yield Heading(1, say(lang, "数字溯源", "Where each number comes from"), "traces")
    a = dossier.assessment
    yield Paragraph(plain(say(
        lang, f"参照组均为 {a.reference}，校准均为 {a.calibration}；y为数值，t为年份，0、t、T分别指"
        "基期、最新一年和目标年，g为假定路径的尺度。",
        f"The reference class is {a.reference} and the calibration {a.calibration} throughout; y "
        "is a value and t a year; 0, t and T are the base, the latest and the target year; g is "
        "the scale of the assumed path.")))
    heads = {"zh": ("编号", "数字", "值", "规划中的位置", "公式或规则", "数据版本"),
             "en": ("id", "what", "value", "place in the plan", "formula or rule", "vintage")}[lang]
    rows = tuple((Cell((Run(t.id, anchor=f"trace-{t.id}"),)), cell(t.what), cell(t.value),
                  cell(t.row), cell(t.formula), cell(t.vintage)) for t in tracer.rows)
    yield Table(say(lang, "正文中每个编号的来历", "What each mark in the text refers to"),
                "trace-table", heads, rows, (0.06, 0.2, 0.2, 0.2, 0.23, 0.11), small=True)
