"""How many of m targets: the count's distribution, independent and joint."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray, IntArray


def poisson_binomial(probabilities: npt.ArrayLike) -> FloatArray:
    """Distribution of the number of successes among independent events.

    Parameters
    ----------
    probabilities : (..., m) success probabilities.

    Returns
    -------
    (..., m + 1) probability of 0..m successes, by adding one event at a time (exact, no
    cancellation). Raises ``ValueError`` outside [0, 1].
    """
    p = np.asarray(probabilities, dtype=np.float64)
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("probabilities lie in [0, 1]")
    pmf = np.ones((*p.shape[:-1], 1))
    for event in range(p.shape[-1]):
        hit = p[..., event, None]
        more = np.zeros((*pmf.shape[:-1], pmf.shape[-1] + 1))
        more[..., :-1] += pmf * (1 - hit)
        more[..., 1:] += pmf * hit
        pmf = more
    return pmf


def joint_count(indicators: npt.ArrayLike) -> FloatArray:
    """Distribution of how many targets are met together, from paths that share their shocks.

    Parameters
    ----------
    indicators : (n_paths, m), 1 where a path meets a target and 0 where it does not; path i of
        every target belongs to the same future.

    Returns
    -------
    (m + 1,) share of paths that meet 0..m targets. Raises ``ValueError`` for anything but a matrix
    of zeros and ones with at least one path.
    """
    hits = np.asarray(indicators, dtype=np.float64)
    if hits.ndim != 2 or hits.shape[0] == 0 or not np.all((hits == 0) | (hits == 1)):
        raise ValueError("indicators are a (n_paths, m) matrix of zeros and ones")
    counts = hits.sum(axis=1).astype(np.int64)
    return np.asarray(np.bincount(counts, minlength=hits.shape[1] + 1) / hits.shape[0])


def at_least(pmf: npt.ArrayLike, count: int) -> float:
    """Probability of ``count`` or more, from a distribution over 0..m."""
    return float(np.sum(np.asarray(pmf, dtype=np.float64)[max(count, 0):]))


def mean_count(pmf: npt.ArrayLike) -> float:
    """Expected number, from a distribution over 0..m."""
    weights = np.asarray(pmf, dtype=np.float64)
    return float(weights @ np.arange(len(weights)))


def count_quantile(pmf: npt.ArrayLike, level: float) -> int:
    """Smallest count with at least ``level`` of the probability at or below it."""
    below = np.cumsum(np.asarray(pmf, dtype=np.float64))
    return int(np.searchsorted(below, level - 1e-12 * below[-1]))


def copula_ranks(draws: FloatArray, correlation: FloatArray) -> IntArray:
    """Ranks of a Gaussian copula: which place in its own order each future has, by variable.

    Parameters
    ----------
    draws : (n, m) independent standard normals, one column a variable.
    correlation : (m, m) correlation matrix.

    Returns
    -------
    (n, m) ranks 0..n-1, each once in every column. With the symmetric root of the matrix, so that
    the order of the variables plays no part. Reordering a sample's columns to these ranks leaves
    every marginal as it is (Iman and Conover 1982).
    """
    values, vectors = np.linalg.eigh(correlation)
    root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
    return ranks(draws @ root)


def ranks(values: FloatArray) -> IntArray:
    """Rank 0..n-1 of each entry (n,) or (n, m) in its column; equal ones in their order."""
    order = np.argsort(values, axis=0, kind="stable")
    out = np.empty_like(order)
    places = np.arange(len(values)).reshape(-1, *[1] * (values.ndim - 1))
    np.put_along_axis(out, order, np.broadcast_to(places, values.shape), axis=0)
    return np.asarray(out, dtype=np.int64)
