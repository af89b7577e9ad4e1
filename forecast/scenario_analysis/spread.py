"""Whether a scenario leaves the interval as wide as it was, which only some steps may not.

What is compared is the driver's own 80 % interval in the target year, before sums and whole
numbers. For shares and scores its width is in points. For all else there are two honest scales,
logarithms and points of growth a year, on which steps of either sort leave the width alone; an
interval counts as narrower only where it is on both. Where an end of it lies on a natural bound
(a share of 100 %), and for running totals, which cannot fall in any year, it is the bound that
narrows.
"""

from __future__ import annotations

import math

import numpy as np

from data.arrays import FloatArray
from data.words import Kind
from forecast.cases import Case
from forecast.scenario_analysis.branches import moved
from scenarios.context import StepContext
from scenarios.scenario import Scenario
from scenarios.shape import bounds_of, in_points, within_kind

LEVELS = (0.1, 0.9)
TOLERANCE = 0.02
"""A share of the width that a finite number of paths may lose."""


def narrowed(case: Case, scenario: Scenario) -> float | None:
    """Return the width under a scenario as a share of the baseline's, where it is narrower.

    ``None`` where it is not, where a step says that it narrows, and where a natural bound cuts.
    """
    if scenario.narrows or case.forecast is None:
        return None
    return narrowed_between(case, central_interval(case, case.forecast.paths.values),
                            central_interval(case, moved(case, scenario)[0]))


def central_interval(case: Case, driver: FloatArray) -> FloatArray:
    """Return the ends (2,) of a driver's 80 % interval, within what its kind allows.

    ``driver`` are its paths (n_paths, horizon).
    """
    context = case.context()
    column = case.question.target.year - context.first_year
    allowed = within_kind(driver[:, :column + 1], context)[:, column]
    return np.asarray(np.quantile(allowed, LEVELS, method="median_unbiased"))


def narrowed_between(case: Case, before: FloatArray, after: FloatArray) -> float | None:
    """Return the width of one interval as a share of another's, where it is narrower."""
    context, year = case.context(), case.question.target.year
    if any(_bounded(ends, context) for ends in (before, after)):
        return None
    ratios = [w1 / w0 for w0, w1 in zip(_widths(before, context, year),
                                        _widths(after, context, year), strict=True) if w0 > 0]
    if not ratios or max(ratios) >= 1 - TOLERANCE:
        return None
    return float(max(ratios))


def _bounded(ends: FloatArray, context: StepContext) -> bool:
    low, high = bounds_of(context)
    return context.kind is Kind.CUMULATIVE or (low is not None and bool(ends[0] <= low)) or (
        high is not None and bool(ends[1] >= high))


def _widths(ends: FloatArray, context: StepContext, year: int) -> tuple[float, ...]:
    """Return the width of an interval on every scale that speaks for this kind."""
    low, high = float(ends[0]), float(ends[1])
    if in_points(context) or low <= 0 or context.last_value <= 0:
        return (high - low,)
    years = year - context.last_year
    growth = [(v / context.last_value) ** (1 / years) for v in (low, high)]
    return (math.log(high / low), growth[1] - growth[0])
