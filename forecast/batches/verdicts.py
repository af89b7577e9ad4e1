"""From probabilities to what is stated of them: grade and printed number, for many targets."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from data.arrays import BoolArray, CodeArray, FloatArray, IntArray
from data.probabilities import printed_all
from forecast.knowledge import Knowledge
from forecast.probability.evidence import Grounds, grade
from forecast.probability.verdict import Grade

GRADES = tuple(Grade)


@dataclass(frozen=True, slots=True)
class Grader:
    """Grades by what a forecast rests on; each different ground is judged once."""

    knowledge: Knowledge
    _known: dict[tuple[int, int, int, bool, bool, bool], int] = field(
        default_factory=dict, repr=False)

    def codes(self, n_obs: IntArray, ahead: IntArray, windows: IntArray, same_family: BoolArray,
              unknown_family: BoolArray, impure: BoolArray) -> CodeArray:
        """Return codes into ``GRADES`` (targets,).

        ``impure`` marks histories with figures that the law of growth rates has to pass over;
        they are C at most.
        """
        key = n_obs  # all of a row in one number, which is quicker told apart
        for column in (ahead, windows, same_family, unknown_family, impure):
            key = key * (int(column.max(initial=0)) + 1) + column
        _, first, which = np.unique(key, return_index=True, return_inverse=True)
        codes = [self._one(int(n_obs[i]), int(ahead[i]), int(windows[i]), bool(same_family[i]),
                           bool(unknown_family[i]), bool(impure[i])) for i in first]
        return np.array(codes, dtype=np.int8)[which]

    def _one(self, n: int, ahead: int, windows: int, same: bool, unknown_family: bool, impure: bool,
             ) -> int:
        key = (n, ahead, windows, same, unknown_family, impure)
        if key not in self._known:
            skill = self.knowledge.skill(n, ahead)
            grounds = Grounds(n, windows, same, skill, unknown_family=unknown_family)
            code = GRADES.index(grade(grounds).grade)
            self._known[key] = max(code, GRADES.index(Grade.C)) if impure else code
        return self._known[key]


def stated(probability: FloatArray, grades: CodeArray, *, error: FloatArray,
           facts: BoolArray) -> FloatArray:
    """Return probabilities as they are printed, same shape; NaN where none may be said.

    ``error`` are Monte Carlo standard errors; ``facts`` are outcomes that have been observed and
    stay exactly 0 or 1.
    """
    said = np.where(grades == GRADES.index(Grade.D), np.nan, printed_all(probability, error))
    return np.asarray(np.where(facts, probability, said))
