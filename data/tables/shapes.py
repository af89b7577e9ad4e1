"""Which shape a grid has: where its header is, and whether years are a column or columns.

Three shapes are told apart. *Long*: a column each for indicator, year and value. *Years across*:
a column a year, as statistical yearbooks, Eurostat and the World Bank print them. *Years down*: a
column of years and a column an indicator, as Our World in Data exports them. What is found is
said; what cannot be told is refused together with the guess.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from data.errors import PlancastError, Problem, Where, problem
from data.tables.cells import figure_in, is_missing, name_and_unit, unit_line
from data.tables.grid import Cell, Grid, is_empty, is_number, shown
from data.tables.names import LABELS, REMARKS, is_place, plain_name, standard_names
from data.tables.periods import Period, period_of, projected_year
from data.units import find_unit

HEADER_ROWS = 40
"""Rows in which the header is looked for."""

WANTED = frozenset({"region", "indicator", "year", "value", "unit", "source", "unique_id", "ds",
                    "y", "first", "last", "month", "quarter", "per_year", "published"})

LONG = ("indicator", "year", "value")
ECOSYSTEM = ("unique_id", "ds", "y")
"""The columns of a long table, and of one as forecasting libraries write it."""

_NOTE = re.compile(r"^\s*(?:注|说明|备注|数据来源|资料来源|来源|\*|①|1[.)、)]|[（(]?(?:note|source"
                   r"|last updated|footnote|data from|updated|©))", re.IGNORECASE)
_SAID = re.compile(r"^(?P<key>地区|区域|region|area|指标|indicator)\s*[:：]\s*(?P<value>.{1,80})$",
                   re.IGNORECASE)
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


@dataclass(slots=True)
class Found:
    """Figures in long form, as lists of equal length under standard names."""

    layout: Layout
    columns: dict[str, list[Cell]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)


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
    taken = set(used)  # type: ignore[call-overload]  # an iterable of places
    return tuple(i for i in _filled(grid, row) if i not in taken)


def _across(grid: Grid, row: int, where: Where) -> Layout | None:
    line = grid.rows[row]
    periods = [(i, p) for i, cell in enumerate(line) if (p := _head_period(cell)) is not None]
    if not periods or row + 1 >= len(grid.rows):
        return None
    labels = [i for i in _filled(grid, row) if i not in dict(periods) and i < periods[0][0]]
    roles = _roles(grid, row, where)
    if len(periods) == 1 and not ({"indicator", "region"} & roles.keys() and labels):
        return None
    if len(periods) < 2 and not _figures_below(grid, row, periods[0][0]):
        return None
    if not any(_figures_below(grid, row, i) for i, _ in periods) or _is_data(grid, row, labels):
        return None
    keys = [(p.year, p.first, p.last) for _, p in periods]
    twice = next((k for k in keys if keys.count(k) > 1), None)
    if twice is not None:
        raise PlancastError([problem("SHAPE_YEARS_TWICE", _place(grid, row, where),
                                     header=grid.numbers[row], year=twice[0],
                                     count=keys.count(twice))])
    projected = tuple(i for i, cell in enumerate(line) if projected_year(cell))
    roles = {name: i for name, i in roles.items()
             if name in ("region", "indicator", "unit", "source", "unique_id", "per_year")}
    columns = dict(periods)
    candidates = [i for i in range(grid.width) if i not in columns and i not in projected
                  and i not in roles.values() and _any_below(grid, row, i)]
    roles, unused = _label_roles(grid, row, roles, candidates, periods[0][0], where)
    return Layout(row, roles, tuple(periods), unused=unused, projected=projected)


def _head_period(cell: Cell) -> Period | None:
    """Return the period that heads a column; a date or a number with a fraction heads none."""
    if isinstance(cell, str) and len(cell) > 30:
        return None
    if is_number(cell) and not 1800 <= float(cell or 0) <= 2300:  # type: ignore[arg-type]
        return None
    return period_of(cell)


def _is_data(grid: Grid, row: int, labels: list[int]) -> bool:
    """Whether a row of years is rather a row of figures: plain numbers out of order."""
    numbers = [float(c) for c in grid.rows[row] if is_number(c)]  # type: ignore[arg-type]
    years = [p.year for c in grid.rows[row] if (p := _head_period(c)) is not None]
    ordered = sorted(years) in (years, years[::-1])
    return len(numbers) > len(years) or (len(years) > 1 and not ordered)


def _figures_below(grid: Grid, row: int, column: int) -> bool:
    return any(_is_figure(grid.cell(r, column)) for r in range(row + 1, min(
        len(grid.rows), row + 1 + HEADER_ROWS)))


def _any_below(grid: Grid, row: int, column: int) -> bool:
    return any(not is_empty(grid.cell(r, column)) for r in range(row + 1, len(grid.rows)))


def _is_figure(cell: Cell) -> bool:
    return is_number(cell) or (isinstance(cell, str) and figure_in(cell) is not None)


def _label_roles(grid: Grid, row: int, roles: dict[str, int], candidates: list[int],
                 first_year: int, where: Where) -> tuple[dict[str, int], tuple[int, ...]]:
    """Find what the columns of labels are where their heads do not say it."""
    roles, left, unused = dict(roles), [], []
    below = [r for r in range(row + 1, len(grid.rows)) if _has_figures(grid, r, first_year)]
    for column in candidates:
        texts = [shown(grid.cell(r, column)) for r in below]
        said = [t for t in texts if t]
        head = plain_name(grid.cell(row, column))
        if "unit" not in roles and said and all(find_unit(t) is not None for t in said):
            roles["unit"] = column
        elif head in LABELS or column > first_year or all(_is_code(t) for t in said):
            unused.append(column)
        else:
            left.append(column)
    if left and "indicator" not in roles and "region" not in roles and "unique_id" not in roles:
        column = left.pop(0)
        places = [is_place(t) for t in {shown(grid.cell(r, column)) for r in below} if t]
        roles["region" if sum(places) > len(places) / 2 else "indicator"] = column
    if left and "indicator" not in roles and "unique_id" not in roles:
        roles["indicator"] = left.pop(0)
    if left:
        heads = ", ".join(shown(grid.cell(row, i)) or f"#{i + 1}" for i in left)
        differ = [i for i in left if _differs(grid, below, i)]
        if differ:
            raise PlancastError([problem("SHAPE_LABELS", _place(grid, row, where),
                                         header=grid.numbers[row], columns=heads)])
    return roles, tuple(unused + left)


def _differs(grid: Grid, below: list[int], column: int) -> bool:
    return len({shown(grid.cell(r, column)) for r in below}) > 1


def _is_code(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Z]{2,3}|[A-Z0-9]+(?:[._-][A-Z0-9]+)+|\d+(?:\.\d+)*", text)) \
        or not text


def _has_figures(grid: Grid, row: int, start: int) -> bool:
    return any(_is_figure(cell) for cell in grid.rows[row][start:])


def _down(grid: Grid, row: int, where: Where) -> Layout | None:
    if row + 1 >= len(grid.rows) or len(_filled(grid, row)) < 2:
        return None
    if any(_is_figure(cell) for cell in grid.rows[row]):
        return None
    roles = _roles(grid, row, where)
    if "year" not in roles and "ds" in roles:
        roles["year"] = roles["ds"]
    if "year" not in roles and "month" in roles:
        roles["year"] = roles.pop("month")
    column = roles.get("year", _unnamed_years(grid, row))
    if column is None or not _mostly_years(grid, row, column):
        return None
    roles["year"] = column
    kept = {n: i for n, i in roles.items() if n in (
        "region", "indicator", "year", "unit", "source", "month", "quarter", "first", "last",
        "per_year", "published")}
    others = [i for i in range(grid.width) if i not in kept.values()]
    heads = {i: plain_name(grid.cell(row, i)) for i in others}
    metrics = tuple(i for i in others if heads[i] and heads[i] not in LABELS
                    and _mostly_figures(grid, row, i))
    if not metrics:
        return None
    unused = tuple(i for i in others if i not in metrics and heads[i] and _any_below(grid, row, i))
    _refuse_unexplained(grid, row, [i for i in unused if heads[i] not in LABELS | REMARKS],
                        kept.get("region"), where)
    return Layout(row, kept, metrics=metrics, unused=unused)


def _refuse_unexplained(grid: Grid, row: int, unused: list[int], region: int | None, where: Where,
                        ) -> None:
    """Refuse columns of text that may name what the figures are of: only what follows from the
    region, or is a code, may be passed over."""
    below = range(row + 1, len(grid.rows))
    left = []
    for column in unused:
        pairs = {(shown(grid.cell(r, region)) if region is not None else "",
                  shown(grid.cell(r, column))) for r in below if not is_note(grid.rows[r])}
        said = {text for _, text in pairs if text}
        follows = region is not None and len({place for place, _ in pairs}) == len(pairs)
        if not follows and not all(_is_code(text) for text in said):
            left.append(column)
    if left:
        raise PlancastError([problem(
            "SHAPE_LABELS", _place(grid, row, where), header=grid.numbers[row],
            columns=", ".join(shown(grid.cell(row, i)) for i in left))])


def _unnamed_years(grid: Grid, row: int) -> int | None:
    """Return the first column, where it is headed by nothing and holds years."""
    return 0 if is_empty(grid.cell(row, 0)) and _mostly_years(grid, row, 0) else None


def _mostly_years(grid: Grid, row: int, column: int) -> bool:
    cells = [grid.cell(r, column) for r in range(row + 1, len(grid.rows))]
    said = [cell for cell in cells if not is_empty(cell)][:1000]
    good = sum(period_of(cell) is not None or projected_year(cell) for cell in said)
    return bool(said) and good > 0.6 * len(said)


def _mostly_figures(grid: Grid, row: int, column: int) -> bool:
    cells = [grid.cell(r, column) for r in range(row + 1, len(grid.rows))]
    said = [cell for cell in cells if not is_empty(cell) and not is_missing(cell)][:1000]
    good = sum(_is_figure(cell) or not isinstance(cell, str) for cell in said)
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
