"""Whether two printed numbers can be the same number: rounding, unit slips, near misses."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from data.units import COUNTED, Unit
from data.words import ABOUT_TOLERANCE, Role, Sense
from forecast.lint.facts import Stated

FAR_SLIPS = (3, 4, 8)
"""Powers of ten between 千, 万, 亿 and the single piece."""

NEAR_SLIPS = (1, 2)
"""Powers that also happen by chance; taken for a slip only between numbers of three digits."""

_SLIP_WIDTH = 0.005
_EXACT = 1e-9
_SURE_DIGITS = 3
_SMALLEST_COUNT = 3


class Relation(StrEnum):
    """How two numbers that should be the same stand to each other."""

    SAME = "same"
    SLIP = "slip"
    NEAR = "near"
    DIFFERENT = "different"


def in_unit(value: float, unit: Unit) -> Decimal:
    """Return a canonical value in the unit it was written in, without binary noise."""
    return Decimal(repr(value)) / unit.factor


def half_width(value: float, unit: Unit) -> float:
    """Return how far the true figure may be from a printed one: half of its last digit.

    ``0.5 * 10^-d * factor`` for ``d`` printed decimals; 0 for whole numbers of single pieces.
    """
    written = in_unit(value, unit)
    if unit.factor == 1 and unit.dimension in COUNTED and written == written.to_integral_value():
        return 0.0
    exponent = written.normalize().as_tuple().exponent
    decimals = min(int(exponent), 0)
    return float(Decimal("0.5").scaleb(decimals) * unit.factor)


def digits(value: float, unit: Unit) -> int:
    """Return the number of significant digits a value was written with."""
    return len(in_unit(value, unit).normalize().as_tuple().digits)


def agree(first: Stated, second: Stated) -> bool:
    """Whether two numbers are the same up to the rounding of the coarser one.

    A figure of "over 40" agrees with any larger one, one of "about 40" with all within 5 %.
    """
    if Role.ACTUAL in (first.role, second.role):
        for vague, exact in ((first, second), (second, first)):
            if vague.sense is Sense.ABOVE and exact.value >= vague.value:
                return True
            if vague.sense is Sense.ABOUT and (
                    abs(exact.value - vague.value) <= ABOUT_TOLERANCE * abs(vague.value)):
                return True
    room = max(_rounding(first), _rounding(second))
    return abs(first.value - second.value) <= room + _EXACT * abs(first.value)


def _rounding(said: Stated) -> float:
    """Return how far a number may have been rounded; a target in whole units is what it says."""
    written = in_unit(said.value, said.unit)
    if said.role is Role.TARGET and written == written.to_integral_value():
        return 0.0
    return half_width(said.value, said.unit)


def slip(first: float, second: float, *, far_only: bool = False) -> int | None:
    """Return the power of ten k with ``second = first * 10^k`` (to 0.5 %), or ``None``."""
    if first <= 0 or second <= 0:
        return None
    for power in FAR_SLIPS if far_only else FAR_SLIPS + NEAR_SLIPS:
        for k in (power, -power):
            if abs(second / (first * 10.0**k) - 1) <= _SLIP_WIDTH:
                return k
    return None


def relation(first: Stated, second: Stated) -> Relation:
    """Return how two numbers of the same thing stand to each other."""
    if agree(first, second):
        return Relation.SAME
    few = min(digits(s.value, s.unit) for s in (first, second)) < _SURE_DIGITS
    if slip(first.value, second.value, far_only=few) is not None:
        return Relation.SLIP
    return Relation.NEAR if one_apart(first, second) else Relation.DIFFERENT


def compounded(percent: float, years: int) -> float:
    """Return ``(1 + percent/100)^years``; infinite where that is too large to write."""
    try:
        return float((1 + percent / 100) ** years)
    except OverflowError:
        return float("inf")


def one_apart(first: Stated, second: Stated) -> bool:
    """Whether two whole counts of at least three single pieces differ by exactly one."""
    values = (first.value, second.value)
    counts = all(s.unit.dimension in COUNTED and s.unit.factor == 1 for s in (first, second))
    return (counts and all(v == round(v) and v >= _SMALLEST_COUNT for v in values)
            and abs(values[0] - values[1]) == 1)
