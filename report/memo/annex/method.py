"""The annexes on method and sources, and on the document's own findings."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.lint.findings import Severity
from forecast.plan_targets.as_plan import AsPlan
from report.assessment.plan_statement import PLANS, SERIES, plan_sentences
from report.assessment.rows import as_plan_text, series_text, span_text
from report.assessment.sentences import provenance
from report.memo.blocks import Block, Bullets, Heading, Paragraph, Run, Table, cell, plain
from report.memo.dossier import Dossier
from report.memo.figures import vintage
from report.memo.lines import Line, Listed
from report.memo.trace import Tracer
from report.memo.wording import counted, say, text, uncoded
from report.text.words import HOW_TO_READ, label

SEVERITIES: dict[Severity, tuple[str, str]] = {
    Severity.ERROR: ("错误", "error"), Severity.WARNING: ("存疑", "warning"),
    Severity.NOTE: ("提示", "note"),
}


def document_findings(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield what the linter found in the plan's own text and tables."""
    report = dossier.lint
    yield Paragraph(plain(_recomputed(report.recomputed, report.agreeing, lang)))
    rows = [(cell(say(lang, *SEVERITIES[f.severity])),
             cell(_joined(uncoded(f.what.get(lang)), f.sums.get(lang), lang)),
             cell(uncoded(f.declare.get(lang))))
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


def method(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield how the numbers came about and how far to trust them."""
    a = dossier.assessment
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


def two_statements(listed: Listed, tracer: Tracer) -> Iterator[Block]:
    """Yield what the likelihoods are: as comparable series did, and as targets of such plans go.

    With a table of both, target by target.
    """
    dossier, lang = listed.dossier, tracer.lang
    assessment = dossier.assessment
    said = plan_sentences(assessment, lang)
    if not said:
        return
    title = say(lang, "两种说法", "Two statements")
    yield Heading(2, title, "two-statements")
    yield Paragraph(plain(uncoded(say(lang, "", " ").join(said))))
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
            say(lang, "90%区间", "90% interval")), tuple(rows), (0.06, 0.49, 0.15, 0.15, 0.15))


def _trace_plan(dossier: Dossier, line: Line, found: AsPlan, tracer: Tracer) -> str:
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
    yield Heading(2, say(lang, "数据来源", "Sources"), "sources")
    comma = say(lang, "、", ", ")
    yield Bullets(tuple(
        (Run(source + say(lang, "：", ": "), strong=True), Run(comma.join(dict.fromkeys(what))))
        for source, what in found.items()))
