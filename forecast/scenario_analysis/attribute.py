"""How much each step of a scenario contributes: Shapley values, which no order of steps changes.

The value of step i is its marginal effect averaged over every order in which the steps can be put
together (Shapley 1953): φ(i) = Σ over subsets S without i of |S|! (k - |S| - 1)! / k! times
[v(S ∪ i) - v(S)]. They add up to v(all) - v(none). Steps act in the order of their chain in every
subset; a subset leaves steps out. With more steps than ``MOST_EXACT`` random orders are taken in
pairs (an order and its reverse) and the standard error is stated; they too add up exactly.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from data.plan import Target
from data.randomness import generator
from forecast.cases import Case, Run
from forecast.scenario_analysis.branches import Subset, each_subset, label_of, reaching
from forecast.scenario_analysis.subject import Source, Subject, at_target, source_of, subjects
from scenarios.scenario import Scenario, ScenarioName, StepRole
from scenarios.uncertainty import with_steps

MOST_EXACT = 12
"""Steps of which all 2^k subsets are computed."""

ORDERS = 64
"""Random orders that stand for all of them where there are more steps; each with its reverse."""

MEASURES = 3
"""Probability, median, mean: what is attributed."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to the probability, and to median and mean of the target's quantity.

    The same three numbers also say where something stands; median and mean in canonical units.
    """

    probability: float
    median: float
    mean: float


@dataclass(frozen=True, slots=True)
class Share:
    """One step's contribution. ``error`` are standard errors; zero where all orders were taken."""

    place: int  # in the scenario's chain, from 0
    label: str  # its id, or name and place among the steps, from 1
    step: str
    role: StepRole
    reaches: bool
    effect: Effect
    error: Effect


@dataclass(frozen=True, slots=True)
class Line:
    """Where things stand with all assumptions or none, and with all policies or none."""

    assumptions: bool
    policies: bool
    stands: Effect


@dataclass(frozen=True, slots=True)
class Attributed:
    """One reading of one target: what each step contributes. Empty ``shares`` without a law."""

    subject: Subject
    shares: tuple[Share, ...] = ()
    lines: tuple[Line, ...] = ()  # none, policies, assumptions, both
    orders: int = 0  # random orders taken; 0: every one

    def total(self, role: StepRole | None = None) -> Effect:
        """Return the sum of the contributions, of the steps of one role or of all."""
        chosen = [s.effect for s in self.shares if role in (None, s.role)]
        return Effect(math.fsum(e.probability for e in chosen),
                      math.fsum(e.median for e in chosen), math.fsum(e.mean for e in chosen))


@dataclass(frozen=True, slots=True)
class Attribution:
    """A scenario taken apart, for every target asked for."""

    source: Source
    scenario: ScenarioName
    rows: tuple[Attributed, ...]


def attribute(run: Run, targets: Sequence[Target], scenario: Scenario, *,
              progress: Callable[[int, int, str], None] | None = None) -> Attribution:
    """Attribute what a scenario changes in each target to its steps."""
    rows = [attribute_case(case, scenario, subject)
            for case, subject in subjects(run, targets, progress=progress)]
    return Attribution(source_of(run), ScenarioName(scenario.id, scenario.name), tuple(rows))


def attribute_case(case: Case, scenario: Scenario, subject: Subject, *,
                   most_exact: int = MOST_EXACT, orders: int = ORDERS) -> Attributed:
    """Attribute the change of one reading of one target."""
    if not subject.computable:
        return Attributed(subject)
    places = reaching(case, scenario)
    exact = len(places) <= most_exact
    if exact:
        found = {kept: _measured(case, values)
                 for kept, values in each_subset(case, scenario, places)}
        effects, errors = shapley(found, places), np.zeros((len(places), MEASURES))
    else:
        found = {}
        effects, errors = _sampled(case, scenario, places, orders, found)
    where = {place: i for i, place in enumerate(places)}
    none = np.zeros(MEASURES)
    shares = tuple(
        Share(place, label_of(step, place), step.name, step.setting.role, place in where,
              _effect(effects[where[place]] if place in where else none),
              _effect(errors[where[place]] if place in where else none))
        for place, step in enumerate(scenario.chain))
    return Attributed(subject, shares, _lines(case, scenario, places, found),
                      0 if exact else orders)


def _measured(case: Case, values: FloatArray) -> FloatArray:
    """Return probability, median and mean (3,) of the target's quantity (n_paths,)."""
    return np.array([case.probability_of(values),
                     case.quantiles_at(values, (0.5,))[0], values.mean()])


def _effect(numbers: FloatArray) -> Effect:
    return Effect(float(numbers[0]), float(numbers[1]), float(numbers[2]))


def shapley(found: dict[Subset, FloatArray], places: Sequence[int]) -> FloatArray:
    """Return the Shapley values (steps, 3) of the steps at ``places``.

    ``found`` holds what every subset of them is worth (3,).
    """
    k = len(places)
    worth = np.empty((2**k, MEASURES))
    for kept, numbers in found.items():
        worth[sum(1 << i for i, place in enumerate(places) if place in kept)] = numbers
    every = np.arange(2**k)
    size = np.array([int(mask).bit_count() for mask in every])
    weight = np.array([math.factorial(s) * math.factorial(k - s - 1) / math.factorial(k)
                       if s < k else 0.0 for s in size])
    out = np.zeros((k, MEASURES))
    for i in range(k):
        without = every[(every >> i) & 1 == 0]
        out[i] = weight[without] @ (worth[without | 1 << i] - worth[without])
    return out


def _sampled(case: Case, scenario: Scenario, places: Sequence[int], orders: int,
             found: dict[Subset, FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return Shapley values (steps, 3) from random orders, and their standard errors.

    An order and its reverse make one pair; the error is that of the mean over pairs.
    """
    rng = generator(case.setting.seed, case.question.target.region, case.question.target.id,
                    "orders of steps")
    pairs = []
    for _ in range(max(2, -(-orders // 2))):
        order = [places[i] for i in rng.permutation(len(places))]
        pairs.append((_marginals(case, scenario, places, order, found)
                      + _marginals(case, scenario, places, order[::-1], found)) / 2)
    stacked = np.stack(pairs)
    return stacked.mean(axis=0), stacked.std(axis=0, ddof=1) / math.sqrt(len(pairs))


def _marginals(case: Case, scenario: Scenario, places: Sequence[int], order: Sequence[int],
               found: dict[Subset, FloatArray]) -> FloatArray:
    out = np.empty((len(places), MEASURES))
    kept: Subset = frozenset()
    before = _worth(case, scenario, kept, found)
    for place in order:
        kept |= {place}
        after = _worth(case, scenario, kept, found)
        out[places.index(place)] = after - before
        before = after
    return out


def _worth(case: Case, scenario: Scenario, kept: Subset, found: dict[Subset, FloatArray],
           ) -> FloatArray:
    if kept not in found:
        found[kept] = _measured(case, at_target(case, with_steps(scenario, kept)))
    return found[kept]


def _lines(case: Case, scenario: Scenario, places: Sequence[int],
           found: dict[Subset, FloatArray]) -> tuple[Line, ...]:
    """Return the four lines: default and modified baseline, each without and with the policies."""
    policies = frozenset(p for p in places
                         if scenario.chain[p].setting.role is StepRole.POLICY)
    assumed = frozenset(places) - policies
    return tuple(
        Line(with_assumptions, with_policies, _effect(_worth(
            case, scenario, (assumed if with_assumptions else frozenset())
            | (policies if with_policies else frozenset()), found)))
        for with_assumptions in (False, True) for with_policies in (False, True))
