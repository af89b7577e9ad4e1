"""How many of m targets: the count's distribution, independent and joint."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray


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
