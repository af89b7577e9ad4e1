"""Figures as they were known: every value ever recorded, and which of them a replay may see.

A figure is a key (region, indicator, year, months) with one value a *vintage*. The earliest record
of a key counts as its first release, whenever it was typed in, unless it says when it was
published; any other record of the key is a revision of the day it was published (or recorded).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from data.ledger.entries import EntryKind
from data.ledger.store import Ledger

if TYPE_CHECKING:
    import pyarrow as pa


# Figures as the rows of an ``ACTUALS`` entry, and back.

_TEXTS = ("region", "indicator", "unit", "source", "published", "plan", "kind")
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
    for i, name in enumerate(("name_zh", "name_en")):
        columns[name] = pa.array([f.names[i] for f in listed], pa.string())
    return pa.table(columns)


def figures_of(table: pa.Table, *, number: int, recorded: str) -> tuple[Figure, ...]:
    """Return the figures of an ``ACTUALS`` entry."""
    return tuple(
        Figure(str(row["region"]), str(row["indicator"]), int(row["year"]), int(row["first"]),
               int(row["last"]), float(row["value"]), str(row["unit"]), str(row["source"]),
               str(row["published"]), recorded, (number, i), str(row["plan"]),
               (str(row["name_zh"]), str(row["name_en"])), str(row["kind"]))
        for i, row in enumerate(table.to_pylist()))


def recorded_figures(ledger: Ledger) -> tuple[Figure, ...]:
    """Return every figure ever recorded, in the order of recording, of whatever plan.

    Raises ``PlancastError`` as ``Ledger.read``: an altered entry is never used.
    """
    return tuple(figure for entry in ledger.entries(EntryKind.ACTUALS)
                 for figure in figures_of(ledger.read(entry), number=entry.number,
                                          recorded=entry.recorded))


FigureKey = tuple[str, str, int, int, int]


@dataclass(frozen=True, slots=True)
class Figure:
    """One recorded figure; ``value`` in the canonical unit of ``unit``.

    ``published`` is an ISO date or empty; ``recorded`` an ISO time (UTC). Months 1 to 12 are the
    whole year. ``order`` is the place in the ledger: entry number and row; a plan's own figures
    have the number 0. ``plan`` is the id of the plan it was recorded for; ``names`` (zh, en) and
    ``kind`` are what that plan calls the indicator and says of it.
    """

    region: str
    indicator: str
    year: int
    first: int
    last: int
    value: float
    unit: str
    source: str = ""
    published: str = ""
    recorded: str = ""
    order: tuple[int, int] = (0, 0)
    plan: str = ""
    names: tuple[str, str] = ("", "")
    kind: str = ""

    @property
    def key(self) -> FigureKey:
        """What the figure is of."""
        return (self.region, self.indicator, self.year, self.first, self.last)

    @property
    def whole(self) -> bool:
        """Whether it covers the whole year."""
        return (self.first, self.last) == (1, 12)


@dataclass(frozen=True, slots=True)
class Vintages:
    """The figures that may be seen, and those that were left out because they came later."""

    seen: tuple[Figure, ...]
    later: tuple[Figure, ...]
    revised: tuple[tuple[Figure, Figure], ...]  # (before, now) of keys with more than one value


def known_figures(figures: Iterable[Figure], *, as_of: int | None = None,
                  known_on: str = "") -> Vintages:
    """Return one value a key, as it was known.

    Parameters
    ----------
    figures : all records, in any order.
    as_of : figures of later years are not seen, nor revisions made after the end of this year.
    known_on : ISO date; nothing published later is seen (a first release without a date of
        publication is taken to have come out the day after the months it covers).
    """
    groups: dict[FigureKey, list[Figure]] = {}
    for figure in sorted(figures, key=lambda f: f.order):
        groups.setdefault(figure.key, []).append(figure)
    seen: list[Figure] = []
    later: list[Figure] = []
    revised: list[tuple[Figure, Figure]] = []
    for group in groups.values():
        dated = sorted((_out(f, first=i == 0), f.order, f) for i, f in enumerate(group))
        open_ = [f for i, (day, _, f) in enumerate(dated)
                 if _may_see(f, day, first=i == 0, as_of=as_of, known_on=known_on)]
        shown = {f.order for f in open_}
        later += [f for f in group if f.order not in shown]
        if open_:
            seen.append(open_[-1])
            revised += [(a, b) for a, b in pairwise(open_) if a.value != b.value]
    return Vintages(tuple(seen), tuple(later), tuple(revised))


def _out(figure: Figure, *, first: bool) -> str:
    """Return the day a figure came out (ISO): as published, else as this module's head says."""
    if figure.published:
        return figure.published
    if not first:
        return figure.recorded[:10]
    month = figure.last + 1
    return f"{figure.year + (month > 12):04d}-{1 if month > 12 else month:02d}-01"


def _may_see(figure: Figure, day: str, *, first: bool, as_of: int | None, known_on: str) -> bool:
    if as_of is not None and figure.year > as_of:
        return False
    if known_on and day > known_on:
        return False
    if as_of is None or known_on or first:
        return True
    return day <= f"{as_of:04d}-12-31"
