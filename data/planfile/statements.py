"""Plan rows beside indicators, targets and figures: statements, parts, unread passages."""

from __future__ import annotations

from data.io.yamlread import KeyPath
from data.plan import Parts, Span, Statement, Unread
from data.planfile.rules import Checker
from data.planfile.schema import SpanRow, StatementRow
from data.units import Unit
from data.words import Basis, Role

RATES = (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE, Basis.EVERY_YEAR_UP)
"""Bases whose number, if any, is a rate in percent, not a level in the indicator's unit."""


def span_of(row: SpanRow | None) -> Span | None:
    """Return the place in the source document, if the row gives one."""
    return None if row is None else Span(row.line, row.start, row.end)


def plan_statements(check: Checker) -> tuple[Statement, ...]:
    """Return the statements whose rows can be used; what is wrong goes to ``check``."""
    out = []
    for i, row in check.shaped.statements.items():
        path: KeyPath = ("statements", i)
        indicator = check.known(row.indicator, (*path, "indicator"))
        if indicator is None:
            continue
        unit = check.unit_for(indicator, row.unit, path)
        if unit is None:
            continue
        if row.role is Role.GROWTH and (row.basis not in RATES or row.base_year is None):
            check.refuse("STATEMENT_GROWTH", path)
            continue
        out.append(Statement(
            indicator.id, check.home(row.region), row.role, row.year, _value(row, unit), unit,
            row.sense, row.basis, row.base_year, row.place, row.term, row.source,
            span_of(row.span), row.confidence))
    return tuple(out)


def _value(row: StatementRow, unit: Unit) -> float | None:
    """Return a rate in percent as it is, and a level in the canonical unit."""
    if row.value is None or row.basis in RATES:
        return None if row.value is None else float(row.value)
    return unit.to_canonical(float(row.value))


def plan_parts(check: Checker) -> tuple[Parts, ...]:
    """Return which regions add up to which; a region that is its own part is refused."""
    out = []
    for i, row in check.shaped.parts.items():
        path: KeyPath = ("parts", i)
        whole = check.home(row.whole)
        parts = tuple(check.home(name) for name in row.parts)
        if whole in parts or len(set(parts)) < len(parts):
            check.refuse("PARTS_REPEATED", path)
            continue
        for j, name in enumerate(row.indicators):
            check.known(name, (*path, "indicators", j))
        out.append(Parts(whole, parts, tuple(row.indicators)))
    return tuple(out)


def plan_unread(check: Checker) -> tuple[Unread, ...]:
    """Return the passages that a reader of the document did not understand."""
    return tuple(Unread(row.text, row.reason, span_of(row.span))
                 for row in check.shaped.unread.values())
