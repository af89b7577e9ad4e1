"""What stands against a target by its figures: the growth still needed, beside what others did."""

from __future__ import annotations

from data.numbers import growth
from data.words import Lang
from forecast.probability.verdict import TargetResult, Verdict
from forecast.solve.solution import Demand
from report.memo.dossier import Dossier
from report.memo.wording import say

_NOTABLE = 1.05
"""Acceleration from which the growth still needed is a problem of its own."""


def acceleration_said(verdict: Verdict, lang: Lang) -> str:
    """Return how much faster it has to move than so far; only where it is notably faster."""
    required = verdict.required
    ratio, rate = required.acceleration, required.from_now
    if ratio is None or rate is None or ratio <= _NOTABLE:
        return ""
    achieved = growth(rate / ratio).lstrip("+−")
    needed, down = growth(rate).lstrip("+−"), rate < 0
    times = say(lang, f"，前者是后者的{ratio:.1f}倍", f" ({ratio:.1f} times as much)") \
        if ratio < 10 else ""
    move = say(lang, "下降" if down else "增长", "falling" if down else "growing")
    return say(lang, f"此后年均需{move}{needed}，而此前年均只{move}了{achieved}{times}",
               f"it has to keep {move} by {needed} a year from now on, after {achieved} a year "
               f"so far{times}")


def demand_said(dossier: Dossier, result: TargetResult, verdict: Verdict, lang: Lang) -> str:
    """Return how few comparable cases moved as much as is asked for; only where few did."""
    solution = dossier.solution(result, verdict)
    ambition = None if solution is None else solution.ambition
    demand: Demand | None = None if ambition is None else ambition.from_now
    if demand is None or demand.percentile < 0.5 or demand.n_windows < 30:
        return ""
    share = min(95, 5 * round(20 * demand.percentile))
    up = result.indicator.direction >= 0
    return say(lang, f"所需{'增幅' if up else '降幅'}高于可比案例中约{share}%的情形",
               f"only about {100 - share}% of comparable cases {'grew' if up else 'fell'} this "
               "fast")
