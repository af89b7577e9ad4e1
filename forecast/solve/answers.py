"""Every two-way question of a plan, asked of one target at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from data.arrays import FloatArray, IntArray
from data.messages.message import Joined, Message
from data.paths import Paths
from data.plan import Plan, Target
from data.words import NOTHING, Wording
from forecast.assessment import known_outcome
from forecast.cases import Case, Run, start_run
from forecast.knowledge import Knowledge
from forecast.law.predict import within
from forecast.plan_targets.statement import PlanShift
from forecast.question.question import Measure
from forecast.solve.levers import GROWTH_SHIFT, Lever, simple_lever, smallest_lift, started
from forecast.solve.next_actual import case_colour, tripwires
from forecast.solve.required_growth import ambition
from forecast.solve.solution import FirstReached, LatestStart, Lift, Solution, Solved, TargetFor
from forecast.solve.targets_for import targets_for
from scenarios.scenario import Scenario

# Two-way answers in the number that words and colours follow.
#
# Where words follow targets of such plans, a probability that is asked for is one of theirs: the
# law is asked for the probability that the shift turns into it, and what the law answers is
# shifted.

class Terms:
    """Turns probabilities asked for into the law's, and the law's answers back.

    Without a shift that words follow, both are the same.
    """

    def __init__(self, shift: PlanShift | None, asked: Sequence[float]) -> None:
        self._shift = shift if shift is not None and shift.followed else None
        self.asked = tuple(asked)
        self.of_law = self.asked if self._shift is None else tuple(
            self._shift.undone(p) for p in self.asked)

    def said(self, probability: float) -> float:
        """Return a probability of the law as it is said."""
        return probability if self._shift is None else self._shift.of(probability).probability

    def values(self, found: tuple[TargetFor, ...]) -> tuple[TargetFor, ...]:
        """Return answers to ``of_law`` as answers to ``asked``."""
        return tuple(replace(v, asked=p, attained=self.said(v.attained))
                     for p, v in zip(self.asked, found, strict=True)) if found else ()

    def lifts(self, found: tuple[Lift, ...]) -> tuple[Lift, ...]:
        """Return answers to ``of_law`` as answers to ``asked``."""
        return tuple(replace(x, asked=p, attained=self.said(x.attained))
                     for p, x in zip(self.asked, found, strict=True)) if found else ()

    def starts(self, found: tuple[LatestStart, ...]) -> tuple[LatestStart, ...]:
        """Return answers to ``of_law`` as answers to ``asked``."""
        return tuple(replace(s, asked=p,
                             by_year=tuple((y, self.said(q)) for y, q in s.by_year))
                     for p, s in zip(self.asked, found, strict=True)) if found else ()

    def reached(self, found: FirstReached | None) -> FirstReached | None:
        """Return when the target is first met: each year's running total is shifted."""
        if found is None or self._shift is None or found.already is not None:
            return found
        totals = [0.0, *(self.said(min(found.within(y), 1.0)) for y in found.years)]
        return replace(found, first=tuple(b - a for a, b in pairwise(totals)),
                       met=tuple(self.said(p) for p in found.met), later=1 - totals[-1])


# When: the year a target is first met, and the latest year in which measures may begin.

BEYOND = 5
"""Years after the target year that are looked at, where the law reaches so far."""


def first_reached(run: Run, case: Case, scenario: Scenario, *, beyond: int = BEYOND,
                  ) -> FirstReached | None:
    """Return the distribution of the year in which the target is first met.

    Up to the target year it comes off the very paths that the probability does; ``beyond`` years
    after it from a longer forecast of the same history, each path going on as the one of equal
    rank there. ``None`` for a target that every year has to rise: it is lost or not yet.

    Raises ``ValueError`` without a law.
    """
    question = case.question
    if question.measure is Measure.EVERY_YEAR_UP:
        return None
    paths = prolonged(run, case, scenario, beyond)
    hits = np.column_stack([_met_in(case, paths, year) for year in paths.years]) > 0
    already = _already(case)
    at_all = hits.any(axis=1)
    which = np.where(at_all, hits.argmax(axis=1), -1)
    first = tuple(float(np.mean(which == i)) for i in range(hits.shape[1]))
    met = tuple(float(p) for p in hits.mean(axis=0))
    return FirstReached(question.target.year, paths.years, first, met,
                        float(1 - at_all.mean()), already)


def latest_start(case: Case, base: Scenario, measures: Scenario, probabilities: Sequence[float],
                 ) -> tuple[LatestStart, ...]:
    """Return, for every probability asked, the last year in which ``measures`` may begin.

    Every step of ``measures`` acts after those of ``base`` and starts in the year tried, with its
    own lag and ramp; years run from the one after the as-of year to the target year. Empty when
    no step acts on the case's driver.

    Raises ``ValueError`` without a law.
    """
    context = case.context()
    if not any(step.setting.reach.covers(context) for step in measures.chain):
        return ()
    first = max(case.setting.as_of + 1, context.first_year)
    by_year = []
    for year in range(first, case.question.target.year + 1):
        both = replace(base, inherited=(), steps=(*base.chain, *started(measures, year).chain))
        by_year.append((year, case.reached(both)))
    without = case.reached(base)
    out = []
    for p in probabilities:
        enough = [year for year, reached in by_year if reached >= p]
        out.append(LatestStart(p, enough[-1] if enough else None, without < p, tuple(by_year)))
    return tuple(out)


def _met_in(case: Case, paths: Paths, year: int) -> FloatArray:
    """Return (n_paths,) 1.0 where the target would be met if ``year`` were its year."""
    target = replace(case.question.target, year=year)
    return replace(case.question, target=target).met_by(paths)


def _already(case: Case) -> int | None:
    """Return the year of the latest figure where that figure meets the target."""
    question = case.question
    if question.measure is Measure.RUNNING_TOTAL:
        year, value = question.total_year, question.total
    elif question.observed is not None and len(question.observed):
        year, value = int(question.observed.years[-1]), float(question.observed.values[-1])
    else:
        return None
    alone = Paths(year, np.array([[value]]))
    return year if bool(_met_in(case, alone, year)[0]) else None


def prolonged(run: Run, case: Case, scenario: Scenario, beyond: int) -> Paths:
    """Return the target's quantity (n_paths, horizon + beyond), or only up to the target year.

    After the target year each path changes as the path of a longer forecast does that has its
    rank in the target year: by the same factor where both are positive, else by the same amount.
    """
    near = case.quantity(scenario)
    year = case.question.target.year
    later = replace(case.question, target=replace(case.question.target, year=year + beyond))
    further = run.case(later, case.setting)
    if beyond < 1 or further.forecast is None:
        return near
    far = further.quantity(scenario)
    # The longer law is another fit: its draws carry on what the near paths have come to.
    order, ranks = np.argsort(far.at(year), kind="stable"), _ranks(near.at(year))
    tail = far.values[order][:, far.years.index(year):][ranks]
    here, end = tail[:, :1], near.at(year)[:, None]
    added = end + (tail[:, 1:] - here)
    total = case.question.measure is Measure.RUNNING_TOTAL
    if not total and bool(np.all(here > 0)) and bool(np.all(end > 0)):
        added = end * (tail[:, 1:] / here)
    if case.forecast is not None and case.forecast.counting is not None:
        added = np.rint(added)
    if case.question.measure is Measure.LEVEL and case.question.driver is not None:
        added = within(added, case.question.driver.bounds)
    return Paths(near.first_year, np.hstack([near.values[:, :near.years.index(year) + 1], added]),
                 near.origin)


def _ranks(values: FloatArray) -> IntArray:
    """Return the rank, from 0, of each of ``values`` (n,)."""
    return np.asarray(np.argsort(np.argsort(values, kind="stable"), kind="stable"), dtype=np.int64)


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
