"""Printed numbers to the values of plan-file rows, in the unit of their indicator."""

from __future__ import annotations

from data.document.draft.grouping import RATES, Filed
from data.document.measures import Resolved
from data.words import Basis, Sense


def unit_row(unit: Resolved) -> str:
    """Return the symbol an indicator's unit is written with in a plan file."""
    return unit.unit.symbol


def value_row(filed: Filed, unit: Resolved) -> tuple[float | None, float | None]:
    """Return the value and the upper edge of a row, in the indicator's unit; rates in percent.

    A promised fall is a negative rate or increment, and then its edges change places.
    """
    claim = filed.claim
    if claim.value is None:
        return None, None
    if claim.basis in RATES:
        low = claim.rate if claim.rate is not None else claim.value
        high = None if claim.upper is None else (-claim.upper if low < 0 else claim.upper)
    elif filed.unit is None:  # percentage points of a share in percent
        by = claim.basis is Basis.INCREMENT_FROM_BASE  # a gap of 9 points is a level
        sign = -1.0 if claim.falling and by else 1.0
        low = sign * claim.value
        high = None if claim.upper is None else sign * claim.upper
    else:
        falls = claim.falling and claim.basis is Basis.INCREMENT_FROM_BASE
        sign = -1.0 if falls else 1.0
        low = sign * unit.unit.from_canonical(filed.canonical(claim.value))
        high = None if claim.upper is None else (
            sign * unit.unit.from_canonical(filed.canonical(claim.upper)))
    if high is not None and high < low and claim.sense is Sense.BETWEEN:
        low, high = high, low
    return low, high


def as_printed(filed: Filed, unit: Resolved) -> tuple[float | None, str]:
    """Return the value as printed and its unit, where that is another one than the indicator's.

    A unit that a plan file does not know is converted instead, and the unit is empty.
    """
    claim, own = filed.claim, filed.unit
    same = own is not None and own.unit.dimension == unit.unit.dimension
    plain = claim.basis not in RATES and not claim.falling
    if own is None or not same or not plain or own.factor != 1 or not own.unit.symbol:
        return value_row(filed, unit)[0], ""
    return claim.value, own.unit.symbol if own.unit.symbol != unit.unit.symbol else ""
