"""The law that the backtest scores is the one that answers users, object for object."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data.reference.figures import bundled_reference
from data.series import Series
from data.tables.history import read_history
from data.tables.targets import read_targets
from data.units import UNITS
from data.words import Kind
from forecast.backtest.cells import FACTORS, LEVELS, Cell, Past, cells, ordered, pasts
from forecast.backtest.law_predictor import LawPredictor
from forecast.batches.run import Batch
from forecast.batches.targets import join
from forecast.knowledge import knowledge_of
from forecast.law.engine import LawEngine
from forecast.law.predict import Forecaster

HORIZONS = (2, 5)
ORIGIN = 2015


@pytest.fixture(scope="module")
def past() -> tuple[Past, list[Cell]]:
    panel = ordered(bundled_reference().panel(2022))
    fold, found = next((f, p) for f, p in pasts(panel, HORIZONS) if p.origin == ORIGIN)
    return found, list(cells(panel, found, fold=fold))


@pytest.mark.parametrize(("kind", "n"), [(Kind.FLOW, 1), (Kind.FLOW, 4), (Kind.STOCK, 2)])
def test_the_scored_law_answers_users(past: tuple[Past, list[Cell]], kind: Kind, n: int,
                                      tmp_path: Path) -> None:
    known, asked = past
    histories = next(c.histories for c in asked if c.histories.n == n)
    i = next(i for i, id_ in enumerate(histories.ids) if id_.kind is kind)
    family, values = histories.ids[i].family, histories.values[i]
    fit = LawPredictor().fit(known)
    answer = fit.answer(histories)
    assert isinstance(fit.engine, LawEngine)
    assert answer.spoken[i].all()

    years = np.arange(ORIGIN - n + 1, ORIGIN + 1)
    series = Series("", family, years, values, kind, UNITS[""])
    forecast = Forecaster(knowledge_of(known.panel).until(ORIGIN), 100, 0).predict(
        series, ORIGIN + max(HORIZONS), kind=kind)
    assert forecast is not None
    for j, h in enumerate(known.horizons):
        goals = np.array(FACTORS) * values[-1] * (1 - 1e-12)
        rows = np.zeros(len(goals), dtype=np.int64)
        p = forecast.law.chance(rows, rows + h - 1, goals, np.full(len(goals), np.inf))
        assert p == pytest.approx(answer.reach[i, j], abs=1e-12)
        assert answer.quantiles is not None
        assert np.log(forecast.law.quantile(LEVELS)[0, h - 1] / values[-1]) == pytest.approx(
            answer.quantiles[i, j], abs=1e-9)

    if kind is not Kind.FLOW:  # a table without a unit tells of yearly figures
        return
    (tmp_path / "h.csv").write_text("unique_id,ds,y\n" + "".join(
        f"{family},{y},{v!r}\n" for y, v in zip(years, values.tolist(), strict=True)), "utf-8")
    (tmp_path / "t.csv").write_text("unique_id,target_id,year,value,sense\n" + "".join(
        f"{family},{k},{ORIGIN + known.horizons[0]},{float(f * values[-1])!r},at_least\n"
        for k, f in enumerate(FACTORS)), "utf-8")
    cases = join(read_history(tmp_path / "h.csv"), read_targets(tmp_path / "t.csv"))
    said = Batch(cases, knowledge_of(known.panel)).run(lambda _: None)
    assert said.probability[:, 0] == pytest.approx(answer.reach[i, 0], abs=1e-6)
