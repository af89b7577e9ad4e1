"""``Paths``: the one representation of a predictive distribution that crosses a room's border."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from data.arrays import FloatArray, frozen_floats
from data.words import ABOUT_TOLERANCE, Sense


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an ensemble comes from: enough to make it again."""

    region: str = ""
    indicator: str = ""
    scenario: str = "baseline"
    last_year: int = 0
    last_value: float = float("nan")  # canonical unit
    weights: tuple[tuple[str, float], ...] = ()  # pool weights by model name
    reference: str = ""  # id of the reference class
    calibration: str = ""  # id of the calibration
    seed: int = 0


def met(values: FloatArray, target: float, sense: Sense, upper: float | None = None,
        tolerance: float | None = None) -> FloatArray:
    """Return 1.0 where ``values`` meet the target and 0.0 elsewhere; the one comparison rule.

    Comparison is inclusive, except for ``Sense.ABOVE``. A relative slack of 1e-9 keeps a value
    that was hit exactly from failing by rounding, or from passing for one above. ``tolerance`` is
    the half-width of ``Sense.ABOUT`` as a share of the target (default ``ABOUT_TOLERANCE``).
    """
    slack = 1e-9 * abs(target)
    if sense is Sense.AT_LEAST:
        hit = values >= target - slack
    elif sense is Sense.AT_MOST:
        hit = values <= target + slack
    elif sense is Sense.ABOVE:
        hit = values > target + slack
    elif sense is Sense.ABOUT:
        width = ABOUT_TOLERANCE if tolerance is None else tolerance
        hit = np.abs(values - target) <= width * abs(target) + slack
    else:
        if upper is None:
            raise ValueError("Sense.BETWEEN needs an upper edge")
        hit = (values >= target - slack) & (values <= upper + 1e-9 * abs(upper))
    return np.asarray(hit, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Paths:
    """An ensemble of possible futures.

    ``values`` is ``(n_paths, horizon)`` in the canonical unit; column j is year ``first_year + j``.
    """

    first_year: int
    values: FloatArray
    origin: Origin = field(default_factory=Origin)

    def __post_init__(self) -> None:
        if np.ndim(self.values) != 2:
            raise ValueError(f"Paths need (n_paths, horizon), got shape {np.shape(self.values)}")
        object.__setattr__(self, "values", frozen_floats(self.values))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the columns."""
        return tuple(range(self.first_year, self.first_year + self.values.shape[1]))

    def at(self, year: int) -> FloatArray:
        """Return the ensemble (n_paths,) in ``year``. Raises ``KeyError`` outside the horizon."""
        if year not in self.years:
            raise KeyError(year)
        return self.values[:, year - self.first_year]

    def quantile(self, q: float, year: int) -> float:
        """Type-8 quantile (Hyndman and Fan 1996) of the ensemble in ``year``."""
        return float(np.quantile(self.at(year), q, method="median_unbiased"))

    def prob(self, year: int, target: float, sense: Sense, upper: float | None = None,
             tolerance: float | None = None) -> float:
        """Share of paths that meet the target in ``year``."""
        return float(met(self.at(year), target, sense, upper, tolerance).mean())

    def with_values(self, values: FloatArray, *, scenario: str | None = None) -> Paths:
        """Return the same ensemble with other values (a scenario step's result)."""
        origin = self.origin if scenario is None else replace(self.origin, scenario=scenario)
        return Paths(self.first_year, values, origin)

    def running_total(self, base: float) -> Paths:
        """Return base plus the cumulative sum over the years: the stock a yearly flow builds."""
        return self.with_values(base + np.cumsum(self.values, axis=1))
