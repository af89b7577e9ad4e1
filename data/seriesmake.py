"""Single observations to ``Series``: grouped by region and indicator, sorted by year."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from data.arrays import frozen_floats, frozen_ints
from data.plan import Indicator
from data.series import Series
from data.units import Unit


@dataclass(frozen=True, slots=True)
class Observation:
    """One figure, in the canonical unit; ``unit`` is the one it was published in."""

    region: str
    indicator: str
    year: int
    value: float
    unit: Unit
    source: str = ""
    derived: bool = False


def collect_series(
    observations: Iterable[Observation], indicators: Mapping[str, Indicator]
) -> tuple[Series, ...]:
    """Group observations of known indicators into series, in order of first appearance.

    Each (region, indicator, year) may occur once; the callers have seen to that.
    """
    groups: dict[tuple[str, str], list[Observation]] = {}
    for found in observations:
        groups.setdefault((found.region, found.indicator), []).append(found)
    return tuple(
        _series(sorted(group, key=lambda o: o.year), indicators[key[1]])
        for key, group in groups.items()
    )


def observations(series: Series) -> list[Observation]:
    """Return the figures of a series one by one; ``collect_series`` puts them together again."""
    n = len(series)
    return [Observation(series.region, series.indicator, int(year), float(value), series.unit,
                        source, derived)
            for year, value, source, derived in zip(
                series.years, series.values, series.sources or ("",) * n,
                series.derived or (False,) * n, strict=True)]


def _series(group: list[Observation], indicator: Indicator) -> Series:
    return Series(
        group[0].region, indicator.id,
        frozen_ints([o.year for o in group]), frozen_floats([o.value for o in group]),
        indicator.kind, group[0].unit, indicator.family, indicator.bounds,
        tuple(o.source for o in group), tuple(o.derived for o in group),
    )
