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

WINSOR = 0.6
"""Growth beyond this (log, a year) counts as this: one broken figure must not make a family."""


@dataclass(frozen=True, slots=True)
class FamilyEffect:
    """A family's yearly log growth less that of the class: what is believed and how surely."""

    mean: float
    variance: float
    tau: float  # spread of families around the class
    years: int  # family-years of growth observed

    def after(self, changes: int, spread: float) -> FamilyEffect:
        """Return what is left to say once a series has shown ``changes`` growth rates of its own.

        The class law already uses those; each has variance ``spread`` squared around its family.
        """
        left = 1 / (1 + changes * self.variance / max(spread, 1e-6) ** 2)
        return FamilyEffect(self.mean * left, self.variance * left, self.tau, self.years)


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
    clipped = np.clip(growth, -WINSOR, WINSOR)
    calendar = _column_means(clipped[members])
    excess = clipped - calendar
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
