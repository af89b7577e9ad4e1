"""How many of a plan's targets will be met: the joint distribution beside the independent one."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from report.memo.wording import say, text

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
        _draw_bars(axes, count.joint, count.independent, lang, independent_too=False)
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
        _draw_bars(axes, count.joint, count.independent, lang)
        _write_key(figure, height, lang, bottom=0.1 + 0.19 * len(notes))
        write_notes(figure, notes, bottom=0.1)
    return figure


def _title(joint: Tally, lang: Lang) -> str:
    span = _span(joint)
    return say(lang, f"{joint.m}个目标中预计完成约{joint.expected:.1f}个（80%区间{span}）",
               f"Of {joint.m} target{'s' if joint.m != 1 else ''} about {joint.expected:.1f} "
               f"met (80% interval {span})")


def _span(tally: Tally) -> str:
    """Return the central 80% range; one number where it is no wider."""
    low, high = tally.low80, tally.high80
    return str(low) if low == high else f"{low}–{high}"


def _draw_bars(axes: Axes, joint: Tally, independent: Tally, lang: Lang, *,
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
    axes.set_xlabel(say(lang, "完成的目标数", "targets met"), fontsize=9)
    axes.set_ylabel(say(lang, "概率", "probability"), fontsize=9)
    plain_axes(axes, grid="y")


def _write_key(figure: Figure, height: float, lang: Lang, *, bottom: float) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    handles = [
        Patch(color=MEDIAN, label=say(lang, "联合：目标一起变动", "joint: targets move together")),
        Line2D([], [], color=GOAL, marker="D", markersize=6, linestyle=(0, (2, 2)), linewidth=0.9,
               label=say(lang, "假定互相独立", "if they were independent")),
        Patch(facecolor=FAN_95, edgecolor=INK, linewidth=0.3,
              label=say(lang, "联合的80%区间", "80% interval, joint")),
    ]
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.015, bottom / height),
                  ncols=3, frameon=False, fontsize=8.8, columnspacing=1.6, borderaxespad=0.1)


def _left_out_note(level: PlanLevel, lang: Lang) -> str:
    n = len(level.left_out)
    if not n:
        return ""
    return say(lang, f"另有{n}个目标无法评估或为定性目标，没有计入。",
               f"{n} more target{'s are' if n != 1 else ' is'} not counted: not assessable, or "
               "qualitative.")


def _readings_note(level: PlanLevel, scenario: str, lang: Lang) -> str:
    found = {c.choice: c.joint.expected for c in level.counts if c.scenario == scenario}
    if Choice.LOWEST not in found or Choice.HIGHEST not in found:
        return ""
    low, high = f"{found[Choice.LOWEST]:.1f}", f"{found[Choice.HIGHEST]:.1f}"
    return say(lang, f"口径未注明的目标按规划所列第一种口径计；按最不利和最有利口径分别约为"
                     f"{low}和{high}个。",
               "Targets without a declared definition are counted by their first reading; with "
               f"the least and the most favourable ones about {low} and {high} are met.")


def alt_text(level: PlanLevel, lang: Lang, *, scenario: str | None = None) -> str:
    """Return what the histogram shows: expectation, interval and the chance of at least half."""
    count = level.count(level.lead if scenario is None else scenario)
    joint, alone = count.joint, count.independent
    half = probability_text(joint.at_least(joint.half))
    return say(lang,
               f"直方图：{_title(joint, lang)}，至少完成一半（{joint.half}个）的概率{half}；"
               f"若互相独立，80%区间为{_span(alone)}。",
               f"Histogram. {_title(joint, lang)}; at least half ({joint.half}) are met with a "
               f"probability of {half}. Were they independent, the interval would be "
               f"{_span(alone)}.")
