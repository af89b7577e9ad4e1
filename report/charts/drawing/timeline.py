"""The probability of a target through the life of its plan: a panel a target, a point a year.

Colours are those of the verdict at the time and stand over the bands of the traffic light; the
number stands beside the first, the last and every turning point.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from data.messages.message import Message
from data.plan import Plan
from data.probabilities import probability_text
from data.words import Lang, Wording
from forecast.lifecycle.timeline import Moment, Timeline
from forecast.probability.colour import EDGES
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.page import (
    WHOLE,
    Sheet,
    listed,
    new_figure,
    note_lines,
    numbered,
    page_text,
    pages,
    plain_axes,
    write_heading,
    write_notes,
)
from report.charts.drawing.titles import names_of, reading_name
from report.charts.palette import FAINT, INK, SOFT, TRAFFIC
from report.text.words import COLOUR_NAMES, label
from report.text.wrapping import shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, PANEL, ONE = 10.0, 2.35, 3.6  # inches: page, height of a panel, of an only one
ACROSS, PAGE_PANELS = 3, 12
TITLE, KEY = 0.85, 0.45
LEFT, RIGHT, HEAD, FOOT = 0.62, 0.25, 0.42, 0.36  # inches, of a panel
NEAR, LABEL_WIDTH = 0.16, 44  # of the frame's height; points
LEAST = 3
"""Moments from which on a timeline is drawn: two are a comparison, one is no line."""

HIGH, LOW, STEEP, ASIDE, FIRST_ASIDE = 0.86, 0.16, 0.06, 15, 9
"""Above ``HIGH`` numbers stand below their point, under ``LOW`` never; a line that rises or falls
by more than ``STEEP`` pushes them ``ASIDE`` points to the other side."""



def timeline_sheets(found: Sequence[Timeline], plan: Plan, scenario: Wording, lang: Lang, *,
                    recorded: bool) -> Iterator[Sheet]:
    """Yield the pages. None when no target could be assessed ``LEAST`` times: there is no movement.
    """
    told = [line for line in found if len(line.told) >= LEAST]
    left = [line for line in found if len(line.told) < LEAST]
    parts = pages(told, PAGE_PANELS)
    for i, page in enumerate(parts, 1):
        figure = timeline_chart(page, plan, scenario, lang, recorded=recorded,
                                page=(i, len(parts)), left_out=left)
        yield Sheet(numbered("timeline", i, len(parts)), figure, alt_text(told, plan, lang))


def timeline_chart(found: Sequence[Timeline], plan: Plan, scenario: Wording, lang: Lang, *,
                   recorded: bool, page: tuple[int, int] = (1, 1),
                   left_out: Sequence[Timeline] = ()) -> Figure:
    """Draw some timelines, each with at least one moment at which something could be said."""
    across = min(ACROSS, len(found))
    down = -(-len(found) // across)
    panel = ONE if len(found) == 1 else PANEL
    notes = note_lines([_how_note(lang, recorded=recorded), _left_out_note(left_out, plan, lang)],
                       WIDTH)
    below = KEY + 0.19 * len(notes)
    height = TITLE + panel * down + below
    years = [m.as_of for line in found for m in line.moments]
    ends = [line.target.year for line in found]
    span = (min(years), max([*years, *ends]))
    with drawing_style():
        figure = new_figure(WIDTH, height)
        title = Message("charts.probability_through_life_plan").get(lang)
        comma = Message("mark.comma").get(lang)
        write_heading(figure, title + page_text(*page, lang),
                      f"{shortened(plan.title.get(lang), 90)}{comma}{scenario.get(lang)}{comma}"
                      + label("chance", lang))
        cell = WIDTH / across
        for i, line in enumerate(found):
            row, column = divmod(i, across)
            axes = figure.add_axes((
                (column * cell + LEFT) / WIDTH,
                (below + (down - 1 - row) * panel + FOOT) / height,
                (cell - LEFT - RIGHT) / WIDTH, (panel - FOOT - HEAD) / height))
            _draw_panel(axes, line, plan, span, lang, room=cell - 0.3)
        _write_key(figure, height, found, lang, bottom=0.1 + 0.19 * len(notes))
        write_notes(figure, notes, bottom=0.1)
    return figure


def _draw_panel(axes: Axes, line: Timeline, plan: Plan, span: tuple[int, int], lang: Lang, *,
                room: float) -> None:
    upper = 1.0
    for low, shade in EDGES:
        axes.axhspan(low, upper, color=TRAFFIC[shade], alpha=0.16, linewidth=0, zorder=0)
        upper = low
    told = line.told
    axes.plot([m.as_of for m in told], [m.stated or 0.0 for m in told], color=INK, linewidth=1.3,
              zorder=3)
    for moment in told:
        axes.plot([moment.as_of], [moment.stated or 0.0], marker="s" if moment.known else "o",
                  markersize=8, color=TRAFFIC[moment.colour], markeredgecolor=INK,
                  markeredgewidth=0.9, clip_on=False, zorder=4)
    years = span[1] - span[0] + 1.2
    width = axes.get_position().width * WIDTH * 72  # points
    for moment in telling(told, near_years=LABEL_WIDTH * years / width):
        _write_moment(axes, moment, told, lang)
    step = -(-(span[1] - span[0]) // 5) or 1
    marks = list(range(span[1], span[0] - 1, -step))[::-1]
    axes.set_xticks(marks, [str(year) for year in marks])
    axes.set_xlim(span[0] - 0.7, span[1] + 0.5)
    axes.set_ylim(-0.04, 1.04)
    axes.set_yticks([0, 0.1, 0.33, 0.66, 0.8, 1], ["0", "10%", "33%", "66%", "80%", "100%"])
    plain_axes(axes)
    axes.tick_params(labelsize=8)
    axes.axvline(line.target.year, color=SOFT, linewidth=0.8, linestyle=(0, (2, 2)), zorder=1)
    name = reading_name(line, plan, lang, width=76)
    lines = wrap(name, max(16, int(room * 13.2)))
    lines = lines if len(lines) <= 2 else [lines[0], lines[1] + "…"]
    axes.annotate("\n".join(lines), xy=(0, 1), xycoords="axes fraction", xytext=(-30, 6),
                  textcoords="offset points", fontsize=9, weight="bold", va="bottom",
                  linespacing=1.05)


def telling(told: Sequence[Moment], *, near_years: float = 0.0) -> list[Moment]:
    """Return the moments that are labelled: the first, the last, changes of colour, outcomes.

    A change that is no further than ``near_years`` and ``NEAR`` from a labelled one is left out:
    the numbers would run into each other.
    """
    if not told:
        return []
    kept = [told[0], *([told[-1]] if len(told) > 1 else [])]
    for before, moment in pairwise(told[:-1]):
        turned = moment.colour is not before.colour or moment.known is not before.known
        close = any(abs(moment.as_of - k.as_of) <= near_years
                    and abs((moment.stated or 0.0) - (k.stated or 0.0)) < NEAR for k in kept)
        if turned and not close:
            kept.append(moment)
    return sorted(kept, key=lambda m: m.as_of)


def _write_moment(axes: Axes, moment: Moment, told: Sequence[Moment], lang: Lang) -> None:
    """Write a moment's number above or below it, on the side that the line does not pass."""
    assert moment.stated is not None  # the caller has chosen
    if moment.known:
        text = Message("charts.met" if moment.stated == 1 else "charts.missed").get(lang)
    else:
        text = probability_text(moment.stated, moment.error)
    at = told.index(moment)
    around = [told[i].stated if 0 <= i < len(told) else None for i in (at - 1, at + 1)]
    rises = [0.0 if p is None else p - moment.stated for p in around]
    below = moment.stated > HIGH or (min(rises) > STEEP and moment.stated > LOW)
    blocked = [rise < -STEEP if below else rise > STEEP for rise in rises]
    aside = ASIDE * (blocked[0] - blocked[1]) or ASIDE * (moment.known and below)
    if aside < 0 and at == 0:  # left of the first point stands the axis
        aside = -FIRST_ASIDE
    axes.annotate(text, xy=(moment.as_of, moment.stated), xytext=(aside, -7 if below else 7),
                  textcoords="offset points", ha="center", va="top" if below else "bottom",
                  fontsize=8.4, zorder=6)


def _write_key(figure: Figure, height: float, found: Sequence[Timeline], lang: Lang, *,
               bottom: float) -> None:
    from matplotlib.lines import Line2D

    handles = [Line2D([], [], marker="o", markersize=8, linestyle="none", color=TRAFFIC[shade],
                      markeredgecolor=INK, label=COLOUR_NAMES[shade].get(lang))
               for _, shade in EDGES]
    if any(m.known for line in found for m in line.told):
        handles.append(Line2D([], [], marker="s", markersize=8, linestyle="none", color=FAINT,
                              markeredgecolor=INK,
                              label=Message("charts.outcome_known_2").get(lang)))
    handles.append(Line2D([], [], color=SOFT, linewidth=0.8, linestyle=(0, (2, 2)),
                          label=Message("charts.target_year").get(lang)))
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.012, bottom / height),
                  ncols=len(handles), frameon=False, fontsize=8.8, handletextpad=0.3,
                  columnspacing=1.4, borderaxespad=0.1)


def _how_note(lang: Lang, *, recorded: bool) -> str:
    if recorded:
        return Message("charts.each_point_what_was_recorded").get(lang)
    return Message("charts.each_point_computed_anew_from").get(lang)


def _left_out_note(left: Sequence[Timeline], plan: Plan, lang: Lang) -> str:
    names = names_of(left, plan, lang, width=WHOLE)
    if not names:
        return ""
    text = listed(names, lang, most=4)
    return Message("charts.never_assessable_not_drawn", text=text).get(lang)


def alt_text(found: Sequence[Timeline], plan: Plan, lang: Lang) -> str:
    """Return what the timelines show: of one its first and last value, of several how many rose."""
    told = [line for line in found if len(line.told) >= LEAST]
    if len(told) == 1:
        return _alt_one(told[0], plan, lang)
    pairs = [(line.told[0].stated or 0.0, line.told[-1].stated or 0.0) for line in told]
    up, down = sum(b > a for a, b in pairs), sum(b < a for a, b in pairs)
    return Message("charts.timelines_lines_from_first_latest", told=len(told), up=up,
                   down=down).get(lang)


def _alt_one(line: Timeline, plan: Plan, lang: Lang) -> str:
    name = reading_name(line, plan, lang, width=80)

    def said(moment: Moment) -> str:
        if moment.known:
            met = moment.stated == 1
            return Message("charts.met_missed", has_met=bool(met)).get(lang)
        p = probability_text(moment.stated, moment.error)
        colour = COLOUR_NAMES[moment.colour].get(lang)
        return Message("charts.p_colour", p=p, colour=colour).get(lang)

    first, last = line.told[0], line.told[-1]
    return Message("charts.timeline_as_as", name=name, said=said(first), as_of=first.as_of,
                   said_2=said(last), as_of_2=last.as_of).get(lang)
