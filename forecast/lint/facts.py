"""Every number of a plan as one list of statements, whichever part of the plan it comes from."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from data.plan import Indicator, Plan, Statement, Target
from data.series import Series
from data.units import Unit, find_unit
from data.words import Basis, Kind, Place, Role, Sense
from forecast.lint.findings import Spot

FLOWS = (Kind.FLOW, Kind.AMOUNT)
"""Kinds whose figure is counted within a year."""

LEVELS = (Kind.STOCK, Kind.CUMULATIVE)
"""Kinds whose figure is there at the end of a year."""

Key = TypeVar("Key", bound=Hashable)

RATES = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE)


@dataclass(frozen=True, slots=True)
class Stated:
    """One number of the document: who, when, what is claimed of it, and where it stands.

    Levels are in the canonical unit, rates in percent from ``base_year`` to ``year``. ``unit`` is
    the unit as written: its printed digits say how exact the number is. ``derived`` marks a
    figure that was computed from another one and proves nothing.
    """

    spot: Spot
    indicator: Indicator
    region: str
    role: Role
    year: int
    value: float
    unit: Unit
    sense: Sense = Sense.AT_LEAST
    basis: Basis = Basis.LEVEL
    base_year: int | None = None
    place: Place | None = None
    term: str = ""
    derived: bool = False

    @property
    def is_level(self) -> bool:
        """Whether the number is a level of the indicator in ``year``."""
        return self.basis is Basis.LEVEL and self.role is not Role.GROWTH


@dataclass(frozen=True, slots=True)
class Facts:
    """A plan and its numbers, targets first, then the history, then the other statements.

    ``levels`` and ``aims`` index the figures (not derived) by indicator, region and year and the
    target numbers by indicator, region and basis; ``places`` everything reached by region and
    year; ``rows`` the numbers by row of the plan file; ``names`` the terms of each indicator.
    Made by ``facts_of``.
    """

    plan: Plan
    said: tuple[Stated, ...]
    levels: Mapping[tuple[str, str, int], tuple[Stated, ...]]
    aims: Mapping[tuple[str, str, Basis], tuple[Stated, ...]]
    places: Mapping[tuple[str, int], tuple[Stated, ...]]
    rows: Mapping[tuple[str, int | None], tuple[Stated, ...]]
    names: Mapping[str, tuple[str, ...]]

    def actuals(self, indicator: str, region: str, year: int) -> tuple[Stated, ...]:
        """Return every figure given for an indicator, a region and a year; none derived."""
        return self.levels.get((indicator, region, year), ())

    def actual(self, indicator: str, region: str, year: int | None) -> Stated | None:
        """Return the first figure given for an indicator, a region and a year."""
        found = () if year is None else self.actuals(indicator, region, year)
        return found[0] if found else None

    def reached(self, region: str, year: int) -> tuple[Stated, ...]:
        """Return all that is said to have been reached in a region and year, derived or not."""
        return self.places.get((region, year), ())

    def goals(self, indicator: str, region: str, basis: Basis = Basis.LEVEL) -> tuple[Stated, ...]:
        """Return the target numbers of an indicator in a region, of one basis."""
        return self.aims.get((indicator, region, basis), ())

    def of(self, role: Role) -> Iterator[Stated]:
        """Iterate over the numbers of one role."""
        return (s for s in self.said if s.role is role)

    def base_of(self, goal: Stated) -> Stated | None:
        """Return the base of a target number: its own row's, else the figure of its base year."""
        year = self.plan.period.base if goal.base_year is None else goal.base_year
        if goal.spot.section == "targets":
            for s in self.rows[goal.spot.section, goal.spot.index]:
                if s.role is Role.ACTUAL:
                    return s
        return self.actual(goal.indicator.id, goal.region, year)

    def bases(self) -> Iterator[Stated]:
        """Iterate over the bases that targets are counted from, each once."""
        seen: set[tuple[str, str, int]] = set()
        for goal in self.of(Role.TARGET):
            base = self.base_of(goal)
            if base is None or (key := (base.indicator.id, base.region, base.year)) in seen:
                continue
            seen.add(key)
            yield base

    def terms(self, indicator: Indicator) -> tuple[str, ...]:
        """Return the names the document uses for an indicator; English only where no other is."""
        return self.names[indicator.id]


def facts_of(plan: Plan) -> Facts:
    """Return the numbers of ``plan``."""
    said: list[Stated] = []
    for i, target in enumerate(plan.targets):
        said += _of_target(i, target, plan.indicator(target.indicator))
    for series in plan.history:
        said += _of_series(series, plan.indicator(series.indicator))
    for i, statement in enumerate(plan.statements):
        if statement.value is not None:
            said.append(_of_statement(i, statement, statement.value,
                                      plan.indicator(statement.indicator)))
    known = [s for s in said if s.role is Role.ACTUAL and s.is_level and not s.derived]
    goals = [s for s in said if s.role is Role.TARGET]
    return Facts(
        plan, tuple(said), _grouped(known, lambda s: (s.indicator.id, s.region, s.year)),
        _grouped(goals, lambda s: (s.indicator.id, s.region, s.basis)),
        _grouped([s for s in said if s.role is Role.ACTUAL], lambda s: (s.region, s.year)),
        _grouped(said, lambda s: (s.spot.section, s.spot.index)), _names(plan))


def _grouped(said: list[Stated], key: Callable[[Stated], Key]) -> dict[Key, tuple[Stated, ...]]:
    groups: dict[Key, list[Stated]] = {}
    for s in said:
        groups.setdefault(key(s), []).append(s)
    return {k: tuple(group) for k, group in groups.items()}


def _names(plan: Plan) -> dict[str, tuple[str, ...]]:
    written: dict[str, list[str]] = {
        i.id: [i.name.zh or i.name.en, *i.terms] for i in plan.indicators}
    for statement in plan.statements:
        if statement.term:
            written[statement.indicator].append(statement.term)
    return {id_: tuple(dict.fromkeys(terms)) for id_, terms in written.items()}


def target_spot(index: int, target: Target) -> Spot:
    """Return the place of a target."""
    return Spot("targets", index, target.indicator, target.region, target.year, target.source,
                target.span)


def _of_target(index: int, target: Target, indicator: Indicator) -> Iterator[Stated]:
    spot = target_spot(index, target)
    place = Place.TABLE if target.in_table else Place.TEXT
    unit = _rate_unit() if target.basis in RATES else indicator.unit
    if target.value is not None:
        yield Stated(spot, indicator, target.region, Role.TARGET, target.year, target.value, unit,
                   target.sense, target.basis, target.base_year, place)
    if target.base_value is not None and target.base_year is not None:
        at_base = replace(spot, year=target.base_year, span=None)  # the span is the value's
        yield Stated(at_base, indicator, target.region, Role.ACTUAL, target.base_year,
                   target.base_value, indicator.unit, place=place)
    if target.stated_growth is not None:
        yield Stated(spot, indicator, target.region, Role.GROWTH, target.year,
                   target.stated_growth, _rate_unit(), basis=Basis.GROWTH_FROM_BASE,
                   base_year=target.base_year, place=place)


def _of_series(series: Series, indicator: Indicator) -> Iterator[Stated]:
    for i, (year, value) in enumerate(zip(series.years, series.values, strict=True)):
        source = series.sources[i] if series.sources else ""
        spot = Spot("history", None, indicator.id, series.region, int(year), source)
        yield Stated(spot, indicator, series.region, Role.ACTUAL, int(year), float(value),
                   series.unit, derived=bool(series.derived[i]) if series.derived else False)


def _of_statement(index: int, row: Statement, value: float, indicator: Indicator) -> Stated:
    spot = Spot("statements", index, row.indicator, row.region, row.year, row.source, row.span)
    unit = _rate_unit() if row.basis in RATES else row.unit
    return Stated(spot, indicator, row.region, row.role, row.year, value, unit, row.sense,
                row.basis, row.base_year, row.place, row.term)


def _rate_unit() -> Unit:
    unit = find_unit("%")
    assert unit is not None
    return unit
