"""The second named statement: as targets of such plans go, beside what comparable series did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload

import numpy as np

from data.arrays import FloatArray
from data.plan import Plan
from data.probabilities import printed
from data.words import Regime
from forecast.plan_targets.evidence import (
    FOLLOWED,
    LEAST_CHANCE,
    Record,
    record_of,
    regime_of,
    shift_of,
)
from models.plan_targets.shift import Shift, certain

# A probability as targets of such plans go, and the one rule for which number words follow.

@dataclass(frozen=True, slots=True)
class AsPlan:
    """A probability as targets of such plans go: the law's, moved as its regime's targets were.

    ``low`` and ``high`` are its 90 % interval over the regime's shift alone. ``followed`` says
    whether words and colours follow it, rather than what comparable series did.
    """

    probability: float  # as computed
    stated: float  # as printed
    low: float
    high: float
    followed: bool


@overload
def followed(stated: float, as_plan: AsPlan | None) -> float: ...
@overload
def followed(stated: float | None, as_plan: AsPlan | None) -> float | None: ...


def followed(stated: float | None, as_plan: AsPlan | None) -> float | None:
    """Return the printed number that words and colours follow: the one rule for it.

    ``stated`` is what comparable series did, as printed.
    """
    return stated if as_plan is None or not as_plan.followed else as_plan.stated


INTERVAL = 0.90


@dataclass(frozen=True, slots=True)
class PlanShift:
    """How far the targets of plans like this one stand from the law, and what that rests on.

    ``declared`` says whether the plan names its regime itself; ``followed`` whether words and
    colours follow the shifted law.
    """

    regime: Regime
    declared: bool
    followed: bool
    record: Record
    shift: Shift

    def of(self, probability: float, error: float = 0.0) -> AsPlan:
        """Return a law's probability as targets of such plans go, with its 90 % interval.

        The interval is over the shift alone; ``error`` is the Monte Carlo standard error of the
        law's probability, which decides the digits. Raises ``ValueError`` outside [0, 1].
        """
        if not 0.0 <= probability <= 1.0:
            raise ValueError(f"a probability lies in [0, 1], got {probability}")
        p = min(max(probability, LEAST_CHANCE), 1 - LEAST_CHANCE)
        low, high = self.shift.interval(p, level=INTERVAL)
        rate = float(self.shift.applied(np.array(p)))
        return AsPlan(rate, printed(rate, error), low, high, self.followed)

    def undone(self, probability: float) -> float:
        """Return the law's probability that becomes this one as targets of such plans go."""
        return float(self.shift.undone(np.array(probability)))

    def expected(self, probabilities: FloatArray) -> tuple[float, float, float]:
        """Return how many of these targets are met as targets of such plans go: mean, 5 %, 95 %.

        One shift is common to all targets of the plan, so the interval does not shrink with their
        number; it is that of the expected count, without the targets' own luck.
        """
        p = np.clip(probabilities, LEAST_CHANCE, 1 - LEAST_CHANCE)
        tail = (1 - INTERVAL) / 2
        low, high = (float(certain(self.shift.quantile(q)).applied(p).sum())
                     for q in (tail, 1 - tail))
        return float(self.shift.applied(p).sum()), low, high


def plan_shift(plan: Plan, *, as_of: int) -> PlanShift | None:
    """Return the shift of a plan's regime from what was known by ``as_of``.

    ``None`` where the regime is not known or nothing was known of it: then there is no second
    statement, and words and colours follow the law.
    """
    regime = regime_of(plan)
    shift = shift_of(regime, as_of=as_of)
    if regime is None or shift is None:
        return None
    return PlanShift(regime, plan.regime is not None, regime in FOLLOWED,
                     record_of(regime, as_of=as_of), shift)
