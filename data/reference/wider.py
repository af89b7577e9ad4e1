"""Figures of thin families by province and city, and of countries, with what is doubtful of them.

Trademarks, copyright, pledge finance and geographical indications are published in press notices
and yearbooks, not in one table. What was collected stands under ``data/bundled/wider`` (see the
README there) apart from the reference class: the law uses it only where it earns weight.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray, frozen_floats, frozen_ints
from data.reference.figures import SeriesId
from data.units import UNITS
from data.words import Kind

LISTED_FAMILY = "copyright"
"""The family the lists of fast growers are about."""

PROVINCES = 31
"""Provinces that a list of all of them covers."""

_FOLDER = Path(__file__).resolve().parents[1] / "bundled" / "wider"


@dataclass(frozen=True, slots=True)
class WiderTable:
    """Yearly figures, a row each; all arrays and tuples have one length, ``ids`` excepted.

    ``series`` (n,) is a row's place in ``ids``; ``values`` (n,) are in canonical units.
    ``definitions`` say what a figure counts where that is not the plain thing (``part_year``,
    ``credit``, ...), empty otherwise; figures of two definitions are not comparable. ``flags`` are
    ``derived`` (computed from a published growth rate or share), ``over`` ("more than") and
    ``about``.
    """

    ids: tuple[SeriesId, ...]
    series: IntArray
    years: IntArray
    values: FloatArray
    definitions: tuple[str, ...]
    flags: tuple[frozenset[str], ...]
    sources: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.years)

    def flagged(self, flag: str) -> BoolArray:
        """Return which rows (n,) carry a flag."""
        return np.array([flag in f for f in self.flags], dtype=np.bool_)


@dataclass(frozen=True, slots=True)
class GrowthBand:
    """A region whose works registrations grew by ``at_least`` (1.0: doubled) in a year, or more.

    The lists name every province above the threshold; one that is not named grew less, or is not
    known to have grown more.
    """

    region: str
    year: int
    at_least: float
    source: str


@dataclass(frozen=True, slots=True)
class WorldSeries:
    """One indicator of one country: ``values`` (years,) from ``first_year``, NaN where unknown."""

    region: str
    indicator: str
    first_year: int
    values: FloatArray


@dataclass(frozen=True, slots=True)
class ClassWindows:
    """Past windows of thin families beside the class's law of one figure; n of each.

    ``growth`` is log growth from the figure of year ``start`` to that of ``end``; the class, as
    known in ``start``, said ``middle`` with scales ``below`` and ``above``.
    """

    families: tuple[str, ...]
    indicators: tuple[str, ...]
    regions: tuple[str, ...]
    start: IntArray
    end: IntArray
    growth: FloatArray
    middle: FloatArray
    below: FloatArray
    above: FloatArray


@cache
def bundled_class_windows() -> ClassWindows:
    """Return the windows that ``benchmarks/ship_families.py`` made (ends up to 2023)."""
    rows = list(_rows("class_windows.csv"))
    names = [tuple(r[k] for r in rows) for k in ("family", "indicator", "region")]
    years = [frozen_ints([int(r[k]) for r in rows]) for k in ("start", "end")]
    floats = [frozen_floats([float(r[k]) for r in rows])
              for k in ("growth", "middle", "below", "above")]
    return ClassWindows(names[0], names[1], names[2], years[0], years[1], floats[0], floats[1],
                        floats[2], floats[3])


@cache
def bundled_class_lists() -> dict[int, tuple[FloatArray, FloatArray, FloatArray]]:
    """Return, by year of the growth lists, the class's law of that year's growth.

    Middle, scale below and scale above, one each for a small, a middling and a large region.
    """
    rows: dict[int, list[list[float]]] = {}
    for row in _rows("class_lists.csv"):
        rows.setdefault(int(row["year"]), []).append(
            [float(row[k]) for k in ("middle", "below", "above")])
    out = {}
    for year, laws in rows.items():
        middle, below, above = (frozen_floats(column) for column in zip(*laws, strict=True))
        out[year] = (middle, below, above)
    return out


@cache
def bundled_wider() -> WiderTable:
    """Return the figures of thin families by province, city and county (years up to 2023)."""
    ids: dict[SeriesId, int] = {}
    series, years, values = [], [], []
    definitions, flags, sources = [], [], []
    for row in _rows("figures.csv"):
        key = SeriesId(row["region"], row["indicator"], row["family"], Kind(row["kind"]),
                       row["group"], row["level"])
        series.append(ids.setdefault(key, len(ids)))
        years.append(int(row["year"]))
        values.append(UNITS[row["unit"]].to_canonical(float(row["value"])))
        definitions.append(row["definition"])
        flags.append(frozenset(row["flags"].split()))
        sources.append(row["source"])
    return WiderTable(tuple(ids), frozen_ints(series), frozen_ints(years), frozen_floats(values),
                      tuple(definitions), tuple(flags), tuple(sources))


@cache
def bundled_growth_bands() -> tuple[GrowthBand, ...]:
    """Return the lists of provinces whose copyright registrations grew beyond a threshold."""
    return tuple(GrowthBand(r["region"], int(r["year"]), float(r["growth_at_least"]), r["source"])
                 for r in _rows("growth_bands.csv"))


@cache
def bundled_world() -> tuple[WorldSeries, ...]:
    """Return trademark filings and charges for the use of IP by country (up to 2022)."""
    return tuple(
        WorldSeries(r["region"], r["indicator"], int(r["first_year"]), frozen_floats(
            [np.nan if v == "-" else float(v) for v in r["values"].split()]))
        for r in _rows("world.csv"))


def _rows(name: str) -> Iterator[dict[str, str]]:
    with open(_FOLDER / name, encoding="utf-8", newline="") as stream:
        yield from csv.DictReader(stream)
