"""Physical units beyond the table of ``data.units``: read by pint from a bundled definitions file.

pint is imported only when a symbol is asked for that the table does not hold.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pint import UnitRegistry

_FILE = Path(__file__).resolve().parent / "bundled" / "units" / "physical.txt"
_LONGEST = 24
_SYMBOL = re.compile(r"[A-Za-zµμ℃㎡\u4e00-\u9fff²³_]+(?:\s*[/·]\s*[A-Za-zµμ㎡\u4e00-\u9fff²³_]+)*")


class Physical(NamedTuple):
    """A physical quantity: ``dimension`` as pint writes it, ``factor`` to its base units."""

    dimension: str
    factor: Decimal


def physical(symbol: str) -> Physical | None:
    """Return the dimension of a unit such as 毫克/升 or 万吨公里; ``None`` when it is no unit."""
    text = symbol.strip()
    if not text or len(text) > _LONGEST or not _SYMBOL.fullmatch(text):
        return None
    return _parsed(text)


@lru_cache(maxsize=512)
def _parsed(text: str) -> Physical | None:
    from pint.errors import PintError

    written = text.replace("²", "**2").replace("³", "**3").replace("·", "*")
    try:
        found = _registry().Quantity(1, written).to_base_units()
    except (PintError, ValueError, TypeError, AttributeError, AssertionError):
        return None
    dimension = str(found.dimensionality)
    if dimension == "dimensionless":
        return None
    return Physical(dimension, Decimal(repr(float(found.magnitude))))


@lru_cache(maxsize=1)
def _registry() -> UnitRegistry[float]:
    from pint import UnitRegistry

    return UnitRegistry(str(_FILE), cache_folder=None)
