"""What the checks of a plan's rows share: where problems go, and what rows refer to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from data.errors import Problem, problem
from data.io.yamlfile import KeyPath, YamlDocument
from data.nearest import near_word
from data.plan import Indicator, Parts, Span, Statement, Unread
from data.planfile.schema import Bilingual, SpanRow, StatementRow
from data.planfile.shape import MAX_LISTED, Shaped, unknown_unit
from data.signs import may_be_negative
from data.units import Unit, find_unit
from data.words import Basis, Role, Text

# Plan rows beside indicators, targets and figures: statements, parts, unread passages.

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


ID = re.compile(r"\w[\w.\-]*")
"""Ids become file names: no separators, no leading dot."""
ID_BYTES = 180
"""File systems refuse names above 255 bytes; what is added to an id (year, ending) is short."""


def text_of(value: Bilingual) -> Text:
    """Return a bilingual text; one plain text serves both languages."""
    if isinstance(value, str):
        return Text(value, value)
    return Text(value.zh, value.en)


@dataclass(slots=True)
class Checker:
    """The rows of one plan, the indicators made so far, and the problems found."""

    document: YamlDocument
    shaped: Shaped
    problems: list[Problem]
    indicators: dict[str, Indicator] = field(default_factory=dict)

    def refuse(self, code: str, path: KeyPath, **details: object) -> None:
        """Record a problem at ``path``."""
        self.problems.append(problem(code, self.document.where(path), **details))

    def id(self, id_: str, path: KeyPath) -> None:
        """Refuse an id that could not be part of a file's name."""
        if not ID.fullmatch(id_):
            self.refuse("ID_INVALID", path, id=id_)
        elif (length := len(id_.encode("utf-8"))) > ID_BYTES:
            self.refuse("ID_TOO_LONG", path, id=id_[:20] + "…", length=length, most=ID_BYTES)

    def named(self, text: Text, path: KeyPath) -> None:
        """Refuse a text that is empty in both languages."""
        if not text.zh.strip() and not text.en.strip():
            self.refuse("TEXT_EMPTY", path, key=str(path[-1]))

    def known(self, name: str, path: KeyPath) -> Indicator | None:
        """Return the indicator; silent when it was declared but refused for its own faults."""
        if name not in self.shaped.declared:
            near = "-" if len(self.problems) >= MAX_LISTED else \
                near_word(name, sorted(self.shaped.declared)) or "-"
            self.refuse("INDICATOR_UNKNOWN", path, name=name, near=near)
        return self.indicators.get(name)

    def unit(self, symbol: str, path: KeyPath) -> Unit | None:
        """Return the unit written ``symbol``, or record that it is not known."""
        unit = find_unit(symbol)
        if unit is None:
            self.problems.append(unknown_unit(symbol, self.document.where(path),
                                              listed=len(self.problems) < MAX_LISTED))
        return unit

    def unit_for(self, indicator: Indicator, symbol: str | None, path: KeyPath) -> Unit | None:
        """Return the unit of a row, refusing one of another dimension than the indicator's."""
        if symbol is None:
            return indicator.unit
        unit = self.unit(symbol, (*path, "unit"))
        if unit is not None and unit.dimension != indicator.unit.dimension:
            self.refuse(
                "UNIT_MISMATCH", (*path, "unit"), unit=symbol or "-", indicator=indicator.id,
                other=indicator.unit.symbol or "-",
            )
            return None
        return unit

    def figure(
        self, indicator: Indicator, unit: Unit, value: float, path: KeyPath
    ) -> float:
        """Convert to the canonical unit; refuse what the indicator cannot be."""
        canonical = unit.to_canonical(value)
        if canonical < 0 and not may_be_negative(
                indicator.kind, unit, indicator.bounds):
            self.refuse("NEGATIVE_VALUE", path, value=f"{value:g}")
        low, high = indicator.bounds
        if (low is not None and canonical < low) or (high is not None and canonical > high):
            self.refuse("OUT_OF_BOUNDS", path, value=f"{value:g}", low=low, high=high)
        return canonical

    def home(self, region: str | None) -> str:
        """The region's one name: the plan's own region by either of its names, or as written."""
        own = self.shaped.region
        return (own.zh or own.en) if region in (None, own.zh, own.en) else str(region)
