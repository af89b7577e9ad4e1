"""What is kept beyond the page: the ledger's story, and plans made on the page."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.cli.commands import run
from tests.page.served import PLAN, Served, served

DOCUMENT = "甲市“十四五”规划\n2020年专利授权量2748件。到2025年，专利授权量达到5500件。\n"


def test_the_ledger_tells_what_was_said(plan_file: Path, tmp_path: Path) -> None:
    book = tmp_path / "book"
    assert run("assess", plan_file, "--ledger", book).exit_code == 0
    more = plan_file.with_name("more.yaml")
    more.write_text(PLAN.replace("value: 5527", "value: 9000"), encoding="utf-8")
    with served(str(more), "--ledger", str(book), temp=tmp_path / "t") as own:
        said = own.job("assess", {"plan": "more"})
        assert said.status == 200
        rows = said.json["views"]["en"]["overview"]["rows"]  # type: ignore[index,call-overload]
        before = {r["target"]: r["chances"][0]["before"] for r in rows}
        now = {r["target"]: r["chances"][0]["text"] for r in rows}
        assert before["trademarks"] == now["trademarks"]
        assert before["patent_grants"] != now["patent_grants"]
        life = own.job("life", {"plan": "more", "lang": "en"})
        assert len(life.json["entries"]) == 1  # type: ignore[arg-type]
        assert life.json["scores"]


def test_plans_made_here_are_in_the_folder_of_work(tmp_path: Path) -> None:
    work = tmp_path / "plans"
    work.mkdir()
    (work / "three.yaml").write_text(PLAN, encoding="utf-8")
    with served(str(work), temp=tmp_path / "t") as own:
        key = own.post("/api/upload/document?name=jia.txt", DOCUMENT.encode()).json["key"]
        begun = own.post("/api/job/import", {"plan": key}).json["job"]
        while own.get(f"/api/job/{begun}?seen=-1").json["state"] != "done":
            pass
        kept = own.post("/api/keep", {"job": begun}).json["key"]
        saved = work / "jia.yaml"
        first = saved.read_text(encoding="utf-8")
        assert first.count("confidence:") == 2
        version = own.post("/api/ask/rows", {"plan": kept}).json["version"]
        edit = {"plan": kept, "version": version,
                "edit": {"op": "confirm", "list": "targets", "place": 0}}
        assert own.post("/api/edit", edit).json["version"] == 1
        assert own.post("/api/edit", edit).json["state"] == "stale"  # of another tab
        assert saved.read_text(encoding="utf-8").count("confidence:") == 1
        wrong = own.post("/api/edit", {"plan": kept, "version": 1, "edit": {
            "op": "correct", "list": "targets", "place": 0, "fields": {"value": "x"}}})
        assert wrong.status == 422
        for odd in ({"op": "drop", "list": "indicators", "place": 0}, {"op": "x"}, {},
                    {"op": "correct", "list": "targets", "place": 0, "fields": {"plan": "y"}}):
            assert own.post("/api/edit", {"plan": kept, "version": 1, "edit": odd}).status == 422
        assert own.post("/api/edit", {"plan": "three", "version": 0, "edit": {}}).status == 404
        own.post("/api/edit", {"plan": kept, "version": 1, "undo": True})
        own.process.send_signal(signal.SIGTERM)
        assert own.process.wait(20) == 0
    assert saved.read_text(encoding="utf-8") == first  # confirmed, and taken back
    assert (work / "three.yaml").read_text(encoding="utf-8") == PLAN


def _memory(pid: int) -> int:
    """Proportional memory of a process and all below it, in MB."""
    def below(one: int) -> list[int]:
        said = subprocess.run(["pgrep", "-P", str(one)], capture_output=True, text=True,
                              check=False).stdout.split()
        return [p for child in map(int, said) for p in (child, *below(child))]

    total = 0
    for one in (pid, *below(pid)):
        try:
            lines = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total // 1024


@pytest.mark.skipif(not os.path.exists("/proc/self/smaps_rollup"), reason="needs Linux's /proc")
def test_memory_does_not_grow_with_requests(page: Served) -> None:
    ask = {"plan": "three", "target": "patent_grants", "scenarios": ["baseline"]}
    for level in range(3000, 3050):
        assert page.post("/api/ask/target_at", {**ask, "level": level}).status == 200
    before = _memory(page.process.pid)
    for level in range(4000, 4500):
        page.post("/api/ask/target_at", {**ask, "level": level})
    after = _memory(page.process.pid)
    assert after <= 400
    assert after - before <= 20, (before, after)
