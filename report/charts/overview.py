"""A whole plan in one picture: how likely each target is under each scenario.

A line a target reading, in the order of the plan; a dot a scenario on an axis of 0 to 100%. The
leading scenario's dot is large and carries the traffic light, whose word stands at the right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from data.messages.message import Message
from data.words import Lang
from forecast.probability.verdict import Assessment, Verdict, Yardstick
from forecast.probability.words import bands
from report.assessment.plan_statement import chance_label
from report.assessment.rows import chance_text, is_assessed, is_split, lead, lead_scenario
from report.assessment.sentences import scenario_name, summary
from report.assessment.without_base import short_answer
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.lines import Line, Lines, all_lines, left_out_text, line_name, lines_of
from report.charts.drawing.page import new_figure, page_text
from report.charts.palette import FAINT, GOAL, INK, SOFT, TRAFFIC, scenario_colour, scenario_shape
from report.text.words import COLOUR_NAMES, label
from report.text.wrapping import cells, shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LINE, ABOVE, BELOW = 10.0, 0.46, 1.2, 0.85  # inches
LEFT, RIGHT = 0.285, 0.77  # of the width
COLUMNS = (0.795, 0.85, 0.985)  # of the width: probability, colour word, grade (right edge)
NAME_CELLS = 34
PAGE_LINES = 40
KEY_ROW, KEY_CELLS, SCENARIO_CELLS = 0.24, 140, 24  # inches; cells of a row and of a name
LANES = 0.3
"""Half-height, in lines, over which the dots of the other scenarios are spread."""

BADGES = (0.5, 0.2, 0.8)  # where the badge of a split target may stand

CLOSE = 0.06  # ticks nearer than this would touch
SHADES = ("#fafafa", "#f3f3f3", "#e9e9e9")  # of the bands of words, from the middle outwards


def overview_pages(assessment: Assessment) -> Lines:
    """Return the lines of the overview; a long plan takes several pages."""
    return lines_of(assessment, PAGE_LINES)


def overview_chart(assessment: Assessment, lang: Lang, *, lines: Sequence[Line] | None = None,
                   page: tuple[int, int] = (1, 1), left_out: int = 0) -> Figure:
    """Draw the probability of every target reading, or of ``lines``, under every scenario.

    ``page`` is (this page, of how many); ``left_out`` lines are said not to be drawn.
    """
    lines = all_lines(assessment) if lines is None else lines
    note = left_out_text(left_out, lang)
    below = BELOW + KEY_ROW * (_key_rows(assessment, lang) - 1) + (0.25 if note else 0.0)
    height = ABOVE + below + LINE * len(lines)
    with drawing_style():
        figure = new_figure(WIDTH, height)
        axes = figure.add_axes((LEFT, below / height, RIGHT - LEFT, LINE * len(lines) / height))
        _scale(axes, len(lines), assessment.yardstick, lang)
        axes.set_xlabel(Message("charts.probability_in", year=assessment.plan.period.end).get(lang),
                        fontsize=8.5, color=SOFT, labelpad=1)
        for i, line in enumerate(lines):
            _line(axes, -i, line, assessment, lang)
        _brackets(axes, lines, lang)
        _heading(figure, height, assessment, page_text(*page, lang), lang)
        _key(figure, height, assessment, lang, foot=0.06 + (0.25 if note else 0.0))
        figure.text(0.02, 0.17 / height, note, fontsize=8.6, color=SOFT, va="center")
    return figure


def overview_alt(assessment: Assessment, lang: Lang) -> str:
    """Return what the overview shows: how many targets have which colour."""
    start = Message("charts.how_likely_each_target_under").get(lang)
    return start + summary(assessment, lang)


def _scale(axes: Axes, n: int, yardstick: Yardstick, lang: Lang) -> None:
    """Draw the shaded words of probability and the axis."""
    axes.set_xlim(0, 1)
    axes.set_ylim(-n + 0.5, 0.5)
    found = bands(yardstick)
    for i, (low, high, word) in enumerate(found):
        outwards = min(abs(2 * i - len(found) + 1) // 2, len(SHADES) - 1)
        axes.axvspan(low, high, color=SHADES[outwards], linewidth=0, zorder=0)
        text = "\n".join(wrap(word.get(lang), round(90 * (high - low))))
        axes.text((low + high) / 2, 0.56, text, fontsize=8, color=SOFT, ha="center", va="bottom",
                  linespacing=1.0)
    edges = [low for low, _, _ in found[1:]]
    half = [] if min(abs(edge - 0.5) for edge in edges) < CLOSE else [0.5]
    ticks = sorted([0.0, *edges, *half, 1.0])
    axes.set_xticks(ticks)
    axes.set_xticklabels(["0", *(f"{100 * tick:.3g}%" for tick in ticks[1:])])
    axes.set_yticks([])
    axes.tick_params(length=3, labelsize=8.5)
    axes.spines[["top", "right", "left"]].set_visible(False)


def _line(axes: Axes, y: int, line: Line, assessment: Assessment, lang: Lang) -> None:
    result, verdict = line
    name = "\n".join(line_name(result, verdict, assessment, lang, width=NAME_CELLS))
    axes.axhline(y - 0.5, color=FAINT, linewidth=0.5, zorder=1)
    assessed = is_assessed(verdict)
    axes.annotate(name, xy=(0, y), xytext=(-12, 0), textcoords="offset points", ha="right",
                  va="center", fontsize=9.5, color=INK if assessed else SOFT, linespacing=1.1,
                  annotation_clip=False)
    chance = lead(verdict)
    at = [(x - LEFT) / (RIGHT - LEFT) for x in COLUMNS]
    axes.text(at[0], y, chance_text(verdict, chance), fontsize=10.5, weight="bold",
              ha="left", va="center", color=INK if assessed else SOFT)
    if verdict.scored:
        axes.text(at[1], y, COLOUR_NAMES[chance.colour].get(lang), fontsize=8.8, ha="left",
                  va="center")
        axes.text(at[2], y, verdict.evidence.grade.value, fontsize=9.5, ha="right", va="center",
                  color=SOFT)
    if assessed:
        _dots(axes, y, verdict, assessment)
        return
    said, mark = chance.word.get(lang), Message("mark.semicolon").get(lang)
    text = short_answer(verdict, lang) or mark.join(
        t for t in (said, verdict.evidence.missing.get(lang)) if t)
    axes.text(0.5, y, "\n".join(wrap(text, 66)[:2]), fontsize=8.3, color=SOFT, ha="center",
              va="center", linespacing=1.1)


def _dots(axes: Axes, y: int, verdict: Verdict, assessment: Assessment) -> None:
    """Draw the range over scenarios and a dot for each, the leading one large and in colour."""
    leading = lead_scenario(assessment)
    stated = [c.followed for c in verdict.chances if c.followed is not None]
    axes.plot([min(stated), max(stated)], [y, y], color="#8f8f8f", linewidth=2.2, zorder=2,
              solid_capstyle="round")
    others = [c for c in verdict.chances if c.scenario != leading]
    for i, chance in enumerate(others):
        if chance.followed is None:
            continue
        lane = LANES * (1 - 2 * i / (len(others) - 1)) if len(others) > 1 else LANES
        axes.plot([chance.followed], [y + lane], marker=scenario_shape(i), markersize=5.5,
                  color=scenario_colour(i), markeredgecolor="white", markeredgewidth=0.5,
                  linestyle="none", zorder=4, clip_on=False)
    chance = lead(verdict)
    if chance.followed is not None:
        axes.plot([chance.followed], [y], marker="o", markersize=12, color=TRAFFIC[chance.colour],
                  markeredgecolor=INK, markeredgewidth=1.2, linestyle="none", zorder=5,
                  clip_on=False)


def _brackets(axes: Axes, lines: Sequence[Line], lang: Lang) -> None:
    """Join the readings of a target whose verdict hangs on its definition."""
    groups: dict[str, list[int]] = {}
    for i, (result, _) in enumerate(lines):
        if is_split(result):
            groups.setdefault(result.target.id, []).append(i)
    for places in groups.values():
        first, last = places[0], places[-1]
        axes.plot([-0.012, -0.012], [-first + 0.36, -last - 0.36], color=GOAL, linewidth=2.5,
                  clip_on=False, zorder=6, solid_capstyle="butt")
        stated = [c.followed for i in places for c in lines[i][1].chances if c.followed is not None]
        free = max(BADGES, key=lambda x: min((abs(x - p) for p in stated), default=0.0))
        axes.text(free, -(first + last) / 2, label("definition", lang), fontsize=9, color=GOAL,
                  weight="bold", ha="center", va="center", zorder=6,
                  bbox={"facecolor": "white", "edgecolor": GOAL, "linewidth": 0.6, "pad": 2.5})


def _heading(figure: Figure, height: float, assessment: Assessment, page: str, lang: Lang,
             ) -> None:
    figure.text(0.02, 1 - 0.26 / height, label("overview_title", lang) + page, fontsize=14,
                weight="bold", va="center")
    plan, comma = assessment.plan.title.get(lang), Message("mark.comma").get(lang)
    name = scenario_name(assessment, lead_scenario(assessment), lang)
    what = " · " + chance_label(assessment, lang)
    when = f"{comma}{label('as_of', lang)} {assessment.as_of}{what}"
    figure.text(0.02, 1 - 0.55 / height, shortened(plan, 132 - cells(what)) + when,
                fontsize=9.5, color=SOFT, va="center")
    top = 1 - (ABOVE - 0.08) / height
    heads = (wrap(name, 10)[0], label("colour", lang), label("grade", lang))
    for x, text in zip(COLUMNS, heads, strict=True):
        figure.text(x, top, text, fontsize=8.3, color=SOFT, va="center",
                    ha="right" if x == COLUMNS[-1] else "left")


def _key_rows(assessment: Assessment, lang: Lang) -> int:
    return -(-len(assessment.scenarios) // _key_columns(assessment, lang))


def _key_columns(assessment: Assessment, lang: Lang) -> int:
    longest = max(min(cells(s.name.get(lang)), SCENARIO_CELLS) for s in assessment.scenarios)
    return max(1, min(6, len(assessment.scenarios), KEY_CELLS // (longest + 6)))


def _key(figure: Figure, height: float, assessment: Assessment, lang: Lang, *, foot: float,
         ) -> None:
    from matplotlib.lines import Line2D

    leading = lead_scenario(assessment)

    def name(id_: str) -> str:
        return shortened(scenario_name(assessment, id_, lang), SCENARIO_CELLS)

    handles = [Line2D([], [], marker="o", markersize=10, color="white", markeredgecolor=INK,
                      linestyle="none", label=name(leading))]
    others = [s for s in assessment.scenarios if s.id != leading]
    for i, scenario in enumerate(others):
        handles.append(Line2D([], [], marker=scenario_shape(i), markersize=6, linestyle="none",
                              color=scenario_colour(i), label=name(scenario.id)))
    figure.legend(handles=handles, loc="lower center", ncols=_key_columns(assessment, lang),
                  frameon=False, bbox_to_anchor=((LEFT + RIGHT) / 2, foot / height), fontsize=9,
                  handletextpad=0.3, columnspacing=1.6)
