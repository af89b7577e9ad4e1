"""The law with parts that are learned on earlier origins: own weight, recalibration.

Each is learned anew at every origin, from questions of the half of the regions the law learns from
there, and only from those whose outcome year has come. They show before and after; the law itself
has neither (docs/method/calibration.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy.special import expit

from data.arrays import BoolArray, FloatArray, IntArray
from forecast.backtest_cells import LEVELS, fold_of
from forecast.law_predictor import LAW, LAW_OF_CLASS, LAW_OF_OWN
from forecast.trial import Answers, Cases, Trial
from models.law.bands import FIRST_POINTS, band_of
from models.law.marginals import LEVELS as GRID
from models.law.marginals import Marginals, logit
from models.law.pool import learn_weights
from models.law.recalibration import fit_recalibration

WITH_WEIGHTS, WITH_RECALIBRATION = "law_weights", "law_recalibration"

_LEAST = 1e-9
_RULE_LEAST = 0.01  # a prior weight of nothing could not be learned away


def with_learned(trial: Trial) -> Trial:
    """Put the law with each learned part behind the law, and leave its two halves out.

    Raises ``KeyError`` when the law, the class's part or the own part did not take part.
    """
    law, group, own = (trial.of(name) for name in (LAW, LAW_OF_CLASS, LAW_OF_OWN))
    if not len(trial.cases.row):
        more = tuple(replace(law, name=name) for name in (WITH_WEIGHTS, WITH_RECALIBRATION))
    else:
        half = np.array([fold_of(i) for i in trial.panel.ids], dtype=np.int64)[trial.cases.row]
        more = (with_weights(trial.cases, half, law, group=group, own=own),
                with_recalibration(trial.cases, half, law))
    answers: list[Answers] = []
    for said in trial.answers:
        if said.name not in (LAW_OF_CLASS, LAW_OF_OWN):
            answers.append(said)
        if said.name == LAW:
            answers.extend(more)
    return replace(trial, answers=tuple(answers))


def with_weights(
    cases: Cases, half: IntArray, law: Answers, *, group: Answers, own: Answers
) -> Answers:
    """Pool the class's law and the series' own with weights learned by log score.

    ``half`` (m,) is the half of the regions of each case. The weights are shrunk towards those of
    the law's rule. Raises ``ValueError`` for answers without quantiles.
    """
    grids = [_quantiles(a) for a in (group, own)]
    reach, quantiles = np.array(group.reach), np.array(grids[0])
    said = [_bin_probability(a.reach, cases.met) for a in (own, group)]
    horizons, year = int(cases.horizon.max()), cases.origin + cases.horizon
    cell = band_of(cases.n) * horizons + cases.horizon - 1
    for asked, known in _as_of(cases, half):
        prior = _rule(law.reach[asked] - group.reach[asked], own.reach[asked] - group.reach[asked],
                      cell[asked], horizons)
        learned = learn_weights(
            said[0][known], said[1][known], points=cases.n[known], horizon=cases.horizon[known],
            year=year[known], prior=prior)
        w = learned.own.ravel()[cell[asked]]
        reach[asked] = w[:, None] * own.reach[asked] + (1 - w)[:, None] * group.reach[asked]
        parts = [Marginals(LEVELS, grid[asked][:, None]) for grid in grids]
        pooled = parts[0].mix(parts[1:], np.stack([1 - w, w], axis=-1)[:, None])
        quantiles[asked] = pooled.values[:, 0]
    return Answers(WITH_WEIGHTS, reach, quantiles, group.spoken & own.spoken)


def with_recalibration(cases: Cases, half: IntArray, law: Answers) -> Answers:
    """Recalibrate the law's answers by what happened after earlier answers.

    Arguments as ``with_weights``. Raises ``ValueError`` for answers without quantiles.
    """
    grid = _quantiles(law)
    pit = np.asarray(law.pit(cases.outcome))
    reach, quantiles = np.array(law.reach), np.array(grid)
    horizons, year = int(cases.horizon.max()), cases.origin + cases.horizon
    cell = band_of(cases.n) * horizons + cases.horizon - 1
    for asked, known in _as_of(cases, half):
        learned = fit_recalibration(
            pit[known], points=cases.n[known], horizon=cases.horizon[known], year=year[known],
            horizons=horizons)
        maps = learned.level_map.reshape(-1, len(GRID))
        for here in np.unique(cell[asked]):
            rows = np.flatnonzero(asked & (cell == here))
            reach[rows] = 1 - _renamed(1 - law.reach[rows], maps[here])
            marginals = Marginals(LEVELS, grid[rows][:, None])
            quantiles[rows] = marginals.remap(_renamed(LEVELS, maps[here])).values[:, 0]
    return Answers(WITH_RECALIBRATION, reach, quantiles, law.spoken)


def _as_of(cases: Cases, half: IntArray) -> Iterator[tuple[BoolArray, BoolArray]]:
    """Yield (cases asked at an origin, cases of the other half whose outcome is known there)."""
    year = cases.origin + cases.horizon
    for origin in np.unique(cases.origin):
        for fold in np.unique(half):
            asked = (cases.origin == origin) & (half == fold)
            if asked.any():
                yield asked, (year <= origin) & (half != fold)


def _quantiles(answers: Answers) -> FloatArray:
    if answers.quantiles is None:
        raise ValueError(f"{answers.name} has no quantiles to learn from")
    return answers.quantiles


def _bin_probability(reach: FloatArray, met: FloatArray) -> FloatArray:
    """Probability (m,) given to the bin between two growth factors that came true."""
    edges = np.concatenate([np.ones((len(reach), 1)), reach, np.zeros((len(reach), 1))], axis=1)
    reached = met.sum(axis=1).astype(np.int64)
    each = np.arange(len(reach))
    return np.asarray(np.maximum(edges[each, reached] - edges[each, reached + 1], _LEAST))


def _rule(law: FloatArray, own: FloatArray, cell: IntArray, horizons: int) -> FloatArray:
    """Own weights (bands, horizons) the rule gave, read off answers less the class's (m, K).

    A linear pool's probabilities are linear in the weight, so least squares recovers it.
    """
    size = len(FIRST_POINTS) * horizons
    both = np.bincount(cell, weights=(law * own).sum(axis=1), minlength=size)
    square = np.bincount(cell, weights=(own * own).sum(axis=1), minlength=size)
    weight = both / np.maximum(square, _LEAST)
    return np.clip(weight, _RULE_LEAST, 0.5).reshape(len(FIRST_POINTS), horizons)


def _renamed(probability: FloatArray, level_map: FloatArray) -> FloatArray:
    """What probabilities are called by a map (K,) of the grid's levels, in log odds."""
    odds, grid, new = logit(np.clip(probability, _LEAST, 1 - _LEAST)), logit(GRID), logit(level_map)
    beyond = np.minimum(odds - grid[0], 0) + np.maximum(odds - grid[-1], 0)
    return np.asarray(expit(np.interp(odds, grid, new) + beyond))
