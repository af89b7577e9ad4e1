"""What the law would have said at earlier origins of its own class, and what then happened.

At each earlier origin the class is split into two halves; each half answers for the other from what
was known then. The answers and outcomes are what own weights and recalibration are learned on.
It takes up to ``2 LOOKS`` fits, and was found to be worth too little to be done by default
(docs/method/calibration.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import FloatArray, IntArray
from models.law.marginals import Marginals
from models.law.pool import FIRST_POINTS, band_of, learn_weights, one_weight
from models.law.pool import PSEUDO as POOL_PSEUDO
from models.law.predictive_law import Law, Prediction, fit_law
from models.law.recalibration import PSEUDO as LEVEL_PSEUDO
from models.law.recalibration import fit_recalibration
from models.law.windows import Panel

LENGTHS = (1, 2, 3, 4, 6, 10)
LOOKS = 8
"""Origins looked back to, the latest first."""

FEWEST = 30
"""Outcomes a half must have known at an origin to answer from there."""

_HALF_BIN = 0.02  # of log growth: outcomes this near count as the same when densities are compared
_RULE_LEAST = 0.01  # a prior weight of nothing could not be learned away


@dataclass(frozen=True, slots=True)
class Earlier:
    """Answers whose outcome is known, m of them; all arrays (m,).

    ``pit`` is the transform under the law; ``own`` and ``group`` the density at the outcome under
    the series' own law and the class's; ``year`` the calendar year of the outcome.
    """

    pit: FloatArray
    own: FloatArray
    group: FloatArray
    points: IntArray
    horizon: IntArray
    year: IntArray


def look_back(
    panel: Panel, *, max_horizon: int, as_of: int | None = None, use_level: bool = True,
    lengths: Sequence[int] = LENGTHS, looks: int = LOOKS,
) -> Earlier:
    """Answer from up to ``looks`` earlier origins of a class, as known at the end of ``as_of``.

    Nothing later than an origin reaches its answers and nothing later than ``as_of`` the outcomes.
    The halves alternate in an order set by content, so the order of the series does not matter.
    """
    known = panel.cut(as_of)
    parts = []
    for back in range(2, looks + 2):
        at = len(known.years) - 1 - back
        for half in (0, 1):
            if at < 1:
                continue
            answers = _answers(known, at, half=half, horizon=max_horizon, lengths=lengths,
                               use_level=use_level)
            parts.extend(answers)
    return _together(parts)


def with_learned_weights(law: Law, earlier: Earlier, *, pseudo: float = POOL_PSEUDO) -> Law:
    """Return the law with own weights learned by log score, shrunk towards its rule."""
    prior = rule_weights(law)
    return replace(law, pool=learn_weights(
        earlier.own, earlier.group, points=earlier.points, horizon=earlier.horizon,
        year=earlier.year, prior=prior, pseudo=pseudo))


def with_learned_levels(law: Law, earlier: Earlier, *, pseudo: float = LEVEL_PSEUDO) -> Law:
    """Return the law with a monotone recalibration, shrunk towards none."""
    return replace(law, recalibration=fit_recalibration(
        earlier.pit, points=earlier.points, horizon=earlier.horizon, year=earlier.year,
        horizons=law.horizon, pseudo=pseudo))


def rule_weights(law: Law) -> FloatArray:
    """Own weights (bands, horizon) of the law's rule, averaged over a band's patterns.

    Bands without a pattern take the rule at their fewest points and the pooled law's years.
    """
    band = band_of(np.array([len(p) for p in law.patterns], dtype=np.int64))
    out = np.empty((len(FIRST_POINTS), law.horizon))
    for b, first in enumerate(FIRST_POINTS):
        mine = [law.rule_weight(part, len(p), law.horizon)
                for p, part, i in zip(law.patterns, law.laws, band, strict=False) if i == b]
        out[b] = np.mean(mine, axis=0) if mine else law.rule_weight(
            law.laws[-1], first, law.horizon)
    return np.clip(out, _RULE_LEAST, 1 - _RULE_LEAST)


def _answers(
    known: Panel, at: int, *, half: int, horizon: int, lengths: Sequence[int], use_level: bool
) -> list[Earlier]:
    """Answers from the year in column ``at`` about one half, learned from the other."""
    learnt = np.arange(len(known.values)) % 2 != half
    seen = Panel(known.values[learnt][:, : at + 1], known.years[: at + 1])
    if np.isfinite(seen.values[:, 1:] + seen.values[:, :-1]).sum() < FEWEST:
        return []
    steps = min(horizon, len(known.years) - 1 - at)
    law = fit_law(seen, max_horizon=steps, use_level=use_level,
                  patterns=[tuple(range(1 - n, 1)) for n in lengths])
    return [_of_length(law, known.values[~learnt], known.years, at, n)
            for n in lengths if n <= at + 1]


def _of_length(law: Law, values: FloatArray, years: IntArray, at: int, n: int) -> Earlier:
    history = values[:, at - n + 1 : at + 1]
    steps = law.horizon
    later = values[:, at + 1 : at + 1 + steps]
    asked = np.isfinite(history).all(axis=1) & np.isfinite(later).any(axis=1)
    history = history[asked]
    outcome = np.log(later[asked] / history[:, -1:])
    row, column = np.nonzero(np.isfinite(outcome))
    if not len(row):
        return _together([])
    when = years[at - n + 1 : at + 1]
    filled = np.where(np.isfinite(outcome), outcome, 0.0)
    said = law.predict(history, when).marginals.cdf(filled)[row, column]
    own, group = (
        _density(replace(law, pool=one_weight(w)).predict(history, when), filled)[row, column]
        for w in (1.0, 0.0))
    full = np.ones(len(row), dtype=np.int64)
    return Earlier(np.clip(said, 0.0, 1.0), own, group, full * n, column + 1,
                   years[at] + column + 1)


def _density(said: Prediction, outcome: FloatArray) -> FloatArray:
    marginals: Marginals = said.marginals
    rise = marginals.cdf(outcome + _HALF_BIN) - marginals.cdf(outcome - _HALF_BIN)
    return np.asarray(np.maximum(rise, 0.0) / (2 * _HALF_BIN))


def _together(parts: Sequence[Earlier]) -> Earlier:
    if not parts:
        none, whole = np.empty(0), np.empty(0, dtype=np.int64)
        return Earlier(none, none, none, whole, whole, whole)
    return Earlier(*(np.concatenate([getattr(p, k) for p in parts])
                     for k in ("pit", "own", "group", "points", "horizon", "year")))
