"""What paths add to the closed form: a scenario's change of a probability and of quantiles.

P(scenario) = P(baseline) + share of paths that meet the target under it - share that meet it
without; so the baseline stays exact, and luck is shared. Quantiles move by the same rule. Every
command that shows a scenario takes this route.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.arrays import FloatArray


def paired_error(flips: FloatArray) -> FloatArray:
    """Standard error (targets,) of the mean of ``flips`` (targets, paths), each in -1 to 1.

    One path is counted as changed either way on top of those seen, so that a few hundred paths
    without a change do not pass for certainty; zero only where no path was asked.
    """
    n = flips.shape[1]
    changed = (np.abs(flips).sum(axis=1) + 1) / (n + 1)
    return np.asarray(np.sqrt(np.maximum(changed - flips.mean(axis=1) ** 2, 0.0) / n))


def one_way_error(change: float, n_paths: int) -> float:
    """Standard error of a ``change`` of a probability where all paths that turn turn one way.

    That of ``paired_error`` with as many turned paths as the change needs.
    """
    turned = (n_paths * abs(change) + 1) / (n_paths + 1)
    return float(np.sqrt(max(turned - change**2, 0.0) / n_paths))


def ordered_quantiles(ordered: FloatArray, levels: FloatArray) -> FloatArray:
    """Type-8 quantiles (Hyndman and Fan 1996) of samples sorted along the last axis.

    Returns (..., levels): the one convention for quantiles of samples.
    """
    n = ordered.shape[-1]
    at = np.clip(levels * (n + 1 / 3) - 2 / 3, 0, n - 1)
    below = np.minimum(at.astype(np.int64), max(n - 2, 0))
    part = at - below
    return np.asarray(ordered[..., below] * (1 - part) + ordered[..., below + (n > 1)] * part)


def sample_quantiles(values: FloatArray, levels: Sequence[float] | FloatArray) -> FloatArray:
    """Type-8 quantiles (..., levels) of samples along the last axis, in any order."""
    return ordered_quantiles(np.sort(values, axis=-1), np.asarray(levels, dtype=np.float64))


def moved_quantiles(known: FloatArray, plain: FloatArray, moved: FloatArray, *,
                    whole: bool = False) -> FloatArray:
    """Return the law's quantiles ``known`` (..., levels) as a scenario moves them.

    ``plain`` and ``moved`` are those of the paths without and with it: their ratio counts where
    all are positive, else their difference. A count's are rounded.
    """
    positive = (known > 0) & (plain > 0) & (moved >= 0)
    ratio = moved / np.where(positive, plain, 1.0)
    out = np.where(positive, known * ratio, known + (moved - plain))
    out = np.maximum.accumulate(out, axis=-1)
    return np.rint(out) if whole else out
