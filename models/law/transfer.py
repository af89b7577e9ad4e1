"""What it costs to carry a law over from other families: family effects on growth.

Families of indicators grow at different rates for years on end. A family with few windows of its
own borrows the class's law and with it an error of location: its own rate less that of the class.
The rates are random effects, e_f ~ N(0, tau^2); a family's few observations shrink the effect
towards zero, and what stays unknown widens the law in proportion to the horizon.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray

PRIOR_TAU = 0.06
"""Spread of family rates (log growth a year) assumed before the families have spoken."""

PRIOR_FAMILIES = 4.0
"""Families that prior is worth."""

WITHIN = 0.15
"""Standard deviation of a family's common growth from year to year where it cannot be estimated."""

BETWEEN_SERIES = 0.05
"""Spread of the mean growth of series of one family (log, a year)."""

WINSOR = 0.6
"""Growth beyond this (log, a year) counts as this: one broken figure must not make a family."""


@dataclass(frozen=True, slots=True)
class FamilyEffect:
    """A family's yearly log growth less that of the class: what is believed and how surely."""

    mean: float
    variance: float
    tau: float  # spread of families around the class
    years: int  # family-years of growth observed

    def after(self, own: OwnGrowth) -> tuple[FloatArray, FloatArray]:
        """Return means and variances (series,) of what is left to say where the class's law has
        already used the own growth.

        That is the case for histories as long as the class has seen: the effect only fades.
        """
        left = np.full(len(own.excess), 1 / (1 + own.years * self.variance / WITHIN**2))
        return self.mean * left, self.variance * left

    def given(self, own: OwnGrowth) -> tuple[FloatArray, FloatArray]:
        """Return means and variances (series,) given own growth over more years than the class
        has ever seen.

        The own excess growth is the family's plus the series' (spread ``BETWEEN_SERIES``) plus
        noise; the class's law, which has not learned from histories this long, has not used it.
        """
        if own.years < 1:
            return self.mean + 0.0 * own.excess, self.variance + 0.0 * own.excess
        error = own.spread**2 / own.years + BETWEEN_SERIES**2
        trust = self.variance / (self.variance + error)
        return self.mean + trust * (own.excess - self.mean), self.variance * (1 - trust)


@dataclass(frozen=True, slots=True)
class OwnGrowth:
    """The own mean yearly growth of series, known in the same years, less the class's then."""

    excess: FloatArray  # (series,)
    years: int  # from the first to the last observation
    spread: FloatArray  # (series,) standard deviation of a year's growth around it


def own_growth(logs: FloatArray, years: IntArray, calendar: FloatArray, *, first_year: int,
               ) -> OwnGrowth:
    """Return the own growth of histories ``logs`` (series, T) observed at ``years`` (T,).

    NaN where not known; every series is known in the same years. ``calendar`` (U - 1,) is the
    class's mean growth into ``first_year + 1`` and later years; years outside it count as its
    mean. The spread is drawn to ``WITHIN`` with three degrees of freedom.
    """
    n, known = len(logs), np.flatnonzero(np.isfinite(logs[0]))
    logs, when = logs[:, known], np.asarray(years)[known]
    span = int(when[-1] - when[0])
    if span < 1:
        return OwnGrowth(np.zeros(n), 0, np.full(n, WITHIN))
    usual = float(np.nanmean(calendar)) if np.isfinite(calendar).any() else 0.0
    common = [usual] * span
    for i, year in enumerate(range(int(when[0]) + 1, int(when[-1]) + 1)):
        j = year - first_year - 1
        if 0 <= j < len(calendar) and np.isfinite(calendar[j]):
            common[i] = float(calendar[j])
    gaps = np.diff(when)
    yearly = np.diff(logs, axis=1) / gaps
    mean = (logs[:, -1] - logs[:, 0]) / span
    squares = (gaps * (yearly - mean[:, None]) ** 2).sum(axis=1)
    spread = np.sqrt((3 * WITHIN**2 + squares) / (3 + len(gaps)))
    return OwnGrowth(mean - float(np.mean(common)), span, spread)


def class_growth(growth: FloatArray, members: BoolArray) -> FloatArray:
    """Return the class's mean winsorised growth of each year (T - 1,), NaN where there is none."""
    return _column_means(np.clip(growth[members], -WINSOR, WINSOR))


def family_effect(growth: FloatArray, family: IntArray, *, of: int, members: BoolArray,
                  ) -> FamilyEffect:
    """Estimate the effect of family ``of`` relative to the class ``members``.

    Parameters
    ----------
    growth : (series, time) yearly log growth, NaN where not known.
    family : (series,) family codes; ``of`` need not be among them.
    members : (series,) True for the class the law is taken from.

    Notes
    -----
    The calendar is taken out first (the class's mean of each year). A family-year is one
    observation however many series share it, since they share its fortune. tau^2 is the moment
    estimate of DerSimonian and Laird (1986) over families, drawn to its prior.
    """
    excess = np.clip(growth, -WINSOR, WINSOR) - class_growth(growth, members)
    codes = np.unique(family)
    means, errors, years = [], [], []
    within = _within(excess, family, codes)
    for code in codes:
        yearly = _column_means(excess[family == code])
        yearly = yearly[np.isfinite(yearly)]
        if len(yearly):
            means.append(float(yearly.mean()))
            errors.append(within**2 / len(yearly))
            years.append((int(code), len(yearly)))
    tau = _tau(np.array(means), np.array(errors))
    at = next((i for i, (code, _) in enumerate(years) if code == of), None)
    if at is None:
        return FamilyEffect(0.0, tau**2, tau, 0)
    trust = tau**2 / (tau**2 + errors[at])
    return FamilyEffect(trust * means[at], tau**2 * (1 - trust), tau, years[at][1])


def _within(excess: FloatArray, family: IntArray, codes: IntArray) -> float:
    """Pooled standard deviation of family-years around their family's mean."""
    squares, freedom = 2.0 * WITHIN**2, 2.0
    for code in codes:
        yearly = _column_means(excess[family == code])
        yearly = yearly[np.isfinite(yearly)]
        if len(yearly) > 1:
            squares += float(((yearly - yearly.mean()) ** 2).sum())
            freedom += len(yearly) - 1
    return float(np.sqrt(squares / freedom))


def _tau(means: FloatArray, errors: FloatArray) -> float:
    """Spread of the family effects, drawn to its prior by the number of families."""
    k = len(means)
    seen = PRIOR_TAU**2
    if k >= 3:
        weight = 1 / errors
        centre = float((weight * means).sum() / weight.sum())
        q = float((weight * (means - centre) ** 2).sum())
        scale = float(weight.sum() - (weight**2).sum() / weight.sum())
        seen = max(0.0, (q - (k - 1)) / scale)
    freedom = max(0, k - 1)
    return float(np.sqrt(
        (PRIOR_FAMILIES * PRIOR_TAU**2 + freedom * seen) / (PRIOR_FAMILIES + freedom)))


def _column_means(values: FloatArray) -> FloatArray:
    """Means of the columns (time,), NaN where a column is empty."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    total = np.where(known, values, 0.0).sum(axis=0)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
