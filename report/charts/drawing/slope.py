"""Required against achieved growth: a line a target, from what was to what has to be.

Shares and scores, which move by points, have a panel of their own. A target whose growth so far
is not known has no line, only what it requires.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from data.messages.message import Message
from data.plan import Plan
from data.words import Lang
from forecast.question.standing import Standing
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.growth_scale import growth_text, marks, place, spread_of
from report.charts.drawing.page import (
    Sheet,
    listed,
    new_figure,
    note_lines,
    numbered,
    page_text,
    pages,
    write_heading,
    write_notes,
)
from report.charts.drawing.titles import reading_name, subtitle
from report.charts.palette import FAINT, GOAL, INK, MEDIAN, SOFT
from report.charts.tags import spread_out
from report.text.words import bracketed

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LEFT, RIGHT = 10.6, 3.95, 6.75  # inches: the columns of achieved and required
LABEL, PAGE_LABELS = 0.29, 16  # inches a label
TITLE, HEAD, KEY = 0.85, 0.42, 0.5
NAME_CELLS = 36


def slope_sheets(rows: Sequence[Standing], plan: Plan, lang: Lang, *, as_of: int,
                 ) -> Iterator[Sheet]:
    """Yield the pages: growth rates first, then shares and scores. None without a line."""
    drawn: list[tuple[bool, Sequence[Standing]]] = []
    for points in (False, True):
        kept = [r for r in rows if r.points is points and r.required is not None]
        if any(r.achieved is not None for r in kept):
            drawn += [(points, page) for page in pages(kept, PAGE_LABELS)]
    left = [r for r in rows if all(r not in page for _, page in drawn)]
    for i, (points, page) in enumerate(drawn, 1):
        figure = slope_chart(page, plan, lang, as_of=as_of, points=points, page=(i, len(drawn)),
                             left_out=left)
        yield Sheet(numbered("slope", i, len(drawn)), figure, alt_text(rows, plan, lang))


def slope_chart(rows: Sequence[Standing], plan: Plan, lang: Lang, *, as_of: int,
                points: bool = False, page: tuple[int, int] = (1, 1),
                left_out: Sequence[Standing] = ()) -> Figure:
    """Draw one panel of lines; every row has a required growth."""
    notes = note_lines([_left_out_note(left_out, plan, lang)], WIDTH, most=4)
    frame = max(2.6, LABEL * max(len(rows), sum(r.achieved is not None for r in rows)))
    below = KEY + 0.19 * len(notes)
    height = TITLE + HEAD + frame + below
    with drawing_style():
        figure = new_figure(WIDTH, height)
        title = Message("charts.required_against_achieved_growth").get(lang)
        unit = Message("charts.points_year" if points else "charts.year").get(lang)
        write_heading(figure, title + bracketed(unit, lang) + page_text(*page, lang),
                      subtitle(plan, as_of, lang))
        axes = figure.add_axes((LEFT / WIDTH, below / height, (RIGHT - LEFT) / WIDTH,
                                frame / height))
        _draw_frame(axes, rows, lang, points=points)
        _draw_lines(axes, rows, points=points)
        _write_labels(axes, rows, plan, lang, points=points, frame=frame)
        _write_key(figure, height, rows, lang, bottom=0.12 + 0.19 * len(notes))
        write_notes(figure, notes, bottom=0.1)
    return figure


def _draw_frame(axes: Axes, rows: Sequence[Standing], lang: Lang, *, points: bool) -> None:
    both = [g.rate for r in rows for g in (r.required, r.achieved) if g is not None]
    low, high = spread_of(place(rate, points=points) for rate in both)
    axes.set_xlim(0, 1)
    axes.set_ylim(low, high)
    axes.set_axis_off()
    for x, head in ((0, Message("charts.achieved").get(lang)),
                    (1, Message("charts.required").get(lang))):
        axes.plot([x, x], [low, high], color="#666666", linewidth=0.9, clip_on=False)
        axes.text(x, high + 0.03 * (high - low), head, ha="center", va="bottom", fontsize=9.5,
                  weight="bold")
    for rate, at in marks(low, high, points=points):
        axes.plot([0, 1], [at, at], color=SOFT if rate == 0 else FAINT,
                  linewidth=0.9 if rate == 0 else 0.6, zorder=0)
        if rate == 0:  # the other lines are read off the labels at both ends
            axes.text(0.03, at, "0", fontsize=8, color=SOFT, va="bottom")


def _style(row: Standing) -> tuple[str, tuple[int, tuple[float, ...]] | str]:
    """Return colour and dashes: solid ink where more is asked for than was achieved."""
    return (INK, "solid") if row.faster else (MEDIAN, (0, (5, 2)))


def _draw_lines(axes: Axes, rows: Sequence[Standing], *, points: bool) -> None:
    for row in rows:
        assert row.required is not None  # the caller has chosen
        to = place(row.required.rate, points=points)
        if row.achieved is not None:
            start, (colour, dashes) = place(row.achieved.rate, points=points), _style(row)
            axes.plot([0, 1], [start, to], color=colour, linestyle=dashes, linewidth=1.6,
                      zorder=3)
            axes.plot([0], [start], marker="o", markersize=6, color=colour, clip_on=False,
                      zorder=4)
        axes.plot([1], [to], marker="D", markersize=6.5, color=GOAL, markeredgecolor="white",
                  markeredgewidth=0.8, clip_on=False, zorder=5)


def _write_labels(axes: Axes, rows: Sequence[Standing], plan: Plan, lang: Lang, *,
                  points: bool, frame: float) -> None:
    """Write names with what was achieved at the left, what is required at the right."""
    begun = [r for r in rows if r.achieved is not None]
    left = [(g.rate, f"{reading_name(r, plan, lang, width=NAME_CELLS)}  {g.since}–{g.until}  "
             f"{growth_text(g.rate, lang, points=points)}")
            for r in begun if (g := r.achieved) is not None]
    _column(axes, left, side=0, points=points, frame=frame)
    right = []
    for row in rows:
        assert row.required is not None
        name = reading_name(row, plan, lang, width=40)
        text = f"{growth_text(row.required.rate, lang, points=points)}  {name}"
        right.append((row.required.rate, text))
    _column(axes, right, side=1, points=points, frame=frame)


def _column(axes: Axes, texts: Sequence[tuple[float, str]], *, side: int, points: bool,
            frame: float) -> None:
    low, high = axes.get_ylim()
    order = sorted(texts)
    at = [(place(rate, points=points) - low) / (high - low) for rate, _ in order]
    places = spread_out(at, [LABEL * 0.86 / frame] * len(order))
    sign = 1 if side else -1
    for (_, text), own, here in zip(order, at, places, strict=True):
        axes.plot([side + 0.035 * sign, side + 0.1 * sign], [own, here],
                  transform=axes.transAxes, color=SOFT, linewidth=0.5, clip_on=False)
        axes.text(side + 0.115 * sign, here, text, transform=axes.transAxes, fontsize=8.8,
                  ha="left" if side else "right", va="center")


def _write_key(figure: Figure, height: float, rows: Sequence[Standing], lang: Lang, *,
               bottom: float) -> None:
    from matplotlib.lines import Line2D

    kinds = {r.faster for r in rows}
    handles = []
    if True in kinds:
        handles.append(Line2D([], [], color=INK, marker="o", markersize=5, linewidth=1.6,
                              label=Message("charts.has_move_faster_than_so").get(lang)))
    if False in kinds:
        handles.append(Line2D([], [], color=MEDIAN, marker="o", markersize=5, linewidth=1.6,
                              linestyle=(0, (5, 2)),
                              label=Message("charts.need_not_move_faster").get(lang)))
    if None in kinds:
        handles.append(Line2D([], [], color=GOAL, marker="D", markersize=5.5, linestyle="none",
                              label=Message("charts.required_only_growth_so_far").get(lang)))
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.012, bottom / height),
                  ncols=3, frameon=False, fontsize=8.8, columnspacing=1.8, borderaxespad=0.1)


def _left_out_note(rows: Sequence[Standing], plan: Plan, lang: Lang) -> str:
    """Name the targets that are not drawn; each stands in the report with its own reason."""
    names = list(dict.fromkeys(reading_name(r, plan, lang, width=NAME_CELLS) for r in rows))
    if not names:
        return ""
    text = listed(names, lang, most=6)
    return Message("charts.not_drawn_outcome_known_not", text=text).get(lang)


def alt_text(rows: Sequence[Standing], plan: Plan, lang: Lang) -> str:
    """Return what the slopes show: how many targets need more growth than there was, and which
    the most."""
    both = [r for r in rows if r.faster is not None]
    more = [r for r in both if r.faster]
    text = Message("charts.slope_chart_lines_need_faster", more=len(more), both=len(both)).get(lang)
    rated = [r for r in more if not r.points] or more
    if not rated:
        return text

    def gap(row: Standing) -> float:
        assert row.required is not None
        assert row.achieved is not None
        return row.heading * (row.required.rate - row.achieved.rate)

    worst = max(rated, key=gap)
    assert worst.required is not None
    assert worst.achieved is not None
    need, had = (growth_text(g.rate, lang, points=worst.points)
                 for g in (worst.required, worst.achieved))
    name = reading_name(worst, plan, lang, width=60)
    return text + Message("charts.widest_gap_year_needed_achieved", name=name, need=need,
                          had=had).get(lang)
