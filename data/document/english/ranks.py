"""Places in an order that English states: will rank in the top 20 cities, among the top five."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.english.names import Name, name_before
from data.document.english.operators import left_of
from data.document.periods import Time

_WORDS = {"three": 3, "five": 5, "ten": 10, "twenty": 20}
_RANK = re.compile(
    r"\b(?P<verb>(?:(?:will|to|should|shall|must|would)\s+)?(?:be|ranks?|ranked|is|was|are|were|"
    r"stays?|remains?|rises?|moves?|enters?|came|comes?))\b[^,.;:()]{0,32}?"
    r"\btop[ -](?P<n>\d{1,3}|three|five|ten|twenty)\b(?!\s*(?:%|per ?cent|percentile|priorit|"
    r"actions?|goals?|risks?|tips|issues|recommend))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rank:
    """A place in an order, its name, and where its number stands."""

    name: Name
    place: float
    start: int
    end: int


def ranks(text: str, named: list[Time]) -> list[Rank]:
    """Return the places in an order that a line states: "in the top 20" is 20."""
    out = []
    for m in _RANK.finditer(text):
        begins = max((e.end() for e in re.finditer(r"[.;!?]\s", text[:m.start()])), default=0)
        name = name_before(text, left_of(text, None, begins, at=m.start()), named)
        printed = m["n"].lower()
        place = float(printed) if printed.isdigit() else float(_WORDS[printed])
        if name is not None and place > 0:
            out.append(Rank(name, place, m.start("n"), m.end("n")))
    return out
