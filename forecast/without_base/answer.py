"""What can be said of a target without a base: the types that ``report`` prints.

Codes and values only; the words are ``report``'s. Values are in canonical units.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.plan import Indicator
from data.words import Kind, Regime


class Code(StrEnum):
    """Which statement an answer makes."""

    BASE_WANTED = "BASE_WANTED"  # the law: what the base would have to be
    CHANCE_OF_GROWTH = "CHANCE_OF_GROWTH"  # the law: the chance hardly hangs on the base
    MOVE_WANTED = "MOVE_WANTED"  # no law for one figure: what a year it takes from where
    LEAD_WANTED = "LEAD_WANTED"  # compared with a region: what has to be kept or made up


@dataclass(frozen=True, slots=True)
class At:
    """A figure the base could have been, and the probability that the law gives from it."""

    base: float
    chance: float


@dataclass(frozen=True, slots=True)
class Move:
    """What a year it takes from a base: ``growth`` as a share, ``step`` in the canonical unit.

    ``growth`` is ``None`` for what moves by points, or from nothing.
    """

    base: float
    growth: float | None
    step: float


class Source(StrEnum):
    """What limits a base of which only part is known."""

    WHOLE = "whole"  # a part is no larger than the whole
    PART_YEAR = "part_year"  # a year's sum is no smaller than what part of it counted
    STATEMENT = "statement"  # the document says at least, at most, more than


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit of a base. ``of`` names the region of the whole; empty for the other sources."""

    value: float
    source: Source
    of: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a base, and the law's probability there.

    ``chance_low`` and ``chance_high`` are the least and the largest that the limits leave possible.
    """

    low: Bound | None
    high: Bound | None
    chance_low: float | None = None
    chance_high: float | None = None


ENOUGH_OUTCOMES = 20
"""Known outcomes of a regime from which it is worth saying how often its targets were met."""


@dataclass(frozen=True, slots=True)
class MetBefore:
    """How often targets of such plans were met: ``met`` of ``targets``, in ``sets`` sets."""

    regime: Regime
    sets: int
    targets: float
    met: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What the base of one reading of a target would have to be, for the figure of ``year``.

    ``rising``: the probability grows with the base (a level to be reached), else it falls (one
    not to be exceeded). ``likely`` is the least demanding base from which the target is likely
    (probability of ``LIKELY`` or more) and stays so beyond; ``unlikely`` the base nearest to that
    at which it still is unlikely (below ``UNLIKELY``) and remains so on that side. Of a count both
    are whole numbers. Either is ``None`` where there is none in the range that was searched.

    A target to be ``about`` a level or inside a band is asked whether its near edge is reached
    (``reach``, the level of that edge; ``None`` where it moves with the base); ``best`` is the base
    from which landing inside is likeliest. ``least`` and ``most`` are the smallest and largest
    probability over ``span``, the bases at which comparable series stand, for a chance that hardly
    hangs on the base. ``moves`` are for what the law cannot answer. ``zero``: a count that may
    start from nothing, of which a law of growth says nothing; ``step`` is what it then takes a
    year. ``n_windows`` and ``same_family`` say what law spoke.
    """

    code: Code
    year: int
    target_year: int
    scenario: str
    rising: bool = True
    whole: bool = False
    likely: At | None = None
    unlikely: At | None = None
    reach: float | None = None
    best: At | None = None
    banded: bool = False
    least: float | None = None
    most: float | None = None
    span: tuple[float, float] | None = None
    moves: tuple[Move, ...] = ()
    zero: bool = False
    step: float | None = None
    known: Known | None = None
    n_windows: int = 0
    same_family: bool = False
    met_before: MetBefore | None = None  # from ENOUGH_OUTCOMES on


@dataclass(frozen=True, slots=True)
class Together:
    """What the parts of a region can do together, from the figure of the whole alone.

    ``targets`` are the parts' targets (ids) of one indicator, reading and year; ``asked`` is their
    sum and ``base`` what the whole had in ``year`` (``None``: that is not known either).
    ``likely_sum`` and ``unlikely_sum`` add up the bases of the parts' own answers. At most
    ``can_be_likely`` of the parts can have had a base that makes them likely, and at least
    ``must_be_unlikely`` one that makes them unlikely, since together they had no more than
    ``base``. All can be met only if the whole reaches ``asked``: the probability of that,
    ``all_met_at_most``, bounds theirs whatever the bases.
    """

    indicator: Indicator
    reading: Kind
    whole: str
    regions: tuple[str, ...]
    targets: tuple[str, ...]
    year: int
    target_year: int
    asked: float
    base: float | None
    likely_sum: float | None
    unlikely_sum: float | None
    can_be_likely: int | None
    must_be_unlikely: int | None
    all_met_at_most: float | None


@dataclass(frozen=True, slots=True)
class ActionableCount:
    """How many targets say something a planner can act on.

    ``with_chance`` have a probability or a known outcome, ``with_base`` an answer of the law,
    ``with_move`` one of arithmetic alone; ``silent`` (ids) have nothing. ``qualitative`` targets
    have no number and are counted apart.
    """

    quantified: int
    with_chance: int
    with_base: int
    with_move: int
    silent: tuple[str, ...]
    qualitative: int

    @property
    def share(self) -> float:
        """The share of the quantified targets that say something, 0 to 1; 1 where there are none.
        """
        said = self.quantified - len(self.silent)
        return said / self.quantified if self.quantified else 1.0
