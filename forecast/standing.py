"""Where growth stands: what a target requires, what was achieved, and what comparable series did.

Growth is that of the series that drives the forecast, so for a running total that of its yearly
inflow. Shares and scores move by points and have no reference class to stand in: windows of other
scores say nothing about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from data.plan import Indicator, Target
from data.series import Series
from data.words import Kind, Text
from forecast.assess import known_outcome
from forecast.cases import Case, Run
from forecast.question import Measure
from forecast.reference_class import ReferenceClass, reference_class
from forecast.solve.answers import why_nothing
from forecast.solve.required_growth import growth_for, window_changes

RECENT = 5
"""Years back that growth is measured over when the plan has not begun."""

PEER_LEVELS = tuple((k + 0.5) / 20 for k in range(20))
"""Quantiles at which the growth of comparable series is shown: each speaks for one in twenty."""

_NOTHING = Text("", "")
_NO_RATE = Text("没有可比的增速（数值为零或为负、地区之差或逐年要求）",
                "no growth rate to compare (zero or negative figures, a difference between "
                "regions, or a demand on every year)")
_ONE_POINT = Text("只有一个数据点，迄今增速未知",
                  "a single figure: growth so far is not known")


@dataclass(frozen=True, slots=True)
class Growth:
    """Growth a year from ``since`` to ``until``: a share (0.1 is 10 %), or points.

    ``percentile`` is the share of class windows of as many years that did less in the direction
    the target wants, 0 to 1; ``None`` without a class.
    """

    since: int
    until: int
    rate: float
    percentile: float | None = None
    n_windows: int = 0


@dataclass(frozen=True, slots=True)
class Peers:
    """Growth a year of class windows as long as the way to the target, at ``PEER_LEVELS``."""

    family: str
    same_family: bool
    years: int
    n_windows: int
    growth: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """One reading of one target. ``note`` says what is lacking where something is.

    ``heading`` is the way the quantity has to move: +1 up, -1 down. ``points`` tells growth in
    points a year from shares. ``driver`` names the indicator whose growth it is, where that is
    not the target's own.
    """

    target: Target
    indicator: Indicator
    reading: Kind
    heading: int
    points: bool
    driver: Text = _NOTHING
    required: Growth | None = None
    achieved: Growth | None = None
    peers: Peers | None = None
    note: Text = _NOTHING

    @property
    def faster(self) -> bool | None:
        """Whether the target asks for more than was achieved; ``None`` when either is unknown."""
        if self.required is None or self.achieved is None:
            return None
        return self.heading * (self.required.rate - self.achieved.rate) > 0


def standings(run: Run, cases: Sequence[Case]) -> tuple[Standing, ...]:
    """Return where every reading stands, in the order of ``cases``.

    The law of a case is not needed, only its question, so grades and ranges play no part.
    """
    return tuple(standing(run, case) for case in cases)


def standing(run: Run, case: Case) -> Standing:
    """Return what one reading requires and has achieved, beside comparable series."""
    question = case.question
    points = question.reading in (Kind.SHARE, Kind.SCORE)
    empty = Standing(question.target, question.indicator, question.reading, question.heading,
                     points, _driver_name(case))
    driver, goal = question.driver, question.goal
    measured = question.measure in (Measure.LEVEL, Measure.RUNNING_TOTAL)
    if question.outcome() is not None:
        return _noted(empty, known_outcome(question)[0].text)
    if question.obstacle is not None or driver is None or goal is None or not len(driver):
        return _noted(empty, why_nothing(case))
    if not measured:
        return _noted(empty, _NO_RATE)
    required = _required(case, driver, goal, points=points)
    achieved = _achieved(driver, question.base_year, points=points)
    chosen = None if points else _class_of(run, case, driver)
    note = _NO_RATE if required is None else _ONE_POINT if achieved is None else _NOTHING
    if chosen is None:
        return Standing(empty.target, empty.indicator, empty.reading, empty.heading, points,
                        empty.driver, required, achieved, None, note)
    values = run.forecaster.panel.values
    return Standing(
        empty.target, empty.indicator, empty.reading, empty.heading, points, empty.driver,
        None if required is None else _placed_required(required, case, driver, values, chosen),
        None if achieved is None else _placed(achieved, question.heading, values, chosen),
        _peers(case, driver, values, chosen), note)


def _noted(empty: Standing, note: Text) -> Standing:
    return Standing(empty.target, empty.indicator, empty.reading, empty.heading, empty.points,
                    empty.driver, note=note)


def _driver_name(case: Case) -> Text:
    driver, own = case.question.driver, case.question.indicator.id
    if driver is None or driver.indicator == own:
        return _NOTHING
    return case.plan.indicator(driver.indicator).name


def _class_of(run: Run, case: Case, driver: Series) -> ReferenceClass:
    """Return the class that the law of this case learns from."""
    total = case.question.measure is Measure.RUNNING_TOTAL
    return reference_class(run.forecaster.panel, driver.family,
                           Kind.FLOW if total else case.question.reading,
                           horizon=case.question.target.year - int(driver.years[-1]))


def _offsets(case: Case, driver: Series) -> range:
    """Return the years ahead whose figures the target is about: its own, or all that are added."""
    question, last = case.question, int(driver.years[-1])
    horizon = question.target.year - last
    total = question.measure is Measure.RUNNING_TOTAL
    skipped = max(0, question.total_year - last) if total else horizon - 1
    return range(skipped + 1, horizon + 1)


def _needed(case: Case, driver: Series, goal: float) -> float:
    """Return what is still to come, in figures of the driver's last year."""
    question, last = case.question, float(driver.values[-1])
    done = question.total if question.measure is Measure.RUNNING_TOTAL else 0.0
    return (goal - done) / last


def _required(case: Case, driver: Series, goal: float, *, points: bool) -> Growth | None:
    last_year, last, until = int(driver.years[-1]), float(driver.values[-1]), case.question.target
    if until.year <= last_year:
        return None
    if points:
        return Growth(last_year, until.year, (goal - last) / (until.year - last_year))
    if last <= 0:
        return None
    rate = growth_for(_needed(case, driver, goal), _offsets(case, driver))
    return None if rate is None else Growth(last_year, until.year, rate)


def _achieved(driver: Series, base_year: int | None, *, points: bool) -> Growth | None:
    """Growth from the base where the plan has begun, else over the last ``RECENT`` years."""
    years = driver.years.tolist()
    last_year, last = int(years[-1]), float(driver.values[-1])
    begun = base_year in years and base_year is not None and base_year < last_year
    start = base_year if begun else next((y for y in years if y >= last_year - RECENT), last_year)
    if start is None or start >= last_year:
        return None
    first, span = float(driver.values[years.index(start)]), last_year - start
    if points:
        return Growth(int(start), last_year, (last - first) / span)
    if first <= 0 or last <= 0:
        return None
    return Growth(int(start), last_year, float((last / first) ** (1 / span) - 1))


def _placed_required(growth: Growth, case: Case, driver: Series, values: FloatArray,
                     chosen: ReferenceClass) -> Growth:
    """Return the required growth with its place among the class windows."""
    change = window_changes(values, chosen, _offsets(case, driver))
    goal = case.question.goal
    if not len(change) or goal is None:
        return growth
    needed = _needed(case, driver, goal)
    return _with_place(growth, change, needed, case.question.heading)


def _placed(growth: Growth, heading: int, values: FloatArray, chosen: ReferenceClass) -> Growth:
    """Return growth that was achieved with its place among windows of as many years."""
    span = growth.until - growth.since
    change = window_changes(values, chosen, range(span, span + 1))
    return growth if not len(change) else _with_place(
        growth, change, (1 + growth.rate) ** span, heading)


def _with_place(growth: Growth, change: FloatArray, factor: float, heading: int) -> Growth:
    less = change > factor if heading < 0 else change < factor
    return Growth(growth.since, growth.until, growth.rate, float(less.mean()), len(change))


def _peers(case: Case, driver: Series, values: FloatArray, chosen: ReferenceClass,
           ) -> Peers | None:
    offsets = _offsets(case, driver)
    change = window_changes(values, chosen, offsets)
    if not len(change):
        return None
    at = np.quantile(change, PEER_LEVELS, method="median_unbiased")
    rates = tuple(g for g in (growth_for(float(v), offsets) for v in at) if g is not None)
    return Peers(chosen.name, chosen.same_family, max(offsets), len(change), rates)
