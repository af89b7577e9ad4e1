"""The tables of a target's section: pace by every method, and the scenarios compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.numbers import about
from data.words import Lang
from forecast.probability.verdict import Chance, Pace, TargetResult, Verdict
from report.assessment.rows import chance_text, is_known, lead
from report.assessment.sentences import scenario_name, worth_text
from report.memo.blocks import Block, Cell, Heading, Paragraph, Table, cell, plain
from report.memo.dossier import Dossier
from report.memo.figures import mark, trace_pace
from report.memo.spoken import span_said
from report.memo.trace import Tracer
from report.memo.wording import colour_text, say
from report.text.goal import subject_text
from report.text.words import KINDS, METHOD_NAMES, PATHS, bracketed, pace_label


def pace_panel(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer) -> Table:
    """Return every pace method's label with what such labels have been worth."""
    lang = tracer.lang
    heads = {"zh": ("方法", "标签", "数值", "假定路径", "同类标签的历史达标率"),
             "en": ("method", "label", "value", "path", "met in the past")}[lang]
    rows = tuple(_pace_row(dossier, result, verdict, p, tracer)
                 for p in verdict.pace if p.label != "N/A")
    name = _name(dossier, result, verdict, lang)
    return Table(say(lang, f"{name}：各方法的进度及同类标签的历史达标率",
                     f"{name}: pace by method, and what each label has been worth"),
                 f"pace-{result.target.id}-{verdict.reading.value}", heads, rows,
                 (0.26, 0.15, 0.17, 0.12, 0.30), small=True)


def _name(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    name = subject_text(result.target, result.indicator, dossier.assessment.plan, lang)
    if len(result.verdicts) == 1:
        return name
    return name + bracketed(KINDS[verdict.reading].get(lang), lang)


def _pace_row(dossier: Dossier, result: TargetResult, verdict: Verdict, pace: Pace,
              tracer: Tracer) -> tuple[Cell, ...]:
    lang = tracer.lang
    path = PATHS[pace.path].get(lang) if pace.path in PATHS else pace.path
    name = METHOD_NAMES[pace.method].get(lang)
    trace = trace_pace(dossier, result, verdict, tracer, pace, name)
    worth = worth_text(pace, lang) or say(lang, "无可比窗口", "no comparable windows")
    return (cell(name), cell(pace_label(pace.label, lang)),
            cell(_pace_value(pace, lang), number=True, trace=trace), cell(path), cell(worth))


def _pace_value(pace: Pace, lang: Lang) -> str:
    """Return a method's value in its own terms: points, a share of the gap, or a ratio."""
    if pace.value is None:
        return "—"
    if pace.method == "schedule":
        text = f"{pace.value:+.0f}" + say(lang, "个百分点", " pp")
    elif pace.method == "german":
        text = say(lang, f"缺口{pace.value:.0%}", f"gap {pace.value:.0%}")
    else:
        text = f"{pace.value:.2f}"
    return text.replace("-", "−")


def pace_annex(dossier: Dossier, tracer: Tracer) -> Iterator[Block]:
    """Yield the pace of every target under way by every method: they disagree, so not in the body.
    """
    lang = tracer.lang
    tables = [pace_panel(dossier, r, v, tracer) for r in dossier.assessment.results
              for v in r.verdicts
              if v.scored and not is_known(v) and any(p.label != "N/A" for p in v.pace)]
    if tables:
        yield Heading(1, say(lang, "各方法的进度", "Pace by method"), "pace")
        yield Paragraph(plain(say(
            lang, "各方法假定的路径不同，标签可能不一致；正文只用本工具的进度。",
            "The methods assume different paths and may disagree; the text above goes by the "
            "tool's own.")))
        yield from tables


def scenario_blocks(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
                    ) -> Iterator[Block]:
    """Yield the scenarios that print another figure than the leading one, beside it.

    Those that change nothing are named in a sentence.
    """
    lang, now = tracer.lang, lead(verdict)

    def figures(chance: Chance) -> tuple[str, ...]:
        unit = verdict.indicator.unit
        values = (chance.median, chance.low80, chance.high80)
        return (chance_text(verdict, chance),
                *("" if v is None else about(v, unit, lang) for v in values))

    others = [c for c in verdict.chances if c is not now]
    moved = [c for c in others if figures(c) != figures(now)]
    same = [scenario_name(dossier.assessment, c.scenario, lang) for c in others if c not in moved]
    if moved:
        yield _scenario_panel(dossier, result, verdict, tracer, (now, *moved))
    if same:
        yield Paragraph(plain(say(
            lang, f"“{'”“'.join(same)}”不影响本目标。",
            f"No difference to this target: {', '.join(same)}.")))


def _scenario_panel(dossier: Dossier, result: TargetResult, verdict: Verdict, tracer: Tracer,
                    chances: Sequence[Chance]) -> Table:
    lang = tracer.lang
    heads = {"zh": ("情景", "概率", "信号", "中位数", "80%区间"),
             "en": ("scenario", "P(met)", "signal", "median", "80% interval")}[lang]
    rows = tuple(_scenario_row(dossier, result, verdict, c, tracer) for c in chances)
    name = _name(dossier, result, verdict, lang)
    return Table(say(lang, f"{name}：各情景比较", f"{name}: the scenarios compared"),
                 f"scenarios-{result.target.id}-{verdict.reading.value}", heads, rows,
                 (0.27, 0.13, 0.16, 0.18, 0.26), small=True)


def _scenario_row(dossier: Dossier, result: TargetResult, verdict: Verdict, chance: Chance,
                  tracer: Tracer) -> tuple[Cell, ...]:
    lang, unit = tracer.lang, verdict.indicator.unit
    none = "—"
    span = none if chance.low80 is None or chance.high80 is None else span_said(
        chance.low80, chance.high80, unit, lang)
    mid = none if chance.median is None else about(chance.median, unit, lang)
    name = scenario_name(dossier.assessment, chance.scenario, lang)
    p = none if chance.probability is None else f"{chance.probability:.4f}"
    figures = "; ".join(text for text in (p, mid, span) if text != none)
    trace = mark(dossier, result, verdict, tracer, value=figures,
                 what=say(lang, f"情景“{name}”", f"scenario '{name}'"),
                 formula=say(lang, "该情景下达标路径占比；中位数与80%区间为路径的分位数（类型8）",
                             "share of the scenario's paths that meet it; type-8 quantiles"))
    return (cell(name), cell(chance_text(verdict, chance), number=True, trace=trace),
            cell(colour_text(chance.colour, lang), colour=chance.colour),
            cell(mid, number=True), cell(span, number=True))
