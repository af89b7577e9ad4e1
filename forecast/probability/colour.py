"""The traffic light of a probability, and what follows from several of them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from data.arrays import CodeArray, FloatArray
from data.messages.message import Message
from data.words import Wording
from forecast.probability.verdict import Colour, Finding

EDGES: tuple[tuple[float, Colour], ...] = (
    (0.80, Colour.GREEN),
    (0.66, Colour.GREEN_AMBER),
    (0.33, Colour.AMBER),
    (0.10, Colour.AMBER_RED),
    (0.00, Colour.RED),
)
"""Lower edges (inclusive), best colour first."""

COLOUR_WORDS: tuple[tuple[Colour, Wording], ...] = (
    (Colour.GREEN, Message("probability.achievable_on_time")),
    (Colour.GREEN_AMBER, Message("probability.probably_met_keep_watching")),
    (Colour.AMBER, Message("probability.uncertain")),
    (Colour.AMBER_RED, Message("probability.difficult_measures_needed")),
    (Colour.RED, Message("probability.not_expected_met_warn_or")),
    (Colour.GREY, Message("probability.cannot_assessed")),
)

SENSITIVE_STEPS = 2
"""Readings this many colours apart leave the target without a colour of its own."""

COLOURS = (*reversed([shade for _, shade in EDGES]), Colour.GREY)
"""What ``colour_codes`` are codes into: worst colour first, grey last."""

_ORDER = tuple(colour for _, colour in EDGES)
_PACE_STEP = (("ACHIEVED", 0), ("AHEAD", 0), ("ON_PACE", 1), ("BEHIND", 2), ("FAR_BEHIND", 3),
              ("REVERSED", 4))
_WARNED = frozenset({Colour.AMBER_RED, Colour.RED})
_GOOD = frozenset({Colour.GREEN, Colour.GREEN_AMBER})
_BEHIND = frozenset({"FAR_BEHIND", "REVERSED"})


def colour(probability: float | None) -> Colour:
    """Return the colour of a probability; grey for ``None``.

    Raises ``ValueError`` outside [0, 1].
    """
    if probability is None:
        return Colour.GREY
    if math.isnan(probability) or not 0.0 <= probability <= 1.0:
        raise ValueError(f"a probability lies in [0, 1], got {probability}")
    return COLOURS[int(colour_codes(np.array(probability)))]


def colour_codes(probability: FloatArray) -> CodeArray:
    """Return codes into ``COLOURS``, same shape; grey for NaN."""
    edges = [low for low, _ in reversed(EDGES)][1:]
    code = np.searchsorted(edges, probability, side="right")
    return np.asarray(np.where(np.isnan(probability), len(COLOURS) - 1, code), dtype=np.int8)


def colour_word(shade: Colour) -> Wording:
    """Return what a colour says to the reader of a plan."""
    return dict(COLOUR_WORDS)[shade]


def steps(first: Colour, second: Colour) -> int | None:
    """Return how many colours two lights are apart; ``None`` when one of them is grey."""
    if Colour.GREY in (first, second):
        return None
    return abs(_ORDER.index(first) - _ORDER.index(second))


def together(shades: Sequence[Colour]) -> Colour:
    """Return the one colour of a target with several readings.

    Grey when any reading cannot be assessed or two of them disagree by two or more colours, else
    the worst: which reading is meant is not known, so the careful one counts.
    """
    if not shades or Colour.GREY in shades or readings_disagree(shades):
        return Colour.GREY
    return max(shades, key=_ORDER.index)


def readings_disagree(shades: Sequence[Colour]) -> bool:
    """Return True when two readings are two or more colours apart: ``DEFINITION_SENSITIVE``.

    A reading that cannot be assessed (grey) has no colour to disagree with.
    """
    return _spread(shades) >= SENSITIVE_STEPS


def warned(shade: Colour, *, binding: bool, behind: bool = False) -> bool:
    """Say whether a target is an early warning (预警).

    A binding one is at AMBER-RED or RED; any is where it is far ``behind`` its path and the
    probability does not say that it will be met all the same.
    """
    return (binding and shade in _WARNED) or (behind and shade not in _GOOD)


def far_behind(pace_label: str) -> bool:
    """Say whether a label of the own pace method means far behind the path, or backwards."""
    return pace_label in _BEHIND


def early_warning(shade: Colour, *, binding: bool, known: bool = False, behind: bool = False,
                  ) -> Finding | None:
    """Return the 预警 item of a target that is ``warned``, else ``None``.

    ``known``: the outcome is known and nothing is left to warn of.
    """
    if not warned(shade, binding=binding, behind=behind and not known):
        return None
    if known:
        return Finding("EARLY_WARNING", Message("probability.binding_target_was_missed_outcome",
                                                shade=shade))
    text = colour_word(shade)
    if not (binding and shade in _WARNED):
        kind = Message("probability.binding") if binding else Message("probability.indicative")
        return Finding("EARLY_WARNING", Message("probability.early_warning_target_far_behind",
                                                kind=kind, text=text, shade=shade))
    return Finding("EARLY_WARNING", Message("probability.early_warning_binding_target", text=text,
                                            shade=shade))


def pace_gap(pace_label: str, shade: Colour) -> int | None:
    """Return how many steps the own pace and the probability stand apart; positive: pace is better.

    ``None`` when either says nothing (``N/A``, grey). From 2 steps on a memo explains why.
    """
    at = dict(_PACE_STEP).get(pace_label)
    if at is None or shade is Colour.GREY:
        return None
    return _ORDER.index(shade) - at


def _spread(shades: Sequence[Colour]) -> int:
    """Largest distance between any two colours that are not grey."""
    at = [_ORDER.index(shade) for shade in shades if shade is not Colour.GREY]
    return max(at) - min(at) if at else 0
