"""What a target asks for, in words and figures: name, base, goal, and what is needed a year."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite
from typing import Protocol

from data.messages.message import Message
from data.numbers import (
    MISSING,
    growth,
    joined,
    plain,
    rounded,
    shown,
    step_a_year,
    with_unit,
)
from data.plan import Indicator, Plan, Target
from data.units import Unit, difference_unit, display_unit
from data.words import Basis, Kind, Lang, Sense
from forecast.probability.verdict import Required, TargetResult, Verdict
from forecast.question.question import tolerance_of
from report.text.words import BASES, SENSES, label

_LEVELS = (Kind.STOCK, Kind.CUMULATIVE, Kind.RATIO)
_POINTS = (Kind.SHARE, Kind.SCORE)


class Asked(Protocol):
    """A target with what it requires: a verdict, or a target that is only shown."""

    @property
    def target(self) -> Target:
        """What the plan says."""
        ...

    @property
    def indicator(self) -> Indicator:
        """What is measured."""
        ...

    @property
    def required(self) -> Required:
        """Base, level to be reached and what lies between them."""
        ...


@dataclass(frozen=True, slots=True)
class Demand:
    """What a target asks for, before anything is forecast."""

    target: Target
    indicator: Indicator
    required: Required


def subject_text(target: Target, indicator: Indicator, plan: Plan, lang: Lang) -> str:
    """Return the indicator's name, after the region's where that is not the plan's own."""
    return in_region(indicator.name.get(lang), target.region, plan, lang)


def in_region(name: str, region: str, plan: Plan, lang: Lang) -> str:
    """Return a name, after its region's where that is not the plan's own."""
    if region in ("", plan.region.zh, plan.region.en):
        return name
    return Message("text.region_name", region=region, name=name).get(lang)


def is_one_of_several(target: Target, plan: Plan) -> bool:
    """Say whether the plan has several targets of this indicator and region."""
    return sum(t.indicator == target.indicator and t.region == target.region
               for t in plan.targets) > 1


def about_text(result: TargetResult, plan: Plan, lang: Lang) -> str:
    """Return what a target is about, with its goal where the plan has several of its indicator."""
    name = subject_text(result.target, result.indicator, plan, lang)
    if not is_one_of_several(result.target, plan):
        return name
    goal = goal_text(result.verdicts[0], lang, plan.period.end)
    return Message("text.name_goal", name=name, goal=goal).get(lang)


def name_text(result: TargetResult, plan: Plan, lang: Lang) -> str:
    """Return what a target is about, marked when it is binding."""
    name = subject_text(result.target, result.indicator, plan, lang)
    if not result.target.binding:
        return name
    mark = label("binding", lang)
    return Message("text.name_mark", name=name, mark=mark).get(lang)


def base_text(verdict: Asked, lang: Lang, usual: int) -> str:
    """Return the base value, with its year when that is not the plan's ``usual`` one."""
    required = verdict.required
    # A sum over the period starts from nothing, and a qualitative target from no figure.
    bare = verdict.target.basis in (Basis.CUMULATIVE_OVER_PERIOD, Basis.QUALITATIVE)
    if required.base_value is None or bare:
        return MISSING
    if verdict.target.basis is Basis.RELATIVE_TO_REGION:
        value = moved(required.base_value, verdict.indicator.unit, lang)
    else:
        value = shown(required.base_value, verdict.indicator.unit, lang)
    return value + _year(required.base_year, usual, lang)


def _year(year: int | None, usual: int, lang: Lang) -> str:
    if year is None or year == usual:
        return ""
    return Message("text.year", year=year).get(lang)


def goal_text(verdict: Asked, lang: Lang, usual: int) -> str:
    """Return the target with sign and unit, its year when not ``usual``, and how it is stated."""
    target, level = verdict.target, verdict.required.target_value
    year = _year(target.year, usual, lang)
    if target.basis is Basis.RELATIVE_TO_REGION:
        return _relative(verdict, lang) + year
    if target.basis is Basis.EVERY_YEAR_UP:
        return _every_year(verdict, lang) + year
    if target.basis is Basis.QUALITATIVE or (level is None and target.value is None):
        return (BASES[target.basis].get(lang) or MISSING) + year
    if level is None and target.basis not in (Basis.LEVEL, Basis.CUMULATIVE_OVER_PERIOD):
        return _as_stated(verdict, lang) + year
    text = level_text(verdict, lang)
    if target.basis is Basis.LEVEL:
        return text + year
    inner = _as_stated(verdict, lang)
    return Message("text.text_year_inner", text=text, year=year, inner=inner).get(lang)


def stated_text(target: Target, indicator: Indicator, lang: Lang, usual: int | None = None) -> str:
    """Return a target as it is stated, without what it comes to as a level."""
    nothing = Required(None, None, None, None, None, None, None, None)
    return goal_text(Demand(target, indicator, nothing), lang,
                     target.year if usual is None else usual)


def level_text(verdict: Asked, lang: Lang) -> str:
    """Return the level to be reached with its sign and unit: ``≥ 3,290 件``, ``≈ 50 件（±5%）``."""
    target, unit = verdict.target, verdict.indicator.unit
    level = verdict.required.target_value
    if target.basis is Basis.RELATIVE_TO_REGION:
        return _relative(verdict, lang)
    if target.sense is Sense.BETWEEN and target.upper is not None:
        low, high = verdict.required.edges or (target.value, target.upper)
        return joined(span([shown(low, unit, lang), shown(high, unit, lang)]), unit, lang)
    value = with_unit(level if level is not None else target.value, unit, lang)
    return SENSES[target.sense] + value + _tolerance(target, lang)


def span(numbers: list[str]) -> str:
    """Return printed numbers as a range; a dash beside a minus sign could not be read."""
    return (" … " if "−" in "".join(numbers) else "–").join(numbers)


def _tolerance(target: Target, lang: Lang) -> str:
    """Return how far off "about" may be."""
    tolerance = tolerance_of(target)
    if tolerance is None:
        return ""
    share = plain(100 * tolerance)
    return Message("text.share", share=share).get(lang)


def _relative(verdict: Asked, lang: Lang) -> str:
    """Return which region the target compares with and by how much: ``> 全区 + 2 百分点``."""
    target, unit = verdict.target, verdict.indicator.unit
    if not target.relative_to:
        return BASES[target.basis].get(lang)
    name, edge = target.relative_to, target.value or 0.0
    if target.sense is Sense.BETWEEN and target.upper is not None:
        low, high = (moved(v, unit, lang) for v in (edge, target.upper))
        return f"{name} {low} … {high}"
    margin = f" {moved(edge, unit, lang)}" if edge else ""
    return f"{SENSES[target.sense]}{name}{margin}{_tolerance(target, lang)}"


def moved(value: float, unit: Unit, lang: Lang) -> str:
    """Return a difference with its sign and unit; of percentages in points: ``+2 百分点``."""
    points = difference_unit(unit)
    return ("−" if value < 0 else "+") + with_unit(abs(value), points, lang)


def _every_year(verdict: Asked, lang: Lang) -> str:
    down, value = verdict.indicator.direction < 0, verdict.target.value
    if not value:
        key = "down_every_year" if down else "up_every_year"
        return label(key, lang)
    sign = "−" if down else "+"
    return Message("text.at_least_every_year", sign=sign, value=plain(value)).get(lang)


def _as_stated(verdict: Asked, lang: Lang) -> str:
    """Return the target as the document words it: ``年均增长 15%``, ``较基期增加 ≈ 15 件``."""
    target, unit = verdict.target, verdict.indicator.unit
    how = BASES[target.basis].get(lang)
    if target.value is None or target.basis is Basis.CUMULATIVE_OVER_PERIOD:
        return how
    numbers = [target.value] if target.upper is None else [target.value, target.upper]
    if target.basis is Basis.INCREMENT_FROM_BASE:
        points = difference_unit(unit)
        text = joined(span([shown(v, unit, lang) for v in numbers]), points, lang)
    elif max(numbers) <= 0 > min(numbers):
        return _fall(target, numbers, verdict.required.base_year, lang)
    else:
        text = span([plain(v) for v in numbers]) + "%"
    sign = "" if target.sense is Sense.AT_LEAST else SENSES[target.sense]
    return stated_how(target.basis, f"{sign}{text}", lang)


def stated_how(basis: Basis, amount: str, lang: Lang) -> str:
    """Return an amount with what it is measured against: 年均增长 15%, ``15% growth a year``."""
    how = BASES[basis].get(lang)
    if not how:
        return amount
    return Message("text.stated", how=how, amount=amount, basis=basis.value).get(lang)


def _fall(target: Target, numbers: list[float], base_year: int | None, lang: Lang) -> str:
    """Return negative growth as a fall, with what the sign of the target means for its size."""
    size = span([plain(v) for v in sorted(-v for v in numbers)]) + "%"
    year = target.base_year or base_year
    if target.basis is Basis.CAGR_FROM_BASE:
        return Message("text.fall_a_year", bound=target.sense, size=size).get(lang)
    since = Message("text.in_year", year=year) if year else Message("text.the_base")
    return Message("text.fall_from", bound=target.sense, size=size, since=since).get(lang)


@dataclass(frozen=True, slots=True)
class Move:
    """What is needed a year: a rate of growth, or a step in the canonical unit.

    Of ``any_size`` only the direction counts.
    """

    size: float
    is_step: bool = False
    any_size: bool = False

    def printed(self, unit: Unit, lang: Lang) -> str:
        """Return it as tables print it: ``+33.0%``, ``+500/年``, ``> 0``."""
        if self.any_size:
            return "< 0" if self.size < 0 else "> 0"
        return step_a_year(self.size, unit, lang) if self.is_step else growth(self.size)


def move_said(move: Move, unit: Unit, lang: Lang) -> str:
    """Return what is needed a year in words: a rate of 0.33 reads 年均需增长33.0%."""
    down = move.size < 0
    if move.any_size:
        return Message("text.move_any", down=down).get(lang)
    if not move.is_step:
        rate = growth(move.size)
        return Message("text.move_rate", down=down, size=rate.lstrip("+−"), rate=rate,
                       none=rate == growth(0.0)).get(lang)
    size = rounded(display_unit(unit, lang).from_canonical(abs(move.size)))
    points = unit.dimension == "percent"
    return Message("text.move_points" if points else "text.move_step", down=down,
                   sign="−" if down else "+", one=size == "1",
                   size=size if points else joined(size, unit, lang)).get(lang)


@dataclass(frozen=True, slots=True)
class Needed:
    """What is needed a year from the base, and beside it the same from ``since`` on.

    Without ``since``, ``then`` is the first year's step beside the rate.
    """

    first: Move | None
    then: Move | None = None
    since: int | None = None


def needed(verdict: Verdict) -> Needed:
    """Return what is needed a year.

    A share or score moves by points, a running total or a sum grows by what is added, a distance
    from another region has no rate, nor has a way from zero or below: there the step is what is
    needed.
    """
    required, base_year, latest = verdict.required, verdict.required.base_year, verdict.latest_year
    if verdict.target.basis is Basis.EVERY_YEAR_UP:
        asked, sign = verdict.target.value, -1 if verdict.indicator.direction < 0 else 1
        return Needed(Move(sign * asked / 100) if asked else Move(sign, any_size=True))
    rate = None if required.cagr is None or not isfinite(required.cagr) else Move(required.cagr)
    step = None if required.step is None else Move(required.step, is_step=True)
    begun = base_year is not None and latest is not None and latest > base_year
    by_steps = verdict.reading in (*_POINTS, Kind.CUMULATIVE) or verdict.target.basis in (
        Basis.CUMULATIVE_OVER_PERIOD, Basis.RELATIVE_TO_REGION) or required.cagr is None
    if by_steps and step:
        if not begun or required.step_from_now is None:
            return Needed(step)
        return Needed(step, Move(required.step_from_now, is_step=True), latest)
    if required.from_now is not None and begun:
        return Needed(rate, Move(required.from_now), latest)
    return Needed(rate, step if verdict.reading in _LEVELS else None)


def required_texts(verdict: Verdict, lang: Lang) -> tuple[str, str]:
    """Return what is needed a year, and as a note the step or the growth needed from now."""
    found, unit = needed(verdict), verdict.indicator.unit
    first = MISSING if found.first is None else found.first.printed(unit, lang)
    note = "" if found.then is None else found.then.printed(unit, lang)
    if found.since is None:
        return first, note
    return first, Message("text.from", needed=note, year=found.since).get(lang)
