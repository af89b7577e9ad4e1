"""Rank correlation between uncertain parameters: a Gaussian copula, checked and factored.

A rank correlation ρ (Spearman) of two parameters is reached by normal scores of correlation
2 sin(πρ/6); the matrix of those has to be positive semi-definite.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from data.arrays import FloatArray

_SLACK = 1e-10
_GRID = 401


def score_correlation(rank: float) -> float:
    """Return the correlation of normal scores whose rank correlation is ``rank``."""
    return rank if abs(rank) == 1.0 else 2.0 * math.sin(math.pi * rank / 6.0)


def rank_correlation(score: float) -> float:
    """Return the rank correlation of normal scores with correlation ``score``."""
    return 6.0 / math.pi * math.asin(max(-1.0, min(1.0, score / 2.0)))


def factor(matrix: FloatArray) -> FloatArray | None:
    """Return the lower Cholesky factor (n, n) of a correlation matrix of normal scores.

    ``None`` when it is not positive semi-definite. A singular matrix (perfectly correlated
    parameters) has a factor too.
    """
    if np.linalg.eigvalsh(matrix)[0] < -_SLACK:
        return None
    n = len(matrix)
    lower = np.zeros((n, n))
    for i in range(n):
        for j in range(i):
            rest = matrix[i, j] - lower[i, :j] @ lower[j, :j]
            lower[i, j] = rest / lower[j, j] if lower[j, j] > 1e-6 else 0.0
        lower[i, i] = math.sqrt(max(1.0 - float(lower[i, :i] @ lower[i, :i]), 0.0))
    return lower


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a matrix cannot be, and the pair whose change would mend it with the least effort.

    ``low`` and ``high`` bound the rank correlation of ``first`` and ``second`` while the others
    stay; ``None`` when no pair alone can mend it, and the pair is the one that does most harm.
    """

    first: int
    second: int
    smallest: float  # eigenvalue of the matrix of scores
    low: float | None = None
    high: float | None = None


def fault(matrix: FloatArray) -> Fault:
    """Return what is wrong with a matrix of scores that is not positive semi-definite.

    Where no pair alone can mend it, the most harmful one lowers the smallest eigenvalue most:
    the most negative r(i,j) v(i) v(j), v being its eigenvector.
    """
    values, vectors = np.linalg.eigh(matrix)
    smallest = float(values[0])
    rooms = []
    for first, second in combinations(range(len(matrix)), 2):
        room = _room(matrix, first, second)
        if room is not None:
            given = float(matrix[first, second])
            way = max(room[0] - given, given - room[1], 0.0)
            rooms.append((way, Fault(first, second, smallest, *map(rank_correlation, room))))
    if rooms:
        return min(rooms, key=lambda pair: pair[0])[1]
    harm = matrix * np.outer(vectors[:, 0], vectors[:, 0])
    np.fill_diagonal(harm, np.inf)
    first, second = sorted(divmod(int(np.argmin(harm)), len(matrix)))
    return Fault(first, second, smallest)


def _room(matrix: FloatArray, first: int, second: int) -> tuple[float, float] | None:
    """Return between which scores one entry may lie while the others stay (a grid's accuracy)."""
    grid = np.linspace(-1.0, 1.0, _GRID)
    trial = np.repeat(matrix[None], _GRID, axis=0)
    trial[:, first, second] = trial[:, second, first] = grid
    fits = grid[np.linalg.eigvalsh(trial)[:, 0] >= -_SLACK]
    return (float(fits[0]), float(fits[-1])) if len(fits) else None
