"""Long tables: reading histories and targets, and adding histories to a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray, frozen_floats, frozen_ints
from data.errors import PlancastError, Where, problem
from data.nearest import near_unit_text, near_word
from data.signs import may_be_negative
from data.tables.check import BadRows, blank, codes, finite_numbers, repeats, texts, whole_years
from data.tables.iamc import iamc_history, is_iamc, read_iamc
from data.tables.join import with_history
from data.tables.read import RawTable, missing_columns, read_raw
from data.tables.types import SENSES, HistoryTable, Matrix, SeriesKey, TargetTable
from data.units import find_unit
from data.words import Kind, Sense

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["HistoryTable", "Matrix", "TargetTable", "read_history", "read_targets", "with_history"]

_LONG = ("indicator", "year", "value")
_ECOSYSTEM = ("unique_id", "ds", "y")
_HISTORY = frozenset({"region", *_LONG, "unit", "source", *_ECOSYSTEM})
_TARGET = ("unique_id", "year", "value")
_TARGETS = frozenset({*_TARGET, "target_id", "sense", "upper"})


def read_history(path: str | Path) -> HistoryTable:
    """Read annual figures from CSV (UTF-8, GB18030; comma, semicolon, tab), XLSX or Parquet.

    Columns ``region, indicator, year, value[, unit, source]`` (zh or en; without ``region`` the
    figures are the plan's own) or ``unique_id, ds, y`` with ``unique_id`` as ``region/indicator``;
    or an IAMC table, of which the observed figures are read (see ``data.tables.iamc``).
    Other columns are not looked at. Everything is vectorised: millions of rows are meant to pass.

    Raises
    ------
    PlancastError
        With every bad row (the first 50, and how many more): file, row, region, indicator, year.
    """
    raw = read_raw(path, _HISTORY)
    if is_iamc(raw.header):
        return iamc_history(read_iamc(path))
    frame, rows = _lines(raw)
    long = all(name in frame for name in _LONG)
    if not long and not all(name in frame for name in _ECOSYSTEM):
        needed = _ECOSYSTEM if "unique_id" in frame else _LONG
        raise missing_columns(raw.header, needed, Where(file=raw.file, row=1))
    _not_empty(frame, raw.file)
    keys, series_of = _long_keys(frame) if long else _ecosystem_keys(frame)
    bad = BadRows(raw.file, rows)
    year_name, value_name = ("year", "value") if long else ("ds", "y")
    year = whole_years(frame[year_name], dates=not long, bad=bad, key=year_name)
    bad.place = lambda i: (*keys[series_of[i]], int(year[i]) or None)
    value = finite_numbers(frame[value_name], bad=bad, key=value_name)
    units, unit_of = codes(texts(frame, "unit"))
    _check_names(keys, series_of, bad, key="indicator" if long else "unique_id")
    _check_units(units, unit_of, series_of, value, bad)
    _check_repeats(bad, rows, (series_of, year), usable=year > 0, key=year_name)
    bad.stop()
    sources, source_of = codes(texts(frame, "source"))
    order = np.lexsort((year, series_of))
    return HistoryTable(
        raw.file, keys, frozen_ints(series_of[order]), frozen_ints(year[order]),
        frozen_floats(value[order]), tuple(_known(symbol) for symbol in units),
        frozen_ints(unit_of[order]), sources, frozen_ints(source_of[order]),
        frozen_ints(rows[order]),
    )


def read_targets(path: str | Path) -> TargetTable:
    """Read ``unique_id, target_id, year, value, sense[, upper]`` from CSV, XLSX or Parquet.

    Without ``target_id`` a series has one target, called ``target``; without ``sense`` it is
    ``at_least``. Raises as ``read_history``.
    """
    raw = read_raw(path, _TARGETS)
    frame, rows = _lines(raw)
    if not all(name in frame for name in _TARGET):
        raise missing_columns(raw.header, _TARGET, Where(file=raw.file, row=1))
    _not_empty(frame, raw.file)
    unique_ids, series_of = codes(texts(frame, "unique_id"))
    bad = BadRows(raw.file, rows)
    year = whole_years(frame["year"], dates=True, bad=bad, key="year")
    bad.place = lambda i: ("", unique_ids[series_of[i]], int(year[i]) or None)
    value = finite_numbers(frame["value"], bad=bad, key="value")
    _check_names(tuple(("", name) for name in unique_ids), series_of, bad, key="unique_id")
    names = texts(frame, "target_id").replace("", "target")
    _, name_of = codes(names)
    _check_repeats(bad, rows, (series_of, name_of), usable=year > 0, key="target_id")
    sense_of = _senses(texts(frame, "sense"), bad)
    upper = _uppers(frame, value, sense_of, bad)
    bad.stop()
    return TargetTable(
        raw.file, unique_ids, frozen_ints(series_of), names.to_numpy(dtype=object),
        frozen_ints(year), frozen_floats(value), frozen_ints(sense_of), frozen_floats(upper),
        frozen_ints(rows),
    )


def _lines(raw: RawTable) -> tuple[pd.DataFrame, IntArray]:
    """Return the rows that hold anything, and the row of the file of each."""
    empty = blank(raw.frame)
    if not empty.any():
        return raw.frame, raw.rows
    return raw.frame[~empty].reset_index(drop=True), raw.rows[~empty]


def _not_empty(frame: pd.DataFrame, file: str) -> None:
    if not len(frame):
        raise PlancastError([problem("TABLE_EMPTY", Where(file=file))])


def _long_keys(frame: pd.DataFrame) -> tuple[tuple[SeriesKey, ...], IntArray]:
    import pandas as pd

    regions, region_of = codes(texts(frame, "region"))
    indicators, indicator_of = codes(texts(frame, "indicator"))
    pairs = region_of * len(indicators) + indicator_of
    series_of, distinct = pd.factorize(pairs)
    keys = tuple((regions[p // len(indicators)], indicators[p % len(indicators)]) for p in distinct)
    return keys, series_of.astype(np.int64)


def _ecosystem_keys(frame: pd.DataFrame) -> tuple[tuple[SeriesKey, ...], IntArray]:
    names, series_of = codes(texts(frame, "unique_id"))
    return tuple(_split(name) for name in names), series_of


def _split(name: str) -> SeriesKey:
    region, slash, indicator = name.partition("/")
    return (region.strip(), indicator.strip()) if slash else ("", name)


def _known(symbol: str) -> str:
    """Return the one spelling of a unit; it has been checked."""
    unit = find_unit(symbol)
    return unit.symbol if unit is not None else ""


def _check_names(
    keys: tuple[SeriesKey, ...], series_of: IntArray, bad: BadRows, *, key: str
) -> None:
    unnamed = np.array([not name for _, name in keys], dtype=np.bool_)
    bad.refuse("TEXT_EMPTY", unnamed[series_of], key, key=lambda _: key)


def _check_units(
    units: tuple[str, ...], unit_of: IntArray, series_of: IntArray, value: FloatArray, bad: BadRows
) -> None:
    found = [find_unit(symbol) for symbol in units]
    unknown = np.array([unit is None for unit in found], dtype=np.bool_)
    bad.refuse("UNIT_UNKNOWN", unknown[unit_of], "unit", unit=lambda i: units[unit_of[i]],
               near=lambda i: near_unit_text(units[unit_of[i]]))
    never = np.array(
        [unit is not None and not may_be_negative(Kind.AMOUNT, unit) for unit in found], np.bool_
    )
    bad.refuse("NEGATIVE_VALUE", never[unit_of] & (value < 0), "value",
               value=lambda i: f"{value[i]:g}")
    names = [unit.dimension if unit is not None and unit.symbol else "" for unit in found]
    place = {name: i for i, name in enumerate(dict.fromkeys(n for n in names if n))}
    dimension = np.array([place.get(name, -1) for name in names], dtype=np.int64)[unit_of]
    given = np.flatnonzero(dimension >= 0)
    first = np.full(int(series_of.max()) + 1, -1, dtype=np.int64)
    first[series_of[given][::-1]] = given[::-1]  # the last one written is the series' first row
    start = first[series_of]
    mixed = (dimension >= 0) & (dimension != dimension[np.maximum(start, 0)])
    bad.refuse("UNIT_MIXED", mixed, "unit", unit=lambda i: units[unit_of[i]],
               other=lambda i: units[unit_of[start[i]]])


def _check_repeats(
    bad: BadRows, rows: IntArray, columns: tuple[IntArray, IntArray], *, usable: BoolArray,
    key: str,
) -> None:
    again, first = repeats(*columns)
    bad.refuse("DUPLICATE_ROW", again & usable, key, first=lambda i: int(rows[first[i]]))


def _senses(words: pd.Series[str], bad: BadRows) -> IntArray:
    distinct, word_of = codes(words)
    place = {sense.value: i for i, sense in enumerate(SENSES)} | {"": 0}
    found = np.array([place.get(word, -1) for word in distinct], dtype=np.int64)[word_of]
    words_known = [sense.value for sense in SENSES]
    bad.refuse("WORD_UNKNOWN", found < 0, "sense", word=lambda i: distinct[word_of[i]],
               near=lambda i: near_word(distinct[word_of[i]], words_known),
               allowed=lambda _: ", ".join(words_known))
    return np.maximum(found, 0)


def _uppers(
    frame: pd.DataFrame, value: FloatArray, sense_of: IntArray, bad: BadRows
) -> FloatArray:
    between = sense_of == SENSES.index(Sense.BETWEEN)
    upper = np.full(len(value), np.nan)
    if not between.any():
        return upper
    if "upper" not in frame:
        bad.refuse("UPPER_MISSING", between, "upper")
        return upper
    lines = np.flatnonzero(between)
    inner = BadRows(bad.file, bad.rows[lines], lambda i: bad.place(int(lines[i])))
    upper[between] = finite_numbers(frame["upper"][between], bad=inner, key="upper")
    bad.found += inner.found
    bad.count += inner.count
    with np.errstate(invalid="ignore"):
        bad.refuse("UPPER_BELOW_VALUE", between & (upper <= value), "upper")
    return upper
