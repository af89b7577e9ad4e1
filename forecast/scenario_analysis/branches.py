"""A target's quantity under every subset of a scenario's steps, each shared beginning done once.

The subsets of k steps are the leaves of a binary tree of depth k: 2^k - 1 applications of a step
lead to all of them, where 2^k scenarios would take k·2^(k-1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations

from data.arrays import FloatArray
from forecast.cases import Case
from forecast.chances import LEVEL_STEPS, total_context
from forecast.question import Measure
from forecast.scenario_analysis.subject import at_target
from scenarios.registry import spec_of
from scenarios.scenario import Scenario, Step, StepContext
from scenarios.uncertainty import with_steps

Subset = frozenset[int]
"""Places of steps in a scenario's chain, from 0."""


def reaching(case: Case, scenario: Scenario) -> tuple[int, ...]:
    """Return the places of the steps that can act on a case; all others change nothing.

    Raises ``ValueError`` where there is no law.
    """
    question, context = case.question, case.context()
    rival = "" if question.rival is None else question.rival.region
    total = question.measure is Measure.RUNNING_TOTAL
    about_total = total_context(question, context) if total else context
    out = []
    for place, step in enumerate(scenario.chain):
        reach = step.setting.reach
        here = about_total if total and step.name in LEVEL_STEPS else context
        if acts_on(step, here) or (rival and rival in reach.regions):
            out.append(place)
    return tuple(out)


def label_of(step: Step, place: int) -> str:
    """Return what a step is called: its id, or its name and its place from 1."""
    return step.setting.id or f"{step.name}[{place + 1}]"


def labels(case: Case, scenario: Scenario) -> frozenset[str]:
    """Return what the steps that can act on a case are called."""
    return frozenset(label_of(scenario.chain[p], p) for p in reaching(case, scenario))


def outer_label(address: str) -> str:
    """Return what the step of a scenario's chain is called that holds a parameter's address."""
    return address.split("/", 1)[0] if "/" in address else address.rpartition(".")[0]


def acts_on(step: Step, context: StepContext) -> bool:
    """Say whether a step, or for one that holds others any of those, applies to these paths."""
    if not step.setting.reach.covers(context):
        return False
    attribute = spec_of(step.name).nested
    inner: tuple[Step, ...] = getattr(step, attribute) if attribute else ()
    return not inner or any(acts_on(s, context) for s in inner)


def each_subset(case: Case, scenario: Scenario, places: Sequence[int],
                ) -> Iterator[tuple[Subset, FloatArray]]:
    """Yield every subset of ``places`` with the target's quantity (n_paths,) under its steps.

    The numbers are those of ``case.quantity(with_steps(scenario, subset))``.
    """
    if case.question.measure is Measure.DIFFERENCE:  # two regions move: one by one
        subsets = chain.from_iterable(combinations(places, k) for k in range(len(places) + 1))
        for kept in subsets:
            yield frozenset(kept), at_target(case, with_steps(scenario, kept))
        return
    yield from _Tree(case, scenario, tuple(sorted(places))).leaves()


@dataclass(frozen=True, slots=True)
class _Tree:
    case: Case
    scenario: Scenario
    places: tuple[int, ...]

    def leaves(self) -> Iterator[tuple[Subset, FloatArray]]:
        question, forecast = self.case.question, self.case.forecast
        context = self.case.context()
        assert forecast is not None  # context() has refused otherwise
        summed = question.measure is Measure.RUNNING_TOTAL
        of_total = [p for p in self.places
                    if summed and self.scenario.chain[p].name in LEVEL_STEPS]
        of_driver = [p for p in self.places if p not in of_total]
        column = question.target.year - forecast.paths.first_year
        above = total_context(question, context) if of_total else context
        for kept, values in self._grown(forecast.paths.values, of_driver, context):
            quantity = question.quantity(forecast.counted(forecast.paths.with_values(values)))
            for more, moved in self._grown(quantity.values, of_total, above):
                yield kept | more, moved[:, column]

    def _grown(self, values: FloatArray, places: Sequence[int], context: StepContext,
               kept: Subset = frozenset()) -> Iterator[tuple[Subset, FloatArray]]:
        """Yield the paths under every subset of the steps at ``places``, depth first."""
        if not places:
            yield kept, values
            return
        place, rest = places[0], places[1:]
        step = self.scenario.chain[place]
        yield from self._grown(values, rest, context, kept)
        if step.setting.reach.covers(context):
            values = step.apply(values, context)
        yield from self._grown(values, rest, context, kept | {place})

