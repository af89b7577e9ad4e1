"""Target or achieved: what the year, the section and the words of a sentence say together."""

from __future__ import annotations

import re
from dataclasses import dataclass

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


def tense_of(scope: Scope, cues: Cues) -> Tense:
    """Weigh the cues; a plan's figure is a target unless something says it is achieved."""
    score = 0.3 + 1.5 * cues.section + _of_year(scope)
    score += 1.0 * cues.future - 1.2 * cues.past - 1.5 * cues.done
    if cues.sense in (Sense.AT_LEAST, Sense.AT_MOST):
        score += 0.6
    return Tense(Role.TARGET if score > 0 else Role.ACTUAL, abs(score) < 1.0)


def _of_year(scope: Scope) -> float:
    if scope.time is None:
        return 0.0
    weight = _YEAR_WEIGHTS[scope.near]
    year = scope.time.last
    base = scope.period.base if scope.period is not None else None
    known = max((y for y in (scope.issued, base) if y is not None), default=None)
    if known is None:
        return 0.0
    if year > known:
        return weight
    if base is not None and year > base:  # after the base year, but before the plan was issued
        return 0.2 * weight
    return -weight


def cues_of(text: str, start: int, end: int, *, section: int, done: bool, sense: Sense | None,
            future: re.Pattern[str], past: re.Pattern[str]) -> Cues:
    """Return the cues of the sentence around ``start``–``end``."""
    first = max(text.rfind(mark, 0, start) for mark in "。！!？?；;") + 1
    sentence = text[first:min(len(text), end + 8)]
    return Cues(section, bool(future.search(sentence)), bool(past.search(sentence)), done, sense)
