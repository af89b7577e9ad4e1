"""Changes that English names rather than states: a 45% reduction in X, 50% fewer X, halve X."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.english.names import Name
from data.document.quantities import Quantity
from data.document.sense import better_of

_DOWN = r"reductions?|cuts?|falls?|decreases?|declines?|drops?|savings?"
_UP = r"increases?|rises?|growth|improvements?|uplifts?|gains?|expansions?"
CHANGE_NOUN = re.compile(rf"(?:[a-z-]+ ){{0,2}}(?:{_DOWN}|{_UP})\b", re.IGNORECASE)
_END = (r"(?=\s+from (?:[$£€\d]|the\b|an?\b|its\b|around|about|current|baseline)|"
        r"\s+(?:by|compared|relative|against|on (?:19|20)|below|over|between|since|until|"
        r"during|within|per (?:year|annum)|a year|each year|every year|annually|will|would|should|"
        r"to (?:be|\d)|is|are|was|were|across|through|under|at|than|in (?:19|20)\d\d|with)\b|"
        r"\s+and (?:an? |\d|for |to |by |we\b|(?:open|increas|reduc|doubl|halv|trebl|cut|build|"
        r"creat|deliver|"
        r"improv|rais|support|provid|ensur|more|fewer|two|three|expand|make|help)\w*)|"
        r"[,.;:()]|$)")
_NAME = rf"(?P<name>[A-Za-z][^,.;:()]*?){_END}"
_BEHIND = re.compile(
    rf"\s*(?:annual |overall |absolute |net |further |real |average )*(?:(?P<down>{_DOWN})|"
    rf"(?P<up>{_UP}))"
    rf"\s+(?:in|of|to|for)\s+{_NAME}", re.IGNORECASE)
_IN_BEHIND = re.compile(
    rf"\s+(?:in|for)\s+(?!(?:19|20)\d\d|the (?:year|period))(?:real terms )?{_NAME}",
                        re.IGNORECASE)
_NOUN_BEFORE = re.compile(
    rf"(?:(?P<down>{_DOWN})|(?P<up>{_UP}))\s+of\s+(?:at least |more than |over |about |around |"
    rf"up to "
    r"|approximately |some |nearly )*$", re.IGNORECASE)
_BY_BEFORE = re.compile(  # reduce by 50% the use of pesticides
    r"\b(?:(?P<down>reduc\w+|cut(?:ting)?|lower\w*|decreas\w+)|(?P<up>increas\w+|rais\w+|grow\w*|"
    r"expand\w*|boost\w*))\s+by\s+(?:at least |up to |more than |over |about |around )*$",
    re.IGNORECASE)
_OBJECT_BEHIND = re.compile(
    rf"\s+(?:the |its |our |their |all )?(?!by\b|in\b|from\b|and\b|or\b|of\b|to\b|for\b|over\b|"
    rf"on\b|"
    rf"at\b|per\b|compared|relative|between|during|within|a year|each|every|annually|more|less|"
    rf"while|with|as\b|than\b|below|above|across|until|since|through){_NAME}", re.IGNORECASE)
_MORE = re.compile(
    rf"\s+(?:(?P<down>fewer|less|lower)|(?P<up>more|higher|greater|additional|extra|further))\s+"
    rf"(?!(?:than|in|by|for|at|on|from|over)\b){_NAME}", re.IGNORECASE)
_NAMELESS = re.compile(  # a 40% reduction below 2009 levels, a 5 per cent fall in 2013
    rf"\s*(?:(?P<down>{_DOWN})|(?P<up>{_UP}))(?:\s*(?=[.,;)]|$)|\s+)(?=[.,;)]|$|below|(?:in|by|"
    rf"from|since) (?:19|20)\d\d|"
    r"compared|relative|against|over the|during|on (?:the )?(?:previous|last))", re.IGNORECASE)
_BELOW = re.compile(
    r"\s*,?\s*(?:(?P<down>below|lower than|less than|under|reduction (?:from|on|against|relative "
    r"to|compared (?:with|to))|fewer than)|(?P<up>above|higher than|more than|over|increase "
    r"(?:from|on|against|relative to|compared (?:with|to))))\s+"
    r"(?:the |its |an? |that (?:of|in) |in )*(?:baseline|(?:19|20)\d\d|base(?:line)? year)",
    re.IGNORECASE)
_LEAD = re.compile(
    r"^(?:(?:the|our|its|all|total|overall|annual)\s+)+|^(?:number|amount|level|rate|"
                   r"volume|share|proportion) of (?:the )?", re.IGNORECASE)
_TIMES = re.compile(
    r"\b(?:(?P<half>halv(?:e|es|ed|ing))|(?P<two>doubl(?:e|es|ed|ing))|(?P<three>trebl(?:e|es|"
    r"ed|ing)|"
    r"tripl(?:e|es|ed|ing))|(?P<four>quadrupl(?:e|es|ed|ing)))(?![-\w])", re.IGNORECASE)
_RATES = {"half": -50.0, "two": 100.0, "three": 200.0, "four": 300.0}
_OBJECT = re.compile(
    rf"\s+(?:of\s+)?(?!the rate|digit|glaz|check|count|track){_NAME}", re.IGNORECASE)
_SUBJECT = re.compile(
    r"(?P<name>[A-Za-z][^,.;:()]*?)\s+(?:will|shall|should|must|to|would|is to|are to|has|have|"
    r"had)?"
    r"(?:\s+(?:be|been|have|more than|almost|nearly|at least))*\s*$", re.IGNORECASE)
_TO_LEVEL = re.compile(r"[^,.;]{0,60}?\bto\s+(?:[$£€]|at least |over |more than )*\d")


@dataclass(frozen=True, slots=True)
class Change:
    """A change of what ``name`` says (``None``: named before), and where reading goes on."""

    name: Name | None
    down: bool
    end: int


@dataclass(frozen=True, slots=True)
class Multiplied:
    """A change told by one word (halve, double): its growth in percent and its place."""

    name: Name
    rate: float
    start: int
    end: int


def change_of(text: str, floor: int, quantity: Quantity) -> Change | None:
    """Return the change that a number is the size of, where a noun or "fewer" says so."""
    tail = quantity.tail
    m = _BEHIND.match(text, tail)
    if m is not None:
        improved = "improvement" in text[m.start():m.start("name")].lower()
        bettered = improved and better_of(m["name"]).less
        return Change(_named(text, m), m["down"] is not None or bettered, m.end())
    before = _NOUN_BEFORE.search(text[floor:quantity.start])
    if before is not None:
        m = _IN_BEHIND.match(text, tail)
        if m is not None:
            return Change(_named(text, m), before["down"] is not None, m.end())
    by = _BY_BEFORE.search(text[floor:quantity.start])
    m = _OBJECT_BEHIND.match(text, tail) if by is not None else None
    if by is not None and m is not None and (quantity.percent or quantity.points):
        return Change(_named(text, m), by["down"] is not None, m.end())
    m = _MORE.match(text, tail)
    if m is not None:
        return Change(_named(text, m), m["down"] is not None, m.end())
    m = _NAMELESS.match(text, tail) or _BELOW.match(text, tail)
    if m is not None and (quantity.percent or quantity.points):
        return Change(None, m["down"] is not None, tail)
    return None


def multiplied(text: str, floor: int) -> list[Multiplied]:
    """Return the changes told by words such as halve and double, unless a level is given too."""
    out = []
    for m in _TIMES.finditer(text, floor):
        if _TO_LEVEL.match(text, m.end()) or text[m.end():m.end() + 1] == "-":
            continue
        rate = next(value for key, value in _RATES.items() if m[key])
        passive = m.group().lower().endswith("ed")
        begins = max((e.end() for e in re.finditer(r"[.;!?]\s|,\s", text[:m.start()])), default=0)
        behind = None if passive else _OBJECT.match(text, m.end())
        ahead = _SUBJECT.match(text[begins:m.start()].rstrip() + " ")
        if behind is not None:
            out.append(Multiplied(_named(text, behind), rate, m.start(), m.end()))
        elif ahead is not None and ahead["name"].strip().lower() not in ("we", "it", "they"):
            start = begins + ahead.start("name")
            name = _trimmed(text, start, begins + ahead.end("name"))
            out.append(Multiplied(name, rate, m.start(), m.end()))
    return out


def _named(text: str, m: re.Match[str]) -> Name:
    return _trimmed(text, m.start("name"), m.end("name"))


def _trimmed(text: str, start: int, end: int) -> Name:
    while True:
        lead = _LEAD.match(text[start:end])
        if lead is None or not lead.end() or start + lead.end() >= end:
            return Name(start, end, True)
        start += lead.end()
