"""From probabilities to what may be stated: grade, cap, flag and colour, for many targets."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from data.arrays import BoolArray, FloatArray, IntArray
from forecast.colour import EDGES
from forecast.evidence import Grounds, cap_range, grade
from forecast.knowledge import Knowledge
from forecast.likelihood import LIKELY_FROM, UNLIKELY_BELOW
from forecast.verdict import Colour, Flag, Grade

GRADES = tuple(Grade)
COLOURS = (*reversed([shade for _, shade in EDGES]), Colour.GREY)
FLAGS = (Flag.UNLIKELY, Flag.TOSS_UP, Flag.LIKELY, Flag.NOT_ASSESSABLE)
CodeArray = npt.NDArray[np.int8]


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades by what a forecast rests on; each different ground is judged once."""

    knowledge: Knowledge
    _known: dict[tuple[int, int, int, bool, bool], int] = field(default_factory=dict, repr=False)

    def codes(self, n_obs: IntArray, ahead: IntArray, windows: IntArray, same_family: BoolArray,
              impure: BoolArray) -> CodeArray:
        """Return codes into ``GRADES`` (targets,).

        ``impure`` marks histories with figures that the law of growth rates has to pass over;
        they are C at most.
        """
        rows = np.stack((n_obs, ahead, windows, same_family, impure)).T
        distinct, which = np.unique(rows, axis=0, return_inverse=True)
        codes = [self._one(int(n), int(h), int(w), bool(s), bool(i)) for n, h, w, s, i in distinct]
        return np.array(codes, dtype=np.int8)[which.ravel()]

    def _one(self, n: int, ahead: int, windows: int, same: bool, impure: bool) -> int:
        key = (n, ahead, windows, same, impure)
        if key not in self._known:
            given = grade(Grounds(n, windows, same, self.knowledge.skill(n, ahead))).grade
            code = GRADES.index(given)
            self._known[key] = max(code, GRADES.index(Grade.C)) if impure else code
        return self._known[key]


def stated(probability: FloatArray, grades: CodeArray, *, facts: BoolArray) -> FloatArray:
    """Return probabilities as they may be stated, same shape; NaN where none may be.

    ``facts`` are outcomes that have been observed: no grade limits them.
    """
    ranges = [cap_range(g) for g in GRADES]
    low = np.array([r[0] if r is not None else np.nan for r in ranges])[grades]
    high = np.array([r[1] if r is not None else np.nan for r in ranges])[grades]
    capped = np.minimum(np.maximum(probability, low), high)
    return np.asarray(np.where(facts, probability, capped))


def flag_codes(said: FloatArray) -> CodeArray:
    """Return codes into ``FLAGS``; there is no range over models that could weaken them."""
    code = np.searchsorted([UNLIKELY_BELOW, LIKELY_FROM], said, side="right")
    return np.where(np.isnan(said), len(FLAGS) - 1, code).astype(np.int8)


def colour_codes(said: FloatArray) -> CodeArray:
    """Return codes into ``COLOURS``."""
    edges = [low for low, _ in reversed(EDGES)][1:]
    code = np.searchsorted(edges, said, side="right")
    return np.where(np.isnan(said), len(COLOURS) - 1, code).astype(np.int8)
