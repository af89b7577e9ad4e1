"""Words and flags for probabilities. A yardstick re-words; it never re-computes.

The IPCC words follow Mastrandrea et al. (2010); ICD 203 is the United States intelligence
community's standard (2015); PHIA is the probability yardstick of the United Kingdom. The PHIA
bands leave gaps (5-10 %, 20-25 %, ...); a probability inside a gap takes the nearer band's word.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from data.arrays import CodeArray, FloatArray
from data.messages.message import Message
from data.words import Wording
from forecast.probability.verdict import Flag, Yardstick


@dataclass(frozen=True, slots=True)
class Word:
    """A word and the lower edge (inclusive) of the probabilities it is used for."""

    low: float
    text: Wording


IPCC: tuple[Word, ...] = (
    Word(0.99, Message("probability.virtually_certain")),
    Word(0.95, Message("probability.extremely_likely")),
    Word(0.90, Message("probability.very_likely_2")),
    Word(0.66, Message("probability.likely_2")),
    Word(0.33, Message("probability.about_as_likely_as_not")),
    Word(0.10, Message("probability.unlikely_3")),
    Word(0.05, Message("probability.very_unlikely_2")),
    Word(0.01, Message("probability.extremely_unlikely")),
    Word(0.00, Message("probability.exceptionally_unlikely")),
)
ICD203: tuple[Word, ...] = (
    Word(0.95, Message("probability.almost_certain_2")),
    Word(0.80, Message("probability.very_likely")),
    Word(0.55, Message("probability.likely")),
    Word(0.45, Message("probability.roughly_even_chance")),
    Word(0.20, Message("probability.unlikely_2")),
    Word(0.05, Message("probability.very_unlikely")),
    Word(0.00, Message("probability.almost_no_chance")),
)
PHIA: tuple[Word, ...] = (
    Word(0.925, Message("probability.almost_certain")),
    Word(0.775, Message("probability.highly_likely")),
    Word(0.525, Message("probability.likely_or_probable")),
    Word(0.375, Message("probability.realistic_possibility")),
    Word(0.225, Message("probability.unlikely")),
    Word(0.075, Message("probability.highly_unlikely")),
    Word(0.000, Message("probability.remote_chance")),
)
NO_WORD = Message("probability.not_assessable")

OUTER = 0.10  # words of the outermost tenths are too thin to be told apart in a picture

LIKELY_FROM = 0.66
UNLIKELY_BELOW = 0.33
HALF = 0.50
"""LIKELY needs the whole model range on its side of one half, else it is only leaning."""

FLAGS = (Flag.UNLIKELY, Flag.TOSS_UP, Flag.LIKELY, Flag.NOT_ASSESSABLE)
"""What ``flag_codes`` are codes into."""


def words(yardstick: Yardstick) -> tuple[Word, ...]:
    """Return the vocabulary of a yardstick, from most to least probable."""
    if yardstick is Yardstick.IPCC:
        return IPCC
    return ICD203 if yardstick is Yardstick.ICD203 else PHIA


def bands(yardstick: Yardstick) -> tuple[tuple[float, float, Wording], ...]:
    """Return (low, high, word) from 0 to 1; words of the outer tenths share a band each.

    A band is called by the word next to it that reaches furthest inside.
    """
    found = [(w.low, w.text) for w in reversed(words(yardstick))]
    first = next(i for i, (low, _) in enumerate(found) if low >= OUTER)
    last = max(i for i, (low, _) in enumerate(found) if low <= 1 - OUTER)
    inner = [(0.0, found[first - 1][1]), *found[first:last + 1]]
    ends = [low for low, _ in inner[1:]] + [1.0]
    return tuple((low, high, text) for (low, text), high in zip(inner, ends, strict=True))


def word(probability: float | None, yardstick: Yardstick = Yardstick.IPCC) -> Wording:
    """Return the word for a probability; lower edges are inclusive.

    ``None`` (not assessable) has its own word. Raises ``ValueError`` outside [0, 1].
    """
    if probability is None:
        return NO_WORD
    _check(probability)
    for entry in words(yardstick):
        if probability >= entry.low:
            return entry.text
    raise AssertionError("the lowest edge of every yardstick is 0")


def flag(
    probability: float | None, *, low: float | None = None, high: float | None = None
) -> Flag:
    """Return the coarse verdict.

    ``low`` and ``high`` are the range of the probability over the admitted models; ``None`` when
    there is no range, which then does not weaken the flag. Raises ``ValueError`` outside [0, 1].
    """
    if probability is None:
        return Flag.NOT_ASSESSABLE
    _check(probability)
    plain = FLAGS[int(flag_codes(np.array(probability)))]
    if plain is Flag.LIKELY and low is not None and low < HALF:
        return Flag.LEANING_LIKELY
    if plain is Flag.UNLIKELY and high is not None and high > HALF:
        return Flag.LEANING_UNLIKELY
    return plain


def flag_codes(probability: FloatArray) -> CodeArray:
    """Return codes into ``FLAGS``, same shape: the flag without a range over models."""
    code = np.searchsorted([UNLIKELY_BELOW, LIKELY_FROM], probability, side="right")
    return np.asarray(np.where(np.isnan(probability), len(FLAGS) - 1, code), dtype=np.int8)


def _check(probability: float) -> None:
    if math.isnan(probability) or not 0.0 <= probability <= 1.0:
        raise ValueError(f"a probability lies in [0, 1], got {probability}")
