"""A plan: indicators, targets and the figures the document itself gives."""

from __future__ import annotations

from dataclasses import dataclass

from data.series import Bounds, Partial, Series
from data.units import Unit
from data.words import NOTHING, Basis, Kind, Level, Place, Regime, Role, Sense, Text


@dataclass(frozen=True, slots=True)
class Span:
    """Where in the source document a number stands: its line, and its characters in that line.

    ``line`` counts from 1; ``start`` and ``end`` are character offsets, end exclusive.
    """

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured. ``readings`` lists the admissible kinds when ``kind`` is undeclared.

    ``terms`` are other names under which the document speaks of it.
    """

    id: str
    name: Text
    unit: Unit
    kind: Kind
    readings: tuple[Kind, ...] = ()
    family: str = ""
    bounds: Bounds = (None, None)
    direction: int = 1  # +1 more is better, -1 less is better
    inflow: str | None = None  # indicator whose yearly flow adds to this stock or running total
    note: Text = NOTHING
    terms: tuple[str, ...] = ()
    definition_changed: int | None = None  # first year of figures under a new definition


@dataclass(frozen=True, slots=True)
class Target:
    """One target. Values in canonical units; rates (growth, CAGR) in percent.

    ``value`` is ``None`` when the document gives no number (for example "above the region's
    average"); ``upper`` is the upper edge for ``Sense.BETWEEN``; ``tolerance`` the half-width of
    ``Sense.ABOUT`` as a share of the value, where the document states one; ``relative_to`` the
    region that ``Basis.RELATIVE_TO_REGION`` compares with (``value``, if any, is the margin);
    ``stated_growth`` is the growth the document itself prints, in percent. ``confidence`` (0-1)
    says how sure a reader of the document was, where a program read it. ``lead_unit`` names who is
    responsible (牵头单位), where the plan says so.
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
    note: Text = NOTHING
    tolerance: float | None = None
    relative_to: str = ""
    span: Span | None = None
    confidence: float | None = None
    lead_unit: Text = Text("", "")


@dataclass(frozen=True, slots=True)
class Statement:
    """Something the document says of an indicator, beside the row that the plan takes it from.

    The document linter compares statements with each other and with the plan's own rows. A level
    is in the canonical unit, a rate (``Basis.GROWTH_FROM_BASE``, ``CAGR_FROM_BASE``) in percent
    from ``base_year`` to ``year``. ``unit`` is the unit as written; ``term`` the name as written.
    """

    indicator: str
    region: str
    role: Role
    year: int
    value: float | None
    unit: Unit
    sense: Sense = Sense.AT_LEAST
    basis: Basis = Basis.LEVEL
    base_year: int | None = None
    place: Place = Place.TEXT
    term: str = ""
    source: str = ""
    span: Span | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Parts:
    """A region and the regions it consists of: their figures add up to its own.

    ``indicators`` limits this to some indicators; empty means every one that can be added.
    """

    whole: str
    parts: tuple[str, ...]
    indicators: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unread:
    """A passage of the source document that looks quantitative and was not understood."""

    text: str
    reason: str
    span: Span | None = None


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
    level: Level | None = None  # of government
    statements: tuple[Statement, ...] = ()
    parts: tuple[Parts, ...] = ()
    unread: tuple[Unread, ...] = ()
    regime: Regime | None = None  # as declared; its default: forecast.plan_targets.evidence

    def indicator(self, id_: str) -> Indicator:
        """Return the indicator with this id. Raises ``KeyError`` when there is none."""
        for indicator in self.indicators:
            if indicator.id == id_:
                return indicator
        raise KeyError(id_)

    def series(self, indicator: str, region: str | None = None) -> Series | None:
        """Return a region's history of an indicator, the plan's own region's by default."""
        own = (self.region.zh, self.region.en)
        names = own if region is None or region in own else (region,)
        for series in self.history:
            if series.indicator == indicator and series.region in names:
                return series
        return None
