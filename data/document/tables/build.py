"""From grids of cells to tables: columns with roles, rows with names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from data.document.frame import Frame
from data.document.tables.cells import FIGURES, Cell, Holds
from data.document.tables.grids import Grid
from data.document.tables.loose import in_columns, nested_head, parted_header
from data.document.tables.model import FIGURE_HOLDERS, Column, Headless, Holder, Row, Table
from data.document.tables.names import (
    SHORT,
    Names,
    adds_up,
    has_number,
    in_group,
    is_complete,
    is_sub,
)
from data.document.tables.roles import SAMPLE, columns_of
from data.document.tables.shape import (
    Cells,
    begins_anew,
    distinct,
    framed,
    header_height,
    headers_of,
    is_note,
    read_header,
    repeats,
    same_columns,
    unstacked,
)
from data.document.tables.titles import title_of, unit_above

_PARTS = 12  # rows after 其中 that may be parts of the same whole


def tables_of(grids: Sequence[Grid], frame: Frame) -> list[Table | Headless]:
    """Return the tables of a document; one that goes on overleaf takes the columns before it."""
    out: list[Table | Headless] = []
    last: tuple[Grid, Table] | None = None
    for grid in grids:
        made = _tables(grid, frame)
        if last is not None and isinstance(made[0], Headless) and same_columns(last[0], grid):
            made = _continued(grid, last[1]) or made
        out += made
        last = (grid, made[-1]) if isinstance(made[-1], Table) else None
    return out


def _tables(grid: Grid, frame: Frame) -> list[Table | Headless]:
    """Return the table of a grid, or several where headers stand among its rows."""
    taken = framed(grid, frame)
    out: list[Table | Headless] = []
    head, first, body = taken.head, 0, taken.body
    for i in [*(i for i, row in enumerate(body) if i and begins_anew(row, frame)), len(body)]:
        if i < max(first, 1) or (i < len(body) and repeats(body[i], head)):
            continue
        name = grid.name if not out else f"{grid.name}.{len(out) + 1}"
        out.append(_table(name, head, body[first:i], taken.above, grid, frame))
        height = header_height(body[i:i + 6], frame)
        head, first = body[i:i + height], i + height
    return out or [headless(grid.name, grid.cells(), grid.lines)]


def _continued(grid: Grid, before: Table) -> list[Table | Headless] | None:
    """Return a table without a header as more rows of the one before it, where its cells fit."""
    rows = [row for row in grid.rows if distinct(row)]
    fitting = 0
    for row in rows:
        for k, found in enumerate(row):
            holder = before.columns[k].holder if k < len(before.columns) else Holder.OTHER
            if found is not None and found.figure:
                fitting += 1 if holder in (*FIGURE_HOLDERS, Holder.SERIAL) else -3
    if fitting <= 0:
        return None
    made = _rows([part for row in rows for part in unstacked(row)], [], before.columns)
    return [replace(before, name=grid.name, rows=tuple(made[0]), lines=grid.lines,
                    left=tuple(made[1]))]


def _table(name: str, head: list[Cells], body: list[Cells], above: list[str], grid: Grid,
           frame: Frame) -> Table | Headless:
    title, unit = title_of(above), unit_above(above)
    if not head or not body:
        return headless(name, grid.cells(), grid.lines)
    width = max(map(len, head))
    if grid.loose:
        if not _even(head, body):
            head = [parted_header(row, frame) for row in head]
        head = nested_head(head, frame)
        width = max(map(len, head))
    else:
        width = max(width, max(map(len, body)))
    found = headers_of(head, width)
    read = [read_header(header, parts, frame) for header, parts in found]
    left: list[Cell] = []
    parts = [part for row in body for part in unstacked(row)]
    if grid.loose:
        parts, left = in_columns([row for row, _ in parts], read, width)
    several = [row for row, _ in parts[:2 * SAMPLE] if len(distinct(row)) > 1]
    cells = [[row[c] if c < len(row) else None for row in several] for c in range(width)]
    headers = [header for header, _ in found]
    columns = columns_of(headers, read, cells, title, frame)
    if columns is None:
        return headless(name, grid.cells(), grid.lines)
    rows, over = _rows(parts, head, columns)
    left += [*over, *_unused(columns, rows)]
    return Table(name, title, columns, tuple(rows), unit=unit, lines=grid.lines, left=tuple(left))


def _even(head: Sequence[Cells], body: Sequence[Cells]) -> bool:
    """Say whether most rows have as many cells as the header: then none has run together."""
    alike = sum(len(row) == len(head[-1]) for row in body[:SAMPLE])
    return 2 * alike > min(len(body), SAMPLE)


def headless(name: str, cells: Iterable[Cell], lines: frozenset[int]) -> Headless:
    """Return a table whose header could not be read."""
    own = list(cells)
    return Headless(name, own[0], sum(c.holds in FIGURES for c in own), lines)


def _rows(body: Sequence[tuple[Cells, bool]], head: Sequence[Cells], columns: Sequence[Column]
          ) -> tuple[list[Row], list[Cell]]:
    """Return the named rows of a table, and the figures that belong to none."""
    raw: list[tuple[dict[int, Cell], bool] | str] = []  # cells and doubt, or a heading
    left: list[Cell] = []
    for row, doubt in body:
        cells = distinct(row)
        if not cells or repeats(row, head) or is_note(cells[0].text):
            continue
        if len(cells) > 1:
            raw.append(({c: found for c, found in enumerate(row) if found is not None
                         and found.text and c < len(columns)}, doubt))
        elif cells[0].figure:
            left.append(cells[0])
        else:
            raw.append(cells[0].text)
    return named_rows(raw, columns), left


Raw = Sequence["tuple[dict[int, Cell], bool] | str"]


def named_rows(raw: Raw, columns: Sequence[Column]) -> list[Row]:
    """Give rows their names: parts keep that of their whole, and headings open what follows."""
    label = next((k for k, c in enumerate(columns) if c.holder is Holder.LABEL), None)
    values = [k for k, c in enumerate(columns) if c.holder in (Holder.VALUE, Holder.GROWTH)]
    parts = _parts(raw, columns, label, values)
    names, out = Names(), []
    before = ("", "")
    for n, item in enumerate(raw):
        if isinstance(item, str):
            names.heading(item)
            continue
        cells, doubt = item
        found = _label_cell(cells, columns, label)
        if label is None or found is None:
            name, unit = before if label is not None and _has_role(cells, columns) else ("", "")
            out.append(Row(cells, label=name, unit=unit, doubt=doubt))
            continue
        if not any(k in cells for k in values) and len(cells) <= 2:
            names.heading(found.text)  # a name without figures: sub-rows follow
            continue
        name, unit = names.named(found, sub=n in parts)
        group = _group(cells, columns, label)
        if group is not None:
            name = in_group(_clean(group), name, found.text)
        before = (name, unit)
        out.append(Row(cells, label=name, unit=unit, doubt=doubt))
    return out


def _clean(found: Cell) -> str:
    return Names().named(found)[0]


def _has_role(cells: dict[int, Cell], columns: Sequence[Column]) -> bool:
    return any(columns[k].holder is Holder.ROLE for k in cells)


def _label_cell(cells: dict[int, Cell], columns: Sequence[Column], label: int | None
                ) -> Cell | None:
    """Return the cell that names a row: its label, or the name of its group where that is all."""
    if label is None:
        return None
    if label in cells and cells[label].holds is not Holds.DASH:
        return cells[label]
    twin = [k for k in cells if columns[k].holder is Holder.CATEGORY
            and columns[k].header == columns[label].header]
    return cells[twin[-1]] if twin else None


def _group(cells: dict[int, Cell], columns: Sequence[Column], label: int) -> Cell | None:
    """Return the cell under the same header to the left of the name: the row's group or whole."""
    for k in range(label - 1, -1, -1):
        same = columns[k].header == columns[label].header or not columns[k].header
        if columns[k].holder is Holder.CATEGORY and same and k in cells and (
                cells[k] is not cells.get(label)):
            return cells[k]
    return None


def _parts(raw: Raw, columns: Sequence[Column], label: int | None, values: Sequence[int]
           ) -> set[int]:
    """Return the rows behind 其中 that are parts as well: by numbers, or because they add up."""
    if label is None:
        return set()
    out: set[int] = set()
    whole: int | None = None
    numbered = {n for n, item in enumerate(raw) if not isinstance(item, str)
                and label in item[0] and has_number(item[0][label].text)}
    for n, item in enumerate(raw):
        if isinstance(item, str) or label not in item[0]:
            whole = None
            continue
        if not is_sub(item[0][label].text):
            if n not in out:
                whole = n
            continue
        if whole is None:
            continue
        following = []
        for k in range(n + 1, min(len(raw), n + _PARTS)):
            other = raw[k]
            if isinstance(other, str) or label not in other[0] or k in numbered:
                break
            following.append(k)
        ended = n + 1 + len(following)
        if whole in numbered and ended in numbered:
            out |= set(following)
            continue
        out |= _summing(raw, whole, n, following, values) or _alike(
            raw, whole, n, following, label, columns, values)
    return out


def _alike(raw: Raw, whole: int, first: int, following: Sequence[int], label: int,
           columns: Sequence[Column], values: Sequence[int]) -> set[int]:
    """Return the rows after the first part whose names say as little as its own (光伏 after
    其中：风电): in its unit, and together no more than the whole."""
    def said(n: int) -> tuple[str, str]:
        item = raw[n]
        cells = {} if isinstance(item, str) else item[0]
        name, inner = Names().named(cells[label])
        unit = next((cells[k].text for k, c in enumerate(columns)
                     if c.holder is Holder.UNIT and k in cells), "")
        return name, inner or unit

    name, unit = said(whole)
    taken, out = [_figures(raw, first, values)], set()
    for k in following:
        part, own = said(k)
        taken.append(_figures(raw, k, values))
        if not (is_complete(name) and own == unit and len(part) <= SHORT
                and not is_complete(part)) or adds_up(_figures(raw, whole, values),
                                                      taken) is False:
            break
        out.add(k)
    return out


def _figures(raw: Raw, n: int, values: Sequence[int]) -> list[float | None]:
    item = raw[n]
    cells = {} if isinstance(item, str) else item[0]
    return [r.value if (r := cells[k].reading if k in cells else None) is not None else None
            for k in values]


def _summing(raw: Raw, whole: int, first: int, following: Sequence[int], values: Sequence[int]
             ) -> set[int]:
    """Return the rows after the first part that make up the whole together with it."""
    taken = [_figures(raw, first, values)]
    for i, k in enumerate(following):
        taken.append(_figures(raw, k, values))
        fits = adds_up(_figures(raw, whole, values), taken)
        if fits is False:
            break
        if fits:
            return set(following[:i + 1])
    return set()


def _unused(columns: Sequence[Column], rows: Sequence[Row]) -> list[Cell]:
    """Return the first figure of each column whose figures are not read."""
    out = []
    for k, column in enumerate(columns):
        if column.holder in (Holder.OTHER, Holder.CATEGORY):
            found = next((r.cells[k] for r in rows if k in r.cells and r.cells[k].figure), None)
            if found is not None:
                out.append(found)
    return out
