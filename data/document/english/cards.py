"""Goals set out as cards: a line that names the goal, then Baseline: and Target: lines.

    Reduce smoking among adults
    Baseline: 18.4 percent of adults smoked in 2019
    Target: 11.0 percent
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.claims import Claim, reason_of
from data.document.english.words import LABEL
from data.document.frame import Frame
from data.document.lines import Line
from data.document.periods import times
from data.document.quantities import Quantity, quantities
from data.plan import Span
from data.words import Role, Sense

_CARD = re.compile(
    r"^[\s*\u2022-]*(?P<what>baseline|base year|current(?: (?:value|level|data))?|most "
    r"recent(?: data)?|latest(?: data)?|"
    r"target|goal|desired (?:value|outcome))(?:\s+(?:value|level|rate))?\s*(?:\(?\s*(?:year\s*)?"
    r"(?P<year>(?:19|20)\d{2})\)?)?\s*(?::|\s[\u2013-](?=\s))\s*"
    r"(?=(?:(?:increase|reduce|raise|improve|lower|cut|rise|fall|reach|achieve|maintain|to|at|least|most|by|"
    r"about|around|over|under|above|below|more|less|fewer|than|no|an?|up|approximately)\s+)*[≥≤<>~+\s-]*"
    r"[$£€]?(?!(?:19|20)\d\d\b)\d)", re.IGNORECASE)
"""What stands behind the colon is a figure, not a sentence with a name of its own."""
_TARGETS = ("target", "goal", "desired value", "desired outcome")
_VERB = re.compile(r"^(?P<down>reduce|decrease|lower|cut|limit|eliminate|prevent)\s+(?:the\s+)?|"
                   r"^(?P<up>increase|raise|improve|expand|maintain|grow|strengthen)\s+(?:the\s+)?",
                   re.IGNORECASE)
_FEWER = re.compile(r"(?:fewer|less|lower|shorter)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"^[\s*\u2022-]*(?:[A-Z]{1,4}-?\d{1,3}[.:]?\s+|\d+(?:\.\d+)*[.)]?\s+)")


@dataclass(frozen=True, slots=True)
class Cards:
    """The claims of the cards of a document and the lines they stand on."""

    claims: tuple[Claim, ...]
    lines: frozenset[int]


def read_cards(lines: tuple[Line, ...], texts: list[str], frame: Frame) -> Cards:
    """Return the claims of lines that begin with Baseline: or Target: under the name of a goal."""
    claims: list[Claim] = []
    taken: set[int] = set()
    name, down, named = "", False, 0
    for line, text in zip(lines, texts, strict=True):
        card = None if line.table is not None else _CARD.match(text)
        if card is None:
            if text.strip() and line.table is None:
                (name, down), named = _goal(line.text), line.number
            continue
        if not name:
            continue
        claim = _claim(line, text, card, name, frame, down=down)
        if claim is not None:
            claims.append(claim)
            taken |= {line.number, named}
    return Cards(tuple(claims), frozenset(taken))


def _goal(written: str) -> tuple[str, bool]:
    """Return the name of a goal and whether it is to fall; no name for running text."""
    body = _NUMBERED.sub("", LABEL.sub("", written)).strip(" :*")
    if not 3 < len(body) <= 140 or body.endswith((".", ";", ",")):
        return "", False
    verb = _VERB.match(body)
    if verb is None:
        return body, _FEWER.match(body) is not None
    return body[verb.end():], verb["down"] is not None


def _claim(line: Line, text: str, card: re.Match[str], name: str, frame: Frame, *, down: bool
           ) -> Claim | None:
    named = times(text, chinese=False)
    found = [q for q in quantities(text, named, chinese=False) if q.start >= card.end()]
    if not found:
        return None
    quantity: Quantity = found[0]
    target = card["what"].lower() in _TARGETS
    years = [int(card["year"])] if card["year"] else [t.last for t in named]
    end = frame.period.end if frame.period is not None else None
    base = frame.period.base if frame.period is not None else None
    year = years[-1] if years else (end if target else base)
    sense = quantity.after or (Sense.AT_MOST if target and down else Sense.AT_LEAST)
    return Claim(
        Role.TARGET if target else Role.ACTUAL, name, quantity.value, quantity.unit, year,
        Span(line.number, quantity.start, quantity.end), line.text[quantity.start:quantity.end],
        Sense.BETWEEN if quantity.upper is not None else sense, upper=quantity.upper,
        explicit=quantity.after is not None, falling=target and down,
        confidence=0.95 if years or not target else 0.9, reason=reason_of("card"))
