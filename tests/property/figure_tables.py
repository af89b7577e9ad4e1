"""Tables of made-up figures in the layouts, formats and habits of statistical offices.

``written`` draws a small history and writes it; what a careful reader gets of the file is known
before. Half-years, forecasts, hidden rows, ranks and growth rates stand among the figures.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import openpyxl

YEARS = range(2012, 2022)
Cell = str | int | float | None
Key = tuple[str, str]  # region, indicator

_NAMES = {"zh": ("粮食产量", "专利授权量", "覆盖率", "旅游人次"),
          "en": ("Grain output", "Patents granted", "Cover", "Visits")}
_UNITS = {"zh": (("吨", "万吨"), ("件", "万件"), ("%", "%"), ("人次", "万人次")),
          "en": (("tonnes", "10,000 tonnes"), ("items", "thousand items"), ("percent", "%"),
                 ("", ""))}
_SCALE = {"万吨": 1e4, "万件": 1e4, "万人次": 1e4, "10,000 tonnes": 1e4, "thousand items": 1e3}
_REGIONS = {"zh": ("青山县", "白水县", "红石县"), "en": ("Dunmore County", "Ballin County",
                                                "Carrick County")}
_HEADS = {"zh": ("地区", "指标", "年份", "数值", "单位"),
          "en": ("region", "indicator", "year", "value", "unit")}
LAYOUTS = ("long", "across", "down", "one indicator across", "regions down", "nixtla")
FORMATS = ("csv", "semicolons", "tabs", "utf-16", "gb18030", "xlsx")


@dataclass(slots=True)
class Table:
    """A table and what has to be read of it: canonical values and parts of years by series."""

    rows: list[list[Cell]]
    layout: str
    form: str
    expected: dict[Key, dict[int, float]]
    parts: set[tuple[str, int, int, int]]  # indicator, year, first and last month
    hidden: list[int] = field(default_factory=list)  # rows from 1
    percent: list[tuple[int, int]] = field(default_factory=list)  # cells of 0.45 shown as 45%
    merged: list[tuple[int, int, int]] = field(default_factory=list)  # column, rows from, to

    def save(self, folder: Path) -> Path:
        """Write the table in its format."""
        if self.form == "xlsx":
            path = folder / "t.xlsx"
            path.write_bytes(self._book())
            return path
        sign = {"semicolons": ";", "tabs": "\t", "utf-16": "\t"}.get(self.form, ",")
        encoding = self.form if self.form in ("utf-16", "gb18030") else "utf-8"
        lines = [sign.join(_quoted(cell, sign) for cell in row) for row in self.rows]
        path = folder / "t.csv"
        path.write_bytes(("\n".join(lines) + "\n").encode(encoding))
        return path

    def _book(self) -> bytes:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for r, row in enumerate(self.rows, 1):
            for c, cell in enumerate(row, 1):
                if cell not in (None, ""):
                    sheet.cell(r, c, cell)
        for r, c in self.percent:
            cell = sheet.cell(r, c)
            if isinstance(cell.value, int | float):
                cell.value = round(cell.value / 100, 9)
                cell.number_format = "0.0%"
        for r in self.hidden:
            sheet.row_dimensions[r].hidden = True
        for column, low, high in self.merged:
            for r in range(low + 1, high + 1):
                sheet.cell(r, column).value = None
            sheet.merge_cells(start_row=low, end_row=high, start_column=column, end_column=column)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()


def _quoted(cell: Cell, sign: str) -> str:
    text = "" if cell is None else str(cell)
    return f'"{text}"' if sign in text else text


def written(seed: int, layout: str, form: str) -> Table:
    """Return a table of figures drawn from a seed."""
    return _Writer(Random(seed), layout, form).table()


class _Writer:
    def __init__(self, rng: Random, layout: str, form: str) -> None:
        self.rng, self.layout, self.form = rng, layout, form
        self.lang = "en" if form != "gb18030" and rng.random() < 0.5 else "zh"
        self.heads = _HEADS[self.lang]
        names = list(range(4))
        rng.shuffle(names)
        several = layout not in ("one indicator across", "regions down")
        self.indicators = sorted(names[:rng.randint(1, 3) if several else 1])
        self.regions = list(_REGIONS[self.lang][:rng.randint(2, 3) if layout in (
            "one indicator across", "regions down") else rng.randint(1, 3)])
        first = rng.choice(YEARS[:4])
        self.years = list(range(first, first + rng.randint(3, 6)))
        if rng.random() < 0.3:
            self.years.reverse()
        self.scaled = rng.random() < 0.5
        self.values = {(r, i, y): self._value(i) for r in self.regions for i in self.indicators
                       for y in self.years}
        self.missing = {key for key in self.values if rng.random() < 0.06}
        self.table_: Table = Table([], layout, form, {}, set())

    def _value(self, indicator: int) -> float:
        if indicator == 2:
            return self.rng.randint(400, 600) / 10
        return float(self.rng.randint(2000, 4000))

    def _name(self, i: int) -> str:
        return _NAMES[self.lang][i]

    def _unit(self, i: int) -> str:
        return _UNITS[self.lang][i][self.scaled]

    def _cell(self, key: tuple[str, int, int]) -> Cell:
        if key in self.missing:
            return self.rng.choice(["…", "-", "n/a", "--"])
        value = self.values[key]
        if key[1] != 2 and self.rng.random() < 0.2 and self.form not in ("semicolons",):
            return f"{value:,.0f}"
        if self.rng.random() < 0.05:
            return f"{value:g}*"
        return int(value) if value == int(value) else value

    def _year(self, year: int) -> Cell:
        style = self.rng.choice(["plain", "word", "plain"])
        return (f"{year}年" if self.lang == "zh" else f"FY{year}") if style == "word" else year

    def _expect(self) -> None:
        for (r, i, y), value in self.values.items():
            if (r, i, y) not in self.missing:
                region = "" if self._without_regions() else r
                name = self._name(i)
                self.table_.expected.setdefault((region, name), {})[y] = \
                    value * _SCALE.get(self._unit(i), 1.0)

    def _without_regions(self) -> bool:
        return self.layout == "down" and len(self.regions) == 1

    def table(self) -> Table:
        {"long": self._long, "nixtla": self._nixtla, "across": self._across, "down": self._down,
         "one indicator across": self._one, "regions down": self._regions}[self.layout]()
        self._expect()
        return self.table_

    def _above(self) -> list[list[Cell]]:
        """Lines above a table: none, blank ones, a title."""
        rng = self.rng
        if rng.random() < 0.4:
            return []
        lines: list[list[Cell]] = [[None]] if rng.random() < 0.4 else []
        lines.append(["主要指标" if self.lang == "zh" else "Main figures"])
        return lines

    def _below(self) -> list[list[Cell]]:
        if self.rng.random() < 0.5:
            return []
        return [["注：个别年份为修订数。" if self.lang == "zh"
                 else "Note: some years were revised."]]

    def _start(self, rows: list[list[Cell]]) -> int:
        """Take the rows above the figures; return the number (from 1) of the next row."""
        self.table_.rows = rows
        return len(rows) + 1

    def _long(self) -> None:
        rng, (region, indicator, year, value, unit) = self.rng, self.heads
        extra = rng.choice(["", "status", "half", "code", "note"])
        at = self._start([*(self._above() if self.form == "xlsx" else []), [
            region, indicator, year, value, unit, *([extra] if extra else [])]])
        seen = {"status": "actual", "half": "annual", "code": "X01", "note": ""}.get(extra)
        lines: list[list[Cell]] = []
        for r in self.regions:
            begun = at + len(lines)
            for i in self.indicators:
                for y in self.years:
                    cell = self._cell((r, i, y))
                    if i == 2 and isinstance(cell, int | float):
                        self.table_.percent.append((at + len(lines), 4))
                    lines.append([r, self._name(i), self._year(y), cell, self._unit(i),
                                  *([seen] if extra else [])])
            if self.form == "xlsx" and rng.random() < 0.4 and len(lines) > begun - at + 1:
                self.table_.merged.append((1, begun, at + len(lines) - 1))
        last = max(self.years) + 1
        r, i = self.regions[-1], self.indicators[0]
        more: list[Cell] = [r, self._name(i), last, 1500, self._unit(i)]
        if extra == "status":
            lines.append([*more, "forecast"])
        elif extra == "half" and i != 2:
            lines.append([*more, "H1"])
            self.table_.parts.add((self._name(i), last, 1, 6))
        elif rng.random() < 0.3:
            lines.append([*more[:2], rng.choice([f"{last}E", f"{last}年计划"]), *more[3:],
                          *([seen] if extra else [])])
        elif self.form == "xlsx" and rng.random() < 0.5:
            self.table_.hidden.append(at + len(lines))
            lines.append([*more, *([seen] if extra else [])])
        self.table_.rows += lines

    def _nixtla(self) -> None:
        dated = self.rng.random() < 0.5
        self._start([["unique_id", "ds", "y"]])
        self.missing = set()
        self.scaled = False
        if self.lang == "zh":
            self.indicators = [i for i in self.indicators if i != 2] or [0]
            self.values = {k: v for k, v in self.values.items() if k[1] in self.indicators} or {
                (r, 0, y): 2500.0 for r in self.regions for y in self.years}
        for r, i, y in self.values:
            self.table_.rows.append([f"{r}/{self._name(i)}", f"{y}-12-31" if dated else y,
                                     self.values[r, i, y]])

    def _across(self) -> None:
        rng, (region, indicator, _, _, unit) = self.rng, self.heads
        rank = rng.random() < 0.3
        growth = rng.random() < 0.3
        zh = self.lang == "zh"
        ahead = max(self.years) + 1
        extra = rng.choice(["", "plan", "half", ""])
        years = [self._year(y) for y in self.years]
        tail: list[Cell] = ([] if not rank else ["位次" if zh else "rank"]) + (
            [] if not growth else ["比上年增长%" if zh else "change %"])
        if extra == "plan":
            tail.insert(0, f"{ahead}年计划" if zh else f"{ahead} target")
        elif extra == "half":
            tail.insert(0, f"{ahead}年1-6月" if zh else f"Jan-Jun {ahead}")
        at = self._start([*self._above(), [region, indicator, unit, *years, *tail]])
        lines: list[list[Cell]] = []
        for r in self.regions:
            begun = at + len(lines)
            for i in self.indicators:
                cells = [self._cell((r, i, y)) for y in self.years]
                values: list[Cell] = [3] * rank + [1.5] * growth  # type: ignore[list-item]
                if extra:
                    values.insert(0, 1500)
                if extra == "half":
                    self.table_.parts.add((self._name(i), ahead, 1, 6))
                if i == 2:
                    self.table_.percent += [(at + len(lines), 4 + k)
                                            for k in range(len(cells) + bool(extra))]
                lines.append([r, self._name(i), self._unit(i), *cells, *values])
            if self.form == "xlsx" and rng.random() < 0.4 and at + len(lines) - begun > 1:
                self.table_.merged.append((1, begun, at + len(lines) - 1))
        if self.form == "xlsx" and rng.random() < 0.3:
            self.table_.hidden.append(at + len(lines))
            lines.append([self.regions[0], "old", "", *[9.0] * len(years)])
        self.table_.rows += [*lines, *self._below()]

    def _down(self) -> None:
        region, year = self.heads[0], self.heads[2]
        heads = [f"{self._name(i)}({self._unit(i)})" if self._unit(i) else self._name(i)
                 for i in self.indicators]
        one = len(self.regions) == 1
        self._start([*self._above(), [*([] if one else [region]), year, *heads]])
        for r in self.regions:
            for y in self.years:
                self.table_.rows.append([*([] if one else [r]), self._year(y),
                                         *[self._cell((r, i, y)) for i in self.indicators]])
        self.table_.rows += self._below()

    def _one(self) -> None:
        i = self.indicators[0]
        zh = self.lang == "zh"
        title = self._name(i)
        unit = self._unit(i)
        lines: list[list[Cell]] = [[title]]
        if unit:
            lines.append([f"单位：{unit}" if zh else f"Unit: {unit}"])
        self._start([*lines, [self.heads[0], *[self._year(y) for y in self.years]]])
        for r in self.regions:
            self.table_.rows.append([r, *[self._cell((r, i, y)) for y in self.years]])
        self.table_.rows += self._below()

    def _regions(self) -> None:
        i = self.indicators[0]
        unit = self._unit(i)
        self._start([[f"{self._name(i)}({unit})" if unit else self._name(i)],
                     [self.heads[2], *self.regions]])
        for y in self.years:
            self.table_.rows.append([self._year(y), *[self._cell((r, i, y))
                                                      for r in self.regions]])
        self.table_.rows += self._below()
