"""Cells to numbers, each bad one refused under its own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from data.arrays import BoolArray, FloatArray, IntArray
from data.tables.cells import NO_UNIT, Figure, decimal_comma, figure_in, is_missing
from data.tables.check import BadRows, as_shown
from data.units import find_unit

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of the lines of a table (n,), NaN where there is none.

    ``percent`` (n,) are written with a percent sign, ``missing`` (n,) are signs that there is no
    figure, ``projected`` (n,) are marked as no observation. ``marks`` counts footnote marks.
    """

    value: FloatArray
    percent: BoolArray
    missing: BoolArray
    projected: BoolArray
    marks: int = 0


def finite_numbers(column: pd.Series[str], *, bad: BadRows, key: str) -> FloatArray:
    """Return numbers (n,) of a column without missing-value signs; see ``numbers``."""
    found = numbers(column, bad=bad, key=key)
    bad.refuse("NUMBER_EXPECTED", found.missing | found.projected | found.percent, key,
               key=lambda _: key, value=lambda i: as_shown(column, i))
    return found.value


def numbers(column: pd.Series[str], *, bad: BadRows, key: str, separator: str = "") -> Numbers:
    """Return the figures of a column.

    Refused are empty cells, texts that are no number, dates, durations, truth values, NaN and
    infinity, and what may be a decimal comma or a point between thousands.
    """
    n = len(column)
    none = np.zeros(n, dtype=np.bool_)
    kind = column.dtype.kind
    if kind in "iuf":
        plain = column.to_numpy(dtype=np.float64, na_value=np.nan)
        bad.refuse("NOT_FINITE", ~np.isfinite(plain), key, value=lambda i: str(column.iloc[i]))
        return Numbers(np.where(np.isfinite(plain), plain, np.nan), none, none, none)
    if kind in "bMm":
        code = {"b": "VALUE_IS_TRUTH", "M": "VALUE_IS_DATE", "m": "VALUE_IS_DURATION"}[kind]
        bad.refuse(code, ~none, key, value=lambda i: str(column.iloc[i]))
        return Numbers(np.full(n, np.nan), none, none, none)
    return _texts_to_numbers(column, bad, key, separator)


def _texts_to_numbers(column: pd.Series[str], bad: BadRows, key: str, separator: str) -> Numbers:
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    cells = column.to_numpy(dtype=object)
    n = len(cells)
    types = np.array([_type_of(cell) for cell in cells], dtype=np.int8)
    for number, code in _TYPE_CODES.items():
        bad.refuse(code, types == number, key, value=lambda i: str(cells[i]))
    # One text after the other is read once, however often it stands there.
    text_of, words = pd.factorize(pd.Series(
        [cell if t == _TEXT else "" for cell, t in zip(cells, types, strict=True)], dtype=object))
    distinct = [str(word) for word in words]
    figures = [figure_in(text) for text in distinct]
    found = [figures[c] if t == _TEXT else None for c, t in zip(text_of, types, strict=True)]
    value = np.array([
        float(cell) if t == _NUMBER else (np.nan if f is None else f.value)
        for cell, t, f in zip(cells, types, found, strict=True)], dtype=np.float64)
    signs = np.array([is_missing(text) for text in distinct], dtype=np.bool_)
    missing = signs[text_of] & (types == _TEXT) if n else np.zeros(0, dtype=np.bool_)
    projected = np.array([f is not None and f.projected for f in found], dtype=np.bool_)
    percent = np.array([f is not None and f.percent for f in found], dtype=np.bool_)
    _refuse_texts(column, distinct, text_of, types, missing, value, bad, key)
    _refuse_commas(distinct, figures, text_of, types, bad, key, separator)
    value = np.where(np.isfinite(value) & ~projected, value, np.nan)
    marks = sum(1 for f in found if f is not None and f.mark and not f.projected)
    return Numbers(value, percent & ~projected, missing, projected, marks)


_NUMBER, _TEXT, _TRUTH, _DATE, _DURATION, _OBJECT = range(6)
_TYPE_CODES = {_TRUTH: "VALUE_IS_TRUTH", _DATE: "VALUE_IS_DATE", _DURATION: "VALUE_IS_DURATION",
               _OBJECT: "VALUE_IS_OBJECT"}


def _type_of(cell: object) -> int:
    if isinstance(cell, str):
        return _TEXT
    if isinstance(cell, bool | np.bool_):
        return _TRUTH
    if isinstance(cell, int | float | np.integer | np.floating | Decimal):
        return _NUMBER
    if isinstance(cell, datetime | date | np.datetime64):
        return _DATE
    if isinstance(cell, time | timedelta | np.timedelta64):
        return _DURATION
    return _NUMBER if cell is None else _OBJECT


def _refuse_texts(column: pd.Series[str], distinct: Sequence[str], text_of: IntArray,
                  types: npt.NDArray[np.int8], missing: BoolArray, value: FloatArray,
                  bad: BadRows, key: str) -> None:
    """Refuse what is no number; truth values, NaN and infinity are called by their name."""
    if not len(value):
        return
    truth = np.array([t.strip().casefold() in ("true", "false") for t in distinct],
                     dtype=np.bool_)[text_of] & (types == _TEXT)
    odd = np.array([not _is_text(t) for t in distinct], dtype=np.bool_)[text_of]
    number = (types == _NUMBER) | ((types == _TEXT) & (odd | np.isinf(value)))
    open_ended = ~np.isfinite(value) & ~missing
    bad.refuse("NOT_FINITE", open_ended & number, key, value=lambda i: str(column.iloc[i]))
    bad.refuse("VALUE_IS_TRUTH", truth, key, value=lambda i: str(column.iloc[i]))
    comma = np.array([decimal_comma(t) for t in distinct], dtype=np.bool_)[text_of]
    rest = open_ended & ~number & (types == _TEXT) & ~truth & ~comma
    bad.refuse("NUMBER_EXPECTED", rest, key, key=lambda _: key, value=lambda i: as_shown(column, i))


def _refuse_commas(distinct: Sequence[str], figures: Sequence[Figure | None], text_of: IntArray,
                   types: npt.NDArray[np.int8], bad: BadRows, key: str, separator: str) -> None:
    """Ask once where commas or points may stand for either thousands or decimals."""
    sure = np.array([decimal_comma(t) for t in distinct], dtype=np.bool_)
    thousands = np.array([f is not None and f.comma == "thousands" for f in figures], np.bool_)
    points = [t.strip() for t in distinct if "." in t]
    grouped = [t for t in points if _POINT_GROUP.fullmatch(t)]
    doubtful = sure | (thousands if separator == ";" or sure.any() else np.zeros_like(sure))
    if separator == ";" and len(points) >= 2 and len(grouped) == len(points):
        doubtful |= np.array([t.strip() in grouped for t in distinct], dtype=np.bool_)
    if not len(text_of):
        return
    lines = np.flatnonzero(doubtful[text_of] & (types == _TEXT))
    if len(lines):
        only = np.zeros(len(text_of), dtype=np.bool_)
        only[lines[0]] = True
        bad.refuse("DECIMAL_COMMA", only, key, value=lambda i: distinct[text_of[i]],
                   count=lambda _: len(lines))


_POINT_GROUP = re.compile(r"[1-9]\d{0,2}\.\d{3}")




def _is_text(cell: object) -> bool:
    """A text that is not a way of writing NaN or infinity."""
    if not isinstance(cell, str):
        return False
    return cell.strip().lstrip("+-").casefold() not in {"nan", "inf", "infinity"}


_PERCENT_OF = re.compile(
    r"(?:%|per ?cent|percentage|pct)(?:\s+of\b.{0,60})?|pc|百分比|百分数|百分率", re.IGNORECASE)


def _plain_unit(word: str) -> str:
    """Return a unit without the words for plain numbers; % for percentages of anything."""
    if word.casefold() in NO_UNIT:
        return ""
    return "%" if find_unit(word) is None and _PERCENT_OF.fullmatch(word.strip()) else word


def units_with_percent(words: tuple[str, ...], word_of: IntArray, read: Numbers, bad: BadRows,
                       ) -> tuple[tuple[str, ...], IntArray]:
    """Return the units of the lines, % where the cell says so and no unit is given.

    ``words`` are the distinct units and ``word_of`` (n,) which of them each line has. Words for
    plain numbers are no unit. Refused is a percent sign beside another unit (PERCENT_UNIT).
    """
    words = tuple(_plain_unit(word) for word in words)
    if not read.percent.any():
        return words, word_of
    found = [find_unit(word) for word in words]
    other = np.array([not (word == "" or (unit is not None and unit.dimension == "percent"
                                          and unit.factor == 1))
                      for word, unit in zip(words, found, strict=True)], dtype=np.bool_)[word_of]
    bad.refuse("PERCENT_UNIT", other & read.percent, "value", unit=lambda i: words[word_of[i]])
    empty = np.array([word == "" for word in words], dtype=np.bool_)[word_of]
    return (*words, "%"), np.where(read.percent & empty, len(words), word_of)


def percent_throughout(units: tuple[str, ...], unit_of: IntArray, series_of: IntArray,
                       read: Numbers) -> IntArray:
    """Return the units of the lines, % also where a line has none and others of its series are
    written with a percent sign: 45%, 46%, 0.47 is a slip and no other unit.
    """
    if not read.percent.any():
        return unit_of
    signed = np.isin(series_of, np.unique(series_of[read.percent]))
    empty = np.array([word == "" for word in units], dtype=np.bool_)[unit_of]
    return np.where(signed & empty, len(units) - 1, unit_of)
