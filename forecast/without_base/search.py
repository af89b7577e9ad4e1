"""The base from which a probability is reached: P(base) read backwards, on figures as printed.

Bases are looked for among the numbers people write: whole numbers up to 999 for what is counted,
three significant digits otherwise. So a base that is stated is exactly one that was asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from data.probabilities import printed_all
from forecast.without_base.answer import At

Chances = Callable[[Sequence[float]], Sequence[float | None]]

_WHOLE = 1000  # whole numbers below it are told apart one by one
_MANTISSAS = 900  # 100 to 999
STEPS = (-9, -6, -4, -3, -2, -1, 0, 1, 3)
"""Powers of two of the scale at which a crossing is first looked for."""

AT_ONCE = 32
"""Bases asked together where many cost no more than one."""


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


def reached_from(chances: Chances, bases: Sequence[float], wanted: float, *, rising: bool,
                 whole: bool, at_once: bool = False) -> tuple[At | None, At | None]:
    """Return the least demanding base with ``wanted`` or more, and the nearest one with less.

    Probabilities are compared as they are printed, since words and colours go by that.
    ``rising``: the probability grows with the base. The first is ``None`` where not even the most
    favourable of ``bases`` has it, the second where the least favourable has it too. Beyond either
    every base of ``bases`` lies on the same side. The law has to answer at every base.
    ``at_once``: many bases are asked together, else one after the other.
    """
    ordered = list(bases) if rising else list(bases)[::-1]
    said = _said(chances, ordered)
    first = _last_short(said, wanted)
    if first == len(said):
        return None, At(ordered[-1], said[-1])
    if first == 0:
        return At(ordered[0], said[0]), None
    below, above = (_Point(index_of(ordered[i], whole=whole), said[i])
                    for i in (first - 1, first))
    while abs(above.index - below.index) > 1:
        inner = _spread(below, above) if at_once else (_crossing(below, above, wanted),)
        found = _said(chances, [number_at(i, whole=whole) for i in inner])
        points = [below, *(_Point(i, p) for i, p in zip(inner, found, strict=True)), above]
        # From the favourable side: the last point before which none has less.
        k = max(1, _last_short([p.chance for p in points[:-1]], wanted))
        below, above = points[k - 1], points[k]
    return (At(number_at(above.index, whole=whole), above.chance),
            At(number_at(below.index, whole=whole), below.chance))


def _last_short(chances: Sequence[float], wanted: float) -> int:
    """Return the place after the last probability that is printed below ``wanted``, else 0."""
    short = np.flatnonzero(printed_all(np.array(chances)) < wanted)
    return int(short[-1]) + 1 if len(short) else 0


@dataclass(frozen=True, slots=True)
class _Point:
    """A number of the lattice and its probability."""

    index: int
    chance: float

    @property
    def odds(self) -> float:
        """Log odds, kept finite."""
        p = min(max(self.chance, 1e-6), 1 - 1e-6)
        return math.log(p / (1 - p))


def _said(chances: Chances, bases: Sequence[float]) -> list[float]:
    found = [p for p in chances(bases) if p is not None]
    if len(found) < len(bases):
        raise ValueError(f"the law has no answer from one of {list(bases)}")
    return found


def _spread(below: _Point, above: _Point) -> tuple[int, ...]:
    """Return up to ``AT_ONCE`` indices between two, evenly spread, in their order."""
    count = min(AT_ONCE, abs(above.index - below.index) - 1)
    share = (above.index - below.index) / (count + 1)
    return tuple(below.index + round(share * (i + 1)) for i in range(count))


def _crossing(below: _Point, above: _Point, wanted: float) -> int:
    """Return an index strictly between two: where a straight line in log odds would cross.

    Kept in the inner four fifths of the bracket, so that it always shrinks by a tenth.
    """
    goal, low, high = math.log(wanted / (1 - wanted)), below.odds, above.odds
    share = 0.5 if high == low else (goal - low) / (high - low)
    share = min(max(share, 0.1), 0.9)
    middle = below.index + round((above.index - below.index) * share)
    inner = (min(below.index, above.index) + 1, max(below.index, above.index) - 1)
    return min(max(middle, inner[0]), inner[1])
