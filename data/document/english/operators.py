"""What stands between a name and its number in English: operators, links, words of change."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from data.document.english.words import (
    CHAINED,
    CHANGE,
    DOING,
    GROWTH_NOUN,
    LINK,
    MODAL,
    NOT_CHAINED,
    NOT_DONE,
    OBJECT_NOUN,
    OBJECT_VERB,
    SENSES,
    STATING,
    YEARLY,
)
from data.document.money import ENGLISH
from data.document.quantities import Quantity
from data.words import Sense

COMPARISONS = ("compared with", "compared to", "up from", "down from", "against", "as against",
               "versus", "of which")
"""Links to an earlier figure, or a part, of the same thing."""

_LEVEL_WORDS = re.compile(
    r"investment|spending|budget|funding|expenditure|revenue|share|proportion|level|rate|"
    r"percentage|total|value|number|output|"
                          r"concentrations?|loadings?|target|length|area|capacity|average|score|coverage|stay|wait|time|size|age|speed|density|price|"
                          r"income|wage|duration|life|yield|intensity|payments?|costs?|savings?|surplus|"
    r"turnover|sales|exports|imports|earnings|debt|profits?|grants?|funds?|bills?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Left:
    """The words before a number, from ``floor``; the name ends at ``start``.

    ``change`` is ``by``, ``to`` or empty; ``verb`` is where the word of change begins and
    ``object`` where what it changes begins, for "raise X to 5".
    """

    floor: int
    start: int
    sense: Sense | None = None
    linked: bool = False
    change: str = ""
    down: bool = False
    yearly: bool = False
    opened: bool = False  # from
    takes_object: bool = False
    verb: int | None = None
    object: int | None = None
    last: str = ""  # the last link: to, by, at, …


def left_of(text: str, quantity: Quantity | None, floor: int, *, at: int | None = None) -> Left:
    """Read the words before a number (or before ``at``), no further back than ``floor``."""
    end = at if at is not None else (quantity.start if quantity is not None else len(text))
    body, links, sense = _links(text[floor:end])
    if links[-1:] == ["between"] and len(links) > 1:
        links = links[:-1]  # be cut by between 42 and 50 per cent
    last = {"→": "to"}.get(links[-1], links[-1]) if links else ""
    left = Left(floor, floor + len(body), sense, _is_linked(links, body, quantity),
                opened=last == "from", last=last, yearly=bool(YEARLY.search(text[floor:end])))
    if sense is Sense.AT_MOST and _FROM_UP_TO.search(text[floor:end]):
        left = replace(left, sense=None, last="to")  # from 12,000 hectares up to 18,000
    if not links and _ends_in_change(body) and _TO_A_LEVEL.search(text[floor:end]):
        last = "to"  # vacancies should drop below 4%
        left = replace(left, last="to")
    if text[floor:end].rstrip().endswith("+") and quantity is not None and quantity.percent:
        return replace(left, change="by", linked=True)  # audits completed: +20%
    if _THERE.search(body.rstrip()):  # there were 36 hospitals
        return replace(left, takes_object=True, linked=False)
    counted = quantity is None or not quantity.percent
    of = counted and links[-1:] == ["of"] and OBJECT_NOUN.search(
        text[floor:end].rstrip() + " ") is not None
    if of:  # the deployment of 750,000 vehicles
        left = replace(left, takes_object=True, linked=False)
    elif not links or links[-1].startswith(("reach", "to reach", "cover")):
        left = replace(left, takes_object=bool(
            OBJECT_VERB.search(text[floor:end].rstrip() + " ") or OBJECT_VERB.search(body)
            or _done(text[floor:end]) or _done(body) or _does(body)))
    return _changed(left, body, last, quantity)


_TO_A_LEVEL = re.compile(r"\b(?:below|under|above)\s*[$£€]?$", re.IGNORECASE)
_THERE = re.compile(r"\bthere(?: will| shall| should| must)?$", re.IGNORECASE)
_FROM_UP_TO = re.compile(r"\bfrom\b[^.;]*\bup to\s*[$£€]?$", re.IGNORECASE)
_DOING = re.compile(r"\b(?:(?:to|will|shall|can|could) (?P<verb>[a-z]{3,12})|"
                    r"(?:of|for|by) (?P<ing>[a-z]{3,12}ing))"
                    r"(?:\s+(?:a total of|a further|an additional|another|all|"
                    r"some))*$", re.IGNORECASE)


_STARTS = re.compile(  # Unlocking €20 billion …, at the head of an item
    r"^\W*(?!(?:dur|includ|accord|follow|increas|reduc|lower|cutt|grow|ris|rais|fall|declin|expand|"
    r"reach|chang|mov|be|hav|exceed)ing\b)[a-z]{3,12}ing(?:\s+(?:a total of|a further|another|"
    r"all|up to))*$",
    re.IGNORECASE)


def _done(body: str) -> bool:
    """Say whether a participle, or a verb of a chain of tasks, stands right before a number."""
    m = DOING.search(body.rstrip()) or CHAINED.search(body.rstrip()) or _ORDER.search(body)
    verb = m["verb"].lower() if m is not None else ""
    return bool(verb) and verb not in NOT_DONE and verb not in NOT_CHAINED and (
        CHANGE.fullmatch(verb) is None and LINK.fullmatch(verb) is None)


_ORDER = re.compile(r"^\W*(?P<verb>[A-Z][a-z]{3,12})\s*$")  # Conduct 12,600 reviews
def _does(body: str) -> bool:
    """Say whether an infinitive stands right before a number: to engage 60% of providers."""
    if _STARTS.search(body) is not None:
        return True
    m = _DOING.search(body)
    verb = (m["verb"] or m["ing"]).lower() if m is not None else ""
    return bool(verb) and CHANGE.fullmatch(verb) is None and LINK.fullmatch(
        verb) is None and verb not in ("the", "their", "our", "its", "have")


_OF_TODAY = re.compile(  # from its current level of 14.5 per cent, from our baseline measure of 69%
    r"(?<=\bfrom)\s+(?:(?:an?|the|its|their|our|that|today's|about|around|some)\s+)*(?:(?:[\w-]+\s+){0,3}?"
    r"(?:current|present|existing|baseline|base|starting)\s*(?:levels?|figures?|measures?|rates?|"
    r"values?|totals?|position)?(?:\s+of)?)\s*$", re.IGNORECASE)


def _links(body: str) -> tuple[str, list[str], Sense | None]:
    links: list[str] = []
    sense: Sense | None = None
    while True:
        body = re.sub(
            r"(?:\ba total of|\bas many as|\ban average of|\ban? (?:further|additional|"
            r"extra))$", "", body.rstrip(" \t$¥€£\"“+"),
                      flags=re.IGNORECASE).rstrip()
        body = re.sub(r"(?:USD|US|RMB|CNY|EUR|KSh|KES|Rs\.?|Tk|UGX|TZS|RWF|GHS|ZAR|NGN|PKR|"
                      r"INR)$", "", body).rstrip()
        body = _OF_TODAY.sub("", body)
        for pattern, means in SENSES:
            m = pattern.search(body)
            if m is not None:
                sense = sense or means
                if STATING.match(m.group()):
                    links.insert(0, "exceed")
                body = body[:m.start()]
                break
        else:
            m = LINK.search(body)
            noun = m is not None and links and links[0] in (":", "=", "(", "of") and re.match(
                "number|total|cover|averag|stay|hit", m.group(), re.IGNORECASE)  # numbers: 3
            if m is None or noun or len(links) == 3:
                return body, links, sense
            links.insert(0, (m["link"] or m["mark"]).lower())
            body = body[:m.start()]


_EXTENTS = ("square metres", "square meters", "hectares", "km", "mw", "gw", "acres", "tonnes")
_ALONE = re.compile(r"(?:^|[.!?;]\s)\W*(?:an? |the |new |a new )*[A-Za-z][\w' -]{1,40}$",
                    re.IGNORECASE)
"""A subject at the head of a sentence: a GDP of $1,240, new business space of 60,000 hectares."""


def _is_linked(links: list[str], body: str, quantity: Quantity | None) -> bool:
    """Say whether the links state a value: "of" does only after a noun of measure."""
    if not links:
        return False
    if links[-1] == "of" and len(links) == 1:
        measured = quantity is not None and (quantity.percent or any(
            word in quantity.unit for word in ENGLISH) or quantity.unit in _EXTENTS)
        return bool(GROWTH_NOUN.search(body) or _LEVEL_WORDS.search(body[-20:])
                    or (measured and _ALONE.search(body)))
    # One of these alone is a change, an earlier figure, or nothing.
    return len(links) > 1 or links[-1] not in ("to", "by", "at", "from", "(", *COMPARISONS)


def _changed(left: Left, body: str, last: str, quantity: Quantity | None) -> Left:
    """Find the word of change that a number's "to", "by" or "of" belongs to."""
    if last in (":", "=") and re.search(
        r"\bgrowth\b|annual (?:increase|rise)", body, re.IGNORECASE):
        return replace(left, change="by")
    noun = GROWTH_NOUN.search(body)
    level = last in ("to", "reach") and noun is not None and "growth" not in noun.group().lower()
    if noun is not None and not level and last in ("of", "at", "by", "to", "is", "be", "reach",
                                                   "above", ""):
        down = re.search("reduc|declin|decreas|fall", noun.group(), re.IGNORECASE) is not None
        verb = _last(CHANGE, body[:noun.start()])
        start = noun.start()
        if re.search(r"(?:at|an?|by|with)\s+(?:an?\s+)?$", body[:start], re.IGNORECASE) and verb:
            start = verb.start()  # grow at an average annual rate of
            down = down or verb["down"] is not None
        return replace(left, start=left.floor + start, change="by", down=down, linked=True,
                       verb=left.floor + start)
    kept = _KEPT.search(body) if last == "at" or (not last and left.sense is not None) else None
    if kept is not None:  # maintain forest cover at 40%
        if re.match("cap|limit", kept.group(), re.IGNORECASE):
            left = replace(left, sense=left.sense or Sense.AT_MOST)
        return replace(left, linked=True, verb=left.floor + kept.start(),
                       object=left.floor + kept.end())
    directly = _ORDERED.search(body) if quantity is not None and quantity.percent and not last and (
        left.sense is None or left.sense is Sense.AT_LEAST) else None
    if directly is not None:  # Reduce citywide emissions 50% by 2030
        return replace(left, change="by", down=directly["down"] is not None, linked=True,
                       verb=left.floor + directly.start("verb"),
                       object=left.floor + directly.end("verb"), start=left.floor + len(body))
    if last not in ("to", "by", "from") and not (left.linked is False and _ends_in_change(body)):
        return left
    verb = _last(CHANGE, body)
    if verb is None:
        measured = last == "to" and quantity is not None and quantity.unit
        task = _TASK.search(body) if measured else None
        if task is not None:  # dredge the channel to 16 metres
            return replace(left, linked=True, change="to", object=left.floor + task.end("verb"),
                           verb=left.floor + task.start("verb"))
        return replace(left, linked=left.linked or (last == "to" and left.sense is not None))
    between = body[verb.end():].strip()
    change = "by" if last == "by" or last not in ("to", "from") else "to"
    return replace(
        left, change=change, down=verb["down"] is not None, linked=True,
        verb=left.floor + verb.start(), object=left.floor + verb.end() if between else None,
        start=left.floor + (verb.start() if not between else len(body)))


_TASK = re.compile(r"\b(?:to|will|shall|should|must|and)\s+(?P<verb>[a-z]{3,12})(?=\s+(?:the|our|"
                   r"its|"
                   r"all|their)\s+[a-z' -]{2,60}$)", re.IGNORECASE)
_ORDERED = re.compile(
    r"(?:^\W*|\b(?:to|will|and|by|of|includes?|including)\s+|^\W*(?:19|20)\d\d\s*:\s*)"
    r"(?P<verb>(?P<down>reduc(?:e|ing)|cut(?:ting)?|lower(?:ing)?|decreas(?:e|ing)|shrink(?:ing)?)|"
    r"(?P<up>increas(?:e|ing)|rais(?:e|ing)|grow(?:ing)?|expand(?:ing)?|boost(?:ing)?|"
    r"lift(?:ing)?))"
    r"\s+(?!by\b|to\b|from\b)[A-Za-z](?:(?!\b(?:by|to|from|and|that|so|where|when|if|"
    r"until)\b)[\w' /-]){2,80}$", re.IGNORECASE)
_KEPT = re.compile(r"\b(?:(?:maintain|keep|hold|stabili[sz]e|sustain|limit)(?:s|ed|ing)?|"
                   r"cap(?:s|ped|ping)?)\b",
                   re.IGNORECASE)


def _ends_in_change(body: str) -> bool:
    m = _last(CHANGE, body)
    return m is not None and not body[m.end():].strip() and not _MOVES.fullmatch(m.group())


_MOVES = re.compile(  # bring 240 homes back into use is no change by 240
    r"br(?:ing|ought)|push(?:ed)?|go(?:es|ing)?|went|mov(?:e|es|ed|ing)|rais(?:e|ed|ing)|"
    r"tak(?:e|es|ing)|took",
    re.IGNORECASE)


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = list(pattern.finditer(text))
    return found[-1] if found else None


def without_modals(text: str) -> str:
    """Take auxiliaries and pronouns off the end of a name."""
    while True:
        m = MODAL.search(text)
        if m is None:
            return text
        text = text[:m.start()].rstrip(" ,")
