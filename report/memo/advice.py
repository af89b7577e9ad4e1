"""What the figures themselves suggest: another target, and the tripwires."""

from __future__ import annotations

from data.messages.message import Message
from data.numbers import about, plain, shown, with_unit
from data.words import Basis, Lang, Sense
from forecast.probability.verdict import Colour
from forecast.solve.solution import Solution, TargetFor, Tripwires
from report.memo.wording import colour_said, colour_text, punctuation, text

ADVISED = 0.66
"""The probability that advice aims at: the lower edge of "likely"."""

URGENT = frozenset({Colour.RED, Colour.AMBER_RED})
"""Colours that ask for action now."""

MOST_POINTS = 15.0
"""Percentage points of growth a year beyond which measures alone are no advice."""

HALF = 0.5
"""Probability of lesser figures from which a figure is a jump."""

_ORDER = (Colour.GREEN, Colour.GREEN_AMBER, Colour.AMBER, Colour.AMBER_RED, Colour.RED)


def value_said(solution: Solution, found: TargetFor, lang: Lang) -> str | None:
    """Return another target in the target's own terms; ``None`` where it is no single value."""
    basis, value = solution.target.basis, found.value
    if value is None or found.upper is not None or found.tolerance is not None:
        return None
    if basis in (Basis.LEVEL, Basis.CUMULATIVE_OVER_PERIOD):
        return about(value, solution.indicator.unit, lang)
    if basis is Basis.CAGR_FROM_BASE:
        return text(lang, "advice.growth_a_year", size=plain(round(value, 1)))
    if basis is Basis.GROWTH_FROM_BASE:
        year = solution.target.base_year
        return text(lang, "advice.since", size=plain(abs(round(value))), up=value >= 0,
                    since=Message("text.in_year", year=year) if year else
                    Message("text.the_base"))
    return None


def behind_base(solution: Solution, found: TargetFor | None) -> bool:
    """Say whether the easier target lies on the wrong side of the latest figure."""
    if found is None or found.value is None:
        return False
    basis = solution.target.basis
    if basis in (Basis.CAGR_FROM_BASE, Basis.GROWTH_FROM_BASE):
        return solution.heading * found.value < 0
    if basis is not Basis.LEVEL or solution.latest_value is None:
        return False
    return solution.heading * (found.value - solution.latest_value) < 0


def wires_said(solution: Solution, lang: Lang, *, warning: bool = False) -> str:
    """Return the colours that the next figure would turn the verdict to, each with its range.

    With ``warning`` only those that are worse than today's; where there is none, empty.
    """
    wires = solution.wires
    if wires is None:
        return ""
    now = _rank(wires.now)
    parts = [_zone_said(solution, wires, i, lang) for i, zone in enumerate(wires.colours)
             if zone is not wires.now and (not warning or _rank(zone) > now)]
    if not parts:
        return ""
    return text(lang, "advice.wires", name=wires.name, year=wires.year,
                same=wires.name == solution.indicator.name,
                zones=punctuation(lang, "semicolon").join(parts))


def trigger(solution: Solution | None, colour: Colour, lang: Lang, *, warning: bool = False) -> str:
    """Return what shows the risk first: the next figures in the harmful direction.

    Where there is no worse colour, what would lift it; with ``warning`` only that it is due.
    """
    wires = None if solution is None else solution.wires
    if solution is None or wires is None:
        return text(lang, "advice.next_figure")
    if not wires.edges:
        return text(lang, "advice.no_figure", year=wires.year)
    worse = wires_said(solution, lang, warning=True)
    if worse:
        return worse
    now = colour_said(colour, lang)
    better = "" if warning else wires_said(solution, lang)
    return text(lang, "advice.already", colour=now, better=better, more=bool(better),
                year=wires.year, urgent=colour in URGENT)


def _rank(colour: Colour) -> int:
    """Return how bad a colour is; grey, which says nothing, is worst."""
    return _ORDER.index(colour) if colour in _ORDER else len(_ORDER)


def _zone_said(solution: Solution, wires: Tripwires, zone: int, lang: Lang) -> str:
    """Return one zone of the next figure: its colour and the figures it holds for.

    A figure on the good side of another zone may still be the worse one: such a jump makes the
    whole series doubtful, and the reader is told to check it first.
    """
    low = wires.edges[zone - 1].value if zone > 0 else None
    high = wires.edges[zone].value if zone < len(wires.edges) else None
    colour = wires.colours[zone]
    reach = "below" if low is None else "from" if high is None else "within"
    if low is not None and high is not None and high - low <= wires.step:
        reach = "at"
    bare = reach == "within"  # the unit stands once, behind the upper end
    return text(lang, "advice.zone", reach=reach, colour=colour_said(colour, lang),
                low=shown(low, wires.unit, lang) if bare else with_unit(low, wires.unit, lang),
                high=with_unit(high, wires.unit, lang), odd=_odd(solution, wires, zone))


def _odd(solution: Solution, wires: Tripwires, zone: int) -> str:
    """Return ``jump`` or ``near`` for a zone worse than one that asks for less; else nothing.

    A jump is a figure in the better half of what is forecast; any other such zone lies where small
    counts are judged differently from one to the next.
    """
    if solution.target.sense not in (Sense.AT_LEAST, Sense.ABOVE, Sense.AT_MOST):
        return ""
    lesser = slice(0, zone) if solution.heading > 0 else slice(zone + 1, None)
    if all(_rank(other) >= _rank(wires.colours[zone]) for other in wires.colours[lesser]):
        return ""
    return "jump" if sum(wires.chances[lesser]) >= HALF else "near"


def wires_value(wires: Tripwires, lang: Lang) -> str:
    """Return the thresholds as the annex prints them: each edge and the colours on its sides."""
    return "; ".join(f"{with_unit(edge.value, wires.unit, lang)}{punctuation(lang, 'colon')}"
                     f"{colour_text(edge.below, lang)} | {colour_text(edge.above, lang)}"
                     for edge in wires.edges) or "—"


def advice_value(solution: Solution, lang: Lang) -> str:
    """Return the figures behind the advice as the annex prints them: lift and target value."""
    lifts = [f"{g.size:+.2f}".replace("-", "−") for g in solution.growth
             if g.asked == ADVISED and g.size is not None]
    values = [f"{value_said(solution, v, lang)} (P = {v.attained:.4f})" for v in solution.values
              if v.asked == ADVISED and value_said(solution, v, lang) is not None]
    return "; ".join(lifts + values) or "—"
