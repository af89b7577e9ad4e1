"""How many of a plan's targets will be met: the joint distribution beside the independent one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.messages.message import Message
from data.probabilities import probability_text
from data.words import Lang
from forecast.plan_level.summary import Choice, PlanLevel, Tally
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.page import (
    new_figure,
    note_lines,
    plain_axes,
    write_heading,
    write_notes,
)
from report.charts.drawing.titles import subtitle
from report.charts.palette import FAN_95, GOAL, INK, MEDIAN
from report.memo.wording import text

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LEFT, RIGHT, FRAME = 8.6, 0.75, 0.3, 3.3  # inches
TITLE, BELOW = 0.95, 1.12
SMALL_WIDTH, SMALL_FRAME, SMALL_BELOW = 8.4, 1.35, 0.88
LABELLED = 20
"""Targets up to which the probability of each number stands below its bar."""


def small_histogram(level: PlanLevel, lang: Lang, *, followed: float | None = None,
                    frame: float = SMALL_FRAME) -> Figure:
    """Draw the same without a heading and low (``frame`` inches), for a page with other pictures.

    ``followed`` is the expected number by the statement that words follow, where that is another.
    """
    count = level.count(level.lead)
    height = frame + SMALL_BELOW + 0.1
    with drawing_style():
        figure = new_figure(SMALL_WIDTH, height)
        axes = figure.add_axes((LEFT / SMALL_WIDTH, SMALL_BELOW / height,
                                (SMALL_WIDTH - LEFT - RIGHT) / SMALL_WIDTH, frame / height))
        _draw_bars(axes, count.joint, count.independent, lang, year=level.plan.period.end,
                   independent_too=False)
        if followed is not None:
            axes.axvline(followed, color=GOAL, linewidth=1.8, zorder=5)
        _write_small_key(figure, lang, followed=followed)
    return figure


def _write_small_key(figure: Figure, lang: Lang, *, followed: float | None) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles: list[Line2D | Patch] = [
        Patch(color=MEDIAN, label=text(lang, "chart.count_series")),
        Patch(facecolor=FAN_95, edgecolor=INK, linewidth=0.3,
              label=text(lang, "chart.count_span"))]
    if followed is not None:
        handles.append(Line2D([], [], color=GOAL, linewidth=1.8,
                              label=text(lang, "chart.count_plans", n=f"{followed:.1f}")))
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.01, 0.0), ncols=3,
                  frameon=False, fontsize=8.6, columnspacing=1.6, borderaxespad=0.1)


def histogram_chart(level: PlanLevel, lang: Lang, *, scenario: str | None = None) -> Figure:
    """Draw how many targets are met under a scenario (default: the leading one), counted by the
    first reading of each.

    Raises ``ValueError`` when no target is counted, ``KeyError`` for an unknown scenario.
    """
    if not level.members:
        raise ValueError("no target can be counted")
    scenario = level.lead if scenario is None else scenario
    count = level.count(scenario)
    notes = note_lines([_left_out_note(level, lang), _readings_note(level, scenario, lang)], WIDTH)
    below = BELOW + 0.19 * len(notes)
    height = TITLE + FRAME + below
    name = next(s.name.get(lang) for s in level.scenarios if s.id == scenario)
    with drawing_style():
        figure = new_figure(WIDTH, height)
        write_heading(figure, _title(count.joint, lang),
                      subtitle(level.plan, level.as_of, lang, more=name, width=108))
        axes = figure.add_axes((LEFT / WIDTH, below / height, (WIDTH - LEFT - RIGHT) / WIDTH,
                                FRAME / height))
        _draw_bars(axes, count.joint, count.independent, lang, year=level.plan.period.end)
        followed = level.as_plan.expected \
            if level.as_plan is not None and scenario == level.lead else None
        if followed is not None:
            axes.axvline(followed, color=INK, linewidth=1.8, linestyle=(0, (5, 2)), zorder=5)
        _write_key(figure, height, lang, bottom=0.1 + 0.19 * len(notes), followed=followed)
        write_notes(figure, notes, bottom=0.1)
    return figure


def _title(joint: Tally, lang: Lang) -> str:
    span = _span(joint)
    return Message("charts.target_targets_about_met_interval", m=joint.m, expected=joint.expected,
                   span=span).get(lang)


def _span(tally: Tally) -> str:
    """Return the central 80% range; one number where it is no wider."""
    low, high = tally.low80, tally.high80
    return str(low) if low == high else f"{low}–{high}"


def _draw_bars(axes: Axes, joint: Tally, independent: Tally, lang: Lang, *, year: int,
               independent_too: bool = True) -> None:
    m = joint.m
    top = max(*joint.pmf, *(independent.pmf if independent_too else ()))
    axes.axvspan(joint.low80 - 0.5, joint.high80 + 0.5, color=FAN_95, linewidth=0, zorder=0)
    axes.bar(range(m + 1), joint.pmf, width=0.62, color=MEDIAN, zorder=3)
    if independent_too:
        axes.plot(range(m + 1), independent.pmf, color=GOAL, marker="D",
                  markersize=6 if m <= LABELLED else 3.5, linestyle=(0, (2, 2)), linewidth=0.9,
                  markeredgecolor="white", markeredgewidth=0.7, zorder=4)
    axes.set_ylim(0, 1.1 * top)
    axes.set_xlim(-0.6, m + 0.6)
    step = 1 if m <= LABELLED else -(-m // 15)
    places = range(0, m + 1, step)
    each = [f"{k}\n{probability_text(joint.pmf[k])}" if m <= LABELLED else str(k) for k in places]
    axes.set_xticks(places, each)
    from matplotlib.ticker import MaxNLocator

    marks = [t for t in MaxNLocator(nbins=5, steps=[1, 2, 5, 10]).tick_values(0, 1.1 * top)
             if 0 <= t <= 1.1 * top]
    axes.set_yticks(marks, [f"{100 * t:.3g}%" for t in marks])
    axes.set_xlabel(Message("charts.targets_met", year=year).get(lang), fontsize=9)
    axes.set_ylabel(Message("charts.probability").get(lang), fontsize=9)
    plain_axes(axes, grid="y")


def _write_key(figure: Figure, height: float, lang: Lang, *, bottom: float,
               followed: float | None) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Patch(color=MEDIAN, label=Message("charts.joint_targets_move_together").get(lang)),
        Line2D([], [], color=GOAL, marker="D", markersize=6, linestyle=(0, (2, 2)), linewidth=0.9,
               label=Message("charts.if_they_were_independent").get(lang)),
        Patch(facecolor=FAN_95, edgecolor=INK, linewidth=0.3,
              label=Message("charts.interval_joint").get(lang)),
    ]
    if followed is not None:
        said = Message("charts.as_such_plans_go", n=f"{followed:.1f}").get(lang)
        handles.append(Line2D([], [], color=INK, linewidth=1.8, linestyle=(0, (5, 2)), label=said))
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.015, bottom / height),
                  ncols=len(handles), frameon=False, fontsize=8.4, columnspacing=1.2,
                  handletextpad=0.5, borderaxespad=0.1)


def _left_out_note(level: PlanLevel, lang: Lang) -> str:
    n = len(level.left_out)
    if not n:
        return ""
    return Message("charts.more_target_not_counted_not", n=n).get(lang)


def _readings_note(level: PlanLevel, scenario: str, lang: Lang) -> str:
    found = {c.choice: c.joint.expected for c in level.counts if c.scenario == scenario}
    if Choice.LOWEST not in found or Choice.HIGHEST not in found:
        return ""
    low, high = f"{found[Choice.LOWEST]:.1f}", f"{found[Choice.HIGHEST]:.1f}"
    return Message("charts.targets_without_declared_definition_counted", low=low,
                   high=high, same=low == high).get(lang)


def alt_text(level: PlanLevel, lang: Lang, *, scenario: str | None = None) -> str:
    """Return what the histogram shows: expectation, interval and the chance of at least half."""
    count = level.count(level.lead if scenario is None else scenario)
    joint, alone = count.joint, count.independent
    half = probability_text(joint.at_least(joint.half))
    return Message("charts.histogram_at_least_half_met", title=_title(joint, lang), half=joint.half,
                   half_2=half, alone=_span(alone)).get(lang)
