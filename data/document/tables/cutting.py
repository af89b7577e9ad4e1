"""The cells of a flattened table cut into rows: at serial numbers, or where a name begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.document.tables.align import MAX_CELLS
from data.document.tables.cells import Cell, Holds, label_and_unit
from data.document.tables.model import Column, Holder
from data.document.tables.names import has_number, is_sub

_FIGURES = (Holds.NUMBER, Holds.PERCENT, Holds.DASH, Holds.PHRASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A cell with its line; ``heading`` marks that of a group of rows (一、…)."""

    cell: Cell
    number: int  # line
    heading: bool = False


def rows_of(body: list[Item], columns: tuple[Column, ...]) -> list[list[Cell] | str]:
    """Cut the cells after a header into rows: at serial numbers, or where a name begins."""
    numbered = [c.holder for c in columns[:2]]
    if Holder.SERIAL in numbered and numbered[0] in (Holder.SERIAL, Holder.CATEGORY):
        made = _by_serial(body)
        if made and numbered[0] is Holder.CATEGORY and columns[-1].holder is Holder.BINDING:
            return _without_next(made)
        if made:
            return made
    ends_bound = columns[-1].holder is Holder.BINDING
    rows: list[list[Cell] | str] = []
    for item in body:
        found = item.cell
        row = rows[-1] if rows else None
        if item.heading:
            rows.append(found.text)
            continue
        if row is None or isinstance(row, str):
            rows.append([found])
            continue
        last = row[-1]
        open_bracket = last.holds is Holds.TEXT and last.text.count("(") > last.text.count(")")
        if open_bracket and found.holds is Holds.TEXT:
            row[-1] = _joined(last, found)
            continue
        over = last.holds is Holds.BINDING if ends_bound else (
            last.holds not in (Holds.TEXT, Holds.UNIT))
        starts = found.holds is Holds.TEXT and (over or last.holds is Holds.BINDING)
        if starts or (ends_bound and last.holds is Holds.BINDING) or len(row) >= MAX_CELLS:
            rows.append([found])
        else:
            row.append(found)
    return rows


def _joined(one: Cell, other: Cell) -> Cell:
    return Cell(one.text + other.text, one.written + other.written, one.line, one.start)


def _by_serial(body: list[Item]) -> list[list[Cell] | str]:
    rows: list[list[Cell] | str] = []
    count = _before(body)
    first = count
    for i, item in enumerate(body):
        found = item.cell
        if item.heading:
            rows.append(found.text)
            continue
        number = found.text.strip(".、").lstrip("0")
        number = number if number.isdecimal() and len(number) <= 3 else "0"
        closed = bool(rows) and not isinstance(rows[-1], str) and any(
            c.holds is Holds.BINDING for c in rows[-1])  # else it may be the last row's figure
        expected = count < int(number) <= count + (_GAP if closed else 1)
        following = body[i + 1].cell.holds if i + 1 < len(body) else Holds.DASH
        opens = expected and following in (Holds.TEXT,
            Holds.PHRASE)
        row = rows[-1] if rows and not isinstance(rows[-1], str) else None
        if opens and (row is None or isinstance(row, str) or len(row) > 1):
            rows.append([found])
            count = int(number)
        elif row is not None and not isinstance(row, str):
            row.append(found)
    return rows if count > first else []


def _without_next(rows: list[list[Cell] | str]) -> list[list[Cell] | str]:
    """Take the names of groups that open the next row off the end of the one before."""
    out: list[list[Cell] | str] = []
    for row in rows:
        bound = -1 if isinstance(row, str) else next(
            (i for i, c in enumerate(row) if c.holds is Holds.BINDING), -1)
        if isinstance(row, str) or bound < 0:
            out.append(row)
            continue
        out.append(row[:bound + 1])
        out += [c.text for c in row[bound + 1:] if c.holds is Holds.TEXT]
    return out


_GAP = 5
"""Serial numbers that a table of an extract may leave out."""


def _before(body: list[Item]) -> int:
    """Return the number before the first one: tables go on overleaf with the next."""
    for item in body[:3]:
        text = item.cell.text.strip(".、")
        if text.isdecimal() and len(text) <= 3:
            return int(text) - 1
    return 0


def unstacked(cells: list[Cell], columns: Sequence[Column]) -> list[tuple[list[Cell], bool]]:
    """Split a row of stacked cells: two names, the second a part (其中), then each column's two
    figures one below the other. Names broken over lines are joined."""
    cells = cells[:4 * MAX_CELLS]
    lead = next((i for i, c in enumerate(cells) if c.holds in _FIGURES and not (
        i == 0 and c.holds is Holds.NUMBER)), len(cells))
    names = [c for c in cells[:lead] if c.holds is Holds.TEXT]
    rest = cells[lead:]
    figures = [c for c in rest if c.holds in _FIGURES]
    columns_of_figures = sum(c.holder in (Holder.VALUE, Holder.GROWTH) for c in columns)
    if len(names) == 2 and has_number(names[1].text) and not has_number(names[0].text):
        cells = [c for c in cells if c is not names[0]]  # the name of a group of rows
        names, lead = names[1:], lead - 1
    groups = _groups(names)
    count = len(groups)
    if count > 1 and columns_of_figures and len(figures) == count * columns_of_figures:
        other = [c for c in rest if c.holds not in _FIGURES]
        shared = [c for c in cells[:lead] if c.holds is not Holds.TEXT]
        out = []
        for k, name in enumerate(groups):
            own = [figures[j * count + k] for j in range(columns_of_figures)]
            per = len(other) == count
            out.append(([name, *shared, *own, *([other[k]] if per else other)], False))
        return out
    single = sum(c.holder in (Holder.LABEL, Holder.CATEGORY, Holder.NAME, Holder.OTHER)
                 for c in columns) == 1
    if len(names) > 1 and single and count == 1:  # a name broken over lines, or a group's name
        return [([c for c in cells[:lead] if c.holds is not Holds.TEXT and c is not groups[0]]
                 + [groups[0], *rest], len(names[0].text) < 8)]
    return [(cells, count > 1)]


def _groups(names: Sequence[Cell]) -> list[Cell]:
    """Join the pieces of names broken over lines; a part (其中) begins a name of its own."""
    out: list[Cell] = []
    for found in names:
        if out and not is_sub(found.text) and not label_and_unit(out[-1].text)[1]:
            out[-1] = _joined(out[-1], found)
        else:
            out.append(found)
    return out
