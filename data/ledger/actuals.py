"""Actuals on their way into a ledger and out of it again: a table, figures, a plan's history.

A table of actuals is a long table (region, indicator, year, value[, unit, source]) that may also
say which months a figure covers (``first``, ``last``: a part of the year) and on what day it was
published. Everything is checked against the plan before anything is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from data.errors import PlancastError, Problem, Where, problem
from data.joining import impossible, indicator_names, plain_region
from data.ledger.entries import EntryKind
from data.ledger.store import Ledger
from data.ledger.vintages import Figure
from data.plan import Indicator, Plan
from data.series import Partial
from data.seriesmake import Observation, collect_series
from data.tablecheck import BadRows, blank, finite_numbers, texts, whole_years
from data.tableread import missing_columns, read_raw
from data.units import UNITS, Unit, find_unit

if TYPE_CHECKING:
    import pyarrow as pa

_WANTED = frozenset({"region", "indicator", "year", "value", "unit", "source", "first", "last",
                     "published"})
_NEEDED = ("indicator", "year", "value")
DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
"""A day as the ledger writes it."""
SLIPS = (1e3, 1e4, 1e8)
"""Factors between 件, 千件, 万件, 元, 万元, 亿元: a jump this close to one of them is a slip."""
SLIP_WIDTH = 2.0


def read_actuals(path: str | Path, plan: Plan, *, known: Iterable[Figure] = (),
                 trust_units: bool = False) -> tuple[Figure, ...]:
    """Return the figures of a table of actuals, in canonical units, checked against the plan.

    ``known`` are figures already in the ledger: beside the plan's own history they show slips of
    the unit, unless the units are to be trusted.

    Raises
    ------
    PlancastError
        With every problem at once: unknown indicator or unit, another dimension than the
        indicator's, a year not after the plan's base, impossible values, odd months or days, a
        figure given twice, a jump that looks like a wrong unit.
    """
    raw = read_raw(path, _WANTED)
    empty = blank(raw.frame)
    frame, rows = raw.frame[~empty].reset_index(drop=True), raw.rows[~empty]
    if not all(name in frame for name in _NEEDED):
        raise missing_columns(raw.header, _NEEDED, Where(file=raw.file, row=1))
    if not len(frame):
        raise PlancastError([problem("TABLE_EMPTY", Where(file=raw.file))])
    bad = BadRows(raw.file, rows)
    years = whole_years(frame["year"], dates=False, bad=bad, key="year")
    values = finite_numbers(frame["value"], bad=bad, key="value")
    check = _Check(plan, raw.file, list(bad.found),
                   {} if trust_units else _levels(plan, known))
    words = {name: list(texts(frame, name)) for name in sorted(_WANTED - {"year", "value"})}
    for i in range(len(frame)):
        if years[i] and np.isfinite(values[i]):
            check.row({k: v[i] for k, v in words.items()}, int(years[i]), float(values[i]),
                      int(rows[i]))
    if check.problems:
        raise PlancastError(sorted(check.problems, key=lambda p: p.where.row or 0))
    return tuple(check.figures.values())


@dataclass(slots=True)
class _Check:
    plan: Plan
    file: str
    problems: list[Problem]
    levels: Mapping[tuple[str, str], float]
    figures: dict[tuple[str, str, int, int, int], Figure] = field(default_factory=dict)
    lines: dict[tuple[str, str, int, int, int], int] = field(default_factory=dict)

    def row(self, words: Mapping[str, str], year: int, published: float, line: int) -> None:
        """Check one row and keep its figure."""
        plan = self.plan
        own = {plain_region(plan.region.zh), plain_region(plan.region.en), ""}
        home = plan.region.zh or plan.region.en
        region = home if plain_region(words["region"]) in own else words["region"]
        where = Where(self.file, line, "", region, words["indicator"], year)
        indicator = indicator_names(plan).get(words["indicator"].casefold())
        if indicator is None:
            known = ", ".join(i.id for i in plan.indicators[:12])
            self.problems.append(problem("ACTUAL_INDICATOR", where, name=words["indicator"],
                                         known=known))
            return
        if year <= plan.period.base:
            self.problems.append(problem("ACTUAL_BEFORE_BASE", where, year=year,
                                         base=plan.period.base))
        unit = self._unit(words["unit"], indicator, where)
        months = self._months(words["first"], words["last"], where)
        self._day(words["published"], where)
        if unit is None or months is None:
            return
        value = unit.to_canonical(published)
        self._possible(indicator, unit, value, where)
        self._slip(region, indicator, value, months, where)
        self._keep(Figure(region, indicator.id, year, *months, value, unit.symbol,
                          words["source"] or Path(self.file).name, words["published"]), line,
                   where)

    def _unit(self, symbol: str, indicator: Indicator, where: Where) -> Unit | None:
        unit = indicator.unit if not symbol else find_unit(symbol)
        if unit is None or unit.dimension != indicator.unit.dimension:
            self.problems.append(problem("UNIT_MISMATCH", where, unit=symbol,
                                         indicator=indicator.id,
                                         other=indicator.unit.symbol or "-"))
            return None
        return unit

    def _months(self, first: str, last: str, where: Where) -> tuple[int, int] | None:
        if not first and not last:
            return 1, 12
        pair = [_month(first or "1"), _month(last or "12")]
        if pair[0] is None or pair[1] is None or pair[1] < pair[0]:
            self.problems.append(problem("ACTUAL_MONTHS", where, first=first or "-",
                                         last=last or "-"))
            return None
        return pair[0], pair[1]

    def _day(self, published: str, where: Where) -> None:
        if published and not DAY.fullmatch(published[:10]):
            self.problems.append(problem("ACTUAL_DAY", where, value=published))

    def _possible(self, indicator: Indicator, unit: Unit, value: float, where: Where) -> None:
        wrong = impossible(indicator, unit, value)
        if not wrong:
            return
        low, high = indicator.bounds
        words: dict[str, object] = {"value": f"{unit.from_canonical(value):g}"}
        if wrong == "OUT_OF_BOUNDS":
            words |= {"low": low, "high": high}
        self.problems.append(problem(wrong, where, **words))

    def _slip(self, region: str, indicator: Indicator, value: float, months: tuple[int, int],
              where: Where) -> None:
        """A whole year's figure off by about a power that separates units is a wrong unit."""
        level = self.levels.get((region, indicator.id), 0.0)
        if months != (1, 12) or level <= 0 or value <= 0:
            return
        ratio = max(value / level, level / value)
        if any(1 / SLIP_WIDTH <= ratio / slip <= SLIP_WIDTH for slip in SLIPS):
            shown = indicator.unit.from_canonical
            self.problems.append(problem(
                "ACTUAL_UNIT_SLIP", where, value=f"{shown(value):g}", before=f"{shown(level):g}",
                unit=indicator.unit.symbol or "-", ratio=f"{ratio:,.0f}"))

    def _keep(self, figure: Figure, line: int, where: Where) -> None:
        figure = replace(figure, published=figure.published[:10])
        if figure.key in self.figures:
            self.problems.append(problem("DUPLICATE_ROW", where, first=self.lines[figure.key]))
            return
        self.figures[figure.key] = figure
        self.lines[figure.key] = line


def _month(text: str) -> int | None:
    digits = text.removesuffix("月").removesuffix(".0")
    return int(digits) if digits.isdigit() and 1 <= int(digits) <= 12 else None


def _levels(plan: Plan, known: Iterable[Figure]) -> dict[tuple[str, str], float]:
    """Return the latest known full-year value of each series, canonical; targets' bases count."""
    latest: dict[tuple[str, str], tuple[int, float]] = {
        (t.region, t.indicator): (t.base_year, t.base_value) for t in plan.targets
        if t.base_year is not None and t.base_value is not None}
    for series in plan.history:
        if len(series):
            latest[series.key] = (int(series.years[-1]), float(series.values[-1]))
    for figure in known:
        key = (figure.region, figure.indicator)
        if (figure.first, figure.last) == (1, 12) and figure.year > latest.get(key, (0, 0.0))[0]:
            latest[key] = (figure.year, figure.value)
    return {key: value for key, (_, value) in latest.items()}


def with_actuals(plan: Plan, figures: Iterable[Figure]) -> Plan:
    """Return the plan with recorded figures in its history and part-year figures beside it.

    A recorded figure of a year that the plan's own history also gives is a revision and stands in
    its place (the target's own base, which progress is counted from, is not touched). Figures of
    indicators that the plan does not have are left out.
    """
    indicators = {i.id: i for i in plan.indicators}
    found: dict[tuple[str, str, int], Observation] = {}
    for series in plan.history:
        for i, year in enumerate(series.years):
            found[(*series.key, int(year))] = Observation(
                series.region, series.indicator, int(year), float(series.values[i]), series.unit,
                series.sources[i] if series.sources else "",
                series.derived[i] if series.derived else False)
    parts = list(plan.partials)
    for figure in figures:
        if figure.indicator not in indicators:
            continue
        unit = UNITS.get(figure.unit, indicators[figure.indicator].unit)
        if (figure.first, figure.last) == (1, 12):
            found[(figure.region, figure.indicator, figure.year)] = Observation(
                figure.region, figure.indicator, figure.year, figure.value, unit, figure.source)
            continue
        part = Partial(figure.region, figure.indicator, figure.year, figure.first, figure.last,
                       figure.value, unit, figure.source)
        parts = [p for p in parts if _months_of(p) != _months_of(part)] + [part]
    return replace(plan, history=collect_series(found.values(), indicators),
                   partials=tuple(parts))


def _months_of(part: Partial) -> tuple[str, str, int, int, int]:
    return (part.region, part.indicator, part.year, part.first, part.last)


_TEXTS = ("region", "indicator", "unit", "source", "published")
_NUMBERS = ("year", "first", "last")


def figure_table(figures: Iterable[Figure]) -> pa.Table:
    """Return figures as the rows of an ``ACTUALS`` entry."""
    import pyarrow as pa

    listed = list(figures)
    columns: dict[str, pa.Array] = {
        name: pa.array([getattr(f, name) for f in listed], pa.string()) for name in _TEXTS}
    columns |= {name: pa.array([getattr(f, name) for f in listed], pa.int64())
                for name in _NUMBERS}
    columns["value"] = pa.array([f.value for f in listed], pa.float64())
    return pa.table(columns)


def figures_of(table: pa.Table, *, number: int, recorded: str) -> tuple[Figure, ...]:
    """Return the figures of an ``ACTUALS`` entry."""
    return tuple(
        Figure(str(row["region"]), str(row["indicator"]), int(row["year"]), int(row["first"]),
               int(row["last"]), float(row["value"]), str(row["unit"]), str(row["source"]),
               str(row["published"]), recorded, (number, i))
        for i, row in enumerate(table.to_pylist()))


def recorded_figures(ledger: Ledger) -> tuple[Figure, ...]:
    """Return every figure ever recorded, in the order of recording.

    Raises ``PlancastError`` as ``Ledger.read``: an altered entry is never used.
    """
    return tuple(figure for entry in ledger.entries(EntryKind.ACTUALS)
                 for figure in figures_of(ledger.read(entry), number=entry.number,
                                          recorded=entry.recorded))
