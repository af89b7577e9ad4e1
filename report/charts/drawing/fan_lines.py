"""What a fan chart draws on its axes: fan, history, path, target, scenarios, tripwires."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.messages.message import Message
from data.numbers import coarse, joined, rounded
from data.series import Partial
from data.units import display_unit
from data.words import Basis, Lang
from forecast.pace.pace import GEOMETRIC_KINDS
from forecast.probability.verdict import Assessment, Fan, Verdict
from report.assessment.rows import chance_text, lead_scenario
from report.assessment.sentences import scenario_name
from report.charts.palette import (
    FAINT,
    FAN_80,
    FAN_95,
    GOAL,
    INK,
    MEDIAN,
    SOFT,
    TRAFFIC,
    scenario_colour,
)
from report.charts.tags import Tag
from report.text.goal import level_text
from report.text.words import bracketed, label
from report.text.wrapping import shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from forecast.solve.solution import Tripwires

HEADROOM = 1.12
FAR = 3.0
"""How many times as high as history, path and medians the 80% fan may stand."""

LEVEL_TOLERANCE = 0.005
MOST_TAGS = 12
"""Scenarios that are named at the right edge; of more, the lead and those furthest from it."""

WIRE_WIDTH = 0.006
"""Half-width of the strip of tripwires, as a share of the frame's."""

_OWN_LEVEL = (Basis.LEVEL, Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE,
              Basis.INCREMENT_FROM_BASE)


def axis_value(verdict: Verdict, value: float) -> float:
    """Return a canonical value in the axis's unit; the axis of both languages is the plan's."""
    return verdict.indicator.unit.from_canonical(value)


def fan_under(verdict: Verdict, scenario: str) -> Fan | None:
    """Return the fan of a scenario, or ``None`` where there is none."""
    return next((fan for fan in verdict.fans if fan.scenario == scenario), None)


def line_at(verdict: Verdict, fan: Fan, level: float) -> list[float] | None:
    """Return one quantile's line in the axis's unit, or ``None`` when the fan does not hold it."""
    for known, values in zip(fan.levels, fan.values, strict=True):
        if abs(known - level) <= LEVEL_TOLERANCE:
            return [axis_value(verdict, v) for v in values]
    return None


def _start(verdict: Verdict, fan: Fan) -> tuple[list[int], list[float]]:
    """Return the latest observation, where a fan that follows on it opens."""
    series = verdict.history
    if series is None or not len(series) or int(series.years[-1]) != fan.years[0] - 1:
        return [], []
    return [int(series.years[-1])], [axis_value(verdict, float(series.values[-1]))]


def draw_fan(axes: Axes, verdict: Verdict, assessment: Assessment) -> None:
    """Draw the leading scenario's intervals and median."""
    fan = fan_under(verdict, lead_scenario(assessment))
    if fan is None:
        return
    years, first = _start(verdict, fan)
    years = [*years, *fan.years]
    for low, high, colour in ((0.025, 0.975, FAN_95), (0.1, 0.9, FAN_80)):
        below, above = line_at(verdict, fan, low), line_at(verdict, fan, high)
        if below is not None and above is not None:
            axes.fill_between(years, first + below, first + above, color=colour, linewidth=0)
    middle = line_at(verdict, fan, 0.5)
    if middle is not None:
        axes.plot(years, first + middle, color=MEDIAN, linewidth=2.2, zorder=4)


def draw_history(axes: Axes, verdict: Verdict) -> None:
    """Draw the observed figures."""
    series = verdict.history
    if series is not None and len(series):
        values = [axis_value(verdict, float(v)) for v in series.values]
        axes.plot(series.years.tolist(), values, color=INK, linewidth=1.4, marker="o",
                  markersize=4.5, zorder=6, clip_on=False)


def required_path(verdict: Verdict) -> tuple[list[int], list[float]]:
    """Return years and values (axis unit) of the path from base to target.

    Geometric for flows and amounts, linear for everything else.
    """
    required, end = verdict.required, verdict.target.year
    start, base, goal = required.base_year, required.base_value, required.target_value
    if start is None or base is None or goal is None or end <= start:
        return [], []
    years = list(range(start, end + 1))
    shares = [(year - start) / (end - start) for year in years]
    apart = verdict.target.basis is Basis.RELATIVE_TO_REGION
    if verdict.reading in GEOMETRIC_KINDS and base > 0 and goal > 0 and not apart:
        values = [base * (goal / base) ** share for share in shares]
    else:
        values = [base + (goal - base) * share for share in shares]
    return years, [axis_value(verdict, v) for v in values]


def draw_goal(axes: Axes, verdict: Verdict) -> None:
    """Draw the path from base to target, its ends marked."""
    years, values = required_path(verdict)
    if years:
        axes.plot(years, values, color=GOAL, linewidth=1.3, linestyle=(0, (4, 2.5)), zorder=5)
        axes.plot(years[:1], values[:1], color=GOAL, marker="o", markersize=7, zorder=5,
                  markerfacecolor="none", markeredgewidth=1.4)
    goal = verdict.required.target_value
    if goal is not None:
        axes.plot([verdict.target.year], [axis_value(verdict, goal)], color=GOAL, marker="D",
                  markersize=8.5, zorder=8, markeredgecolor="white", markeredgewidth=1.0,
                  linestyle="none", clip_on=False)


def draw_scenarios(axes: Axes, verdict: Verdict, assessment: Assessment, lang: Lang) -> list[Tag]:
    """Draw the other scenarios' medians; return the labels of all line ends and of the target."""
    tags, leading, index = [], lead_scenario(assessment), 0
    unit = display_unit(verdict.indicator.unit, lang)
    for scenario in assessment.scenarios:
        fan = fan_under(verdict, scenario.id)
        middle = line_at(verdict, fan, 0.5) if fan is not None else None
        is_lead = scenario.id == leading
        colour = MEDIAN if is_lead else scenario_colour(index)
        index += 0 if is_lead else 1
        if fan is None or middle is None:
            continue
        if not is_lead:
            years, first = _start(verdict, fan)
            axes.plot([*years, *fan.years], first + middle, color=colour, linewidth=1.0, zorder=3)
        end = coarse(unit.from_canonical(verdict.indicator.unit.to_canonical(middle[-1])))
        p = chance_text(verdict, verdict.chance(scenario.id))
        name = shortened(scenario_name(assessment, scenario.id, lang), 20)
        tags.append(Tag(middle[-1], f"{name} {end}{bracketed(p, lang)}", colour, is_lead))
    tags = _telling(tags, lang)
    goal = verdict.required.target_value
    if goal is not None:
        text = f"{label('target', lang)} {level_text(verdict, lang)}"
        tags.append(Tag(axis_value(verdict, goal), "\n".join(wrap(text, 30)[:2]), GOAL, True))
    return tags


def _telling(tags: list[Tag], lang: Lang) -> list[Tag]:
    """Return the labels there is room for: the lead's and the outermost ones."""
    if len(tags) <= MOST_TAGS:
        return tags
    centre = next((t.at for t in tags if t.bold), tags[0].at)
    far = sorted((t for t in tags if not t.bold), key=lambda t: -abs(t.at - centre))
    kept = [t for t in tags if t.bold] + far[:MOST_TAGS - 2]
    rest = len(tags) - len(kept)
    said = Message("charts.more_scenarios", rest=rest).get(lang)
    return [*kept, Tag(centre, said, SOFT)]


def wires_drawable(verdict: Verdict, wires: Tripwires) -> bool:
    """Return True when the next figure is one of the very quantity on the axis."""
    return (wires.indicator == verdict.indicator.id and wires.unit == verdict.indicator.unit
            and verdict.target.basis in _OWN_LEVEL)


def draw_wires(axes: Axes, verdict: Verdict, wires: Tripwires) -> None:
    """Draw, over next year, a strip of the colours its figure would turn the verdict to.

    A tick marks each edge; zones that lie outside the frame are cut.
    """
    left, right = axes.get_xlim()
    half = WIRE_WIDTH * (right - left)
    cuts = [wires.low, *(edge.value for edge in wires.edges), wires.high]
    at = [axis_value(verdict, cut) for cut in cuts]
    for low, high, shade in zip(at, at[1:], wires.colours, strict=False):
        axes.fill_between([wires.year - half, wires.year + half], low, high,
                          color=TRAFFIC[shade], linewidth=0, zorder=5.5)
    for edge in at[1:-1]:
        axes.plot([wires.year - 2 * half, wires.year + 2 * half], [edge, edge], color=INK,
                  linewidth=1.1, zorder=5.6, solid_capstyle="butt")


def draw_frame(axes: Axes, verdict: Verdict, lang: Lang, parts: Sequence[Partial] = ()) -> None:
    """Set limits and ticks: whole years, values from zero unless they stand far above it."""
    from matplotlib.ticker import MaxNLocator

    series, fan = verdict.history, verdict.fans[0] if verdict.fans else None
    years = [*(series.years.tolist() if series is not None else []), *required_path(verdict)[0],
             *(fan.years if fan else ()), verdict.target.year]
    step = -(-(max(years) - min(years)) // 9) or 1
    shown = list(range(max(years), min(years) - 1, -step))
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.set_xlim(min(years) - 0.4, max(years))
    bottom, top = _limits(verdict, parts)
    axes.set_ylim(bottom, top)
    unit = verdict.indicator.unit
    display = display_unit(unit, lang)
    locator = MaxNLocator(nbins=6, steps=[1, 2, 2.5, 5, 10])
    marks = [mark for mark in locator.tick_values(bottom, top) if bottom <= mark <= top]
    axes.set_yticks(marks, [rounded(display.from_canonical(unit.to_canonical(float(m))))
                            for m in marks])
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=3, labelsize=9)
    _clipped(axes, verdict, lang)
    axes.text(0, 1.03, joined("", unit, lang).strip(), transform=axes.transAxes, fontsize=9,
              color=SOFT)


def _clipped(axes: Axes, verdict: Verdict, lang: Lang) -> None:
    """Say, above the frame, where the fans end that it cuts."""
    unit, top, said = verdict.indicator.unit, axes.get_ylim()[1], list[str]()
    for level, name in ((0.9, "interval80"), (0.975, "interval95")):
        upper = line_at(verdict, verdict.fans[0], level) if verdict.fans else None
        if upper is not None and upper[-1] > top:
            edge = coarse(display_unit(unit, lang).from_canonical(unit.to_canonical(upper[-1])))
            said.append(f"{label(name, lang)} ↑ {edge}")
    axes.text(1.0, 1.03, " · ".join(said), transform=axes.transAxes, fontsize=8, color=SOFT,
              ha="right")


def _limits(verdict: Verdict, parts: Sequence[Partial]) -> tuple[float, float]:
    """Return the value range: history, path, medians and what fits of the fans.

    The 80% fan may stand ``FAR`` times as high as all the rest; beyond that it is cut, so that it
    does not flatten what the picture is about.
    """
    values = [*required_path(verdict)[1], *(axis_value(verdict, p.value) for p in parts)]
    if verdict.history is not None:
        values = values + [axis_value(verdict, float(v)) for v in verdict.history.values]
    outer: list[float] = []
    for fan in verdict.fans:
        values = values + (line_at(verdict, fan, 0.5) or [])
    far = FAR * max(values, default=0.0)
    for i, fan in enumerate(verdict.fans):
        for level in (0.1, 0.9) if i == 0 else ():
            band = line_at(verdict, fan, level) or []
            values = values + ([min(v, far) for v in band] if far > 0 else band)
        for level in (0.025, 0.975) if i == 0 else ():
            outer += line_at(verdict, fan, level) or []
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    top = high + min(max([high, *outer]) - high, 0.25 * spread) + (HEADROOM - 1) * spread
    bottom = low - min(low - min([low, *outer]), 0.25 * spread) - (HEADROOM - 1) * spread
    if low >= 0 and (low < 0.55 * high or bottom < 0):
        bottom = 0.0
    ceiling = verdict.indicator.bounds[1]
    if ceiling is not None:
        limit = axis_value(verdict, ceiling)
        top = min(top, limit + 0.02 * (limit - bottom)) if high <= limit else top
    return bottom, top
