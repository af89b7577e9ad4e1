"""Target or achieved: what the year, the section and the words of a sentence say together."""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.document.genre import Genre
from data.document.timing import Scope
from data.words import Role, Sense

_YEAR_WEIGHTS = (0.6, 2.0, 3.0)
"""Weight of a year named in a line before, in the same line, in the same sentence."""


@dataclass(frozen=True, slots=True)
class Tense:
    """The role of a figure in a plan, and whether there was little to go by."""

    role: Role
    weak: bool


@dataclass(frozen=True, slots=True)
class Cues:
    """What a sentence says about its tense besides its year."""

    section: int  # -1 looks back, +1 ahead
    future: bool
    past: bool
    done: bool  # a completed verb right before the number
    sense: Sense | None  # as written; thresholds belong to targets
    told: bool = False  # the sentence tells of what is over, and of nothing to come


def tense_of(scope: Scope, cues: Cues) -> Tense:
    """Weigh the cues; a plan's figure is a target unless something says it is achieved."""
    if scope.genre is Genre.REVIEW and not _still_to_come(scope, cues):
        return Tense(Role.ACTUAL, False)
    if cues.told:
        return Tense(Role.ACTUAL, False)
    score = _BIAS[scope.genre] + 1.5 * cues.section + _of_year(scope)
    score += 1.0 * cues.future - 1.2 * cues.past - 1.5 * cues.done
    if cues.sense in (Sense.AT_LEAST, Sense.AT_MOST):
        score += 0.6
    return Tense(Role.TARGET if score > 0 else Role.ACTUAL, abs(score) < 1.0)


_BIAS = {Genre.PLAN: 0.3, Genre.REVIEW: -3.0, Genre.MIDTERM: -0.7, Genre.REPORT: 0.0}
"""What a figure is when nothing is said of it: promised in a plan, achieved in a review."""


def _still_to_come(scope: Scope, cues: Cues) -> bool:
    """Say whether a figure of a review is of a year after it, and said to be a goal."""
    ahead = (scope.time is not None and scope.near > 0 and scope.known is not None
             and scope.time.last > scope.known)
    return ahead and (cues.future or cues.section > 0) and not cues.done


def _of_year(scope: Scope) -> float:
    if scope.time is None:
        return 0.0
    weight = _YEAR_WEIGHTS[scope.near]
    year = scope.time.last
    base = scope.period.base if scope.period is not None else None
    if scope.known is None:
        return 0.0
    if year > scope.known:
        return weight
    open_years = not scope.genre.looks_back
    if open_years and base is not None and year > base:  # after the base year, before the issue
        return 0.2 * weight
    return -weight


def cues_of(text: str, start: int, end: int, *, section: int, done: bool, sense: Sense | None,
            future: re.Pattern[str], past: re.Pattern[str]) -> Cues:
    """Return the cues of the sentence around ``start``–``end``."""
    first = max(text.rfind(mark, 0, start) for mark in "。！!？?；;") + 1
    bracket = text.find("(", end)  # （目前5.2‰） behind a target says nothing of its tense
    last = min(len(text), end + 8, bracket if bracket >= 0 else len(text))
    sentence = text[first:last]
    return Cues(section, bool(future.search(sentence)), bool(past.search(sentence)), done, sense)
