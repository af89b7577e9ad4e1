"""The figures of thin families by region, from every table at hand, as known in a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from data.arrays import FloatArray
from data.reference.figures import bundled_reference
from data.reference.wider import bundled_wider
from data.words import Kind
from forecast.knowledge import bare_region

NATIONAL = "national"


@dataclass(frozen=True, slots=True)
class FamilySeries:
    """One indicator of one region; years ascending, values above zero in canonical units."""

    region: str  # without its rank
    level: str  # national | province | city | county
    indicator: str
    family: str
    kind: Kind
    group: str
    years: tuple[int, ...]
    values: tuple[float, ...]
    definitions: tuple[str, ...]  # what a figure counts where that is not the plain thing


@cache
def family_series() -> tuple[FamilySeries, ...]:
    """Return the series of every family that has none in the table of provinces.

    A figure that stands in the reference class and among the wider ones is taken from the former.
    """
    reference, wider = bundled_reference(), bundled_wider()
    known = {id_.family for id_ in reference.ids if id_.level == "province"}
    found: dict[tuple[str, str], dict[int, tuple[float, str]]] = {}
    about: dict[tuple[str, str], tuple[str, str, Kind, str]] = {}
    plain = ("",) * len(reference)
    for table, definitions in ((reference, plain), (wider, wider.definitions)):
        for row, code in enumerate(table.series):
            id_ = table.ids[code]
            if id_.family in known or id_.group == "score" or table.values[row] <= 0:
                continue
            key = (bare_region(id_.region), id_.indicator)
            about.setdefault(key, (id_.level, id_.family, id_.kind, id_.group))
            found.setdefault(key, {}).setdefault(
                int(table.years[row]), (float(table.values[row]), definitions[row]))
    out = []
    for (region, indicator), figures in sorted(found.items()):
        level, family, kind, group = about[region, indicator]
        years = tuple(sorted(figures))
        values, definitions = zip(*(figures[y] for y in years), strict=True)
        out.append(FamilySeries(region, level, indicator, family, kind, group, years, values,
                                definitions))
    return tuple(out)


def levels_elsewhere(family: str, *, year: int | None, without: frozenset[str] = frozenset(),
                     ) -> FloatArray:
    """Return the last log level known by ``year`` of each series of a family; no nation's.

    ``without`` names regions, without their rank, that are left out.
    """
    out = []
    for s in family_series():
        if s.family != family or s.level == NATIONAL or s.region in without:
            continue
        known = [v for y, v in zip(s.years, s.values, strict=True) if year is None or y <= year]
        if known:
            out.append(float(np.log(known[-1])))
    return np.array(out)
