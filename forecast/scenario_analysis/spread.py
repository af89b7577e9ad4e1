"""Whether a scenario leaves the interval as wide as it was, which only some steps may not.

What is compared is the driver's own 80 % interval in the target year, before sums and whole
numbers. For shares and scores its width is in points. For all else there are two honest scales,
logarithms and points of growth a year, on which steps of either sort leave the width alone; an
interval counts as narrower only where it is on both. Where an end of it lies on a natural bound
(a running total that cannot fall, a share of 100 %) it is the bound that narrows.
"""

from __future__ import annotations

import math

import numpy as np

from data.arrays import FloatArray
from data.paths import Paths
from data.words import Kind
from forecast.cases import Case
from forecast.solve.levers import driver_paths
from scenarios.scenario import Scenario, StepContext
from scenarios.shape import bounds_of, in_points, within_kind

LEVELS = (0.1, 0.9)
TOLERANCE = 0.02
"""A share of the width that a finite number of paths may lose."""


def narrowed(case: Case, scenario: Scenario, baseline: Scenario) -> float | None:
    """Return the width under a scenario as a share of the baseline's, where it is narrower.

    ``None`` where it is not, where a step says that it narrows, and where a natural bound cuts.
    """
    if scenario.narrows or not scenario.chain:
        return None
    context, year = case.context(), case.question.target.year
    ends = [np.quantile(_possible(case, s, context).at(year), LEVELS, method="median_unbiased")
            for s in (baseline, scenario)]
    if any(_bounded(e, context) for e in ends):
        return None
    ratios = [w1 / w0 for w0, w1 in zip(*(_widths(e, context, year) for e in ends), strict=True)
              if w0 > 0]
    if not ratios or max(ratios) >= 1 - TOLERANCE:
        return None
    return float(max(ratios))


def _possible(case: Case, scenario: Scenario, context: StepContext) -> Paths:
    """Return the driver's paths within what its kind allows, as any step leaves them."""
    paths = driver_paths(case, scenario)
    return paths.with_values(within_kind(paths.values, context))


def _bounded(ends: FloatArray, context: StepContext) -> bool:
    low, high = bounds_of(context)
    if context.kind is Kind.CUMULATIVE and math.isfinite(context.last_value):
        low = context.last_value if low is None else max(low, context.last_value)
    return (low is not None and bool(ends[0] <= low)) or (
        high is not None and bool(ends[1] >= high))


def _widths(ends: FloatArray, context: StepContext, year: int) -> tuple[float, ...]:
    """Return the width of an interval on every scale that speaks for this kind."""
    low, high = float(ends[0]), float(ends[1])
    if in_points(context) or low <= 0 or context.last_value <= 0:
        return (high - low,)
    years = year - context.last_year
    growth = [(v / context.last_value) ** (1 / years) for v in (low, high)]
    return (math.log(high / low), growth[1] - growth[0])
