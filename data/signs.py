"""Which figures can be below zero."""

from __future__ import annotations

from data.units import Unit
from data.words import Kind

_NEVER = (Kind.FLOW, Kind.STOCK, Kind.CUMULATIVE, Kind.RATIO, Kind.SHARE)
_COUNTED = ("piece", "organisation", "person", "household")


def may_be_negative(kind: Kind, unit: Unit) -> bool:
    """Say whether a figure of this kind and unit can be negative: amounts and scores can."""
    return kind not in _NEVER and unit.dimension not in _COUNTED
