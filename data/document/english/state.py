"""What is remembered while one line of English text is read, and what a number in it is of."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from data.document.claims import Claim
from data.document.english.changes import CHANGE_NOUN
from data.document.english.names import Name, name_before, name_behind
from data.document.english.operators import COMPARISONS, Left
from data.document.english.words import (
    AIMS_FOR,
    GOAL_OF,
    LABEL,
    META,
    OF_ITSELF,
    OF_TARGET,
    PARTLY,
    PRONOUN,
    RATE_BEHIND,
    RATE_LEAD,
    SPEND,
    SPENT_ON,
)
from data.document.money import ENGLISH
from data.document.passage import Passage
from data.document.periods import Time
from data.document.quantities import Quantity
from data.document.tense import Tense, cues_of, tense_of
from data.document.timing import Scope
from data.document.told import TODAY
from data.plan import Unread

SENTENCE_END = re.compile(r"[.!?;](?=\s|$)")


@dataclass(slots=True)
class LineState:
    """A line and what was read of it so far."""

    passage: Passage
    named: list[Time]
    found: list[Quantity]
    claims: list[Claim] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    consumed: int = 0
    name: Name | None = None
    left: Left | None = None
    opened: int | None = None
    pair: tuple[Name, Left] | None = None  # of "from …": the next number is what it became
    first: float | None = None  # the number behind "from"
    spoken: Name | None = None  # of the sentence before, for "this figure is now …"
    last: Quantity | None = None  # the number whose claim was the last

    def sentence(self, at: int) -> int:
        """Return where the sentence around ``at`` begins, behind a label such as "KPI 1:"."""
        text = self.passage.text
        label = LABEL.match(text)
        first = label.end() if label is not None and label.end() <= at else 0
        ends = [m.end() for m in SENTENCE_END.finditer(text, first, at)]
        return ends[-1] if ends else first

    @property
    def spoken_of(self) -> Name | None:
        """The name in force: of this sentence, else of the one before."""
        return self.name or self.spoken

    def tense(self, scope: Scope, start: int, end: int, *, told: bool = False) -> Tense:
        """Weigh what the sentence around words that state a figure says of its tense."""
        passage = self.passage
        return tense_of(scope, cues_of(passage.text, start, end, end, chinese=False, sense=None,
                                       section=passage.section, told=told), passage.frame)


def named_of(line: LineState, quantity: Quantity, left: Left, limit: int
             ) -> tuple[Name | None, str]:
    """Return the name of a number and on what grounds, or ``None``."""
    text = line.passage.text
    behind = name_behind(text, quantity.tail, limit)
    if left.takes_object and behind is None and quantity.unit in PEOPLE:
        start = quantity.tail - len(quantity.unit)
        if text[start:quantity.tail].lower() == quantity.unit:  # provide 6,000 households and …
            return Name(start, quantity.tail, True), "object"
    if left.takes_object and behind is not None and not quantity.percent:
        return behind, "object"
    if left.takes_object and behind is not None and quantity.percent and not CHANGE_NOUN.match(
            behind.text(text)) and RATE_BEHIND.match(text, quantity.tail) is None:
        return behind, "object"  # achieve 80% year 1 retention
    part = _part_of(line, quantity, left)
    if part is not None:
        return part, "object"
    rate = RATE_BEHIND.match(text, quantity.tail) if quantity.percent else None
    if rate is not None and rate.end("name") <= limit and RATE_LEAD.search(
            text[line.consumed:quantity.start]):
        return Name(rate.start("name"), rate.end("name"), True), "subject"
    if left.last in COMPARISONS and line.name is not None:
        return line.name, "inherited"
    behind = _with_people(text, quantity, behind)
    if GOAL_OF.search(text[line.consumed:quantity.start]) and behind is not None:
        return behind, "object"
    spent = SPENT_ON.match(text, quantity.tail)
    money = any(word in quantity.unit for word in ENGLISH)
    if spent is not None and (SPEND.search(text[line.consumed:quantity.start]) or (
            money and left.takes_object)):
        return Name(spent.start("name"), spent.end("name"), True), "object"
    apart = text[line.consumed:quantity.start].strip()
    if line.name is not None and TODAY.match(text, quantity.tail) and _BESIDE.fullmatch(apart):
        return line.name, "inherited"  # to 45%, from 38% today; 14% in 2021, 10% in 2030
    if line.spoken_of is not None and behind is None and AIMS_FOR.search(
            text[line.consumed:quantity.start]) and not left.change:
        return line.spoken_of, "inherited"
    aside = _aside(line, quantity, left)
    if aside is not None:
        return aside, "operator"
    for_it = OF_TARGET.match(text, quantity.tail)
    if for_it is not None:
        return Name(for_it.start("name"), for_it.end("name"), True), "subject"
    whole = line.spoken_of
    if whole is not None and OF_ITSELF.search(text[line.sentence(quantity.start):quantity.start]):
        return whole, "inherited"
    before = name_before(text, left, line.named)
    if before is not None and PRONOUN.fullmatch(before.text(text)):
        whole = line.spoken_of  # …, a figure that in 2019 stood at; This figure is
        return (whole, "inherited") if whole is not None else (None, "")
    if before is not None and before.text(text).lower() == "there" and behind is not None:
        return behind, "object"
    chained = line.left is not None and line.left.takes_object and re.fullmatch(
        r"\s*(?:,|and|or|, and|, or)?\s*", text[left.floor:quantity.start])
    if chained and behind is not None and not quantity.percent:
        return behind, "object"
    if before is not None and parallel(line, left):
        return before, "inherited"  # rates at 99% and Business Rates at 98%
    if before is not None and left.last == "at" and quantity.percent and (
            _STATE.search(text[line.consumed:quantity.start])):
        return before, "operator"
    if before is not None and (left.linked or left.change):
        return before, "change" if left.change else "operator"
    if (left.linked or left.change) and before is None and line.name is not None:
        return line.name, "inherited"
    if left.change and before is None and line.spoken is not None and _THIS_TO.search(
            text[line.consumed:quantity.start]):
        return line.spoken, "inherited"  # the plan will take this to 99 per cent
    ends = SENTENCE_END.match(text, quantity.tail) or not text[quantity.tail:].strip()
    if before is not None and left.sense is not None and ends and behind is None:
        return before, "label"  # Complaints per 1,000 visitors no more than 2.
    joined = _JOINED.fullmatch(text[line.consumed:quantity.start]) is not None
    opens = before is None or joined or (not left.linked and _OPENS_CLAUSE.match(
        text[line.sentence(quantity.start):quantity.start]) is not None)
    if behind is not None and not quantity.percent and (opens or left.sense is not None) and (
            not quantity.words or left.sense is not None or quantity.unit or (
                quantity.value >= _MANY and _bare(line, quantity))):
        return behind, "subject"
    if quantity.percent:
        share = _share_of(text, quantity)
        if share is not None and META.match(share["name"]) is None:
            start = quantity.tail + share.start("name")
            return Name(start, quantity.tail + share.end("name"), True), "subject"
    if _bare(line, quantity) and quantity.percent and behind is not None and not CHANGE_NOUN.match(
            behind.text(text)):
        return behind, "subject"  # 75% Grade 3 learners achieve …
    above = _title_before(line, quantity)
    if above is not None:
        return above, "label"
    if before is not None and behind is None and _is_item(text) and _ITEM_ENDS.match(
            text, quantity.tail) and not _VERBS.search(before.text(text)) and (
            quantity.percent or quantity.unit):
        return before, "label"  # Cost recovery 45%; women firefighters 18% by 2029
    if quantity.percent and behind is None and line.name is not None and _THEY.match(
            text, quantity.tail):
        return line.name, "inherited"  # 61% were admitted within six hours
    money = any(word in quantity.unit for word in ENGLISH)
    spent = _INVEST.search(text[line.consumed:quantity.start]) if money and behind is None else None
    if spent is not None:  # we shall invest £120m over the decade
        at = line.consumed + spent.start("verb")
        return Name(at, line.consumed + spent.end("verb"), False), "object"
    return None, ""


_MANY = 10
"""From here on a number in words at the head of a sentence counts: forty stations will …"""


def _bare(line: LineState, quantity: Quantity) -> bool:
    """Say whether a number opens its sentence."""
    opening = line.passage.text[line.sentence(quantity.start):quantity.start]
    return re.search(r"[A-Za-z]", opening) is None


_THEY = re.compile(r"\s+(?:of (?:them|these|those)\s+)?(?:were|was|had)\s", re.IGNORECASE)


def _title_before(line: LineState, quantity: Quantity) -> Name | None:
    """Return the words before a label in one line: Homes completed. Target: 500."""
    text, begins = line.passage.text, line.sentence(quantity.start)
    if begins < 2 or _LABEL_ONLY.fullmatch(text[begins:quantity.start]) is None:
        return None
    if line.name is None and line.spoken is not None and begins == line.consumed:
        return line.spoken  # Baseline 61%; target 70%
    start, stop = line.sentence(begins - 1), begins - 1
    title = text[start:stop].strip(" .;,")
    if len(title) < 4 or re.search(r"\d\s*%|\bwill\b|\bmust\b", title):
        return None
    return Name(start + len(text[start:stop]) - len(text[start:stop].lstrip()), stop)


_LABEL_ONLY = re.compile(r"\W*(?:(?:target|goal|baseline|current|actual|result|now|from|under|over|"
                         r"below|above|at least|no more than|up to|of|is|"
                         r"to)\b[\s:]*)+[≤≥<>]?[$£€]?",
                         re.IGNORECASE)


def _is_item(text: str) -> bool:
    """Say whether a line is the item of a list: it does not end as a sentence does."""
    return not text.rstrip().endswith((".", "!", "?"))


_ITEM_ENDS = re.compile(r"\s*(?:$|[;(]|by (?:19|20)\d\d\b)")
_VERBS = re.compile(r"\b(?:will|shall|should|must|is|are|was|were|has|have|had|be|to|by|of|than|"
                    r"about|up|down|at)\b", re.IGNORECASE)
_INVEST = re.compile(r"\b(?P<verb>invest(?:ing)?|spend(?:ing)?|raise|save)(?:\s+(?:at least|up "
                     r"to|over|more than|"
                     r"about|around|some|a further|an extra))*\s+[$£€]?$", re.IGNORECASE)
_JOINED = re.compile(  # trees will be planted and 2,500 hectares of woodland created
    r"\s*(?:(?:will|to|should|shall|must|are to|is to|were|was|have been)\s+(?:be\s+)?)?"
    r"(?:\w+ed|built|grown|made)?\s*,?\s*(?:and|or)\s+"
    r"(?:also |about |around |over |more than |just |only |some )*", re.IGNORECASE)
_OPENS_CLAUSE = re.compile(  # However, throughout the year, 300 …: what is counted follows
    r"\W*(?:(?:however|overall|of|out of|in|during|over|throughout|by|since|between|this|last|next|"
    r"at|as|to date|so far|within|across|additionally|meanwhile|under|through|from|each|every)\b"
    r"(?:[^,;:.]|(?<=\d)[,.](?=\d))*,"
    r"\s*)+(?:(?:at least|over|more than|about|around|some|nearly|almost|up to|a total of|a "
    r"further|"
    r"an additional|another)\s+)*[$£€]?\s*$|"
    r"\W*(?:last year|this year|in (?:19|20)\d\d|today|currently|so far)\s+[$£€]?$|"
    r".*\b(?:shows?|showed|reveal(?:s|ed)?|found|finds?|estimates?|means?|says?|said|suggests?|reports?|"
    r"reported)(?: that)?\s+(?:\w+ )?$", re.IGNORECASE)


_THIS_TO = re.compile(r"\b(?:this|it|that|these|them) (?:up |down )?to\s+(?:[a-z]+ ){0,2}[$£€]?$",
                      re.IGNORECASE)
_STATE = re.compile(r"\b(?:rates?|shares?|coverage|levels?|satisfaction|occupancy|compliance|"
                    r"turnout|attendance|now|currently|up|down)\b[^,.;]{0,40}\bat\W*"
                    r"(?:(?:just |over |around |about |nearly |almost )*)$", re.IGNORECASE)
"""A noun of measure, or "now", before "at": a rate at 98% needs no verb."""


def parallel(line: LineState, left: Left) -> bool:
    """Say whether a number follows the pattern of the one before: A from 5 to 7, B to 9."""
    before = line.left
    if left.opened and before is not None and before.change == "to" and not left.change:
        return True  # raises A from 5 to 7, B from 3 to 4
    return (before is not None and left.last in ("at", "to", "by") and left.last == before.last
            and not left.linked and not left.change and bool(before.linked or before.change))


def _part_of(line: LineState, quantity: Quantity, left: Left) -> Name | None:
    """Return the name of a part of what was counted before: including 122 for affordable rent."""
    text, whole = line.passage.text, line.name
    if whole is None or line.left is None:
        return None
    shares = quantity.percent and bool(line.claims) and line.claims[-1].unit == "%"
    if not shares and (quantity.percent or not line.left.takes_object):
        return None
    apart = text[line.consumed:quantity.start]
    part = PARTLY.match(text, quantity.tail)
    if part is None or not _PARTS.fullmatch(apart) or (
            quantity.percent and part["name"].lower().startswith("of ")):
        return None
    whole = whole.whole or whole
    return Name(part.start("name"), part.end("name"), True, whole=whole)


_PARTS = re.compile(r"\s*[,(]?\s*(?:and|including|comprising(?: of)?|of which|made up of|with)?\s*",
                    re.IGNORECASE)
_COUNTED = re.compile(
    r"\s+(?:(?:level\s+|share\s+)?of\s+)?(?:all\s+|the\s+)?"
    r"(?P<name>(?!of\b)(?:(?:999|911|112|111|101) |"
    r"\d{1,2}(?: ?(?:to|-|and) ?\d{1,2})?[- ](?=year))?"
    r"[A-Za-z][^,.;()]{2,120}?)"
    r"(?=\s+-\s|\s+by (?:\d|the|end|mid)|\s+in \d|\s+(?:and the|and (?=\d)|was|were|had|has|have|"
    r"is|are|"
    r"compared|than|during|at|since)\b|[,.;()]|$)")


def _aside(line: LineState, quantity: Quantity, left: Left) -> Name | None:
    """Return the subject that a figure of today is set beside: start-ups, 61 today, are to …"""
    text = line.passage.text
    comma = BEFORE_COMMA.fullmatch(text[line.consumed:quantity.start])
    if comma is None or not (comma["now"] or TODAY.match(text, quantity.tail)):
        return None
    return name_before(text, replace(left, start=line.consumed + comma.end("name")), line.named)


BEFORE_COMMA = re.compile(r"(?P<name>(?:[^,;:]|(?<=\d),(?=\d)){3,80}),\s*"
                           r"(?P<now>(?:now|currently|today|at present|"
                           r"which\s+\w+s(?=\s+at\b))\s+)?"
                           r"(?:(?:standing )?at\s+)?[$£€]?")
_BESIDE = re.compile(r"(?:(?:by|in) (?:the end of )?(?:19|20)\d\d)?,?\s*(?:and|as)?\s*(?:(?:up|"
                     r"down)?\s*from|against|versus|and)?",
                     re.IGNORECASE)


def _share_of(text: str, quantity: Quantity) -> re.Match[str] | None:
    """Return what a share is a share of: 40% of households, one in three private cars."""
    printed = text[quantity.start:quantity.end]
    counted = " in " in printed or "out of" in printed
    if not counted and not re.match(r"\s*(?:level\s+|share\s+)?of\s", text[quantity.tail:]):
        return None
    return _COUNTED.match(text[quantity.tail:])


PEOPLE = ("people", "persons", "residents", "households")


def _with_people(text: str, quantity: Quantity, behind: Name | None) -> Name | None:
    """Take the unit into a name that says nothing without it: 200 people killed."""
    if behind is None or quantity.unit not in PEOPLE:
        return behind
    start = quantity.end + len(text[quantity.end:]) - len(text[quantity.end:].lstrip())
    return replace(behind, start=start)
