"""How fast the series of a reference class have been growing: what a scenario may catch up with."""

from __future__ import annotations

import numpy as np

from data.arrays import BoolArray, FloatArray
from data.reference.figures import Panel
from data.words import Kind
from forecast.law.choice import ReferenceClass

RECENT = 5
"""Years before the as-of year that count as recent."""

FEWEST = 10
"""Series from which one can speak of the fastest of them."""


def class_pace(panel: Panel, family: str, kind: Kind, chosen: ReferenceClass | None,
               ) -> tuple[float, ...]:
    """Return the recent growth of each comparable series, ascending; empty with too few of them.

    Compound percent a year (points a year for shares and scores, of which only the very family
    counts: points of other things say nothing) between the first and the last figure of the last
    ``RECENT`` years; at least two years apart, the last one at most a year old. ``chosen`` is the
    class whose law speaks.
    """
    in_points = kind.in_points
    if chosen is None and not in_points:
        return ()
    members: BoolArray = chosen.members if chosen is not None else np.asarray(
        np.array(panel.families, dtype=object) == family, dtype=np.bool_)
    if not members.any():  # also of a class that begins after the as-of year
        return ()
    growth = _recent(panel.values[members], in_points=in_points)
    return tuple(map(float, np.sort(growth))) if len(growth) >= FEWEST else ()


def _recent(values: FloatArray, *, in_points: bool) -> FloatArray:
    """Return the growth of the rows (series, year) that have enough recent figures."""
    window = values[:, -(RECENT + 1):]
    known = np.isfinite(window) if in_points else np.isfinite(window) & (window > 0)
    first = known.argmax(axis=1)
    last = window.shape[1] - 1 - known[:, ::-1].argmax(axis=1)
    usable = known.any(axis=1) & (last - first >= 2) & (last >= window.shape[1] - 2)
    rows = np.flatnonzero(usable)
    start, end = window[rows, first[rows]], window[rows, last[rows]]
    years = (last - first)[rows]
    if in_points:
        return np.asarray((end - start) / years)
    return np.asarray(100.0 * np.expm1(np.log(end / start) / years))
