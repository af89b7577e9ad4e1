"""What the kind of a quantity allows: growth in percent or in points, bounds, no falling back."""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray
from data.series import Bounds
from data.words import Kind
from scenarios.scenario import StepContext

IN_POINTS = (Kind.SHARE, Kind.SCORE)
"""Kinds whose changes are counted in (percentage) points and added, never multiplied."""

DEEPEST_FALL = 0.5
"""Smallest yearly ratio against which points of growth are counted (see ``growth_shift``)."""


def in_points(context: StepContext) -> bool:
    """Say whether changes of this quantity are points to be added."""
    return context.kind in IN_POINTS


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


def moved(values: FloatArray, effect: FloatArray, context: StepContext) -> FloatArray:
    """Move levels by ``effect``: percent of the level, or points for shares and scores.

    ``effect`` (n_paths, horizon) is relative to the last observation.
    """
    if not np.any(effect):
        return values
    if in_points(context):
        return within_kind(values + effect, context)
    return within_kind(values * np.maximum(1.0 + effect / 100.0, 0.0), context)
