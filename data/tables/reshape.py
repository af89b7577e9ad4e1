"""Grids of known layout to figures in long form, one line a figure, with what has to be said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from data.errors import PlancastError, Problem, Where, problem
from data.places import is_place, mostly_places
from data.tables.cells import NO_UNIT, SCALE_IN_WORDS, name_and_unit, unit_line
from data.tables.grid import Cell, Grid, is_empty, is_number, shown
from data.tables.heads import period_text
from data.tables.names import NAMES, OTHER_NAMES, plain_name, tells_by_head
from data.tables.others import MOST_WORDS, OTHER
from data.tables.periods import Period, period_of
from data.tables.shapes import Around, Layout, around, is_note, stem_of
from data.units import find_unit

_GENERIC = re.compile(r"(?:sheet|工作表|表|data|table|数据|figures|history|历史数据)\s*\d*",
                      re.IGNORECASE)
_OF_PARENT = re.compile(
    r"(?:[比较]上年(?:同期)?|同比|环比|年均)?(?:实际)?(?:增长|增加|增减|增速|提高|下降)"
    r"(?:率|速度|幅度)?|同比|环比|占比|比重|所占比重"
    r"|(?:annual |year-on-year |yearly |% )?(?:growth|change)(?: rate)?"
    r"|yoy|share(?: of total)?|% of total", re.IGNORECASE)
"""Names of rows that say something of the row above them and name nothing by themselves."""

_PART_SAID = re.compile(
    r"(?P<y>(?:19|20)\d\d)\s*年?(?:度|的|数据|数)?\s*(?:为|是|系|仅|[:：(（])?\s*(?:截[至止])?"
    r"(?:[上下]半年|前[一二两三四五六七八九十\d]{1,2}(?:个?月|个?季度)|[一二三四]季度"
    r"|\d{1,2}\s*月?\s*[-—–~至]\s*\d{1,2}\s*月|H[12]\b|Q[1-4]\b|9M\b"
    r"|(?:refers to |covers |only )?(?:first half|first (?:six|nine|three) months"
    r"|(?:jan|january)\s*(?:[-–—]|to)\s*[a-z]{3,9}))"
    r"|(?:first half|first (?:six|nine|three) months|(?:jan|january)\s*(?:[-–—]|to)\s*"
    r"(?!dec)[a-z]{3,9})\s*(?:of\s*)?(?P<y2>(?:19|20)\d\d)", re.IGNORECASE)
"""A year of which a text says that only a part of it is meant."""

UNIT_HEADS = frozenset({*NAMES["unit"], *OTHER_NAMES["unit"]})
_FLAGGED = re.compile(r"\s*(?P<value>:|-?[\d.]+)(?:\s+(?P<flags>[a-z]{1,3}))?\s*")


@dataclass(frozen=True, slots=True)
class Figures:
    """Cells in long form under standard names, all of one length, and the row each stood in."""

    columns: dict[str, list[Cell]]
    rows: list[int]
    notes: tuple[Problem, ...]


def long_figures(grid: Grid, layout: Layout, where: Where, *, region: str = "",
                 indicator: str = "") -> Figures:
    """Return the figures of a grid; ``region`` and ``indicator`` are those of the whole sheet.

    Raises
    ------
    PlancastError
        MERGED_FIGURE, SHAPE_NO_INDICATOR, SHAPE_TWO_VALUES or ROW_LENGTH.
    """
    said = around(grid, layout.header)
    said = replace(said, region=said.region or region, indicator=said.indicator or indicator)
    melt = _Melt(grid, layout, where, said)
    melt.check_widths()
    return {"long": melt.long, "across": melt.across, "down": melt.down}[layout.name]()


class _Melt:
    def __init__(self, grid: Grid, layout: Layout, where: Where, said: Around) -> None:
        self.grid, self.layout, self.where, self.said = grid, layout, where, said
        self.columns: dict[str, list[Cell]] = {}
        self.rows: list[int] = []
        self.notes: list[Problem] = []
        self.left_out = 0
        self.others = self._others()
        self.part_years = self._part_years()
        if not said.unit:
            self.said = replace(said, unit=self._unit_below())

    def _unit_below(self) -> str:
        """Return the unit that one of the last lines gives, alone in its row."""
        for row in self.grid.rows[max(self.layout.first_row, len(self.grid.rows) - 4):]:
            said = list(dict.fromkeys(shown(cell) for cell in row if not is_empty(cell)))
            if len(said) == 1 and (unit := unit_line(said[0])):
                return unit
        return ""

    def _part_years(self) -> dict[int, str]:
        """Return the years that a title or a note calls a part of one: 注：2021年为1-6月."""
        lines = [row for r, row in enumerate(self.grid.rows)
                 if r < self.layout.header or is_note(row)]
        texts = dict.fromkeys(shown(cell)[:200] for row in lines for cell in row
                              if not is_empty(cell))
        return {int(found["y"] or found["y2"]): found[0] for text in texts
                for found in _PART_SAID.finditer(text)}

    def _others(self) -> dict[str, int]:
        """Return the columns that are not used and hold few words: what they say may count."""
        grid = self.grid
        found: dict[str, int] = {}
        for column in self.layout.unused:
            head = plain_name(grid.cell(self.layout.header, column))
            cells = [grid.cell(r, column) for r in range(self.layout.first_row, len(grid.rows))
                     if not is_note(grid.rows[r])]
            words = {shown(cell) for cell in cells if not is_empty(cell)}
            if head and words and len(words) <= MOST_WORDS and (
                    tells_by_head(head) or not any(is_number(c) for c in cells)):
                found.setdefault(OTHER + head, column)
        return found

    def check_widths(self) -> None:
        """Refuse rows that are longer than their header: a comma too many moves every cell."""
        header = self.layout.header
        width = len(self.grid.rows[header])  # a head may be empty; a comma that ends a row is one
        long = [r for r in range(header + 1, len(self.grid.rows))
                if len(self.grid.rows[r]) > width and not all(
                    is_empty(c) for c in self.grid.rows[r][width:])
                and not is_note(self.grid.rows[r])]
        if long and not self.grid.sheet:
            raise PlancastError([problem("ROW_LENGTH", self._at(r), cells=len(self.grid.rows[r]),
                                         width=width) for r in long[:50]])

    def long(self) -> Figures:
        names = tuple(self.layout.roles)
        head = self.grid.rows[self.layout.header]
        unit = name_and_unit(shown(head[self.layout.roles["value"]]))[1] \
            if "value" in self.layout.roles else ""
        for r in self._data_rows():
            cells = {name: self.grid.cell(r, self.layout.roles[name]) for name in names}
            if "unit" not in cells:
                cells["unit"] = unit or self.said.unit
            if "region" not in cells and "unique_id" not in cells:
                cells["region"] = self.said.region
            column = self.layout.roles.get("value", self.layout.roles.get("y", -1))
            self._add(r, cells, value=column)
        return self._done("READ_LONG")

    def _refuse_scale_above(self) -> None:
        """Refuse a title that counts in thousands where nothing gives the figures' unit."""
        head = self.layout.header
        texts = [self.said.title, *(shown(c) for c in self.grid.rows[head][:30])]
        found = next((f for t in texts if (f := SCALE_IN_WORDS.search(t[:200])) is not None), None)
        if found is not None and not self.said.unit and "unit" not in self.layout.roles:
            raise PlancastError([problem("SCALE_IN_WORDS", self._at(head), words=found[0])])

    def across(self) -> Figures:
        self._refuse_scale_above()
        roles = self.layout.roles
        by_column = self.layout.named
        named = None if "indicator" in roles or "unique_id" in roles or by_column \
            else self._indicator()
        periods = {c: self._period_cell(c, p) for c, p in self.layout.years}
        parent = ""
        corner = next((u for c in (roles.get("indicator"), roles.get("region"))
                       if c is not None and (u := self._unit_of_head(c))), "")
        for r in self._data_rows():
            figures = [(c, self.grid.cell(r, c)) for c, _ in self.layout.years]
            labels = {name: self.grid.cell(r, c) for name, c in roles.items()}
            if all(is_empty(value) for _, value in figures):
                self.left_out += 1
                continue
            if "unique_id" not in labels:
                labels.setdefault("indicator", named)
                labels.setdefault("region", self.said.region)
            name, unit = name_and_unit(shown(labels.get("indicator", "")))
            if "indicator" in roles and parent and _OF_PARENT.fullmatch(name):
                name = f"{parent} {name}"
            else:
                parent = name
            labels |= {} if "unique_id" in labels else {"indicator": name}
            labels["unit"] = shown(labels.get("unit")) or unit or corner or self.said.unit
            for column, value in figures:
                if not is_empty(value):
                    own = {"year": periods[column], "value": value}
                    self._add(r, labels | own | self._of_column(column, labels), value=column)
        return self._done("READ_ACROSS")

    def _period_cell(self, column: int, period: Period) -> Cell:
        cell = self.grid.cell(self.layout.header, column)
        return cell if period_of(cell) == period else period_text(period)

    def _of_column(self, column: int, labels: dict[str, Cell]) -> dict[str, Cell]:
        """Return the indicator and unit that the head of a column gives."""
        if column not in self.layout.named:
            own = self._unit_of_head(column)
            given = shown(labels.get("unit"))
            if own and given and find_unit(own) != find_unit(given):
                raise PlancastError([problem("UNIT_NAMED", self._at(self.layout.header),
                                             unit=given, named=own)])
            return {"unit": own} if own else {}
        name, unit = name_and_unit(self.layout.named[column])
        given = shown(labels.get("indicator"))
        return {"indicator": given or name, "unit": unit or shown(labels.get("unit"))}

    def _unit_of_head(self, column: int) -> str:
        return name_and_unit(shown(self.grid.cell(self.layout.header, column)))[1]

    def down(self) -> Figures:
        roles, metrics = self.layout.roles, self.layout.metrics
        heads = {c: name_and_unit(self.layout.named.get(c)
                                  or shown(self.grid.cell(self.layout.header, c))) for c in metrics}
        by_place = "region" not in roles and mostly_places(name for name, _ in heads.values())
        values = {*NAMES["value"], *OTHER_NAMES["value"]}
        one = len(metrics) == 1 and ("indicator" in roles or plain_name(
            self.grid.cell(self.layout.header, metrics[0])) in values)
        if "indicator" in roles and len(metrics) > 1 and not by_place:
            raise PlancastError([problem(
                "SHAPE_TWO_VALUES", self._at(self.layout.header),
                columns=", ".join(name for name, _ in heads.values()))])
        named = self._indicator() if (by_place or one) and "indicator" not in roles else None
        units = self._units_above()
        for r in self._data_rows():
            labels = {name: self.grid.cell(r, c) for name, c in roles.items()}
            labels.setdefault("region", self.said.region)
            for column in metrics:
                value = self.grid.cell(r, column)
                if is_empty(value):
                    continue
                name, unit = heads[column]
                own = {"region": name} if by_place else {} if one else {"indicator": name}
                if named is not None:
                    own["indicator"] = named
                given = shown(labels.get("unit")) or units.get(column, "") or unit or self.said.unit
                self._add(r, {**labels, **own, "unit": given, "value": value}, value=column)
        return self._done("READ_DOWN")

    def _units_above(self) -> dict[int, str]:
        """Return the units in a row between the header and the figures."""
        for r in range(self.layout.header + 1, self.layout.first_row):
            texts = {c: shown(self.grid.cell(r, c)) for c in self.layout.metrics}
            said = {c: t.strip("()（）") for c, t in texts.items() if t}
            called = any(plain_name(cell) in UNIT_HEADS for cell in self.grid.rows[r])
            if said and (called or all(find_unit(t) is not None for t in said.values())):
                return {c: t for c, t in said.items() if t.casefold() not in NO_UNIT}
        return {}

    def _indicator(self) -> str:
        generic = _GENERIC.fullmatch(self.grid.sheet) or is_place(self.grid.sheet)
        sheet = "" if generic else self.grid.sheet
        named = self.said.indicator or self.said.title or sheet
        if not named:
            raise PlancastError([problem("SHAPE_NO_INDICATOR", self._at(self.layout.header),
                                         header=self.grid.numbers[self.layout.header])])
        self.notes.append(problem("INDICATOR_FROM_TITLE", Where(file=self.where.file), name=named))
        return named

    def _data_rows(self) -> Iterator[int]:
        head = [shown(cell) for cell in self.grid.rows[self.layout.header]]
        for r in range(self.layout.first_row, len(self.grid.rows)):
            row = self.grid.rows[r]
            self._refuse_second_table(r, head)
            if is_note(row):
                self.left_out += 1
            elif [shown(cell) for cell in row] != head:  # a header repeated on each page
                yield r

    def _refuse_second_table(self, r: int, head: list[str]) -> None:
        """Refuse what can only head another table: other years, or a unit for what follows."""
        row = self.grid.rows[r]
        heads = [c for c, _ in self.layout.years]
        if heads and period_of(self.grid.cell(r, heads[0])) is None:
            heads = []  # most rows
        years = [period_of(self.grid.cell(r, c)) for c in heads]
        other = len(years) > 1 and all(years) and len(set(years)) == len(years) \
            and years != [p for _, p in self.layout.years] \
            and is_run([p.year for p in years if p is not None])
        said = list(dict.fromkeys(shown(cell) for cell in row if not is_empty(cell)))
        unit = unit_line(said[0]) if len(said) == 1 else ""
        if other or (unit and unit != self.said.unit and any(
                not is_note(line) for line in self.grid.rows[r + 1:r + 4])):
            raise PlancastError([problem("SHAPE_SECOND_TABLE", self._at(r),
                                         cells=", ".join(said[:4])[:80])])

    def _add(self, r: int, cells: dict[str, Cell], *, value: int) -> None:
        if (r, value) in self.grid.merged:
            raise PlancastError([problem("MERGED_FIGURE", self._at(r),
                                         value=shown(self.grid.cell(r, value)))])
        period = period_of(cells.get("year", cells.get("ds")))
        if period is not None and period.whole and period.year in self.part_years and not {
                "first", "last", "month", "quarter"} & cells.keys():
            raise PlancastError([problem("PART_IN_NOTE", self._at(r), year=period.year,
                                         words=self.part_years[period.year])])
        others = {name: self.grid.cell(r, column) for name, column in self.others.items()}
        for name, cell in (cells | others).items():
            self.columns.setdefault(name, []).append(cell)
        self.rows.append(self.grid.numbers[r])

    def _at(self, r: int) -> Where:
        return Where(file=self.where.file, row=self.grid.numbers[r])

    def _done(self, code: str) -> Figures:
        where, header = Where(file=self.where.file), self.layout.header
        if code != "READ_LONG" or header:
            years = [p.year for _, p in self.layout.years] or [0]
            series = {(shown(a), shown(b)) for a, b in zip(
                self.columns.get("region", []), self.columns.get("indicator", []), strict=False)}
            self.notes.insert(0, problem(
                code, where, header=self.grid.numbers[header], first=min(years), last=max(years),
                series=len(series), figures=len(self.rows),
                columns=", ".join(shown(self.grid.cell(header, c)) for c in self.layout.metrics)))
        if self.left_out:
            self.notes.append(problem("ROWS_LEFT_OUT", where, count=self.left_out))
        projected = [shown(self.grid.cell(header, c)) for c in self.layout.projected]
        if projected:
            self.notes.append(problem("YEARS_PROJECTED", where, columns=", ".join(projected)))
        if self.said.region and "region" not in self.layout.roles:
            self.notes.append(problem("REGION_FROM_ABOVE", where, name=self.said.region))
        return Figures(self.columns, self.rows, tuple(self.notes))


def is_run(years: list[int]) -> bool:
    """Say whether years rise or fall from one to the next by the same step, as headings do."""
    steps = {b - a for a, b in pairwise(years)}
    return len(steps) == 1 and steps != {0}


def eurostat_parted(grid: Grid, file: str) -> Grid:
    """Return Eurostat's table with its joined first column parted; any other grid as it is.

    ``freq,unit,geo\\TIME_PERIOD`` heads cells such as ``A,NR,BE``. Flags behind figures are left
    out, and figures flagged as forecasts with them. What is not a region or a known unit names the
    indicator, together with the file.
    """
    head = shown(grid.rows[0][0]) if grid.rows and grid.rows[0] else ""
    joined, bar, axis = head.partition("\\")
    if not bar or "time" not in axis.casefold():
        return grid
    names = [name.strip() for name in joined.split(",")]
    out: list[list[Cell]] = [["region", "indicator", "unit", *grid.rows[0][1:]]]
    for row in grid.rows[1:]:
        keys = dict(zip(names, (part.strip() for part in shown(row[0]).split(",")), strict=False))
        unit = {"PC": "%", "NR": ""}.get(keys.get("unit", ""), keys.get("unit", ""))
        known = find_unit(unit) is not None
        kept = [v for k, v in keys.items()
                if k not in ("geo", "freq") and (k != "unit" or not known)]
        out.append([keys.get("geo", ""), " ".join([stem_of(file), *kept]), unit if known else "",
                    *map(_without_flags, row[1:])])
    return Grid(out, grid.numbers, grid.sheet)


def _without_flags(cell: Cell) -> Cell:
    found = _FLAGGED.fullmatch(cell) if isinstance(cell, str) else None
    if found is None:
        return cell
    return "" if found["value"] == ":" or "f" in (found["flags"] or "") else found["value"]
