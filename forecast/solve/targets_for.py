"""The target that would be met with a given probability: P(target) read backwards.

The value comes off the same paths as the probability does, in the target's own terms, so that
asking for the answer's probability gives the one asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from data.numbers import significant
from data.paths import SLACK, interval
from data.words import NOTHING, Basis, Sense, Wording
from forecast.cases import Case
from forecast.question.arithmetic import target_level
from forecast.question.obstacles import FROM_BASE
from forecast.question.question import Measure, Question
from forecast.solve.solution import ROUND_TRIP, TargetFor
from scenarios.scenario import Scenario

FEWEST_DIGITS, MOST_DIGITS = 3, 10
"""An answer is rounded to as few significant digits as keep its probability."""

_YES_OR_NO = Message("solving.target_asks_for_move_every")
_NO_TERMS = Message("solving.base_not_positive_so_no")
_NO_SCALE = Message("solving.target_zero_so_there_no")

Answers = tuple[tuple[TargetFor, ...], Wording]


def targets_for(case: Case, scenario: Scenario, probabilities: Sequence[float]) -> Answers:
    """Return one answer a probability, in the order asked, or none and the reason.

    For a sense with one edge the answer is the most demanding value that is met with at least
    the probability, unless only the next one is within ``ROUND_TRIP``. For ``about`` and
    ``between`` the centre stays and the width is the answer.

    Raises ``ValueError`` without a law.
    """
    question = case.question
    if question.measure is Measure.EVERY_YEAR_UP:
        return (), _YES_OR_NO
    at = case.at_target(scenario)
    if question.target.sense is Sense.ABOUT:
        return _about(case, at, probabilities)
    own = own_values(question, at)
    if own is None:
        return (), _NO_TERMS
    if question.target.sense is Sense.BETWEEN:
        return _between(case, at, own, probabilities)
    return _one_edge(case, at, own, probabilities), NOTHING


def own_values(question: Question, levels: FloatArray) -> FloatArray | None:
    """Return the numbers the target would have to name so that ``levels`` are its levels.

    The inverse of ``level_of``, same shape, increasing; ``None`` where the base allows none.
    """
    base, target = question.base_value, question.target
    if target.basis not in FROM_BASE:
        return levels
    if base is None:
        return None
    if target.basis is Basis.INCREMENT_FROM_BASE:
        return levels - base
    if base <= 0:
        return None
    if target.basis is Basis.GROWTH_FROM_BASE:
        return (levels / base - 1) * 100
    years = target.year - (question.base_year or 0)
    return np.asarray((np.maximum(levels / base, 0.0) ** (1 / years) - 1) * 100)


def level_of(question: Question, value: float) -> float:
    """Return the level that the target asks for when it names ``value``.

    Raises ``ValueError`` when that leads to none.
    """
    if question.target.basis not in FROM_BASE:
        return value
    level = target_level(replace(question.target, value=value), base_year=question.base_year,
                         base_value=question.base_value)
    if level is None:
        raise ValueError(f"{value} leads to no level of target {question.target.id}")
    return level


def _one_edge(case: Case, at: FloatArray, own: FloatArray,
              probabilities: Sequence[float]) -> tuple[TargetFor, ...]:
    """Answer for ``at_least``, ``above`` and ``at_most``."""
    question = case.question

    def probability(value: float) -> float:
        return case.probability_of(at, replace(question, threshold=level_of(question, value)))

    sense = question.target.sense
    values, place = np.unique(own, return_index=True)
    if sense is not Sense.AT_MOST:  # most demanding first
        values, place = values[::-1], place[::-1]
    found = _Reached(case, at, *interval(at[place], sense))
    raw = [_choose(values, found, p) for p in probabilities]
    digits = _digits(probabilities, raw, probability)
    best = found.most if sense is Sense.ABOVE and None in raw else 1.0
    out = []
    for p, exact in zip(probabilities, raw, strict=True):
        value = None if exact is None else significant(exact, digits)
        out.append(TargetFor(p, value, best if value is None else probability(value)))
    return tuple(out)


BLOCK = 64
"""Ranges between two of which the closed form is asked for first."""

SLACK_OF_ENDS = 1e-9
"""What rounding may take from a bound that is otherwise exact."""


class _Reached:
    """Probabilities of k ranges that ask for less and less, found in closed form where needed.

    The closed form grows from range to range, so where it stands at both ends of a block bounds
    it inside; with what the paths add, most blocks are seen to hold no first one.
    """

    def __init__(self, case: Case, at: FloatArray, low: FloatArray, high: FloatArray) -> None:
        self._case, self._at, self._low, self._high = case, at, low, high
        self._ends = np.unique([*range(0, len(low), BLOCK), len(low) - 1])
        self._top = np.ones(len(self._ends))
        self._drawn = case.drawn(at, low, high)
        if case.question.one_year:
            self._top = case.closed(low[self._ends], high[self._ends])

    def first(self, p: float) -> int | None:
        """Return the first range with ``p`` or more; ``None`` without one."""
        for left, right, top in zip((0, *self._ends[:-1] + 1), self._ends, self._top, strict=True):
            block = slice(left, right + 1)
            if self._case.question.one_year and top + self._drawn[block].max() < p - SLACK_OF_ENDS:
                continue
            enough = np.flatnonzero(self._of(block) >= p - 1e-12)
            if len(enough):
                return int(left + enough[0])
        return None

    def at(self, place: int) -> float:
        """Return the probability of one range."""
        return float(self._of(slice(place, place + 1))[0])

    @property
    def most(self) -> float:
        """The largest of all."""
        return float(self._of(slice(None)).max())

    def _of(self, part: slice) -> FloatArray:
        if not self._case.question.one_year:
            return self._drawn[part]
        return self._case.probabilities_of(self._at, self._low[part], self._high[part])


def _choose(values: FloatArray, found: _Reached, p: float) -> float | None:
    """Return the first value, most demanding first, with a probability of ``p`` or more.

    The one before it when that alone is within ``ROUND_TRIP``; ``None`` when none has ``p``.
    """
    i = found.first(p)
    if i is None:
        return None
    far = i > 0 and found.at(i) - p >= ROUND_TRIP
    return float(values[i - 1 if far and p - found.at(i - 1) < ROUND_TRIP else i])


def _about(case: Case, at: FloatArray, probabilities: Sequence[float]) -> Answers:
    """Answer with half-widths as shares: of the value, or of the rival's latest figure."""
    question = case.question
    centre = question.threshold
    scale = centre if question.rival is None else float(question.rival.series.values[-1])
    if centre is None or not scale:
        return (), _NO_SCALE

    def probability(width: float) -> float:
        named = replace(question, target=replace(question.target, tolerance=width))
        return case.probability_of(at, named)

    away = np.unique(np.abs(at - centre))
    edge = away + SLACK * abs(centre)
    raw = _widths(away / abs(scale), case.probabilities_of(at, centre - edge, centre + edge),
                  probabilities)
    digits = _digits(probabilities, raw, probability)
    widths = [significant(w, digits) for w in raw]
    return tuple(TargetFor(p, question.target.value, probability(w), tolerance=w)
                 for p, w in zip(probabilities, widths, strict=True)), NOTHING


def _between(case: Case, at: FloatArray, own: FloatArray,
             probabilities: Sequence[float]) -> Answers:
    """Answer with ranges around the centre of the target's own."""
    question = case.question
    low, high = question.target.value, question.target.upper
    if low is None or high is None:
        return (), _NO_TERMS
    centre = (low + high) / 2

    def named(width: float) -> Question:
        return replace(question, threshold=level_of(question, centre - width),
                       upper=level_of(question, centre + width))

    def probability(width: float) -> float:
        return case.probability_of(at, named(width))

    away = np.unique(np.abs(own - centre))
    edges = np.array([named(float(w)).edges() for w in away])
    raw = _widths(away, case.probabilities_of(at, edges[:, 0], edges[:, 1]), probabilities)
    digits = _digits(probabilities, raw, probability)
    widths = [significant(w, digits) for w in raw]
    return tuple(TargetFor(p, centre - w, probability(w), upper=centre + w)
                 for p, w in zip(probabilities, widths, strict=True)), NOTHING


def _widths(away: FloatArray, reached: FloatArray, probabilities: Sequence[float]) -> list[float]:
    """Return the half-width within which each probability lies, of those the paths take.

    The widest where the law itself goes beyond all of them.
    """
    found = []
    for p in probabilities:
        enough = np.flatnonzero(reached >= p - 1e-12)
        i = int(enough[0]) if len(enough) else len(away) - 1
        far = bool(len(enough)) and i > 0 and reached[i] - p >= ROUND_TRIP
        found.append(float(away[i - 1 if far and p - reached[i - 1] < ROUND_TRIP else i]))
    return found


def _digits(probabilities: Sequence[float], raw: Sequence[float | None],
            probability: Callable[[float], float]) -> int:
    """Return the fewest significant digits that keep the probability of every answer.

    One number of digits for all, so that rounding leaves the answers in their order.
    """
    wanted = [(p, value, probability(value))
              for p, value in zip(probabilities, raw, strict=True) if value is not None]
    for digits in range(FEWEST_DIGITS, MOST_DIGITS):
        if all(abs(probability(significant(value, digits)) - p)
               <= max(ROUND_TRIP / 2, abs(exact - p) + 1e-9) for p, value, exact in wanted):
            return digits
    return MOST_DIGITS
