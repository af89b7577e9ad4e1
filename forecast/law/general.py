"""The law of yearly series in general: what can be said where nothing of the kind is known.

Fitted on collections of many subjects, none of them the reference class; it ships as plain arrays
that ``benchmarks/ship_general.py`` makes. What it is worth is measured by leaving collections out
(``benchmarks/other_subjects.py``, docs/decisions/0010).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

import data
from data.arrays import FloatArray
from models.law.marginals import Marginals
from models.law.predictive_law import Law
from models.law.windows import LOOKBACK

SHIPPED = Path(data.__file__).parent / "bundled" / "calibration" / "general_law.npz"

GENERAL_SPAN = 20
"""Years ahead that it was fitted for."""

LAST = 2010
"""The year its collections end in, by their own calendar or lined up: no later figure is in it."""

SHARE = 2 / 3
"""Weight of what does not come from the class where the class is of another subject: the general
law, from two figures on in equal parts with the own history."""


@cache
def general_law() -> Law:
    """Return the fitted law."""
    with np.load(SHIPPED) as arrays:
        return Law.from_arrays({name: arrays[name] for name in arrays.files})


def in_general(values: FloatArray, horizon: int) -> Marginals | None:
    """Return laws of log growth (series, horizon) of ``values`` (series, LOOKBACK), as in general.

    Positive values, NaN where nothing was observed, the last column the last figure. ``None``
    further ahead than it was fitted for.
    """
    if horizon > GENERAL_SPAN:
        return None
    years = np.arange(LAST - LOOKBACK + 1, LAST + 1)
    return general_law().predict(values, years, horizon=horizon).marginals
