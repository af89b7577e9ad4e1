"""A plain grid of texts for listings, in any of the output formats."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from data.io.csvout import csv_text
from report.text.markup import literal
from report.text.wrapping import cells, pad, wrap

# Grids of wrapped cells that fit a given width, for panels and summaries on a screen.

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


GAP = "  "
WIDEST = 34
"""Cells of a column before its texts are wrapped (the last column takes what is left)."""

NARROWEST = 20


def grid(columns: Sequence[str], rows: Sequence[Sequence[str]], *, format: str, width: int,
         keys: Sequence[str] | None = None) -> str:
    """Return ``rows`` as a table, JSON, CSV or Markdown, ending in a line break.

    ``keys`` name the columns in JSON and CSV. In a table the last column takes what room is left
    of ``width`` cells and is wrapped.
    """
    names = list(keys or columns)
    if format == "json":
        records = [dict(zip(names, row, strict=True)) for row in rows]
        return json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    if format == "csv":
        return csv_text(names, rows)
    if format == "markdown":
        lines = [f"| {' | '.join(map(literal, row))} |" for row in (columns, *rows)]
        lines.insert(1, "|" + "---|" * len(columns))
        return "\n".join(lines) + "\n"
    return _table(columns, rows, width)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    every = [list(columns), *[list(row) for row in rows]]
    # Two cells at least: a Chinese character has to fit into the narrowest column.
    widths = [max(2, min(WIDEST, max(cells(row[i]) for row in every)))
              for i in range(len(columns))]
    room = width - sum(widths[:-1]) - len(GAP) * (len(columns) - 1)
    widths[-1] = max(2, min(max(cells(row[-1]) for row in every), max(NARROWEST, room)))
    lines = [*_lines(columns, widths), "─" * (sum(widths) + len(GAP) * (len(columns) - 1))]
    for row in rows:
        lines += _lines(row, widths)
    return "\n".join(lines) + "\n"


def _lines(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    parts = [wrap(text, w) or [""] for text, w in zip(row, widths, strict=True)]
    height = max(len(p) for p in parts)
    filled = [[*p, *[""] * (height - len(p))] for p in parts]
    return [GAP.join(pad(p[i], w) for p, w in zip(filled, widths, strict=True)).rstrip()
            for i in range(height)]
