"""The risk register: what may go wrong, how it will show first, what it would mean, what to do."""

from __future__ import annotations

from collections.abc import Iterator

from data.numbers import about, with_unit
from data.words import Basis, Lang
from forecast.solve.solution import Solution, Tripwires
from forecast.verdict import Colour, TargetResult, Verdict
from report.goal import name_text
from report.memo.blocks import Block, Cell, Heading, Paragraph, Table, cell, plain
from report.memo.dossier import Dossier
from report.memo.wording import about_probability, colour_text, say
from report.rows import is_known, is_split, lead
from report.words import KINDS

_ORDER = (Colour.GREEN, Colour.GREEN_AMBER, Colour.AMBER, Colour.AMBER_RED, Colour.RED)
ADVISED = 0.66
"""The probability that advice aims at: the lower edge of "likely"."""

_HEADS: dict[Lang, tuple[str, ...]] = {
    "zh": ("编号", "风险描述", "触发条件", "影响", "应对措施", "责任人", "期限"),
    "en": ("no.", "description", "trigger", "impact", "countermeasure", "owner", "date"),
}
_WIDTHS = (0.06, 0.20, 0.24, 0.14, 0.22, 0.07, 0.07)


def risk_register(dossier: Dossier, lang: Lang) -> Iterator[Block]:
    """Yield the register; owner and date are left for the planning office to fill."""
    title = {"zh": "风险清单", "en": "Risk register"}[lang]
    yield Heading(1, title, "risks")
    rows = [row for i, (r, v) in enumerate(at_risk(dossier), 1)
            for row in [_row(i, dossier, r, v, lang)]]
    if not rows:
        yield Paragraph(plain(say(lang, "没有需要登记的风险。", "There is no risk to enter.")))
        return
    yield Paragraph(plain(say(
        lang, "触发条件由下一年实际值的阈值给出：达到该条件时，结论的信号随之改变。"
        "责任人和期限由规划部门填写。",
        "A trigger is a threshold of the next actual figure: when it is crossed the verdict's "
        "colour changes. Owner and date are for the planning office to fill in.")))
    yield Table(title, "register", _HEADS[lang], tuple(rows), _WIDTHS, small=True)


def at_risk(dossier: Dossier) -> list[tuple[TargetResult, Verdict]]:
    """Return every reading that may fail: open, assessed, and not GREEN."""
    return [(r, v) for r in dossier.assessment.results if r.scored for v in r.verdicts
            if lead(v).stated is not None and not is_known(v)
            and lead(v).colour is not Colour.GREEN]


def _row(number: int, dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang,
         ) -> tuple[Cell, ...]:
    chance, solution = lead(verdict), dossier.solution(result, verdict)
    late = dossier.assessment.as_of >= result.target.year
    measure = say(lang, "公布后据实判定", "judge by the figure once it is published") if late \
        else countermeasure(result, solution, lang)
    name = name_text(result, dossier.assessment.plan, lang)
    if len(result.verdicts) > 1:
        kind = KINDS[verdict.reading].get(lang)
        name += f"（{kind}）" if lang == "zh" else f" ({kind})"
    said = about_probability(1 - (chance.stated or 0.0), verdict.evidence.grade, lang)
    what = {"zh": f"{name}到期未达成，可能{said}", "en": f"{name} is missed: {said}"}[lang]
    return (
        cell(f"R{number}"), cell(what), cell(trigger(solution, lang)),
        cell(_impact(result, chance.colour, lang)), cell(measure),
        cell(""), cell(""))


def trigger(solution: Solution | None, lang: Lang) -> str:
    """Return the tripwire in words; where there is none, what to watch."""
    wires = None if solution is None else solution.wires
    if wires is None or not wires.edges:
        return {"zh": "下一年实际值公布时重新评估", "en": "assess again with the next figure"}[lang]
    return wires_text(wires, lang)


def wires_text(wires: Tripwires, lang: Lang) -> str:
    """Return all thresholds of the next figure that change the colour, from low to high."""
    at = wires.colours.index(wires.now) if wires.now in wires.colours else 0
    better = _better_above(wires)
    parts = [_edge_text(wires, i, at, better, lang) for i in range(len(wires.edges))]
    text = ("；" if lang == "zh" else "; ").join(parts)
    name = wires.name.get(lang)
    return {"zh": f"{wires.year}年{name}：{text}", "en": f"{name} in {wires.year}: {text}"}[lang]


def _better_above(wires: Tripwires) -> bool:
    """Say whether a higher figure is the better one, by the first edge."""
    edge = wires.edges[0]
    return _ORDER.index(edge.above) < _ORDER.index(edge.below)


def _edge_text(wires: Tripwires, i: int, at: int, better_above: bool, lang: Lang) -> str:
    """Return one threshold: what the verdict turns to on its far side from today's.

    A figure far beyond today's on the good side may still worsen the verdict: such a jump makes
    the whole series doubtful, and the reader is told to check it first.
    """
    edge, below = wires.edges[i], i < at
    value = about(edge.value, wires.unit, lang) if wires.step < 1 else with_unit(
        edge.value, wires.unit, lang)
    turn, other = (edge.below, edge.above) if below else (edge.above, edge.below)
    odd = below is not better_above and _ORDER.index(turn) > _ORDER.index(other)
    to = colour_text(turn, lang)
    said = {("zh", True): f"低于{value}转为{to}", ("zh", False): f"达到{value}转为{to}",
            ("en", True): f"below {value} it turns {to}",
            ("en", False): f"from {value} on it turns {to}"}[lang, below]
    if not odd:
        return said
    return said + say(lang, "（变动过大，先核实数据和口径）",
                      " (so large a jump: check the figure first)")


def _impact(result: TargetResult, colour: Colour, lang: Lang) -> str:
    if result.target.binding:
        return {"zh": "约束性指标，列入预警", "en": "binding: early warning"}[lang]
    if is_split(result):
        return {"zh": "口径不明，结论不能使用", "en": "unclear definition: no usable verdict"}[lang]
    return {"zh": f"预期性指标，信号{colour_text(colour, lang)}",
            "en": f"expected target, signal {colour_text(colour, lang)}"}[lang]


def countermeasure(result: TargetResult, solution: Solution | None, lang: Lang) -> str:
    """Return what the figures themselves suggest: declare, push, or adjust the target."""
    if is_split(result):
        return {"zh": "先明确指标口径（年度量或累计数），再决定措施",
                "en": "declare what the figure counts before deciding on measures"}[lang]
    if solution is None:
        return {"zh": "查明原因，制定措施", "en": "find the cause, plan measures"}[lang]
    lift = next((g.size for g in solution.growth if g.asked == ADVISED), None)
    parts = []
    short = (solution.probability or 0.0) < ADVISED
    if short and lift is not None and lift > 0.05:
        parts.append(say(
            lang, f"措施需使年增速提高约{lift:.1f}个百分点，达成可能才到约三分之二",
            f"measures worth {lift:.1f} percentage points of growth a year would make it two in "
            "three"))
    value = next((v.value for v in solution.values if v.asked == ADVISED), None)
    if value is not None and solution.target.basis is Basis.LEVEL:
        shown = about(value, solution.indicator.unit, lang)
        parts.append(say(
            lang, f"如调整目标，{shown}左右约有三分之二的可能达成" if short else
            f"留有余量：按约三分之二的可能，目标可定到{shown}左右",
            f"a target of about {shown} would be met with two in three" if short else
            f"there is room: with two in three, the target could be about {shown}"))
    if not parts:
        return say(lang, "保持现有措施，跟踪触发条件", "keep going and watch the trigger")
    return ("；" if lang == "zh" else "; ").join(parts)
