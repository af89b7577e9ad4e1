"""Places in an order that English states: will rank in the top 20 cities, among the top five."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.english.names import Name, name_before, name_behind
from data.document.english.operators import left_of
from data.document.periods import Time

_WORDS = {"three": 3, "five": 5, "ten": 10, "twenty": 20, "first": 1, "second": 2,
          "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
          "ninth": 9, "tenth": 10}
_PLACE = re.compile(  # climb to 12th place in the index
    r"\b(?P<verb>(?:(?:will|to|should|shall|must|would)\s+)?(?:be|ranks?|ranked|is|was|are|were|stays?|remains?|"
    r"ris(?:e|es|ing)|rose|mov(?:e|es|ed|ing)|climb(?:s|ed|ing)?|c[ao]mes?|reach(?:es|ed)?|improv(?:e|es|ed|ing)))\b"
    r"[^,.;:()]{0,32}?\b(?:(?P<n>\d{1,3})(?:st|nd|rd|th)|(?P<word>first|second|third|fourth|fifth|sixth|seventh|"
    r"eighth|ninth|tenth))\s+(?:place|position|rank|in the (?:\w+ ){0,3}(?:index|ranking|table|"
    r"league))\b",
    re.IGNORECASE)
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
        if name is None:  # we will be a top 150 university
            name = name_behind(text, m.end("n"), len(text))
        place = _place(m["n"])
        if name is not None and place > 0:
            out.append(Rank(name, place, m.start("n"), m.end("n")))
    for m in _PLACE.finditer(text):
        begins = max((e.end() for e in re.finditer(r"[.;!?]\s", text[:m.start()])), default=0)
        name = name_before(text, left_of(text, None, begins, at=m.start()), named)
        printed = "n" if m["n"] else "word"
        if name is not None and _place(m[printed]) > 0:
            out.append(Rank(name, _place(m[printed]), m.start(printed), m.end(printed)))
    return out


def _place(printed: str) -> float:
    return float(printed) if printed.isdigit() else float(_WORDS[printed.lower()])
