"""What a misspelt word probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher, get_close_matches

from data.units import UNITS


def near_word(word: str, candidates: Iterable[str]) -> str:
    """Return the candidate nearest to ``word``, or all of them when none is near."""
    known = tuple(candidates)
    close = get_close_matches(word.casefold().replace(" ", "_"), known, n=1, cutoff=0.5)
    return close[0] if close else "; ".join(known)


def near_unit_text(symbol: str) -> str:
    """Return the units that look like ``symbol``, or the usual ones when none does.

    Short symbols tie often; of equals the one that stands first in ``UNITS`` is the usual one.
    """
    likeness = {known: SequenceMatcher(None, symbol, known).ratio() for known in UNITS}
    best = sorted((known for known in UNITS if likeness[known] >= 0.4), key=lambda k: -likeness[k])
    return ", ".join(best[:3]) or "件, 万件, 万元, 亿元, %, 家, 人"
