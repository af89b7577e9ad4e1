"""What is kept beyond the page: the ledger's story, and plans made on the page."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

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


def test_runs_and_figures_are_recorded_from_the_page(plan_file: Path, tmp_path: Path) -> None:
    """What the page records is what the command line records, and tells it year by year."""
    book, other = tmp_path / "book", tmp_path / "other"
    table = "region,indicator,year,value,unit\n鄂尔多斯市,patent_grants,2021,3300,件\n".encode()
    (tmp_path / "2021.csv").write_bytes(table)
    with served(str(plan_file), "--ledger", str(book), temp=tmp_path / "t") as own:
        assert own.job("life", {"plan": "three", "lang": "en"}).json["entries"] == []
        first = own.job("record", {"plan": "three", "lang": "en"})
        assert first.status == 200, first
        sent = own.post("/api/upload/table?name=2021.csv", table).json["key"]
        long = own.post(f"/api/upload/table?name={quote('数' * 300)}.csv", table).json
        assert str(long["label"]).endswith(".csv")
        assert len(str(long["label"]).encode()) < 255
        added = own.job("actuals", {"plan": "three", "lang": "en", "upload": sent})
        assert "1" in str(added.json["said"])
        assert own.post("/api/job/actuals", {"plan": "three", "upload": "three"}).status == 404
        assert own.job("record", {"plan": "three", "lang": "en"}).status == 200
        life = own.job("life", {"plan": "three", "lang": "en"}).json
        told = {line["target"]: [m["year"] for m in line["moments"]]
                for line in life["timelines"]}  # type: ignore[attr-defined]
        assert told["patent_grants"] == [2020, 2021]
        assert [e[1] for e in life["entries"]] == ["run", "figures", "run"]  # type: ignore
        assert "patent" in str(life["moved"]).lower()
        assert [e[-1] for e in life["entries"]][1] == "2021.csv"  # type: ignore
    for words in (("assess", plan_file, "--ledger", other),
                  ("ledger", "add-actuals", other, tmp_path / "2021.csv", "--plan", plan_file),
                  ("assess", plan_file, "--ledger", other)):
        assert run(*words).exit_code == 0
    ours, theirs = (json.loads(run("ledger", "show", b, "last", "--format", "json").stdout)
                    for b in (book, other))
    assert ours["rows"] == theirs["rows"]
    for key in ("plan", "as_of", "asked_as_of", "inputs", "scenarios", "seed", "purpose"):
        assert ours["header"][key] == theirs["header"][key], key


def test_a_row_to_confirm_is_told_as_it_is_stated(page: Served) -> None:
    """A doubling is no hundred thousand items, a rate of growth no number of firms."""
    kept = page.imported("某县“十四五”规划\n"
                         "2020年有效发明专利1.02万件，科技企业46家，合同额3亿元。\n"
                         "到2025年，有效发明专利力争比2020年翻一番，科技企业年均增长20%，"
                         "合同额达到5亿元以上。\n")
    rows = page.post("/api/ask/rows", {"plan": kept, "lang": "zh"}).json["rows"]
    goals = {r["name"]: (r["said"], r["value_unit"]) for r in rows  # type: ignore
             if r["list"] == "targets"}
    assert goals["有效发明专利"][1] == goals["科技企业"][1] == "%"
    assert "100%" in goals["有效发明专利"][0]
    assert "万件" not in goals["有效发明专利"][0]
    assert "20%" in goals["科技企业"][0]
    assert goals["合同额"] == ("≥ 5 亿元（2025年）", "亿元")


def test_a_plan_file_says_what_nobody_confirmed_wherever_it_is_opened(tmp_path: Path) -> None:
    """Given, uploaded or with other figures: no way around confirming; a copy is confirmed."""
    work = tmp_path / "plans"
    work.mkdir()
    (work / "read.yaml").write_text(PLAN.replace("sense: at_least}", "sense: at_least, "
                                                 "confidence: 0.6}"), encoding="utf-8")
    with served(str(work), temp=tmp_path / "t") as own:
        sent = own.post("/api/upload/plan?name=read.yaml", (work / "read.yaml").read_bytes()).json
        assert own.job("check", {"plan": sent["key"]}).json["left"] == 1
        for key in ("read", str(sent["key"])):
            for action in ("assess", "grid", "solve"):
                said = own.job(action, {"plan": key, "cells": []})
                assert said.status == 422
                assert b"PAGE_UNCONFIRMED" in said.body, action
        copy = own.post("/api/copy", {"plan": "read"}).json["key"]
        found = own.post("/api/ask/rows", {"plan": copy}).json
        assert found["left"] == 1
        assert own.get(f"/api/read/{copy}").json["lines"] == []
        place = found["rows"][0]["place"]  # type: ignore[index]
        assert own.post("/api/edit", {"plan": copy, "version": 0, "edit": {
            "op": "confirm", "list": "targets", "place": place}}).json["version"] == 1
        assert own.job("assess", {"plan": copy}).status == 200
        for odd in ("nowhere", "ordos-14fyp-ip", "../read", 3, None):
            assert own.post("/api/copy", {"plan": odd}).status == 404


def test_a_plan_that_is_changed_on_disk_is_read_again(tmp_path: Path) -> None:
    """By an editor, while it is served; and a bundled plan keeps its address beside a file's."""
    plan = tmp_path / "ordos-14fyp-ip.yaml"
    plan.write_text(PLAN, encoding="utf-8")
    with served(str(plan), temp=tmp_path / "t") as own:
        key = "ordos-14fyp-ip-2"
        assert own.url.endswith(f"/plan/{key}")
        ask = {"plan": key, "target": "patent_grants", "scenarios": ["baseline"], "value": 5000}
        first = own.job("assess", {"plan": key}).json["json"]
        at = own.post("/api/ask/target_at", ask).json["chances"]
        plan.write_text(PLAN.replace("value: 1510", "value: 2510"), encoding="utf-8")
        assert own.job("assess", {"plan": key}).json["json"] != first
        assert own.post("/api/ask/target_at", ask).json["chances"] != at
        plan.write_text("plan: [", encoding="utf-8")
        assert own.job("assess", {"plan": key}).status == 422
        plan.unlink()
        said = own.job("assess", {"plan": key})
        assert said.status == 422
        assert str(tmp_path) not in said.body.decode()
        named = own.post("/api/ask/names", {"plan": "ordos-14fyp-ip", "lang": "en"}).json
        assert named["title"] != "Three targets"


@pytest.mark.parametrize(("typed", "refused"), [
    (["2,100", "２ ３１０"], []), (["2,100", "1,5"], ["2,100", "1,5"]), (["1,5"], ["1,5"]),
    (["nan", "inf", "1_000", "1e400"], ["nan", "inf", "1_000", "1e400"]),
    (["12%", "150(预计)", "148p"], ["12%", "150(预计)", "148p"]), (["—", ""], [])])
def test_a_figure_that_may_be_misread_is_refused_beside_its_cell(
        page: Served, typed: list[str], refused: list[str]) -> None:
    cells = [{"indicator": "trademarks", "year": 2010 + i, "value": text}
             for i, text in enumerate(typed)]
    said = page.job("grid", {"plan": "three", "lang": "zh", "cells": cells}).json
    found = said["problems"]
    assert [typed[p["year"] - 2010] for p in found] == refused  # type: ignore


def test_a_filled_sheet_is_taken_back_as_by_the_command_line(page: Served, tmp_path: Path) -> None:
    from openpyxl import load_workbook

    (tmp_path / "jia.txt").write_text(DOCUMENT, encoding="utf-8")
    kept = page.imported(DOCUMENT)
    ask = {"plan": kept, "lang": "zh", "target": "x", "scenarios": ["baseline"]}
    for action in ("target_at", "under", "related"):  # nothing is said before all is confirmed
        assert page.post(f"/api/ask/{action}", ask).status == 422, action
    for action in ("assess", "solve", "compare", "attribute", "tornado", "record"):
        assert page.job(action, ask).status == 422, action
    assert page.job("export", {**ask, "what": "memo"}).status == 422
    assert page.job("assess", {**ask, "what": "plan"}).status == 422  # only an export is as it is
    before = page.job("export", {"plan": kept, "what": "plan"}).body
    plan, sheet = tmp_path / "jia.yaml", tmp_path / "sheet.xlsx"
    plan.write_bytes(before)
    sheet.write_bytes(page.job("export", {"plan": kept, "what": "fill_in", "lang": "zh"}).body)
    assert run("import", tmp_path / "jia.txt", "-o", tmp_path / "own.yaml", "--lang", "zh",
               ).exit_code == 0
    assert sheet.read_bytes() == (tmp_path / "own-fill-in.xlsx").read_bytes()
    book = load_workbook(sheet)
    targets = book["targets"]
    heads = [c.value for c in targets[1]]
    kind = targets.cell(2, heads.index("口径") + 1)
    kind.value = "flow"
    targets.cell(2, heads.index("已核对") + 1).value = "是"
    book.save(sheet)
    sent = page.post("/api/upload/sheet?name=sheet.xlsx", sheet.read_bytes()).json["key"]
    begun = page.post("/api/job/filled", {"plan": kept, "upload": sent, "lang": "zh"}).json["job"]
    while page.get(f"/api/job/{begun}?seen=-1").json["state"] != "done":
        pass
    assert page.post("/api/keep", {"job": begun}).json["key"] == kept
    assert page.post("/api/keep", {"job": begun}).json["state"] == "stale"  # taken already
    out = tmp_path / "out.yaml"
    assert run("import", plan, "--filled", sheet, "-o", out).exit_code == 0
    assert page.job("export", {"plan": kept, "what": "plan"}).body == out.read_bytes()
    found = page.post("/api/ask/rows", {"plan": kept, "lang": "zh"}).json
    assert found["left"] == 1  # the figure of 2020
    family = {"plan": kept, "version": found["version"],
              "edit": {"op": "family", "id": found["indicators"][0]["id"],  # type: ignore[index]
                       "family": "patent_grants"}}
    assert page.post("/api/edit", family).status == 200
    assert b"family: patent_grants" in page.job("export", {"plan": kept, "what": "plan"}).body
    wrong = {**family, "version": int(str(found["version"])) + 1,
             "edit": {**family["edit"], "family": "none"}}  # type: ignore[dict-item]
    assert page.post("/api/edit", wrong).status == 422
    odd = page.post("/api/upload/sheet?name=x.xlsx", b"no workbook").json["key"]
    refused = page.job("filled", {"plan": kept, "upload": odd, "lang": "zh"})
    assert refused.status == 422
    assert b"plancast-" not in refused.body


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
    for level in range(4000, 6000):
        page.post("/api/ask/target_at", {**ask, "level": level})
    after = _memory(page.process.pid)
    assert after <= 400
    assert after - before <= 20, (before, after)
