"""Counts: small ones are integers with their own sampling noise, large ones are left alone.

A log-scale path gives the mean m. A small count is Poisson, or negative binomial with variance
m + m**2 / size; a count of hundreds needs only rounding. Between them each path is one or the
other with probability w(m) = 1 / (1 + (m / 20)**4), which falls from .94 at 10 over .5 at 20 to
.002 at 100, so the hand-over has no step.
"""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray
from data.special import pdtrc, pdtrik

HANDOVER = 20.0
_BOUND = 100.0  # twice the exponent of the bound on a tail
_COUNTED_UP, _MOST_COUNTED = 60.0, 400  # Pr(K > 400) is below 1e-200 at 60
LARGEST_DRAWN = 1e4  # w is below 2e-11 there; larger means are not drawn


def small_share(mean: FloatArray) -> FloatArray:
    """Return w(m), the probability that a count with mean ``mean`` is drawn as a small one."""
    square = (np.minimum(mean, LARGEST_DRAWN) / HANDOVER) ** 2
    return np.asarray(1 / (1 + square * square))


def integer_paths(mean: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Round ``mean`` (n_paths, horizon) >= 0 to integers without changing its expectation.

    floor(m + u) with one uniform u a path, so a path that does not fall still does not fall.
    """
    u = rng.random((mean.shape[0], 1))
    return np.asarray(np.floor(mean + u))


def count_paths(
    mean: FloatArray, rng: np.random.Generator, *, size: float = float("inf")
) -> FloatArray:
    """Draw integer paths around ``mean`` (n_paths, horizon) >= 0; E[path | mean] = mean.

    ``size`` is the negative binomial's, infinite for Poisson. For yearly flows: draws of different
    years are independent given the mean, so stocks and running totals take ``integer_paths``.
    Raises ``ValueError`` on negative means or a size that is not positive.
    """
    if not size > 0 or np.any(mean < 0):
        raise ValueError("counts need means >= 0 and size > 0")
    small = rng.random((mean.shape[0], 1)) < small_share(mean)
    rate = np.minimum(mean, LARGEST_DRAWN)
    if np.isfinite(size):
        rate = rate * rng.gamma(size, 1 / size, mean.shape)
    u = rng.random(mean.shape)  # drawn for all, so that equal luck means equal uniforms
    whole = integer_paths(mean, rng)
    rows = np.flatnonzero(small[:, 0])
    whole[rows] = poisson_quantile(u[rows], rate[rows])
    return whole


def poisson_tail(k: FloatArray, mean: FloatArray) -> FloatArray:
    """Return Pr(K >= k) of Poisson counts K, for whole ``k`` >= 1; arrays that broadcast.

    Further from the mean than Bernstein's bound of 2e-22 it is 0 or 1, which saves a long sum.
    """
    k, mean = np.broadcast_arrays(k, mean)
    away = np.clip(k - mean, -1e150, 1e150)  # squared below
    out = np.where(away > 0, 0.0, 1.0)
    near = away**2 <= _BOUND * (mean + np.maximum(away, 0.0) / 3)
    out[near] = pdtrc(k[near] - 1, mean[near])
    return out


def poisson_quantile(u: FloatArray, rate: FloatArray) -> FloatArray:
    """Return the smallest k with Pr(K <= k) >= u for K Poisson: it never falls as the rate rises.

    Counted up from 0 where the rate is small, else by the inverse of the incomplete gamma function.
    """
    small, out = rate <= _COUNTED_UP, np.empty(np.shape(rate))
    out[small] = _counted_up(u[small], rate[small])
    found = np.nan_to_num(pdtrik(u[~small], rate[~small]), nan=0.0)
    out[~small] = np.maximum(np.ceil(found), 0.0)
    return out


def _counted_up(u: FloatArray, rate: FloatArray) -> FloatArray:
    """Return the same of rates (n,) up to ``_COUNTED_UP``, term by term."""
    out, left = np.zeros(len(u)), np.arange(len(u))
    rows = np.stack((u, rate, np.exp(-rate), np.exp(-rate)))  # the term and the sum so far
    for k in range(1, _MOST_COUNTED + 1):
        short = rows[3] < rows[0]
        left, rows = left[short], rows[:, short]
        if not len(left):
            break
        rows[2] *= rows[1] / k
        rows[3] += rows[2]
        out[left] = k
    return out
