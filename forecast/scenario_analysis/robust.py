"""How robust a verdict is: under which scenarios and weightings it holds, and what would turn it.

The verdict is the flag (or the colour) that ``assess`` gives. Weightings are drawn evenly from
all that are possible (Dirichlet with all parameters 1), keyed by the seed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from data.arrays import FloatArray
from data.plan import Target
from data.randomness import generator
from forecast.cases import Case, Run
from forecast.plan_targets.as_plan import AsPlan, followed
from forecast.probability.colour import colour
from forecast.probability.words import flag
from forecast.scenario_analysis.flips import Flip, flips
from forecast.scenario_analysis.subject import Source, Subject, source_of, subjects
from forecast.scenario_analysis.weights import Weights
from scenarios.scenario import Scenario, ScenarioName

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
