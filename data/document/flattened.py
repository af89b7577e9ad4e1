"""Tables that became text one cell a line: found again by their headers and put back in rows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.cells import Cell, Holds, cell, is_year
from data.document.columns import VALUE_WORDS, Column, Holder, column_of, merged
from data.document.frame import Frame
from data.document.grids import Headless, Row, Table, columns_from, title_of, unit_above
from data.document.lines import Line

_LONGEST_CELL = 45
_NOT_CELL = re.compile(
    r"[。；;!?！？]|\.{4,}|^\s*(?:第[一二三四五六七八九十\d]+[章节条篇]|"
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|--)"
    r"|^\s*、|[:：,，]\s*$")
_STARTS = (Holder.SERIAL, Holder.LABEL, Holder.NAME, Holder.CATEGORY)


@dataclass(frozen=True, slots=True)
class _Item:
    cell: Cell
    number: int  # line


def flattened_tables(lines: tuple[Line, ...], texts: list[str], frame: Frame, taken: frozenset[int]
                     ) -> list[Table | Headless]:
    """Return the tables found in runs of short lines; ``taken`` lines belong to other tables."""
    out: list[Table | Headless] = []
    for run in _runs(lines, texts, taken):
        out += _tables(run, frame, len(out))
    return out


def _runs(lines: tuple[Line, ...], texts: list[str], taken: frozenset[int]) -> list[list[_Item]]:
    """Return runs of lines that could be cells, with enough numbers among them."""
    runs: list[list[_Item]] = [[]]
    for line, text in zip(lines, texts, strict=True):
        bare = text.strip()
        if not bare:
            continue
        if line.number in taken or line.table is not None or len(bare) > _LONGEST_CELL or (
                _NOT_CELL.search(bare)):
            runs.append([])
            continue
        runs[-1].append(_Item(cell(text, line.text, line.number), line.number))
    return [run for run in runs if len(run) >= 6 and sum(map(_is_figure, run)) >= 3]


def _is_figure(item: _Item) -> bool:
    return item.cell.holds in (Holds.NUMBER, Holds.PERCENT) and is_year(item.cell.text) is None


def _tables(run: list[_Item], frame: Frame, count: int) -> list[Table | Headless]:
    starts = _header_starts(run, frame)
    if not starts:
        numbers = [item for item in run if _is_figure(item)]
        share = len(numbers) / len(run)
        if share < 0.3 or len(numbers) < 4:
            return []  # short lines with some numbers, but no table
        first = numbers[0].cell
        return [Headless(f"f{count + 1}", first, len(numbers), frozenset(i.number for i in run))]
    out: list[Table | Headless] = []
    for k, start in enumerate(starts):
        stop = starts[k + 1] if k + 1 < len(starts) else len(run)
        table = _table(f"f{count + len(out) + 1}", run, start, stop, frame)
        if table is not None:
            out.append(table)
    return out


def _header_starts(run: list[_Item], frame: Frame) -> list[int]:
    """Return where headers begin: a header word with another kind of header soon after it."""
    read = [column_of(item.cell.text, frame) if item.cell.holds in (Holds.TEXT, Holds.UNIT)
            else None for item in run]
    out: list[int] = []
    for i, column in enumerate(read):
        if column is None or column.holder not in _STARTS:
            continue
        ahead = [c for c in read[i + 1:i + 12] if c is not None]
        if out and not any(map(_is_figure, run[out[-1]:i])):
            continue  # still in the header before
        followed = {c.holder for c in ahead} - {column.holder}
        measures = any("(" in item.cell.text for item in run[i + 1:i + 4])
        if followed & {Holder.VALUE, Holder.UNIT, Holder.GROWTH, Holder.BINDING, Holder.LABEL} or (
                column.holder is Holder.NAME and measures) or any(
                is_year(item.cell.text) for item in run[i + 1:i + 8]):
            out.append(i)
    return out


def _table(name: str, run: list[_Item], start: int, stop: int, frame: Frame) -> Table | None:
    above = [item.cell.text for item in reversed(run[max(0, start - 3):start])
             if not _is_figure(item)]
    first = _first_row(run, start, stop, frame)
    if first is None:
        return None
    headers = merged([(i.cell.text, i.number, i.cell.start) for i in run[start:first]])
    columns = columns_from(headers, title_of(above), frame)
    if columns is None:
        return None
    body = [item.cell for item in run[first:stop]]
    rows = [_aligned(cells, columns) for cells in _rows(body, columns)]
    rows = [row for row in rows if any(
        columns[k].holder in (Holder.VALUE, Holder.MEASURE, Holder.GROWTH) for k in row.cells)]
    used = {c.line for row in rows for c in row.cells.values()}
    last = max(used, default=run[first].number)
    lines = frozenset(i.number for i in run[start:stop] if i.number <= last)
    return Table(name, title_of(above), columns, tuple(rows), True, unit_above(above), lines)


def _first_row(run: list[_Item], start: int, stop: int, frame: Frame) -> int | None:
    """Return where the first row begins, behind the last cell of the header."""
    serial = column_of(run[start].cell.text, frame)
    if serial is not None and serial.holder is Holder.SERIAL:
        for i in range(start + 2, stop - 1):
            if run[i].cell.text.strip(".、") in ("1", "01") and run[i + 1].cell.holds in (
                    Holds.TEXT, Holds.PHRASE):
                return i
        return None
    for i in range(start + 1, stop):
        if not (_is_figure(run[i]) or run[i].cell.holds is Holds.DASH):
            continue
        at = i
        while at > start + 1 and run[at - 1].cell.holds is Holds.UNIT:
            at -= 1
        before = run[at - 1].cell
        known = column_of(before.text, frame) is not None or VALUE_WORDS.fullmatch(before.text)
        return at if known or (before.text.endswith(")") and at - start > 2 and (
            before.text.startswith("("))) else at - 1
    return None


def _rows(body: list[Cell], columns: tuple[Column, ...]) -> list[list[Cell]]:
    """Cut the cells after a header into rows: at serial numbers, or where a name begins."""
    if columns[0].holder is Holder.SERIAL:
        return _by_serial(body)
    ends_bound = columns[-1].holder is Holder.BINDING
    rows: list[list[Cell]] = []
    for found in body:
        last = rows[-1][-1] if rows else None
        if last is None:
            rows.append([found])
            continue
        open_bracket = last.holds is Holds.TEXT and last.text.count("(") > last.text.count(")")
        if open_bracket and found.holds is Holds.TEXT:
            rows[-1][-1] = Cell(last.text + found.text, last.written + found.written, last.line,
                                last.start)
            continue
        over = last.holds is Holds.BINDING if ends_bound else (
            last.holds not in (Holds.TEXT, Holds.UNIT))
        starts = found.holds is Holds.TEXT and (over or last.holds is Holds.BINDING)
        if starts or (ends_bound and last.holds is Holds.BINDING):
            rows.append([found])
        else:
            rows[-1].append(found)
    return rows


def _by_serial(body: list[Cell]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for i, found in enumerate(body):
        expected = str(len(rows) + 1)
        following = body[i + 1].holds if i + 1 < len(body) else Holds.DASH
        opens = found.text.strip(".、").lstrip("0") == expected and following is Holds.TEXT
        if opens and (not rows or len(rows[-1]) > 1):
            rows.append([found])
        elif rows:
            rows[-1].append(found)
    return rows


_SCORES: dict[tuple[Holds, Holder], float] = {
    (Holds.NUMBER, Holder.SERIAL): 3, (Holds.NUMBER, Holder.VALUE): 3,
    (Holds.NUMBER, Holder.MEASURE): 3, (Holds.NUMBER, Holder.GROWTH): 1,
    (Holds.PERCENT, Holder.GROWTH): 3, (Holds.PERCENT, Holder.VALUE): 2,
    (Holds.PERCENT, Holder.MEASURE): 2, (Holds.DASH, Holder.VALUE): 2,
    (Holds.DASH, Holder.MEASURE): 2, (Holds.DASH, Holder.GROWTH): 2, (Holds.DASH, Holder.UNIT): 1,
    (Holds.UNIT, Holder.UNIT): 3, (Holds.BINDING, Holder.BINDING): 3,
    (Holds.TEXT, Holder.LABEL): 3, (Holds.TEXT, Holder.NAME): 3, (Holds.TEXT, Holder.CATEGORY): 2,
    (Holds.TEXT, Holder.OTHER): 1, (Holds.TEXT, Holder.UNIT): 0.5, (Holds.PHRASE, Holder.VALUE): 3,
    (Holds.PHRASE, Holder.LABEL): 0.5, (Holds.PHRASE, Holder.MEASURE): 2,
    (Holds.TEXT, Holder.VALUE): 0.2,
}
_SKIPS: dict[Holder, float] = {
    Holder.CATEGORY: 0.2, Holder.UNIT: 0.3, Holder.GROWTH: 1.0, Holder.BINDING: 0.8,
    Holder.OTHER: 0.3, Holder.VALUE: 1.5, Holder.MEASURE: 2.0, Holder.LABEL: 4.0,
    Holder.NAME: 3.0, Holder.SERIAL: 1.0,
}
_LEFT_OVER = 3.0


def _aligned(cells: list[Cell], columns: tuple[Column, ...]) -> Row:
    """Give each cell a column, in order: the assignment with the highest score wins.

    Columns may stay empty and cells may stay over, both at a cost, so that a row that lost its
    unit or its base is still read. Sequence alignment by dynamic programming (Needleman and
    Wunsch 1970).
    """
    n, m = len(cells), len(columns)
    best = [[0.0] * (m + 1) for _ in range(n + 1)]
    for i in range(n + 1):
        for j in range(m + 1):
            if i or j:
                best[i][j] = max(_moves(best, cells, columns, i, j))
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
            i -= 1
    whole = all(k in out for k, c in enumerate(columns)
                if c.holder in (Holder.VALUE, Holder.MEASURE, Holder.NAME, Holder.LABEL))
    return Row(dict(sorted(out.items())), whole)


def _moves(best: list[list[float]], cells: list[Cell], columns: tuple[Column, ...], i: int, j: int
           ) -> tuple[float, float, float]:
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
