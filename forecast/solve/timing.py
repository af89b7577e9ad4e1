"""When: the year a target is first met, and the latest year in which measures may begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.arrays import FloatArray, IntArray
from data.paths import Paths
from forecast.cases import Case, Run
from forecast.law.predict import within
from forecast.question.question import Measure
from forecast.solve.levers import started
from forecast.solve.solution import FirstReached, LatestStart
from scenarios.scenario import Scenario

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
