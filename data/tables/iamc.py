"""Tables in the IAMC format (model, scenario, region, variable, unit, years) as pyam reads them.

Long tables have columns ``year`` and ``value``, wide ones a column a year. Variables name what is
meant; a part after ``|`` narrows it: ``patent_grants|Median``. What has been observed stands under
the scenario ``historical``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import FloatArray, IntArray, frozen_floats, frozen_ints
from data.errors import PlancastError, Where, problem
from data.io.csvout import csv_text
from data.nearest import near_unit_text
from data.tables.check import BadRows, blank, codes, repeats, texts, whole_years
from data.tables.names import YEARS
from data.tables.numeric import finite_numbers
from data.tables.read import OpenTable, RawTable, missing_columns
from data.tables.scale import refuse_breaks
from data.tables.types import HistoryTable
from data.units import find_unit

if TYPE_CHECKING:
    import pandas as pd

INDEX = ("model", "scenario", "region", "variable", "unit")
HISTORICAL = "historical"
MEDIAN = "Median"
_HISTORICAL_WORDS = frozenset({HISTORICAL, "history", "observed", "历史"})
_NO_UNIT = frozenset({"1", "dimensionless", "unitless"})
_CENTRAL = re.compile(r"\|(?:median|50(?:\.0)?th percentile)$", re.IGNORECASE)
_YEAR_NAME = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class IamcRow:
    """One series of one model's scenario: years and values, in ``unit``."""

    model: str
    scenario: str
    region: str
    variable: str
    unit: str
    points: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class IamcTable:
    """An IAMC table in long form, n figures; ``series_of`` (n,) refers to ``keys``."""

    file: str
    keys: tuple[tuple[str, str, str, str, str], ...]
    series_of: IntArray
    year: IntArray
    value: FloatArray
    row: IntArray

    def rows(self) -> tuple[IamcRow, ...]:
        """Return one row a series, in the order of the file, years ascending."""
        out = []
        for i, key in enumerate(self.keys):
            lines = np.flatnonzero(self.series_of == i)
            lines = lines[np.argsort(self.year[lines], kind="stable")]
            out.append(IamcRow(*key, tuple(
                (int(self.year[j]), float(self.value[j])) for j in lines)))
        return tuple(out)


def is_iamc(header: Sequence[str]) -> bool:
    """Say whether a table's header is that of the IAMC format."""
    names = {cell.strip().lstrip("\ufeff").casefold() for cell in header}
    return names.issuperset(INDEX) and "indicator" not in names


def read_iamc(path: str | Path) -> IamcTable:
    """Read an IAMC table, wide or long, from CSV, XLSX or Parquet.

    Empty cells of a wide table are no figures; an empty cell of a long one is refused.

    Raises
    ------
    PlancastError
        With every bad row: file, row, region, variable, year.
    """
    opened = OpenTable(path)
    table = opened_iamc(opened)
    if table is None:
        raise missing_columns(opened.first_header(), INDEX, Where(file=str(path), row=1))
    return table


def opened_iamc(opened: OpenTable) -> IamcTable | None:
    """Return an opened table as ``read_iamc`` does, or ``None`` where it is none of this format."""
    raw = opened.direct(frozenset({*INDEX, "year", "value", YEARS}), (INDEX,))
    if raw is None or not is_iamc(raw.header):
        return None
    frame, rows, key = _long(raw)
    if not len(frame):
        raise PlancastError([problem("TABLE_EMPTY", Where(file=raw.file))])
    columns = [codes(texts(frame, name)) for name in INDEX]
    keys, series_of = _keys(columns)
    bad = BadRows(raw.file, rows)
    year = whole_years(frame["year"], bad=bad, key="year")
    bad.place = lambda i: (keys[series_of[i]][2], keys[series_of[i]][3], int(year[i]) or None)
    value = finite_numbers(frame["value"], bad=bad, key=key)
    for name, (words, word_of) in zip(INDEX[:-1], columns[:-1], strict=True):
        empty = np.array([not word for word in words], dtype=np.bool_)
        bad.refuse("TEXT_EMPTY", empty[word_of], name, key=_always(name))
    again, first = repeats(series_of, year)
    bad.refuse("DUPLICATE_ROW", again & (year > 0), "year", first=lambda i: int(rows[first[i]]))
    bad.stop()
    return IamcTable(raw.file, keys, frozen_ints(series_of), frozen_ints(year),
                     frozen_floats(value), frozen_ints(rows))


def _always(text: str) -> Callable[[int], object]:
    return lambda _: text


def _long(raw: RawTable) -> tuple[pd.DataFrame, IntArray, str]:
    """Return the table in long form, the file's row of each figure, and the value's column."""
    frame, rows = raw.frame, raw.rows
    kept = ~blank(frame)
    frame, rows = frame[kept].reset_index(drop=True), rows[kept]
    if "year" in frame and "value" in frame:
        return frame, rows, "value"
    years = [str(name) for name in frame.columns if _YEAR_NAME.fullmatch(str(name))]
    if not years:
        raise missing_columns(raw.header, ("year", "value"), Where(file=raw.file, row=1))
    wide = frame.assign(row=rows)
    long = wide.melt(id_vars=[*INDEX, "row"], value_vars=years, var_name="year")
    filled = (texts(long, "value") != "").to_numpy()
    long = long[filled].sort_values("row", kind="stable").reset_index(drop=True)
    return long, long["row"].to_numpy(dtype=np.int64), "years"


def _keys(columns: Sequence[tuple[tuple[str, ...], IntArray]],
          ) -> tuple[tuple[tuple[str, str, str, str, str], ...], IntArray]:
    """Return the distinct keys in order of appearance, and which of them each figure has (n,)."""
    import pandas as pd

    code = np.zeros(len(columns[0][1]), dtype=np.int64)
    for words, word_of in columns:
        code = code * len(words) + word_of
    series_of, _ = pd.factorize(code)
    first = np.unique(series_of, return_index=True)[1]
    model, scenario, region, variable, unit = (
        [words[word_of[i]] for i in first] for words, word_of in columns)
    return tuple(zip(model, scenario, region, variable, unit, strict=True)), \
        series_of.astype(np.int64)


def plain_variable(variable: str) -> str:
    """Return a variable without what says that it is the middle of a distribution."""
    return _CENTRAL.sub("", variable)


def is_historical(scenario: str) -> bool:
    """Say whether a scenario holds what has been observed."""
    return scenario.strip().casefold() in _HISTORICAL_WORDS


def iamc_history(table: IamcTable) -> HistoryTable:
    """Return the observed figures of a table: its ``historical`` scenario, or its only one.

    Raises
    ------
    PlancastError
        IAMC_SCENARIOS where there are several scenarios and none is ``historical``;
        UNIT_UNKNOWN with the row, DUPLICATE_ROW where two models give one figure.
    """
    pairs = dict.fromkeys((key[0], key[1]) for key in table.keys)
    wanted = [pair for pair in pairs if is_historical(pair[1])]
    if not wanted:
        if len(pairs) > 1:
            named = "; ".join(f"{model}/{scenario}" for model, scenario in pairs)
            raise PlancastError([problem("IAMC_SCENARIOS", Where(file=table.file), known=named)])
        wanted = list(pairs)
    chosen = np.array([(k[0], k[1]) in wanted for k in table.keys])
    lines = np.flatnonzero(chosen[table.series_of])
    series = [(key[2], key[3]) for key in table.keys]
    keys = tuple(dict.fromkeys(s for s, c in zip(series, chosen, strict=True) if c))
    place = {key: i for i, key in enumerate(keys)}
    series_of = np.array([place.get(s, -1) for s in series])[table.series_of[lines]]
    units = tuple(dict.fromkeys(_symbol(key[4]) for key in table.keys))
    unit_of = np.array([units.index(_symbol(key[4])) for key in table.keys])[
        table.series_of[lines]]
    year, value, row = table.year[lines], table.value[lines], table.row[lines]
    bad = BadRows(table.file, row)
    bad.place = lambda i: (*keys[series_of[i]], int(year[i]))
    unknown = np.array([find_unit(symbol) is None for symbol in units], dtype=np.bool_)
    bad.refuse("UNIT_UNKNOWN", unknown[unit_of], "unit", unit=lambda i: units[unit_of[i]],
               near=lambda i: near_unit_text(units[unit_of[i]]))
    again, first = repeats(series_of, year)
    bad.refuse("DUPLICATE_ROW", again, "year", first=lambda i: int(row[first[i]]))
    bad.stop()
    order = np.lexsort((year, series_of))
    sorted_ = BadRows(table.file, row[order], lambda i: bad.place(int(order[i])))
    refuse_breaks(sorted_, series_of[order], value[order], units, unit_of[order],
                      np.ones(len(order), dtype=np.bool_), np.zeros(len(order), dtype=np.bool_))
    sorted_.stop()
    known = tuple(unit.symbol if unit is not None else "" for unit in map(find_unit, units))
    return HistoryTable(
        table.file, keys, frozen_ints(series_of[order]), frozen_ints(year[order]),
        frozen_floats(value[order]), known, frozen_ints(unit_of[order]), (table.file,),
        frozen_ints(np.zeros(len(order), dtype=np.int64)), frozen_ints(row[order]))


def _symbol(unit: str) -> str:
    return "" if unit.casefold() in _NO_UNIT else unit


# Writing


def iamc_cells(rows: Iterable[IamcRow], *, wide: bool) -> list[list[str | float]]:
    """Return the table, its header first; in a wide one a missing figure is an empty cell.

    A quantity without a unit has the unit ``1``: the format admits no empty one.
    """
    listed = list(rows)
    if not wide:
        long: list[list[str | float]] = [[*INDEX, "year", "value"]]
        long += [[*_index(r), year, value] for r in listed for year, value in r.points]
        return long
    years = sorted({year for r in listed for year, _ in r.points})
    out: list[list[str | float]] = [[*INDEX, *map(str, years)]]
    for r in listed:
        known = dict(r.points)
        out.append([*_index(r), *(known.get(year, "") for year in years)])
    return out


def _index(row: IamcRow) -> list[str]:
    return [row.model, row.scenario, row.region, row.variable, row.unit or "1"]


def iamc_csv(rows: Iterable[IamcRow], *, wide: bool) -> str:
    """Return the table as CSV text."""
    header, *lines = iamc_cells(rows, wide=wide)
    return csv_text([str(cell) for cell in header], lines)


def iamc_xlsx(rows: Iterable[IamcRow], *, wide: bool) -> bytes:
    """Return the table as a workbook with one sheet, ``data``; the same rows, the same bytes."""
    from data.io.workbook import workbook_bytes

    return workbook_bytes("data", iamc_cells(rows, wide=wide))
