"""Tables as columns and rows, from real cells and from lines set with tabs, bars or spaces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.cells import Cell, Holds, cell, is_unit, is_year
from data.document.columns import Column, Holder, column_of, measure_of
from data.document.frame import Frame
from data.document.lines import Line
from data.document.periods import times
from data.words import Role


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the cell of each column it has; ``whole`` is false when cells are missing."""

    cells: dict[int, Cell]  # by the column's place in Table.columns
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table as understood: its columns, its rows, and the words above it."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    flattened: bool = False
    unit: str = ""  # stated above the table: 单位：万件
    lines: frozenset[int] = frozenset()  # every line of it, so that the text reader skips them


@dataclass(frozen=True, slots=True)
class Headless:
    """A table whose header could not be read: listed as a doubt, its numbers not guessed."""

    name: str
    first: Cell
    numbers: int
    lines: frozenset[int]


def real_tables(lines: tuple[Line, ...], texts: list[str], frame: Frame) -> list[Table | Headless]:
    """Return the tables of a document whose lines carry rows and columns."""
    out: list[Table | Headless] = []
    for name in sorted({line.table for line in lines if line.table is not None}):
        members = [(line, text) for line, text in zip(lines, texts, strict=True)
                   if line.table == name]
        grid: dict[tuple[int, int], Cell] = {}
        for line, text in members:
            made = cell(text, line.text, line.number)
            for r in range(max(1, line.row_span)):
                for c in range(max(1, line.column_span)):
                    grid.setdefault(((line.row or 0) + r, (line.column or 0) + c), made)
        first = min(line.number for line, _ in members)
        above = _above(lines, texts, first)
        out.append(_table(f"t{name}", grid, above, frame,
                          frozenset(line.number for line, _ in members)))
    return out


_BAR_RULE = re.compile(r"\s*\|?[\s:|+=-]*-{2,}[\s:|+=-]*\|?\s*")


def set_tables(lines: tuple[Line, ...], texts: list[str], frame: Frame) -> list[Table | Headless]:
    """Return the tables set in running lines: cells between bars, tabs or runs of spaces."""
    out: list[Table | Headless] = []
    i = 0
    while i < len(lines):
        block: list[tuple[Line, list[tuple[int, int]]]] = []
        j = i
        while j < len(lines) and lines[j].table is None:
            if block and _BAR_RULE.fullmatch(texts[j]):
                j += 1
                continue
            pieces = _pieces(texts[j])
            if len(pieces) < 3:
                break
            block.append((lines[j], pieces))
            j += 1
        if len(block) >= 2 and sum(len(p) for _, p in block) >= 6:
            out.append(_set_table(block, lines, texts, frame, len(out)))
            i = j
        else:
            i = max(j, i + 1)
    return [t for t in out if not isinstance(t, Headless) or t.numbers >= 3]


def _set_table(block: list[tuple[Line, list[tuple[int, int]]]], lines: tuple[Line, ...],
               texts: list[str], frame: Frame, count: int) -> Table | Headless:
    index = {line.number: k for k, line in enumerate(lines)}
    grid: dict[tuple[int, int], Cell] = {}
    for r, (line, pieces) in enumerate(block):
        text = texts[index[line.number]]
        for c, (a, b) in enumerate(pieces):
            grid[(r, c)] = cell(text[a:b], line.text[a:b], line.number, a)
    above = _above(lines, texts, block[0][0].number)
    rules = {line.number for line, text in zip(lines, texts, strict=True)
             if block[0][0].number <= line.number <= block[-1][0].number}
    return _table(f"s{count + 1}", grid, above, frame, frozenset(rules))


def _pieces(text: str) -> list[tuple[int, int]]:
    """Return the cells of a line as offsets: between bars, else tabs, else runs of spaces."""
    if text.count("|") >= 2:
        marks = re.compile(r"\|")
        inner = text.strip().strip("|")
        lead = text.index(inner) if inner else 0
    elif "\t" in text:
        marks, inner, lead = re.compile(r"\t"), text, 0
    elif re.search(r"\S {2,}\S.*\S {2,}\S", text):
        marks = re.compile(r" {2,}")
        inner = text.strip()
        lead = len(text) - len(text.lstrip())
    else:
        return []
    out: list[tuple[int, int]] = []
    at = 0
    for m in [*marks.finditer(inner), None]:
        end = len(inner) if m is None else m.start()
        out.append((lead + at, lead + end))
        at = end if m is None else m.end()
    return out


def _above(lines: tuple[Line, ...], texts: list[str], first: int) -> list[str]:
    """Return up to three short lines before a table, nearest first."""
    out: list[str] = []
    for line, text in reversed([p for p in zip(lines, texts, strict=True)
                                if p[0].number < first]):
        if line.table is not None or len(text.strip()) > 80 or len(out) == 3:
            break
        if text.strip():
            out.append(text.strip())
    return out


def unit_above(above: list[str]) -> str:
    """Return the unit stated above a table (单位：万元), or an empty text."""
    for text in above:
        m = re.search(r"(?:单位|units?)\s*:\s*([^\s,，;)）]{1,14})", text, re.IGNORECASE)
        if m and is_unit(m.group(1)):
            return m.group(1)
    return ""


def title_of(above: list[str]) -> str:
    """Return the line above a table that names it: no sentence, no line with only the unit."""
    for text in above:
        if re.search(r"[。；;!?！？]|[.,，]$", text):
            return ""
        if not re.match(r"[(（]?\s*(?:单位|units?)\s*:", text, re.IGNORECASE):
            return text
    return ""


def _table(name: str, grid: dict[tuple[int, int], Cell], above: list[str], frame: Frame,
           lines: frozenset[int]) -> Table | Headless:
    height = 1 + max(r for r, _ in grid)
    width = 1 + max(c for _, c in grid)
    title, unit = title_of(above), unit_above(above)
    head = _header_height(grid, height, width)
    while head and height > 2 and _is_banner(grid, width):  # one merged cell: the title
        title = grid[(0, 0)].text or title
        grid = {(r - 1, c): v for (r, c), v in grid.items() if r > 0}
        height -= 1
        head = _header_height(grid, height, width)
    columns = _columns(grid, head, width, title, frame) if head else None
    body = range(head, height)
    if columns is None:
        numbers = [v for v in grid.values() if v.holds in (Holds.NUMBER, Holds.PERCENT)]
        return Headless(name, next(iter(grid.values())), len(set(map(id, numbers))), lines)
    rows = []
    for r in body:
        cells = {c: grid[(r, c)] for c in range(width) if (r, c) in grid and grid[(r, c)].text}
        if cells:
            rows.append(Row(cells))
    return Table(name, title, columns, tuple(rows), unit=unit, lines=lines)


def _is_banner(grid: dict[tuple[int, int], Cell], width: int) -> bool:
    texts = {grid[(0, c)].text for c in range(width) if (0, c) in grid} - {""}
    return len(texts) == 1 and width > 1


def _header_height(grid: dict[tuple[int, int], Cell], height: int, width: int) -> int:
    """Return how many rows come before the first one with a figure; 0 when the first has one."""
    for r in range(height):
        for c in range(width):
            found = grid.get((r, c))
            if found is None or (r and grid.get((r - 1, c)) is found):
                continue
            figure = found.holds in (Holds.NUMBER, Holds.PERCENT) and is_year(found.text) is None
            if figure:
                return r if r <= 3 else 0
    return min(1, height - 1)


def _columns(grid: dict[tuple[int, int], Cell], head: int, width: int, title: str, frame: Frame
             ) -> tuple[Column, ...] | None:
    """Return the columns, or ``None`` when the header says neither what rows nor columns are."""
    headers = []
    for c in range(width):
        stack = [grid[(r, c)] for r in range(head) if (r, c) in grid]
        texts = list(dict.fromkeys(f.text for f in stack if f.text))
        place = stack[-1] if stack else None
        headers.append((" ".join(texts), place.line if place else 0, place.start if place else 0))
    return columns_from(headers, title, frame, blank_label=True)


def columns_from(headers: list[tuple[str, int, int]], title: str, frame: Frame, *,
                 blank_label: bool = False) -> tuple[Column, ...] | None:
    """Return the columns of headers; those that name an indicator need a column of row names."""
    read = [column_of(text, frame, line=line, start=start) for text, line, start in headers]
    if blank_label and read and read[0] is None and not headers[0][0]:
        read[0] = Column(Holder.LABEL, "")  # a corner left blank
    holders = {c.holder for c in read if c is not None}
    role, year = role_of_title(title, frame)
    out = []
    for column, (text, line, start) in zip(read, headers, strict=True):
        if column is None and Holder.NAME in holders and text:
            column = measure_of(text, frame, role=role, year=year, line=line, start=start)
        out.append(column or Column(Holder.OTHER, text, line=line, start=start))
    kinds = {c.holder for c in out}
    if Holder.MEASURE not in kinds and Holder.VALUE in kinds and Holder.NAME in kinds:
        out = [_as_label(c) for c in out]
        kinds = {c.holder for c in out}
    labelled = Holder.LABEL in kinds and kinds & {Holder.VALUE, Holder.GROWTH}
    if labelled or (Holder.NAME in kinds and Holder.MEASURE in kinds):
        return tuple(out)
    return None


def _as_label(column: Column) -> Column:
    if column.holder is not Holder.NAME:
        return column
    return Column(Holder.LABEL, column.header, line=column.line, start=column.start)


_DONE = re.compile(r"完成情况|现状|进展|成就|实绩|统计|achieved|progress|baseline|current|results",
                   re.IGNORECASE)
_WANTED = re.compile(r"目标|指标|任务|计划|target|goal|objective", re.IGNORECASE)


def is_open(title: str, frame: Frame) -> bool:
    """Say whether a title leaves open if its figures are targets or achieved."""
    named = times(title, chinese=frame.chinese, period=frame.period)
    return not named and not _DONE.search(title) and not _WANTED.search(title)


def role_of_title(title: str, frame: Frame) -> tuple[Role, int | None]:
    """Return what the figures of a table are whose columns do not say it themselves."""
    named = times(title, chinese=frame.chinese, period=frame.period)
    base = frame.period.base if frame.period else None
    end = frame.period.end if frame.period else None
    last = named[-1].last if named else None
    if _DONE.search(title) or (last is not None and base is not None and last <= base):
        return Role.ACTUAL, last or base
    return Role.TARGET, last or end
