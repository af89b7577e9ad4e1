"""What a figure may mean: the sentences that explain why readings disagree.

Everything here is derived from the plan's own figures, for any plan: whether the base equals the
sum of the last k yearly flows, what each reading asks for a year, and what was already reached.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.numbers import with_unit
from data.plan import Plan
from data.series import Series
from data.words import Basis, Kind, Sense, Text
from forecast.probability.verdict import Finding, Verdict
from forecast.question.question import Measure, Question
from forecast.question.sums import declared_inflow

BASE_TOLERANCE = 0.05
"""Two figures agree when they differ by less than this share (documents round)."""

BASE_DISPUTE = 0.10
"""A base that another figure of the document contradicts by more than this is disputed."""

MAX_YEARS = 10

YEARLY = (Kind.FLOW, Kind.AMOUNT, Kind.UNDECLARED)
"""Kinds whose figure is, or may be, that of a year, as a declared inflow's is."""


@dataclass(frozen=True, slots=True)
class RunningTotal:
    """A base that can be written as a sum of yearly flows, latest first (the last one implied)."""

    base: float
    parts: tuple[float, ...]


def as_running_total(base: float, base_year: int, flow: Series) -> RunningTotal | None:
    """Return how ``base`` could be the total of the last two or more yearly flows, or ``None``.

    The flows of the base year and of the years before are taken away one by one; the last part is
    what remains, and must agree with the figure known for that year.
    """
    latest = flow.at(base_year)
    if latest is None or latest >= base * (1 - 1e-9):
        return None
    parts, rest = [latest], base - latest
    for back in range(1, MAX_YEARS):
        known = flow.at(base_year - back)
        if known is None:
            return None
        if abs(rest - known) <= BASE_TOLERANCE * known:
            return RunningTotal(base, (*parts, rest))
        if rest <= known:
            return None
        parts.append(known)
        rest -= known
    return None


def base_conflict(question: Question, plan: Plan) -> Finding | None:
    """Return a finding when the document gives another figure for the base year."""
    indicator, target = question.indicator, question.target
    year, base = target.base_year, target.base_value
    if year is None or base is None or base == 0:
        return None
    figures = [plan.series(indicator.id, target.region)]
    if indicator.kind in YEARLY:  # a yearly inflow is not supposed to equal the stock it feeds
        figures.append(declared_inflow(plan, indicator, target.region))
    for other in figures:
        value = other.at(year) if other is not None else None
        if value is None or abs(value / base - 1) <= BASE_TOLERANCE:
            continue
        zh = [with_unit(v, indicator.unit, "zh") for v in (base, value)]
        en = [with_unit(v, indicator.unit, "en") for v in (base, value)]
        gap = f"{abs(value / base - 1):.0%}"
        return Finding("BASE_CONFLICT", Text(
            f"{year}年基期有两个数字：目标表为{zh[0]}，另一处为{zh[1]}（相差{gap}）。",
            f"The document gives two figures for {year}: {en[0]} as the target's base and {en[1]} "
            f"elsewhere ({gap} apart)."))
    return None


def base_dispute(question: Question, plan: Plan) -> float:
    """Return the share by which another figure for the same indicator and year differs from the
    base, where that is more than ``BASE_DISPUTE``; else 0."""
    target = question.target
    year, base = target.base_year, target.base_value
    own = plan.series(question.indicator.id, target.region)
    if year is None or not base or own is None:
        return 0.0
    value = own.at(year)
    apart = 0.0 if value is None else abs(value / base - 1)
    return apart if apart > BASE_DISPUTE else 0.0


def wrong_side_of_base(question: Question) -> Finding | None:
    """Return a finding when the target lies on the side of its base that it should move away from.

    A target of a good thing below its base, or of a bad thing above it: met from the start unless
    things get worse, and more often a wrong base, unit or sign.
    """
    goal, base, up = question.goal, question.base_value, question.indicator.direction > 0
    against = question.target.sense in (
        (Sense.AT_MOST,) if up else (Sense.AT_LEAST, Sense.ABOVE))
    if goal is None or base is None or against or question.obstacle is not None:
        return None  # an edge the other way is a ceiling or a floor, not a target to reach
    if question.measure is Measure.EVERY_YEAR_UP or question.target.sense is Sense.BETWEEN:
        return None
    if question.target.basis in (Basis.CUMULATIVE_OVER_PERIOD, Basis.RELATIVE_TO_REGION):
        return None
    if (goal >= base - 1e-9 * abs(base)) if up else (goal <= base + 1e-9 * abs(base)):
        return None
    unit = question.indicator.unit
    zh, en = ([with_unit(v, unit, lang) for v in (goal, base)] for lang in ("zh", "en"))
    wish_zh, wish_en = ("越高越好", "more is better") if up else ("越低越好", "less is better")
    side_zh, side_en = ("低于", "below") if up else ("高于", "above")
    if question.reading is Kind.CUMULATIVE:
        wish_zh, wish_en = "累计数不会减少", "a running total never falls"
    return Finding("WRONG_SIDE_OF_BASE", Text(
        f"目标{zh[0]}{side_zh}基期值{zh[1]}，而{wish_zh}：请核对基期值、单位、口径或增减方向。",
        f"The target of {en[0]} is {side_en} its base of {en[1]}, yet {wish_en}: check the base, "
        "the unit, what is counted, or the sign."))


def demand(question: Question, verdict: Verdict) -> Text:
    """Return what one reading asks for, in words with numbers."""
    required, unit = verdict.required, question.indicator.unit
    years = question.target.year - (question.base_year or question.target.year)
    if question.measure is Measure.RUNNING_TOTAL and question.threshold is not None:
        remaining = question.target.year - question.total_year
        step = (question.threshold - question.total) / max(1, remaining)
        flow = question.driver
        latest_zh = latest_en = ""
        if flow is not None and len(flow):
            value, year = float(flow.values[-1]), int(flow.years[-1])
            latest_zh = f"，而{year}年已达{with_unit(value, unit, 'zh')}"
            latest_en = f" against {with_unit(value, unit, 'en')} already reached in {year}"
        return Text(f"按累计数理解，今后每年需{with_unit(step, unit, 'zh')}{latest_zh}",
                    f"as a running total it needs {with_unit(step, unit, 'en')} a year{latest_en}")
    kind_zh, kind_en = KIND_WORDS.get(question.reading, ("", "a level"))
    if required.cagr is None:
        return Text(f"按{kind_zh}理解，目标年需达到要求水平",
                    f"as {kind_en} it needs the stated level")
    return Text(f"按{kind_zh}理解，需连续{years}年年均增长{required.cagr:.1%}",
                f"as {kind_en} it needs {required.cagr:+.1%} a year for {years} years")


KIND_WORDS: dict[Kind, tuple[str, str]] = {
    Kind.FLOW: ("年度量", "a yearly flow"),
    Kind.AMOUNT: ("年度金额", "a yearly amount"),
    Kind.STOCK: ("年末存量", "a year-end stock"),
    Kind.CUMULATIVE: ("累计数", "a running total"),
    Kind.RATIO: ("比率", "a ratio"),
    Kind.SHARE: ("占比", "a share"),
    Kind.SCORE: ("得分", "a score"),
}


def definition_sensitive(asked: tuple[Question, ...], verdicts: tuple[Verdict, ...],
                         plan: Plan) -> Finding:
    """Return the one sentence that says why the readings of a target disagree."""
    clauses = [demand(q, v) for q, v in zip(asked, verdicts, strict=True)]
    zh, en = "；".join(c.zh for c in clauses), "; ".join(c.en for c in clauses)
    why_zh = why_en = ""
    first = asked[0]
    flow = declared_inflow(plan, first.indicator, first.target.region)
    if flow is not None and first.base_value is not None and first.base_year is not None:
        total = as_running_total(first.base_value, first.base_year, flow)
        if total is not None:
            unit = first.indicator.unit
            parts = " + ".join(f"{unit.from_canonical(p):,.0f}" for p in total.parts)
            base, k = f"{unit.from_canonical(total.base):,.0f}", len(total.parts)
            why_zh = f"{base}可能等于{parts}，即{k}年累计；"
            why_en = f"{base} could be {parts}, a running total of {k} years; "
    return Finding("DEFINITION_SENSITIVE", Text(
        f"结论取决于口径：{why_zh}{zh}。",
        f"The verdict depends on what the figure means: {why_en}{en}."))
