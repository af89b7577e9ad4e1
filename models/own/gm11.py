"""GM(1,1), the grey model of Chinese planning practice: reported beside the law, never in it.

It is no ``Model``: it gives a single curve without a distribution, so it cannot be given a weight.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, IntArray, frozen_floats
from models.own.base import Reason, Refusal

NAME = "gm11"
MIN_OBS = 4

GRADES = ((0.35, 0.95), (0.50, 0.80), (0.65, 0.70))
"""Grade 1, 2, 3 need C below the first and P above the second figure; otherwise grade 4."""


@dataclass(frozen=True, slots=True)
class GreyFit:
    """A fitted GM(1,1): x(k) + a z(k) = b with z the mean of neighbouring running totals."""

    values: FloatArray  # (n,)
    a: float  # development coefficient; growth of about -a a year
    b: float  # grey input
    fitted: FloatArray  # (n,); the first figure is reproduced by construction

    def forecast(self, horizon: int) -> FloatArray:
        """Return the curve (horizon,) in the years after the last observation."""
        n = len(self.values)
        return _curve(self.a, self.b, float(self.values[0]), np.arange(n, n + horizon))

    @property
    def class_ratios(self) -> FloatArray:
        """x(k-1) / x(k), (n - 1,)."""
        return np.asarray(self.values[:-1] / self.values[1:])

    @property
    def admissible(self) -> tuple[float, float]:
        """The range exp(-+2 / (n + 1)) in which all class ratios should lie."""
        edge = 2 / (len(self.values) + 1)
        return float(np.exp(-edge)), float(np.exp(edge))

    @property
    def is_admissible(self) -> bool:
        """Whether all class ratios lie in the admissible range."""
        low, high = self.admissible
        return bool(np.all((self.class_ratios > low) & (self.class_ratios < high)))

    @property
    def ratio_deviations(self) -> FloatArray:
        """rho(k) = 1 - (1 - a/2) / (1 + a/2) * class ratio, (n - 1,)."""
        return np.asarray(1 - (1 - self.a / 2) / (1 + self.a / 2) * self.class_ratios)

    @property
    def residuals(self) -> FloatArray:
        """Observed minus fitted, (n,)."""
        return self.values - self.fitted

    @property
    def posterior_ratio(self) -> float:
        """C = S2 / S1, standard deviation of the residuals over that of the data (divisor n).

        Zero for constant data, which the curve reproduces. Texts that print its square, or divide
        by the fitted values' spread, mean another figure by the same letter.
        """
        spread = float(self.values.std())
        return float(self.residuals.std()) / spread if spread > 0 else 0.0

    @property
    def small_error_share(self) -> float:
        """P, the share of residuals closer than 0.6745 S1 to their mean; 1 for constant data."""
        spread = float(self.values.std())
        if spread == 0:
            return 1.0
        away = np.abs(self.residuals - self.residuals.mean())
        return float(np.mean(away < 0.6745 * spread))

    @property
    def grade(self) -> int:
        """Grade 1 (good) to 4 (failed), the worse of what C and P allow."""
        for grade, (c, p) in enumerate(GRADES, start=1):
            if self.posterior_ratio < c and self.small_error_share > p:
                return grade
        return len(GRADES) + 1


def gm11(values: FloatArray) -> GreyFit | Refusal:
    """Fit GM(1,1) (Deng 1982) to regular yearly ``values`` (n,) in their own unit.

    Refused with fewer than four figures, and as unfit when one is not positive.
    """
    x = np.asarray(values, dtype=np.float64)
    if len(x) < MIN_OBS:
        return Refusal(NAME, Reason.TOO_SHORT)
    if not np.all(np.isfinite(x)) or not np.all(x > 0):
        return Refusal(NAME, Reason.NO_FIT)
    total = np.cumsum(x)
    middle = (total[1:] + total[:-1]) / 2
    away = middle - middle.mean()
    a = -float(away @ x[1:]) / float(away @ away)
    b = float(x[1:].mean() + a * middle.mean())
    first = float(x[0])
    fitted = np.concatenate([[first], _curve(a, b, first, np.arange(1, len(x)))])
    return GreyFit(frozen_floats(x), a, b, frozen_floats(fitted))


def _curve(a: float, b: float, first: float, k: IntArray) -> FloatArray:
    """(1 - e^a)(x(1) - b/a) e^(-a k), written so that a = 0 (a constant) needs no special case.

    (e^a - 1) / a tends to 1, and b - a x(1) to b.
    """
    slope = float(np.expm1(a) / a) if abs(a) > 1e-12 else 1.0
    return np.asarray(slope * (b - a * first) * np.exp(-a * k))
