"""Trace ids: every figure of a memo points to a row of the annex.

An id is the number that its target goes by in the memo and a running one: ``3.2`` is the second
figure of target 3, ``0.1`` the first about the plan as a whole. The annex says for each what the
figure is, where its inputs stand in the plan, by what formula or rule it came about, and of which
vintage its inputs are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data.words import Lang

WHOLE = "0"
"""The number of what is about the plan as a whole."""


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
    """Hands out trace ids; the same figure keeps its id.

    ``numbers`` are those of the memo's lines, by (target, reading).
    """

    lang: Lang
    numbers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rows: list[Traced] = field(default_factory=list)
    _known: dict[tuple[str, str, str, str], str] = field(default_factory=dict)
    _count: dict[str, int] = field(default_factory=dict)

    def mark(self, value: str, *, what: str, row: str, formula: str, vintage: str,
             of: tuple[str, str] | None = None) -> str:
        """Return the id of a figure, making a row of the annex for it if it is new.

        ``of`` is (target, reading); nothing for a figure about the plan as a whole.
        """
        number = WHOLE if of is None else self.numbers.get(of, WHOLE)
        key = (number, what, value, row)
        if key not in self._known:
            self._count[number] = self._count.get(number, 0) + 1
            self._known[key] = f"{number}.{self._count[number]}"
            self.rows.append(Traced(self._known[key], what, value, row, formula, vintage))
        return self._known[key]

    def sorted(self) -> list[Traced]:
        """Return the rows by number: the plan as a whole, then target by target."""
        order = {number: i for i, number in enumerate((WHOLE, *self.numbers.values()))}
        return sorted(self.rows, key=lambda t: (order[t.id.split(".")[0]],
                                                int(t.id.split(".")[1])))
