"""The outside view: how often real plan targets like this one were met.

Plans are not random targets: their authors know things the history does not show. The base rate
is printed as a second number and never blended into the likelihood.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.paths import met
from data.reference.figures import PlanOutcome
from data.words import Basis, Kind, Level, Sense
from forecast.verdict import Price

PRIOR_WEIGHT = 4.0
"""Pseudo-targets by which a group's rate is drawn to the rate of all targets."""

INTERVAL = 0.90

_COLLECTED_KIND = {  # the collection's own words for kinds
    Kind.FLOW: ("flow", "count"),
    Kind.AMOUNT: ("flow",),
    Kind.STOCK: ("stock",),
    Kind.CUMULATIVE: ("stock",),
    Kind.RATIO: ("ratio",),
    Kind.SHARE: ("rate",),
    Kind.SCORE: ("score",),
    Kind.UNDECLARED: ("flow", "stock", "count"),
}


def was_met(outcome: PlanOutcome) -> bool | None:
    """Return whether a real target was met; ``None`` when its year was not observed."""
    if not outcome.observed or outcome.actual_value is None:
        return None
    if outcome.basis is not Basis.LEVEL and outcome.basis is not Basis.CAGR_FROM_BASE:
        return None
    sense = outcome.sense if outcome.sense is not Sense.BETWEEN else Sense.AT_LEAST
    hit = met(np.array([outcome.actual_value]), outcome.target_value, sense)
    return bool(hit[0])


def base_rate(outcomes: Sequence[PlanOutcome], kind: Kind, *, as_of: int,
              level: Level | None = None) -> Price | None:
    """Return the share of comparable targets that were met by ``as_of``, with its 90 % interval.

    Comparable means the same kind of indicator, and the same level of government where targets of
    that level are known (a county's counts as a city's). Rates have Beta priors, each centred on
    the next wider group: level in kind, kind in all; ``n`` counts the narrowest group. ``None``
    when no outcome of the kind was known by then. No outcome is known of whether it was binding,
    so that cannot be told apart.
    """
    known = [(o, m) for o in outcomes
             if o.actual_year is not None and o.actual_year <= as_of
             and (m := was_met(o)) is not None]
    if not known:
        return None
    overall = (sum(m for _, m in known) + 1) / (len(known) + 2)
    of_kind = [(o, m) for o, m in known if o.kind in _COLLECTED_KIND[kind]]
    group = [m for _, m in of_kind]
    if not group:  # a rate of other kinds of targets would pass for one of this kind
        return None
    centre = overall
    wanted = Level.CITY if level is Level.COUNTY else level
    if wanted is not None and (of_level := [m for o, m in of_kind if o.level == wanted]):
        centre = (PRIOR_WEIGHT * overall + sum(group)) / (PRIOR_WEIGHT + len(group))
        group = of_level
    a = PRIOR_WEIGHT * centre + sum(group)
    b = PRIOR_WEIGHT * (1 - centre) + len(group) - sum(group)
    from scipy.special import betaincinv

    tail = (1 - INTERVAL) / 2
    return Price(rate=a / (a + b), n=len(group), low=float(betaincinv(a, b, tail)),
                 high=float(betaincinv(a, b, 1 - tail)))
