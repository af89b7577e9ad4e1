"""The answers of ``solve`` in words, one text an answer, shared by every layout."""

from __future__ import annotations

from typing import Protocol

from data.messages.message import Message, Messages, Row
from data.numbers import MISSING, growth, joined, percent, plain, rounded, shown
from data.plan import Indicator, Target
from data.probabilities import probability_text
from data.units import difference_unit
from data.words import Basis, Lang, Sense, Wording
from forecast.solve.levers import GROWTH_SCALE, GROWTH_SHIFT, LEVEL_SHIFT
from forecast.solve.required_growth import SANDBAG, STRETCH
from forecast.solve.solution import (
    Ambition,
    Demand,
    FirstReached,
    LatestStart,
    Lift,
    Solution,
    TargetFor,
    Tripwires,
)
from report.text.goal import span, stated_how, stated_text
from report.text.words import (
    BASES,
    CLASS_WORDS,
    COLOUR_NAMES,
    COLOUR_TEXTS,
    KINDS,
    SENSES,
    bracketed,
)

WORDS = Messages("solve.word", str)

FLAG_WORDS: dict[str, Wording] = {
    SANDBAG: Message("solve.very_likely_without_any_further"),
    STRETCH: Message("solve.under_likely_as_things_go"),
}

RATES = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE)

HOW_TO_READ = Message("solve.every_column_asks_backwards_what")


class Aimed(Protocol):
    """Whatever is about one target."""

    @property
    def target(self) -> Target:
        """The target."""

    @property
    def indicator(self) -> Indicator:
        """Its indicator."""


def word(key: str, lang: Lang) -> str:
    """Return a label. Raises ``KeyError`` for one that is not there."""
    return WORDS[key].get(lang)


def colon(lang: Lang) -> str:
    """Return the colon of the language, with the space after it where one is usual."""
    return Message("mark.colon").get(lang)


def own_number(solution: Aimed, value: float | None, lang: Lang) -> str:
    """Return a number of the target's own terms, without its unit; a rate with ``%``."""
    if value is None:
        return MISSING
    if solution.target.basis in RATES:
        return f"{plain(value)}%"
    return shown(value, solution.indicator.unit, lang)


def with_own_unit(solution: Aimed, text: str, lang: Lang) -> str:
    """Return a number of the target's own terms followed by its unit."""
    if solution.target.basis in RATES:
        return text
    unit, moves = solution.indicator.unit, (Basis.INCREMENT_FROM_BASE, Basis.RELATIVE_TO_REGION)
    return joined(text, difference_unit(unit) if solution.target.basis in moves else unit, lang)


def goal(solution: Aimed, lang: Lang) -> str:
    """Return what the target asks for, with its unit and year."""
    target = solution.target
    if target.basis in (Basis.EVERY_YEAR_UP, Basis.RELATIVE_TO_REGION):
        return stated_text(target, solution.indicator, lang) + in_year(target.year, lang)
    text = own_number(solution, target.value, lang)
    if target.sense is Sense.BETWEEN:
        text = span([text, own_number(solution, target.upper, lang)])
    if target.value is None:
        return (BASES[target.basis].get(lang) or MISSING) + in_year(target.year, lang)
    said = SENSES[target.sense] + with_own_unit(solution, text, lang)
    return stated_how(target.basis, said, lang) + in_year(target.year, lang)


def in_year(year: int, lang: Lang) -> str:
    """Return a target's year in brackets: ``(2025)``, ``（2025年）``."""
    return Message("text.year", year=year).get(lang)


def name(solution: Solution, lang: Lang, *, several: bool) -> str:
    """Return the indicator's name, with the reading where there are several, and the region."""
    text = solution.indicator.name.get(lang)
    reading = f" [{KINDS[solution.reading].get(lang)}]" if several else ""
    return text + reading


def now_text(solution: Solution, lang: Lang) -> str:
    """Return the probability now, the colour, and the grade of the evidence."""
    parts = [probability_text(solution.followed, solution.error, known=solution.known)]
    if solution.as_plan is not None:
        series = probability_text(solution.stated, solution.error)
        plans = probability_text(solution.as_plan.stated, solution.error)
        parts[0] += Message("solve.as_targets_such_plans_go",
                            has_followed=bool(solution.as_plan.followed), series=series,
                            plans=plans).get(lang)
    parts.append(COLOUR_NAMES[solution.colour].get(lang) + colon(lang)
                 + COLOUR_TEXTS[solution.colour].get(lang))
    parts.append(Message("solve.evidence", grade=solution.evidence.grade).get(lang))
    return " · ".join(parts)


def value_text(solution: Solution, found: TargetFor, lang: Lang, *, sign: bool = True) -> str:
    """Return the target for one probability; the attained one beside it where that is another."""
    text = _value(solution.target, solution, found, lang, sign=sign)
    if found.exact or found.value is None:
        return text
    return f"{text} ({probability_text(found.attained)})"


def _value(target: Target, solution: Solution, found: TargetFor, lang: Lang, *, sign: bool) -> str:
    if found.tolerance is not None:
        centre = own_number(solution, found.value, lang)
        return f"{centre} ±{plain(100 * found.tolerance)}%"
    if found.upper is not None:
        return span([own_number(solution, v, lang) for v in (found.value, found.upper)])
    if found.value is None:
        return MISSING
    return (SENSES[target.sense] if sign else "") + own_number(solution, found.value, lang)


def growth_text(lift: Lift, lang: Lang) -> str:
    """Return the growth of the driver that a growth shift comes to: ``+16.6%/yr (−2.2 pp)``."""
    if lift.size is None:
        return out_of_reach(lift, lang)
    per, point = Row("solve.yr_pp").get(lang)
    extra = f"{signed(lift.size)}{point}"
    if lift.growth is None:
        return extra
    rate = f"{signed(lift.growth)}{point}{per}" if lift.points else f"{growth(lift.growth)}{per}"
    return Message("solve.rate_extra", rate=rate, extra=extra).get(lang)


def out_of_reach(lift: Lift, lang: Lang) -> str:
    """Return why a lever has no size."""
    low, high = (f"{edge:g}".replace("-", "−") for edge in (lift.low, lift.high))
    if lift.unneeded:
        return Message("solve.met_even_at", low=low, low_2=lift.low < 0).get(lang)
    best = probability_text(lift.attained)
    return Message("solve.not_reachable_within_at_most", low=low, high=high, best=best).get(lang)


def signed(value: float) -> str:
    """Return a number with its sign, one decimal: ``+2.1``, ``−0.5``."""
    text = f"{abs(value):.1f}"
    return f"{'−' if value < 0 and text != '0.0' else '+'}{text}"


def lift_text(lift: Lift, lever: str, lang: Lang) -> str:
    """Return the size of a lever in its own unit."""
    if lift.size is None:
        return out_of_reach(lift, lang)
    if lever == GROWTH_SHIFT:
        return f"{signed(lift.size)}{Message('solve.pp').get(lang)}"
    if lever == LEVEL_SHIFT:
        return f"{signed(lift.size)}%"
    mark = "×" if lever == GROWTH_SCALE else ""
    start = "" if lever == GROWTH_SCALE else f"{rounded(lift.start)} → "
    return f"{start}{mark}{rounded(lift.size)}"


def first_text(reached: FirstReached, lang: Lang) -> str:
    """Return the distribution of the year in which the target is first met."""
    if reached.already is not None:
        return Message("solve.figure_meets_it", already=reached.already).get(lang)
    years = [f"{y} {probability_text(p)}"
             for y, p in zip(reached.years, reached.first, strict=True)]
    later = Message("solve.after_or_never", years=reached.years[-1]).get(lang)
    return " · ".join([*years, f"{later} {probability_text(reached.later)}"])


def by_text(reached: FirstReached, p: float, lang: Lang) -> str:
    """Return the year by which the target has been met with a probability."""
    if reached.already is not None:
        return first_text(reached, lang)
    year = reached.by(p)
    return str(year) if year is not None else f"> {reached.years[-1]}"


def start_text(start: LatestStart, lang: Lang) -> str:
    """Return the latest start for one probability."""
    if not start.needed:
        return Message("solve.not_needed").get(lang)
    if start.year is not None:
        return str(start.year)
    if not start.by_year:
        return MISSING
    year, best = max(start.by_year, key=lambda pair: pair[1])
    share = probability_text(best)
    return Message("solve.not_enough_from", share=share, year=year).get(lang)


def wires_text(wires: Tripwires, lang: Lang) -> str:
    """Return what each zone of the next figure turns the verdict into, lowest first."""
    unit = wires.unit
    names = [COLOUR_NAMES[c].get(lang) for c in wires.colours]
    shares = [probability_text(p) for p in wires.chances]
    if not wires.edges:
        low, high = (shown(v, unit, lang) for v in (wires.low, wires.high))
        return Message("solve.anywhere_from", name_1=names[0], low=low,
                       high=joined(high, unit, lang)).get(lang)
    cuts = [shown(e.value, unit, lang) for e in wires.edges]
    first = Message("solve.below", cut_1=cuts[0], name_1=names[0]).get(lang)
    rest = [Message("solve.from", cut=cut, shade=shade).get(lang)
            for cut, shade in zip(cuts, names[1:], strict=True)]
    return " · ".join(Message("solve.t_s", t=t, s=s).get(lang)
                      for t, s in zip([first, *rest], shares, strict=True))


def wires_head(wires: Tripwires, lang: Lang, *, named: bool = True) -> str:
    """Return whose figure (unless not ``named``) and which year it is, with the unit."""
    unit = joined("", wires.unit, lang).strip()
    code = "solve.figure_of" if named else "solve.figure_in"
    head = Message(code, year=wires.year, name=wires.name).get(lang)
    return head + (bracketed(unit, lang) if unit else "")


def turned_back(solution: Solution) -> bool:
    """Return True when a figure further along the way would worsen the colour."""
    order = tuple(COLOUR_NAMES)
    if solution.wires is None or solution.target.sense in (Sense.ABOUT, Sense.BETWEEN):
        return False
    places = [order.index(c) for c in solution.wires.colours]
    better = sorted(places, reverse=solution.heading > 0)
    return places != better


TURNED_BACK = Message("solve.very_large_step_makes_verdict")


def ambition_text(ambition: Ambition, driver: Wording, lang: Lang) -> str:
    """Return the required growth beside that of comparable series, and the flag.

    ``driver`` names the indicator that has to grow, where it is not the target's own.
    """
    texts = [_demand(d, ambition, lang) for d in (ambition.from_now, ambition.from_base)
             if d is not None] or [ambition.note.get(lang)]
    if driver.get(lang) and ambition.from_now is not None:
        texts[0] = f"{driver.get(lang)}{colon(lang)}{texts[0]}"
    if ambition.flag:
        texts.append(f"{ambition.flag}{colon(lang)}{FLAG_WORDS[ambition.flag].get(lang)}")
    return " · ".join(t for t in texts if t) or MISSING


def _demand(demand: Demand, ambition: Ambition, lang: Lang) -> str:
    rate = growth(demand.growth) if demand.growth is not None else MISSING
    share = percent(demand.percentile)
    family = CLASS_WORDS.get(ambition.family)
    kin = Message("solve.same_indicator") if ambition.same_family else (
        family or ambition.family)
    return Message("solve.demand", rate=rate, since=demand.since, share=share,
                   n_windows=demand.n_windows, years=demand.years, kin=kin).get(lang)


def main_probability(asked: tuple[float, ...]) -> float:
    """Return the probability a summary goes by: .66 where asked for, else the one nearest it."""
    return min(asked, key=lambda p: abs(p - 0.66))

