from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from report.series import engines
from tests.unit.forecast.batches.test_partitions import HEADER, content, grown, run, write
from tests.unit.forecast.batches.test_partitions import reference as reference  # a fixture

PARTS = 8
PATIENCE = 60.0


@pytest.fixture
def job(tmp_path: Path, reference: Path) -> Path:
    rows = [row for i in range(2 * PARTS) for row in grown(f"s{i}", i)]
    write(tmp_path, "history", HEADER, rows)
    write(tmp_path, "targets.csv", "unique_id,target_id,year,value",
          [(f"s{i}", "t", 2025, 150) for i in range(2 * PARTS)])
    run(tmp_path, reference, out="whole", size=2)
    return tmp_path


def waited(ready: Callable[[], bool], alive: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready() and alive() and time.monotonic() < end:
        time.sleep(0.001)


def done(folder: Path) -> int:
    parts = folder / "out" / "parts"
    return len([p for p in parts.iterdir() if p.suffix == ".ok"]) if parts.is_dir() else 0


def test_killed_anywhere_and_run_again_gives_the_same_bytes(job: Path, reference: Path) -> None:
    out = job / "out"
    instants: list[Callable[[], bool]] = [
        lambda: (out / ".lock").exists(), lambda: (out / "run.json").exists(),
        lambda: (out / "spill" / "history").exists(),
        lambda: (out / "spill" / "split.json").exists(),
        lambda: (out / "verdicts").exists() and any((out / "verdicts").iterdir()),
        *(lambda n=n: done(job) >= n for n in (1, 2, 5, PARTS))]  # type: ignore[misc]
    context = multiprocessing.get_context("fork")
    seen = []
    for ready in instants:
        child = context.Process(target=run, args=(job, reference), kwargs={"size": 2})
        child.start()
        waited(ready, child.is_alive)
        assert child.pid is not None
        os.kill(child.pid, signal.SIGKILL)
        child.join()
        seen.append(done(job))
        for path in out.rglob("*.ok"):  # a record is never there without what it says
            assert path.name == "run.ok" or (out / "verdicts" / f"{path.stem}.parquet").is_file()
    assert seen == sorted(seen)
    assert 0 < seen[4] + seen[5] < 2 * PARTS  # the middle ones were killed at work
    run(job, reference, size=2)
    assert content(out) == content(job / "whole")


def test_processes_give_the_same_bytes(job: Path, reference: Path) -> None:
    run(job, reference, size=2, engine=engines.local(2))
    assert content(job / "out") == content(job / "whole")


@pytest.mark.slow
def test_a_cluster_with_a_killed_worker_gives_the_same_bytes(job: Path, reference: Path) -> None:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(n_workers=2, threads_per_worker=1, host="127.0.0.1",
                                  dashboard_address=None) as cluster:
        first = next(iter(cluster.workers.values()))
        killed = []

        def kill(*_: object) -> None:
            if not killed:
                killed.append(first.pid)
                os.kill(first.pid, signal.SIGKILL)

        engine = engines.dask(cluster.scheduler_address)

        def killing(given: engines.Job, numbers: object) -> object:
            for record in engine(given, numbers):  # type: ignore[arg-type]
                kill()
                yield record

        run(job, reference, size=2, engine=killing)  # type: ignore[arg-type]
        assert killed
    assert content(job / "out") == content(job / "whole")


@pytest.mark.slow
def test_no_scheduler_is_said(job: Path, reference: Path) -> None:
    from data.errors import PlancastError

    pytest.importorskip("distributed")
    with pytest.raises(PlancastError) as refused:
        run(job, reference, size=2, engine=engines.dask("tcp://127.0.0.1:9"))
    assert refused.value.problems[0].code == "BATCH_ENGINE_ADDRESS"
