"""A hub with our model output: every row is one that its ``tasks.json`` asks for, hubdata reads it.

``hub/model-output`` is what ``plancast forecast nixtla_history.csv --to 2023 --target 45 --format
hubverse --out hub`` wrote; hubdata is no dependency of the project, and where it is not installed
the last test is skipped.
"""

from __future__ import annotations

import csv
import json
from importlib.util import find_spec
from pathlib import Path

import pytest

HUB = Path(__file__).resolve().parent / "hub"
FILES = sorted((HUB / "model-output").rglob("*.csv"))


def test_every_row_is_one_that_the_hub_asks_for() -> None:
    (hub_round,) = json.loads((HUB / "hub-config" / "tasks.json").read_text(encoding="utf-8"))[
        "rounds"]
    seen = set()
    for path in FILES:
        for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines()):
            task = next(t for t in hub_round["model_tasks"]
                        if row["target"] in t["task_ids"]["target"]["optional"])
            for name, allowed in task["task_ids"].items():
                assert row[name] in map(str, allowed["optional"]), (path.name, row)
            allowed = task["output_type"][row["output_type"]]["output_type_id"]["required"]
            assert row["output_type_id"] in map(str, allowed)
            assert path.name.startswith(row[hub_round["round_id"]])
            seen.add(row["output_type"])
    assert seen == {"quantile", "pmf"}


@pytest.mark.skipif(find_spec("hubdata") is None, reason="hubdata is not installed")
def test_hubdata_reads_it() -> None:
    from hubdata import connect_hub  # type: ignore[import-not-found, unused-ignore]

    rows = connect_hub(HUB).get_dataset().to_table().to_pylist()
    assert len(rows) == sum(len(p.read_text(encoding="utf-8").splitlines()) - 1 for p in FILES)
    assert {row["model_id"] for row in rows} == {"plancast-law"}
    one = next(r for r in rows if (r["location"], r["horizon"], r["output_type_id"]) == (
        "Springfield", 1, "0.5"))
    assert (str(one["target_end_date"]), one["target"]) == ("2021-12-31", "Grants")
    assert isinstance(one["value"], float)
