"""What solving backwards says: the types that ``report`` prints.

Probabilities asked for and attained are of the number that words and colours follow: as targets of
such plans go where ``Solved.shift`` is followed, else as comparable series did.
Probabilities here are as computed; reports print them by ``data.probabilities`` like all others.
"""

from __future__ import annotations

from dataclasses import dataclass

from data.plan import Indicator, Plan, Target
from data.units import Unit
from data.words import NOTHING, Kind, Wording
from forecast.plan_targets.statement import AsPlan, PlanShift, followed
from forecast.probability.verdict import Colour, Evidence

ROUND_TRIP = 0.01
"""How far the probability of an answer may lie from the one asked for."""


@dataclass(frozen=True, slots=True)
class TargetFor:
    """The target that would be met with the probability ``asked``.

    ``value`` is in the target's own terms: canonical unit for a level, an increment or a sum,
    percent for a growth. ``upper`` is the other edge of a range, ``tolerance`` the half-width of
    an ``about`` as a share of its value; their centre stays where the target has it. ``attained``
    is the probability of this very answer. It is ``exact`` when it is within ``ROUND_TRIP`` of
    the one asked for; the law of a small count has steps, and then no whole number is.
    """

    asked: float
    value: float | None
    attained: float
    upper: float | None = None
    tolerance: float | None = None

    @property
    def exact(self) -> bool:
        """Whether the answer has the probability asked for."""
        return self.value is not None and abs(self.attained - self.asked) < ROUND_TRIP


@dataclass(frozen=True, slots=True)
class Lift:
    """The smallest change of a lever under which the target is met with ``asked`` or more.

    ``size`` is the lever's value, ``start`` the value it is counted from. Where the target is
    likelier than asked already, ``size`` is how far the lever may go the other way. ``None``: it
    is out of reach between ``low`` and ``high``, or nothing between them makes it less likely
    than asked (``unneeded``). ``attained`` is the probability at ``size``, or then the nearest to
    the one asked for. ``growth`` is what the driver's median then grows a year, as a
    share, or in points for shares and scores (``points``).
    """

    asked: float
    size: float | None
    start: float
    low: float
    high: float
    attained: float
    growth: float | None = None
    points: bool = False

    @property
    def unneeded(self) -> bool:
        """Whether the target stays likely enough wherever the lever stands."""
        return self.size is None and self.attained >= self.asked


@dataclass(frozen=True, slots=True)
class FirstReached:
    """When the target is first met.

    ``first[i]`` is the probability that ``years[i]`` is the first year in which it is, ``met[i]``
    that it is in that year (a yearly figure can fall back). Years beyond the target year come
    from a longer forecast; ``later`` is what is left after the last of them. ``already`` is the
    year of the latest figure where that meets the target.
    """

    target_year: int
    years: tuple[int, ...]
    first: tuple[float, ...]
    met: tuple[float, ...]
    later: float
    already: int | None = None

    def within(self, year: int) -> float:
        """Return the probability that the target has been met in some year up to ``year``."""
        return sum(p for y, p in zip(self.years, self.first, strict=True) if y <= year)

    def by(self, probability: float) -> int | None:
        """Return the first year up to which it has been met with ``probability`` or more."""
        if self.already is not None:
            return self.already
        # Sums of n-ths of a whole miss it by rounding alone.
        return next((y for y in self.years if self.within(y) >= probability - 1e-9), None)


@dataclass(frozen=True, slots=True)
class LatestStart:
    """The last year in which measures may begin and still give ``asked``.

    ``year`` is ``None`` when none will do; ``needed`` is False when the target is likely enough
    without them. ``by_year`` holds (start, probability) for every year they could begin in.
    """

    asked: float
    year: int | None
    needed: bool
    by_year: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A figure at which the verdict changes colour: ``above`` from ``value`` on, else ``below``.

    ``value`` is in the canonical unit.
    """

    value: float
    below: Colour
    above: Colour


@dataclass(frozen=True, slots=True)
class Tripwires:
    """What the next figure would do to the verdict.

    The figure is that of ``indicator`` (``name``) in ``region`` for ``year``, in ``unit``, looked
    at in steps of ``step`` from ``low`` to ``high`` (canonical unit: the range in which the
    forecast holds it possible). ``colours`` and ``chances`` have one entry more than ``edges``:
    the colour of each zone and the probability that the figure falls into it.
    """

    indicator: str
    region: str
    name: Wording
    unit: Unit
    year: int
    step: float
    low: float
    high: float
    now: Colour
    edges: tuple[Edge, ...]
    colours: tuple[Colour, ...]
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """What a target asks for, set against what comparable series did over as many years.

    ``growth`` is the growth a year that it takes, as a share (for a running total that of its
    yearly inflow; ``None`` where the target is there already or no growth rate leads to it);
    ``percentile`` the share of class windows that did less, 0 to 1.
    """

    since: int
    years: int
    growth: float | None
    percentile: float
    n_windows: int


@dataclass(frozen=True, slots=True)
class Ambition:
    """How much a target asks for. ``flag`` is ``SANDBAG``, ``STRETCH`` or empty.

    ``baseline`` is the probability without any further effort. ``from_now`` counts from the
    latest figure, ``from_base`` from the plan's base where that is earlier; ``None`` with a
    ``note`` where the class has nothing to compare with. ``family`` names the class.
    """

    baseline: float | None
    flag: str
    from_now: Demand | None
    from_base: Demand | None
    family: str = ""
    same_family: bool = False
    note: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class Solution:
    """All answers for one reading of one target under one scenario.

    ``note`` says why there is nothing to solve; then the answers are empty. ``value_note`` says
    why no value is given where the rest is.
    """

    target: Target
    indicator: Indicator
    reading: Kind
    latest_year: int | None
    latest_value: float | None
    threshold: float | None  # the level asked for, canonical unit
    probability: float | None  # as computed
    stated: float | None  # as printed
    colour: Colour
    evidence: Evidence
    heading: int = 1  # the way the quantity has to move: +1 up, -1 down
    driver: Wording = NOTHING  # name of the indicator the growth is of, where it is another
    note: Wording = NOTHING
    value_note: Wording = NOTHING
    values: tuple[TargetFor, ...] = ()
    growth: tuple[Lift, ...] = ()
    lifts: tuple[Lift, ...] = ()  # of the lever asked for, where that is another
    reached: FirstReached | None = None
    starts: tuple[LatestStart, ...] = ()
    wires: Tripwires | None = None
    ambition: Ambition | None = None
    error: float = 0.0  # Monte Carlo standard error of ``probability``
    known: bool = False  # the outcome is known
    as_plan: AsPlan | None = None

    @property
    def followed(self) -> float | None:
        """The printed number that the colour follows."""
        return followed(self.stated, self.as_plan)


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan, or some of its targets, solved backwards."""

    plan: Plan
    as_of: int
    seed: int
    n_paths: int
    scenario: Wording
    scenario_id: str
    probabilities: tuple[float, ...]
    lever: str
    measures: Wording  # what the latest start is asked for
    solutions: tuple[Solution, ...]
    reference: str
    calibration: str
    shift: PlanShift | None = None
