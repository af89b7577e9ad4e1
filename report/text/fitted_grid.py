"""Grids of wrapped cells that fit a given width, for panels and summaries on a screen."""

from __future__ import annotations

import re
from collections.abc import Sequence

from report.text.wrapping import cells, pad, wrap

GAP = "  "
_RUN = re.compile(r"[^\s\u2e80-\uffef]+")  # Chinese may be parted anywhere
LEAST = 6
"""Cells of a column, however narrow the screen."""


def fitted_grid(heads: Sequence[str], rows: Sequence[Sequence[str]], width: int, *,
                right: bool = False, rule: bool = False) -> list[str]:
    """Return a grid of at most ``width`` cells: the widest columns are wrapped until it fits.

    Words are cut only where no column has any left to be wrapped between.

    ``right``: all but the first column as figures; ``rule``: a line under the headings.
    """
    every = [heads, *rows]
    widths = [max(cells(line) for row in every for line in row[i].split("\n"))
              for i in range(len(heads))]
    room = width - len(GAP) * (len(heads) - 1)
    words = [max(_longest_word(row[i]) for row in every) for i in range(len(heads))]
    while sum(widths) > room and max(widths) > LEAST:
        loose = [w if w > longest else 0 for w, longest in zip(widths, words, strict=True)]
        loose = loose if max(loose) > LEAST else widths
        widths[loose.index(max(loose))] -= 1
    lines = grid_lines(heads, widths, GAP, right=right)
    if rule:
        lines.append("─" * (sum(widths) + len(GAP) * (len(heads) - 1)))
    return [*lines, *(line for row in rows for line in grid_lines(row, widths, GAP, right=right))]


def _longest_word(text: str) -> int:
    """Return the cells of the longest run that no line break may part."""
    return max((cells(run) for run in _RUN.findall(text)), default=0)


def grid_lines(texts: Sequence[str], widths: Sequence[int], gap: str = " ", *,
               right: bool = False) -> list[str]:
    """Return one row of cells, wrapped to their widths; ``right``: all but the first as figures."""
    parts = [wrap(text, max(2, w)) for text, w in zip(texts, widths, strict=True)]
    return [gap.join(pad(part[i] if i < len(part) else "", w, right=right and j > 0)
                     for j, (part, w) in enumerate(zip(parts, widths, strict=True)))
            for i in range(max(map(len, parts)))]
