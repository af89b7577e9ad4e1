"""What the kind of a quantity allows: growth in percent or in points, bounds, no falling back."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from data.arrays import FloatArray
from data.errors import PlancastError, problem
from data.series import Bounds
from data.words import Kind
from scenarios.context import StepContext
from scenarios.scenario import Setting

Of = Literal["centre", "path"]
"""Whether a step asks the ensemble's median or every path."""

"""Kinds whose own changes are (percentage) points; for all others growth is in percent."""

DEEPEST_FALL = 0.5
"""Smallest yearly ratio against which points of growth are counted (see ``growth_shift``)."""

_NOTHING_LEFT = 1e-9
"""A share of the level so small counts as none."""

_STEEPEST = 500.0
"""Log growth beyond any figure: its exponential, times a figure, is still a number."""


def in_points(context: StepContext) -> bool:
    """Say whether this quantity itself is measured in points."""
    return context.kind.in_points


def need_points(context: StepContext, step: str, setting: Setting) -> None:
    """Refuse points for the level of a quantity that is not measured in points.

    Raises
    ------
    PlancastError
        STEP_POINTS, at the step's place in its file.
    """
    if not in_points(context):
        where = replace(setting.where, region=context.region, indicator=context.indicator)
        raise PlancastError([problem(
            "STEP_POINTS", where, step=step, indicator=context.indicator, kind=context.kind)])


def bounds_of(context: StepContext) -> Bounds:
    """Return the natural bounds: the declared ones, and 0..100 for a share without any."""
    low, high = context.bounds
    if context.kind is Kind.SHARE:
        return (0.0 if low is None else low, 100.0 if high is None else high)
    return (low, high)


def within_kind(values: FloatArray, context: StepContext) -> FloatArray:
    """Clip to the natural bounds; a running total never falls, nor below its last observation."""
    low, high = bounds_of(context)
    if low is not None:
        values = np.maximum(values, low)
    if high is not None:
        values = np.minimum(values, high)
    if context.kind is Kind.CUMULATIVE:
        if np.isfinite(context.last_value):
            values = np.maximum(values, context.last_value)
        values = np.maximum.accumulate(values, axis=1)
    return values


def with_last(values: FloatArray, context: StepContext) -> FloatArray:
    """Put the last observation before the first column: (..., horizon + 1)."""
    first = np.full((*values.shape[:-1], 1), context.last_value)
    return np.concatenate([first, values], axis=-1)


def yearly_ratio(values: FloatArray, context: StepContext) -> FloatArray:
    """Return value ÷ the year before, same shape; 1 where either is missing or not positive."""
    full = with_last(values, context)
    before, now = full[..., :-1], full[..., 1:]
    known = (before > 0) & (now > 0)  # False for NaN
    return np.divide(now, before, out=np.ones_like(now), where=known)


def yearly_change(values: FloatArray, context: StepContext) -> FloatArray:
    """Return value - the year before, same shape; 0 where the year before is missing."""
    change = np.diff(with_last(values, context), axis=-1)
    return np.where(np.isfinite(change), change, 0.0)


def lifted_growth(values: FloatArray, points: FloatArray, context: StepContext) -> FloatArray:
    """Return the factor (n_paths, horizon) by which added ``points`` of growth move the level.

    Π (1 + points/100 ÷ the path's own yearly ratio), never below zero.
    """
    return lifted_by_year(values.T, context.last_value, points.T / 100.0).T


def lifted_by_year(values: FloatArray, last: float, added: FloatArray) -> FloatArray:
    """Return that factor (years, ...) of paths ``values`` (years, ...), the years first.

    ``added`` (years, ...) broadcasts against a year's values and is a share (.01 is a point);
    ``last`` is what stood before the first year. A ratio to or from nothing counts as 1.
    """
    out = np.empty_like(values)
    total, before = np.ones_like(values[0]), np.full_like(values[0], last)
    for year, extra in enumerate(added):
        now = values[year]
        if np.any(extra):
            ratio = np.ones_like(now)
            np.divide(now, before, out=ratio, where=(before > 0) & (now > 0))  # not of NaN
            lift = extra / np.maximum(ratio, DEEPEST_FALL, out=ratio)
            lift += 1.0
            total = total * np.maximum(lift, 0.0, out=lift)
        out[year], before = total, now
    return out


def multiplied(values: FloatArray, factor: FloatArray) -> FloatArray:
    """Move values by what ``factor`` (same shape) adds to their size: v + |v| (factor - 1).

    For v >= 0 that is v · factor. A deficit of 100 is one of 90 with a factor of 1.1: growth
    lifts it, whatever its sign.
    """
    return np.asarray(np.where(values < 0.0, values * (2.0 - factor), values * factor))


def raised(values: FloatArray, percent: FloatArray, context: StepContext) -> FloatArray:
    """Move levels by ``percent`` (n_paths, horizon) of their size; what is positive stays so."""
    if not np.any(percent):
        return values
    factor = np.maximum(1.0 + percent / 100.0, 0.0)
    return within_kind(multiplied(values, factor), context)


def shifted(values: FloatArray, points: FloatArray, context: StepContext) -> FloatArray:
    """Move levels by ``points`` (n_paths, horizon), in the canonical unit."""
    if not np.any(points):
        return values
    return within_kind(values + points, context)


def since_last(percent: FloatArray, at_last: FloatArray) -> FloatArray:
    """Return the part of a level effect in percent that comes after the last observation.

    What had happened by then is in the data. ``percent`` (n_paths, horizon) and ``at_last``
    (n_paths,) are of the undisturbed level. Where nothing was to be left by then, the figures
    say otherwise and there is nothing to undo: 0.
    """
    before = 1.0 + at_last[:, None] / 100.0
    left = before > _NOTHING_LEFT
    after = ((1.0 + percent / 100.0) / np.where(left, before, 1.0) - 1.0) * 100.0
    return np.where(at_last[:, None] == 0.0, percent, np.where(left, after, 0.0))


def centre_growth(values: FloatArray, context: StepContext) -> FloatArray:
    """Return the yearly growth (1, horizon) of the ensemble's median.

    Logarithmic; for shares and scores the yearly change in points.
    """
    middle = np.median(values, axis=0, keepdims=True)
    if in_points(context):
        return yearly_change(middle, context)
    return np.asarray(np.log(yearly_ratio(middle, context)))


def with_growth(values: FloatArray, extra: FloatArray, context: StepContext) -> FloatArray:
    """Add ``extra`` yearly growth (log, or points; broadcastable to the paths) to every path."""
    if not np.any(extra):
        return values
    total = np.cumsum(np.broadcast_to(extra, values.shape), axis=1)
    if in_points(context):
        return within_kind(values + total, context)
    return within_kind(multiplied(values, np.exp(np.minimum(total, _STEEPEST))), context)
