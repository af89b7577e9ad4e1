"""The first page: the overall statement, how many targets will be met, the table, the three."""

from __future__ import annotations

from collections.abc import Iterator

from data.probabilities import probability_text
from data.words import Lang
from forecast.plan_level.summary import Choice, Count, Tally
from forecast.probability.verdict import Colour, Grade, TargetResult, Verdict
from forecast.probability.words import NO_WORD
from report.assessment.plan_level import as_plans_text
from report.assessment.plan_statement import named_note
from report.assessment.rows import chance_text, is_known, is_split, lead, own_pace
from report.memo.attention import attention, risk, worst
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
from report.memo.dossier import Dossier, Observed
from report.memo.figures import trace_chance, vintage
from report.memo.trace import Tracer
from report.memo.wording import colour_text, counted, say
from report.text.goal import goal_text, name_text
from report.text.words import GRADES, KINDS

ROWS = 16
"""Lines of the first page's table; further ones follow on the next page."""

FEW = 8
"""Targets without a likelihood up to which each has a line of the table."""

Line = tuple[TargetResult, Verdict]


def front_page(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield the blocks of the first page."""
    lang = tracer.lang
    yield Heading(1, say(lang, "一页结论", "The plan on one page"), "front")
    trace = tracer.mark(
        overall(dossier, lang), what=say(lang, "目标分类计数", "targets by outcome and colour"),
        row=say(lang, "全部目标", "all targets"),
        formula=say(lang, "按各目标的结果和信号计数；信号规则见各目标",
                    "outcomes and colours counted; the rule of each colour stands with its target"),
        vintage=vintage(dossier, lang))
    yield Paragraph(plain(overall(dossier, lang), trace=trace), lead=True)
    said = _observed(dossier, lang)
    if said:
        yield Paragraph(plain(said))
    yield Paragraph(_how_many(dossier, tracer))
    yield from _three(dossier, tracer)
    first, _ = _split_lines(dossier)
    if first:
        yield _table(dossier, tracer, first, "targets", say(
            lang, "各目标的信号、可能性、进度与证据",
            "Signal, likelihood, pace and evidence of the targets"))


def more_targets(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield the rest of the first page's table, where the plan has more than fits there."""
    lang = tracer.lang
    _, rest = _split_lines(dossier)
    if rest:
        yield _table(dossier, tracer, rest, "targets-more", say(
            lang, "其余目标的信号、可能性、进度与证据",
            "Signal, likelihood, pace and evidence of the other targets"))


def _observed(dossier: Dossier, lang: Lang) -> str:
    """Say so where no full year of the plan's period has been reported."""
    period = dossier.assessment.plan.period
    if dossier.observed is Observed.NOTHING:
        return say(
            lang, f"{period.start}—{period.end}年规划期内尚无年度数据，"
            "以下是立足基期的风险判断，不是进展评价。",
            f"As yet no year of the plan period ({period.start}–{period.end}) has been reported: "
            "these are risks as seen from the base, not an account of progress.")
    if dossier.observed is Observed.PARTS:
        n = sum(any(f.code == "PART_YEAR" for v in r.verdicts for f in v.findings)
                for r in dossier.assessment.results)
        return say(
            lang, f"规划期内尚无完整年度数据；{n}个目标的判断用到了部分月份的数据。",
            f"No full year of the plan period has been reported; figures for part of a year were "
            f"used for {counted(n, 'target')}.")
    return ""


def lines_of(dossier: Dossier) -> list[Line]:
    """Return every reading with a likelihood, in the order of the plan."""
    return [(r, v) for r in dossier.assessment.results for v in r.verdicts
            if v.scored and lead(v).followed is not None]


def _split_lines(dossier: Dossier) -> tuple[list[Line], list[Line]]:
    """Return the lines of the first page and the rest, worst first: by risk times weight.

    Readings of one target stay together. Targets without a likelihood come last, each a line of
    its own where they are few.
    """
    lines = lines_of(dossier)
    order = sorted(lines, key=lambda line: -risk(dossier, line[0]))  # stable: as in the plan
    bare = _bare(dossier)
    order += [(r, r.verdicts[0]) for r in bare] if len(bare) <= FEW else []
    return order[:ROWS], order[ROWS:]


def _bare(dossier: Dossier) -> list[TargetResult]:
    """Return the scored targets without a likelihood in any reading."""
    return [r for r in dossier.assessment.results
            if r.scored and all(lead(v).followed is None for v in r.verdicts)]


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
        (met, "已达成{n}个", "{n} met"), (len(known) - met, "未达成{n}个", "{n} missed"),
        (len(good), "按期实现可能性较大的{n}个", "{n} likely to be met"),
        (middle, "存在不确定性的{n}个", "{n} uncertain"),
        (len(bad), "实现难度较大的{n}个", "{n} unlikely to be met"),
        (len(split), "待明确口径的{n}个", "{n} awaiting a definition"),
        (len(grey), "因缺少数据无法评估的{n}个", "{n} not assessed for want of figures")))
    rest = len(dossier.assessment.results) - len(results)
    year = dossier.assessment.as_of
    if lang == "zh":
        tail = f"；另有定性目标{rest}个，不作量化评估" if rest else ""
        head = f"截至{year}年，规划共有可量化目标{len(results)}个"
        return f"{head}，其中{'、'.join(parts)}{tail}。" if parts else f"{head}{tail}。"
    tail = f"; {counted(rest, 'qualitative target')} not scored" if rest else ""
    head = f"As of {year}, the plan has {counted(len(results), 'quantified target')}"
    return f"{head}: {', '.join(parts)}{tail}." if parts else f"{head}{tail}."


def _counted(lang: Lang, counts: tuple[tuple[int, str, str], ...]) -> list[str]:
    return [say(lang, zh, en).format(n=n) for n, zh, en in counts if n]


def _how_many(dossier: Dossier, tracer: Tracer) -> tuple[Run, ...]:
    """Say how many of the assessable targets will be met: distribution, with its range."""
    lang, level = tracer.lang, dossier.level
    counts = [c for c in level.counts if c.scenario == level.lead]
    if not counts or counts[0].joint.m == 0:
        return plain(say(lang, "现有数据不足以研判任何一个目标，因此不能说明总体上可达成几个；"
                         "所缺数据见“没有评估的目标”。",
                         "The figures do not allow any target to be assessed, so nothing can be "
                         "said of how many will be met; what is missing is listed below."))
    tally = counts[0].joint
    trace = tracer.mark(
        f"{tally.expected:.2f}; {tally.low80}–{tally.high80}; P(≥{tally.half}) = "
        f"{tally.at_least(tally.half):.4f}; P({tally.m}) = {tally.at_least(tally.m):.4f}",
        what=say(lang, "预计达成个数", "expected number met"),
        row=say(lang, "全部可评估目标", "all assessable targets"),
        formula=say(lang, "各目标路径按估计的相关性联合后逐条计数，口径未定者取所列第一种",
                    "paths of all targets joined with their estimated correlation, counted; of "
                    "ambiguous targets the reading listed first"),
        vintage=vintage(dossier, lang))
    known = sum(m.known is not None for m in level.members)
    text = _tally_text(tally, known, lang, named=level.as_plan is not None)
    also = as_plans_text(level, lang) if known < tally.m else ""
    note = named_note(dossier.assessment.shift, lang)
    return (Run(text, trace=trace), *plain(_other_readings(counts, lang)), *plain(also),
            *plain(say(lang, note, f" {note}" if note else "")))


def _tally_text(tally: Tally, known: int, lang: Lang, *, named: bool) -> str:
    low, high, half = tally.low80, tally.high80, tally.half
    if known == tally.m:
        return say(lang, f"{tally.m}个目标的结果均已知，达成{tally.expected:.0f}个。",
                   f"All {tally.m} outcomes are known: {tally.expected:.0f} met.")
    sure = "" if not known else say(lang, f"（其中{known}个结果已知）",
                                    f" ({known} with a known outcome)")
    expected = f"{tally.expected:.0f}"
    did_zh, did_en = ("按可比序列", " as comparable series did") if named else ("", "")
    zh = f"{did_zh}预计完成{low}个" if low == high else \
        f"{did_zh}预计完成{expected}个左右（八成可能在{low}至{high}个之间）"
    en = f"{low} {'is' if low == 1 else 'are'} expected to be met{did_en}" if low == high else \
        f"about {expected} are expected to be met{did_en} (80% range {low} to {high})"
    return say(
        lang, f"可评估的目标有{tally.m}个{sure}，{zh}；"
        f"至少达成{half}个的可能性{probability_text(tally.at_least(half))}，"
        f"全部达成的可能性{probability_text(tally.at_least(tally.m))}。",
        f"Of {counted(tally.m, 'assessable target')}{sure} {en}. The chance that at least {half} "
        f"{'is' if half == 1 else 'are'} met is {probability_text(tally.at_least(half))}, that "
        f"all are {probability_text(tally.at_least(tally.m))}.")


def _other_readings(counts: list[Count], lang: Lang) -> str:
    by = {c.choice: c.joint.expected for c in counts}
    if Choice.LOWEST not in by or Choice.HIGHEST not in by:
        return ""
    low, high = by[Choice.LOWEST], by[Choice.HIGHEST]
    if f"{low:.0f}" == f"{high:.0f}":
        return ""
    return say(lang, f"口径未定的目标，按最不利口径计预计达成{low:.0f}个左右，"
               f"按最有利口径计{high:.0f}个左右。",
               f" With ambiguous targets read at their worst about {low:.0f}, at their best about "
               f"{high:.0f}.")


def _three(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    lang = tracer.lang
    found = attention(dossier, lang)
    if not found:
        return
    yield Heading(2, say(lang, "最需要关注的目标", "What needs attention most"), "attention")
    colon = say(lang, "：", ": ")
    yield Bullets(tuple((
        Run(name_text(a.result, dossier.assessment.plan, lang) + colon, strong=True),
        Run(a.why, trace=_trace(dossier, a.result, tracer))) for a in found), numbered=True)


def _trace(dossier: Dossier, result: TargetResult, tracer: Tracer) -> str:
    verdict = worst(result)
    return "" if lead(verdict).followed is None else trace_chance(dossier, result, verdict, tracer)


_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("目标", "目标值", "信号", "可能性", "概率", "进度", "证据"),
    "en": ("target", "goal", "signal", "likelihood", "P(met)", "pace", "evidence"),
}
_WIDTHS = (0.26, 0.16, 0.12, 0.14, 0.13, 0.10, 0.09)


def _table(dossier: Dossier, tracer: Tracer, lines: list[Line], anchor: str, caption: str,
           ) -> Table:
    rows = tuple(_row(dossier, r, v, tracer) for r, v in lines)
    bare = _bare(dossier)
    if anchor == "targets" and len(bare) > FEW:
        rows += (_rest(len(bare), tracer.lang),)
    return Table(caption, anchor, _HEADS[tracer.lang], rows, _WIDTHS, small=True)


def _row(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
         ) -> tuple[Cell, ...]:
    lang, chance, plan = tracer.lang, lead(verdict), dossier.assessment.plan
    name = line_name(dossier, result, verdict, lang)
    trace = "" if chance.followed is None else trace_chance(dossier, result, verdict, tracer)
    grade = verdict.evidence.grade
    return (
        cell(name, strong=result.target.binding), cell(goal_text(verdict, lang, plan.period.end)),
        cell(colour_text(chance.colour, lang), colour=chance.colour),
        cell(chance.word.get(lang)), cell(chance_text(verdict, chance), trace=trace),
        cell(own_pace(verdict, lang)), cell(f"{grade.value} {GRADES[grade].get(lang)}"))


def _rest(n: int, lang: Lang) -> tuple[Cell, ...]:
    """Return the line that stands for all targets without a likelihood."""
    dash = cell("—")
    return (cell(say(lang, f"另有{n}个目标无数据", f"{n} more targets without figures")),
            cell(say(lang, "见“没有评估的目标”", "see the list below")),
            cell(colour_text(Colour.GREY, lang), colour=Colour.GREY), cell(NO_WORD.get(lang)), dash,
            dash, cell(f"{Grade.D.value} {GRADES[Grade.D].get(lang)}"))


def line_name(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    """Return the target's name, with the reading where there are several."""
    name = name_text(result, dossier.assessment.plan, lang)
    if len(result.verdicts) == 1:
        return name
    kind = KINDS[verdict.reading].get(lang)
    return name + say(lang, f"（{kind}）", f" ({kind})")
