"""A fan that is half a page wide text high: forecast, target and tripwires, with a whole legend.

Every mark has an entry of the legend; name and probability stand beside the picture, in the memo.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.numbers import about
from data.words import Lang
from forecast.probability.colour import EDGES
from forecast.probability.verdict import Assessment, Verdict
from report.assessment.rows import is_assessed, lead
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.fan import has_chart
from report.charts.drawing.fan_lines import (
    axis_value,
    draw_fan,
    draw_frame,
    draw_goal,
    draw_history,
    draw_wires,
    wires_drawable,
)
from report.charts.drawing.page import new_figure
from report.charts.drawing.part_years import MARK, draw_parts, parts_of
from report.charts.palette import FAN_80, FAN_95, GOAL, INK, MEDIAN, TRAFFIC
from report.charts.tags import Tag, write_tags
from report.memo.wording import text
from report.text.goal import level_text
from report.text.words import COLOUR_NAMES, label
from report.text.wrapping import wrap

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.figure import Figure

    from forecast.solve.solution import Tripwires

WIDTH, HEIGHT = 8.4, 2.2  # inches
LEFT, BOTTOM, FRAME_WIDTH, FRAME_HEIGHT = 0.6, 0.3, 3.85, 1.62  # inches
TAG_CELLS = 20
KEY = 6.15  # inches from the left


def small_fan(verdict: Verdict, assessment: Assessment, lang: Lang, *,
              wires: Tripwires | None = None) -> Figure:
    """Draw history, part-year figures, fan, path to the target, and the zones of the next figure.

    Raises ``ValueError`` when there is nothing to draw.
    """
    if not has_chart(verdict):
        raise ValueError(f"target {verdict.target.id} has neither a fan nor a base and a target")
    parts = parts_of(verdict, assessment)
    wired = wires is not None and wires_drawable(verdict, wires)
    with drawing_style():
        figure = new_figure(WIDTH, HEIGHT)
        axes = figure.add_axes((LEFT / WIDTH, BOTTOM / HEIGHT, FRAME_WIDTH / WIDTH,
                                FRAME_HEIGHT / HEIGHT))
        draw_fan(axes, verdict, assessment)
        draw_history(axes, verdict)
        draw_goal(axes, verdict)
        draw_frame(axes, verdict, lang, parts)
        draw_parts(axes, verdict, parts, lang)
        if wires is not None and wired:
            draw_wires(axes, verdict, wires)
        write_tags(axes, _tags(verdict, lang))
        figure.legend(handles=_key(verdict, lang, wires=wires if wired else None,
                                   parts=bool(parts)),
                      loc="upper left", bbox_to_anchor=(KEY / WIDTH, 0.985), frameon=False,
                      fontsize=8.2, handlelength=1.6, labelspacing=0.32, borderaxespad=0.0)
    return figure


def _tags(verdict: Verdict, lang: Lang) -> list[Tag]:
    """Return the labels of the median and of the target."""
    tags, chance = [], lead(verdict)
    if verdict.fans and chance.median is not None:
        end = about(chance.median, verdict.indicator.unit, lang)
        tags.append(Tag(axis_value(verdict, chance.median),
                        "\n".join(wrap(f"{label('median', lang)} {end}", TAG_CELLS)[:2]), MEDIAN,
                        True))
    goal = verdict.required.target_value
    if goal is not None:
        said = f"{label('target', lang)} {level_text(verdict, lang)}"
        tags.append(Tag(axis_value(verdict, goal), "\n".join(wrap(said, TAG_CELLS)[:3]), GOAL,
                        True))
    return tags


def _key(verdict: Verdict, lang: Lang, *, wires: Tripwires | None, parts: bool) -> list[Artist]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    history = Line2D([], [], color=INK, marker="o", markersize=4.5, linewidth=1.4,
                     label=label("history", lang))
    path = Line2D([], [], color=GOAL, linewidth=1.3, linestyle=(0, (4, 2.5)), marker="D",
                  markersize=4.5, label=label("required_path", lang))
    handles: list[Artist] = [history]
    if parts:
        handles.append(Line2D([], [], color=INK, marker="o", markerfacecolor="white",
                              markersize=MARK, linestyle="none", label=label("part_year", lang)))
    if verdict.fans and is_assessed(verdict):
        handles += [Line2D([], [], color=MEDIAN, linewidth=2.2, label=label("median", lang)),
                    Patch(color=FAN_80, label=label("interval80", lang)),
                    Patch(color=FAN_95, label=label("interval95", lang))]
    handles.append(path)
    if wires is not None:
        handles += [Patch(color=TRAFFIC[shade],
                          label=text(lang, "chart.wire", year=wires.year,
                                     colour=COLOUR_NAMES[shade].get(lang)))
                    for _, shade in EDGES if shade in wires.colours]
    return handles
