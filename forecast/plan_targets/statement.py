"""The second named statement: as targets of such plans go, beside what comparable series did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from data.plan import Plan
from data.probabilities import printed
from data.words import Regime
from forecast.plan_targets.as_plan import AsPlan
from forecast.plan_targets.evidence import (
    FOLLOWED,
    LEAST_CHANCE,
    Record,
    record_of,
    shift_of,
)
from forecast.plan_targets.regime import regime_of
from models.plan_targets.shift import Shift, certain

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
