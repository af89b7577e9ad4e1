"""Stocks and their yearly inflows: paths of both that obey the same account."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.arrays import FloatArray
from data.plan import Target
from data.series import Series
from data.words import Kind
from forecast.cases import Case, Run
from forecast.plan_level.coherence import within_inflow
from forecast.plan_level.joint import region_key
from forecast.plan_level.moved import moved_of
from forecast.plan_level.summary import Moved, Stocked
from forecast.question.question import Measure
from scenarios.scenario import Scenario


def hold_to_inflow(run: Run, cases: Sequence[Case], scenarios: Sequence[Scenario], lead: str,
                   ) -> tuple[Stocked, ...]:
    """Hold every stock that has a law to its inflow, where that has one too.

    A running total that is driven by its inflow obeys the account already.
    """
    found = []
    for case in cases:
        question = case.question
        wanted = (case.computable and question.measure is Measure.LEVEL
                  and question.reading in (Kind.STOCK, Kind.CUMULATIVE))
        if not wanted or question.indicator.inflow is None:
            continue
        inflow = _inflow(run, cases, case)
        if inflow is not None:
            found.append(_held(run, case, inflow, scenarios, lead))
    return tuple(found)


def _inflow(run: Run, cases: Sequence[Case], stock: Case) -> Case | None:
    """Return the case of the yearly inflow into a stock up to the same year, if it has a law."""
    target, id_ = stock.question.target, stock.question.indicator.inflow
    assert id_ is not None  # asked for stocks that name their inflow
    region = region_key(run.plan, target.region)
    indicator = run.plan.indicator(id_)
    if indicator.unit.dimension != stock.question.indicator.unit.dimension:
        return None
    same = [c for c in cases if c.question.target.indicator == id_
            and region_key(run.plan, c.question.target.region) == region
            and c.question.target.year == target.year]
    empty = Target(f"{id_}@{target.id}", id_, target.region, target.year, 0.0)
    for case in (*same, *run.cases(empty)):
        if (case.computable and case.question.reading is Kind.FLOW
                and case.question.measure is Measure.LEVEL):
            return case
    return None


def _held(run: Run, stock: Case, inflow: Case, scenarios: Sequence[Scenario], lead: str,
          ) -> Stocked:
    asked = stock.question
    driver, flows = asked.driver, inflow.question.driver
    assert driver is not None
    assert flows is not None
    moved: list[Moved] = []
    touched = lapse = 0.0
    for scenario in scenarios:
        levels = stock.quantity(scenario)
        paths = inflow.quantity(scenario)
        known = [_year(paths.years, paths.values, flows, year) for year in levels.years]
        before, into = _same_luck(levels.values, np.stack(known, axis=1))
        start = float(driver.values[-1])
        rise = np.diff(before, axis=1, prepend=np.full((len(before), 1), start))
        spread = np.where(np.isfinite(into), into, 0.0).var(axis=0)
        after, into_after = within_inflow(before, start, into, (rise.var(axis=0), spread))
        moved.append(moved_of(scenario.id, stock, asked.target.region, before[:, -1], after[:, -1]))
        if inflow.question.target in run.plan.targets:
            moved.append(moved_of(scenario.id, inflow, inflow.question.target.region,
                                  into[:, -1], into_after[:, -1]))
        if scenario.id == lead:
            touched = float((after != before).any(axis=1).mean())
            lapse = _lapse(after, start, into_after)
    return Stocked(asked.indicator, inflow.question.indicator, asked.target.region,
                   asked.target.year, touched, lapse, tuple(moved))


def _year(years: tuple[int, ...], values: FloatArray, history: Series, year: int) -> FloatArray:
    """Return the inflow (n,) of a year: drawn, observed, or infinite where nothing is known."""
    if year in years:
        return values[:, years.index(year)]
    seen = history.at(year)
    return np.full(len(values), np.inf if seen is None else seen)


def _same_luck(stock: FloatArray, inflow: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Return both in one order: the future with the highest stock is that of the largest inflow.

    What does not lapse is what flowed in, so the two are ranked alike.
    """
    total = np.where(np.isfinite(inflow), inflow, 0.0).sum(axis=1)
    return (stock[np.argsort(stock[:, -1], kind="stable")],
            inflow[np.argsort(total, kind="stable")])


def _lapse(stock: FloatArray, start: float, inflow: FloatArray) -> float:
    """Return the median share of the stock that lapses a year, over years of known inflow."""
    before = np.concatenate([np.full((len(stock), 1), start), stock[:, :-1]], axis=1)
    known = np.isfinite(inflow)
    lapsed = np.where(known, inflow - (stock - before), 0.0).sum(axis=1)
    held = np.where(known, before, 0.0).sum(axis=1)
    return float(np.median(np.where(held > 0, lapsed / np.where(held > 0, held, 1.0), 0.0)))
