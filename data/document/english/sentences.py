"""English plan sentences to claims."""

from __future__ import annotations

import re
from dataclasses import replace

from data.document.claims import (
    COMPARED,
    EARLIER,
    MEASURED_AGAINST,
    NOT_UNDERSTOOD,
    PROJECTED_WHY,
    Claim,
    reason_of,
    unread,
)
from data.document.english.changes import CHANGE_NOUN, Change, Multiplied, change_of, multiplied
from data.document.english.names import Name, name_before
from data.document.english.operators import COMPARISONS, Left, left_of
from data.document.english.ranks import Rank, ranks
from data.document.english.state import SENTENCE_END, LineState, named_of, parallel
from data.document.english.words import (
    AIM_IS,
    AIMED_AT,
    AIMS_AT_IT,
    AIMS_FOR,
    ASIDE,
    CONDITION,
    CONDITIONAL,
    EACH_YEAR,
    ELSEWHERE,
    EVERY_YEAR,
    EXPECTED,
    LABEL,
    META,
    MORE_THAN,
    NEEDED,
    NOW,
    OUR,
    PER_HEAD,
    PREVIOUS,
    PROJECTED,
    RELATIVE,
    TO_AIM_AT,
    TRENDS,
)
from data.document.genre import Genre
from data.document.money import ENGLISH
from data.document.passage import Passage
from data.document.periods import Time, When, times
from data.document.quantities import Quantity, quantities
from data.document.sense import better_of, of_a_fall
from data.document.signs import of_today
from data.document.tense import READ, Tense, cues_of, tense_of
from data.document.timing import Scope, base_of, beside, looking_ahead, looking_back, scope_at
from data.document.told import (
    DID,
    FINITE,
    FUTURE,
    GOVERNED,
    MET,
    NOWADAYS,
    OPENS,
    OWN,
    PARTICIPLES,
    SHARES,
    STATED,
    TODAY,
    TOLD,
)
from data.plan import Span, Unread
from data.words import Basis, Role, Sense, Wording


def read_english(passage: Passage) -> tuple[list[Claim], list[Unread]]:
    """Return the claims of a line of English text and what in it was not understood."""
    passage = replace(passage, text=_plain(passage.text))
    named = times(passage.text, chinese=False, this_year=passage.frame.this_year)
    found = quantities(passage.text, named, chinese=False)
    if ASIDE.match(passage.text):
        line = LineState(passage, named, [])
        for quantity in found:
            _not_understood(line, quantity)
        return [], line.unread
    line = LineState(passage, named, found)
    for i, quantity in enumerate(found):
        begins = line.sentence(quantity.start)
        if begins > line.consumed:
            line.spoken = line.name or line.spoken
            line.consumed, line.name, line.left = begins, None, None
            line.opened, line.pair = None, None
        _quantity(line, i, quantity)
    _valueless(line)
    return line.claims, line.unread


_SAID_TWICE = re.compile(  # nearly half (46.4%) of adults: the words only round the figure
    r"\b(?:(?:just |well |slightly )?(?:nearly|almost|over|more than|less than|under|about|"
    r"around|some)\s+)?"
    r"(?:an?|one|two|three|four|nine)?[ -]?(?:half|thirds?|quarters?|fifths?|tenths?|(?:one|two|"
    r"three|four|nine) "
    r"(?:in|out of) (?:three|four|five|ten))\s*\((?P<figure>\d+(?:\.\d+)?\s*(?:%|per ?cent))\)",
    re.IGNORECASE)


_DASHED = re.compile(r"(?<=[A-Za-z)%]) - (?=[≥≤<>~+]?\s*[$£€]?\d)")
"""A dash that stands for a colon: household waste recycled - 52% by 2027."""


def _plain(text: str) -> str:
    """Return a text with shares in words that a bracket states blanked, its length unchanged."""
    def blanked(m: re.Match[str]) -> str:
        at = m.start("figure") - m.start()
        return " " * at + m["figure"] + " " * (len(m.group()) - at - len(m["figure"]))

    label = LABEL.match(text)
    if label is not None:  # KPI 1: 90% is no proportion
        text = re.sub(r"\d", " ", label.group()) + text[label.end():]
    text = text.replace("↑", "+")
    return _SAID_TWICE.sub(blanked, _DASHED.sub(" : ", text))


def _quantity(line: LineState, i: int, quantity: Quantity) -> None:
    text = line.passage.text
    line.consumed = max(line.consumed, text.find(" ", quantity.start - _REACH)
                        if quantity.start > _REACH else 0)
    left = _from_there(left_of(text, quantity, line.consumed), text, quantity)
    today = NOW.search(text[line.consumed:quantity.start])
    if today is not None and line.claims and line.name is not None:
        alike = quantity.unit == line.claims[-1].unit
        if today.group().strip(" (") or alike:
            _present(line, quantity)
        else:  # 100% of taxis (21,000): another number, of what it does not say
            _not_understood(line, quantity)
        return
    if _is_condition(line, i, quantity):
        return
    if PER_HEAD.search(text[line.consumed:quantity.start]) and quantity.unit in ENGLISH:
        _not_understood(line, quantity)
        return
    limit = line.found[i + 1].start if i + 1 < len(line.found) else len(text)
    changed = change_of(text, line.consumed, quantity)
    left, name, how = _with_name(line, quantity, left, changed, limit)
    if name is not None and name.behind and META.match(text[name.start:name.end].strip()):
        line.consumed = name.end
        return
    if name is None:
        if (quantity.unit or quantity.value >= _LARGE) and not quantity.duration:
            _not_understood(line, quantity)
        return
    tail = max(quantity.tail, name.end if name.behind else 0)
    scope, told = _scope(line, quantity, tail, limit), _told(line, quantity)
    opening = text[line.sentence(quantity.start):quantity.start]
    if not told and (FUTURE.search(opening) or OPENS.match(opening)):
        scope = looking_ahead(scope)
    if not told and not (_OF_THESE.match(opening) and _is_ahead(scope, line.passage.frame.now)):
        scope = _own_year(scope, line.named)
    scope = looking_back(scope) if told else scope
    cues = cues_of(text, quantity.start, quantity.end, quantity.tail, chinese=False,
                   section=line.passage.section, sense=quantity.after or left.sense, told=told)
    tense = tense_of(scope, replace(cues, sentence=_clause(line, quantity)), line.passage.frame)
    now = line.passage.frame.now
    plain = left.last not in ("from", *COMPARISONS) and not (left.opened and _goes_on(
        text, quantity, limit))
    if tense.role is not Role.TARGET and not told and plain and (
            line.passage.frame.genre is Genre.PLAN and GOVERNED.search(
                text[line.consumed:quantity.start])):
        tense = Tense(Role.TARGET, _GOVERNED)
    over = now is not None and scope.time is not None and scope.time.when is When.IN and (
        scope.time.last <= now)
    if tense.role is Role.TARGET and plain and over and line.passage.frame.said is Genre.PLAN:
        scope = replace(scope, time=None, near=0)  # the year of a figure beside it
    if tense.role is not Role.TARGET:
        scope = _until_now(scope, now)
    base = base_of(line.named, text, limit) if left.change == "by" else None
    codes, confidence = [how], READ
    of_now = NOWADAYS.match(text, quantity.tail) or _NOW_BEFORE.search(
        text[line.consumed:quantity.start]) or left.last in ("up from", "down from") or (
        left.last in ("from", *COMPARISONS[:-1]) and (
            (left.last == "from" and how == "inherited") or TODAY.match(text, quantity.tail))) or (
        _BASELINE.search(text[line.consumed:quantity.start]))
    earlier = of_now or (left.last in COMPARISONS[:-1] and scope.time is not None
                        and scope.near == 2)
    sure = earlier or (left.opened and _goes_on(text, quantity, limit))
    expected = tense.role is Role.TARGET and EXPECTED.search(
        text[line.sentence(quantity.start):tail + _BEHIND]) is not None
    for code, doubt, cost in (("tense", (tense.weak and not sure) or expected, 0.0),
                              ("words", quantity.words, 0.1),
                              ("inherited", how == "inherited", 0.1),
                              ("vague_name", _VERBAL.fullmatch(name.text(text)) is not None, 0.3),
                              ("no_year", scope.year is None, 0.1)):
        if doubt:
            codes.append(code)
            confidence -= cost
    aimed = AIM_IS.search(text[line.consumed:quantity.start]) is not None
    of = scope.year if tense.role is Role.TARGET or scope.near == 2 or aimed else None
    ahead = of is not None and line.passage.frame.now is not None and of > line.passage.frame.now
    unsaid = line.passage.frame.said is not Genre.PLAN
    if (CONDITIONAL.search(text[line.sentence(quantity.start):quantity.start])
            and not FUTURE.search(_clause(line, quantity))):
        _not_understood(line, quantity, PROJECTED_WHY)
        line.consumed = tail
        return
    if TRENDS.search(text[line.sentence(quantity.start):quantity.start]) or (
            ahead and AIMS_AT_IT.match(text, quantity.tail) is None and PROJECTED.search(
            _since_and(text[line.sentence(quantity.start):quantity.start]))) or (
            expected and unsaid) or NEEDED.search(_clause(line, quantity)):
        _not_understood(line, quantity, PROJECTED_WHY)
        line.consumed = tail
        return
    before = text[line.sentence(quantity.start):quantity.start]
    if (tense.role is Role.TARGET and PREVIOUS.search(before)) or ELSEWHERE.search(before):
        _not_understood(line, quantity, EARLIER if PREVIOUS.search(before) else COMPARED)
        line.consumed = tail
        return
    if aimed and ahead and tense.role is not Role.TARGET:
        tense = Tense(Role.TARGET, _AIMED)  # short of the 2027 target of 51%
    own = OWN.search(text[line.consumed:quantity.start]) is not None or (
        told and (_did(line, quantity) or _AND_WILL.match(text, quantity.tail) is not None))
    if tense.role is Role.TARGET and not aimed and own:
        tense = Tense(Role.ACTUAL, _EARLIER)  # we sold 46% of our stock
    looks_back = line.passage.frame.genre is Genre.REVIEW and (
        ahead or _measured_against(text, line.consumed, quantity))
    if tense.role is not Role.TARGET and (looks_back or aimed):
        _not_understood(line, quantity, MEASURED_AGAINST)
        line.consumed = tail
        return
    role = Role.ACTUAL if earlier else tense.role
    claim = _claim(line, quantity, left, name, scope, base, role, limit)
    again = left is line.left and claim.basis in (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE)
    if again and base is None and line.claims:  # by 50% by 2030 (from 2011), 75% by 2040
        claim = replace(claim, base_year=line.claims[-1].base_year)
    chance = _EARLIER if sure else tense.chance * (_EXPECTED if expected else 1.0)
    line.claims.append(_with_confidence(claim, codes, confidence * chance))
    line.name, line.last = name, quantity
    line.left = replace(left, takes_object=True) if how == "object" else left
    line.first = quantity.value
    line.pair = (name, left) if left.opened and _goes_on(text, quantity, limit) else None
    line.consumed = max(tail, changed.end if changed is not None else 0)


def _from_there(left: Left, text: str, quantity: Quantity) -> Left:
    """Return "down from 13%" as the start of a change where "to 2.5%" follows."""
    if left.last not in ("up from", "down from") or _ON_TO.match(text, quantity.tail) is None:
        return left
    return replace(left, last="from", opened=True, change="to", linked=True,
                   down=left.last == "down from")


_ON_TO = re.compile(r"\s+(?:in (?:19|20)\d\d )?to\s+(?:\w+ ){0,3}[$£€]?\d", re.IGNORECASE)
_LESS_THAN = re.compile(r"\s+of\s[^,.;:()]{3,60}\s(?:less|more|fewer|longer|greater|higher|lower|"
                        r"older|"
                        r"younger) than\s+", re.IGNORECASE)
_TIME = re.compile(r"\s*(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?)\b", re.IGNORECASE)


def _is_condition(line: LineState, i: int, quantity: Quantity) -> bool:
    """Say whether a number tells which of its kind a share counts: treated within six hours."""
    text, last = line.passage.text, line.last
    begins = line.sentence(quantity.start)
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


def _with_name(line: LineState, quantity: Quantity, left: Left, changed: Change | None, limit: int
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
        if CHANGE_NOUN.match(text[quantity.tail:].lstrip()) and "improvement" in text[
                quantity.tail:quantity.tail + _BEHIND].lower():
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
    goes_on = _GOES_ON.fullmatch(apart) is not None
    if name is None and _AND_BY.search(apart) and quantity.percent and line.claims and (
            line.name is not None and line.left is not None and line.claims[-1].unit == "%"):
        name, how, left = line.name, "inherited", replace(line.left, start=left.start)
    goes_on = goes_on and line.pair is None
    if name is None and goes_on and quantity.percent and line.left is not None and (
            line.left.change == "by") and line.name is not None:
        name, how, left = line.name, "inherited", line.left  # by 50% by 2030, 75% by 2040
    if name is None and goes_on and line.name is not None and line.left is not None and (
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


_BASELINE = re.compile(r"\b(?:from|on|against|below|above|than|to|with) (?:the |its |our |an? "
                       r")?(?:19|20)\d\d"
                       r"(?:[-/]\d\d)? (?:levels?|figures?|baseline|totals?|rates?|values?|"
                       r"numbers?)"
                       r"\s*(?:of|at|\()?\s*[$£€]?$|\bfrom\b[^,.;]{0,40}\b(?:baseline|base|current|present|existing)\b"
                       r"[^,.;]{0,16}$", re.IGNORECASE)
_NEXT_SHARE = re.compile(  # 92% for A and 89% for B; 94% of people had two doses, 80% had one
    r"\s*(?:(?:for|in|of|among|from|at)\s+[^,.;]{1,40}?|(?:had|have|has|were|was|are|is)\s[^.;]{1,60}?)?"
    r"\s*(?:,|,? and|,? while|;)\s*(?:a further |another |only |just )?", re.IGNORECASE)
_OWN_YEAR = re.compile(r"\s*(?:by|in|from) (?:the end of |mid-?|\w+ )?(?:19|20)\d\d")
_NOW_BEFORE = re.compile(r",\s*(?:now|currently|today|at "
                         r"present)\s+(?:at\s+)?[$£€]?$", re.IGNORECASE)
_FROM_BEHIND = re.compile(r"(?:,\s*)?(?:up |down )?from")
_GOES_ON = re.compile(r"(?:(?:by|in) (?:the end of "
                      r")?\d{4}(?:[-/]\d{2,4})?)?\s*(?:\([^()]{0,40}\))?\s*,?\s*(?:and|then|and "
                      r"also|and then|"
                      r"rising to|from|while|or)?(?: by| from| to| at)?")
_AIMED, _GOVERNED = 0.9, 0.85
_EARLIER, _EXPECTED = 0.97, 0.75
"""How sure the role is of a figure said to be an earlier one, and what "is expected to" leaves."""
_CONTRAST = re.compile(
    r",?\s+(?:well |far |just |still )*(?:falling short of|short of|below|above|close to|behind|"
    r"ahead of|missing|meeting|beating)\b(?=[^.;]{0,50}\b(?:target|goal|milestone|ambition)\b)|"
    r"\s+and (?=(?:will|shall|should|is to|are to)\b)|"
    r"\s+-\s+|,?\s+(?:up|down) from\b|,?\s+(?:towards?|with|for) (?:our|an?|"
                       r"the|its|their)"
                       r" (?:[\w-]+ ){0,2}(?:target|goal|aim|ambition)\b|,?\s+as we (?:strive|"
                       r"aim|work)\b|"
                       r",?\s+and (?:are|is|remain) on (?:course|track)\b|,?\s+against (?:an?|"
                       r"the|our|its|their) (?:[\w-]+ ){0,3}(?:target|goal|"
                       r"plan|milestone)\b|"
                       r",\s+(?:and )?(?:the|our|this) (?:new )?(?:targets?|goals?|aims?|"
                       r"ambition)\b|"
                       r",\s+an? (?:value|figure|rate|number|level|share|total) (?:that|which)\b|"
                       r",?\s+(?:but|while(?! \w+ing)|whereas|although|though|"
                       r"yet)\b", re.IGNORECASE)


def _measured_against(text: str, floor: int, quantity: Quantity) -> bool:
    """Say whether a number of a review is a target it measures against, or one said of it."""
    return bool(AIMED_AT.search(text[floor:quantity.start])
                or TO_AIM_AT.match(text, quantity.tail))


_AND_BY = re.compile(r"\b(?:by|in) (?:the end of )?(?:19|20)\d{2},?\s+and(?: to)?$")
_VERBAL = re.compile(r"\w+(?:ing|ed)|improve|maintain|support|deliver|help|reduce|increase",
                     re.IGNORECASE)
_REACH = 300
"""Characters before a number in which its name and verb are looked for."""

_BEHIND = 24
"""Characters behind a number and its name that may say "are expected to"."""
_LARGE = 100
"""A bare number as large as this is listed when it was not understood."""


def _clause(line: LineState, quantity: Quantity) -> str:
    """Return the sentence of a number, or its part between words of contrast (but, while)."""
    text = line.passage.text
    end = SENTENCE_END.search(text, quantity.tail)
    begins, stop = line.sentence(quantity.start), end.start() if end else len(text)
    cuts = [m.start() for m in _CONTRAST.finditer(text, begins, stop)]
    begins = max((c for c in cuts if c <= quantity.start), default=begins)
    stop = min((c for c in cuts if c > quantity.start), default=stop)
    before, behind = (_IN_BRACKETS.sub(" ", part) for part in (
        text[begins:quantity.start], text[quantity.tail:stop]))
    return before + text[quantity.start:quantity.tail] + behind


_IN_BRACKETS = re.compile(r"\([^()]*\)")


_OF_THESE = re.compile(r"\W*(?:these|they|this|it|those|both)\b", re.IGNORECASE)


def _did(line: LineState, quantity: Quantity) -> bool:
    """Say whether a verb of the past stands right before a number: the agency processed 62 …"""
    text = line.passage.text
    if not text.rstrip().endswith((".", "!", "?")):
        return False
    opens = text[line.sentence(quantity.start):quantity.start + 1]
    return any(m.end() == len(opens) for m in DID.finditer(opens))


def _is_ahead(scope: Scope, now: int | None) -> bool:
    return now is not None and scope.time is not None and scope.time.last > now


def _until_now(scope: Scope, now: int | None) -> Scope:
    """Return the scope of a figure that is told: no year to come is its."""
    return replace(scope, time=None, near=0) if _is_ahead(scope, now) else scope


def _own_year(scope: Scope, named: list[Time]) -> Scope:
    """Return the scope of a promise behind a sentence of a milestone: the plan's end, not its."""
    end = scope.period.end if scope.period is not None else None
    passing = scope.near == 1 and scope.time is not None and end is not None and (
        scope.time.when is When.IN and scope.time.last != end) and any(
            time is scope.time for time in named)
    return replace(scope, time=None, near=0) if passing else scope


def _told(line: LineState, quantity: Quantity) -> bool:
    """Say whether the sentence tells of what is over and speaks of nothing to come."""
    sentence, passage = _clause(line, quantity), line.passage
    if MET.search(sentence) or OWN.search(passage.text[line.consumed:quantity.start]):
        return True
    if _AND_WILL.match(passage.text, quantity.tail) and not FUTURE.search(sentence):
        return True
    section = passage.section
    promises = section.direction > 0 and section.strong
    opens = max(line.sentence(quantity.start), quantity.start - 2 * _NEAR)
    around = _IN_BRACKETS.sub(" ", passage.text[opens:quantity.tail + 2 * _NEAR])
    today = around[:quantity.tail + _NEAR - opens] if promises else sentence
    if of_today(today, chinese=False) and not FUTURE.search(sentence):
        return True
    item = not passage.text.rstrip().endswith((".", "!", "?"))
    if not item and SHARES.match(passage.text, quantity.tail - 1) and not (
            FUTURE.search(sentence) or OPENS.match(sentence)):
        return True
    promises = promises or (item and passage.frame.said is Genre.PLAN and section.direction >= 0)
    dated = _DATED.match(sentence)  # In 2020, …; Last year, …
    over = dated and (dated["before"] or (passage.frame.now is not None and dated["year"]
                                          and int(dated["year"]) <= passage.frame.now))
    if over:
        return not FUTURE.search(sentence)
    verbs = (PARTICIPLES if item else FINITE) if promises and not dated else TOLD
    past = verbs.search(sentence) or (not item and DID.search(sentence)) or (
        not promises and STATED.search(sentence))
    return bool(past) and not FUTURE.search(sentence) and not OPENS.match(sentence)


_AND_WILL = re.compile(r"\s+[^,.;]{0,40}?\s+and (?:will|shall|is to|are to|aims? to)\b",
                       re.IGNORECASE)
"""Behind a figure of today: our programmes reach 64,000 children and will reach 200,000."""
_NEAR = 20
"""Characters behind a number, and half of those before it, in which "currently" is of it."""


def _since_and(before: str) -> str:
    """Return the words before a number since a clause with a promise of its own began.

    Access is projected to reach 90%, and 85% of families will have …: the second is none.
    """
    cuts = [m.end() for m in re.finditer(r",\s+(?:and|while|but)\s+", before)]
    return before[cuts[-1]:] if cuts and len(before) - cuts[-1] < _NEAR else before


_DATED = re.compile(r"\W*(?:in (?:FY ?|fiscal year )?(?P<year>(?:19|"
                    r"20)\d\d)(?:[-/–−]\d\d(?:\d\d)?)?|"
                    r"(?P<before>(?:in |over |during )?(?:the )?(?:last|past|previous) (?:\w+ )?"
                    r"years?|since (?:19|20)\d\d))(?:\s*,|\s+(?=(?:the|we|our|an?)\b))",
                    re.IGNORECASE)
"""What opens a sentence of a year; ``before`` when it can only be one that is over."""


def _present(line: LineState, quantity: Quantity) -> None:
    """Add the earlier figure in brackets behind a target: 60% by 2030 (2020: 45%)."""
    last, passage = line.claims[-1], line.passage
    close = passage.text.find(")", quantity.end)
    until = close if close >= 0 else quantity.tail
    here = [t for t in line.named if line.consumed <= t.start < until]
    line.claims.append(Claim(
        Role.ACTUAL, last.label, quantity.value, quantity.unit or last.unit,
        here[-1].last if here else passage.frame.now,
        Span(passage.number, quantity.start, quantity.end),
        passage.written[quantity.start:quantity.end], section=last.section, confidence=0.9,
        reason=reason_of("now")))
    line.consumed = until


def _with_confidence(claim: Claim, codes: list[str], confidence: float) -> Claim:
    return replace(claim, confidence=round(max(confidence, 0.05), 2), reason=reason_of(*codes))


def _scope(line: LineState, quantity: Quantity, tail: int, limit: int) -> Scope:
    """Return the time in force: one right behind the number, else the nearest before it."""
    text, frame = line.passage.text, line.passage.frame
    end = SENTENCE_END.search(text, tail)
    stop = min(limit, end.start() if end else len(text))
    named = line.named
    if line.pair is not None and line.opened is not None:  # from 5 in 2010 to 7: 2010 is of the 5
        named = [t for t in named if t.last != line.opened or t.start >= quantity.tail]
    for time in named:
        near = tail <= time.start < stop and time.when is not When.BASE and (
            not beside(time, text))
        enclosed = time.by and _IN_ONE.search(text[tail:time.start]) is not None
        if near and (enclosed or not re.search(r",\s+(?!by|in)|\bto\s+$", text[tail:time.start])):
            span = time if time.when is When.SPAN else None
            return Scope(time, 2, frame.period, frame.now, line.opened, span, frame.genre)
    return scope_at(named, text, quantity.start, carried=line.passage.carried,
                    period=frame.period, known=frame.now, genre=frame.genre,
                    listed=line.passage.listed)


_IN_ONE = re.compile(r"\(by(?: the end of)?\s*$")


def _claim(line: LineState, quantity: Quantity, left: Left, name: Name, scope: Scope,
           base: Time | None, role: Role, limit: int) -> Claim:
    passage, basis = line.passage, Basis.LEVEL
    text = passage.text
    rate = None
    end = SENTENCE_END.search(text, quantity.tail)
    behind = text[quantity.tail:end.start() if end else len(text)][:24]
    if left.change == "by":
        if quantity.percent or quantity.unit == "times":
            yearly = left.yearly or bool(EACH_YEAR.match(behind.strip()))
            basis = Basis.CAGR_FROM_BASE if yearly else Basis.GROWTH_FROM_BASE
            rate = (-1.0 if left.down else 1.0) * quantity.value * (
                100.0 if quantity.unit == "times" else 1.0)
            role = role if role is Role.TARGET else Role.GROWTH
        else:
            basis = Basis.INCREMENT_FROM_BASE
    elif role is Role.TARGET and (
            text[:quantity.start].endswith("+") or (name.added and left.change != "to")):
        basis = Basis.INCREMENT_FROM_BASE
    target = role is Role.TARGET
    year, base_year = (scope.year if target else scope.past), None
    if basis is not Basis.LEVEL:
        base_year = base.last if base is not None else (
            line.opened or scope.growth_base(target=target, same_period=False))
    if left.opened and _goes_on(text, quantity, limit):
        role, basis, rate, base_year = Role.ACTUAL, Basis.LEVEL, None, None
        year = scope.time.last if scope.time is not None and scope.near == 2 and (
            scope.time.start >= quantity.tail) else scope.first_of_pair(target=target)
        line.opened = year
    sense = quantity.after or left.sense or Sense.AT_LEAST
    if quantity.upper is not None:
        sense = Sense.BETWEEN
    elif role is Role.TARGET and left.down and left.change:
        sense = of_a_fall(sense, written=bool(quantity.after or left.sense), by=left.change == "by")
    return Claim(
        role, name.text(passage.written), quantity.value, quantity.unit, year,
        Span(passage.number, quantity.start, quantity.end),
        passage.written[quantity.start:quantity.end], sense, basis, base_year, quantity.upper, rate,
        section=passage.section.name(), explicit=bool(quantity.after or left.sense),
        falling=left.down, yearly=bool(EACH_YEAR.search(behind)))


def _goes_on(text: str, quantity: Quantity, limit: int) -> bool:
    """Say whether "to …", or an arrow, follows a number that "from" opened."""
    return bool(_ONWARDS.search(text[quantity.tail:limit]))


_ONWARDS = re.compile(r"\bto\s+(?:\w+ ){0,3}[$£€¥]?\s*$|^\s*(?:→|->|=>)\s*[$£€¥]?$")
_ARROW = re.compile(r"\s*(?:→|->|=>)\s*[$£€¥]?\d")


def _not_understood(line: LineState, quantity: Quantity,
                    why: Wording = NOT_UNDERSTOOD) -> None:
    passage = line.passage
    shown = passage.written[max(0, quantity.start - 30):quantity.tail + 20].strip()
    line.unread.append(unread(
        shown, why, Span(passage.number, quantity.start, quantity.end)))


def _multiplied(line: LineState, found: Multiplied) -> Claim:
    """Return the claim of "halve" or "double": a change of -50 or +100 percent."""
    passage = line.passage
    end = SENTENCE_END.search(passage.text, found.end)
    stop = end.start() if end else len(passage.text)
    behind = [t for t in line.named if found.end <= t.start < stop and t.when is not When.BASE]
    frame = passage.frame
    scope = _own_year(scope_at(
        line.named, passage.text, found.start, carried=passage.carried, period=frame.period,
        known=frame.now, genre=frame.genre, listed=passage.listed), line.named)
    if behind:  # double cycling from 0.8 in 2013 to 1.6 in 2025
        ahead = [t for t in behind if frame.now is None or t.last > frame.now]
        scope = replace(scope, time=(ahead or behind)[0], near=2)
    tense = line.tense(scope, found.start, found.end)
    target = tense.role is Role.TARGET
    base = base_of(line.named, passage.text, stop)
    down = found.rate < 0
    return Claim(
        Role.TARGET if target else Role.GROWTH, found.name.text(passage.written), abs(found.rate),
        "%", scope.year if target else scope.past, Span(passage.number, found.start, found.end),
        passage.written[found.start:found.end], Sense.AT_MOST if down else Sense.AT_LEAST,
        Basis.GROWTH_FROM_BASE, base.last if base is not None else scope.growth_base(
            target=target, same_period=False), None, found.rate, section=passage.section.name(),
        falling=down, confidence=round(0.9 * tense.chance, 2), reason=reason_of("folded"))


def _ranked(line: LineState, found: Rank) -> Claim:
    """Return the claim of a place in an order: in the top 20 is at most the 20th."""
    passage = line.passage
    end = SENTENCE_END.search(passage.text, found.end)
    stop = end.start() if end else len(passage.text)
    frame = passage.frame
    scope = scope_at(line.named, passage.text, found.start, carried=passage.carried,
                     period=frame.period, known=frame.now, genre=frame.genre,
                     listed=passage.listed)
    behind = [t for t in line.named if found.end <= t.start < stop and t.when is not When.BASE]
    if behind:
        scope = replace(scope, time=behind[0], near=2)
    sentence = passage.text[line.sentence(found.start):stop]
    tense = line.tense(scope, found.start, found.end, told=TOLD.search(sentence) is not None
                       and not FUTURE.search(sentence))
    target = tense.role is Role.TARGET
    return Claim(
        tense.role, found.name.text(passage.written), found.place, "位",
        scope.year if target else scope.past, Span(passage.number, found.start, found.end),
        passage.written[found.start:found.end], Sense.AT_MOST if target else Sense.AT_LEAST,
        section=passage.section.name(), explicit=target,
        confidence=round(0.9 * tense.chance, 2), reason=reason_of("rank"))


def _valueless(line: LineState) -> None:
    passage = line.passage
    line.claims += [_ranked(line, found) for found in ranks(passage.text, line.named)]
    line.claims += [_multiplied(line, found) for found in multiplied(passage.text, 0)]
    for pattern in (EVERY_YEAR, RELATIVE):
        for m in pattern.finditer(passage.text):
            left = left_of(passage.text, None, line.sentence(m.start()), at=m.start())
            name = name_before(passage.text, left, line.named)
            scope = scope_at(line.named, passage.text, m.start(), carried=passage.carried,
                             period=passage.frame.period, known=passage.frame.now,
                             genre=passage.frame.genre, listed=passage.listed)
            if name is None or line.tense(scope, m.start(), m.end()).role is not Role.TARGET:
                continue
            relative = pattern is RELATIVE
            low = relative and m["op"].lower() in ("below", "lower than")
            sense = Sense.AT_MOST if low else (Sense.ABOVE if relative else Sense.AT_LEAST)
            line.claims.append(Claim(
                Role.TARGET, name.text(passage.written), None, "", scope.year,
                Span(passage.number, m.start(), m.end()), m.group(), sense,
                Basis.RELATIVE_TO_REGION if relative else Basis.EVERY_YEAR_UP,
                relative_to=m["who"] if relative else "", section=passage.section.name(),
                explicit=True, confidence=0.8,
                reason=reason_of("relative" if relative else "trend")))
