"""Target arithmetic: what a target asks for, a year, on a straight and on a geometric path.

The array functions broadcast over windows and give NaN where the arithmetic has no answer; the
scalar ones give ``None`` and a reason. Nothing is replaced: a zero base has no growth rate, and
0.001 in its place would give any rate one likes.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray
from data.plan import Target
from data.words import Basis
from forecast.probability.verdict import Required


def cagr(start: npt.ArrayLike, end: npt.ArrayLike, years: npt.ArrayLike) -> FloatArray:
    """Compound growth a year, ``(end/start)^(1/years) - 1``.

    Arguments broadcast; the result has their common shape. NaN where a value is not positive or
    no time has passed.
    """
    first, last, span = np.broadcast_arrays(*(np.asarray(a, float) for a in (start, end, years)))
    ok = (first > 0) & (last > 0) & (span > 0)
    rate = np.full(first.shape, np.nan)
    rate[ok] = np.expm1((np.log(last[ok]) - np.log(first[ok])) / span[ok])
    return rate


def linear_due(
    base: npt.ArrayLike, target: npt.ArrayLike, *, elapsed: npt.ArrayLike
) -> FloatArray:
    """Value due after the share ``elapsed`` of the period on a straight path; broadcasts."""
    first, last, share = (np.asarray(a, float) for a in (base, target, elapsed))
    # This form, unlike base + share * step, hits the target exactly at share 1.
    return np.asarray((1 - share) * first + share * last)


def geometric_due(
    base: npt.ArrayLike, target: npt.ArrayLike, *, elapsed: npt.ArrayLike
) -> FloatArray:
    """Value due after the share ``elapsed`` on a path of constant growth; broadcasts.

    ``base^(1-s) * target^s``; NaN where base or target is not positive.
    """
    arrays = (np.asarray(a, float) for a in (base, target, elapsed))
    first, last, share = np.broadcast_arrays(*arrays)
    ok = (first > 0) & (last > 0)
    due = np.full(first.shape, np.nan)
    due[ok] = first[ok] ** (1 - share[ok]) * last[ok] ** share[ok]
    return due


def due_value(
    base: tuple[int, float], target: tuple[int, float], *, year: int, geometric: bool
) -> float | None:
    """Value due in ``year`` on the path from ``base`` to ``target``, each (year, value).

    ``None`` where there is no such path: no time between the two, or a value that is not positive
    on a geometric one.
    """
    if target[0] <= base[0]:
        return None
    share = (year - base[0]) / (target[0] - base[0])
    path = geometric_due if geometric else linear_due
    return number(float(path(base[1], target[1], elapsed=share)))


def number(value: float) -> float | None:
    """Return a finite number as it is and anything else as ``None``."""
    return value if math.isfinite(value) else None


def changed_by(base: float, percent: float) -> float:
    """``base`` changed by ``percent`` of itself: 90 reduced by 30 % is 63, not 60."""
    return base * (1 + percent / 100)


def target_level(
    target: Target, *, base_year: int | None, base_value: float | None
) -> float | None:
    """Return the level a target asks for in its year, canonical unit.

    ``CUMULATIVE_OVER_PERIOD`` gives the running total the period has to reach (it starts at 0).
    ``EVERY_YEAR_UP`` gives the least level that is compatible with rising by ``value`` percent (0
    when none is given) every year; that it rises in each year is a matter of the path.
    ``RELATIVE_TO_REGION``, ``QUALITATIVE``, and every basis that needs a base when there is none,
    give ``None``.
    """
    value, basis = target.value, target.basis
    if basis in (Basis.RELATIVE_TO_REGION, Basis.QUALITATIVE):
        return None
    if basis in (Basis.LEVEL, Basis.CUMULATIVE_OVER_PERIOD):
        return value
    if base_value is None:
        return None
    if basis is Basis.EVERY_YEAR_UP and value is None:
        return base_value
    if value is None:
        return None
    if base_value == 0 and basis in (Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE):
        return None  # no growth counts from nothing
    if basis is Basis.GROWTH_FROM_BASE:
        return changed_by(base_value, value)
    if basis is Basis.INCREMENT_FROM_BASE:
        return base_value + value
    if base_year is None or target.year < base_year or value < -100:
        return None
    return base_value * (1 + value / 100) ** (target.year - base_year)


def required(
    target: Target,
    *,
    base_year: int | None,
    base_value: float | None,
    latest_year: int | None = None,
    latest_value: float | None = None,
    target_value: float | None = None,
    edges: tuple[float, float] | None = None,
    rated: bool = True,
) -> Required:
    """What a target requires from its base and from the latest actual.

    Parameters
    ----------
    target : the target; its basis says what its number is relative to.
    base_year, base_value : the base of the reading. For ``CUMULATIVE_OVER_PERIOD`` the running
        total starts from 0 whatever the base year's own figure, and ``latest_value`` is the
        running total so far.
    target_value : the level asked for, where the reading gives another than the basis does.
    edges : of a band, as levels.
    rated : False for what has steps and no rates, such as a growth rate.

    Returns
    -------
    Required : rates as shares a year. A figure that does not exist is ``None``.
    """
    if target_value is None:
        target_value = target_level(target, base_year=base_year, base_value=base_value)
    if target.basis is Basis.CUMULATIVE_OVER_PERIOD:
        base_value = 0.0
    growth = cagr_needed = step = from_now = step_from_now = acceleration = None
    # Of a distance from another region only steps make sense, not rates.
    rated = rated and target.basis is not Basis.RELATIVE_TO_REGION
    years = 0 if base_year is None else target.year - base_year
    if target_value is not None and base_value is not None:
        if base_value > 0 and target_value >= 0 and rated:
            growth = target_value / base_value - 1
        if years > 0:
            step = (target_value - base_value) / years
            cagr_needed = number(float(cagr(base_value, target_value, years))) if rated else None
    if target.basis is Basis.EVERY_YEAR_UP:  # a good year makes the next one's promise no smaller
        latest_value = None
    if target_value is not None and latest_value is not None and latest_year is not None:
        left = target.year - latest_year
        from_now = number(float(cagr(latest_value, target_value, left))) if rated else None
        step_from_now = (target_value - latest_value) / left if left > 0 else None
    if from_now is not None and latest_value is not None and latest_year is not None:
        achieved = _achieved(base_year, base_value, latest_year, latest_value)
        if achieved is not None and achieved * from_now > 0:
            acceleration = from_now / achieved
    return Required(base_year, base_value, target_value, growth, cagr_needed, step, from_now,
                    acceleration, edges, step_from_now)


def _achieved(
    base_year: int | None, base_value: float | None, latest_year: int, latest_value: float
) -> float | None:
    """Compound growth a year from the base to the latest actual."""
    if base_year is None or base_value is None:
        return None
    return number(float(cagr(base_value, latest_value, latest_year - base_year)))
