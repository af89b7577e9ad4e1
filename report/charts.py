"""Pictures: one fan chart a target reading, and saving any figure as PNG and SVG.

The overview of a whole plan is in ``report.overview``. Positions are computed, not laid out by
matplotlib: its layout engines cost more than drawing the picture.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from data.numbers import coarse, joined, probability, rounded
from data.units import display_unit
from data.words import Basis, Kind, Lang
from forecast.pace import GEOMETRIC_KINDS
from forecast.verdict import Assessment, Fan, Verdict
from report.fonts import drawing_style, undrawable
from report.goal import level_text, subject_text
from report.overview import overview_chart
from report.palette import FAINT, FAN_80, FAN_95, GOAL, INK, MEDIAN, SOFT, TRAFFIC, scenario_colour
from report.rows import chance_text, is_assessed, lead, lead_scenario
from report.sentences import scenario_name
from report.tags import Tag, write_tags
from report.words import COLOUR_NAMES, GRADES, KINDS, bracketed, label
from report.wrapping import shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Drawn", "chart_name", "draw", "fan_chart", "has_chart", "overview_chart", "pictures",
           "save"]

DPI = 120
PNG_LEVEL = 4  # of 9: half the time of the usual 6 for a tenth more bytes
SIZE = (8.4, 4.9)  # inches
FRAME = (0.075, 0.15, 0.642, 0.605)  # left, bottom, width, height of the axes
HEADROOM = 1.12
LEVEL_TOLERANCE = 0.005


@dataclass(frozen=True, slots=True)
class Drawn:
    """A finished picture in both formats, and the characters no font could draw."""

    png: bytes
    svg: bytes
    missing: tuple[str, ...]


def has_chart(verdict: Verdict) -> bool:
    """Return True when there is something to draw: a fan, or a base and a target."""
    if verdict.target.basis is Basis.EVERY_YEAR_UP:
        return False
    required = verdict.required
    return bool(verdict.fans) or (
        required.base_value is not None and required.target_value is not None)


def chart_name(verdict: Verdict) -> str:
    """Return the file name (without ending) of a verdict's chart."""
    undeclared = verdict.indicator.kind is Kind.UNDECLARED
    return f"{verdict.target.id}-{verdict.reading.value}" if undeclared else verdict.target.id


def fan_chart(verdict: Verdict, assessment: Assessment, lang: Lang) -> Figure:
    """Draw history, fan, other scenarios' medians, required path and target of one reading.

    Raises ``ValueError`` when there is nothing to draw (see ``has_chart``).
    """
    if not has_chart(verdict):
        raise ValueError(f"target {verdict.target.id} has neither a fan nor a base and a target")
    from matplotlib.figure import Figure

    with drawing_style():
        figure = Figure(figsize=SIZE, dpi=DPI, facecolor="white")
        axes = figure.add_axes(FRAME)
        _draw_fan(axes, verdict, assessment)
        _draw_history(axes, verdict)
        _draw_goal(axes, verdict)
        tags = _draw_scenarios(axes, verdict, assessment, lang)
        _frame(axes, verdict, lang)
        write_tags(axes, tags)
        _write_heading(figure, verdict, assessment, lang)
        _write_key(figure, verdict, assessment, lang)
    return figure


def _shown(verdict: Verdict, value: float) -> float:
    """Return a canonical value in the axis's unit; the axis of both languages is the plan's."""
    return verdict.indicator.unit.from_canonical(value)


def _fan(verdict: Verdict, scenario: str) -> Fan | None:
    return next((fan for fan in verdict.fans if fan.scenario == scenario), None)


def _level(verdict: Verdict, fan: Fan, level: float) -> list[float] | None:
    """Return one quantile's line in the axis's unit, or ``None`` when the fan does not hold it."""
    for known, values in zip(fan.levels, fan.values, strict=True):
        if abs(known - level) <= LEVEL_TOLERANCE:
            return [_shown(verdict, v) for v in values]
    return None


def _start(verdict: Verdict, fan: Fan) -> tuple[list[int], list[float]]:
    """Return the latest observation, where a fan that follows on it opens."""
    series = verdict.history
    if series is None or not len(series) or int(series.years[-1]) != fan.years[0] - 1:
        return [], []
    return [int(series.years[-1])], [_shown(verdict, float(series.values[-1]))]


def _draw_fan(axes: Axes, verdict: Verdict, assessment: Assessment) -> None:
    fan = _fan(verdict, lead_scenario(assessment))
    if fan is None:
        return
    years, first = _start(verdict, fan)
    years = [*years, *fan.years]
    for low, high, colour in ((0.025, 0.975, FAN_95), (0.1, 0.9, FAN_80)):
        below, above = _level(verdict, fan, low), _level(verdict, fan, high)
        if below is not None and above is not None:
            axes.fill_between(years, first + below, first + above, color=colour, linewidth=0)
    middle = _level(verdict, fan, 0.5)
    if middle is not None:
        axes.plot(years, first + middle, color=MEDIAN, linewidth=2.2, zorder=4)


def _draw_history(axes: Axes, verdict: Verdict) -> None:
    series = verdict.history
    if series is not None and len(series):
        values = [_shown(verdict, float(v)) for v in series.values]
        axes.plot(series.years.tolist(), values, color=INK, linewidth=1.4, marker="o",
                  markersize=4.5, zorder=6)


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
    return years, [_shown(verdict, v) for v in values]


def _draw_goal(axes: Axes, verdict: Verdict) -> None:
    years, values = required_path(verdict)
    if years:
        axes.plot(years, values, color=GOAL, linewidth=1.3, linestyle=(0, (4, 2.5)), zorder=5)
        axes.plot(years[:1], values[:1], color=GOAL, marker="o", markersize=7, zorder=5,
                  markerfacecolor="none", markeredgewidth=1.4)
    goal = verdict.required.target_value
    if goal is not None:
        axes.plot([verdict.target.year], [_shown(verdict, goal)], color=GOAL, marker="D",
                  markersize=8.5, zorder=8, markeredgecolor="white", markeredgewidth=1.0,
                  linestyle="none", clip_on=False)


def _draw_scenarios(axes: Axes, verdict: Verdict, assessment: Assessment, lang: Lang) -> list[Tag]:
    """Draw the other scenarios' medians; return the labels of all line ends and of the target."""
    tags, leading, index = [], lead_scenario(assessment), 0
    unit = display_unit(verdict.indicator.unit, lang)
    for scenario in assessment.scenarios:
        fan = _fan(verdict, scenario.id)
        middle = _level(verdict, fan, 0.5) if fan is not None else None
        is_lead = scenario.id == leading
        colour = MEDIAN if is_lead else scenario_colour(index)
        index += 0 if is_lead else 1
        if fan is None or middle is None:
            continue
        if not is_lead:
            years, first = _start(verdict, fan)
            axes.plot([*years, *fan.years], first + middle, color=colour, linewidth=1.0, zorder=3)
        end = coarse(unit.from_canonical(verdict.indicator.unit.to_canonical(middle[-1])))
        p = probability(verdict.chance(scenario.id).stated, tight=True)
        name = shortened(scenario_name(assessment, scenario.id, lang), 20)
        tags.append(Tag(middle[-1], f"{name} {end}{bracketed(p, lang)}", colour, is_lead))
    goal = verdict.required.target_value
    if goal is not None:
        text = f"{label('target', lang)} {level_text(verdict, lang)}"
        tags.append(Tag(_shown(verdict, goal), "\n".join(wrap(text, 30)[:2]), GOAL, True))
    return tags


def _frame(axes: Axes, verdict: Verdict, lang: Lang) -> None:
    """Set limits and ticks: whole years, values from zero unless they stand far above it."""
    from matplotlib.ticker import MaxNLocator

    series, fan = verdict.history, verdict.fans[0] if verdict.fans else None
    years = [*(series.years.tolist() if series is not None else []), *required_path(verdict)[0],
             *(fan.years if fan else ()), verdict.target.year]
    step = -(-(max(years) - min(years)) // 9) or 1
    shown = list(range(max(years), min(years) - 1, -step))
    axes.set_xticks(shown, [str(year) for year in shown])
    axes.set_xlim(min(years) - 0.4, max(years))
    bottom, top = _limits(verdict)
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
    """Say where the 95 % fan ends when the frame cuts it."""
    upper = _level(verdict, verdict.fans[0], 0.975) if verdict.fans else None
    top = axes.get_ylim()[1]
    if upper is None or upper[-1] <= top:
        return
    unit = verdict.indicator.unit
    edge = coarse(display_unit(unit, lang).from_canonical(unit.to_canonical(upper[-1])))
    axes.text(0.99, 0.985, f"{label('interval95', lang)} ↑ {edge}", transform=axes.transAxes,
              fontsize=8, color=SOFT, ha="right", va="top", zorder=9)


def _limits(verdict: Verdict) -> tuple[float, float]:
    """Return the value range: history, path, 80 % fan and medians; of the 95 % fan what fits."""
    values = required_path(verdict)[1]
    if verdict.history is not None:
        values = values + [_shown(verdict, float(v)) for v in verdict.history.values]
    outer: list[float] = []
    for i, fan in enumerate(verdict.fans):
        for level in (0.1, 0.5, 0.9) if i == 0 else (0.5,):
            values = values + (_level(verdict, fan, level) or [])
        for level in (0.025, 0.975) if i == 0 else ():
            outer += _level(verdict, fan, level) or []
    low, high = min(values), max(values)
    spread = (high - low) or abs(high) or 1.0
    top = high + min(max([high, *outer]) - high, 0.25 * spread) + (HEADROOM - 1) * spread
    bottom = low - min(low - min([low, *outer]), 0.25 * spread) - (HEADROOM - 1) * spread
    if low >= 0 and (low < 0.55 * high or bottom < 0):
        bottom = 0.0
    ceiling = verdict.indicator.bounds[1]
    if ceiling is not None:
        limit = _shown(verdict, ceiling)
        top = min(top, limit + 0.02 * (limit - bottom)) if high <= limit else top
    return bottom, top


def _write_heading(figure: Figure, verdict: Verdict, assessment: Assessment, lang: Lang) -> None:
    """Write the name in both languages, then likelihood, then evidence: three statements."""
    other: Lang = "en" if lang == "zh" else "zh"
    names = {said: subject_text(verdict.target, verdict.indicator, assessment.plan, said)
             for said in (lang, other)}
    left, chance = 0.028, lead(verdict)
    figure.text(left, 0.945, shortened(names[lang], 66), fontsize=13.5, weight="bold", va="center")
    second = shortened(names[other], 90) + bracketed(KINDS[verdict.reading].get(lang), lang)
    figure.text(left, 0.893, second, fontsize=9.5, color=SOFT, va="center")
    figure.text(left, 0.841, "●", fontsize=12, color=TRAFFIC[chance.colour], va="center")
    figure.text(left + 0.024, 0.841, _likelihood(verdict, assessment, lang), fontsize=10.5,
                weight="bold", va="center")
    grade = verdict.evidence.grade
    text = f"{label('grade', lang)} {grade.value}{bracketed(GRADES[grade].get(lang), lang)}"
    figure.text(0.975, 0.945, text, fontsize=9.5, ha="right", va="center", color=SOFT)


def _likelihood(verdict: Verdict, assessment: Assessment, lang: Lang) -> str:
    chance = lead(verdict)
    colour, comma = COLOUR_NAMES[chance.colour].get(lang), "，" if lang == "zh" else ", "
    word = chance.word.get(lang)
    if chance.stated is None:
        return f"{colour}{comma}{word}"
    name = scenario_name(assessment, chance.scenario, lang)
    p = chance_text(verdict, chance, tight=False)
    p = f"{label('chance', lang)} {p.replace(' %', '%') if lang == 'zh' else p}"
    return f"{colour}{comma}{p}{comma}{word}{bracketed(name, lang)}"


def _write_key(figure: Figure, verdict: Verdict, assessment: Assessment, lang: Lang) -> None:
    """Write the key below the frame; for what cannot be assessed, the datum that would help."""
    if not is_assessed(verdict):
        text = verdict.evidence.missing.get(lang)
        figure.text(FRAME[0], 0.045, "\n".join(wrap(text, 100)[:2]), fontsize=9, color=SOFT)
        return
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    name = scenario_name(assessment, lead_scenario(assessment), lang)
    handles = [
        Line2D([], [], color=INK, marker="o", markersize=4.5, linewidth=1.4,
               label=label("history", lang)),
        Line2D([], [], color=MEDIAN, linewidth=2.2,
               label=label("median", lang) + bracketed(name, lang)),
        Patch(color=FAN_80, label=label("interval80", lang)),
        Patch(color=FAN_95, label=label("interval95", lang)),
        Line2D([], [], color=GOAL, linewidth=1.3, linestyle=(0, (4, 2.5)),
               label=label("required_path", lang)),
    ]
    if not verdict.fans:  # a known outcome: nothing is forecast
        handles = [handles[0], handles[-1]]
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(FRAME[0] - 0.015, 0.01),
                  ncols=len(handles), frameon=False, fontsize=8.8, handlelength=1.8,
                  columnspacing=1.4, handletextpad=0.6)


def pictures(assessment: Assessment, lang: Lang) -> Iterator[tuple[str, Drawn]]:
    """Yield the overview and then every chart there is, each with its file name (no ending)."""
    yield "overview", draw(overview_chart(assessment, lang))
    for result in assessment.results:
        for verdict in result.verdicts:
            if has_chart(verdict):
                yield chart_name(verdict), draw(fan_chart(verdict, assessment, lang))


def draw(figure: Figure) -> Drawn:
    """Return a figure as PNG and SVG; the same figure gives the same bytes."""
    with drawing_style(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing")  # ``missing`` says it better
        png, svg = BytesIO(), BytesIO()
        figure.savefig(png, format="png", dpi=DPI, metadata={"Software": None},
                       pil_kwargs={"compress_level": PNG_LEVEL})
        figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": "plancast"})
        return Drawn(png.getvalue(), svg.getvalue(), undrawable(figure))


def save(figure: Figure, path: Path) -> Drawn:
    """Write ``path`` with the endings .png and .svg, each to the side first and then renamed."""
    drawn = draw(figure)
    for ending, content in ((".png", drawn.png), (".svg", drawn.svg)):
        final = path.with_name(path.name + ending)
        side = final.with_name(final.name + ".part")
        side.write_bytes(content)
        os.replace(side, final)
    return drawn
