"""From which probability on a target is called likely, and below which unlikely."""

from __future__ import annotations

from data.probabilities import printed
from forecast.probability.colour import EDGES
from forecast.probability.verdict import Colour
from forecast.without_base.answer import Known


def edge_of(colour: Colour) -> float:
    """Return the lowest probability of a colour, with which its word begins."""
    return next(low for low, found in EDGES if found is colour)


LIKELY = edge_of(Colour.GREEN_AMBER)
"""From this printed probability on a target is called likely."""

UNLIKELY = edge_of(Colour.AMBER)
"""Below this printed probability a target is called unlikely."""


def settled(known: Known) -> bool | None:
    """Say whether what is known of a base makes the target likely (True) or unlikely (False).

    ``None`` where the limits leave both open.
    """
    if known.chance_low is not None and printed(known.chance_low) >= LIKELY:
        return True
    if known.chance_high is not None and printed(known.chance_high) < UNLIKELY:
        return False
    return None
