"""A higher figure today makes no later figure lower, whatever the class has taught.

After a jump comparable series fall back, and the law widens. Both are regressions; far out, where
the class has few windows, they can say that a series that has just gone from 48 to 98 will stand
lower in four years than one that went from 48 to 65. Here the law of a history is held against
that of the same history with a smaller last move: no quantile of a later level may be lower than
the quantile there (higher, after a fall). The moves compared with lie on a fixed grid, so that the
larger of two moves is held against all that the smaller one is. Moves of less than one spread,
where the class is dense, stay as they were learned.
"""

from collections.abc import Callable

import numpy as np

from data.arrays import FloatArray, IntArray

STEPS = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0)
"""Last moves a history is held against, in the class's spread a year from its usual growth."""

Answer = Callable[[FloatArray, IntArray], FloatArray]
"""Quantiles (rows, H, K) of log growth from the last column of histories (rows, columns)."""


def held_to_smaller_moves(values: FloatArray, history: FloatArray, usual: FloatArray, *,
                          spread: float, answer: Answer) -> FloatArray:
    """Return ``values`` (series, H, K), log growth at levels, with no quantile out of order.

    Parameters
    ----------
    history : (series, columns) logs, the last column the last observation.
    usual : (series,) the log level the last observation would have had at the class's growth.
    spread : of a move like the last one, log: the unit of ``STEPS``.
    answer : the law of histories that replace those of some rows.
    """
    move = history[:, -1] - usual
    grid = np.array(STEPS) * spread
    rows, which = np.nonzero(np.abs(move)[:, None] > grid)
    if not len(rows):
        return values
    other = np.array(history[rows])
    other[:, -1] = usual[rows] + np.sign(move[rows]) * grid[which]
    # Levels are compared, not growth: the other history starts from another last figure.
    level = answer(other, rows) + (other[:, -1] - history[rows, -1])[:, None, None]
    out = np.array(values)
    rose = move[rows] > 0
    np.maximum.at(out, rows[rose], level[rose])
    np.minimum.at(out, rows[~rose], level[~rose])
    return out
