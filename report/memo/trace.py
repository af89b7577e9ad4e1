"""Trace ids: every figure of a memo points to a row of the annex.

The annex says for each id what the figure is, where its inputs stand in the plan, by what formula
or rule it came about, and of which vintage its inputs are.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from data.words import Lang


@dataclass(frozen=True, slots=True)
class Traced:
    """One row of the annex."""

    id: str
    what: str
    value: str
    row: str  # of the plan: target id, source in the document
    formula: str
    vintage: str


@dataclass(slots=True)
class Tracer:
    """Hands out trace ids in reading order; the same figure keeps its id."""

    lang: Lang
    rows: list[Traced] = field(default_factory=list)
    _known: dict[tuple[str, str, str], str] = field(default_factory=dict)

    def mark(self, value: str, *, what: str, row: str, formula: str, vintage: str) -> str:
        """Return the id of a figure, making a row of the annex for it if it is new."""
        key = (what, value, row)
        if key not in self._known:
            self._known[key] = f"T{len(self.rows) + 1}"
            self.rows.append(Traced(self._known[key], what, value, row, formula, vintage))
        return self._known[key]
