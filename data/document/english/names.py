"""The name of what an English sentence counts: its subject, its object, or the noun behind."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.english.operators import Left, without_modals
from data.document.english.words import ADDED, LEAD, NO_NOUN, STOP_BEHIND
from data.document.periods import Time

_CLAUSE = re.compile(r"[;:]|,\s|\s(?:and|while|with|but|whereas)\s")
_AIMED = re.compile(r"\b(?:to|will|should|must|and) (?:achieve|deliver|maintain|secure|attain|"
                    r"ensure|"
                    r"reach|set|meet)\s+(?:(?:an?|the|its|our)\s+)?|"
                    r"\b(?:to|will|shall) [a-z]{3,14} (?:the|our|its|their)\s+|"
                    r"\b(?:shows?|showed|reveal(?:s|ed)?|found|finds?|suggests?|reports?|reported)"
                    r" that\s+|\b(?:achiev|record|generat|secur|earn|post)(?:ed|ing)\s+"
                    r"(?:(?:an?|the|its|our|record)\s+)*|\btook in\s+", re.IGNORECASE)
_SAID = re.compile(r"\b(?:so|such|ensur\w+|guarante\w+|in order) that\b", re.IGNORECASE)
"""What opens a clause with a subject of its own: increase uptake so that 95% of children …"""
_SPAN = re.compile(r"(?:last|this|next|the previous|each|every) (?:year|month|quarter|decade)",
                   re.IGNORECASE)
_WHICH = re.compile(r",?\s+(?:which|that|who)\s*$", re.IGNORECASE)  # vacancy, which stood at
_ASIDE = re.compile(r",\s+(?:the|our|its) (?:target|goal|aim|objective)s?(?: for| of| by| is)?\s*$",
                    re.IGNORECASE)
_IN = re.compile(r"^(?:growth|increase|reduction|decline|rise|decrease) (?:in|of) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Name:
    """A name, ``start`` to ``end`` in the text; ``behind`` when it follows its number."""

    start: int
    end: int
    behind: bool = False
    added: bool = False
    whole: Name | None = None  # what it is a part of: (homes) for affordable rent

    def text(self, written: str) -> str:
        """Return the name as written."""
        own = " ".join(written[self.start:self.end].split()).strip(" ,;:\"“”()")
        return own if self.whole is None else f"{self.whole.text(written)} {own}"


def name_before(text: str, left: Left, named: list[Time]) -> Name | None:
    """Return the name that the words before a number belong to."""
    if left.object is not None:  # raise X to 5: the object
        found = _cleaned(text, left.object, left.start, named)
        if found is not None:
            return found
        return _subject(text, left, left.verb or left.start, named)
    return _subject(text, left, left.start, named)


def _subject(text: str, left: Left, stop: int, named: list[Time]) -> Name | None:
    body = without_modals(text[left.floor:stop].rstrip(" ,"))
    floor, stop = left.floor, left.floor + len(body)
    said = [m.end() for m in _SAID.finditer(text, floor, stop)]
    floor = said[-1] if said else floor
    aimed = [m.end() for m in _AIMED.finditer(text, floor, stop)]
    if aimed:  # requires councils to achieve a recycling rate of 65%
        found = _cleaned(text, aimed[-1], stop, named)
        if found is not None:
            return found
    whole = _cleaned(text, floor, stop, named)
    if whole is None:
        return None
    clauses = [m.end() for m in _CLAUSE.finditer(text, whole.start, stop)]
    for start in reversed(clauses):  # the last clause with a name of its own
        m = _CLAUSE.search(text, whole.start, start)
        joined = m is not None and text[start - 5:start].strip() == "and"
        found = _cleaned(text, start, stop, named)
        if found is not None and not joined:
            return found
    return whole


def _cleaned(text: str, start: int, stop: int, named: list[Time]) -> Name | None:
    """Take articles, pronouns and years off both ends; ``None`` when no name is left."""
    moved = True
    while moved and start < stop:
        moved = False
        for time in named:
            if start <= time.start < stop and not re.sub(
                    LEAD.pattern, "", text[start:time.start], flags=re.IGNORECASE).strip(" ,("):
                start, moved = max(time.end, start), True
        m = LEAD.match(text[start:stop])
        if m and m.end():
            start, moved = start + m.end(), True
    for time in named:
        if start < time.start < stop:
            cut = re.search(
                r"\s(?:by|in|from|over|during|since|at the end of|compared \w+|than)?\s*"
                            r"(?:the |an? )?$", text[start:time.start])
            if cut and cut.start() > 2:
                stop = min(stop, start + cut.start())
    aside = _ASIDE.search(text[start:stop])
    stop = start + aside.start() if aside else stop  # In diabetes, the target for 2030 is 25.6
    clause = _WHICH.search(text[start:stop])
    stop = start + clause.start() if clause is not None else stop
    body = text[start:stop].strip(" ,;:()\"“”")
    if _SPAN.fullmatch(body):
        return None
    if not re.search(r"[A-Za-z]{2}", body) or body.lower() in ("it", "this", "them", "these",
                                                               "they"):
        return None
    m = _IN.match(text[start:stop])
    start += m.end() if m else 0
    return Name(start, stop, False, bool(ADDED.match(body)))


def name_behind(text: str, at: int, limit: int) -> Name | None:
    """Return the noun behind a number, up to punctuation or a preposition."""
    of = re.match(r"\s+of\s+" if text[at - 1:at].isalpha() else r"\s+of\s+(?=(?:the|our|its)\s)",
                  text[at:])
    at += of.end() if of else 0  # 120 km of water mains
    aside = re.match(r"\s*\([^()]{1,20}\)(?=\s+[a-z])", text[at:])
    at += aside.end() if aside else 0  # 400,000 (410,925) members of staff
    if NO_NOUN.match(text[at:]):
        return None
    end = min([limit, *(m.start() + at for m in [re.search(r"[,.;:()!?\n](?=\s|$)|\(", text[at:])]
                        if m)])
    m = STOP_BEHIND.search(text[at:end])
    stop = at + m.start() if m else end
    body = text[at:stop]
    if not re.search(r"[A-Za-z]{3}", body):
        return None
    start = at + len(body) - len(body.lstrip(" -"))
    added = bool(ADDED.match(body.strip()) or ADDED.search(text[max(0, at - 24):at]))
    return Name(start, stop, True, added)
