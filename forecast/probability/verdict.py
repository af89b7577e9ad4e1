"""What an assessment says: the types that ``report`` draws and prints.

Pace (backward), probability (forward) and evidence (how much to trust the probability) are three
separate statements and stay separate fields.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from data.plan import Indicator, Plan, Target
from data.series import Series
from data.words import NOTHING, Basis, Kind, Wording
from forecast.plan_level.summary import PlanLevel
from forecast.plan_targets.statement import AsPlan, PlanShift, followed
from forecast.without_base.answer import Answer, Together
from scenarios.scenario import ScenarioName


class Yardstick(StrEnum):
    """Which vocabulary a probability is worded in."""

    IPCC = "ipcc"
    ICD203 = "icd203"
    PHIA = "phia"


class Flag(StrEnum):
    """The coarse verdict; LEANING when the range over models reaches across one half."""

    LIKELY = "LIKELY"
    LEANING_LIKELY = "LEANING LIKELY"
    TOSS_UP = "TOSS-UP"
    LEANING_UNLIKELY = "LEANING UNLIKELY"
    UNLIKELY = "UNLIKELY"
    NOT_ASSESSABLE = "NOT ASSESSABLE"


class Grade(StrEnum):
    """How much to trust the probability."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Colour(StrEnum):
    """Traffic light of the probability (never of the pace)."""

    GREEN = "GREEN"
    GREEN_AMBER = "GREEN-AMBER"
    AMBER = "AMBER"
    AMBER_RED = "AMBER-RED"
    RED = "RED"
    GREY = "GREY"


@dataclass(frozen=True, slots=True)
class HitRate:
    """What a label has been worth: attainment rate of comparable windows, N, 90 % interval."""

    rate: float
    n: int
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Pace:
    """One pace method's label. ``label`` is ``N/A`` with ``reason`` when it cannot be said."""

    method: str  # own | eurostat | unsd | sdsn | german | unescap | schedule
    label: str
    value: float | None = None
    path: str = ""  # geometric | linear | milestones: the path the method assumes
    on_track: bool | None = None
    reason: Wording = NOTHING
    hit_rate: HitRate | None = None


@dataclass(frozen=True, slots=True)
class Required:
    """Target arithmetic. Rates are shares (0.33 = 33 %), amounts canonical units."""

    base_year: int | None
    base_value: float | None
    target_value: float | None  # as a level in the target year, canonical unit
    growth: float | None  # target / base - 1
    cagr: float | None  # a year, base to target
    step: float | None  # a year, linear
    from_now: float | None  # a year, latest actual to target
    acceleration: float | None  # from_now / achieved
    edges: tuple[float, float] | None = None  # of a band (``Sense.BETWEEN``), as levels
    step_from_now: float | None = None  # a year, linear, latest actual to target


CHANCE_LEVELS = (0.01, 0.025, *(k / 20 for k in range(1, 20)), 0.975, 0.99)
"""Levels of a probability's quantiles: the 23 that forecast hubs ask for."""


@dataclass(frozen=True, slots=True)
class Chance:
    """The probability of one target reading under one scenario.

    ``probability`` and ``stated`` are what comparable series did, ``as_plan`` as targets of such
    plans go; ``word``, ``flag`` and ``colour`` follow ``followed``.
    """

    scenario: str
    probability: float | None  # as computed
    stated: float | None  # as printed: ``data.probabilities``
    mc_se: float | None
    low: float | None  # range over admitted models
    high: float | None
    word: Wording
    flag: Flag
    colour: Colour
    median: float | None = None  # of the target quantity in the target year, canonical unit
    low80: float | None = None
    high80: float | None = None
    quantiles: tuple[float, ...] = ()  # of the same quantity at CHANCE_LEVELS, for later scoring
    as_plan: AsPlan | None = None

    @property
    def followed(self) -> float | None:
        """The printed number that word, flag and colour follow."""
        return followed(self.stated, self.as_plan)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The grade, why it is not better, and the one datum that would help most."""

    grade: Grade
    reasons: tuple[Wording, ...]
    n_obs: int
    n_windows: int
    same_family: bool
    skill: float | None  # backtest Brier skill over the base rate at this horizon and length
    missing: Wording = NOTHING


@dataclass(frozen=True, slots=True)
class Fan:
    """Quantiles by year under one scenario: ``values[i][j]`` is level i in year j, canonical."""

    scenario: str
    years: tuple[int, ...]
    levels: tuple[float, ...]
    values: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the reader must know about a target: a stable code and one sentence."""

    code: str  # DEFINITION_SENSITIVE, PATH_SENSITIVE, VERDICT_CONFLICT, BASE_CONFLICT, ...
    text: Wording


@dataclass(frozen=True, slots=True)
class Verdict:
    """One reading of one target."""

    target: Target
    indicator: Indicator
    reading: Kind
    required: Required
    latest_year: int | None
    latest_value: float | None
    history: Series | None  # what the law saw, in the reading's quantity
    pace: tuple[Pace, ...]
    evidence: Evidence
    chances: tuple[Chance, ...]  # one a scenario, in the order asked for
    fans: tuple[Fan, ...]
    findings: tuple[Finding, ...]
    trace: tuple[tuple[str, str], ...]  # rung, weights, class, rule fired, ...
    without_base: Answer | None = None  # what can be said where there is no probability

    @property
    def scored(self) -> bool:
        """Whether the target is one to score: not a qualitative one."""
        return self.target.basis is not Basis.QUALITATIVE

    @property
    def own_pace(self) -> str:
        """Label of the tool's own pace method; ``N/A`` where there is none."""
        return next((p.label for p in self.pace if p.method == "own"), "N/A")

    def chance(self, scenario: str) -> Chance:
        """Return the probability under ``scenario``. Raises ``KeyError``."""
        for chance in self.chances:
            if chance.scenario == scenario:
                return chance
        raise KeyError(scenario)


@dataclass(frozen=True, slots=True)
class TargetResult:
    """A target with all its readings and what follows from them together."""

    target: Target
    indicator: Indicator
    verdicts: tuple[Verdict, ...]  # one a reading
    colour: Colour  # GREY when the readings disagree by two or more colours
    findings: tuple[Finding, ...]

    @property
    def scored(self) -> bool:
        """Whether the target counts among those met or missed: not a qualitative one."""
        return self.target.basis is not Basis.QUALITATIVE


@dataclass(frozen=True, slots=True)
class Assessment:
    """A whole plan, assessed."""

    plan: Plan
    as_of: int
    seed: int
    n_paths: int
    scenarios: tuple[ScenarioName, ...]
    results: tuple[TargetResult, ...]
    findings: tuple[Finding, ...]  # about the plan as a whole
    reference: str
    calibration: str
    version: str
    level: PlanLevel | None = None  # how many targets will be met; None without a scenario
    together: tuple[Together, ...] = ()  # what regions without figures can do together
    shift: PlanShift | None = None  # how targets of such plans go; None where that is not known
    yardstick: Yardstick = Yardstick.IPCC
