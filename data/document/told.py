"""English words that say that something is over: finite verbs of the past, not participles."""

from __future__ import annotations

import re

_AIM = r"(?:targets?|goals?|objectives?)"
_MOVED = (r"increased|decreased|declined|improved|dropped|climbed|expanded|reduced|narrowed|"
          r"shortened|lifted|raised|lowered|doubled|halved|trebled|tripled|advanced|slipped|eased")
_MADE = (r"delivered|completed|opened|built|trained|supported|created|planted|installed|achieved|"
         r"reached|attained|recorded|helped|served|restored|invested|secured|welcomed|attracted|"
         r"totalled|totaled|exceeded|cut|processed|provided|established|awarded|housed|treated")
_PERFECT = (r"(?:has|have)(?: now| already| also| since)? (?:been|\w+ed|grown|risen|fallen|built|"
            r"seen|"
            r"become|met|made|won|cut)")
TOLD = re.compile(
    r"\b(?:was|were|had|(?:is|are) (?:now|currently|already|at present|"
    r"(?:up|down)(?= (?:by |over |about |around |nearly |almost )*\d))|rose|fell|grew|stood at|"
    r"went|became|saw|came to|spent|"
    rf"{_PERFECT})\b|"
    rf"(?<!\bbe )(?<!\bis )(?<!\bare )(?<!\bto )\b(?:{_MOVED})\s+(?:\w+ly\s+)?"
    r"(?:to|by|from|over)\b|"
    rf"(?<!\bbe )(?<!\bis )(?<!\bare )(?<=[a-z\d] )(?:{_MADE})\s+"
    r"(?:(?:over|more than|some|about|around|nearly|almost|a total of|a record|just)\s+)*[$£€]?\d",
    re.IGNORECASE)
"""A finite verb of the past. A participle in a name (homes completed: 400) is none."""

_PAST = r"was|were|had|rose|fell|grew|stood at|went|became|saw|spent|(?:is|are) (?:now|already)"
FINITE = re.compile(rf"\b(?:{_PAST}|has|have)\b", re.IGNORECASE)
PARTICIPLES = re.compile(rf"\b(?:{_PAST}|{_PERFECT})\b", re.IGNORECASE)
"""The same in an item of a list: "90% of schools have a counsellor" may well be a goal."""
"""Verbs that cannot be participles: among goals, "pesticides reduced by 50 %" is one of them."""

STATED = re.compile(
    r"\b(?:(?:accounts? for|there (?:is|are)|(?:is|are) home to|stands? at|makes? up|consists? of|"
    r"sustains?|employs?|contributes?|represents?)\b|(?:has|have|is|are)\s+(?:(?:only|just|over|about|around|approximately|nearly|some|"
    r"more than|currently|home to|an estimated|a total of)\s+)*[$£€]?\d)", re.IGNORECASE)
"""What a sentence without a word of the future states of today."""

OWN = re.compile(
    r"\b(?:was|were|had been|stood at|rose to|fell to|grew to|dropped to|climbed to|totalled|"
    r"amounted to|"
    r"came to)\s+(?:(?:only|just|about|around|over|under|nearly|almost|some|more than|less than|"
    r"at)\s+)*"
    r"[$£€]?$", re.IGNORECASE)
"""A verb of the past right before a number: which stood at 14%, will be brought down to 10%."""

MET = re.compile(
    r"\b(?:targets?|goals?|objectives?)\b[^.;]{0,60}\b(?:was|were|had been|has been|have been)\s+"
    r"(?:\w+ly )?(?:passed|met|exceeded|reached|achieved|missed|surpassed)\b|"
    rf"\b(?:met|achieved|exceeded|reached|missed|surpassed|beat)\s+(?:this|that|its|the|our|their|"
    rf"all|both)\s+(?:[\w-]+ ){{0,3}}{_AIM}\b", re.IGNORECASE)
"""A target that was met or missed is over, although the sentence speaks of a target."""

OPENS = re.compile(
    r"^\W*(?:(?:to|by|in|and|then)\s+(?:\d{4},?\s+)?)*(?:increase|reduce|cut|raise|build|create|"
    r"improve|ensure|deliver|support|achieve|maintain|halve|double|lower|lift|grow|train|plant|"
    r"restore|open|provide|install|expand|keep|bring|help|get|reach|attract|recruit|secure|add|"
    r"limit|hold|win|return|make)\b", re.IGNORECASE)
"""An order at the head of a sentence: what it speaks of is to come, whatever verb follows."""
