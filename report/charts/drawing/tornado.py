"""The tornado: how far each uncertain assumption of a scenario moves the probability of a target.

A bar a parameter, the widest first: from the probability with the parameter held at the low end of
its law to the probability at the high end, all others left as drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.messages.message import Message
from data.probabilities import probability_text
from data.words import Lang
from forecast.scenario_analysis.sensitivity import HIGH, LOW, Sensitive, Sensitivity
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.page import (
    new_figure,
    note_lines,
    plain_axes,
    write_heading,
    write_notes,
)
from report.charts.palette import FAN_80, GOAL, INK, MEDIAN, SOFT
from report.text.wrapping import cells, shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LEFT, RIGHT = 9.2, 3.05, 8.6  # inches
ROW, MOST_ROWS = 0.46, 15
TITLE, BELOW = 1.1, 0.95
NAME_CELLS = 40
CELL = 0.062  # inches that a cell of a value takes
NARROWEST = 0.1
"""Width of the axis, as a probability: small swings look small, and marks stand apart."""


@dataclass(frozen=True, slots=True)
class Swing:
    """One uncertain parameter: probabilities with it held at the low and the high end of its law.

    ``at_low`` and ``at_high`` are the values it is held at, as printed.
    """

    label: str
    at_low: str
    at_high: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Tornado:
    """The swings of one reading of one target under one scenario.

    ``probability`` is that with everything drawn. ``title`` names the target, ``scenario`` the
    scenario; ``low_level`` and ``high_level`` are the percentiles parameters are held at.
    """

    title: str
    scenario: str
    as_of: int
    probability: float
    swings: tuple[Swing, ...]
    low_level: float = 0.1
    high_level: float = 0.9


def tornado_of(row: Sensitive, found: Sensitivity, lang: Lang) -> Tornado | None:
    """Return the tornado of one reading of one target; ``None`` where nothing moves it."""
    from report.scenarios.scenario_words import assumption_text, number, title

    if row.probability is None or not row.bars:
        return None
    mark = Message("mark.list").get(lang)
    swings = tuple(
        Swing(mark.join(assumption_text(p, lang) for p in bar.parameters),
              mark.join(number(v) for v in bar.at_low),
              mark.join(number(v) for v in bar.at_high), bar.low, bar.high)
        for bar in row.bars)
    return Tornado(title(row.subject, lang), found.scenario.name.get(lang), found.source.as_of,
                   row.probability, swings, LOW, HIGH)


def tornado_chart(found: Tornado, lang: Lang) -> Figure:
    """Draw the swings, the widest at the top. Raises ``ValueError`` without one."""
    if not found.swings:
        raise ValueError("no parameter moves this target")
    rows = sorted(found.swings, key=lambda s: -abs(s.high - s.low))[:MOST_ROWS]
    rest = len(found.swings) - len(rows)
    notes = note_lines([_rest_note(rest, lang)], WIDTH)
    below = BELOW + 0.19 * len(notes)
    height = TITLE + ROW * len(rows) + below
    with drawing_style():
        figure = new_figure(WIDTH, height)
        write_heading(figure, found.title, _subtitle(found, lang))
        axes = figure.add_axes((LEFT / WIDTH, below / height, (RIGHT - LEFT) / WIDTH,
                                ROW * len(rows) / height))
        _draw_frame(axes, rows, found, lang)
        for i, row in enumerate(rows):
            _draw_bar(axes, -i, row, found.probability)
        _write_key(figure, height, found, lang, bottom=0.1 + 0.19 * len(notes))
        write_notes(figure, notes, bottom=0.1)
    return figure


def _subtitle(found: Tornado, lang: Lang) -> str:
    return Message("charts.which_uncertain_assumption_moves_probability", scenario=found.scenario,
                   as_of=found.as_of).get(lang)


def _draw_frame(axes: Axes, rows: Sequence[Swing], found: Tornado, lang: Lang) -> None:
    ends = [found.probability, *(p for row in rows for p in (row.low, row.high))]
    low, high = min(ends), max(ends)
    # Room at both ends for the longest value that stands there, so that none meets a name.
    longest = max(cells(text) for row in rows for text in (row.at_low, row.at_high))
    share = min((0.2 + CELL * longest) / (RIGHT - LEFT), 0.3)
    air = max(share / (1 - 2 * share) * (high - low), (NARROWEST - (high - low)) / 2)
    left, right = low - air, high + air
    axes.set_xlim(left, right)
    axes.set_ylim(-len(rows) + 0.5, 0.5)
    axes.set_yticks([])
    from matplotlib.ticker import MaxNLocator

    marks = [m for m in MaxNLocator(nbins=6, steps=[1, 2, 5, 10]).tick_values(left, right)
             if left <= m <= right and 0 <= m <= 1]
    axes.set_xticks(marks, [f"{100 * m:.3g}%" for m in marks])
    plain_axes(axes, grid="x")
    axes.spines["left"].set_visible(False)
    axes.axvline(found.probability, color=GOAL, linewidth=1.3, zorder=4)
    axes.text(found.probability, 0.58,
              Message("charts.all_drawn", p=_p(found.probability)).get(lang), fontsize=8.8,
              color=GOAL, ha="center", va="bottom", weight="bold")
    axes.set_xlabel(Message("charts.probability_being_met").get(lang), fontsize=8.8, color=SOFT)


def _p(p: float) -> str:
    return probability_text(p)


def _draw_bar(axes: Axes, y: int, row: Swing, drawn: float) -> None:
    """Draw both ends, each in its own colour and hatch, from the probability with all drawn.

    Where that does not lie between them the two meet half-way.
    """
    ends = sorted(((row.low, row.at_low, FAN_80, "////"), (row.high, row.at_high, MEDIAN, "")))
    between = min(row.low, row.high) <= drawn <= max(row.low, row.high)
    middle = drawn if between else (row.low + row.high) / 2
    for p, held, colour, hatch in ends:
        axes.barh(y, p - middle, left=middle, height=0.56, color=colour, hatch=hatch,
                  edgecolor="white" if not hatch else MEDIAN, linewidth=0.0, zorder=3)
        axes.barh(y, p - middle, left=middle, height=0.56, fill=False, edgecolor=INK,
                  linewidth=0.5, zorder=3.5)
        right = p == ends[1][0] and held == ends[1][1]
        axes.annotate(f"{held}\n{_p(p)}", xy=(p, y), xytext=(5 if right else -5, 0),
                      textcoords="offset points", ha="left" if right else "right", va="center",
                      fontsize=7.8, linespacing=1.0, zorder=6)
    lines = wrap(row.label, NAME_CELLS)
    name = lines if len(lines) <= 2 else [lines[0], shortened(lines[1] + " …", NAME_CELLS)]
    axes.annotate("\n".join(name), xy=(0, y), xycoords=axes.get_yaxis_transform(),
                  xytext=(-8, 0), textcoords="offset points", ha="right", va="center",
                  fontsize=9, linespacing=1.05, annotation_clip=False)


def _write_key(figure: Figure, height: float, found: Tornado, lang: Lang, *, bottom: float,
               ) -> None:
    from matplotlib.patches import Patch

    texts = [Message("charts.parameter_at_its_th_percentile", level=100 * level).get(lang)
             for level in (found.low_level, found.high_level)]
    handles = [Patch(facecolor=FAN_80, hatch="////", edgecolor=MEDIAN, linewidth=0.5,
                     label=texts[0]),
               Patch(facecolor=MEDIAN, edgecolor=INK, linewidth=0.5, label=texts[1])]
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.015, bottom / height),
                  ncols=2, frameon=False, fontsize=8.8, handlelength=1.6, columnspacing=1.8,
                  borderaxespad=0.1)


def _rest_note(rest: int, lang: Lang) -> str:
    if not rest:
        return ""
    return Message("charts.more_parameters_which_move_it", rest=rest).get(lang)


def alt_text(found: Tornado, lang: Lang) -> str:
    """Return what the tornado shows: the parameter that matters most and how far it moves P."""
    top = max(found.swings, key=lambda s: abs(s.high - s.low))
    low, high = _p(top.low), _p(top.high)
    return Message("charts.tornado_under_probability_uncertain_paramete", title=found.title,
                   scenario=found.scenario, p=_p(found.probability), swings=len(found.swings),
                   label=top.label, low=low, at_low=top.at_low, high=high,
                   at_high=top.at_high).get(lang)
