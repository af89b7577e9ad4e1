"""Bands of history length, and what windows that share calendar years are worth together."""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray, IntArray

FIRST_POINTS = (1, 2, 4, 6, 10)
"""Fewest points of each band; the last is open."""

SHARED = 0.1
"""Share of a window's surprise that all windows of its year have in common: however many windows
end in a year, together they are worth no more than ten independent ones."""


def band_of(points: IntArray) -> IntArray:
    """Return the band of histories with this many points (at least one)."""
    return np.asarray(np.searchsorted(FIRST_POINTS, points, side="right") - 1, dtype=np.int64)


def calendar_weights(cell: IntArray, year: IntArray, *, shared: float = SHARED) -> FloatArray:
    """Weights (m,) of windows such that a year counts as its effective number of windows.

    ``cell`` (m,) are the groups in which sums are formed, ``year`` (m,) the calendar years. The m
    windows of one year in one cell weigh ``m / (1 + (m - 1) shared)`` together: Kish's design
    effect of a sample in clusters.
    """
    if not len(cell):
        return np.empty(0)
    code = cell * (int(np.ptp(year)) + 1) + (year - year.min())
    _, which, count = np.unique(code, return_inverse=True, return_counts=True)
    return np.asarray(1 / (1 + (count - 1) * shared), dtype=np.float64)[which.ravel()]
