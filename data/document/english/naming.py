"""Which indicator a figure is of, where the words before it go on from the figure before."""

from __future__ import annotations

import re
from dataclasses import replace

from data.document.english.changes import CHANGE_NOUN, Change
from data.document.english.names import Name
from data.document.english.operators import Left
from data.document.english.state import SENTENCE_END, LineState, named_of, parallel
from data.document.english.words import (
    AIMS_AT_IT,
    AIMS_FOR,
    CONDITION,
    MORE_THAN,
    OUR,
)
from data.document.quantities import Quantity
from data.document.sense import better_of


def from_there(left: Left, text: str, quantity: Quantity) -> Left:
    """Return "down from 13%" as the start of a change where "to 2.5%" follows."""
    if left.last not in ("up from", "down from") or _ON_TO.match(text, quantity.tail) is None:
        return left
    return replace(left, last="from", opened=True, change="to", linked=True,
                   down=left.last == "down from")


_ON_TO = re.compile(r"\s+(?:in (?:19|20)\d\d )?to\s+(?:\w+ ){0,3}[$£€]?\d", re.IGNORECASE)
_LESS_THAN = re.compile(r"\s+of\s[^,.;:()]{3,60}\s(?:less|more|fewer|longer|greater|higher|lower|"
                        r"older|"
                        r"younger) than\s+", re.IGNORECASE)
_ABLE = re.compile(r"^[^,;.:()]*\bable to [a-z]+\s+$", re.IGNORECASE)
_TIME = re.compile(r"\s*(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)


def is_condition(line: LineState, i: int, quantity: Quantity) -> bool:
    """Say whether a number tells which of its kind a share counts: treated within six hours."""
    text, last = line.passage.text, line.last
    begins = line.sentence(quantity.start)
    if last is not None and last.percent and _ABLE.search(text[last.tail:quantity.start]):
        return True  # 85% of pupils able to swim 25 metres
    timed = quantity.duration or _TIME.match(text, quantity.tail) is not None
    if timed and re.search(r"\bwithin\s+(?:an? )?$", text[:quantity.start], re.IGNORECASE):
        end = SENTENCE_END.search(text, quantity.tail)
        stop = end.start() if end else len(text)
        return any(k != i and begins <= q.start < stop for k, q in enumerate(line.found))
    if last is None or last.start < begins or not last.percent:
        return False
    if line.name is not None and line.name.behind and _LESS_THAN.fullmatch(
            text[last.tail:quantity.start]):
        return True  # 40% of journeys are less than 2 miles
    return CONDITION.fullmatch(text[last.tail:quantity.start]) is not None


def name_of_aim(line: LineState, quantity: Quantity) -> bool:
    """Say whether a number is called a target of what was spoken of: our 55% target by 2030."""
    text = line.passage.text
    return (line.name is not None and OUR.search(text[line.consumed:quantity.start]) is not None
            and AIMS_AT_IT.match(text, quantity.tail) is not None)


def with_name(line: LineState, quantity: Quantity, left: Left, changed: Change | None, limit: int
               ) -> tuple[Left, Name | None, str]:
    """Return the words before a number as they are meant here, its name, and on what grounds."""
    text = line.passage.text
    if left.linked and _ARROW.match(text, quantity.tail):
        left = replace(left, opened=True)  # coverage: 29% → 40%
    if name_of_aim(line, quantity):
        noun = AIMS_AT_IT.match(text, quantity.tail)
        said = (noun["noun"] or "").lower() if noun is not None else ""
        by = bool(said) or (line.left is not None and line.left.change == "by")
        down = said in ("reduction", "cut") or (not said and line.left is not None
                                                and line.left.down)
        left = replace(left, change="by" if by else "", down=down, linked=True)
        return left, line.name, "inherited"  # reduced by 33%, and on course for our 55% target
    if left.opened and not left.linked and _ON_TO.match(text, quantity.tail):
        left = replace(left, change="to", linked=True)  # elevate the index from 0.60 to 0.65
    than = MORE_THAN.match(text, quantity.tail)
    if than is not None and line.name is not None and (quantity.percent or quantity.points):
        left = replace(left, change="by", down=than["less"] is not None, linked=True)
    if changed is not None:
        left = replace(left, change="by", down=changed.down, linked=True)
    name, how = named_of(line, quantity, left, limit)
    same = line.left is not None and line.left.change == "by" and quantity.percent
    if how == "inherited" and same and line.left is not None and not left.change and (
            AIMS_FOR.search(text[line.consumed:quantity.start])):
        left = replace(left, change="by", down=line.left.down, linked=True)
    if how == "inherited" and line.left is not None and parallel(line, left):
        change = "to" if left.last == "to" else line.left.change
        left = replace(left, change=change, down=line.left.down, linked=True)
    if changed is not None and changed.name is not None:
        name, how = changed.name, "change"
    elif changed is not None and line.name is not None and (name is None or how == "inherited"):
        name, how = line.name, "inherited"  # 22 minutes or fewer, a 25% improvement
        noun = CHANGE_NOUN.match(text[quantity.tail:].lstrip())
        if noun is not None and "improvement" in noun.group().lower():
            left = replace(left, down=better_of(name.text(text)).less)
    apart = text[left.floor:quantity.start].strip().lower()
    by = line.left is not None and line.left.change == "by" and line.name is not None
    changed_to = line.left is not None and line.left.change == "to"
    if name is None and changed_to and _FROM_BEHIND.fullmatch(apart) and line.claims and (
            quantity.unit == line.claims[-1].unit):
        name, how = line.name, "inherited"  # to 1,320 km from 460 km
    if name is None and by and left.opened and not text[left.floor:left.start].strip(" ,-"):
        name, how = line.name, "inherited"  # by 30 per cent - from 78,000 to 55,000
    if by and left.last == "to" and not text[left.floor:left.start].strip(" ,") and line.left:
        name, how = line.name, "change"  # rise by two years to 79.5 years
        left = replace(left, change="to", down=line.left.down, linked=True)
    going_on = _GOES_ON.fullmatch(apart) is not None
    if name is None and _AND_BY.search(apart) and quantity.percent and line.claims and (
            line.name is not None and line.left is not None and line.claims[-1].unit == "%"):
        name, how, left = line.name, "inherited", replace(line.left, start=left.start)
    going_on = going_on and line.pair is None
    if name is None and going_on and quantity.percent and line.left is not None and (
            line.left.change == "by") and line.name is not None:
        name, how, left = line.name, "inherited", line.left  # by 50% by 2030, 75% by 2040
    if name is None and going_on and line.name is not None and line.left is not None and (
            line.claims and quantity.unit in ("", line.claims[-1].unit)
            and _OWN_YEAR.match(text, quantity.tail)):
        name, how, left = line.name, "inherited", line.left  # of 60 GW by 2030 and 300 GW by 2050
    if name is None and quantity.percent and line.name is not None and line.claims and (
            line.left is not None and line.claims[-1].unit == "%" and _NEXT_SHARE.fullmatch(
                text[line.consumed:quantity.start])):
        name, how, left = line.name, "inherited", replace(line.left, start=left.start)
    if line.pair is not None and left.last == "to":
        name, how = line.pair[0], "change"
        fell = line.pair[1].down if line.first is None else quantity.value < line.first
        left = replace(left, change="to", down=fell, linked=True)
    return left, name, how


_NEXT_SHARE = re.compile(  # 92% for A and 89% for B; 94% of people had two doses, 80% had one
    r"\s*(?:(?:for|in|of|among|from|at)\s+[^,.;]{1,40}?|(?:had|have|has|were|was|are|is)\s[^.;]{1,60}?)?"
    r"\s*(?:,|,? and|,? while|;)\s*(?:a further |another |only |just )?", re.IGNORECASE)
_OWN_YEAR = re.compile(r"\s*(?:by|in|from) (?:the end of |mid-?|\w+ )?(?:19|20)\d\d")
_FROM_BEHIND = re.compile(r"(?:,\s*)?(?:up |down )?from")
_GOES_ON = re.compile(r"(?:(?:by|in) (?:the end of "
                      r")?\d{4}(?:[-/]\d{2,4})?)?\s*(?:\([^()]{0,40}\))?\s*,?\s*(?:and|then|and "
                      r"also|and then|"
                      r"rising to|from|while|or)?(?: by| from| to| at)?")
_AND_BY = re.compile(r"\b(?:by|in) (?:the end of )?(?:19|20)\d{2},?\s+and(?: to)?$")


def goes_on(text: str, quantity: Quantity, limit: int) -> bool:
    """Say whether "to …", or an arrow, follows a number that "from" opened."""
    return bool(_ONWARDS.search(text[quantity.tail:limit]))


_ONWARDS = re.compile(r"\bto\s+(?:\w+ ){0,3}[$£€¥]?\s*$|^\s*(?:→|->|=>)\s*[$£€¥]?$")
_ARROW = re.compile(r"\s*(?:→|->|=>)\s*[$£€¥]?\d")
