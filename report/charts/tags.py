"""Labels at the right edge of a chart, beside what they name and clear of each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Of the frame: where leader lines start and end, where the text starts, how high a line of it is.
LEADER, TEXT, LINE = (1.012, 1.045), 1.052, 0.064
MARGIN = 0.04
"""How far labels may stand out above and below the frame, as a share of its height."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A label: at which value it belongs, and how it is written."""

    at: float
    text: str
    colour: str
    bold: bool = False


def write_tags(axes: Axes, tags: list[Tag]) -> None:
    """Write the labels right of the frame, pushed apart so that none covers another."""
    bottom, top = axes.get_ylim()
    heights = [LINE * (tag.text.count("\n") + 1) for tag in tags]
    order = sorted(range(len(tags)), key=lambda i: tags[i].at)
    wanted = [min(max((tags[i].at - bottom) / (top - bottom), 0.02), 0.98) for i in order]
    places = spread_out(wanted, [heights[i] for i in order])
    for want, place, i in zip(wanted, places, order, strict=True):
        tag = tags[i]
        axes.plot([LEADER[0], LEADER[1]], [want, place], transform=axes.transAxes,
                  color=tag.colour, linewidth=0.6, clip_on=False)
        axes.text(TEXT, place, tag.text, transform=axes.transAxes, fontsize=8.8, va="center",
                  color=tag.colour, weight="bold" if tag.bold else "normal", linespacing=1.15)


def spread_out(wanted: list[float], heights: list[float]) -> list[float]:
    """Return places near the ``wanted`` ones (ascending) at which boxes do not overlap.

    Boxes that would overlap are merged into a block around their mean place (pool adjacent
    violators), which is then kept inside the unit interval where it fits.
    """
    blocks: list[tuple[float, list[int]]] = []  # (centre, members)
    for i, place in enumerate(wanted):
        blocks.append((place, [i]))
        while len(blocks) > 1 and _overlap(blocks[-2], blocks[-1], heights):
            (_, low), (_, high) = blocks[-2], blocks[-1]
            members = low + high
            centre = sum(wanted[m] for m in members) / len(members)
            half = sum(heights[m] for m in members) / 2
            blocks[-2:] = [(min(max(centre, half - MARGIN), 1 + MARGIN - half), members)]
    out = [0.0] * len(wanted)
    for centre, members in blocks:
        at = centre - sum(heights[m] for m in members) / 2
        for m in members:
            out[m] = at + heights[m] / 2
            at += heights[m]
    return out


def _overlap(low: tuple[float, list[int]], high: tuple[float, list[int]],
             heights: list[float]) -> bool:
    half = (sum(heights[m] for m in low[1]) + sum(heights[m] for m in high[1])) / 2
    return low[0] + half > high[0]
