"""Two-way answers in the number that words and colours follow.

Where words follow targets of such plans, a probability that is asked for is one of theirs: the law
is asked for the probability that the shift turns into it, and what the law answers is shifted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from forecast.plan_targets.statement import PlanShift
from forecast.solve.solution import FirstReached, LatestStart, Lift, TargetFor


class Terms:
    """Turns probabilities asked for into the law's, and the law's answers back.

    Without a shift that words follow, both are the same.
    """

    def __init__(self, shift: PlanShift | None, asked: Sequence[float]) -> None:
        self._shift = shift if shift is not None and shift.followed else None
        self.asked = tuple(asked)
        self.of_law = self.asked if self._shift is None else tuple(
            self._shift.undone(p) for p in self.asked)

    def said(self, probability: float) -> float:
        """Return a probability of the law as it is said."""
        return probability if self._shift is None else self._shift.of(probability).probability

    def values(self, found: tuple[TargetFor, ...]) -> tuple[TargetFor, ...]:
        """Return answers to ``of_law`` as answers to ``asked``."""
        return tuple(replace(v, asked=p, attained=self.said(v.attained))
                     for p, v in zip(self.asked, found, strict=True)) if found else ()

    def lifts(self, found: tuple[Lift, ...]) -> tuple[Lift, ...]:
        """Return answers to ``of_law`` as answers to ``asked``."""
        return tuple(replace(x, asked=p, attained=self.said(x.attained))
                     for p, x in zip(self.asked, found, strict=True)) if found else ()

    def starts(self, found: tuple[LatestStart, ...]) -> tuple[LatestStart, ...]:
        """Return answers to ``of_law`` as answers to ``asked``."""
        return tuple(replace(s, asked=p,
                             by_year=tuple((y, self.said(q)) for y, q in s.by_year))
                     for p, s in zip(self.asked, found, strict=True)) if found else ()

    def reached(self, found: FirstReached | None) -> FirstReached | None:
        """Return when the target is first met: each year's running total is shifted."""
        if found is None or self._shift is None or found.already is not None:
            return found
        totals = [0.0, *(self.said(min(found.within(y), 1.0)) for y in found.years)]
        return replace(found, first=tuple(b - a for a, b in pairwise(totals)),
                       met=tuple(self.said(p) for p in found.met), later=1 - totals[-1])
