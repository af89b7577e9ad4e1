"""Figures as the rows of an ``ACTUALS`` entry, and back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from data.ledger.entries import EntryKind
from data.ledger.store import Ledger
from data.ledger.vintages import Figure

if TYPE_CHECKING:
    import pyarrow as pa

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
