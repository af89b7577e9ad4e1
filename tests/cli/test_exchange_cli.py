"""Forecasts for other tools, from the command line: the numbers are those of our own tables."""

from __future__ import annotations

import csv
import io
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path

import pandas as pd
import pytest

import forecast
from tests.cli.commands import FLOW, figures, plan_text, run, table
from tests.unit.forecast.batches.test_batch import FASTER, ONE, reference_rows, write

LEVELS = {"plancast-lo-95": "q025", "plancast-lo-80": "q10", "plancast": "q50",
          "plancast-hi-80": "q90", "plancast-hi-95": "q975"}
HUB = Path(__file__).resolve().parents[1] / "reference" / "hub"
Rows = list[dict[str, str]]


def rows_of(text: str) -> Rows:
    return list(csv.DictReader(io.StringIO(text)))


def problems_of_hub(rows: Rows, task_ids: Iterable[str]) -> list[str]:
    """What hubs' validation refuses, by its published rules: docs.hubverse.io, model output."""
    said = []
    found: dict[tuple[str, ...], dict[tuple[str, str], str]] = defaultdict(dict)
    names = [*task_ids, "output_type", "output_type_id", "value"]
    for row in rows:
        if list(row) != names:
            return [f"columns {list(row)}"]
        task = tuple(row[name] for name in task_ids)
        key = (row["output_type"], row["output_type_id"])
        said += ["twice"] if key in found[task] else []
        found[task][key] = row["value"]
        said += [f"date {row[n]}" for n in ("origin_date", "target_end_date")
                 if not re.fullmatch(r"\d{4}-\d\d-\d\d", row[n])]
        years = int(row["target_end_date"][:4]) - int(row["origin_date"][:4])
        said += ["horizon"] if years != int(row["horizon"]) else []
        said += ["missing"] if "" in row.values() else []
    for outputs in found.values():
        if len({kind for kind, _ in outputs}) != 1:
            said.append("two kinds of output of one target")
        quantiles = sorted((float(i), float(v)) for (kind, i), v in outputs.items()
                           if kind == "quantile")
        values = [v for _, v in quantiles]
        said += ["falls"] if values != sorted(values) else []
        said += ["level"] if not all(0 <= level <= 1 for level, _ in quantiles) else []
        shares = [float(v) for (kind, _), v in outputs.items() if kind == "pmf"]
        said += ["sum"] if shares and abs(sum(shares) - 1) > 1e-9 else []
        said += ["share"] if not all(0 <= p <= 1 for p in shares) else []
    return said


TASK = ("origin_date", "target", "horizon", "target_end_date", "location")


@pytest.mark.parametrize(("spoil", "said"), [
    (lambda rows: rows + rows[:1], "twice"),
    (lambda rows: [{**rows[0], "value": "9e9"}, *rows[1:]], "falls"),
    (lambda rows: [{**rows[0], "location": ""}, *rows[1:]], "missing"),
    (lambda rows: [{**rows[-1], "value": "0.9"}, *rows[:-1]], "sum"),
])
def test_the_rules_find_what_breaks_them(spoil: Callable[[Rows], Rows], said: str) -> None:
    rows = rows_of((HUB / "model-output" / "plancast-law" / "2020-12-31-plancast-law.csv")
                   .read_text(encoding="utf-8"))
    assert problems_of_hub(rows, TASK) == []
    assert said in problems_of_hub(spoil(rows), TASK)


@pytest.fixture
def series(tmp_path: Path) -> Path:
    path = table(tmp_path / "h.csv", [(2017, 138), (2018, 150), (2019, 161), (2020, 177)])
    with path.open("a", encoding="utf-8") as more:
        more.writelines(f"Shelbyville,a,{y},{v},件,s\n" for y, v in
                        ((2016, 20), (2017, 25), (2018, 31), (2019, 30)))
    return path


def test_a_forecast_for_nixtla_and_for_a_hub(series: Path, tmp_path: Path) -> None:
    asked = ("forecast", series, "--to", "2022", "--target", "190", "--paths", "200")
    ours = [r for r in json.loads(run(*asked, "--format", "json").stdout) if r["model"] == "pool"]
    frame = rows_of(run(*asked, "--format", "nixtla", "--out", tmp_path / "out").stdout)
    assert (tmp_path / "out" / "nixtla.csv").exists()
    theirs = {(r["unique_id"], r["ds"]): r for r in frame}
    assert len(theirs) == len(ours) == 5
    for row in ours:
        found = theirs[f"{row['region']}/a", str(row["year"])]
        assert {n: float(found[n]) for n in LEVELS} == {
            n: float(row[q]) for n, q in LEVELS.items()}
    hub = tmp_path / "hub"
    told = rows_of(run(*asked, "--format", "hubverse", "--out", hub).stdout)
    assert problems_of_hub(told, TASK) == []
    rounds = sorted(p.relative_to(hub).as_posix() for p in (hub / "model-output").rglob("*.csv"))
    assert rounds == [f"model-output/plancast-law/{year}-12-31-plancast-law.csv"
                      for year in (2019, 2020)]
    kept = [r for name in rounds for r in rows_of((hub / name).read_text(encoding="utf-8"))]
    assert sorted(map(str, kept)) == sorted(map(str, told))
    for row in ours:
        mine = [r for r in told if (r["location"], r["target_end_date"][:4]) == (
            row["region"], str(row["year"]))]
        assert [float(r["value"]) for r in mine if r["target"] == "a"] == [
            float(row[q]) for q in LEVELS.values()]
        met = next(r for r in mine if r["target"] == "a >= 190" and r["output_type_id"] == "met")
        assert float(met["value"]) == pytest.approx(float(row["probability"]), abs=5.1e-5)


def test_a_plan_for_nixtla_and_for_a_hub(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text(plan_text({"a": FLOW}, ["{indicator: a, value: 240}"],
                              figures(range(2016, 2021), (100, 112, 130, 141, 160))), "utf-8")
    asked = ("scenarios", "export", plan, "--scenario", "baseline", "--scenario", "policy-push",
             "--paths", "300")
    iamc = {(r["scenario"], r["variable"], r["year"]): float(r["value"])
            for r in rows_of(run(*asked, "--long").stdout)}
    told = rows_of(run(*asked, "--format", "hubverse").stdout)
    assert problems_of_hub(told, (*TASK, "scenario_id")) == []
    words = {"0.025": "2.5th Percentile", "0.1": "10th Percentile", "0.5": "Median",
             "0.9": "90th Percentile", "0.975": "97.5th Percentile", "met": "Probability of Target"}
    told_of = {(r["scenario_id"], f"{r['target'].removesuffix(' met')}|"
                f"{words[r['output_type_id']]}", r["target_end_date"][:4]): float(r["value"])
               for r in told if r["output_type_id"] != "missed"}
    assert told_of == {key: v for key, v in iamc.items()
                       if key[0] in ("baseline", "policy-push")}
    frame = rows_of(run(*asked, "--format", "nixtla", "--model", "M").stdout)
    last = next(r for r in frame if r["ds"] == "2025")
    name = next(v for s, v, _ in iamc if s == "policy-push" and v.endswith("|90th Percentile"))
    assert float(last["M/policy-push-hi-80"]) == iamc["policy-push", name, "2025"]
    done = run(*asked, "--format", "hubverse", "--model", "me-mine", "--out", tmp_path / "hub")
    assert done.exit_code == 0
    kept = tmp_path / "hub" / "model-output" / "me-mine" / "2020-12-31-me-mine.csv"
    assert rows_of(kept.read_text(encoding="utf-8")) == told


def test_what_is_refused(tmp_path: Path) -> None:
    for more, code in ((("--format", "hubverse", "--model", "mine"), "TEAM-MODEL"),
                       (("--format", "nixtla", "--out", tmp_path / "x.xlsx"), ".csv")):
        done = run("scenarios", "export", "--lang", "en", *more)
        assert done.exit_code == 3
        assert code in done.stderr
        assert not (tmp_path / "x.xlsx").exists()


def test_a_series_of_which_nothing_can_be_said_is_named(tmp_path: Path) -> None:
    mute = table(tmp_path / "h.csv", [(2020, 5)], unit="分")
    asked = ("forecast", mute, "--to", "2022", "--format", "nixtla", "--lang", "en")
    done = run(*asked, "--out", tmp_path / "out")
    assert (done.exit_code, "EXCHANGE_EMPTY" in done.stderr) == (3, True)
    assert "left out" in done.stderr
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("more", [
    (), pytest.param(("--partition", "1"), marks=pytest.mark.nightly)])
def test_a_batch_as_a_nixtla_frame(tmp_path: Path, more: tuple[str, ...]) -> None:
    write(tmp_path, "history.csv", "unique_id,ds,y",
          [*((f"北 京/007 {i}", y, v) for i, y, v in ONE), ("b", 2020, 5)])
    write(tmp_path, "targets.csv", "unique_id,target_id,year,value,sense",
          [("b", "x", 2023, 6, "at_least"), ("北 京/007 a", "y", 2022, 20, "at_most")])
    write(tmp_path, "reference.csv", "unique_id,ds,y", reference_rows())
    (tmp_path / "s.yaml").write_text(FASTER, encoding="utf-8")
    asked = ("batch", tmp_path / "history.csv", "--targets", tmp_path / "targets.csv",
             "--reference", tmp_path / "reference.csv", "--scenarios", tmp_path / "s.yaml", *more)
    files = {}
    for layout in ("long", "nixtla"):
        out = tmp_path / layout
        assert run(*asked, "--out", out, "--layout", layout).exit_code == 0
        files[layout] = pd.concat(map(pd.read_parquet, sorted(out.rglob("quantiles*/*.parquet"))
                                      or [out / "quantiles.parquet"]))
        if more:
            kept = json.loads((out / "run.json").read_text(encoding="utf-8"))["options"]
            assert kept.get("layout", "long") == layout
    assert len(files["long"]) == 5 * 5 * len(files["nixtla"])  # levels, scenarios
    found = files["nixtla"].sort_values(["unique_id", "ds"], ignore_index=True)
    pd.testing.assert_frame_equal(found, forecast.to_nixtla(files["long"]), check_dtype=False,
                                  check_categorical=False)
