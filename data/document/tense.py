"""Target or achieved: what title, year, section, words and digits say together.

Each sign has a weight, the log of its odds for a promise; the sum gives the chance that a figure is
one (logistic regression). The weights were fitted to the figures of five rounds of public documents
and shrunk towards what one would guess (``docs/method/import.md``). No sign decides alone, and
where signs disagree the chance says so: it limits how sure the reader is of the whole figure.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from data.document.frame import Frame
from data.document.genre import Genre
from data.document.headings import Section
from data.document.signs import around, digits, moved, of_today, promises, reports
from data.document.timing import Scope
from data.words import Role, Sense

WEIGHTS: dict[str, float] = {
    "any figure": -0.9,
    "title: plan": 1.6, "title: review": -2.2, "title: midterm": -0.8, "title: report": -0.3,
    "document looks ahead": 1.6,  # times its lean, -1 to 1
    "goals announced": 2.6, "section ahead": 0.4, "section of goals": 2.0, "section behind": -2.6,
    "year to come, same sentence": 1.9, "year to come": 0.4, "by a year": 0.5,
    "year after the report": 2.0,
    "year over, same bracket": -5.0, "year over, same sentence": -3.0, "year over": -2.3,
    "a review's own year": -1.5,
    "sentence promises": 1.3, "clause promises": 0.5,
    "sentence reports": -1.0, "clause reports": -0.9, "from … to …": -0.6,
    "said of today": -1.0,
    "verb of completion": -1.5, "told as over": -2.8,
    "bound": 0.5, "one digit": 0.7, "three digits": -0.9, "four digits": -0.9,
}
"""Log odds of a promise that each sign adds."""


@dataclass(frozen=True, slots=True)
class Tense:
    """The role of a figure, and the chance that it is this one rather than the other."""

    role: Role
    chance: float

    @property
    def weak(self) -> bool:
        """Say whether there was little to go by."""
        return self.chance < SURE_ENOUGH


SURE_ENOUGH = 0.9
"""The chance of a role from which on it is not named as a doubt."""
READ = 0.98
"""How sure the reader is of name, number and year where no reason to doubt them is named."""


@dataclass(frozen=True, slots=True)
class Cues:
    """What stands around a figure.

    ``bounded`` is true for 以上 and at least, ``done`` for a verb of completion right before the
    number, ``told`` where the sentence tells only of what is over, ``bracketed`` for a number in
    brackets behind a year: (2020: 14), (2018-2022 average: 14).
    """

    printed: str
    sentence: str
    clause: str
    section: Section
    bounded: bool = False
    done: bool = False
    told: bool = False
    bracketed: bool = False


def tense_of(scope: Scope, cues: Cues, frame: Frame) -> Tense:
    """Return the role of a figure by the signs around it."""
    signs = signs_of(scope, cues, frame)
    score = WEIGHTS["any figure"] + sum(WEIGHTS[name] * by for name, by in signs.items())
    chance = 1.0 / (1.0 + math.exp(-score))
    return Tense(Role.TARGET, chance) if score > 0 else Tense(Role.ACTUAL, 1.0 - chance)


_AIM = re.compile("(?:预期|规划)?目标")
"""In what looks back, of a year that is over, an aim is what a figure is measured against."""
_OF_INDICATORS = re.compile("^[^目愿任务]*指标[^目愿任务]*$")
"""Headings that only speak of indicators: in a review they do not say which figures follow."""


def signs_of(scope: Scope, cues: Cues, frame: Frame) -> dict[str, float]:
    """Return the signs that are there, each with how much of it (1, or a document's lean)."""
    count, said, chinese = digits(cues.printed), frame.said, frame.chinese
    ahead = cues.section.direction > 0 and not (
        scope.genre.looks_back and _OF_INDICATORS.search(cues.section.name()) is not None)
    to_come = scope.time is not None and scope.known is not None and (
        scope.time.last > scope.known)
    measures = scope.genre in (Genre.REVIEW, Genre.MIDTERM) and not to_come and chinese
    sentence, clause = (_AIM.sub("", text) if measures else text
                        for text in (cues.sentence, cues.clause))
    there = {
        "title: plan": said is Genre.PLAN and scope.genre is Genre.PLAN,
        "title: review": said is Genre.REVIEW, "title: midterm": said is Genre.MIDTERM,
        "title: report": said is Genre.REPORT,
        "goals announced": cues.section.announced,
        "section of goals": ahead and cues.section.strong and not cues.section.announced,
        "section ahead": ahead and not cues.section.strong,
        "section behind": cues.section.direction < 0,
        "sentence promises": promises(sentence, chinese=chinese),
        "clause promises": promises(clause, chinese=chinese),
        "sentence reports": reports(cues.sentence, chinese=chinese),
        "clause reports": reports(cues.clause, chinese=chinese),
        "from … to …": moved(cues.sentence, chinese=chinese),
        "said of today": of_today(cues.clause, chinese=chinese),
        "verb of completion": cues.done, "told as over": cues.told,
        "bound": cues.bounded,
        "one digit": count == 1, "three digits": count == 3, "four digits": count > 3,
        **_of_year(scope, reported=said is not None and scope.genre.looks_back,
                   bracketed=cues.bracketed),
    }
    found = {name: 1.0 for name, is_so in there.items() if is_so}
    if measures:
        return {"document looks ahead": min(frame.lean, 0.0), **found}
    return {"document looks ahead": frame.lean, **found}


def _of_year(scope: Scope, *, reported: bool, bracketed: bool) -> dict[str, bool]:
    """``reported``: the title says that the document is a report, so that it has a last year."""
    time, known = scope.time, scope.known
    if time is None or known is None:
        return {}
    same, ahead = scope.near == 2, time.last > known
    base = scope.period.base if scope.period is not None else None
    open_years = not scope.genre.looks_back and base is not None and not ahead and time.last > base
    return {
        "year to come, same sentence": ahead and same, "year to come": ahead and not same,
        "by a year": same and time.by,
        "year after the report": ahead and same and reported,
        "year over, same bracket": not ahead and same and bracketed and not open_years,
        "year over, same sentence": not ahead and same and not open_years,
        "year over": not ahead and not same and not open_years,
        "a review's own year": scope.genre is Genre.REVIEW and not ahead,
    }


def cues_of(text: str, start: int, end: int, tail: int, *, section: Section, chinese: bool,
            sense: Sense | None, done: bool = False, told: bool = False, floor: int = 0) -> Cues:
    """Return the cues of the sentence around the number ``start``–``end``.

    ``tail`` is where its unit and what bounds it end; the clause begins no earlier than ``floor``.
    """
    begins, stop = around(text, start, tail, chinese=chinese)
    bracket = text.find("(", tail)  # （目前5.2‰） behind a target says nothing of its tense
    stop = min(stop, tail + _BEHIND, bracket if bracket >= 0 else stop) if chinese else stop
    mark = _CLAUSE_ZH if chinese else _CLAUSE_EN
    opens = max((m.end() for m in mark.finditer(text, begins, start)), default=begins)
    bounded = sense in (Sense.AT_LEAST, Sense.AT_MOST, Sense.ABOUT, Sense.ABOVE)
    clause = text[max(opens, floor):min(stop, tail + _BEHIND)]
    bracketed = _YEAR_IN_BRACKET.search(text, begins, start) is not None
    return Cues(text[start:end], text[begins:stop], clause, section, bounded, done, told,
                bracketed)


_CLAUSE_ZH, _CLAUSE_EN = re.compile("[，,:]"), re.compile(r",\s|:\s")
_YEAR_IN_BRACKET = re.compile(r"[(（][^()（）]*(?<!\d)(?:19|20)\d\d(?!\d)[^()（）]*$")
_BEHIND = 8
"""Characters behind a number that still speak of it."""
