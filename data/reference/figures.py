"""The bundled reference figures: what comparable indicators did elsewhere, with their sources.

Everything is plain CSV under ``data/bundled/reference`` (see the README there) and is read with
the standard library: the panel has to be ready in a few hundredths of a second.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from data.arrays import FloatArray, IntArray, frozen_floats, frozen_ints
from data.units import UNITS
from data.words import Kind

_FOLDER = Path(__file__).parents[1] / "bundled" / "reference"
_LEVELS = (("national", "national.csv"), ("province", "provinces.csv"), ("city", "cities.csv"))

REFERENCE_VERSION = "2026.1"
"""Changes whenever a bundled figure changes; recorded in every result that uses them."""


@dataclass(frozen=True, slots=True)
class SeriesId:
    """What one reference series is. ``group`` is the coarser class its family belongs to."""

    region: str
    indicator: str
    family: str
    kind: Kind
    group: str  # flow_count | stock_count | amount | ratio | score
    level: str  # national | province | city


@dataclass(frozen=True, slots=True)
class Panel:
    """Reference series side by side.

    ``values`` is (series, time) in canonical units, NaN where there is no figure; column j is
    ``years[j]``, without gaps; row i is ``ids[i]``. No row is empty.
    """

    ids: tuple[SeriesId, ...]
    years: IntArray
    values: FloatArray

    @property
    def families(self) -> tuple[str, ...]:
        """The family of each row."""
        return tuple(id_.family for id_ in self.ids)

    @property
    def groups(self) -> tuple[str, ...]:
        """The group of each row."""
        return tuple(id_.group for id_ in self.ids)

    def take(self, rows: IntArray) -> Panel:
        """Return the rows with these numbers, in this order."""
        return Panel(tuple(self.ids[i] for i in rows), self.years,
                     frozen_floats(self.values[np.asarray(rows, dtype=np.int64)]))


@dataclass(frozen=True, slots=True)
class ReferenceTable:
    """All reference figures, a row each; the arrays have one length.

    ``series`` (n,) is the row's place in ``ids``; ``values`` (n,) are in canonical units.
    """

    ids: tuple[SeriesId, ...]
    series: IntArray
    years: IntArray
    values: FloatArray
    sources: tuple[str, ...]
    version: str = REFERENCE_VERSION

    def __len__(self) -> int:
        return len(self.years)

    def panel(self, as_of: int | None = None, *, family: str = "", group: str = "") -> Panel:
        """Return the series with what was known for years up to and including ``as_of``.

        ``family`` and ``group`` narrow the choice; an empty one does not. Series without a figure
        by then are left out. The axis runs from the first to the last year that has a figure.
        """
        wanted = np.array(
            [family in ("", id_.family) and group in ("", id_.group) for id_ in self.ids],
            dtype=np.bool_,
        )
        keep = wanted[self.series] if len(self) else np.zeros(0, dtype=np.bool_)
        if as_of is not None:
            keep &= self.years <= as_of
        if not keep.any():
            return Panel((), frozen_ints([]), frozen_floats(np.empty((0, 0))))
        rows, place = np.unique(self.series[keep], return_inverse=True)
        first, last = int(self.years[keep].min()), int(self.years[keep].max())
        values = np.full((len(rows), last - first + 1), np.nan)
        values[place, self.years[keep] - first] = self.values[keep]
        return Panel(tuple(self.ids[i] for i in rows), frozen_ints(np.arange(first, last + 1)),
                     frozen_floats(values))


@cache
def bundled_reference() -> ReferenceTable:
    """Return the bundled reference figures (years up to 2023), in canonical units."""
    families = {row[0]: row[1:] for row in _rows("families.csv")}
    places: dict[tuple[str, str, str, str], int] = {}
    series: list[int] = []
    years: list[int] = []
    values: list[float] = []
    sources: list[str] = []
    for level, name in _LEVELS:
        for region, indicator, year, value, unit, source, family in _rows(name):
            series.append(places.setdefault((region, indicator, family, level), len(places)))
            years.append(int(year))
            known = UNITS[unit]
            number = float(value)
            values.append(number if known.factor == 1 else known.to_canonical(number))
            sources.append(source)
    ids = []
    for region, indicator, family, level in places:
        _, kind, group = families[indicator]
        ids.append(SeriesId(region, indicator, family, Kind(kind), group, level))
    return ReferenceTable(tuple(ids), frozen_ints(series), frozen_ints(years),
                          frozen_floats(values), tuple(sources))


def _rows(name: str) -> list[list[str]]:
    with open(_FOLDER / name, encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream))[1:]
