"""The rolling-origin backtest: every predictor answers every past question, then time tells.

At each past year the predictors learn from the other half of the regions and from nothing later
(``forecast.backtest.cells``); their answers are scored on what followed. All are scored on the
same cases: where one refuses, it is given the base rate.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np

from data.arrays import IntArray, frozen_ints
from data.reference.figures import Panel
from forecast.backtest.cells import (
    FACTORS,
    HORIZONS,
    Answer,
    Cell,
    Fitted,
    Past,
    Predictor,
    cells,
    ordered,
    origins,
    pasts,
)
from forecast.backtest.rivals import SINGLE_MODELS, BaseRate, OwnT, SingleModel
from forecast.backtest.trial import Answers, Cases, Trial
from forecast.pace.as_forecasters import PaceFrequency, label_table
from forecast.pace.methods import METHODS

Progress = Callable[[int, int, str], None]

_EDGE = 1e-12


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
    predictors : beside the base rate, which always comes first; by default the law, the law
        recalibrated (``forecast.backtest.law_predictor``) and its rivals.
    progress : called with (done, total, what).

    Returns
    -------
    Trial : with no cases when the class is too small or lies in one half of the regions only.
    """
    panel = ordered(panel)
    ahead = tuple(sorted(set(horizons)))
    if predictors is None:
        from forecast.backtest.law_predictor import LawPredictor, with_learned

        everybody = (LawPredictor(), *rivals(panel, ahead, seed=seed))
        return with_learned(backtest(panel, everybody, horizons=ahead, progress=progress))
    everyone = (BaseRate(), *predictors)
    years = origins(panel, ahead)
    parts: list[tuple[Cases, tuple[Answers, ...]]] = []
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as pool:  # each on its own draws
        for fold, past in pasts(panel, ahead):
            if progress is not None:
                progress(years.index(past.origin), len(years), str(past.origin))
            asked = list(cells(panel, past, fold=fold))
            fitted = [(p.name, p.fit(past)) for p in everyone]
            for cell in asked:
                said = list(pool.map(partial(_answered, cell), fitted))
                parts.append(_known(cell, past, said))
    return Trial(panel, ahead, *_joined(parts, [p.name for p in everyone]))


def _answered(cell: Cell, fitted: tuple[str, Fitted]) -> tuple[str, Answer]:
    name, predictor = fitted
    return name, predictor.answer(cell.histories)


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
