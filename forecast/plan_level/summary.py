"""What is said of a plan as a whole: the types that ``report`` draws and prints."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.plan import Indicator, Plan, Target
from data.words import BASELINE, Kind, Wording
from forecast.probability.counts import at_least, count_quantile, mean_count
from scenarios.scenario import ScenarioName

"""The scenario that statements about the plan are summed up by, where it was asked for."""


class Choice(StrEnum):
    """Which reading of an ambiguous target is counted."""

    FIRST = "first"  # as the plan lists them
    LOWEST = "lowest"  # the one least likely met
    HIGHEST = "highest"  # the one most likely met


@dataclass(frozen=True, slots=True)
class Tally:
    """The distribution of how many of m targets are met: probability of 0..m."""

    pmf: tuple[float, ...]

    @property
    def m(self) -> int:
        """How many targets are counted."""
        return len(self.pmf) - 1

    @property
    def expected(self) -> float:
        """Expected number."""
        return mean_count(self.pmf)

    @property
    def low80(self) -> int:
        """Lower end of the central 80 % range."""
        return count_quantile(self.pmf, 0.1)

    @property
    def high80(self) -> int:
        """Upper end of the central 80 % range."""
        return count_quantile(self.pmf, 0.9)

    @property
    def half(self) -> int:
        """The least number that is half of them."""
        return (self.m + 1) // 2

    def at_least(self, count: int) -> float:
        """Probability that ``count`` or more are met."""
        return at_least(self.pmf, count)


@dataclass(frozen=True, slots=True)
class Count:
    """How many targets are met under one scenario, for one choice of readings.

    ``joint`` lets the targets move together; ``independent`` is the Poisson-binomial of the same
    probabilities, for comparison.
    """

    scenario: str
    choice: Choice
    joint: Tally
    independent: Tally


@dataclass(frozen=True, slots=True)
class Member:
    """A target that is counted, with its readings and their probability by scenario as computed.

    ``known`` is its outcome where that is known, for the reading that comes first.
    """

    target: Target
    indicator: Indicator
    readings: tuple[Kind, ...]
    probabilities: tuple[tuple[float, ...], ...]  # a reading, a scenario
    known: bool | None = None


@dataclass(frozen=True, slots=True)
class AsPlans:
    """How many targets are met under the leading scenario as targets of such plans go.

    The expected number and its 90 % interval, which is that of the plans' shift alone: it is
    common to all targets, and their own luck is not in it.
    """

    expected: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A target that is not counted, and why."""

    target: Target
    indicator: Indicator
    qualitative: bool
    reason: Wording


@dataclass(frozen=True, slots=True)
class Pivot:
    """What one target decides about the statement "at least k of m are met".

    ``if_met`` and ``if_missed`` are the probability of the statement were this target certainly
    met or missed and everything else as it is. ``moves`` is how far knowing the outcome would move
    the statement on average: p (if_met - P) + (1 - p) (P - if_missed).
    """

    target: Target
    indicator: Indicator
    reading: Kind
    probability: float
    if_met: float
    if_missed: float
    moves: float


@dataclass(frozen=True, slots=True)
class Statement:
    """"At least ``count`` of m are met" under one scenario, and what decides it, most first."""

    scenario: str
    count: int
    probability: float
    pivots: tuple[Pivot, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """What making paths coherent did to one target under one scenario; medians canonical."""

    scenario: str
    target: Target
    region: str
    before: float
    after: float
    median_before: float
    median_after: float


@dataclass(frozen=True, slots=True)
class Missing:
    """A part that has no law of its own, and the datum that would give it one."""

    region: str
    reason: Wording


@dataclass(frozen=True, slots=True)
class PartTargets:
    """The whole's target and the sum of its parts', canonical; ``without`` have no target.

    ``parts`` is ``None`` where no part has a target or they cannot be added to one another.
    """

    whole: float | None
    parts: float | None
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One indicator, reading and year of a region and its parts, made to add up path by path.

    With anything in ``missing`` nothing was reconciled. ``gap_before`` is the median of the whole
    less the sum of the parts' medians under the leading scenario, as a share of the whole.
    """

    indicator: Indicator
    reading: Kind
    year: int
    whole: str
    parts: tuple[str, ...]
    missing: tuple[Missing, ...]
    targets: PartTargets
    moved: tuple[Moved, ...] = ()
    gap_before: float | None = None


@dataclass(frozen=True, slots=True)
class Stocked:
    """A stock and its yearly inflow made coherent: it never rises by more than flows in.

    ``touched`` is the share of paths that had to change under the leading scenario and ``lapse``
    the median share of the stock that lapses a year on them afterwards.
    """

    indicator: Indicator
    inflow: Indicator
    region: str
    year: int
    touched: float
    lapse: float
    moved: tuple[Moved, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """How the counted targets move together, for display."""

    calendar: float  # share of variance that all series of the same years share
    related: float  # regional correlation of two series of one family
    unrelated: float  # of families the reference class does not know
    average: float  # correlation between two of the plan's series, mean over pairs
    horizon: int  # years ahead it was measured over
    regions: int
    windows: float


@dataclass(frozen=True, slots=True)
class PlanLevel:
    """The plan as a whole."""

    plan: Plan
    as_of: int
    seed: int
    n_paths: int
    scenarios: tuple[ScenarioName, ...]
    members: tuple[Member, ...]
    left_out: tuple[LeftOut, ...]
    counts: tuple[Count, ...]  # by scenario, then choice; choices only where readings differ
    statement: Statement | None  # under the leading scenario; None when nothing is counted
    ties: Ties
    reconciled: tuple[Reconciled, ...] = ()
    stocked: tuple[Stocked, ...] = ()
    as_plan: AsPlans | None = None  # None where nothing is known of such plans

    @property
    def lead(self) -> str:
        """The id of the scenario that the plan is summed up by."""
        ids = [s.id for s in self.scenarios]
        return BASELINE if BASELINE in ids else ids[0]

    def count(self, scenario: str, choice: Choice = Choice.FIRST) -> Count:
        """Return the count under a scenario. Raises ``KeyError``."""
        for count in self.counts:
            if count.scenario == scenario and count.choice is choice:
                return count
        raise KeyError((scenario, choice))
