"""How many targets are met together, and which of them decide it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from data.arrays import FloatArray
from data.words import Basis
from forecast.cases import Case
from forecast.plan_level.joint import Together
from forecast.plan_level.summary import (
    Choice,
    Count,
    LeftOut,
    Member,
    Pivot,
    Statement,
    Tally,
)
from forecast.probability.counts import joint_count, poisson_binomial
from scenarios.scenario import Scenario

Hits = Mapping[int, FloatArray]
"""By number of the case: (n_paths,) 1.0 where the target is met, future by future."""


def countable(case: Case) -> bool:
    """Say whether a case can be counted: its outcome is known or there is a law."""
    return case.question.outcome() is not None or case.computable


def by_target(cases: Sequence[Case]) -> list[tuple[int, ...]]:
    """Return the numbers of each target's cases, in the order of the plan."""
    found: dict[str, list[int]] = {}
    for i, case in enumerate(cases):
        found.setdefault(case.question.target.id, []).append(i)
    return [tuple(numbers) for numbers in found.values()]


def hits_under(scenario: Scenario, cases: Sequence[Case], together: Together, n_paths: int,
               ) -> dict[int, FloatArray]:
    """Return the hits of every countable case under a scenario."""
    place = {id(case): i for i, case in enumerate(together.cases)}
    out: dict[int, FloatArray] = {}
    for i, case in enumerate(cases):
        known = case.question.outcome()
        if known is not None:
            out[i] = np.full(n_paths, float(known[1]))
        elif case.computable:
            out[i] = together.hits(place[id(case)], scenario)
    return out


def counts_under(scenario: str, hits: Hits, cases: Sequence[Case],
                 groups: Sequence[tuple[int, ...]]) -> tuple[Count, ...]:
    """Return the counts under a scenario: one, or one a choice where targets have readings."""
    several = any(len([i for i in group if i in hits]) > 1 for group in groups)
    choices = tuple(Choice) if several else (Choice.FIRST,)
    return tuple(_count(scenario, choice, hits, cases, groups) for choice in choices)


def _count(scenario: str, choice: Choice, hits: Hits, cases: Sequence[Case],
           groups: Sequence[tuple[int, ...]]) -> Count:
    chosen = chosen_cases(choice, hits, groups)
    n = len(next(iter(hits.values()))) if hits else 1
    matrix = np.stack([hits[i] for i in chosen], axis=1) if chosen else np.empty((n, 0))
    p = matrix.mean(axis=0)
    return Count(scenario, choice, Tally(tuple(map(float, joint_count(matrix)))),
                 Tally(tuple(map(float, poisson_binomial(p)))))


def chosen_cases(choice: Choice, hits: Hits, groups: Sequence[tuple[int, ...]]) -> list[int]:
    """Return the number of the one case of each target that is counted."""
    out = []
    for group in groups:
        known = [i for i in group if i in hits]
        if not known:
            continue
        if choice is Choice.FIRST:
            out.append(known[0])
        else:
            pick = min if choice is Choice.LOWEST else max
            out.append(pick(known, key=lambda i: float(hits[i].mean())))
    return out


def members(cases: Sequence[Case], groups: Sequence[tuple[int, ...]],
            by_scenario: Sequence[Hits]) -> tuple[tuple[Member, ...], tuple[LeftOut, ...]]:
    """Return the targets that are counted and those that are not."""
    counted, left = [], []
    for group in groups:
        first = cases[group[0]]
        target, indicator = first.question.target, first.question.indicator
        kept = [i for i in group if countable(cases[i])]
        if not kept:
            reasons = first.evidence.reasons
            left.append(LeftOut(target, indicator, target.basis is Basis.QUALITATIVE,
                                first.question.obstacle or reasons[0]))
            continue
        known = cases[kept[0]].question.outcome()
        counted.append(Member(
            target, indicator, tuple(cases[i].question.reading for i in kept),
            tuple(tuple(_corrected(cases[i], hits[i]) for hits in by_scenario) for i in kept),
            None if known is None else known[1]))
    return tuple(counted), tuple(left)


def _corrected(case: Case, hits: FloatArray) -> float:
    """Return the probability that ``assess`` gives, for which the hits are the paths'."""
    share = float(hits.mean())
    return min(max(share + case.correction, 0.0), 1.0) if case.computable else share


def statement(scenario: str, hits: Hits, cases: Sequence[Case],
              groups: Sequence[tuple[int, ...]], *, count: int | None = None) -> Statement | None:
    """Return what decides whether at least ``count`` targets are met.

    By default the number whose probability is nearest to one half, where the plan hangs in the
    balance. ``None`` when nothing is counted.
    """
    chosen = chosen_cases(Choice.FIRST, hits, groups)
    if not chosen:
        return None
    matrix = np.stack([hits[i] for i in chosen], axis=1)
    total = matrix.sum(axis=1)
    if count is None:
        reached = [(abs(float((total >= k).mean()) - 0.5), k) for k in range(1, len(chosen) + 1)]
        count = min(reached)[1]
    probability = float((total >= count).mean())
    pivots = []
    for column, i in enumerate(chosen):
        others = total - matrix[:, column]
        p = float(matrix[:, column].mean())
        met, missed = float((others >= count - 1).mean()), float((others >= count).mean())
        moves = p * (met - probability) + (1 - p) * (probability - missed)
        question = cases[i].question
        pivots.append(Pivot(question.target, question.indicator, question.reading, p, met, missed,
                            moves))
    order = sorted(pivots, key=lambda pivot: -round(pivot.moves, 12))
    return Statement(scenario, count, probability, tuple(order))
