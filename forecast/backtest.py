"""The rolling-origin backtest: every predictor answers every past question, then time tells.

At each past year the predictors learn from the other half of the regions and from nothing later
(``forecast.backtest_cells``); their answers are scored on what followed. All are scored on the
same cases: where one refuses, it is given the base rate.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray, frozen_ints
from data.reference.figures import Panel
from forecast.backtest_cells import (
    FACTORS,
    HORIZONS,
    LEVELS,
    Answer,
    Cell,
    Past,
    Predictor,
    cells,
    ordered,
    origins,
    pasts,
)
from forecast.pace_methods import METHODS
from forecast.pace_rivals import PaceFrequency, label_table
from forecast.rivals import SINGLE_MODELS, BaseRate, OwnT, SingleModel

Progress = Callable[[int, int, str], None]

_EDGE = 1e-12


@dataclass(frozen=True, slots=True)
class Cases:
    """The questions whose answer is known, each (m,): who, when, from how much, how far ahead.

    ``row`` is the series' number in the panel, ``outcome`` (m,) its log growth.
    """

    row: IntArray
    origin: IntArray
    n: IntArray
    horizon: IntArray
    outcome: FloatArray

    @property
    def met(self) -> FloatArray:
        """Outcomes (m, len(FACTORS)): 1 where the growth was reached, else 0."""
        reached = self.outcome[:, None] >= np.log(np.array(FACTORS)) - _EDGE
        return np.asarray(reached, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Answers:
    """What one predictor said about all cases.

    ``reach`` (m, len(FACTORS)) probabilities; ``quantiles`` (m, len(LEVELS)) of log growth or
    ``None``; ``spoken`` (m,) False where it refused and carries the base rate's answer.
    """

    name: str
    reach: FloatArray
    quantiles: FloatArray | None
    spoken: BoolArray

    def pit(self, outcome: FloatArray) -> FloatArray | None:
        """Probability integral transform (m,) by interpolation between the known levels.

        An outcome beyond the outermost quantile counts as halfway between its level and 0 or 1.
        """
        if self.quantiles is None:
            return None
        place = (self.quantiles < outcome[:, None]).sum(axis=1)
        low, high = np.maximum(place - 1, 0), np.minimum(place, len(LEVELS) - 1)
        each = np.arange(len(outcome))
        left, right = self.quantiles[each, low], self.quantiles[each, high]
        wide = right > left
        part = np.where(wide, (outcome - left) / np.where(wide, right - left, 1.0), 0.5)
        inner = LEVELS[low] + part * (LEVELS[high] - LEVELS[low])
        inner = np.where(place == 0, LEVELS[0] / 2, inner)
        return np.asarray(np.where(place == len(LEVELS), 1 - LEVELS[0] / 2, inner))

    def inside(self, outcome: FloatArray, level: float) -> FloatArray | None:
        """1 where the outcome lies in the central interval of this level, else 0; (m,)."""
        if self.quantiles is None:
            return None
        low = self.quantiles[:, _level((1 - level) / 2)]
        high = self.quantiles[:, _level((1 + level) / 2)]
        return ((outcome >= low - _EDGE) & (outcome <= high + _EDGE)).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Trial:
    """All cases with everyone's answers; the first answers are the base rate's."""

    panel: Panel
    horizons: tuple[int, ...]
    cases: Cases
    answers: tuple[Answers, ...]

    def of(self, name: str) -> Answers:
        """Return the answers of one predictor. Raises ``KeyError``."""
        for answers in self.answers:
            if answers.name == name:
                return answers
        raise KeyError(name)


def rivals(panel: Panel, horizons: tuple[int, ...], *, seed: int = 0) -> tuple[Predictor, ...]:
    """Return everyone the law is measured against, for an ``ordered`` panel."""
    table = label_table(panel, horizons)
    return (OwnT(), *(SingleModel(name, seed) for name in SINGLE_MODELS),
            *(PaceFrequency(method.name, table) for method in METHODS))


def backtest(
    panel: Panel, predictors: Sequence[Predictor] | None = None, *,
    horizons: tuple[int, ...] = HORIZONS, seed: int = 0, progress: Progress | None = None,
) -> Trial:
    """Let everyone answer from every origin and keep the questions whose answer is known.

    Parameters
    ----------
    panel : the class, rows in any order.
    predictors : beside the base rate, which always comes first; by default the law, the law with
        learned parts (``forecast.learned``) and its rivals.
    progress : called with (done, total, what).

    Returns
    -------
    Trial : with no cases when the class is too small or lies in one half of the regions only.
    """
    panel = ordered(panel)
    ahead = tuple(sorted(set(horizons)))
    if predictors is None:
        from forecast.law_predictor import law_and_parts
        from forecast.learned import with_learned

        everybody = (*law_and_parts(), *rivals(panel, ahead, seed=seed))
        return with_learned(backtest(panel, everybody, horizons=ahead, progress=progress))
    everyone = (BaseRate(), *predictors)
    years = origins(panel, ahead)
    parts: list[tuple[Cases, tuple[Answers, ...]]] = []
    for fold, past in pasts(panel, ahead):
        if progress is not None:
            progress(years.index(past.origin), len(years), str(past.origin))
        asked = list(cells(panel, past, fold=fold))
        fitted = [(p.name, p.fit(past)) for p in everyone]
        for cell in asked:
            said = [(name, f.answer(cell.histories)) for name, f in fitted]
            parts.append(_known(cell, past, said))
    return Trial(panel, ahead, *_joined(parts, [p.name for p in everyone]))


def _known(
    cell: Cell, past: Past, said: list[tuple[str, Answer]]
) -> tuple[Cases, tuple[Answers, ...]]:
    """Keep the series and horizons whose outcome is known, a row each."""
    s, j = np.nonzero(np.isfinite(cell.outcomes))
    h = np.array(past.horizons, dtype=np.int64)
    full = np.full(len(s), 1, dtype=np.int64)
    cases = Cases(cell.histories.rows[s], full * past.origin, full * cell.histories.n, h[j],
                  cell.outcomes[s, j])
    base = said[0][1]
    return cases, tuple(_picked(name, answer, base, s, j) for name, answer in said)


def _picked(name: str, answer: Answer, base: Answer, s: IntArray, j: IntArray) -> Answers:
    spoken = answer.spoken[s, j]
    reach = np.where(spoken[:, None], answer.reach[s, j], base.reach[s, j])
    quantiles = answer.quantiles
    if quantiles is None or base.quantiles is None:
        return Answers(name, reach, None, spoken)
    return Answers(name, reach,
                   np.where(spoken[:, None], quantiles[s, j], base.quantiles[s, j]), spoken)


def _joined(
    parts: list[tuple[Cases, tuple[Answers, ...]]], names: list[str]
) -> tuple[Cases, tuple[Answers, ...]]:
    if not parts:
        none = frozen_ints([])
        empty = Cases(none, none, none, none, np.empty(0))
        return empty, tuple(Answers(name, np.empty((0, len(FACTORS))), None, none > 0)
                            for name in names)
    all_cases = [part[0] for part in parts]
    cases = Cases(*(np.concatenate([getattr(c, field) for c in all_cases])
                    for field in ("row", "origin", "n", "horizon", "outcome")))
    answers = []
    for i, name in enumerate(names):
        mine = [part[1][i] for part in parts]
        grids = [a.quantiles for a in mine if a.quantiles is not None]
        answers.append(Answers(
            name, np.concatenate([a.reach for a in mine]),
            np.concatenate(grids) if len(grids) == len(mine) else None,
            np.concatenate([a.spoken for a in mine])))
    return cases, tuple(answers)


def narrowed(trial: Trial, keep: BoolArray) -> Trial:
    """Return the trial with only the cases in ``keep`` (m,)."""
    c = trial.cases
    cases = Cases(c.row[keep], c.origin[keep], c.n[keep], c.horizon[keep], c.outcome[keep])
    return replace(trial, cases=cases, answers=tuple(
        Answers(a.name, a.reach[keep], None if a.quantiles is None else a.quantiles[keep],
                a.spoken[keep]) for a in trial.answers))


def _level(level: float) -> int:
    """Return the place of a level among ``LEVELS``."""
    return int(np.argmin(np.abs(LEVELS - level)))
