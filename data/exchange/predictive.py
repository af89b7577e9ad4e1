"""What is handed to other tools: quantiles by year, and chances of meeting a target."""

from __future__ import annotations

from dataclasses import dataclass

from data.words import BASELINE


@dataclass(frozen=True, slots=True)
class Quantiles:
    """One quantity: ``values[i][j]`` in year i at level j, in the quantity's own unit.

    ``origin`` is the last year of which anything was known.
    """

    region: str
    name: str
    origin: int
    years: tuple[int, ...]
    levels: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]
    scenario: str = BASELINE


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability (0 to 1) that the target ``name`` is met in a year."""

    region: str
    name: str
    origin: int
    year: int
    probability: float
    scenario: str = BASELINE
