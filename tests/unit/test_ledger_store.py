"""The ledger: append-only, shows alterations, survives kills and two writers."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pytest

from data.errors import PlancastError
from data.ledger.entries import EntryKind
from data.ledger.store import CATALOGUE, FOLDER, Ledger, open_ledger

ROOT = Path(__file__).resolve().parents[2]


def rows(*values: float) -> pa.Table:
    return pa.table({"value": list(values)})


def filled(folder: Path, n: int = 3) -> Ledger:
    ledger = open_ledger(folder, create=True)
    for i in range(n):
        ledger.append(EntryKind.NOTE, {"i": i}, rows(i, i + 0.5))
    return ledger


def codes(error: PlancastError) -> list[str]:
    return [p.code for p in error.problems]


def test_what_is_added_can_be_read(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "l")
    entries = open_ledger(tmp_path / "l").entries()
    assert [e.number for e in entries] == [1, 2, 3]
    assert [e.header["i"] for e in entries] == [0, 1, 2]
    assert ledger.read(entries[1])["value"].to_pylist() == [1, 1.5]
    assert ledger.entry("last") == ledger.entry(entries[2].id) == ledger.entry("3")
    assert ledger.faults() == ()
    assert ledger.faults(entries[2].hash[:12]) == ()
    assert ledger.orphans() == ()


def test_an_unknown_entry_and_a_missing_ledger(tmp_path: Path) -> None:
    with pytest.raises(PlancastError) as refused:
        filled(tmp_path / "l").entry("77")
    assert codes(refused.value) == ["LEDGER_NO_ENTRY"]
    with pytest.raises(PlancastError) as refused:
        open_ledger(tmp_path / "none")
    assert codes(refused.value) == ["LEDGER_MISSING"]


def test_the_catalogue_refuses_to_be_altered(tmp_path: Path) -> None:
    filled(tmp_path / "l")
    db = sqlite3.connect(tmp_path / "l" / CATALOGUE)
    for statement in ("UPDATE entries SET header='{}' WHERE number=1",
                      "DELETE FROM entries WHERE number=3"):
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            db.execute(statement)
    db.close()


@pytest.mark.parametrize("statement", [
    "UPDATE entries SET header='{\"i\":9}' WHERE number=2",
    "UPDATE entries SET recorded='2001-01-01T00:00:00+00:00' WHERE number=2",
    "UPDATE entries SET kind='run' WHERE number=1",
    "DELETE FROM entries WHERE number=2",
    "UPDATE entries SET number=number+10 WHERE number=3",
])
def test_an_altered_catalogue_breaks_the_chain(tmp_path: Path, statement: str) -> None:
    ledger = filled(tmp_path / "l")
    db = sqlite3.connect(tmp_path / "l" / CATALOGUE)  # someone who knows how to drop a trigger
    db.execute("DROP TRIGGER entries_are_not_altered")
    db.execute("DROP TRIGGER entries_are_not_removed")
    db.execute(statement)
    db.commit()
    db.close()
    assert "LEDGER_CHAIN" in [c for e in ledger.faults() for c in codes(e)]


def test_removed_last_entries_show_against_a_noted_hash(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "l")
    head = ledger.entry("last").hash
    db = sqlite3.connect(tmp_path / "l" / CATALOGUE)
    db.execute("DROP TRIGGER entries_are_not_removed")
    db.execute("DELETE FROM entries WHERE number=3")
    db.commit()
    db.close()
    assert ledger.faults() == ()
    assert [codes(e) for e in ledger.faults(head)] == [["LEDGER_HEAD_MISSING"]]
    assert len(ledger.orphans()) == 1


def test_an_altered_or_lost_file_is_not_read(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "l")
    first, second, _ = ledger.entries()
    folder = tmp_path / "l" / FOLDER
    content = bytearray((folder / first.file).read_bytes())
    content[len(content) // 2] ^= 1
    (folder / first.file).write_bytes(bytes(content))
    (folder / second.file).unlink()
    assert [codes(e) for e in ledger.faults()] == [["LEDGER_ALTERED"], ["LEDGER_FILE_MISSING"]]
    with pytest.raises(PlancastError) as refused:
        ledger.read(first)
    assert codes(refused.value) == ["LEDGER_ALTERED"]


def test_a_foreign_folder_or_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("dear", encoding="utf-8")
    (tmp_path / "other").mkdir()
    sqlite3.connect(tmp_path / "other" / CATALOGUE).executescript("CREATE TABLE t (x)")
    (tmp_path / "noise").mkdir()
    (tmp_path / "noise" / CATALOGUE).write_bytes(b"\x00\xff" * 600)
    for name, code in (("own", "LEDGER_FOREIGN"), ("other", "LEDGER_FOREIGN"),
                       ("noise", "LEDGER_UNREADABLE")):
        with pytest.raises(PlancastError) as refused:
            open_ledger(tmp_path / name, create=True)
        assert codes(refused.value) == [code]
    assert (tmp_path / "own" / "letter.txt").read_text(encoding="utf-8") == "dear"
    assert (tmp_path / "noise" / CATALOGUE).read_bytes() == b"\x00\xff" * 600


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    filled(tmp_path / "l")
    db = sqlite3.connect(tmp_path / "l" / CATALOGUE)
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(PlancastError) as refused:
        open_ledger(tmp_path / "l")
    assert codes(refused.value) == ["LEDGER_NEWER"]


def test_a_full_disk_leaves_the_ledger_as_it_was(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = filled(tmp_path / "l")
    before = ledger.entries()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(PlancastError) as refused:
        ledger.append(EntryKind.NOTE, {}, rows(1))
    assert codes(refused.value) == ["LEDGER_UNWRITABLE"]
    monkeypatch.undo()
    assert ledger.entries() == before
    assert ledger.faults() == ()
    assert ledger.orphans() == ()


WRITER = """
import sys, pyarrow as pa
from data.ledger.entries import EntryKind
from data.ledger.store import open_ledger
ledger = open_ledger(sys.argv[1], create=True)
for i in range(int(sys.argv[2])):
    ledger.append(EntryKind.NOTE, {"i": i}, pa.table({"x": [i] * 1000}))
    print(i, flush=True)
"""


def writer(folder: Path, n: int) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(folder), str(n)], text=True,
                            stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(ROOT)})


def test_two_writers_make_one_chain(tmp_path: Path) -> None:
    pair = [writer(tmp_path / "l", 12) for _ in range(2)]
    assert [w.wait(60) for w in pair] == [0, 0]
    ledger = open_ledger(tmp_path / "l")
    assert [e.number for e in ledger.entries()] == list(range(1, 25))
    assert ledger.faults() == ()


@pytest.mark.skipif(os.name == "nt", reason="kills a process the POSIX way")
def test_a_kill_at_any_moment_leaves_whole_entries(tmp_path: Path) -> None:
    for pause in (0.0, 0.004, 0.011, 0.017):
        running = writer(tmp_path / "l", 10_000)
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(pause)
        running.send_signal(signal.SIGKILL)
        running.wait(30)
        running.stdout.close()
        assert open_ledger(tmp_path / "l").faults() == ()
    ledger = open_ledger(tmp_path / "l")
    n = len(ledger.entries())
    ledger.append(EntryKind.NOTE, {}, rows(1))
    assert [e.number for e in ledger.entries()] == list(range(1, n + 2))
    assert ledger.faults() == ()
