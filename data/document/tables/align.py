"""Cells whose columns are not known, in order: the assignment to columns with the highest score."""

from __future__ import annotations

from collections.abc import Sequence

from data.document.tables.cells import Cell, Holds
from data.document.tables.model import Column, Holder, Row

MAX_CELLS = 60
"""Cells of one row that are put in columns; those beyond are left over."""

_SCORES: dict[tuple[Holds, Holder], float] = {
    (Holds.NUMBER, Holder.SERIAL): 3, (Holds.NUMBER, Holder.VALUE): 3,
    (Holds.NUMBER, Holder.MEASURE): 3, (Holds.NUMBER, Holder.GROWTH): 1,
    (Holds.NUMBER, Holder.YEAR): 1,
    (Holds.PERCENT, Holder.GROWTH): 3, (Holds.PERCENT, Holder.VALUE): 2,
    (Holds.PERCENT, Holder.MEASURE): 2, (Holds.DASH, Holder.VALUE): 2,
    (Holds.DASH, Holder.MEASURE): 2, (Holds.DASH, Holder.GROWTH): 2, (Holds.DASH, Holder.UNIT): 1,
    (Holds.UNIT, Holder.UNIT): 3, (Holds.BINDING, Holder.BINDING): 3,
    (Holds.TEXT, Holder.LABEL): 3, (Holds.TEXT, Holder.NAME): 3, (Holds.TEXT, Holder.CATEGORY): 2,
    (Holds.TEXT, Holder.OTHER): 1, (Holds.TEXT, Holder.UNIT): 0.5, (Holds.PHRASE, Holder.VALUE): 3,
    (Holds.PHRASE, Holder.LABEL): 0.5, (Holds.PHRASE, Holder.MEASURE): 2,
    (Holds.TEXT, Holder.VALUE): 0.2, (Holds.TEXT, Holder.ROLE): 2, (Holds.UNIT, Holder.OTHER): 0.5,
}
_SKIPS: dict[Holder, float] = {
    Holder.CATEGORY: 0.2, Holder.UNIT: 0.3, Holder.GROWTH: 1.0, Holder.BINDING: 0.8,
    Holder.OTHER: 0.3, Holder.VALUE: 1.5, Holder.MEASURE: 2.0, Holder.LABEL: 4.0,
    Holder.NAME: 3.0, Holder.SERIAL: 1.0, Holder.ROLE: 1.0, Holder.YEAR: 0.8,
}
_LEFT_OVER = 3.0
_WANTED = (Holder.VALUE, Holder.MEASURE, Holder.NAME, Holder.LABEL)


def aligned(cells: Sequence[Cell], columns: Sequence[Column]) -> tuple[Row, list[Cell]]:
    """Give each cell a column, in order; return the row and the cells left over.

    Columns may stay empty and cells may stay over, both at a cost, so that a row that lost its
    unit or its base is still read. Sequence alignment by dynamic programming (Needleman and
    Wunsch 1970): time and space are the product of the two numbers.
    """
    over = list(cells[MAX_CELLS:])
    cells = cells[:MAX_CELLS]
    n, m = len(cells), len(columns)
    best = _table(cells, columns)
    out: dict[int, Cell] = {}
    i, j = n, m
    while i or j:
        moves = _moves(best, cells, columns, i, j)
        move = moves.index(max(moves))
        if move == 0:
            out[j - 1] = cells[i - 1]
            i, j = i - 1, j - 1
        elif move == 1:
            j -= 1
        else:
            over.append(cells[i - 1])
            i -= 1
    whole = all(k in out for k, c in enumerate(columns) if c.holder in _WANTED)
    return Row(dict(sorted(out.items())), whole), over


def alignment(cells: Sequence[Cell], columns: Sequence[Column]) -> float:
    """Return the score of the best assignment of cells to columns."""
    over = max(0, len(cells) - MAX_CELLS)
    return _table(cells[:MAX_CELLS], columns)[-1][-1] - _LEFT_OVER * over


def _table(cells: Sequence[Cell], columns: Sequence[Column]) -> list[list[float]]:
    best = [[0.0] * (len(columns) + 1) for _ in range(len(cells) + 1)]
    for i in range(len(cells) + 1):
        for j in range(len(columns) + 1):
            if i or j:
                best[i][j] = max(_moves(best, cells, columns, i, j))
    return best


def _moves(best: list[list[float]], cells: Sequence[Cell], columns: Sequence[Column], i: int,
           j: int) -> tuple[float, float, float]:
    never = float("-inf")
    match = never
    if i and j:
        score = _SCORES.get((cells[i - 1].holds, columns[j - 1].holder))
        if score is not None:
            target = 0.1 if columns[j - 1].role.value == "target" else 0.0
            match = best[i - 1][j - 1] + score + target
    skip = best[i][j - 1] - _SKIPS[columns[j - 1].holder] if j else never
    over = best[i - 1][j] - _LEFT_OVER if i else never
    return match, skip, over
