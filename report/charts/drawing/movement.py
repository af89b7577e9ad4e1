"""What moved since the last run: the probability then and now, a row a target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.words import Lang
from forecast.probability.colour import EDGES, colour
from report.charts.chart_fonts import drawing_style
from report.charts.drawing.dumbbell import name_lines
from report.charts.drawing.page import new_figure
from report.charts.palette import INK, SOFT, TRAFFIC
from report.memo.wording import colour_text, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

WIDTH, LEFT, RIGHT = 8.4, 2.75, 7.2  # inches
ROW, AXIS, TOP = 0.27, 0.5, 0.32  # inches


@dataclass(frozen=True, slots=True)
class Move:
    """One target: printed probabilities then and now (shares), as they are printed."""

    name: str
    then: float
    now: float
    said: str  # "26% → 19%"


def movement_chart(rows: Sequence[Move], lang: Lang, *, then: int, now: int) -> Figure:
    """Draw an arrow a row, the greatest fall at the top. Raises ``ValueError`` without a row."""
    if not rows:
        raise ValueError("nothing was said before")
    order = sorted(rows, key=lambda r: r.now - r.then)
    frame = ROW * len(order)
    height = TOP + frame + AXIS
    with drawing_style():
        figure = new_figure(WIDTH, height)
        axes = figure.add_axes((LEFT / WIDTH, AXIS / height, (RIGHT - LEFT) / WIDTH,
                                frame / height))
        upper = 1.0
        for low, shade in EDGES:
            axes.axvspan(low, upper, color=TRAFFIC[shade], alpha=0.18, linewidth=0, zorder=0)
            upper = low
        for y, row in enumerate(order):
            if abs(row.now - row.then) > 0.005:
                axes.annotate("", xy=(row.now, y), xytext=(row.then, y),
                              arrowprops={"arrowstyle": "-|>", "color": INK, "linewidth": 1.1,
                                          "shrinkA": 2, "shrinkB": 2})
            axes.plot([row.then], [y], marker="o", markersize=4.5, markerfacecolor="white",
                      markeredgecolor=INK, linestyle="none", zorder=4)
            axes.plot([row.now], [y], marker="o", markersize=6.5, markeredgecolor=INK,
                      color=TRAFFIC[colour(row.now)], linestyle="none", zorder=5)
            axes.annotate(row.said, xy=(1.0, y), xycoords=("axes fraction", "data"),
                          xytext=(5, 0), textcoords="offset points", fontsize=8.2, va="center",
                          annotation_clip=False)
        axes.set_xlim(-0.02, 1.02)
        axes.set_ylim(len(order) - 0.4, -0.6)
        axes.set_yticks(range(len(order)), ["\n".join(name_lines(r.name)) for r in order])
        axes.set_xticks([0, 0.1, 0.33, 0.66, 0.8, 1], ["0", "10%", "33%", "66%", "80%", "100%"])
        axes.tick_params(axis="y", length=0, labelsize=8.2)
        axes.tick_params(axis="x", length=3, labelsize=8.2)
        axes.spines[["top", "right", "left"]].set_visible(False)
        axes.set_xlabel(text(lang, "chart.movement_axis"), fontsize=8.4, labelpad=2)
        _write_key(figure, lang, then=then, now=now)
    return figure


def _write_key(figure: Figure, lang: Lang, *, then: int, now: int) -> None:
    """Name the two points, and the colours that the bands stand for."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    points = [Line2D([], [], marker="o", markersize=size, markerfacecolor=face,
                     markeredgecolor=INK, linestyle="none",
                     label=text(lang, "chart.as_of", year=year))
              for size, face, year in ((4.5, "white", then), (6.5, SOFT, now))]
    bands = [Patch(facecolor=TRAFFIC[shade], alpha=0.3, label=colour_text(shade, lang))
             for _, shade in reversed(EDGES)]
    figure.legend(handles=[*points, *bands], loc="upper left", bbox_to_anchor=(0.005, 0.998),
                  ncols=len(points) + len(bands), frameon=False, fontsize=8.2, handlelength=1.2,
                  handletextpad=0.3, columnspacing=1.1, borderaxespad=0.0)


def alt_text(rows: Sequence[Move], lang: Lang) -> str:
    """Return how many rose and fell."""
    up, down = (sum(sign * (r.now - r.then) > 0.005 for r in rows) for sign in (1, -1))
    return text(lang, "chart.movement_alt", n=len(rows), up=up, down=down)
