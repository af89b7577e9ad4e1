"""A frame that statsforecast wrote (``make_nixtla_sample.py``) is read, and written with its cells.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.exchange.nixtla import from_nixtla, to_nixtla

HERE = Path(__file__).resolve().parent


@pytest.fixture(scope="module")
def theirs() -> pd.DataFrame:
    return pd.read_csv(HERE / "nixtla_forecast.csv")


def test_what_statsforecast_writes_is_read(theirs: pd.DataFrame) -> None:
    found = from_nixtla(theirs)
    assert len(found) == 6 * 2 * 5  # rows, models, quantiles
    assert set(found["model"]) == {"RWD", "HistoricAverage"}
    assert set(found["scenario"]) == {"baseline"}
    assert sorted(set(found["quantile"])) == [0.025, 0.1, 0.5, 0.9, 0.975]
    figures = pd.read_csv(HERE / "nixtla_history.csv").query("unique_id == 'Springfield/Grants'")
    drift = (figures["y"].iloc[-1] - figures["y"].iloc[0]) / 5
    middle = found.query("unique_id == 'Springfield/Grants' and model == 'RWD' and quantile == .5")
    assert middle["value"].tolist() == pytest.approx([199 + drift * h for h in (1, 2, 3)])
    # Their interval is symmetric about the point forecast, so that is the median.
    edges = found.query("model == 'RWD' and quantile != .5")
    wide = edges.pivot_table(index=["unique_id", "ds"], columns="quantile", values="value")
    assert ((wide[0.1] + wide[0.9]) / 2).tolist() == pytest.approx(
        ((wide[0.025] + wide[0.975]) / 2).tolist())


def test_what_we_write_has_the_cells_of_theirs(theirs: pd.DataFrame) -> None:
    ours = to_nixtla(from_nixtla(theirs))
    pd.testing.assert_frame_equal(ours[list(theirs)], theirs)


def test_levels_mean_what_utilsforecast_takes_them_for(theirs: pd.DataFrame) -> None:
    found = from_nixtla(theirs).merge(theirs[["unique_id", "ds"]].assign(
        y=[44.0, 45.0, 70.0, 220.0, 240.0, 300.0]))
    edges = found[found["quantile"] != 0.5]
    left = edges["y"] - edges["value"]
    pinball = edges.assign(score=np.maximum(edges["quantile"] * left,
                                            (edges["quantile"] - 1) * left))
    ours = pinball.groupby(["unique_id", "model"])["score"].mean()
    scores = pd.read_csv(HERE / "nixtla_scores.csv").query("metric == 'mqloss'").set_index(
        "unique_id")
    for (name, model), score in ours.items():
        assert score == pytest.approx(scores.loc[name, model], rel=1e-9)
