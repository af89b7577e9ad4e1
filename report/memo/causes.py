"""What stands against a target by its figures: the growth still needed, beside what others did."""

from __future__ import annotations

from data.numbers import growth
from data.words import Lang
from forecast.probability.verdict import TargetResult, Verdict
from forecast.solve.solution import Demand
from report.memo.dossier import Dossier
from report.memo.wording import text

_NOTABLE, _MANY_TIMES = 1.05, 10.0
"""Accelerations: from the first on the growth still needed is a problem of its own, from the
second on how many times it is says no more."""


def acceleration_said(verdict: Verdict, lang: Lang) -> str:
    """Return how much faster it has to move than so far; only where it is notably faster."""
    required = verdict.required
    ratio, rate = required.acceleration, required.from_now
    if ratio is None or rate is None or ratio <= _NOTABLE:
        return ""
    return text(lang, "causes.faster", down=rate < 0, needed=growth(rate).lstrip("+−"),
                achieved=growth(rate / ratio).lstrip("+−"), ratio=ratio, told=ratio < _MANY_TIMES)


def demand_said(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    """Return how few comparable cases moved as much as is asked for; only where few did."""
    demand = demand_of(dossier, result, verdict)
    if demand is None:
        return ""
    share = min(95, 5 * round(20 * demand.percentile))
    return text(lang, "causes.rare", up=result.indicator.direction >= 0, share=share,
                rest=100 - share)


def demand_of(dossier: Dossier, result: TargetResult, verdict: Verdict) -> Demand | None:
    """Return what is asked for beside comparable cases, where these are many and few did it."""
    solution = dossier.solution(result, verdict)
    ambition = None if solution is None else solution.ambition
    demand: Demand | None = None if ambition is None else ambition.from_now
    return None if demand is None or demand.percentile < 0.5 or demand.n_windows < 30 else demand
