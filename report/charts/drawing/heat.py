"""The plan as a heat-strip: a row a target, a column a scenario, the probability in every cell.

The number stands in each cell, so that the colour is never alone; what cannot be assessed is
hatched. A plan too long for a page leaves out what has no probability and takes several pages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.messages.message import Message
from data.words import Lang
from forecast.probability.colour import EDGES
from forecast.probability.verdict import Assessment, Colour
from report.assessment.plan_statement import chance_label
from report.assessment.rows import chance_text, is_assessed, is_split, lead, lead_scenario
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.lines import Line, left_out_text, line_name, lines_of
from report.charts.drawing.page import (
    Sheet,
    new_figure,
    note_lines,
    numbered,
    page_text,
    write_heading,
    write_notes,
)
from report.charts.drawing.titles import subtitle
from report.charts.overview import overview_alt
from report.charts.palette import FAINT, GOAL, INK, SOFT, TRAFFIC
from report.memo.formats.contrast import ink_on
from report.text.words import COLOUR_NAMES, colour_span, label
from report.text.wrapping import cells, shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, LEFT, RIGHT = 10.0, 3.15, 9.35  # inches
ROW, PAGE_ROWS = 0.37, 32
TITLE, HEAD_LINE = 0.92, 0.16  # inches: heading, a line of scenario names
SLANT, SLANTED = 55, (0.12, 0.053)  # degrees; inches of slanted names: at least, and a cell
SLANTED_RIGHT = 9.0  # inches: the last of them needs room to its right
BELOW, KEY_ROW, NOTE = 0.22, 0.24, 0.19
KEY_CELLS = 75
"""Most cells of the labels that one row of the key has room for."""
WIDEST = 1.25  # inches of a column
SLANT_BELOW = 0.8  # inches: in a narrower column names are slanted
NAME_CELLS, NAME_MOST = 33, 24  # cells of a target's name, and of a slanted scenario's


@dataclass(frozen=True, slots=True)
class _Grid:
    """Where the cells lie: inches of a column, and which columns there are."""

    scenarios: tuple[str, ...]
    names: tuple[str, ...]
    lead: str
    column: float

    @property
    def slanted(self) -> bool:
        return self.column < SLANT_BELOW

    @property
    def heads(self) -> tuple[tuple[str, ...], ...]:
        """The lines of each column's name, as wide as the column."""
        room = max(6, int(self.column * 13.5))
        wrapped = [wrap(name, room) for name in self.names]
        return tuple(tuple(w) if len(w) <= 3 else (*w[:2], shortened(w[2] + " …", room))
                     for w in wrapped)


def heat_sheets(assessment: Assessment, lang: Lang) -> Iterator[Sheet]:
    """Yield the pages of the heat-strip."""
    found = lines_of(assessment, PAGE_ROWS)
    of = len(found.pages)
    for i, lines in enumerate(found.pages, 1):
        figure = heat_chart(assessment, lines, lang, page=(i, of), left_out=found.left_out)
        yield Sheet(numbered("overview", i, of), figure, overview_alt(assessment, lang))


def heat_chart(assessment: Assessment, lines: Sequence[Line], lang: Lang, *,
               page: tuple[int, int] = (1, 1), left_out: int = 0) -> Figure:
    """Draw some lines of an assessment as a grid of probabilities."""
    grid = _grid(assessment, lang)
    notes = note_lines([_bracket_note(lines, lang), left_out_text(left_out, lang)], WIDTH)
    head = HEAD_LINE * max(map(len, grid.heads))
    if grid.slanted:
        longest = max(min(cells(name), NAME_MOST) for name in grid.names)
        head = SLANTED[0] + SLANTED[1] * longest
    key = KEY_ROW * _key_rows(lang)
    below = BELOW + key + NOTE * len(notes)
    height = TITLE + head + ROW * len(lines) + below
    with drawing_style():
        figure = new_figure(WIDTH, height)
        write_heading(figure, label("overview_title", lang) + page_text(*page, lang),
                      subtitle(assessment.plan, assessment.as_of, lang,
                               more=chance_label(assessment, lang)))
        wide = grid.column * len(grid.scenarios)
        axes = figure.add_axes((LEFT / WIDTH, below / height, wide / WIDTH,
                                ROW * len(lines) / height))
        axes.set_xlim(0, len(grid.scenarios))
        axes.set_ylim(-len(lines) + 0.5, 0.5)
        axes.set_axis_off()
        _write_heads(axes, grid)
        for i, line in enumerate(lines):
            _draw_row(axes, -i, line, assessment, grid, lang)
        _draw_brackets(axes, lines)
        _write_grade_head(axes, grid, lang)
        _write_key(figure, height, lang, bottom=0.1 + NOTE * len(notes))
        write_notes(figure, notes, bottom=0.1)
    return figure


def _grid(assessment: Assessment, lang: Lang) -> _Grid:
    leading = lead_scenario(assessment)
    ordered = sorted(assessment.scenarios, key=lambda s: s.id != leading)  # the lead first
    column = min(WIDEST, (RIGHT - LEFT) / len(ordered))
    if column < SLANT_BELOW:
        column = (SLANTED_RIGHT - LEFT) / len(ordered)
    return _Grid(tuple(s.id for s in ordered), tuple(s.name.get(lang) for s in ordered), leading,
                 column)


def _write_heads(axes: Axes, grid: _Grid) -> None:
    for x, (id_, name, lines) in enumerate(zip(grid.scenarios, grid.names, grid.heads,
                                               strict=True)):
        weight = "bold" if id_ == grid.lead else "normal"
        if grid.slanted:
            axes.text(x + 0.42, 0.62, shortened(name, NAME_MOST), fontsize=8.6, rotation=SLANT,
                      ha="left", va="bottom", rotation_mode="anchor", weight=weight)
        else:
            axes.text(x + 0.5, 0.62, "\n".join(lines), fontsize=8.6, ha="center", va="bottom",
                      weight=weight, linespacing=1.05)


def _write_grade_head(axes: Axes, grid: _Grid, lang: Lang) -> None:
    axes.text(len(grid.scenarios) + 0.3 / grid.column, 0.62, label("grade", lang), fontsize=8.6,
              ha="center", va="bottom", color=SOFT)


def _draw_row(axes: Axes, y: int, line: Line, assessment: Assessment, grid: _Grid, lang: Lang,
              ) -> None:
    from matplotlib.patches import Rectangle

    result, verdict = line
    told = is_assessed(verdict)
    name = "\n".join(line_name(result, verdict, assessment, lang, width=NAME_CELLS))
    axes.annotate(name, xy=(0, y), xytext=(-11, 0), textcoords="offset points", ha="right",
                  va="center", fontsize=9, linespacing=1.05, color=INK if told else SOFT,
                  annotation_clip=False)
    count = len(grid.scenarios)
    if verdict.scored:
        axes.text(count + 0.3 / grid.column, y, verdict.evidence.grade.value, fontsize=9,
                  ha="center", va="center", color=SOFT)
    if not told:
        axes.add_patch(Rectangle((0.02, y - 0.44), count - 0.04, 0.88, facecolor="white",
                                 edgecolor=FAINT, hatch="////", linewidth=0.6))
        axes.text(count / 2, y, lead(verdict).word.get(lang), fontsize=8.6, color=SOFT,
                  ha="center", va="center",
                  bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5})
        return
    for x, id_ in enumerate(grid.scenarios):
        chance, leading = verdict.chance(id_), id_ == grid.lead
        fill = TRAFFIC[chance.colour]
        axes.add_patch(Rectangle((x + 0.02, y - 0.44), 0.96, 0.88, facecolor=fill,
                                 edgecolor=INK if leading else "none",
                                 linewidth=1.2 if leading else 0))
        axes.text(x + 0.5, y, chance_text(verdict, chance), fontsize=9.5, ha="center",
                  va="center", color=ink_on(fill), weight="bold" if leading else "normal")


def _draw_brackets(axes: Axes, lines: Sequence[Line]) -> None:
    """Join the readings of a target whose verdict hangs on its definition."""
    split = [i for i, (result, _) in enumerate(lines) if is_split(result)]
    for target in dict.fromkeys(lines[i][0].target.id for i in split):
        places = [i for i in split if lines[i][0].target.id == target]
        axes.plot([-0.05, -0.05], [-places[0] + 0.42, -places[-1] - 0.42], color=GOAL,
                  linewidth=2.5, clip_on=False, solid_capstyle="butt")


def _bracket_note(lines: Sequence[Line], lang: Lang) -> str:
    if not any(is_split(result) for result, _ in lines):
        return ""
    return Message("charts.bar_at_left_joins_readings").get(lang)


def _key_labels(lang: Lang) -> tuple[str, ...]:
    """Return what stands beside the patches of the key; the last one is of no colour."""
    return (*(f"{COLOUR_NAMES[shade].get(lang)} {colour_span(shade)}" for _, shade in EDGES),
            Message("charts.not_assessable_or_not_scored").get(lang))


def _key_rows(lang: Lang) -> int:
    """Return the rows that the key takes: two where its labels are too long for one."""
    return 1 if sum(map(cells, _key_labels(lang))) <= KEY_CELLS else 2


def _write_key(figure: Figure, height: float, lang: Lang, *, bottom: float) -> None:
    """Write each colour with its name and the probabilities it stands for."""
    from matplotlib.patches import Patch

    *labels, empty = _key_labels(lang)
    handles = [Patch(facecolor=TRAFFIC[shade], edgecolor=INK, linewidth=0.5, label=text)
               for (_, shade), text in zip(EDGES, labels, strict=True)]
    handles.append(Patch(facecolor="white", edgecolor=TRAFFIC[Colour.GREY], hatch="////",
                         linewidth=0.5, label=empty))
    rows = _key_rows(lang)
    figure.legend(handles=handles, loc="lower left", bbox_to_anchor=(0.012, bottom / height),
                  ncols=-(-len(handles) // rows), frameon=False, fontsize=8.8, handlelength=1.5,
                  columnspacing=1.4, handletextpad=0.5, borderaxespad=0.1)
