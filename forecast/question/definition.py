"""What a figure may mean: the sentences that explain why readings disagree.

Everything here is derived from the plan's own figures, for any plan: whether the base equals the
sum of the last k yearly flows, what each reading asks for a year, and what was already reached.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.messages.message import Joined, Localized, Message, Messages
from data.numbers import with_unit
from data.plan import Plan
from data.series import Series
from data.words import NOTHING, Basis, Kind, Sense, Wording
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
        return Finding("BASE_CONFLICT", Message(
            "question.base_conflict", year=year, base=Localized(with_unit, base, indicator.unit),
            other=Localized(with_unit, value, indicator.unit), gap=abs(value / base - 1)))
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
    wish = "total" if question.reading is Kind.CUMULATIVE else "up" if up else "down"
    return Finding("WRONG_SIDE_OF_BASE", Message(
        "question.wrong_side_of_base", goal=Localized(with_unit, goal, unit),
        base=Localized(with_unit, base, unit), below=up, wish=wish))


def demand(question: Question, verdict: Verdict) -> Wording:
    """Return what one reading asks for, in words with numbers."""
    required, unit = verdict.required, question.indicator.unit
    years = question.target.year - (question.base_year or question.target.year)
    if question.measure is Measure.RUNNING_TOTAL and question.threshold is not None:
        remaining = question.target.year - question.total_year
        step = (question.threshold - question.total) / max(1, remaining)
        flow = question.driver
        latest: Wording = NOTHING
        if flow is not None and len(flow):
            latest = Message("question.reached_already", year=int(flow.years[-1]),
                             value=Localized(with_unit, float(flow.values[-1]), unit))
        return Message("question.needs_as_total", step=Localized(with_unit, step, unit),
                       latest=latest)
    kind = question.reading
    if required.cagr is None:
        return Message("question.needs_level", kind=_AS[kind])
    return Message("question.needs_growth", kind=_AS[kind], years=years, rate=required.cagr)


_AS = Messages("question.as_kind", Kind)


def definition_sensitive(asked: tuple[Question, ...], verdicts: tuple[Verdict, ...],
                         plan: Plan) -> Finding:
    """Return the one sentence that says why the readings of a target disagree."""
    clauses = [demand(q, v) for q, v in zip(asked, verdicts, strict=True)]
    why: Wording = NOTHING
    first = asked[0]
    flow = declared_inflow(plan, first.indicator, first.target.region)
    if flow is not None and first.base_value is not None and first.base_year is not None:
        total = as_running_total(first.base_value, first.base_year, flow)
        if total is not None:
            unit = first.indicator.unit
            parts = " + ".join(f"{unit.from_canonical(p):,.0f}" for p in total.parts)
            base, k = f"{unit.from_canonical(total.base):,.0f}", len(total.parts)
            why = Message("question.could_be_total", base=base, parts=parts, k=k)
    return Finding("DEFINITION_SENSITIVE", Message(
        "question.definition_sensitive", why=why, demands=Joined(clauses, "mark.semicolon")))
