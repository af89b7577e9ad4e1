from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from cli import app
from tests.unit.forecast.batches.test_batch import FASTER, ONE, reference_rows, write

VERDICTS = ["unique_id", "target_id", "scenario", "probability", "stated_probability", "mc_se",
            "flag", "grade", "colour", "refused_code"]
QUANTILES = ["unique_id", "scenario", "ds", "quantile", "value"]


@pytest.fixture
def job(tmp_path: Path) -> Path:
    write(tmp_path, "history.csv", "unique_id,ds,y",
          [*((f"北 京/007 {i}", y, v) for i, y, v in ONE), ("b", 2020, 5)])
    write(tmp_path, "targets.csv", "unique_id,target_id,year,value,sense",
          [("b", "x", 2023, 6, "at_least"), ("北 京/007 a", "y", 2022, 20, "at_most"),
           ("b", "z", 2021, 4, "above")])
    write(tmp_path, "reference.csv", "unique_id,ds,y", reference_rows())
    (tmp_path / "scenarios.yaml").write_text(FASTER, encoding="utf-8")
    return tmp_path


def run(job: Path, *more: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, [
        "batch", str(job / "history.csv"), "--targets", str(job / "targets.csv"),
        "--reference", str(job / "reference.csv"), "--out", str(job / "out"), *more])
    return result.exit_code, result.output


def test_files_hold_what_is_promised_in_the_order_of_the_input(job: Path) -> None:
    code, text = run(job, "--scenarios", str(job / "scenarios.yaml"))
    assert (code, "3 targets of 2 series" in text) == (0, True)
    v = pd.read_parquet(job / "out" / "verdicts.parquet")
    q = pd.read_parquet(job / "out" / "quantiles.parquet")
    assert list(v) == VERDICTS
    assert list(q) == QUANTILES
    assert v.unique_id.tolist() == ["b"] * 5 + ["北 京/007 a"] * 5 + ["b"] * 5
    assert v.scenario.tolist() == ["baseline", "faster", "shock", "alike", "each"] * 3
    assert q.unique_id.drop_duplicates().tolist() == ["北 京/007 a", "b"]
    assert q[q.unique_id == "b"].ds.unique().tolist() == [2021, 2022, 2023]
    assert v.probability.between(0, 1).all()
    assert (v.mc_se[v.scenario == "baseline"] == 0).all()
    assert (v.mc_se[v.scenario != "baseline"] > 0).all()
    p = v.set_index(["target_id", "scenario"]).probability
    assert p["x", "faster"] > p["x", "baseline"] > p["x", "shock"]


def test_csv_and_parquet_say_the_same(job: Path) -> None:
    assert run(job, "--quantiles", "0.5,0.1")[0] == 0
    assert run(job, "--quantiles", "0.5,0.1", "--format", "csv")[0] == 0
    for stem in ("verdicts", "quantiles"):
        columnar = pd.read_parquet(job / "out" / f"{stem}.parquet")
        text = pd.read_csv(job / "out" / f"{stem}.csv")
        pd.testing.assert_frame_equal(columnar.astype(object), text.astype(object),
                                      check_dtype=False, rtol=1e-15, atol=0)
    assert sorted(p.name for p in (job / "out").iterdir()) == [
        "quantiles.csv", "quantiles.parquet", "verdicts.csv", "verdicts.parquet"]


def test_refused_targets_give_exit_code_4(job: Path) -> None:
    with (job / "targets.csv").open("a", encoding="utf-8") as stream:
        stream.write("b,old,2001,3,at_least\n")
    code, text = run(job)
    assert code == 4
    assert "TARGET_IN_THE_PAST 1" in text
    v = pd.read_parquet(job / "out" / "verdicts.parquet")
    assert v.refused_code.tolist()[3] == "TARGET_IN_THE_PAST"
    assert v.probability.isna().tolist() == [False] * 3 + [True]


def test_only_refused_targets_still_give_both_tables(job: Path) -> None:
    write(job, "targets.csv", "unique_id,target_id,year,value", [("b", "old", 2001, 3)])
    assert run(job)[0] == 4
    assert len(pd.read_parquet(job / "out" / "quantiles.parquet")) == 0


def test_problems_of_all_files_come_at_once(job: Path) -> None:
    with (job / "targets.csv").open("a", encoding="utf-8") as stream:
        stream.write("nobody,t,2023,3,at_least\n")
    (job / "scenarios.yaml").write_text("scenario: 3 = 4\n", encoding="utf-8")
    write(job, "reference.csv", "unique_id,ds,y", [("r", "soon", 3)])
    code, text = run(job, "--scenarios", str(job / "scenarios.yaml"))
    assert code == 3
    for part in ("BATCH_SERIES_UNKNOWN", "targets.csv:5", "YEAR_NOT_WHOLE", "reference.csv:2",
                 "scenarios.yaml"):
        assert part in text
    assert not list((job / "out").iterdir())


def test_doubled_targets_and_bad_years_come_at_once(job: Path) -> None:
    with (job / "targets.csv").open("a", encoding="utf-8") as stream:
        stream.write("b,x,2023,3,at_least\nb,w,next year,3,at_least\n")
    code, text = run(job)
    assert code == 3
    assert "DUPLICATE_ROW" in text
    assert "YEAR_NOT_WHOLE" in text


def test_bad_quantiles_are_a_usage_error(job: Path) -> None:
    assert run(job, "--quantiles", "0.5,2")[0] == 2
