"""A context for steps under test."""

from __future__ import annotations

from data.units import UNITS
from data.words import Kind
from scenarios.scenario import Draws, StepContext


def context(
    kind: Kind = Kind.FLOW, *, n_paths: int = 1, horizon: int = 4, last: float = 100.0,
    seed: int = 7, unit: str = "件", indicator: str = "a", family: str = "", region: str = "r",
    bounds: tuple[float | None, float | None] = (None, None), as_of: int = 2020,
) -> StepContext:
    return StepContext(
        first_year=2021, horizon=horizon, as_of=as_of, last_year=2020, last_value=last, kind=kind,
        unit=UNITS[unit], draw=Draws(seed, n_paths), bounds=bounds, indicator=indicator,
        family=family, region=region)
