"""``Paths``: the one representation of a predictive distribution that crosses a room's border."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from data.arrays import FloatArray, frozen_floats
from data.words import ABOUT_TOLERANCE, BASELINE, Sense


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an ensemble comes from: enough to make it again."""

    region: str = ""
    indicator: str = ""
    scenario: str = BASELINE
    last_year: int = 0
    last_value: float = float("nan")  # canonical unit
    weights: tuple[tuple[str, float], ...] = ()  # pool weights by model name
    reference: str = ""  # id of the reference class
    calibration: str = ""  # id of the calibration
    seed: int = 0


FAN_LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)
"""Quantile levels of a fan: median, 80 % and 95 % interval."""

SLACK = 1e-9
"""Relative; a value that was hit exactly must not fail by rounding, or pass for one above."""


def interval(target: FloatArray, sense: Sense, upper: FloatArray | None = None,
             tolerance: float | None = None) -> tuple[FloatArray, FloatArray]:
    """Return the edges (both included) of the values that meet targets, same shape: the one rule.

    ``tolerance`` is the half-width of ``Sense.ABOUT`` as a share of the target (default
    ``ABOUT_TOLERANCE``). Raises ``ValueError`` for ``Sense.BETWEEN`` without an upper edge.
    """
    slack = SLACK * np.abs(target)
    low, high = np.full_like(target, -np.inf), np.full_like(target, np.inf)
    if sense is Sense.AT_LEAST:
        return target - slack, high
    if sense is Sense.AT_MOST:
        return low, target + slack
    if sense is Sense.ABOVE:  # the next number that there is
        return np.nextafter(target + slack, np.inf), high
    if sense is Sense.ABOUT:
        width = (ABOUT_TOLERANCE if tolerance is None else tolerance) * np.abs(target) + slack
        return target - width, target + width
    if upper is None:
        raise ValueError("Sense.BETWEEN needs an upper edge")
    return target - slack, upper + SLACK * np.abs(upper)


def met(values: FloatArray, target: float, sense: Sense, upper: float | None = None,
        tolerance: float | None = None) -> FloatArray:
    """Return 1.0 where ``values`` meet the target and 0.0 elsewhere (see ``interval``)."""
    low, high = interval(np.asarray(target, dtype=np.float64), sense,
                         None if upper is None else np.asarray(upper, dtype=np.float64), tolerance)
    return np.asarray((values >= low) & (values <= high), dtype=np.float64)


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

    def with_values(self, values: FloatArray, *, scenario: str | None = None) -> Paths:
        """Return the same ensemble with other values (a scenario step's result)."""
        origin = self.origin if scenario is None else replace(self.origin, scenario=scenario)
        return Paths(self.first_year, values, origin)
