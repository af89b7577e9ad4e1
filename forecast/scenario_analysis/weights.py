"""Weights over scenarios: with all of them given, the scenarios mix into one probability."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from data.errors import PlancastError, Problem, Where, problem
from data.numbers import significant
from scenarios.file.fields import near
from scenarios.scenario import Scenario

SLACK = 1e-6
"""How far from 1 the weights may add up to: written thirds are not thirds."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A weight a scenario, in the order of the scenarios; they add up to 1."""

    scenarios: tuple[str, ...]
    values: tuple[float, ...]

    def mix(self, numbers: FloatArray) -> FloatArray:
        """Return the weighted sum over the first axis (scenarios, ...) of ``numbers``."""
        return np.asarray(np.tensordot(np.asarray(self.values), numbers, axes=1))


def weights_of(scenarios: Sequence[Scenario], given: Mapping[str, float] | None = None,
               ) -> Weights | None:
    """Return the weights of scenarios: those given by name, else those in their files.

    ``None`` where there is none at all: then nothing is mixed. Weights that add up to 1 within
    ``SLACK`` are brought to exactly 1.

    Raises
    ------
    PlancastError
        With everything that is wrong: a name that is not among the scenarios, a weight that is
        negative or no number, a scenario without one, a sum other than 1.
    """
    ids = [s.id for s in scenarios]
    given = given or {}
    where = Where(key="--weight")
    problems: list[Problem] = [
        problem("WEIGHT_SCENARIO", where, name=name, near=near(name, ids))
        for name in given if name not in ids]
    problems += [problem("WEIGHT_WRONG", where, name=name, value=f"{value:g}")
                 for name, value in given.items() if not (math.isfinite(value) and value >= 0)]
    found = {s.id: given.get(s.id, s.weight) for s in scenarios}
    known = {name: value for name, value in found.items() if value is not None}
    if not known and not problems:
        return None
    lacking = [name for name in ids if name not in known]
    if lacking and not problems:
        problems.append(problem("WEIGHT_MISSING", where, names=", ".join(lacking),
                                rest=f"{significant(max(0.0, 1 - sum(known.values())), 4):g}"))
    total = math.fsum(known.values())
    if not problems and abs(total - 1) > SLACK:
        problems.append(problem("WEIGHT_SUM", where, total=f"{total:g}", hint=_scaled(known)))
    if problems:
        raise PlancastError(problems)
    return Weights(tuple(ids), tuple(known[name] / total for name in ids))


def _scaled(known: Mapping[str, float]) -> str:
    """Return the same weights brought to a sum of 1, as they would be typed."""
    total = math.fsum(known.values())
    if total <= 0:
        return "—"
    return " ".join(f"--weight {name}={significant(value / total, 4):g}"
                    for name, value in known.items())
