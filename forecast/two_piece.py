"""The two-piece normal law of central banks' fan charts: two half normals joined at the mode.

Density ``sqrt(2/pi) / (s1 + s2) * exp(-(x - mode)^2 / (2 s^2))`` with s = s1 left of the mode and
s2 right of it. Britton, Fisher and Whitley (1998), *Bank of England Quarterly Bulletin*;
Wallis (2014), *Statistical Science* 29.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from data.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class TwoPiece:
    """A two-piece normal law; raises ``ValueError`` unless both deviations are positive."""

    mode: float
    sigma1: float  # left of the mode
    sigma2: float  # right of the mode

    def __post_init__(self) -> None:
        if not (self.sigma1 > 0 and self.sigma2 > 0):
            raise ValueError("both deviations of a two-piece normal law are positive")

    @property
    def mean(self) -> float:
        """``mode + sqrt(2/pi) (s2 - s1)``."""
        return self.mode + math.sqrt(2 / math.pi) * (self.sigma2 - self.sigma1)

    @property
    def median(self) -> float:
        """The one-half quantile."""
        return float(self.quantile(0.5))

    def pdf(self, x: npt.ArrayLike) -> FloatArray:
        """Density at ``x``, in the shape of ``x``."""
        away = np.asarray(x, float) - self.mode
        z = away / np.where(away <= 0, self.sigma1, self.sigma2)
        height = math.sqrt(2 / math.pi) / (self.sigma1 + self.sigma2)
        return np.asarray(height * np.exp(-z * z / 2))

    def cdf(self, x: npt.ArrayLike) -> FloatArray:
        """Probability of a value up to ``x``, in the shape of ``x``."""
        away = np.asarray(x, float) - self.mode
        total = self.sigma1 + self.sigma2
        left = 2 * self.sigma1 / total * ndtr(away / self.sigma1)
        right = 1 - 2 * self.sigma2 / total * ndtr(-away / self.sigma2)
        return np.asarray(np.where(away <= 0, left, right))

    def quantile(self, p: npt.ArrayLike) -> FloatArray:
        """Inverse of ``cdf``, in the shape of ``p``."""
        q = np.asarray(p, float)
        total = self.sigma1 + self.sigma2
        # Each branch is cut at one half so that the one not taken stays inside (0, 1).
        left = ndtri(np.minimum(q * total / (2 * self.sigma1), 0.5))
        right = -ndtri(np.minimum((1 - q) * total / (2 * self.sigma2), 0.5))
        return np.asarray(self.mode + np.where(
            q <= self.sigma1 / total, self.sigma1 * left, self.sigma2 * right))


def from_inverse_skew(mode: float, sigma: float, *, gamma: float = 0.0) -> TwoPiece:
    """Build the law from an uncertainty and an inverse skewness -1 < gamma < 1.

    ``s1 = sigma / sqrt(1 + gamma)``, ``s2 = sigma / sqrt(1 - gamma)``: a positive gamma leans to
    the right. Raises ``ValueError`` outside that range.
    """
    if not -1 < gamma < 1:
        raise ValueError(f"the inverse skewness lies between -1 and 1, got {gamma}")
    return TwoPiece(mode, sigma / math.sqrt(1 + gamma), sigma / math.sqrt(1 - gamma))


def from_skew(mode: float, sigma: float, *, skew: float) -> TwoPiece:
    """Build the law from mode, uncertainty and skew = mean - mode, as the Bank publishes them.

    With ``b = pi skew^2 / (2 sigma^2)`` the inverse skewness is
    ``sign(skew) sqrt(1 - ((sqrt(1 + 2b) - 1) / b)^2)``.
    """
    b = math.pi * skew * skew / (2 * sigma * sigma)
    # (sqrt(1 + 2b) - 1) / b without its cancellation at small b.
    ratio = 2 / (math.sqrt(1 + 2 * b) + 1)
    gamma = math.copysign(math.sqrt(max(1 - ratio * ratio, 0.0)), skew)
    return from_inverse_skew(mode, sigma, gamma=gamma)
