"""Counts of what was or is to be added, against levels and against the rows of a table.

``end - start`` of two levels is what was added between them; a column of rows that are no
declared parts (industries, programmes) is added up and held against the figure of the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.messages.message import Message
from data.plan import Indicator
from data.units import COUNTED
from data.words import Basis, Role, Wording
from forecast.lint.bases import near_miss
from forecast.lint.compare import half_width
from forecast.lint.facts import LEVELS, Facts, Stated
from forecast.lint.figures import (
    bare_text,
    cited_text,
    level_text,
    name_of,
    sum_text,
)
from forecast.lint.findings import Agreed, Hit, Severity
from forecast.lint.terms import contains, core, says_anything, stock_core
from forecast.lint.totals import can_be_added

_ADDED = (Basis.INCREMENT_FROM_BASE, Basis.CUMULATIVE_OVER_PERIOD)
FEWEST_ROWS = 3
"""Fewer rows than this make no column."""


@dataclass(frozen=True, slots=True)
class Increment:
    """What is said to be added, and the two levels between which it is added."""

    said: Stated
    start: Stated
    end: Stated

    @property
    def gap(self) -> float:
        """What the levels give more than what is said."""
        return self.end.value - self.start.value - self.said.value

    @property
    def rounding(self) -> float:
        """How far rounding alone may move one from the other."""
        return sum(half_width(s.value, s.unit) for s in (self.said, self.start, self.end))

    @property
    def is_near_miss(self) -> bool:
        """Whether counts of single pieces are exactly one apart."""
        unit = self.said.unit
        return unit.dimension in COUNTED and unit.factor == 1 and abs(self.gap) == 1


def increments(facts: Facts) -> Iterator[Increment]:
    """Return every number of things added for which both levels are known."""
    for said in facts.said:
        if said.basis not in _ADDED or said.indicator.kind not in LEVELS:
            continue
        id_, region = said.indicator.id, said.region
        first = facts.plan.period.base if said.base_year is None else said.base_year
        start = facts.actual(id_, region, first)
        if said.role is Role.TARGET:
            goals = [g for g in facts.goals(id_, region) if g.year == said.year]
            end = goals[0] if goals else None
        else:
            end = facts.actual(id_, region, said.year) if said.base_year is not None else None
        if start is not None and end is not None:
            yield Increment(said, start, end)


def increment_mismatch(facts: Facts) -> Iterator[Hit | Agreed]:
    """A number of things added that the levels before and after do not give."""
    for found in increments(facts):
        if abs(found.gap) <= found.rounding:
            yield Agreed(found.said.spot, _difference(found), (found.start.spot, found.end.spot))
        elif not found.is_near_miss:
            yield _increment_hit(found)


def near_miss_count(facts: Facts) -> Iterator[Hit | Agreed]:
    """Counts of one thing, things added, or the sum of a table's rows, off by exactly one."""
    yield from near_miss(facts)
    for found in increments(facts):
        if found.is_near_miss:
            yield _increment_hit(found)
    for column, goal in column_pairs(facts, Basis.INCREMENT_FROM_BASE):
        counted = goal.unit.dimension in COUNTED
        if counted and abs(column.total - goal.value) == 1:
            yield Hit(goal.spot, Message(
                "lint_rules.rows_add_up_one_more",
                rows=name_of(column.indicator), name=name_of(goal.indicator),
                g=cited_text(goal)), column.sums(goal), severity=Severity.NOTE,
                others=tuple(s.spot for s in column.rows))


def _increment_hit(found: Increment) -> Hit:
    return Hit(found.said.spot, Message(
        "lint_rules.said_added_figures_differ_by",
        name=name_of(found.said.indicator), a=cited_text(found.said),
        y0=found.start.year, y1=found.end.year,
        d=level_text(found.end.value - found.start.value, found.said.unit)),
        _difference(found), others=(found.start.spot, found.end.spot))


def _difference(found: Increment) -> Wording:
    unit = found.said.unit
    return Message("lint_rules.stated",
                    e=bare_text(found.end.value, unit), s=bare_text(found.start.value, unit),
                    d=bare_text(found.end.value - found.start.value, unit),
                    a=bare_text(found.said.value, unit))


@dataclass(frozen=True, slots=True)
class Rows:
    """The targets of one indicator in regions that are no declared parts: a table's column."""

    indicator: Indicator
    rows: tuple[Stated, ...]

    @property
    def total(self) -> float:
        """The sum of the rows."""
        return sum(s.value for s in self.rows)

    def sums(self, goal: Stated) -> Wording:
        """Return ``70 + 30 + 10 = 110; 200``."""
        unit = self.indicator.unit
        return Message("lint_rules.rows_total_goal",
                       rows=sum_text([s.value for s in self.rows], unit),
                        total=bare_text(self.total, unit), goal=cited_text(goal))


def column_pairs(facts: Facts, basis: Basis) -> Iterator[tuple[Rows, Stated]]:
    """Return each undeclared column with the plan region's own targets of the same name."""
    home = (facts.plan.region.zh, facts.plan.region.en)
    for column in _undeclared_columns(facts, basis):
        names = _stock_cores(facts, column.indicator)
        for goal in facts.of(Role.TARGET):
            like = (goal.indicator.id != column.indicator.id and goal.region in home
                    and goal.year == column.rows[0].year
                    and goal.unit.dimension == column.indicator.unit.dimension)
            if like and any(a == b or contains(a, b) for a in names
                            for b in _stock_cores(facts, goal.indicator)):
                yield column, goal


def _undeclared_columns(facts: Facts, basis: Basis) -> Iterator[Rows]:
    declared = {(p, i) for parts in facts.plan.parts for p in parts.parts
                for i in parts.indicators or tuple(x.id for x in facts.plan.indicators)}
    home = (facts.plan.region.zh, facts.plan.region.en)
    for indicator in facts.plan.indicators:
        if not can_be_added(indicator):
            continue
        years: dict[int, dict[str, Stated]] = {}
        for s in facts.of(Role.TARGET):
            if (s.indicator.id == indicator.id and s.basis is basis and s.region not in home
                    and (s.region, indicator.id) not in declared):
                years.setdefault(s.year, {}).setdefault(s.region, s)
        for rows in years.values():
            if len(rows) >= FEWEST_ROWS:
                yield Rows(indicator, tuple(rows.values()))


def _stock_cores(facts: Facts, indicator: Indicator) -> set[str]:
    """Return what an indicator counts under all its names, without 新增, 授权 and the like."""
    found = {f(term) for term in facts.terms(indicator) for f in (core, stock_core)}
    return {name for name in found if says_anything(name)}
