"""A plan: indicators, targets and the figures the document itself gives."""

from __future__ import annotations

from dataclasses import dataclass

from data.series import Bounds, Partial, Series
from data.units import Unit
from data.words import Basis, Kind, Level, Sense, Text


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. ``readings`` lists the admissible kinds when ``kind`` is undeclared."""

    id: str
    name: Text
    unit: Unit
    kind: Kind
    readings: tuple[Kind, ...] = ()
    family: str = ""
    bounds: Bounds = (None, None)
    direction: int = 1  # +1 more is better, -1 less is better
    inflow: str | None = None  # indicator whose yearly flow adds to this stock or running total
    note: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Target:
    """One target. Values in canonical units; rates (growth, CAGR) in percent.

    ``value`` is ``None`` when the document gives no number (for example "above the region's
    average"); ``upper`` is the upper edge for ``Sense.BETWEEN``; ``stated_growth`` is the growth
    the document itself prints, in percent.
    """

    id: str
    indicator: str
    region: str
    year: int
    value: float | None
    sense: Sense = Sense.AT_LEAST
    basis: Basis = Basis.LEVEL
    upper: float | None = None
    base_year: int | None = None
    base_value: float | None = None
    stated_growth: float | None = None
    binding: bool = False
    in_table: bool = True
    source: str = ""
    note: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Period:
    """Base year, first year and last year of the plan."""

    base: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan as it was declared; nothing is computed here."""

    id: str
    title: Text
    region: Text
    period: Period
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    history: tuple[Series, ...]
    partials: tuple[Partial, ...] = ()
    origin: str = ""  # where the plan was read from, for error messages
    level: Level | None = None  # of government, for the outside view

    def indicator(self, id_: str) -> Indicator:
        """Return the indicator with this id. Raises ``KeyError`` when there is none."""
        for indicator in self.indicators:
            if indicator.id == id_:
                return indicator
        raise KeyError(id_)

    def series(self, indicator: str) -> Series | None:
        """Return the plan region's own history of an indicator, if there is one."""
        for series in self.history:
            if series.indicator == indicator and series.region in (self.region.zh, self.region.en):
                return series
        return None
