"""The base from which a probability is reached: P(base) read backwards, on figures as printed.

Bases are looked for among the numbers people write: whole numbers up to 999 for what is counted,
three significant digits otherwise. So a base that is stated is exactly one that was asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from data.probabilities import printed
from forecast.without_base.answer import At

Chance = Callable[[float], float | None]

_WHOLE = 1000  # whole numbers below it are told apart one by one
_MANTISSAS = 900  # 100 to 999
STEPS = (-9, -6, -4, -3, -2, -1, 0, 1, 3)
"""Powers of two of the scale at which a crossing is first looked for."""


def number_at(i: int, *, whole: bool) -> float:
    """Return the i-th number of the lattice, in ascending order; of whole numbers from 1 on."""
    if whole and i < _WHOLE:
        return float(i)
    k, m = divmod(i - _WHOLE, _MANTISSAS) if whole else divmod(i, _MANTISSAS)
    return float(f"{100 + m}e{k + 1 if whole else k}")


def index_of(value: float, *, whole: bool) -> int:
    """Return the index of the largest number of the lattice that is no larger than ``value``.

    At least 1 for whole numbers. Raises ``ValueError`` for what is not positive.
    """
    if value <= 0:
        raise ValueError(f"a base to look for is positive, got {value}")
    if whole and value < _WHOLE:
        return max(1, math.floor(value))
    k = math.floor(math.log10(value)) - 2
    m = math.floor(float(f"{value * 10.0 ** -k:.9g}"))
    return (_WHOLE - _MANTISSAS if whole else 0) + k * _MANTISSAS + m - 100


def grid(scale: float, *, whole: bool) -> tuple[float, ...]:
    """Return the bases about ``scale`` at which a crossing is first looked for, ascending."""
    found = {index_of(scale * 2.0 ** step, whole=whole) for step in STEPS}
    return tuple(number_at(i, whole=whole) for i in sorted(found))


def reached_from(chance: Chance, bases: Sequence[float], wanted: float, *, rising: bool,
                 whole: bool) -> tuple[At | None, At | None]:
    """Return the least demanding base with ``wanted`` or more, and the nearest one with less.

    Probabilities are compared as they are printed, since words and colours go by that.
    ``rising``: the probability grows with the base. The first is ``None`` where not even the most
    favourable of ``bases`` has it, the second where the least favourable has it too. Beyond either
    every base of ``bases`` lies on the same side. The law has to answer at every base.
    """
    ordered = list(bases) if rising else list(bases)[::-1]
    said = [_said(chance, base) for base in ordered]
    enough = [printed(p) >= wanted for p in said]
    first = len(said)
    while first > 0 and enough[first - 1]:
        first -= 1
    if first == len(said):
        return None, At(ordered[-1], said[-1])
    if first == 0:
        return At(ordered[0], said[0]), None
    below = index_of(ordered[first - 1], whole=whole)
    above = index_of(ordered[first], whole=whole)
    while abs(above - below) > 1:
        middle = _between(below, above, chance, wanted, whole=whole)
        if printed(_said(chance, number_at(middle, whole=whole))) >= wanted:
            above = middle
        else:
            below = middle
    high, low = number_at(above, whole=whole), number_at(below, whole=whole)
    return At(high, _said(chance, high)), At(low, _said(chance, low))


def _said(chance: Chance, base: float) -> float:
    found = chance(base)
    if found is None:
        raise ValueError(f"the law has no answer from {base}")
    return found


def _between(below: int, above: int, chance: Chance, wanted: float, *, whole: bool) -> int:
    """Return an index strictly between two: where a straight line in log odds would cross.

    Kept in the inner four fifths of the bracket, so that it always shrinks by a tenth.
    """
    def odds(i: int) -> float:
        p = min(max(_said(chance, number_at(i, whole=whole)), 1e-6), 1 - 1e-6)
        return math.log(p / (1 - p))

    goal, low, high = math.log(wanted / (1 - wanted)), odds(below), odds(above)
    share = 0.5 if high == low else (goal - low) / (high - low)
    share = min(max(share, 0.1), 0.9)
    middle = below + round((above - below) * share)
    inner = (min(below, above) + 1, max(below, above) - 1)
    return min(max(middle, inner[0]), inner[1])
