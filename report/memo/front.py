"""The first page: the overall statement, how many targets will be met, the table, the three."""

from __future__ import annotations

from collections.abc import Iterator

from data.words import Lang
from forecast.plan_level.summary import Choice, Count
from forecast.verdict import Colour, TargetResult, Verdict
from report.goal import name_text
from report.memo.attention import attention
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
from report.memo.wording import about_probability, colour_rule, colour_text, say, share_text
from report.rows import chance_text, goal_text, is_known, is_split, lead, own_pace
from report.words import GRADES, KINDS


def front_page(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield the blocks of the first page."""
    lang = tracer.lang
    yield Heading(1, {"zh": "一页结论", "en": "The plan on one page"}[lang], "front")
    yield Paragraph(plain(overall(dossier, lang)), lead=True)
    yield Paragraph(_how_many(dossier, tracer))
    yield from _three(dossier, lang)
    yield _table(dossier, tracer)


def overall(dossier: Dossier, lang: Lang) -> str:
    """Return the overall statement: counts by colour, outcomes that are known, what is missing."""
    results = [r for r in dossier.assessment.results if r.scored]
    known = [r for r in results if all(is_known(v) for v in r.verdicts)]
    met = sum(1 for r in known if all((lead(v).probability or 0) == 1 for v in r.verdicts))
    open_ = [r for r in results if r not in known]
    split = [r for r in open_ if is_split(r)]
    grey = [r for r in open_ if r.colour is Colour.GREY and r not in split]
    good = [r for r in open_ if r.colour in (Colour.GREEN, Colour.GREEN_AMBER)]
    bad = [r for r in open_ if r.colour in (Colour.RED, Colour.AMBER_RED)]
    middle = len(open_) - len(split) - len(grey) - len(good) - len(bad)
    parts = _counted(lang, (
        (met, "个已达成", "{n} met"), (len(known) - met, "个未达成", "{n} missed"),
        (len(good), "个按期实现的可能较大", "{n} likely to be met"),
        (middle, "个存在不确定性", "{n} uncertain"), (len(bad), "个难度较大", "{n} unlikely"),
        (len(split), "个取决于指标口径", "{n} that hang on a definition"),
        (len(grey), "个因缺数据无法评估", "{n} that cannot be assessed for want of figures")))
    rest = len(dossier.assessment.results) - len(results)
    year = dossier.assessment.as_of
    if lang == "zh":
        tail = f"；另有{rest}个定性目标，不评分" if rest else ""
        return f"截至{year}年，{len(results)}个可量化目标中：{'、'.join(parts)}{tail}。"
    tail = f"; {rest} qualitative targets are not scored" if rest else ""
    return f"As of {year}, of {len(results)} quantified targets: {', '.join(parts)}{tail}."


def _counted(lang: Lang, counts: tuple[tuple[int, str, str], ...]) -> list[str]:
    return [f"{n}{zh}" if lang == "zh" else en.format(n=n) for n, zh, en in counts if n]


def _how_many(dossier: Dossier, tracer: Tracer) -> tuple[Run, ...]:
    """Say how many of the assessable targets will be met: distribution, with its range."""
    lang, level = tracer.lang, dossier.level
    counts = [c for c in level.counts if c.scenario == level.lead]
    if not counts:
        return plain({"zh": "没有可以计数的目标。", "en": "There is no target to count."}[lang])
    first = counts[0]
    tally = first.joint
    trace = tracer.mark(
        f"{tally.expected:.2f}",
        what={"zh": "预计达成个数", "en": "expected number met"}[lang],
        row={"zh": "全部可评估目标", "en": "all assessable targets"}[lang],
        formula={"zh": "各目标路径按估计的相关性联合后逐条计数",
                 "en": "paths of all targets joined with their estimated correlation, counted"
                 }[lang], vintage=vintage(dossier, lang))
    low, high, half = tally.low80, tally.high80, tally.half
    text = {
        "zh": f"在{tally.m}个可评估目标中，预计到期达成约{tally.expected:.0f}个"
              f"（80%可能在{low}至{high}个之间）；"
              f"至少达成{half}个的可能{share_text(tally.at_least(half), lang)}，"
              f"全部达成的可能{share_text(tally.at_least(tally.m), lang)}。",
        "en": f"Of {tally.m} assessable targets about {tally.expected:.0f} are expected to be met "
              f"(80 % range {low} to {high}); at least {half} with a chance of "
              f"{share_text(tally.at_least(half), lang)}, all of them with "
              f"{share_text(tally.at_least(tally.m), lang)}.",
    }[lang]
    return (Run(text, trace=trace), *plain(_other_readings(counts, lang)))


def _other_readings(counts: list[Count], lang: Lang) -> str:
    by = {c.choice: c.joint.expected for c in counts}
    if Choice.LOWEST not in by or Choice.HIGHEST not in by:
        return ""
    low, high = by[Choice.LOWEST], by[Choice.HIGHEST]
    if f"{low:.0f}" == f"{high:.0f}":
        return ""
    return {"zh": f"口径未定的目标按最不利与最有利理解，分别约{low:.0f}个和{high:.0f}个。",
            "en": f" With ambiguous targets read at their worst and best, {low:.0f} and {high:.0f}."
            }[lang]


def _three(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    found = attention(dossier, lang)
    if not found:
        return
    yield Heading(2, {"zh": "最需要关注的目标", "en": "What needs attention most"}[lang],
                  "attention")
    mark = {"zh": "：", "en": ": "}[lang]
    yield Bullets(tuple((
        Run(name_text(a.result, dossier.assessment.plan, lang) + mark, strong=True),
        Run(a.why)) for a in found), numbered=True)


_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("目标", "目标值", "信号", "可能性", "概率", "进度", "证据"),
    "en": ("target", "goal", "signal", "likelihood", "P(met)", "pace", "evidence"),
}
_WIDTHS = (0.26, 0.16, 0.13, 0.14, 0.12, 0.10, 0.09)


def _table(dossier: Dossier, tracer: Tracer) -> Table:
    """The table of targets; those without any number are in the annex, not here."""
    lang = tracer.lang
    rows = []
    for result in dossier.assessment.results:
        shown = [v for v in result.verdicts if v.scored and lead(v).stated is not None]
        rows += [_row(dossier, result, v, tracer) for v in shown]
    caption = say(lang, "各目标的信号、可能性、进度与证据",
                  "Signal, likelihood, pace and evidence of every target")
    return Table(caption, "targets", _HEADS[lang], tuple(rows), _WIDTHS, small=True)


def _row(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
         ) -> tuple[Cell, ...]:
    lang, chance, plan = tracer.lang, lead(verdict), dossier.assessment.plan
    name = name_text(result, plan, lang)
    if len(result.verdicts) > 1:
        kind = KINDS[verdict.reading].get(lang)
        name += f"（{kind}）" if lang == "zh" else f" ({kind})"
    trace = trace_chance(dossier, result, verdict, tracer)
    grade = verdict.evidence.grade
    return (
        cell(name, strong=result.target.binding), cell(goal_text(verdict, lang, plan.period.end)),
        cell(colour_text(chance.colour, lang), colour=chance.colour),
        cell(chance.word.get(lang)), cell(_probability(verdict, lang), trace=trace),
        cell(own_pace(verdict, lang)), cell(f"{grade.value} {GRADES[grade].get(lang)}"))


def _probability(verdict: Verdict, lang: Lang) -> str:
    """Return the likelihood no finer than its evidence supports, and a known outcome as it is."""
    chance = lead(verdict)
    if chance.stated is None or is_known(verdict):
        return chance_text(verdict, chance)
    return about_probability(chance.stated, verdict.evidence.grade, lang)


def trace_chance(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> str:
    """Return the trace id of a verdict's leading likelihood."""
    lang, chance, trace = tracer.lang, lead(verdict), dict(verdict.trace)
    name = result.indicator.name.get(lang)
    kind = KINDS[verdict.reading].get(lang)
    weights = trace.get("weights", "")
    rule = colour_rule(chance.colour, lang)
    formula = {"zh": f"达标路径占比；权重 {weights or '—'}；信号规则 {rule}",
               "en": f"share of paths that meet it; weights {weights or '—'}; colour rule {rule}"}
    if is_known(verdict):
        formula = {"zh": f"结果已知；信号规则 {rule}", "en": f"outcome known; colour rule {rule}"}
    p = "—" if chance.probability is None else f"{chance.probability:.4f}"
    said = {"zh": f"{name}（{kind}）达成概率", "en": f"P(met), {name} ({kind})"}[lang]
    stated = "" if chance.stated is None else about_probability(chance.stated,
                                                                verdict.evidence.grade, lang)
    return tracer.mark(f"{p} {stated}".strip(), what=said, row=place(result, lang),
                       formula=formula[lang], vintage=vintage(dossier, lang, verdict))


def place(result: TargetResult, lang: Lang) -> str:
    """Return where a target stands: its id in the plan file and its place in the document."""
    source = result.target.source
    return f"{result.target.id}（{source}）" if lang == "zh" and source else (
        f"{result.target.id} ({source})" if source else result.target.id)


def vintage(dossier: Dossier, lang: Lang, verdict: Verdict | None = None) -> str:
    """Return of when the inputs are: as-of year, latest figure, reference class."""
    a = dossier.assessment
    latest = "" if verdict is None or verdict.latest_year is None else {
        "zh": f"，最新数值{verdict.latest_year}年", "en": f", latest figure {verdict.latest_year}"
    }[lang]
    return {"zh": f"数据截至{a.as_of}年{latest}；参照组 {a.reference}",
            "en": f"as of {a.as_of}{latest}; class {a.reference}"}[lang]
