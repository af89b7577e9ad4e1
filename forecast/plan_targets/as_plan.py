"""A likelihood as targets of such plans go, and the one rule for which number words follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import overload


@dataclass(frozen=True, slots=True)
class AsPlan:
    """A likelihood as targets of such plans go: the law's, moved as its regime's targets were.

    ``low`` and ``high`` are its 90 % interval over the regime's shift alone. ``followed`` says
    whether words and colours follow it, rather than what comparable series did.
    """

    probability: float  # as computed
    stated: float  # as printed
    low: float
    high: float
    followed: bool


@overload
def followed(stated: float, as_plan: AsPlan | None) -> float: ...
@overload
def followed(stated: float | None, as_plan: AsPlan | None) -> float | None: ...


def followed(stated: float | None, as_plan: AsPlan | None) -> float | None:
    """Return the printed number that words and colours follow: the one rule for it.

    ``stated`` is what comparable series did, as printed.
    """
    return stated if as_plan is None or not as_plan.followed else as_plan.stated
