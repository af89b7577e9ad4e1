"""Pictures of scenario analyses: scenarios side by side with their differences, and the tornado."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.messages.message import Message
from data.words import Lang
from forecast.scenario_analysis.compare import Compared, Comparison
from forecast.scenario_analysis.sensitivity import Sensitive, Sensitivity
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.page import (
    new_figure,
    numbered,
    page_text,
    pages,
    plain_axes,
    write_heading,
)
from report.charts.drawing.tornado import alt_text as tornado_alt
from report.charts.drawing.tornado import tornado_chart, tornado_of
from report.charts.figure_files import Drawn, draw
from report.charts.palette import FAINT, INK, MEDIAN, SOFT, scenario_colour, scenario_shape
from report.scenarios.scenario_words import name, word
from report.solve.solve_words import goal
from report.text.words import label
from report.text.wrapping import shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, ABOVE, BELOW, NOTE = 10.0, 1.15, 0.95, 0.2  # inches
LEFT, MIDDLE, RIGHT = 0.29, 0.635, 0.975  # of the width: names end, panels meet, page ends
LANE = 0.13  # inches between the marks of a target
PAGE_LINES = 20
NAME_CELLS = 34

Picture = tuple[str, Drawn]
"""Name without ending, and what is drawn."""


# Scenarios side by side


def comparison_pictures(found: Comparison, lang: Lang) -> list[Picture]:
    """Return the comparison as pictures, a page for every twenty targets."""
    rows = [r for r in found.rows if r.sides]
    parts = pages(rows, PAGE_LINES)
    alt = Message("charts.how_likely_each_target_under_each").get(lang)
    out = []
    for i, part in enumerate(parts, 1):
        drawn = draw(comparison_chart(found, part, lang, page=(i, len(parts))), alt=alt)
        out.append((numbered("compare", i, len(parts)), drawn))
    return out


def comparison_chart(found: Comparison, rows: Sequence[Compared], lang: Lang, *,
                     page: tuple[int, int] = (1, 1)) -> Figure:
    """Draw the probability of every target under every scenario, and beside it the difference.

    The whiskers of a difference are two standard errors; mostly they are shorter than the mark.
    """
    line = 0.3 + LANE * len(found.scenarios)
    height = ABOVE + BELOW + line * len(rows)
    with drawing_style():
        figure = new_figure(WIDTH, height)
        box = (BELOW / height, line * len(rows) / height)
        left = figure.add_axes((LEFT, box[0], MIDDLE - LEFT - 0.02, box[1]))
        right = figure.add_axes((MIDDLE + 0.02, box[0], RIGHT - MIDDLE - 0.02, box[1]))
        for axes in (left, right):
            plain_axes(axes, grid="x")
            axes.set_ylim(-len(rows) + 0.5, 0.5)
            axes.set_yticks([])
            axes.spines["left"].set_visible(False)
        for i, row in enumerate(rows):
            _sides(left, right, -i, row, found, lang, line=line)
        _scales(left, right, rows, lang)
        write_heading(figure, Message("charts.scenarios_compared").get(lang)
                      + page_text(*page, lang), _plan(found.source.plan.title.get(lang),
                                                      found.source.as_of, lang))
        _key(figure, height, found, lang)
    return figure


def _plan(plan: str, as_of: int, lang: Lang) -> str:
    comma = Message("mark.comma").get(lang)
    return f"{shortened(plan, 100)}{comma}{label('as_of', lang)} {as_of}"


def _sides(left: Axes, right: Axes, y: int, row: Compared, found: Comparison, lang: Lang, *,
           line: float) -> None:
    wanted = shortened(goal(row.subject, lang), NAME_CELLS + 4)
    text = "\n".join([*wrap(name(row.subject, lang), NAME_CELLS)[:2], wanted])
    left.annotate(text, xy=(0, y), xytext=(-12, 0), textcoords="offset points", ha="right",
                  va="center", fontsize=9, linespacing=1.15, annotation_clip=False)
    for axes in (left, right):
        axes.axhline(y - 0.5, color=FAINT, linewidth=0.5, zorder=1)
    others = [s.id for s in found.scenarios if s.id != found.against]
    start = next((s.stated for s in row.sides if s.scenario == found.against), None)
    for i, side in enumerate(row.sides):
        lane = y + LANE / line * ((len(row.sides) - 1) / 2 - i)
        style = _mark(side.scenario, others)
        if start is not None:
            left.plot([start, side.stated], [lane, lane], color=SOFT, linewidth=0.8, zorder=2)
        left.plot([side.stated], [lane], marker=style.shape, markersize=style.size,
                  color=style.colour, linestyle="none", zorder=4, clip_on=False)
        if side.scenario != found.against:
            right.errorbar([100 * side.difference], [lane], xerr=[200 * side.difference_error],
                           marker=style.shape, markersize=style.size, color=style.colour,
                           linestyle="none", ecolor=style.colour, elinewidth=1.0, capsize=2.0,
                           zorder=4)
    if row.mixture is not None:
        left.plot([row.mixture.stated] * 2, [y - 0.42, y + 0.42], color=INK, linewidth=1.2,
                  zorder=3)


@dataclass(frozen=True, slots=True)
class _Mark:
    shape: str
    size: float
    colour: str


def _mark(scenario: str, others: Sequence[str]) -> _Mark:
    if scenario not in others:
        return _Mark("o", 7.0, MEDIAN)
    i = others.index(scenario)
    return _Mark(scenario_shape(i), 5.5, scenario_colour(i))


def _scales(left: Axes, right: Axes, rows: Sequence[Compared], lang: Lang) -> None:
    left.set_xlim(0, 1)
    left.set_xticks([0, 0.1, 0.33, 0.5, 0.66, 0.9, 1],
                    ["0", "10%", "33%", "50%", "66%", "90%", "100%"])
    most = max((abs(s.difference) + 2 * s.difference_error for r in rows for s in r.sides),
               default=0.0)
    edge = max(1.0, 105 * most)
    right.set_xlim(-edge, edge)
    right.axvline(0, color=MEDIAN, linewidth=1.0, zorder=2)
    for axes, key in ((left, "chance"), (right, "points")):
        axes.set_title(word(key, lang), fontsize=9.5, color=SOFT, pad=6)


def _key(figure: Figure, height: float, found: Comparison, lang: Lang) -> None:
    from matplotlib.lines import Line2D

    others = [s.id for s in found.scenarios if s.id != found.against]
    handles = []
    for scenario in found.scenarios:
        style = _mark(scenario.id, others)
        handles.append(Line2D([], [], marker=style.shape, color=style.colour,
                              markersize=style.size, linestyle="none",
                              label=shortened(scenario.name.get(lang), 26)))
    if found.weights is not None:
        handles.append(Line2D([], [], color=INK, linewidth=1.2, label=word("mixture", lang)))
    figure.legend(handles=handles, loc="lower center", ncols=min(6, len(handles)), frameon=False,
                  bbox_to_anchor=(0.5, 0.05 / height), fontsize=9, handletextpad=0.3,
                  columnspacing=1.6)


# Tornado


def tornado_pictures(found: Sensitivity, lang: Lang) -> list[Picture]:
    """Return a tornado for every target that feels an uncertain parameter."""
    out = []
    for row in found.rows:
        swings = tornado_of(row, found, lang)
        if swings is not None:
            out.append((tornado_name(row), draw(tornado_chart(swings, lang),
                                                alt=tornado_alt(swings, lang))))
    return out


def tornado_name(row: Sensitive) -> str:
    """Return the file name (without ending) of a target's tornado."""
    name_ = f"tornado-{row.subject.target.id}"
    return f"{name_}-{row.subject.reading.value}" if row.subject.several else name_
