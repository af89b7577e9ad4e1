"""Every two-way question of a plan, asked of one target at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data.messages.message import Joined, Message
from data.plan import Plan, Target
from data.words import NOTHING, Wording
from forecast.assessment import known_outcome
from forecast.cases import Case, Run, start_run
from forecast.knowledge import Knowledge
from forecast.solve.as_plans_go import Terms
from forecast.solve.levers import GROWTH_SHIFT, Lever, simple_lever, smallest_lift
from forecast.solve.next_actual import case_colour, tripwires
from forecast.solve.required_growth import ambition
from forecast.solve.solution import Solution, Solved
from forecast.solve.targets_for import targets_for
from forecast.solve.timing import first_reached, latest_start
from scenarios.scenario import Scenario

PROBABILITIES = (0.10, 0.50, 0.66, 0.80, 0.90)
"""Probabilities that are asked for when none is named."""

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is to be answered, beside the plan.

    ``scenario`` is what the future is taken to be, ``baseline`` the one without further effort.
    ``lever`` is the one whose smallest lift is asked for; ``measures`` those whose latest start
    is (``measures_name`` in words). ``wires``: whether to look for tripwires, which runs the
    engine some fifty times a target.
    """

    scenario: Scenario
    baseline: Scenario
    lever: Lever
    measures: Scenario
    measures_name: Wording
    probabilities: tuple[float, ...] = PROBABILITIES
    wires: bool = True


def solve_plan(plan: Plan, ask: Ask, *, knowledge: Knowledge,
               targets: Sequence[Target] | None = None, as_of: int | None = None,
               n_paths: int = 4000, seed: int = 0, progress: Progress | None = None) -> Solved:
    """Solve every target of a plan, or those named, backwards.

    Starts from the same run as an assessment with the same arguments, so ``probability`` is the
    one that ``assess`` computes.

    Raises
    ------
    PlancastError
        When the reference class holds nothing at ``as_of``.
    """
    run = start_run(plan, knowledge=knowledge, as_of=as_of, n_paths=n_paths, seed=seed)
    wanted = plan.targets if targets is None else targets
    found: list[Solution] = []
    for i, target in enumerate(wanted):
        if progress is not None:
            progress(i, len(wanted), target.id)
        found += solve_target(run, target, ask)
    return Solved(plan, run.setting.as_of, seed, n_paths, ask.scenario.name, ask.scenario.id,
                  ask.probabilities, ask.lever.name, ask.measures_name, tuple(found),
                  run.knowledge.reference_id, run.knowledge.calibration_id, run.setting.shift)


def solve_target(run: Run, target: Target, ask: Ask) -> tuple[Solution, ...]:
    """Return one solution a reading of the target."""
    # The range over models is not asked for here.
    run = run.without_range()
    return tuple(solve_case(run, case, ask) for case in run.cases(target))


def solve_case(run: Run, case: Case, ask: Ask) -> Solution:
    """Return every answer for one reading, or the reason why there is none."""
    question = case.question
    p = case.probability(ask.scenario)
    observed = question.observed
    empty = Solution(
        question.target, question.indicator, question.reading,
        None if observed is None else int(observed.years[-1]),
        None if observed is None else float(observed.values[-1]),
        question.threshold, p, case.stated(p),
        case_colour(case, ask.scenario), case.evidence,
        heading=question.heading, driver=_driver_name(case), note=why_nothing(case),
        error=0.0 if p is None else case.error(p), known=question.outcome() is not None,
        as_plan=case.as_plan(p))
    if empty.note != NOTHING:
        return empty
    terms = Terms(case.setting.shift, ask.probabilities)
    asked = terms.of_law
    values, value_note = targets_for(case, ask.scenario, asked)
    shift = simple_lever(GROWTH_SHIFT)
    other = ask.lever != shift
    return replace(
        empty, values=terms.values(values), value_note=value_note,
        growth=terms.lifts(smallest_lift(case, ask.scenario, shift, asked)),
        lifts=terms.lifts(smallest_lift(case, ask.scenario, ask.lever, asked)) if other else (),
        reached=terms.reached(first_reached(run, case, ask.scenario)),
        starts=terms.starts(latest_start(case, ask.scenario, ask.measures, asked)),
        wires=tripwires(run, case, ask.scenario) if ask.wires else None,
        ambition=ambition(run, case, ask.baseline))


def why_nothing(case: Case) -> Wording:
    """Return why nothing can be solved for: no law, or nothing left to ask. Empty otherwise."""
    question = case.question
    if question.obstacle is not None:
        missing = [question.missing] if question.missing else []
        return Message("solving.because", why=Joined([question.obstacle, *missing],
                                                     "mark.semicolon"))
    if question.outcome() is not None:
        return known_outcome(question)[0].text
    if case.computable:
        return NOTHING
    reasons = case.evidence.reasons or (Message("solving.there_no_law_compute_with"),)
    why, need = Joined(reasons, "mark.semicolon"), case.evidence.missing
    return Message("solving.because_needed", why=why, need=need) if need else \
        Message("solving.because", why=why)


def _driver_name(case: Case) -> Wording:
    """Return the name of the driver's indicator where it is not the target's own."""
    driver, own = case.question.driver, case.question.indicator.id
    return NOTHING if driver is None or driver.indicator == own \
        else case.plan.indicator(driver.indicator).name


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
