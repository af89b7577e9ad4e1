"""Which shape a grid has: where its header is, and whether years are a column or columns.

Three shapes are told apart. *Long*: a column each for indicator, year and value. *Years across*:
a column a year, as statistical yearbooks, Eurostat and the World Bank print them. *Years down*: a
column of years and a column an indicator, as Our World in Data exports them. What is found is
said; what cannot be told is refused together with the guess.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.places import mostly_places
from data.tables.cells import decimal_comma, figure_in, is_missing, name_and_unit, unit_line
from data.tables.grid import HEADER_ROWS, Cell, Grid, is_empty, is_number, shown
from data.tables.heads import Heads, head_period, heads_of
from data.tables.names import (
    LABELS,
    NAMES,
    OTHER_NAMES,
    REMARKS,
    changes_figures,
    plain_name,
    standard_names,
)
from data.tables.periods import Period, period_of, projected_year
from data.units import find_unit

DESCRIBING_ROWS = 13
"""Rows between a header and its figures that may describe the columns."""

WANTED = frozenset({"region", "indicator", "year", "value", "unit", "source", "unique_id", "ds",
                    "y", "first", "last", "month", "quarter", "per_year", "published"})

LONG = ("indicator", "year", "value")
ECOSYSTEM = ("unique_id", "ds", "y")
"""The columns of a long table, and of one as forecasting libraries write it."""

_NOTE = re.compile(r"^\s*(?:注|说明|备注|数据来源|资料来源|来源|\*|①|1[.)、)]|[（(]?(?:note|source"
                   r"|last updated|footnote|data from|updated|©))", re.IGNORECASE)
_SAID = re.compile(r"^(?P<key>地区|区域|region|area|指标|indicator)\s*[:：]\s*(?P<value>.{1,80})$",
                   re.IGNORECASE)
_CODE = re.compile(r"[A-Z]{2,3}|[A-Z]{1,4}\d{2,}|[A-Z0-9]+(?:[._-][A-Z0-9]+)+|\d+(?:\.\d+)*")
_CODE_HEAD = re.compile(r"(?:\bcode|\bid|代码|编码)$", re.IGNORECASE)
_GEOGRAPHY = re.compile(
    r"\b(?:area|region|district|council|county|country|state|city|geography|geo|municipality"
    r"|la name|lad name|authority|province)\b|[市县区省州国]$|地区|城市|国家", re.IGNORECASE)
_VALUE_HEADS = frozenset({*NAMES["value"], "obs_value", "observation value", "數值", "统计值"})
_TITLE_TAIL = re.compile(r"(?:统计表|一览表|情况表|\(续\)|（续）)$")
_TITLE_HEAD = re.compile(r"^(?:表|table|图)\s*[\d\-.—–]+\s*[:：.]?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a grid's parts are. ``roles`` are standard names to columns; ``years`` columns whose
    heads are periods; ``metrics`` columns that hold figures of one indicator each."""

    header: int  # row of the grid
    roles: dict[str, int]
    years: tuple[tuple[int, Period], ...] = ()
    metrics: tuple[int, ...] = ()
    unused: tuple[int, ...] = ()
    projected: tuple[int, ...] = ()  # columns of years that are forecasts or plans
    named: Mapping[int, str] = field(default_factory=dict)  # columns of figures: of what
    start: int = 0  # first row of figures, where rows that describe the columns stand before it

    @property
    def first_row(self) -> int:
        """The first row that may hold figures."""
        return max(self.start, self.header + 1)

    @property
    def name(self) -> str:
        """``long``, ``across`` or ``down``."""
        return "across" if self.years else "down" if self.metrics else "long"


@dataclass(frozen=True, slots=True)
class Around:
    """What the lines above a table say: its title, unit, region and indicator."""

    title: str = ""
    unit: str = ""
    region: str = ""
    indicator: str = ""


def layout_of(grid: Grid, where: Where) -> Layout | None:
    """Return the layout of a grid, or ``None`` where no header is found.

    Raises
    ------
    PlancastError
        SHAPE_YEARS_TWICE or SHAPE_LABELS where a header is found and its columns cannot be told.
    """
    for row in range(min(HEADER_ROWS, len(grid.rows))):
        found = _long(grid, row, where) or _across(grid, row, where) or _down(grid, row, where)
        if found is not None:
            return found
    return None


def _place(grid: Grid, row: int, where: Where) -> Where:
    return Where(file=where.file, row=grid.numbers[row])


def _roles(grid: Grid, row: int, where: Where) -> dict[str, int]:
    return standard_names(grid.rows[row], WANTED, _place(grid, row, where),
                          needed=(LONG, ECOSYSTEM))


def _filled(grid: Grid, row: int) -> list[int]:
    return [i for i, cell in enumerate(grid.rows[row]) if not is_empty(cell)]


def _long(grid: Grid, row: int, where: Where) -> Layout | None:
    if len(_filled(grid, row)) < 2:
        return None
    roles = _roles(grid, row, where)
    if "year" not in roles and "month" in roles and _mostly_years(grid, row, roles["month"]):
        roles["year"] = roles.pop("month")  # 2021-01 under "month"
    if not any(roles.keys() >= set(names) for names in (LONG, ECOSYSTEM)):
        return None
    return Layout(row, roles, unused=_unused(grid, row, roles.values()))


def _unused(grid: Grid, row: int, used: object) -> tuple[int, ...]:
    """Return the columns that are not read: those with a head, and behind the first, which may
    number the rows, those with anything below an empty one."""
    taken = set(used)  # type: ignore[call-overload]  # an iterable of places
    heads = set(_filled(grid, row))
    return tuple(i for i in range(grid.width) if i not in taken
                 and (i in heads or (i > 0 and _any_below(grid, row, i))))


def _across(grid: Grid, row: int, where: Where) -> Layout | None:
    line = grid.rows[row]
    heads = heads_of(grid, row)
    if heads is None or heads.data >= len(grid.rows):
        return None
    periods, first = heads.periods, heads.periods[0][0]
    columns = dict(periods)
    labels = [i for i in _filled(grid, row) if i not in columns and i < first]
    roles = _roles(grid, row, where)
    if len(periods) == 1 and not ({"indicator", "region"} & roles.keys() and labels):
        return None
    below = heads.data - 1
    if len(periods) < 2 and not _figures_below(grid, below, first):
        return None
    if not any(_figures_below(grid, below, i) or (len(periods) > 1 and _odd_below(
            grid, below, i, "indicator" in roles or "unique_id" in roles)) for i, _ in periods):
        return None
    if not heads.names and _is_data(grid, row):
        return None
    _refuse_twice(grid, row, heads, "indicator" in roles or "unique_id" in roles, where)
    projected = tuple(i for i, cell in enumerate(line) if projected_year(cell))
    roles = {name: i for name, i in roles.items() if i not in columns and name in (
        "region", "indicator", "unit", "source", "unique_id", "per_year")}
    candidates = [i for i in range(grid.width) if i not in columns and i not in projected
                  and i not in roles.values() and _any_below(grid, below, i)]
    roles, unused = _Labels(grid, row, heads, where).roles(roles, candidates)
    return Layout(row, roles, periods, unused=unused, projected=projected, named=heads.names,
                  start=heads.data)


def _refuse_twice(grid: Grid, row: int, heads: Heads, indicators: bool, where: Where) -> None:
    """Refuse several columns under one year, and names of two kinds: of a row and of a column."""
    twice = heads.twice
    if twice is None and heads.names and indicators:
        year = heads.periods[0][1].year
        twice = year, sum(p.year == year for _, p in heads.periods)
        if twice[1] == 1 and len(set(heads.names.values())) == 1:
            return
    if twice is not None:
        raise PlancastError([problem("SHAPE_YEARS_TWICE", _place(grid, row, where),
                                     header=grid.numbers[row], year=twice[0], count=twice[1])])


def _is_data(grid: Grid, row: int) -> bool:
    """Whether a row of years is rather a row of figures: plain numbers out of order."""
    numbers = [float(c) for c in grid.rows[row] if is_number(c)]  # type: ignore[arg-type]
    heads = [c for c in grid.rows[row] if head_period(c) is not None]
    years = [float(c) for c in heads if is_number(c)]  # type: ignore[arg-type]  # a number
    ordered = sorted(years) in (years, years[::-1])
    return len(numbers) > len(heads) or (len(years) > 1 and not ordered)


def _figures_below(grid: Grid, row: int, column: int) -> bool:
    return any(_is_figure(grid.cell(r, column)) for r in range(row + 1, min(
        len(grid.rows), row + 1 + HEADER_ROWS)))


def _odd_below(grid: Grid, row: int, column: int, named: bool) -> bool:
    """Whether something stands below a year that is refused where a figure has to be."""
    cells = [grid.cell(r, column) for r in range(row + 1, min(len(grid.rows), row + 4))]
    return any(not is_empty(c) and (named or not isinstance(c, str)) for c in cells)


def _any_below(grid: Grid, row: int, column: int) -> bool:
    return any(not is_empty(grid.cell(r, column)) for r in range(row + 1, len(grid.rows)))


def _is_figure(cell: Cell) -> bool:
    return is_number(cell) or (isinstance(cell, str) and (
        figure_in(cell) is not None or decimal_comma(cell)))


class _Labels:
    """The columns of labels of a table with years across: which is what, where no head says it."""

    def __init__(self, grid: Grid, row: int, heads: Heads, where: Where) -> None:
        self.grid, self.row, self.where = grid, row, where
        self.first, self.named = heads.periods[0][0], bool(heads.names)
        self.below = [r for r in range(heads.data, len(grid.rows))
                      if _has_figures(grid, r, self.first)]

    def roles(self, roles: dict[str, int], candidates: list[int],
              ) -> tuple[dict[str, int], tuple[int, ...]]:
        """Return the roles with those that were found, and the columns that are not used."""
        roles, left, unused = dict(roles), [], []
        told = "region" in roles or "indicator" in roles
        candidates = self._regions_first(roles, candidates)
        for column in candidates:
            said = [t for t in self._texts(column) if t]
            head = plain_name(self.grid.cell(self.row, column))
            if "unit" not in roles and said and all(find_unit(t) is not None for t in said):
                roles["unit"] = column
            elif head in LABELS or _CODE_HEAD.search(head) or column > self.first \
                    or all(_is_code(t) for t in said):
                unused.append(column)
            elif self._of_places(column) and not {"region", "unique_id"} & roles.keys():
                roles["region"] = column
                told = True
            elif self._of_places(column) and not self._differs(column, roles):
                unused.append(column)
            else:
                left.append(column)
        given = {"indicator", "region", "unique_id"} & roles.keys()
        if left and not given:
            roles["region" if self.named else "indicator"] = left.pop(0)
        elif left and not self.named and not {"indicator", "unique_id"} & roles.keys():
            roles["indicator"] = left.pop(0)
        differ = [i for i in left if self._differs(i, roles if told else {})]
        if differ:
            heads = ", ".join(shown(self.grid.cell(self.row, i)) or f"#{i + 1}" for i in left)
            raise PlancastError([problem("SHAPE_LABELS", _place(self.grid, self.row, self.where),
                                         header=self.grid.numbers[self.row], columns=heads)])
        return roles, tuple(unused + left)

    def _of_places(self, column: int) -> bool:
        head = plain_name(self.grid.cell(self.row, column))
        return bool(_GEOGRAPHY.search(head)) or mostly_places(self._texts(column))

    def _regions_first(self, roles: dict[str, int], candidates: list[int]) -> list[int]:
        """Return the columns with the smallest regions before those with the larger ones."""
        kinds = {c: len(set(self._texts(c))) if "region" not in roles and self._of_places(c) else 0
                 for c in candidates}
        return sorted(candidates, key=lambda c: (-kinds[c], c))

    def _texts(self, column: int) -> list[str]:
        return [shown(self.grid.cell(r, column)) for r in self.below]

    def _differs(self, column: int, roles: dict[str, int]) -> bool:
        """Whether a column may part the rows: what follows from the region does not."""
        if len(set(self._texts(column))) <= 1:
            return False
        keys = [self._texts(roles[name]) for name in ("region", "indicator") if name in roles]
        rows = list(zip(*keys, strict=True))
        return not keys or len(set(rows)) < len(rows)


def _is_code(text: str) -> bool:
    return not text or _CODE.fullmatch(text) is not None


def _has_figures(grid: Grid, row: int, start: int) -> bool:
    return any(_is_figure(cell) for cell in grid.rows[row][start:])


def _down(grid: Grid, row: int, where: Where) -> Layout | None:
    if row + 1 >= len(grid.rows) or not _filled(grid, row):
        return None
    if len(_filled(grid, row)) < 2 and not _lone_head(grid, row):
        return None
    if any(_is_figure(cell) for cell in grid.rows[row]):
        return None
    roles = _roles(grid, row, where)
    if "year" not in roles and "ds" in roles:
        roles["year"] = roles["ds"]
    if "year" not in roles and "month" in roles:
        roles["year"] = roles.pop("month")
    column = roles.get("year", _unnamed_years(grid, row))
    start = None if column is None else _first_period(grid, row, column)
    if column is None or start is None or not _mostly_years(grid, start - 1, column):
        return None
    roles = {n: i for n, i in roles.items() if i != column} | {"year": column}
    kept = {n: i for n, i in roles.items() if n in (
        "region", "indicator", "year", "unit", "source", "month", "quarter", "first", "last",
        "per_year", "published")}
    others = [i for i in range(grid.width) if i not in kept.values()]
    heads = {i: plain_name(grid.cell(row, i)) for i in others}
    metrics = tuple(i for i in others if heads[i] and heads[i] not in LABELS
                    and not changes_figures(heads[i])
                    and _mostly_figures(grid, start - 1, i))
    if not metrics:
        return None
    valued = [i for i in metrics if heads[i] in _VALUE_HEADS]
    if len(valued) == 1:  # the others are codes, bounds and what else stands beside a value
        metrics = (valued[0],)
    named = {} if valued else _heads_below(grid, row, start, metrics, [
        i for i in others if not heads[i] and _mostly_figures(grid, start - 1, i)
        and not (i == 0 and _counts_rows(grid, start))], where)
    metrics = tuple(sorted({*metrics, *named}))
    unused = tuple(i for i in others if i not in metrics and heads[i]
                   and _any_below(grid, start - 1, i))
    _refuse_unexplained(grid, row, start, [
        i for i in unused if heads[i] not in LABELS | REMARKS and not changes_figures(heads[i])],
                        kept.get("region"), where)
    return Layout(row, kept, metrics=metrics, unused=unused, named=named, start=start)


def _counts_rows(grid: Grid, start: int) -> bool:
    """Whether the first column only numbers the rows from 0 or 1 on, as data frames are written."""
    cells = [shown(grid.cell(r, 0)) for r in range(start, len(grid.rows))]
    return any(cells == [str(first + k) for k in range(len(cells))] for first in (0, 1))


def _heads_below(grid: Grid, row: int, start: int, metrics: tuple[int, ...], headless: list[int],
                 where: Where) -> dict[int, str]:
    """Return the names of columns of figures of which some have no head of their own.

    A head over several columns (生产总值 over 总量 and 增速) is part of the names below it. Refused
    where nothing below says what the columns are: their figures would be lost in silence.
    """
    if not headless:
        return {}
    columns = sorted((*metrics, *headless))
    named: dict[int, str] = {}
    over = ""
    for column in columns:
        over = shown(grid.cell(row, column)) or over
        below = [shown(grid.cell(r, column)) for r in range(row + 1, start)]
        said = next((text for text in below if text), "")
        if said:
            named[column] = f"{over} {said}".strip()
    if set(named) != set(columns) or len(set(named.values())) < len(columns):
        left = ", ".join(f"#{c + 1}" for c in headless)
        raise PlancastError([problem("SHAPE_HEADLESS", _place(grid, row, where), columns=left,
                                     header=grid.numbers[row])])
    return named


def _lone_head(grid: Grid, row: int) -> bool:
    """Whether the one text of a row heads a column beside unnamed years, and is no title."""
    start = _first_period(grid, row, 0)
    if not is_empty(grid.cell(row, 0)) or start is None or grid.width != 2:
        return False
    years = {*NAMES["year"], *OTHER_NAMES["year"]}
    return not any(plain_name(grid.cell(r, 0)) in years for r in range(row + 1, start))


def _first_period(grid: Grid, row: int, column: int) -> int | None:
    """Return the first row below a header whose cell in the column of years is one.

    Rows before it describe the columns (unit, code, frequency); more than a few are no header's.
    """
    for r in range(row + 1, min(len(grid.rows), row + 1 + DESCRIBING_ROWS)):
        cell = grid.cell(r, column)
        if period_of(cell) is not None or projected_year(cell):
            return r
    return None


def _refuse_unexplained(grid: Grid, row: int, start: int, unused: list[int], region: int | None,
                        where: Where) -> None:
    """Refuse columns of text that may name what the figures are of: only what follows from the
    region, or is a code, may be passed over."""
    below = range(start, len(grid.rows))
    left = []
    for column in unused:
        pairs = {(shown(grid.cell(r, region)) if region is not None else "",
                  shown(grid.cell(r, column))) for r in below if not is_note(grid.rows[r])
                 and not is_missing(grid.cell(r, column))}
        said = {text for _, text in pairs if text}
        follows = region is not None and len({place for place, _ in pairs}) == len(pairs)
        if not follows and not all(_is_code(text) for text in said):
            left.append(column)
    if left:
        raise PlancastError([problem(
            "SHAPE_LABELS", _place(grid, row, where), header=grid.numbers[row],
            columns=", ".join(shown(grid.cell(row, i)) for i in left))])


def _unnamed_years(grid: Grid, row: int) -> int | None:
    """Return the first column, where it holds years that rise or fall from row to row."""
    start = _first_period(grid, row, 0)
    if start is None or not _mostly_years(grid, start - 1, 0):
        return None
    found = [period_of(grid.cell(r, 0)) for r in range(start, len(grid.rows))]
    years = [(p.year, p.first, p.last) for p in found if p is not None]
    lengths = {last - first for _, first, last in years}
    runs = [[y for y in years if y[2] - y[1] == length] for length in lengths]  # years, quarters
    steps = {a < b for run in runs for a, b in pairwise(run)}
    return 0 if is_empty(grid.cell(row, 0)) or (len(years) > 2 and len(steps) == 1
                                                and len(set(years)) == len(years)) else None


def _mostly_years(grid: Grid, row: int, column: int) -> bool:
    cells = [grid.cell(r, column) for r in range(row + 1, len(grid.rows))]
    said = [cell for cell in cells if not is_empty(cell)][:1000]
    good = sum(period_of(cell) is not None or projected_year(cell) for cell in said)
    return bool(said) and good > 0.6 * len(said)


def _mostly_figures(grid: Grid, row: int, column: int) -> bool:
    cells = [grid.cell(r, column) for r in range(row + 1, len(grid.rows))]
    said = [cell for cell in cells if not is_empty(cell) and not is_missing(cell)][:1000]
    good = sum(_is_figure(cell) or not isinstance(cell, str)
               or cell.strip().casefold() in ("true", "false") for cell in said)
    return bool(said) and good > 0.5 * len(said)


def around(grid: Grid, header: int) -> Around:
    """Return what the lines above a header say."""
    title = unit = region = indicator = ""
    for row in grid.rows[:header]:
        for text in dict.fromkeys(shown(cell) for cell in row if not is_empty(cell)):
            unit = unit or unit_line(text)
            said = _SAID.match(text)
            if said is not None:
                if said["key"].casefold() in ("指标", "indicator"):
                    indicator = indicator or said["value"].strip()
                else:
                    region = region or said["value"].strip()
            elif not title and len(text) > 1 and not _NOTE.match(text) and not unit_line(text) \
                    and ":" not in text and "：" not in text:
                title = text
    name, its = name_and_unit(title)
    name = _TITLE_TAIL.sub("", _TITLE_HEAD.sub("", name)).strip()
    return Around(name, unit or its, region, indicator)


def is_note(row: list[Cell]) -> bool:
    """Say whether a row is a note below or within a table: one text, and no figure."""
    said = list(dict.fromkeys(shown(cell) for cell in row if not is_empty(cell)))
    return (len(said) == 1 and (bool(_NOTE.match(said[0])) or len(said[0]) > 20)) \
        or (bool(said) and bool(_NOTE.match(said[0])) and not any(map(_is_figure, row[1:])))


def stem_of(file: str) -> str:
    """Return a file's name without its folder and ending."""
    return Path(file).stem
