"""A parameter of a step: a number, or a distribution drawn by its inverse CDF.

Sampling maps uniform draws (n_paths,) through the quantile function, so the same uniforms under
two sets of figures give the same ranks: scenario differences are not noise. A distribution
without spread returns its value exactly, bit for bit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np

from data.arrays import FloatArray
from data.special import betaincinv, ndtri, stdtrit

Figures = Mapping[str, float | tuple[float, ...]]

_LARGEST_EXPONENT = 700.0
"""exp() of more leaves the range of a float."""


@runtime_checkable
class Distribution(Protocol):
    """A law for one parameter."""

    @property
    def mean(self) -> float:
        """Expected value; NaN or infinite where there is none."""

    def quantile(self, u: FloatArray) -> FloatArray:
        """Map uniforms in (0, 1) to values, same shape."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """A number."""

    value: float

    @property
    def mean(self) -> float:
        """The number itself."""
        return self.value

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the number for every draw."""
        return np.full(np.shape(u), self.value)


@dataclass(frozen=True, slots=True)
class Normal:
    """Normal law."""

    mean: float
    sd: float

    def __post_init__(self) -> None:
        _require(self.sd >= 0, "sd >= 0")

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return mean + sd Φ⁻¹(u)."""
        return np.asarray(self.mean + self.sd * ndtri(u))


@dataclass(frozen=True, slots=True)
class LogNormal:
    """Law whose logarithm is normal: ``median`` and standard deviation of the logarithm."""

    median: float
    sd_log: float

    def __post_init__(self) -> None:
        _require(self.median > 0 and self.sd_log >= 0, "median > 0, sd_log >= 0")

    @property
    def mean(self) -> float:
        """Median times exp(sd_log² / 2); infinite where that is more than a number can hold."""
        power = self.sd_log**2 / 2
        return self.median * math.exp(power) if power < _LARGEST_EXPONENT else math.inf

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return median exp(sd_log Φ⁻¹(u))."""
        return np.asarray(self.median * np.exp(self.sd_log * ndtri(u)))


@dataclass(frozen=True, slots=True)
class StudentT:
    """Student's t around ``median``: ``scale`` times a t of ``df`` degrees of freedom.

    Its mean exists for ``df`` above 1 only.
    """

    df: float
    median: float
    scale: float

    def __post_init__(self) -> None:
        _require(self.df > 0 and self.scale >= 0, "df > 0, scale >= 0")

    @property
    def mean(self) -> float:
        """The median, where there is a mean."""
        return self.median if self.df > 1 else math.nan

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return median + scale · t⁻¹(u)."""
        return np.asarray(self.median + self.scale * stdtrit(self.df, u))


@dataclass(frozen=True, slots=True)
class Uniform:
    """Uniform law between ``low`` and ``high``."""

    low: float
    high: float

    def __post_init__(self) -> None:
        _require(self.low <= self.high, "low <= high")

    @property
    def mean(self) -> float:
        """Middle of the range."""
        return (self.low + self.high) / 2

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return low + u (high - low)."""
        return np.asarray(self.low + u * (self.high - self.low))


@dataclass(frozen=True, slots=True)
class Triangular:
    """Triangular law: ``low`` and ``high`` are its ends, ``mode`` its most likely value."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _require(self.low <= self.mode <= self.high, "low <= mode <= high")

    @property
    def mean(self) -> float:
        """Mean of the three figures."""
        return (self.low + self.mode + self.high) / 3

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the inverse of the two parabolic pieces of the CDF."""
        span = self.high - self.low
        if span == 0.0:
            return np.full(np.shape(u), self.low)
        rising = self.low + np.sqrt(u * span * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - u) * span * (self.high - self.mode))
        return np.where(u * span < self.mode - self.low, rising, falling)


@dataclass(frozen=True, slots=True)
class Beta:
    """Beta(``a``, ``b``) law stretched to ``low``..``high``."""

    a: float
    b: float
    low: float = 0.0
    high: float = 1.0

    def __post_init__(self) -> None:
        _require(self.a > 0 and self.b > 0 and self.low <= self.high, "a > 0, b > 0, low <= high")

    @property
    def mean(self) -> float:
        """Low + (high - low) a / (a + b)."""
        return self.low + (self.high - self.low) * self.a / (self.a + self.b)

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the inverse regularised incomplete beta function, stretched."""
        return np.asarray(self.low + (self.high - self.low) * betaincinv(self.a, self.b, u))


@dataclass(frozen=True, slots=True)
class Empirical:
    """Observed ``values``, each as likely as its weight (equal weights when none are given)."""

    values: tuple[float, ...]
    weights: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        fit = not self.weights or len(self.weights) == len(self.values)
        positive = not self.weights or (min(self.weights) >= 0 and sum(self.weights) > 0)
        _require(bool(self.values) and fit and positive, "values not empty, one weight >= 0 each")

    def _law(self) -> tuple[FloatArray, FloatArray]:
        weight = np.asarray(self.weights or (1.0,) * len(self.values), dtype=np.float64)
        return np.asarray(self.values, dtype=np.float64), weight / weight.sum()

    @property
    def mean(self) -> float:
        """Weighted mean."""
        values, share = self._law()
        return float(values @ share)

    def quantile(self, u: FloatArray) -> FloatArray:
        """Return the smallest value whose cumulated weight reaches u."""
        values, share = self._law()
        order = np.argsort(values, kind="stable")
        upto = np.cumsum(share[order])
        place = np.searchsorted(upto, u, side="left")
        return values[order][np.minimum(place, len(values) - 1)]


def _require(holds: bool, rule: str) -> None:
    if not holds:
        raise ValueError(rule)


@dataclass(frozen=True, slots=True)
class DistributionSpec:
    """How a distribution is written: its word, its figures (``lists`` hold several), its maker.

    ``around`` gives the figures with which it has three values as its 10, 50 and 90 % points, as
    far as its shape allows (symmetrical ones keep the range, not the middle).
    """

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...]
    make: Callable[[Figures], Distribution]
    type: type
    around: Callable[[float, float, float], Figures]
    lists: tuple[str, ...] = ()
    bounded: bool = True


def one(figures: Figures, name: str, default: float = 0.0) -> float:
    """Return a single figure."""
    value = figures.get(name, default)
    if isinstance(value, tuple):
        raise TypeError(name)
    return value


def several(figures: Figures, name: str) -> tuple[float, ...]:
    """Return a list of figures."""
    value = figures.get(name, ())
    return value if isinstance(value, tuple) else (value,)


_Z = float(ndtri(0.9))
_T_DF = 4.0
_T = float(stdtrit(_T_DF, 0.9))
_TRIANGLE = 1.0 - math.sqrt(0.2)
"""Where the 90 % point of a triangle stands, from its middle (0) to its end (1)."""
_BETA = float(betaincinv(2.0, 2.0, 0.9))


def _sd_log(low: float, high: float) -> float:
    """Return the spread of the logarithm; a fifth where there is none (the maker refuses it)."""
    return math.log(high / low) / (2 * _Z) if 0 < low <= high else 0.2


def _stretched(low: float, high: float, point: float) -> Figures:
    """Return the ends of a range of which ``low`` and ``high`` are the 1 - point and point."""
    beyond = (high - low) * (1 - point) / (2 * point - 1)
    return {"low": low - beyond, "high": high + beyond}


def reshaped(law: Distribution, name: str, low_end: float = -math.inf,
             high_end: float = math.inf) -> Figures | float:
    """Return the figures of the distribution ``name`` (a number for ``""``) that is like ``law``.

    The middle 80 % stay about where they are; a number gets a fifth of its size to either side (1
    around 0). Laws with ends keep within ``low_end`` to ``high_end``. Raises ``KeyError`` for an
    unknown name, ``ValueError`` where there is no such law.
    """
    low, middle, high = (float(q) for q in law.quantile(np.array([0.1, 0.5, 0.9])))
    if not name:
        return middle
    if low == high:
        reach = abs(middle) / 5 or 1.0
        low, high = middle - reach, middle + reach
    spec = next((s for s in DISTRIBUTIONS if s.name == name), None)
    if spec is None:
        raise KeyError(name)
    digits = 2 - math.floor(math.log10(high - low))  # a hundredth of the range is fine enough
    figures = {key: round(value, digits) if isinstance(value, float)
               else tuple(round(v, digits) for v in value)
               for key, value in spec.around(low, middle, high).items()}
    for key, value in figures.items():
        if key in _ENDS:
            figures[key] = min(max(value, low_end), high_end) if isinstance(value, float) \
                else tuple(min(max(v, low_end), high_end) for v in value)
    spec.make(figures)
    return figures


_ENDS = ("low", "high", "values")
"""Figures of a distribution that are values it takes at the utmost."""


DISTRIBUTIONS: tuple[DistributionSpec, ...] = (
    DistributionSpec("normal", ("mean", "sd"), (),
                     lambda f: Normal(one(f, "mean"), one(f, "sd")), Normal,
                     lambda low, _, high: {"mean": (low + high) / 2, "sd": (high - low) / (2 * _Z)},
                     bounded=False),
    DistributionSpec("lognormal", ("median", "sd_log"), (),
                     lambda f: LogNormal(one(f, "median"), one(f, "sd_log")), LogNormal,
                     lambda low, middle, high: {"median": middle, "sd_log": _sd_log(low, high)},
                     bounded=False),
    DistributionSpec("student_t", ("df", "median", "scale"), (),
                     lambda f: StudentT(one(f, "df"), one(f, "median"), one(f, "scale")), StudentT,
                     lambda low, _, high: {"df": _T_DF, "median": (low + high) / 2,
                                           "scale": (high - low) / (2 * _T)},
                     bounded=False),
    DistributionSpec("uniform", ("low", "high"), (),
                     lambda f: Uniform(one(f, "low"), one(f, "high")), Uniform,
                     lambda low, _, high: _stretched(low, high, 0.9)),
    DistributionSpec("triangular", ("low", "mode", "high"), (),
                     lambda f: Triangular(one(f, "low"), one(f, "mode"), one(f, "high")),
                     Triangular,
                     lambda low, middle, high: {
                         "low": middle - (middle - low) / _TRIANGLE, "mode": middle,
                         "high": middle + (high - middle) / _TRIANGLE}),
    DistributionSpec("beta", ("a", "b"), ("low", "high"),
                     lambda f: Beta(one(f, "a"), one(f, "b"), one(f, "low", 0.0),
                                    one(f, "high", 1.0)), Beta,
                     lambda low, _, high: {"a": 2.0, "b": 2.0, **_stretched(low, high, _BETA)}),
    DistributionSpec("empirical", ("values",), ("weights",),
                     lambda f: Empirical(several(f, "values"), several(f, "weights")), Empirical,
                     lambda low, middle, high: {"values": (low, middle, high)},
                     lists=("values", "weights")),
)
"""Every distribution a scenario file may name; a new one is a class and an entry."""
