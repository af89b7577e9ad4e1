"""The base from which a probability is reached: P(base) read backwards, on figures as printed.

Bases are looked for among the numbers people write: whole numbers up to 999 for what is counted,
three significant digits otherwise. So a base that is stated is exactly one that was asked.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from data.probabilities import printed_all
from forecast.without_base.answer import At

_Want = TypeVar("_Want")
_Said = TypeVar("_Said")
_Found = TypeVar("_Found")

Search = Generator[Sequence[float], Sequence[float | None], _Found]
"""A search: it yields bases, is sent the probability from each, and returns what it found."""

_WHOLE = 1000  # whole numbers below it are told apart one by one
_MANTISSAS = 900  # 100 to 999
STEPS = (-9, -6, -4, -3, -2, -1, 0, 1, 3)
"""Powers of two of the scale at which a crossing is first looked for."""

_APART = (1 / 100, 1 / 16)
"""How far from where a crossing is expected it is looked for as well, as shares of a bracket."""


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


def side_by_side(searches: Sequence[Generator[_Want, _Said, _Found]],
                 ) -> Generator[list[_Want], list[_Said], list[_Found]]:
    """Run searches in step: yield what those that go on want next, return what each found."""
    found: dict[int, _Found] = {}
    wants: dict[int, _Want] = {}

    def step(i: int, said: _Said | None) -> None:
        try:
            wants[i] = next(searches[i]) if said is None else searches[i].send(said)
        except StopIteration as done:
            wants.pop(i, None)
            found[i] = done.value

    for i in range(len(searches)):
        step(i, None)
    while wants:
        asked = list(wants)
        said = yield list(wants.values())
        for i, one in zip(asked, said, strict=True):
            step(i, one)
    return [found[i] for i in range(len(searches))]


def run_all(searches: Sequence[Generator[_Want, _Said, _Found]],
            answer: Callable[[list[_Want]], list[_Said]]) -> list[_Found]:
    """Run searches in step to their end; ``answer`` says what each round wants."""
    rounds, said = side_by_side(searches), list[_Said]()
    while True:
        try:
            wants = rounds.send(said) if said else next(rounds)
        except StopIteration as done:
            found: list[_Found] = done.value
            return found
        said = answer(wants)


def reached_from(bases: Sequence[float], wanted: float, *, rising: bool, whole: bool,
                 at_once: bool = False) -> Search[tuple[At | None, At | None]]:
    """Return the least demanding base with ``wanted`` or more, and the nearest one with less.

    Probabilities are compared as they are printed, since words and colours go by that.
    ``rising``: the probability grows with the base. The first is ``None`` where not even the most
    favourable of ``bases`` has it, the second where the least favourable has it too. Beyond either
    every base of ``bases`` lies on the same side. The law has to answer at every base, else
    ``ValueError``. ``at_once``: several bases cost hardly more than one.
    """
    ordered = list(bases) if rising else list(bases)[::-1]
    said = _every(ordered, (yield ordered))
    first = _last_short(said, wanted)
    if first == len(said):
        return None, At(ordered[-1], said[-1])
    if first == 0:
        return At(ordered[0], said[0]), None
    below, above = (_Point(index_of(ordered[i], whole=whole), said[i])
                    for i in (first - 1, first))
    while abs(above.index - below.index) > 1:
        inner = _about_crossing(below, above, wanted, apart=_APART if at_once else ())
        asked = [number_at(i, whole=whole) for i in inner]
        found = _every(asked, (yield asked))
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


def _every(bases: Sequence[float], said: Sequence[float | None]) -> list[float]:
    found = [p for p in said if p is not None]
    if len(found) < len(bases):
        raise ValueError(f"the law has no answer from one of {list(bases)}")
    return found


def _about_crossing(below: _Point, above: _Point, wanted: float, *, apart: Sequence[float],
                    ) -> tuple[int, ...]:
    """Return indices strictly between two, in their order: about where the probability crosses.

    One is where a straight line in log odds would cross, kept in the inner four fifths of the
    bracket, so that it always shrinks by a tenth. With ``apart``, shares of the bracket, others
    lie so far from that on either side, and one half way.
    """
    goal, low, high = math.log(wanted / (1 - wanted)), below.odds, above.odds
    share = 0.5 if high == low else (goal - low) / (high - low)
    share = min(max(share, 0.1), 0.9)
    width = abs(above.index - below.index)
    middle = min(max(round(width * share), 1), width - 1)
    tried = {middle}
    if apart:
        tried |= {width // 2} | {middle + side * max(1, round(width * part))
                                 for part in apart for side in (-1, 1)}
    way = 1 if above.index > below.index else -1
    return tuple(below.index + way * i for i in sorted(tried) if 0 < i < width)
