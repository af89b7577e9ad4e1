"""What every scenario analysis is about: one reading of one target, and the run behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from data.arrays import FloatArray
from data.paths import FAN_LEVELS
from data.plan import Indicator, Plan, Target
from data.words import NOTHING, Kind, Wording
from forecast.cases import Case, Run
from forecast.plan_targets.statement import PlanShift
from forecast.probability.verdict import Grade
from forecast.question.question import Measure
from forecast.solve.answers import why_nothing
from scenarios.scenario import Scenario, ScenarioName

# What every target's quantity does year by year under every scenario, as quantiles.

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
    p = case.probability_of(quantity.at(case.question.target.year))
    said = case.stated(p)
    if not subject.measured:
        return Projection(subject, scenario.id, probability=p, stated=said)
    found = case.quantiles(quantity, FAN_LEVELS).T
    return Projection(subject, scenario.id, quantity.years,
                      tuple(tuple(map(float, row)) for row in found), threshold, p, said)


@dataclass(frozen=True, slots=True)
class Subject:
    """One reading of one target. ``note`` says why there is no law; empty where there is one.

    ``outcome`` is 1.0 or 0.0 where the target's year has come. ``measured`` is False for a target
    that is met or not without being a quantity (a move every year). ``region`` is empty for the
    plan's own.
    """

    target: Target
    indicator: Indicator
    reading: Kind
    several: bool  # the target has more than one reading
    grade: Grade
    note: Wording = NOTHING
    outcome: float | None = None
    measured: bool = True
    region: str = ""

    @property
    def computable(self) -> bool:
        """Whether there is a law to ask."""
        return self.note == NOTHING


@dataclass(frozen=True, slots=True)
class Source:
    """What an analysis was computed from: enough to make it again."""

    plan: Plan
    as_of: int
    seed: int
    n_paths: int
    reference: str
    calibration: str
    shift: PlanShift | None = None  # how targets of such plans go


def source_of(run: Run) -> Source:
    """Return what a run's numbers come from."""
    return Source(run.plan, run.setting.as_of, run.setting.seed, run.setting.n_paths,
                  run.knowledge.reference_id, run.knowledge.calibration_id,
                  run.setting.shift)


def subjects(run: Run, targets: Sequence[Target], *,
             progress: Callable[[int, int, str], None] | None = None,
             ) -> Iterator[tuple[Case, Subject]]:
    """Yield every reading of some targets with its law, target by target.

    The range over models is not asked for here, so the models that only give it are left out.
    """
    fast = run.without_range()
    for i, target in enumerate(targets):
        if progress is not None:
            progress(i, len(targets), target.id)
        cases = fast.cases(target)
        for case in cases:
            yield case, subject_of(case, run.plan, several=len(cases) > 1)


def subject_of(case: Case, plan: Plan, *, several: bool) -> Subject:
    """Describe a case."""
    question = case.question
    known = question.outcome()
    region = question.target.region
    return Subject(
        question.target, question.indicator, question.reading, several, case.evidence.grade,
        why_nothing(case), None if known is None else float(known[1]),
        question.measure is not Measure.EVERY_YEAR_UP,
        "" if region in (plan.region.zh, plan.region.en) else region)


def at_target(case: Case, scenario: Scenario) -> FloatArray:
    """Return the target's quantity (n_paths,) in its year, in the canonical unit.

    Raises ``ValueError`` where there is no law.
    """
    return case.at_target(scenario)
