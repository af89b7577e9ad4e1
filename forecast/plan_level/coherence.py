"""Paths that respect accounting: parts add up to the whole, a stock rises by no more than flows in.

Figures give way in proportion to their own variance: what is known well moves little. A path that
is coherent already does not change.
"""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray
from forecast.cases import Case
from forecast.plan_level.summary import Moved

# What it does to a target that figures are made to go together.

def moved_of(scenario: str, case: Case, region: str, before: FloatArray, after: FloatArray,
             ) -> Moved:
    """Return a target's probability and median, from its figures (n_paths,) before and after."""
    return Moved(scenario, case.question.target, region, case.probability_of(before),
                 case.probability_of(after), float(np.median(before)), float(np.median(after)))


def adding_up(whole: FloatArray, parts: FloatArray, variance: FloatArray,
              ) -> tuple[FloatArray, FloatArray]:
    """Return whole and parts so that on every path and in every year the parts add up.

    Minimises, for each path and year, sum over the figures of (change)^2 / variance subject to
    whole = sum of parts and parts >= 0: weighted least squares reconciliation with a diagonal error
    covariance (Hyndman, Lee and Wang 2016; Wickramasuriya et al. 2019). The multiplier of the sum
    is found by taking parts that would fall below zero out one after another (Bitran and Hax
    1981), which is exact here.

    Parameters
    ----------
    whole : (n, H) not negative.
    parts : (k, n, H) not negative.
    variance : (1 + k, H) of the whole and of each part; all zero in a year counts as all equal.

    Raises
    ------
    ValueError
        When a figure is negative or shapes do not fit.
    """
    if parts.shape[1:] != whole.shape or variance.shape != (1 + len(parts), whole.shape[1]):
        raise ValueError(f"whole {whole.shape}, parts {parts.shape}, variance {variance.shape}")
    if (whole < 0).any() or (parts < 0).any():
        raise ValueError("figures that add up are not negative")
    size = np.where(variance.sum(axis=0) > 0, variance, 1.0)
    size = size / size.sum(axis=0)  # only their proportions matter
    free = np.ones(parts.shape, dtype=bool)
    out = parts
    for _ in range(len(parts) + 1):
        gap = whole - np.where(free, parts, 0.0).sum(axis=0)
        room = size[0] + (free * size[1:, None, :]).sum(axis=0)
        multiplier = gap / np.where(room > 0, room, 1.0)
        out = np.where(free, parts + size[1:, None, :] * multiplier, 0.0)
        below = free & (out < 0)
        if not below.any():
            break
        free &= ~below
    out = np.maximum(out, 0.0)
    return np.asarray(out.sum(axis=0)), np.asarray(out)


def within_inflow(stock: FloatArray, start: float, inflow: FloatArray,
                  variance: tuple[FloatArray, FloatArray]) -> tuple[FloatArray, FloatArray]:
    """Return stock and inflow so that the stock never rises by more than flows in.

    stock(t) = stock(t-1) + inflow(t) - lapse(t) with lapse >= 0. Year by year, where the rise that
    would bring the stock to its own path exceeds the inflow, both give way in proportion to their
    variances, the projection in (rise, inflow) onto rise <= inflow. What the stock gave up it makes
    good in later years as far as their inflow allows, so it is not lowered by the order of good and
    bad years alone.

    Parameters
    ----------
    stock : (n, H) by year; ``start`` is the stock of the year before.
    inflow : (n, H); infinite where nothing is known of a year's inflow.
    variance : of the yearly rise (H,) and of the inflow (H,); both zero moves the stock alone.
    """
    of_rise, of_inflow = variance
    total = of_rise + of_inflow
    share = np.where(total > 0, of_rise / np.where(total > 0, total, 1.0), 1.0)
    level, flows = stock.copy(), inflow.copy()
    before = np.full(len(stock), start)
    for t in range(stock.shape[1]):
        excess = np.maximum(stock[:, t] - before - inflow[:, t], 0.0)
        level[:, t] = before = stock[:, t] - share[t] * excess
        flows[:, t] += (1 - share[t]) * excess
    return level, flows
