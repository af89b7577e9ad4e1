"""The annexes: the document's own findings, the outside view, what is missing, method, sources,
and the table that every trace id resolves in."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.lint.findings import Severity
from report.goal import name_text
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
from report.memo.trace import Tracer
from report.memo.wording import say
from report.rows import lead
from report.sentences import outside_sentence, provenance
from report.words import HOW_TO_READ

SEVERITIES: dict[Severity, tuple[str, str]] = {
    Severity.ERROR: ("错误", "error"), Severity.WARNING: ("存疑", "warning"),
    Severity.NOTE: ("提示", "note"),
}


def document_findings(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield what the linter found in the plan's own text and tables."""
    yield Heading(1, say(lang, "规划文本的问题", "Findings in the document"), "document")
    report = dossier.lint
    yield Paragraph(plain(say(
        lang, f"复算了{report.recomputed}处增幅或年均增速，其中{report.agreeing}处与文件一致。",
        f"{report.recomputed} stated growth figures were recomputed; {report.agreeing} agree.")))
    rows = [(cell(f.code), cell(say(lang, *SEVERITIES[f.severity])),
             cell(_joined(f.what.get(lang), f.sums.get(lang), lang)), cell(f.declare.get(lang)))
            for f in report.findings if f.severity is not Severity.NOTE]
    if not rows:
        return
    heads = {"zh": ("代码", "程度", "发现与算式", "需要明确"),
             "en": ("code", "severity", "finding and arithmetic", "to declare")}[lang]
    caption = say(lang, "规划文本中需要核实的地方", "What to check in the document")
    yield Table(caption, "lint", heads, tuple(rows), (0.19, 0.09, 0.44, 0.28), small=True)


def _joined(what: str, sums: str, lang: Lang) -> str:
    if not sums:
        return what
    return f"{what.rstrip('。. ')}{say(lang, '：', ': ')}{sums}"


def outside_view(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield how often comparable real plan targets were met: a second number, never blended."""
    found: dict[str, list[str]] = {}
    for result in dossier.assessment.results:
        if result.outside_view is not None:
            text = outside_sentence(result.outside_view, lang)
            found.setdefault(text, []).append(result.indicator.name.get(lang))
    if not found:
        return
    yield Heading(1, say(lang, "外部视角", "Outside view"), "outside")
    yield Paragraph(plain(say(
        lang, "以下是另一个数字，没有并入前面的概率。",
        "This is a second number; it is not blended into the likelihoods above.")))
    mark = say(lang, "：", ": ")
    yield Bullets(tuple(
        (Run(say(lang, "、", ", ").join(dict.fromkeys(names)) + mark, strong=True), Run(text))
        for text, names in found.items()))


def not_assessed(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield the targets without a likelihood: why, and the datum that would help most."""
    plan = dossier.assessment.plan
    rows = []
    for result in dossier.assessment.results:
        verdict = result.verdicts[0]
        if verdict.scored and any(lead(v).stated is not None for v in result.verdicts):
            continue
        if not verdict.scored:
            why = say(lang, "定性目标，不评分", "qualitative, not scored")
            rows.append((cell(name_text(result, plan, lang)), cell(why),
                         cell(result.target.note.get(lang))))
            continue
        reasons = say(lang, "；", "; ").join(r.get(lang) for r in verdict.evidence.reasons)
        rows.append((cell(name_text(result, plan, lang)), cell(reasons),
                     cell(verdict.evidence.missing.get(lang))))
    if not rows:
        return
    yield Heading(1, say(lang, "没有评估的目标", "Targets that are not assessed"), "unassessed")
    heads = {"zh": ("目标", "原因", "最需要的数据"),
             "en": ("target", "why", "what would help most")}[lang]
    yield Table(say(lang, "没有给出可能性的目标", "Targets without a likelihood"), "gaps", heads,
                tuple(rows), (0.34, 0.33, 0.33), small=True)


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
        plain(say(lang, "证据等级：A、B、C、D由数据点数、参照窗口数、口径冲突和回测技巧按规则给出；"
                  "等级越低，表述的概率越不接近两端。",
                  "Evidence: grades A to D follow from points, windows, conflicts and backtest "
                  "skill by rule; the lower the grade, the further a stated probability is kept "
                  "from the ends.")),
        plain(say(lang, "进度：只看过去。每个标签旁列出它在历史可比窗口中的兑现率。",
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


def traces(tracer: Tracer) -> Iterator[Block]:
    """Yield the table that every trace id resolves in."""
    lang = tracer.lang
    yield Heading(1, say(lang, "数字溯源", "Where each number comes from"), "traces")
    heads = {"zh": ("编号", "数字", "值", "规划中的位置", "公式或规则", "数据版本"),
             "en": ("id", "what", "value", "place in the plan", "formula or rule", "vintage")}[lang]
    rows = tuple((Cell((Run(t.id, anchor=f"trace-{t.id}"),)), cell(t.what), cell(t.value),
                  cell(t.row), cell(t.formula), cell(t.vintage)) for t in tracer.rows)
    yield Table(say(lang, "正文中每个编号的来历", "What each mark in the text refers to"),
                "trace-table", heads, rows, (0.06, 0.18, 0.13, 0.21, 0.25, 0.17), small=True)
