"""The law with a recalibration that is learned on earlier origins.

It is learned anew at every origin, from questions of the half of the regions the law learns from
there, and only from those whose outcome year has come. It shows before and after; the law itself
has none (docs/method/calibration.md).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.special import expit
from forecast.backtest.cells import LEVELS, fold_of
from forecast.backtest.law_predictor import LAW
from forecast.backtest.trial import Answers, Cases, Trial
from models.law.bands import band_of
from models.law.marginals import LEVELS as GRID
from models.law.marginals import Marginals, logit
from models.law.recalibration import fit_recalibration

WITH_RECALIBRATION = "law_recalibration"

_LEAST = 1e-9


def with_learned(trial: Trial) -> Trial:
    """Put the law with recalibration behind the law. Raises ``KeyError`` without the law."""
    law = trial.of(LAW)
    if not len(trial.cases.row):
        more = replace(law, name=WITH_RECALIBRATION)
    else:
        half = np.array([fold_of(i) for i in trial.panel.ids], dtype=np.int64)[trial.cases.row]
        more = with_recalibration(trial.cases, half, law)
    answers: list[Answers] = []
    for said in trial.answers:
        answers.append(said)
        if said.name == LAW:
            answers.append(more)
    return replace(trial, answers=tuple(answers))


def with_recalibration(cases: Cases, half: IntArray, law: Answers) -> Answers:
    """Recalibrate the law's answers by what happened after earlier answers.

    ``half`` (m,) is the half of the regions of each case. Raises ``ValueError`` for answers
    without quantiles.
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


def _renamed(probability: FloatArray, level_map: FloatArray) -> FloatArray:
    """What probabilities are called by a map (K,) of the grid's levels, in log odds."""
    odds, grid, new = logit(np.clip(probability, _LEAST, 1 - _LEAST)), logit(GRID), logit(level_map)
    beyond = np.minimum(odds - grid[0], 0) + np.maximum(odds - grid[-1], 0)
    return np.asarray(expit(np.interp(odds, grid, new) + beyond))
