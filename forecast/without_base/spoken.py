"""How many targets of a plan say something a planner can act on."""

from __future__ import annotations

from collections.abc import Sequence

from forecast.probability.verdict import TargetResult, Verdict
from forecast.without_base.answer import Code, Spoken

_OF_THE_LAW = (Code.BASE_WANTED, Code.CHANCE_OF_GROWTH)


def spoken(results: Sequence[TargetResult]) -> Spoken:
    """Count the targets by what they say; a target counts by the weakest of its readings."""
    scored = [r for r in results if r.scored]
    levels = {r.target.id: min(_strength(v) for v in r.verdicts) for r in scored}
    of = list(levels.values())
    return Spoken(len(scored), of.count(3), of.count(2), of.count(1),
                  tuple(id_ for id_, level in levels.items() if level == 0),
                  len(results) - len(scored))


def _strength(verdict: Verdict) -> int:
    """3: a probability or an outcome; 2: a base by the law; 1: a move by arithmetic; 0: nothing."""
    if any(c.stated is not None for c in verdict.chances):
        return 3
    answer = verdict.without_base
    if answer is None:
        return 0
    if answer.code in _OF_THE_LAW:
        return 2
    return 1
