"""Sub-targets against totals: every column of the parts a region consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.messages.message import Joined, Message
from data.plan import Indicator, Parts
from data.units import COUNTED, MONEY
from data.words import Basis, Kind, Role, Wording
from forecast.lint.compare import half_width
from forecast.lint.facts import Facts, Stated
from forecast.lint.figures import (
    bare_text,
    level_text,
    name_of,
    sum_text,
)
from forecast.lint.findings import Agreed, Hit, Severity

_SUMMED = (Basis.LEVEL, Basis.INCREMENT_FROM_BASE, Basis.CUMULATIVE_OVER_PERIOD)
_COUNTS = (*COUNTED, *MONEY, "number")
_NEVER = (Kind.RATIO, Kind.SHARE, Kind.SCORE)


@dataclass(frozen=True, slots=True)
class Column:
    """What the parts of a region are to reach, beside what the region itself is to reach."""

    whole: Stated
    parts: tuple[Stated, ...]
    missing: tuple[str, ...]

    @property
    def total(self) -> float:
        """The sum of the parts."""
        return sum(p.value for p in self.parts)

    @property
    def rounding(self) -> float:
        """How far rounding alone may move the sum from the whole."""
        return sum(half_width(p.value, p.unit) for p in (self.whole, *self.parts))


def columns(facts: Facts) -> Iterator[Column]:
    """Return every column that can be added up, targets and figures of the past alike."""
    for parts in facts.plan.parts:
        for indicator in facts.plan.indicators:
            wanted = not parts.indicators or indicator.id in parts.indicators
            if not wanted or not can_be_added(indicator):
                continue
            for role in (Role.TARGET, Role.ACTUAL):
                for basis in _SUMMED:
                    yield from _columns(facts, parts, indicator, role, basis)


def can_be_added(indicator: Indicator) -> bool:
    """Whether figures of several regions add up: counts and money do, rates and scores do not."""
    return indicator.kind not in _NEVER and indicator.unit.dimension in _COUNTS


def _columns(
    facts: Facts, parts: Parts, indicator: Indicator, role: Role, basis: Basis
) -> Iterator[Column]:
    said = [s for s in facts.of(role) if s.indicator.id == indicator.id and s.basis is basis]
    for year in sorted({s.year for s in said}):
        first: dict[str, Stated] = {}
        for s in said:
            if s.year == year:
                first.setdefault(s.region, s)
        whole = first.get(parts.whole)
        found = tuple(first[name] for name in parts.parts if name in first)
        if whole is not None and found:
            missing = tuple(name for name in parts.parts if name not in first)
            yield Column(whole, found, missing)


def parts_sum(facts: Facts) -> Iterator[Hit | Agreed]:
    """Parts that do not add up to their whole."""
    for column in columns(facts):
        gap = column.total - column.whole.value
        spots = tuple(p.spot for p in column.parts)
        if abs(gap) <= column.rounding + 1e-9 * abs(column.whole.value):
            yield Agreed(column.whole.spot, _sum(column), spots)
        elif not column.missing or gap > 0:
            yield _wrong_sum(column, gap)


def _wrong_sum(column: Column, gap: float) -> Hit:
    unit = column.whole.indicator.unit
    short = gap < 0
    return Hit(column.whole.spot, Message(
        "lint_rules.in_its_parts_come",
        name=name_of(column.whole.indicator), year=column.whole.year,
        n=len(column.parts), region=column.whole.region, short=short,
        gap=level_text(abs(gap), unit)), _sum(column),
        severity=Severity.ERROR if short else Severity.WARNING,
        others=tuple(p.spot for p in column.parts))


def parts_missing(facts: Facts) -> Iterator[Hit | Agreed]:
    """Parts without a figure of their own, while the others do not make up the whole."""
    for column in columns(facts):
        gap = column.whole.value - column.total
        if not column.missing or gap <= column.rounding:
            continue
        unit = column.whole.indicator.unit
        yield Hit(column.whole.spot, Message(
            "lint_rules.in_no_figure_for_other",
            name=name_of(column.whole.indicator), year=column.whole.year,
            missing=Joined(column.missing, "mark.list"), region=column.whole.region,
            gap=level_text(gap, unit)),
            _sum(column), others=tuple(p.spot for p in column.parts))


def _sum(column: Column) -> Wording:
    """Return ``60 + 35 + 20 = 115, total 200``."""
    unit = column.whole.indicator.unit
    return Message("lint_rules.total",
                    terms=sum_text([p.value for p in column.parts], unit),
                   total=bare_text(column.total, unit),
                    whole=level_text(column.whole.value, unit))
