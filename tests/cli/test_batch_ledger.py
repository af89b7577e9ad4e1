"""A batch in the ledger: recorded whole, scored against a table or the ledger's own figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from data.ledger.store import open_ledger
from data.paths import interval
from data.words import Sense
from forecast.lifecycle.summary import crps_of
from tests.cli.commands import FLOW, figures, plan_text, run
from tests.unit.forecast.batches.test_batch import FASTER

YEARS = range(2012, 2021)


@pytest.fixture
def job(tmp_path: Path) -> Path:
    rng = np.random.default_rng(4)
    rows, goals = [], []
    for i in range(30):
        level = np.round(100 * np.exp(np.cumsum(rng.normal(0.04, 0.1, len(YEARS)))), 1)
        rows += [f"市{i},grants,{y},{v},件" for y, v in zip(YEARS, level, strict=True)]
        goals += [f"市{i}/grants,up,2022,{level[-1] * 1.1:.1f},at_least,",
                  f"市{i}/grants,band,2024,{level[-1]:.1f},between,{level[-1] * 1.6:.1f}"]
    goals += ["市0/grants,far,2090,1,at_least,", "市1/grants,was,2020,5,at_least,"]
    (tmp_path / "h.csv").write_text("region,indicator,year,value,unit\n" + "\n".join(rows),
                                    encoding="utf-8")
    (tmp_path / "t.csv").write_text("unique_id,target_id,year,value,sense,upper\n"
                                    + "\n".join(goals), encoding="utf-8")
    (tmp_path / "s.yaml").write_text(FASTER, encoding="utf-8")
    return tmp_path


def batch(job: Path, *words: str) -> None:
    done = run("batch", job / "h.csv", "--targets", job / "t.csv", "--out", job / "out",
               "--ledger", job / "book", *words)
    assert done.exit_code == 4, done.stderr  # one target lies too far ahead
    assert "Recorded in the ledger: entry" in done.stderr


def score(job: Path, *words: str) -> dict[str, Any]:
    done = run("ledger", "score", job / "book", "--format", "json", *words)
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)["batches"][-1]
    return found


def test_an_entry_holds_the_files_and_the_quantiles_of_each_target(job: Path) -> None:
    batch(job, "--scenarios", str(job / "s.yaml"), "--quantiles", "0.1,0.5,0.9")
    book = open_ledger(job / "book")
    entry, = book.entries()
    rows = book.read(entry).to_pandas()
    verdicts = pd.read_parquet(job / "out" / "verdicts.parquet")
    pd.testing.assert_frame_equal(rows[list(verdicts)].astype(object), verdicts.astype(object))
    fans = pd.read_parquet(job / "out" / "quantiles.parquet").set_index(
        ["unique_id", "scenario", "ds", "quantile"]).value
    assert len(rows) == 62 * 5
    some = 0
    for row in rows.itertuples():
        for level, value in zip((0.1, 0.5, 0.9), row.quantiles, strict=True):
            if row.target_id in ("up", "band"):
                assert value == fans[row.unique_id, row.scenario, row.year, level]
                some += 1
            else:
                assert np.isnan(value) or value is None
    assert some == 60 * 5 * 3
    header: dict[str, Any] = dict(entry.header)
    assert set(header["inputs"]) == {"history:h.csv", "targets:t.csv", "scenarios:s.yaml"}
    assert set(header["outputs"]) == {"verdicts.parquet", "quantiles.parquet"}
    assert set(header["scenario_texts"]) == {"faster", "shock", "alike", "each"}
    assert (header["targets"], header["refused"]) == (62, 1)
    assert rows.set_index("target_id").known["was"].all()
    for lang in ("zh", "en"):
        shown = run("ledger", "show", job / "book", "--lang", lang)
        assert (shown.exit_code, "grants" in shown.stdout) == (0, True)


def actual(job: Path, unit: str = "件", factor: float = 1.0) -> pd.Series:
    """Write what became of every series two years on."""
    last = pd.read_csv(job / "h.csv").query("year == 2020").set_index("region").value
    values = last * np.linspace(0.7, 1.9, len(last))
    (job / "a.csv").write_text("region,indicator,year,value,unit\n" + "\n".join(
        f"{region},grants,2022,{value / factor:.9g},{unit}" for region, value in values.items()),
        encoding="utf-8")
    return values


def test_scores_agree_with_computing_them_one_by_one(job: Path) -> None:
    batch(job, "--quantiles", "0.1,0.5,0.9")
    assert score(job) == {"entry": open_ledger(job / "book").entry("last").id, "pending": 60,
                          "summaries": []}
    values = actual(job, "万件", 1e4)
    found = score(job, "--actuals", str(job / "a.csv"))
    assert found["pending"] == 30
    summary, = found["summaries"]
    rows = open_ledger(job / "book").read(open_ledger(job / "book").entry("last")).to_pandas()
    rows = rows[rows.target_id == "up"]
    y = values[[uid.split("/")[0] for uid in rows.unique_id]].to_numpy()
    low, high = interval(rows.value.to_numpy(), Sense.AT_LEAST)
    hit = ((y >= low) & (y <= high)).astype(float)
    assert 0 < hit.mean() < 1
    q = np.stack(list(rows.quantiles))
    assert (summary["n"], summary["met"]) == (30, pytest.approx(hit.mean()))
    assert summary["brier"] == pytest.approx(np.mean((rows.probability - hit) ** 2), rel=1e-6)
    assert summary["brier_no_change"] == pytest.approx(hit.mean())  # the level of then is too low
    crps = crps_of(q, y, levels=np.array([0.1, 0.5, 0.9]))
    assert summary["crps"] == pytest.approx(np.mean(100 * crps / rows.last_value), rel=1e-6)
    error = 100 * (q[:, 1] - y) / y
    assert summary["mean_error"] == pytest.approx(np.mean(error), rel=1e-6)
    assert summary["root_mean_square_error"] == pytest.approx(np.sqrt(np.mean(error**2)), rel=1e-6)
    assert summary["coverage80"] == pytest.approx(np.mean((y >= q[:, 0]) & (y <= q[:, 2])))
    for lang in ("zh", "en"):
        shown = run("ledger", "score", job / "book", "--actuals", job / "a.csv", "--lang", lang)
        assert (shown.exit_code, "Brier" in shown.stdout) == (0, True)


def test_without_the_levels_there_is_no_coverage_and_another_unit_is_no_figure(job: Path) -> None:
    batch(job, "--quantiles", "0.25,0.75")
    actual(job)
    summary, = score(job, "--actuals", str(job / "a.csv"))["summaries"]
    assert summary["crps"] > 0
    assert (summary["coverage80"], summary["mean_error"], summary["two_thirds_spread"]) == (
        None, None, None)
    actual(job, "万元")
    assert score(job, "--actuals", str(job / "a.csv"))["summaries"] == []


def test_figures_of_the_ledger_resolve_a_batch(job: Path) -> None:
    batch(job)
    (job / "p.yaml").write_text(plan_text(
        {"grants": FLOW}, ["{indicator: grants, value: 9}"],
        figures((2019, 2020), (8, 9), "grants")).replace("{zh: 甲市", "{zh: 市7"), encoding="utf-8")
    (job / "new.csv").write_text("indicator,year,value\ngrants,2022,3\n", encoding="utf-8")
    done = run("ledger", "add-actuals", job / "book", job / "new.csv", "--plan", job / "p.yaml")
    assert done.exit_code == 0, done.stderr
    summary, = score(job, "--entry", "1")["summaries"]
    assert (summary["n"], summary["met"], summary["replayed"]) == (1, 0.0, False)
    batch(job)  # recorded after the figure: a replay
    assert [s["replayed"] for s in score(job)["summaries"]] == [True]


def test_a_ledger_that_cannot_be_used_is_said_before_the_work(job: Path) -> None:
    (job / "book").write_text("a file", encoding="utf-8")
    done = run("batch", job / "h.csv", "--targets", job / "t.csv", "--out", job / "out",
               "--ledger", job / "book")
    assert (done.exit_code, "LEDGER_FOREIGN" in done.stderr) == (3, True)
    assert not list((job / "out").iterdir())
