"""A plain grid of texts for listings, in any of the output formats."""

from __future__ import annotations

import json
from collections.abc import Sequence

from data.io.csvout import csv_text
from report.text.wrapping import cells, pad, wrap

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
        lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
        lines += ["| " + " | ".join(c.replace("|", "\\|") for c in row) + " |" for row in rows]
        return "\n".join(lines) + "\n"
    return _table(columns, rows, width)


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> str:
    every = [list(columns), *[list(row) for row in rows]]
    # Two cells at least: a Chinese character has to fit into the narrowest column.
    widths = [max(2, min(WIDEST, max(cells(row[i]) for row in every)))
              for i in range(len(columns))]
    room = width - sum(widths[:-1]) - len(GAP) * (len(columns) - 1)
    widths[-1] = min(max(cells(row[-1]) for row in every), max(NARROWEST, room))
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
