"""What every picture has in common: size in inches, heading, plain axes, notes, pages.

Positions are computed, in inches from the top, so that nothing has to be laid out twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from data.messages.message import Message
from data.words import Lang
from report.charts.palette import FAINT, SOFT
from report.text.listing import in_a_row
from report.text.wrapping import shortened, wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DPI = 120
MARGIN = 0.2  # inches, left of headings and notes
NOTE_LINE = 0.19  # inches
CELLS_PER_INCH = 15.0
"""Terminal cells of 9-point text that fit into an inch."""

WHOLE = 200
"""Cells of a name in a note: no name is cut there."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One finished picture: its name (a file name without ending) and what it shows, in words."""

    name: str
    figure: Figure
    alt: str


def new_figure(width: float, height: float) -> Figure:
    """Return an empty white figure, inches."""
    from matplotlib.figure import Figure

    return Figure(figsize=(width, height), dpi=DPI, facecolor="white")


def write_heading(figure: Figure, title: str, subtitle: str = "") -> None:
    """Write title and subtitle at the top left, cut where the page ends."""
    width, height = figure.get_size_inches()
    room = width - 2 * MARGIN
    figure.text(MARGIN / width, 1 - 0.28 / height,
                shortened(title, int(room * CELLS_PER_INCH * 9 / 14)), fontsize=14, weight="bold",
                va="center")
    figure.text(MARGIN / width, 1 - 0.57 / height,
                shortened(subtitle, int(room * CELLS_PER_INCH * 9 / 9.5)), fontsize=9.5,
                color=SOFT, va="center")


def note_lines(texts: Sequence[str], width: float, *, most: int = 6) -> list[str]:
    """Return notes wrapped to a page of ``width`` inches; past ``most`` lines an ellipsis."""
    room = int((width - 2 * MARGIN) * CELLS_PER_INCH * 9 / 8.6)
    lines = [line for text in texts if text for line in wrap(text, room)]
    if len(lines) > most:
        lines = [*lines[:most - 1], shortened(lines[most - 1] + " …", room)]
        lines[-1] = lines[-1] if lines[-1].endswith("…") else lines[-1] + "…"
    return lines


def write_notes(figure: Figure, lines: Sequence[str], *, bottom: float = 0.14) -> None:
    """Write wrapped lines at the foot of the page, the last one ``bottom`` inches from its edge."""
    width, height = figure.get_size_inches()
    for i, line in enumerate(reversed(lines)):
        figure.text(MARGIN / width, (bottom + NOTE_LINE * i) / height, line, fontsize=8.6,
                    color=SOFT, va="bottom")


def plain_axes(axes: Axes, *, grid: str = "") -> None:
    """Take away what carries no information; ``grid`` is x, y or nothing."""
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(length=3, labelsize=8.8)
    axes.set_axisbelow(True)
    if grid == "x":
        axes.grid(axis="x", color=FAINT, linewidth=0.6)
    elif grid == "y":
        axes.grid(axis="y", color=FAINT, linewidth=0.6)


def pages(rows: Sequence[Row], most: int) -> list[Sequence[Row]]:
    """Return the rows in as few pages of at most ``most`` as will do, evenly filled."""
    count = -(-len(rows) // most)
    size = -(-len(rows) // count) if count else 0
    return [rows[i * size:(i + 1) * size] for i in range(count)]


def page_text(page: int, of: int, lang: Lang) -> str:
    """Return which page this is, or nothing when it is the only one."""
    if of <= 1:
        return ""
    return Message("charts.page", page=page, of=of).get(lang)


def numbered(name: str, page: int, of: int) -> str:
    """Return the name of a page's file."""
    return name if of <= 1 else f"{name}-{page}"


def listed(names: Sequence[str], lang: Lang, *, most: int = 8) -> str:
    """Return names in a row; of more than ``most`` the first ones and how many there are."""
    text = in_a_row(names[:most], lang)
    if len(names) <= most:
        return text
    rest = len(names) - most
    return Message("charts.more", text=text, rest=rest, names=len(names)).get(lang)
