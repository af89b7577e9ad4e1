"""How robust a verdict is: under which scenarios and weightings it holds, and what would turn it.

The verdict is the flag (or the colour) that ``assess`` gives. Weightings are drawn evenly from
all that are possible (Dirichlet with all parameters 1), keyed by the seed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.arrays import FloatArray
from data.plan import Target
from data.randomness import generator
from forecast.cases import Case, Run
from forecast.plan_targets.statement import AsPlan, followed
from forecast.probability.colour import colour
from forecast.probability.words import flag
from forecast.scenario_analysis.branches import labels, outer_label
from forecast.scenario_analysis.subject import Source, Subject, at_target, source_of, subjects
from forecast.scenario_analysis.weights import Weights
from forecast.solve.levers import RANGES, STRIDES
from scenarios.random.distributions import Distribution, Fixed
from scenarios.registry import spec_of
from scenarios.scenario import Scenario, ScenarioName, Step
from scenarios.steps.composition import Composition
from scenarios.uncertainty import pinned, rewritten

# The single assumption whose change turns a verdict, and the value that does it.
#
# Every number of a scenario's steps, certain or not, is held at other values on the same paths
# (common random numbers), so the verdict is a function of the value without noise; a search
# outward from the number's own median finds the nearest value at which it turns, and bisection
# its edge.

FINENESS = 2000
"""Values are told apart in this many parts of the range searched."""

FAR = 1e-6
"""Quantiles between which a law counts as lying."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number in a scenario: ``law`` is what is assumed, ``low`` to ``high`` what may be."""

    address: str
    law: Distribution
    low: float
    high: float

    @property
    def middle(self) -> float:
        """The median of what is assumed."""
        return float(self.law.quantile(np.array([0.5]))[0])

    def rarity(self, value: float) -> float | None:
        """Return the share of the assumed law on the near side of ``value``, .5 to 1.

        ``None`` for a plain number, which has no share.
        """
        if isinstance(self.law, Fixed):
            return None
        grid = self.law.quantile(np.linspace(0.0005, 0.9995, 1000))
        below = float(np.mean(grid < value))
        return max(below, 1 - float(np.mean(grid <= value)))


@dataclass(frozen=True, slots=True)
class Flip:
    """Whether changing one assumption alone turns a scenario's verdict on a target.

    ``value`` is the nearest at which it has turned, to ``verdict`` with ``probability``; ``None``
    where it turns nowhere in ``low``..``high``, the range searched. ``now`` is the assumption's
    median, ``rarity`` the share of its own law that lies nearer than ``value``.
    """

    scenario: str
    assumption: str
    now: float
    low: float
    high: float
    value: float | None = None
    verdict: str = ""
    probability: float | None = None
    rarity: float | None = None


def assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Return every number of a scenario's steps, certain or not, in their order."""
    found: list[Assumption] = []

    def note(step: Step, label: str) -> Step:
        found.extend(_of(step, label))
        return step

    rewritten(scenario.chain, note)
    return tuple(found)


def _of(step: Step, label: str) -> list[Assumption]:
    if isinstance(step, Composition):
        return [_assumption(step, f"{label}.{part.name}", part.points, -math.inf, math.inf)
                for part in step.parts]
    out = []
    for parameter in spec_of(step.name).parameters:
        law = getattr(step, parameter.name) if parameter.sort == "law" else None
        unset = isinstance(law, Fixed) and law.value == parameter.default == 0.0
        if law is not None and not unset:  # a shock that is not there is no assumption
            out.append(_assumption(step, f"{label}.{parameter.name}", law, parameter.low,
                                   parameter.high))
    return out


def _assumption(step: Step, address: str, law: Distribution, low: float, high: float,
                ) -> Assumption:
    """Return an assumption with the range that is searched: its domain, where that is bounded.

    Else ten times the assumed span, or value, each way; for growth and levels what solving for
    levers uses.
    """
    ends = law.quantile(np.array([FAR, 0.5, 1 - FAR]))
    reach = 10 * max(float(ends[2] - ends[0]), abs(float(ends[1])), 1.0)
    wide = RANGES.get(step.name, (float(ends[1]) - reach, float(ends[1]) + reach))
    first, last = min(wide[0], float(ends[0])), max(wide[1], float(ends[2]))
    return Assumption(address, law, max(low, first), min(high, last))


def flips(case: Case, scenario: Scenario, verdict: Callable[[float], str]) -> tuple[Flip, ...]:
    """Return for every assumption that a target feels whether it alone can turn the verdict.

    Nearest first: by how far into its own law the value lies, plain numbers after those, and
    what turns nothing last.
    """
    own = verdict(case.probability_of(at_target(case, scenario)))
    near = labels(case, scenario)
    found = [f for a in assumptions(scenario) if outer_label(a.address) in near
             for f in (_flip(case, scenario, a, own, verdict),) if f is not None]
    return tuple(sorted(found, key=_nearness))


def _nearness(flip: Flip) -> tuple[bool, bool, float, str]:
    share = flip.rarity
    return (flip.value is None, share is None, 0.0 if share is None else share, flip.assumption)


def _flip(case: Case, scenario: Scenario, about: Assumption, own: str,
          verdict: Callable[[float], str]) -> Flip | None:
    """Return what an assumption can do; ``None`` where the target does not feel it."""
    known: dict[float, float] = {}

    def probability(value: float) -> float:
        if value not in known:
            held = pinned(scenario, about.address, value)
            known[value] = case.probability_of(at_target(case, held))
        return known[value]

    def turned(value: float) -> bool:
        return verdict(probability(value)) != own

    middle = about.middle
    ends = (about.low, about.high)
    still = Flip(scenario.id, about.address, middle, *ends)
    if len({probability(v) for v in (*ends, middle)}) == 1:
        return None
    if turned(middle):
        value = middle
    else:
        edges = [_nearest(turned, middle, end, (about.high - about.low) / FINENESS)
                 for end in ends]
        near = [e for e in edges if e is not None]
        if not near:
            return still
        value = min(near, key=lambda v: abs(v - middle))
    p = probability(value)
    return Flip(scenario.id, about.address, middle, *ends, value, verdict(p), p,
                about.rarity(value))


def _nearest(turned: Callable[[float], bool], start: float, end: float, unit: float,
             ) -> float | None:
    """Return the value nearest to ``start``, towards ``end``, that turns the verdict."""
    held = start
    for stride in STRIDES:
        here = start + stride * (end - start)
        if here != held and turned(here):
            return _edge(turned, held, here, unit)
        held = here
    return None


def _edge(turned: Callable[[float], bool], held: float, bad: float, unit: float) -> float:
    """Return the first turning value after ``held``, rounded to a power of ten below ``unit``."""
    digits = max(0, -math.floor(math.log10(unit)))
    step = 10.0**-digits
    while abs(bad - held) > 1.5 * step:
        middle = round((held + bad) / 2, digits)
        if middle in (held, bad):
            break
        if turned(middle):
            bad = middle
        else:
            held = middle
    nice = round(bad, digits)
    return nice if nice != bad and turned(nice) else bad


By = Literal["flag", "colour"]
WEIGHTINGS = 1000
"""Weightings that are drawn."""


@dataclass(frozen=True, slots=True)
class Under:
    """The verdict under one scenario."""

    scenario: str
    probability: float
    verdict: str


@dataclass(frozen=True, slots=True)
class Robust:
    """One reading of one target. ``verdict`` is that under the scenario held against.

    ``held`` of ``weightings`` drawn weightings give the same verdict; ``low`` and ``high`` are the
    5th and 95th percentile of their probabilities. ``weighted`` is the verdict under the weights
    given. ``flips`` are the single assumptions whose change turns a scenario's own verdict.
    """

    subject: Subject
    verdict: str = ""
    probability: float | None = None
    stated: float | None = None
    under: tuple[Under, ...] = ()
    weightings: int = 0
    held: int = 0
    low: float | None = None
    high: float | None = None
    weighted: Under | None = None
    flips: tuple[Flip, ...] = ()
    error: float = 0.0  # Monte Carlo standard error of ``probability``
    as_plan: AsPlan | None = None

    @property
    def followed(self) -> float | None:
        """The printed number that the verdict follows."""
        return followed(self.stated, self.as_plan)

    @property
    def holding(self) -> int:
        """In how many of the scenarios the verdict is the same."""
        return sum(u.verdict == self.verdict for u in self.under)


@dataclass(frozen=True, slots=True)
class Robustness:
    """Every target asked for."""

    source: Source
    scenarios: tuple[ScenarioName, ...]
    against: ScenarioName
    by: By
    weights: Weights | None
    rows: tuple[Robust, ...]


def robust(run: Run, targets: Sequence[Target], scenarios: Sequence[Scenario], *,
           against: Scenario, by: By = "flag", weights: Weights | None = None,
           weightings: int = WEIGHTINGS,
           progress: Callable[[int, int, str], None] | None = None) -> Robustness:
    """Return how robust the verdict on every target is."""
    rng = generator(run.setting.seed, "weightings of scenarios", *(s.id for s in scenarios))
    drawn = rng.dirichlet(np.ones(len(scenarios)), weightings)
    rows = [robust_case(case, scenarios, against, by=by, weights=weights, drawn=drawn,
                        subject=subject)
            for case, subject in subjects(run, targets, progress=progress)]
    return Robustness(source_of(run), tuple(ScenarioName(s.id, s.name) for s in scenarios),
                      ScenarioName(against.id, against.name), by, weights, tuple(rows))


def robust_case(case: Case, scenarios: Sequence[Scenario], against: Scenario, *,
                subject: Subject, drawn: FloatArray, by: By = "flag",
                weights: Weights | None = None) -> Robust:
    """Return how robust one verdict is; ``drawn`` (weightings, scenarios) are weightings."""
    if not subject.computable:
        return Robust(subject)

    def verdict(p: float) -> str:
        return verdict_of(case, p, by)

    start = case.reached(against)
    own = np.array([case.reached(s) for s in scenarios])
    mixed = drawn @ own
    given = None
    if weights is not None:
        p = float(weights.mix(own))
        given = Under("", p, verdict(p))
    low, high = np.quantile(mixed, (0.05, 0.95)) if len(mixed) else (None, None)
    return Robust(
        subject, verdict(start), start, case.stated(start),
        tuple(Under(s.id, float(p), verdict(float(p)))
              for s, p in zip(scenarios, own, strict=True)),
        len(mixed), sum(verdict(float(p)) == verdict(start) for p in mixed),
        None if low is None else float(low), None if high is None else float(high), given,
        tuple(f for s in scenarios for f in flips(case, s, verdict)),
        case.error(start), case.as_plan(start))


def verdict_of(case: Case, probability: float, by: By) -> str:
    """Return the flag or the colour of a computed probability, as ``assess`` gives it.

    The flag does not know the range over models: LEANING counts with its side.
    """
    said = case.followed(probability)
    return str(flag(said) if by == "flag" else colour(said))
