"""Raw columns to numbers, vectorised, with every bad row at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.errors import PlancastError, Problem, Where, problem

if TYPE_CHECKING:
    import pandas as pd

MAX_LISTED = 50
"""Problems of one table that are listed; of the rest only the number is said."""

MIN_YEAR, MAX_YEAR = 1800, 2300

_YEAR_TEXT = r"^\s*(\d{4})(?:\.0+)?\s*(?:年度?)?\s*$"
_DATE_TEXT = r"^\s*(\d{4})(?:\.0+|\s*年度?|[-/.年]\d{1,2}(?:\D.*)?)?\s*$"


@dataclass(slots=True)
class BadRows:
    """The problems of one table: only the first ``MAX_LISTED`` are built, all are counted."""

    file: str
    rows: IntArray  # row of the file of each line of the table
    place: Callable[[int], tuple[str, str, int | None]] = lambda _: ("", "", None)
    found: list[Problem] = field(default_factory=list)
    count: int = 0

    def refuse(
        self, code: str, bad: BoolArray, column: str, /, **details: Callable[[int], object]
    ) -> None:
        """Record the lines where ``bad`` (n,) holds; ``details`` give the words for a line."""
        lines = np.flatnonzero(bad)
        self.count += len(lines)
        for line in lines[:MAX_LISTED]:
            i = int(line)
            region, indicator, year = self.place(i)
            where = Where(self.file, int(self.rows[i]), column, region, indicator, year)
            self.found.append(problem(code, where, **{k: f(i) for k, f in details.items()}))

    def stop(self) -> None:
        """Raise ``PlancastError`` if anything was found."""
        if not self.count:
            return
        listed = sorted(self.found, key=lambda p: p.where.row or 0)[:MAX_LISTED]
        rest = self.count - len(listed)
        if rest:
            listed.append(problem("MORE_PROBLEMS", Where(file=self.file), count=rest))
        raise PlancastError(listed)


def texts(frame: pd.DataFrame, name: str) -> pd.Series[str]:
    """Return a column as stripped texts; absent columns and empty cells are ``""``."""
    import pandas as pd

    if name not in frame:
        return pd.Series("", index=frame.index, dtype=object)
    column = frame[name]
    if isinstance(column.dtype, pd.CategoricalDtype):
        column = column.astype(object)
    return column.where(column.notna(), "").astype(str).str.strip()


def codes(column: pd.Series[str]) -> tuple[tuple[str, ...], IntArray]:
    """Return the distinct texts in order of appearance and the number of each row's (n,)."""
    import pandas as pd

    numbers, words = pd.factorize(column)
    return tuple(str(word) for word in words), numbers.astype(np.int64)


def blank(frame: pd.DataFrame) -> BoolArray:
    """Return which rows have nothing in any column (n,)."""
    empty = np.ones(len(frame), dtype=np.bool_)
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind in "iuf":
            empty &= column.isna().to_numpy()
        else:
            empty &= (texts(frame, name) == "").to_numpy()
    return empty


def whole_years(column: pd.Series[str], *, dates: bool, bad: BadRows, key: str) -> IntArray:
    """Return years (n,); lines that are not whole years between 1800 and 2300 are refused.

    With ``dates`` a date or timestamp counts as its year.
    """
    import pandas as pd

    if dates and pd.api.types.is_datetime64_any_dtype(column.dtype):
        numbers = pd.DatetimeIndex(column).year.to_numpy(dtype=np.float64)
    elif column.dtype.kind in "iuf":
        numbers = column.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        found = column.astype(str).str.extract(_DATE_TEXT if dates else _YEAR_TEXT)[0]
        numbers = pd.to_numeric(found, errors="coerce").to_numpy(dtype=np.float64)
    with np.errstate(invalid="ignore"):
        good = (numbers == np.floor(numbers)) & (numbers >= MIN_YEAR) & (numbers <= MAX_YEAR)
    bad.refuse("YEAR_NOT_WHOLE", ~good, key, value=lambda i: _shown(column, i))
    return np.where(good, numbers, 0).astype(np.int64)


def finite_numbers(column: pd.Series[str], *, bad: BadRows, key: str) -> FloatArray:
    """Return numbers (n,); empty cells, texts, NaN and infinity are refused and become NaN."""
    import pandas as pd

    plain = column.dtype.kind in "iuf"
    numeric = column if plain else pd.to_numeric(column, errors="coerce")
    numbers = numeric.to_numpy(dtype=np.float64, na_value=np.nan)
    wrong = ~np.isfinite(numbers)
    if wrong.any():
        spoken = np.zeros(len(wrong), dtype=np.bool_)
        for i in np.flatnonzero(wrong) if not plain else ():
            spoken[i] = _is_text(column.iloc[i])
        bad.refuse("NUMBER_EXPECTED", wrong & spoken, key, key=lambda _: key,
                   value=lambda i: _shown(column, i))
        bad.refuse("NOT_FINITE", wrong & ~spoken, key, value=lambda i: str(column.iloc[i]))
    return np.where(wrong, np.nan, numbers)


def _shown(column: pd.Series[str], i: int) -> str:
    """Return a cell as a message shows it: a text in quotes, so that a blank is seen."""
    cell: object = column.iloc[i]
    return repr(cell[:60]) if isinstance(cell, str) else str(cell)


def _is_text(cell: object) -> bool:
    """A text that is not a way of writing NaN or infinity."""
    if not isinstance(cell, str):
        return False
    return cell.strip().lstrip("+-").casefold() not in {"nan", "inf", "infinity"}


def repeats(*columns: IntArray) -> tuple[BoolArray, IntArray]:
    """Return which rows repeat an earlier one in all columns (n,), and the first such row (n,)."""
    order = np.lexsort(columns[::-1])
    same = np.ones(max(len(order) - 1, 0), dtype=np.bool_)
    for column in columns:
        same &= column[order][1:] == column[order][:-1]
    again = np.concatenate([[False], same]) if len(order) else np.zeros(0, dtype=np.bool_)
    start = np.maximum.accumulate(np.where(again, 0, np.arange(len(order))))
    out = np.zeros(len(order), dtype=np.bool_)
    first = np.zeros(len(order), dtype=np.int64)
    out[order] = again
    first[order] = order[start] if len(order) else first
    return out, first
