"""Tables that became text one cell a line: found again by their headers and put back in rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from data.document.frame import Frame
from data.document.lines import Line
from data.document.tables.align import aligned, alignment
from data.document.tables.build import Raw, named_rows
from data.document.tables.cells import Cell, Holds, cell, is_year
from data.document.tables.cutting import Item, rows_of, unstacked
from data.document.tables.headers import column_of, is_value_word, measure_of, merged
from data.document.tables.loose import nested
from data.document.tables.model import FIGURE_HOLDERS, Column, Headless, Holder, Row, Table
from data.document.tables.titles import role_of_title, title_of, unit_above
from data.document.tables.units import has_han
from data.words import Role

_LONGEST_CELL = 45
_LONGEST_ENGLISH = 100
_LONGEST_HEADING = 24
_MAX_HEADERS = 40
_SAMPLE = 300  # cells that are tried on each reading of a header
_NOT_CELL = re.compile(r"[。；;!?！？]|\.{4,}|^\s*(?:第[一二三四五六七八九十\d]+[章节条篇]|--)|"
                       r"^\s*、|[:：,，]\s*$")
_HEADING = re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
_EXPLAINS = re.compile(r"\s*(?:说明|计算方法|计算公式|指标解释|指标说明|注释?|备注|定义)\s*\d*\s*:")
_STARTS = (Holder.SERIAL, Holder.LABEL, Holder.NAME, Holder.CATEGORY)


def flattened_tables(lines: tuple[Line, ...], texts: list[str], frame: Frame, taken: frozenset[int]
                     ) -> list[Table | Headless]:
    """Return the tables found in runs of short lines; ``taken`` lines belong to other tables."""
    out: list[Table | Headless] = []
    for run in _runs(lines, texts, taken):
        out += _tables(run, frame, len(out))
    return out


def _runs(lines: tuple[Line, ...], texts: list[str], taken: frozenset[int]) -> list[list[Item]]:
    """Return runs of lines that could be cells, with enough numbers among them.

    A short heading (一、…) may be that of a group of rows.
    """
    runs: list[list[Item]] = [[]]
    for line, text in zip(lines, texts, strict=True):
        bare = text.strip()
        if not bare:
            continue
        if _EXPLAINS.match(bare) and line.table is None and line.number not in taken:
            continue  # 说明：…, between the rows of a table: no cell, and no end of it
        heading = _HEADING.match(bare) is not None
        longest = _LONGEST_CELL if has_han(bare) else _LONGEST_ENGLISH
        if line.number in taken or line.table is not None or len(bare) > longest or (
                _NOT_CELL.search(bare)) or (heading and len(bare) > _LONGEST_HEADING):
            runs.append([])
            continue
        runs[-1].append(Item(cell(text, line.text, line.number), line.number, heading))
    return [run for run in runs if len(run) >= 6 and sum(map(_is_figure, run)) >= 2]


def _is_figure(item: Item) -> bool:
    return item.cell.figure


def _tables(run: list[Item], frame: Frame, count: int) -> list[Table | Headless]:
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


def _header_starts(run: list[Item], frame: Frame) -> list[int]:
    """Return where headers begin: a header word with another kind of header soon after it."""
    read = [column_of(item.cell.text, frame)
            if item.cell.holds in (Holds.TEXT, Holds.UNIT) and not item.heading else None
            for item in run]
    out: list[int] = []
    seen = 0  # figures since the last header began
    for i, column in enumerate(read):
        seen += _is_figure(run[i])
        if column is None or column.holder not in _STARTS:
            continue
        if out and not seen:
            if run[out[-1]].cell.text == run[i].cell.text:
                out[-1] = i  # the header again, with no row between
            continue
        if column.holder is Holder.LABEL and any(c is not None and c.holder in (
                Holder.SERIAL, Holder.LABEL) for c in read[i + 1:i + 4]):
            continue  # the title of the table: 主要指标
        ahead = [c for c in read[i + 1:i + 12] if c is not None]
        followed = {c.holder for c in ahead} - {column.holder}
        measures = any("(" in item.cell.text for item in run[i + 1:i + 4])
        if followed & {Holder.VALUE, Holder.UNIT, Holder.GROWTH, Holder.BINDING, Holder.LABEL} or (
                column.holder is Holder.NAME and measures) or any(
                is_year(item.cell.text) for item in run[i + 1:i + 8]):
            out.append(i)
            seen = 0
    return out


def _table(name: str, run: list[Item], start: int, stop: int, frame: Frame) -> Table | None:
    above = [item.cell.text for item in reversed(run[max(0, start - 3):start])
             if not _is_figure(item)]
    first = _first_row(run, start, stop, frame)
    if first is None or first - start > _MAX_HEADERS:
        return None
    title = title_of(above)
    head = [item.cell for item in run[start:first] if not item.heading]
    columns = _best(head, run[first:stop], title, frame)
    if columns is None:
        return None
    raw: list[tuple[dict[int, Cell], bool] | str] = []
    whole: list[bool] = []
    left: list[Cell] = []
    for cells in rows_of(run[first:stop], columns):
        if isinstance(cells, str):
            raw.append(cells)
            whole.append(True)
            continue
        for part, doubt in unstacked(cells, columns):
            row, over = aligned(part, columns)
            if any(columns[k].holder in FIGURE_HOLDERS for k in row.cells):
                figures = [c for c in over if c.figure]
                raw.append((row.cells, doubt or bool(figures)))
                whole.append(row.whole)
                left += figures
    rows = _whole(raw, whole, columns)
    used = {c.line for row in rows for c in row.cells.values()}
    last = max(used, default=run[first].number)
    lines = frozenset(i.number for i in run[start:stop] if i.number <= last)
    return Table(name, title, columns, rows, True, unit_above(above), lines, tuple(left))


def _whole(raw: Raw, whole: Sequence[bool], columns: Sequence[Column]) -> tuple[Row, ...]:
    """Return the rows with their names; those that lost cells keep their mark."""
    named = iter(named_rows(raw, columns))
    marks = [mark for item, mark in zip(raw, whole, strict=True) if not isinstance(item, str)]
    return tuple(replace(row, whole=mark) for row, mark in zip(named, marks, strict=True))


def _best(head: Sequence[Cell], body: list[Item], title: str, frame: Frame
          ) -> tuple[Column, ...] | None:
    """Return the columns whose rows score best: with pieces of headers joined (2020年 + 基期值),
    or each a column of its own (现状值, 2025)."""
    pieces = [(c.text, c.line, c.start) for c in head]
    readings = [_columns(merged(pieces), title, frame)]
    if merged(pieces, words=False) != merged(pieces):
        readings.append(_columns(merged(pieces, words=False), title, frame))
    found = [columns for columns in readings if columns is not None]
    if len(found) < 2:
        return found[0] if found else None
    return max(found, key=lambda columns: _fit(body, columns))


def _fit(body: list[Item], columns: tuple[Column, ...]) -> float:
    """Return how well the first rows fit columns, by the score of their alignment."""
    total = 0.0
    for cells in rows_of(body[:_SAMPLE], columns):
        if not isinstance(cells, str):
            total += sum(alignment(part, columns) for part, _ in unstacked(cells, columns))
    return total


def _columns(headers: list[tuple[str, int, int]], title: str, frame: Frame
             ) -> tuple[Column, ...] | None:
    """Return the columns of headers; those that name an indicator need a column of row names."""
    headers = _in_order(headers, frame)
    read = [column_of(text, frame, line=line, start=start) for text, line, start in headers]
    holders = {c.holder for c in read if c is not None}
    role, year = role_of_title(title, frame)
    out = []
    for column, (text, line, start) in zip(read, headers, strict=True):
        if column is None and Holder.NAME in holders and Holder.LABEL not in holders and text:
            column = measure_of(text, frame, role=role, year=year, line=line, start=start)
        out.append(column or Column(Holder.OTHER, text, line=line, start=start))
    kinds = {c.holder for c in out}
    if Holder.MEASURE not in kinds and Holder.VALUE in kinds and Holder.LABEL not in kinds:
        first = next((i for i, c in enumerate(out) if c.holder in (
            Holder.NAME, Holder.CATEGORY)), None)
        if first is not None:
            out[first] = replace(out[first], holder=Holder.LABEL)
            kinds = {c.holder for c in out}
    labels = [i for i, c in enumerate(out) if c.holder is Holder.LABEL]
    for i in labels[:-1]:
        out[i] = replace(out[i], holder=Holder.CATEGORY)
    labelled = Holder.LABEL in kinds and kinds & {Holder.VALUE, Holder.GROWTH}
    if labelled or (Holder.NAME in kinds and Holder.MEASURE in kinds):
        return tuple(out)
    return None


def _in_order(headers: list[tuple[str, int, int]], frame: Frame) -> list[tuple[str, int, int]]:
    """Put the years of a second row of headers where they belong: under 指标值, which has none."""
    read = [column_of(text, frame) for text, _, _ in headers]
    dated = [c is not None and c.holder in (Holder.VALUE, Holder.GROWTH)
             and any(ch.isdigit() for ch in text)
             for c, (text, _, _) in zip(read, headers, strict=True)]
    opened = [i for i, c in enumerate(read) if c is not None and c.holder is Holder.VALUE
              and not dated[i] and not (c.said and c.role is Role.ACTUAL)]
    if len(opened) != 1 or sum(dated) < 2:
        return headers
    at = opened[0]
    if at + 1 < len(headers) and dated[at + 1]:
        return headers[:at] + headers[at + 1:]
    tail = len(headers)
    while tail and dated[tail - 1]:
        tail -= 1
    if len(headers) - tail < 2:
        return headers
    cells = [Cell(text, text, line, start) for text, line, start in headers]
    made = nested(cells[:tail], cells[tail:], frame)
    return [(c.text, c.line, c.start) for c in made] if made is not None else headers


def _first_row(run: list[Item], start: int, stop: int, frame: Frame) -> int | None:
    """Return where the first row begins, behind the last cell of the header."""
    opening = column_of(run[start].cell.text, frame)
    if opening is not None and opening.holder is Holder.SERIAL:
        for i in range(start + 2, stop - 1):
            number = run[i].cell.text.strip(".、")
            if number.isdecimal() and len(number) <= 3 and run[i + 1].cell.holds in (
                    Holds.TEXT, Holds.PHRASE):
                return i
    figure = next((i for i in range(start + 1, stop) if _is_datum(run, i, frame)), None)
    if figure is None or run[figure].heading:
        return figure
    if opening is None or opening.holder is not Holder.NAME:
        last = max((i for i in range(start, figure) if _is_header(run[i].cell, frame)),
                   default=start)
        if last + 1 < figure:
            return last + 1
    at = figure
    while at > start + 1 and run[at - 1].cell.holds is Holds.UNIT:
        at -= 1
    before = run[at - 1].cell
    return at if _is_header(before, frame) or (
        before.text.endswith(")") and at - start > 2 and before.text.startswith("(")) else at - 1


def _is_datum(run: list[Item], i: int, frame: Frame) -> bool:
    """Say whether an item cannot be a header: a figure, a dash, the heading of a group, or a
    number like a year right behind a text that is no header."""
    item = run[i]
    if _is_figure(item) or item.heading or item.cell.holds is Holds.DASH:
        return True
    year = is_year(item.cell.text)
    if year is None or frame.period is None:
        return False
    before = run[i - 1].cell
    named = before.holds in (Holds.TEXT, Holds.UNIT) and not _is_header(before, frame)
    return named and not frame.period.base - 10 <= year <= frame.period.end + 15


def _is_header(found: Cell, frame: Frame) -> bool:
    return column_of(found.text, frame) is not None or is_value_word(found.text)
