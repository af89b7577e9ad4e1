"""Sub-targets against totals: every column of the parts a region consists of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from data.plan import Indicator, Parts
from data.units import COUNTED, MONEY
from data.words import Basis, Kind, Role, Text
from forecast.lint.compare import half_width
from forecast.lint.facts import Facts, Said
from forecast.lint.figures import (
    LANGS,
    bare,
    bare_in_both,
    in_both,
    level_in_both,
    name_of,
    sentence,
)
from forecast.lint.findings import Agreed, Hit, Severity

_SUMMED = (Basis.LEVEL, Basis.INCREMENT_FROM_BASE, Basis.CUMULATIVE_OVER_PERIOD)
_COUNTS = (*COUNTED, *MONEY, "number")
_NEVER = (Kind.RATIO, Kind.SHARE, Kind.SCORE)


@dataclass(frozen=True, slots=True)
class Column:
    """What the parts of a region are to reach, beside what the region itself is to reach."""

    whole: Said
    parts: tuple[Said, ...]
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
        first: dict[str, Said] = {}
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
    word = ("少", "less than") if short else ("多", "more than")
    return Hit(column.whole.spot, sentence(
        "{name}{year}年：{n}个组成部分之和比“{region}”{word}{gap}",
        "{name} in {year}: its {n} parts come to {gap} {word} {region}",
        name=in_both(name_of(column.whole.indicator)), year=(str(column.whole.year),) * 2,
        n=(str(len(column.parts)),) * 2, region=(column.whole.region,) * 2, word=word,
        gap=level_in_both(abs(gap), unit)), _sum(column),
        severity=Severity.ERROR if short else Severity.WARNING,
        others=tuple(p.spot for p in column.parts))


def parts_missing(facts: Facts) -> Iterator[Hit | Agreed]:
    """Parts without a figure of their own, while the others do not make up the whole."""
    for column in columns(facts):
        gap = column.whole.value - column.total
        if not column.missing or gap <= column.rounding:
            continue
        unit = column.whole.indicator.unit
        zh, en = "、".join(column.missing), ", ".join(column.missing)
        yield Hit(column.whole.spot, sentence(
            "{name}{year}年：{missing}没有数字，其余部分之和比“{region}”少{gap}",
            "{name} in {year}: no figure for {missing}; the other parts come to {gap} less than "
            "{region}",
            name=in_both(name_of(column.whole.indicator)), year=(str(column.whole.year),) * 2,
            missing=(zh, en), region=(column.whole.region,) * 2, gap=level_in_both(gap, unit)),
            _sum(column), others=tuple(p.spot for p in column.parts))


def _sum(column: Column) -> Text:
    """Return ``60 + 35 + 20 = 115, total 200``."""
    unit = column.whole.indicator.unit
    terms = tuple(" + ".join(bare(p.value, unit, lang) for p in column.parts) for lang in LANGS)
    return sentence("{terms} = {total}，总数{whole}", "{terms} = {total}, total {whole}",
                    terms=(terms[0], terms[1]), total=bare_in_both(column.total, unit),
                    whole=level_in_both(column.whole.value, unit))
