"""One measured history."""

from __future__ import annotations

from dataclasses import dataclass

from data.arrays import FloatArray, IntArray, frozen_floats, frozen_ints
from data.units import Unit
from data.words import Kind

Bounds = tuple[float | None, float | None]


@dataclass(frozen=True, slots=True)
class Series:
    """Annual observations of one indicator in one region.

    ``years`` (n,) strictly increasing integers, ``values`` (n,) finite, in the canonical unit of
    ``unit``'s dimension. Gaps are simply years that are not there. ``derived`` (n,) of the
    sources' marks: True where a figure was computed from another figure of the document.
    """

    region: str
    indicator: str
    years: IntArray
    values: FloatArray
    kind: Kind
    unit: Unit  # as published; for display
    family: str = ""
    bounds: Bounds = (None, None)  # natural bounds, canonical unit
    sources: tuple[str, ...] = ()  # one per observation, or empty
    derived: tuple[bool, ...] = ()  # one per observation, or empty

    def __post_init__(self) -> None:
        object.__setattr__(self, "years", frozen_ints(self.years))
        object.__setattr__(self, "values", frozen_floats(self.values))

    @property
    def key(self) -> tuple[str, str]:
        """(region, indicator)."""
        return (self.region, self.indicator)

    def __len__(self) -> int:
        return len(self.years)

    def until(self, year: int) -> Series:
        """Return the observations up to and including ``year``: nothing later is seen."""
        keep = self.years <= year
        pick = [i for i, k in enumerate(keep) if k]
        return Series(
            self.region, self.indicator, self.years[keep], self.values[keep], self.kind, self.unit,
            self.family, self.bounds,
            tuple(self.sources[i] for i in pick) if self.sources else (),
            tuple(self.derived[i] for i in pick) if self.derived else (),
        )

    def at(self, year: int) -> float | None:
        """Return the value observed in ``year``, or ``None``."""
        hit = [float(v) for y, v in zip(self.years, self.values, strict=True) if y == year]
        return hit[0] if hit else None


@dataclass(frozen=True, slots=True)
class Partial:
    """A part-year observation: months ``first``..``last`` (1-12) of ``year``; never a full year."""

    region: str
    indicator: str
    year: int
    first: int
    last: int
    value: float  # canonical unit
    unit: Unit
    source: str = ""

    @property
    def name(self) -> str:
        """What the figure is called in traces: ``grants 2023-01..04``."""
        return f"{self.indicator} {self.year}-{self.first:02d}..{self.last:02d}"
