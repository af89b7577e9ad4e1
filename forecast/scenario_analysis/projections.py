"""What every target's quantity does year by year under every scenario, as quantiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.paths import FAN_LEVELS
from data.plan import Target
from forecast.cases import Case, Run
from forecast.scenario_analysis.subject import Source, Subject, source_of, subjects
from scenarios.scenario import Scenario, ScenarioName


@dataclass(frozen=True, slots=True)
class Projection:
    """One target's quantity under one scenario: ``values[i][j]`` is level i in year j, canonical.

    ``probability`` is as computed, ``stated`` as it may be said. Without a law everything is
    empty; a target that is met or not without being a quantity has probabilities alone.
    """

    subject: Subject
    scenario: str
    years: tuple[int, ...] = ()
    values: tuple[tuple[float, ...], ...] = ()
    threshold: float | None = None
    probability: float | None = None
    stated: float | None = None


@dataclass(frozen=True, slots=True)
class Projections:
    """Every target asked for, under every scenario."""

    source: Source
    scenarios: tuple[ScenarioName, ...]
    rows: tuple[Projection, ...]


def project(run: Run, targets: Sequence[Target], scenarios: Sequence[Scenario], *,
            progress: Callable[[int, int, str], None] | None = None) -> Projections:
    """Project every target under every scenario, from the paths that ``assess`` draws."""
    rows = [_projection(case, subject, scenario)
            for case, subject in subjects(run, targets, progress=progress)
            for scenario in scenarios]
    return Projections(source_of(run), tuple(ScenarioName(s.id, s.name) for s in scenarios),
                       tuple(rows))


def _projection(case: Case, subject: Subject, scenario: Scenario) -> Projection:
    threshold = case.question.threshold
    if not subject.computable:
        return Projection(subject, scenario.id, threshold=threshold)
    quantity = case.quantity(scenario)
    p = case.likelihood(quantity.at(case.question.target.year))
    said = case.stated(p)
    if not subject.measured:
        return Projection(subject, scenario.id, probability=p, stated=said)
    found = case.quantiles(quantity, FAN_LEVELS).T
    return Projection(subject, scenario.id, quantity.years,
                      tuple(tuple(map(float, row)) for row in found), threshold, p, said)
