"""The law as a predictor of a backtest: the engine that answers users, asked of the past."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray, frozen_floats
from data.special import expit
from data.words import Kind
from forecast.backtest.cells import FACTORS, LEVELS, Answer, Histories, Past, fold_of
from forecast.backtest.trial import Answers, Cases, Trial
from forecast.knowledge import knowledge_of
from forecast.law.choice import Subject
from forecast.law.engine import Histories as Asked
from forecast.law.engine import LawAnswer, LawEngine
from models.law.marginals import LEVELS as GRID
from models.law.marginals import Marginals, logit
from models.law.pool import band_of
from models.law.recalibration import fit_recalibration
from models.law.windows import LOOKBACK

# The law with a recalibration that is learned on earlier origins.
#
# It is learned anew at every origin, from questions of the half of the regions the law learns
# from there, and only from those whose outcome year has come. It shows before and after; the law
# itself has none (docs/method/calibration.md).

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


LAW = "law"

_EDGE = 1e-12  # a value exactly at the threshold reaches it


@dataclass(frozen=True, slots=True)
class LawPredictor:
    """The law of ``forecast.law``, knowing at every origin what was known then."""

    name: str = LAW

    def fit(self, past: Past) -> LawFit:
        """Return the engine with the class of this past; its laws are fitted when asked."""
        return LawFit(LawEngine(knowledge_of(past.panel)), past.horizons)


@dataclass(frozen=True, slots=True)
class LawFit:
    """A room and the horizons it is asked about."""

    engine: LawEngine
    horizons: tuple[int, ...]

    def answer(self, histories: Histories) -> Answer:
        """Read probabilities and quantiles off the laws of the values.

        Series of one family and kind are asked about together, as in ``plancast batch``. What the
        room has no law for is not spoken.
        """
        shape = (len(histories.rows), len(self.horizons))
        reach = np.zeros((*shape, len(FACTORS)))
        quantiles = np.zeros((*shape, len(LEVELS)))
        spoken = np.zeros(shape, dtype=np.bool_)
        for subject, rows in _subjects(histories).items():
            asked = Asked(subject, histories.origin, _grid(histories.values[rows]))
            ready = self.engine.ready(asked, max(self.horizons))
            together = [rows] if ready else [rows[i : i + 1] for i in range(len(rows))]
            for some in together:
                one = Asked(subject, histories.origin, _grid(histories.values[some]))
                said = self.engine.answer(one, max(self.horizons))
                if said is not None:
                    last = histories.values[some, -1]
                    reach[some], quantiles[some] = _read(said, last, self.horizons)
                    spoken[some] = True
        return Answer(frozen_floats(reach), frozen_floats(quantiles), spoken)


def _subjects(histories: Histories) -> dict[Subject, IntArray]:
    """Return the rows of every subject that is asked about."""
    found: dict[Subject, list[int]] = {}
    for i, id_ in enumerate(histories.ids):
        kind = Kind.SCORE if id_.group == "score" else id_.kind
        found.setdefault(Subject(kind, id_.family), []).append(i)
    return {subject: np.array(rows) for subject, rows in found.items()}


def _grid(values: FloatArray) -> FloatArray:
    """Return histories (s, n) as (s, LOOKBACK), the last column the last figure."""
    out = np.full((len(values), LOOKBACK), np.nan)
    out[:, LOOKBACK - values.shape[1]:] = values
    return out


def _read(said: LawAnswer, last: FloatArray, horizons: tuple[int, ...],
          ) -> tuple[FloatArray, FloatArray]:
    """Return Pr(value >= factor * last) (s, H, factors) and quantiles of log growth (s, H, K)."""
    s, columns = len(last), np.array(horizons) - 1
    row, place, which = (a.ravel() for a in np.meshgrid(
        np.arange(s), np.arange(len(horizons)), np.arange(len(FACTORS)), indexing="ij"))
    low = last[row] * np.array(FACTORS)[which] * (1 - _EDGE)
    p = said.values.chance(row, columns[place], low, np.full(len(low), np.inf))
    values = said.values.quantile(LEVELS)[:, columns]
    growth = np.log(np.maximum(values, 1e-300) / last[:, None, None])
    return p.reshape(s, len(horizons), len(FACTORS)), growth
