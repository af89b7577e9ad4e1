"""What it does to a target that figures are made to go together."""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray
from forecast.cases import Case
from forecast.plan_level.summary import Moved


def moved_of(scenario: str, case: Case, region: str, before: FloatArray, after: FloatArray,
             ) -> Moved:
    """Return a target's probability and median, from its figures (n_paths,) before and after."""
    return Moved(scenario, case.question.target, region, case.likelihood(before),
                 case.likelihood(after), float(np.median(before)), float(np.median(after)))
