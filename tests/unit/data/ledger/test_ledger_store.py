"""The ledger: append-only, shows alterations, survives kills and two writers."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from data.errors import PlancastError
from data.ledger.catalogue import CATALOGUE
from data.ledger.entries import EntryKind
from data.ledger.store import FOLDER, Ledger, open_ledger

ROOT = Path(__file__).resolve().parents[4]


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
    "UPDATE entries SET rows=7 WHERE number=2",
    "UPDATE entries SET rows='many' WHERE number=2",
    "UPDATE entries SET kind='dream' WHERE number=3",
    "UPDATE entries SET header='{' WHERE number=1",
    "UPDATE entries SET header='[1]' WHERE number=1",
    "UPDATE entries SET header='{\"i\":NaN}' WHERE number=2",
    "UPDATE entries SET file='../catalogue.sqlite' WHERE number=2",
])
def test_an_altered_catalogue_breaks_the_chain(tmp_path: Path, statement: str) -> None:
    ledger = filled(tmp_path / "l")
    altered(tmp_path / "l", statement)
    assert "LEDGER_CHAIN" in [c for e in ledger.faults() for c in codes(e)]
    with pytest.raises(PlancastError) as refused:
        open_ledger(tmp_path / "l")  # nothing that reads entries uses a broken chain
    assert set(codes(refused.value)) == {"LEDGER_CHAIN"}


def altered(folder: Path, *statements: str) -> None:
    """What someone does who knows how to drop a trigger."""
    db = sqlite3.connect(folder / CATALOGUE)
    db.execute("DROP TRIGGER entries_are_not_altered")
    db.execute("DROP TRIGGER entries_are_not_removed")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def test_removed_last_entries_show_against_a_noted_hash(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "l")
    head = ledger.entry("last").hash
    altered(tmp_path / "l", "DELETE FROM entries WHERE number=3")
    assert [codes(e) for e in ledger.faults()] == [["LEDGER_CUT"]]
    (tmp_path / "l" / "head.json").unlink()  # who knows of it can remove that too
    assert ledger.faults() == ()
    assert [codes(e) for e in ledger.faults(head)] == [["LEDGER_HEAD_MISSING"]]
    assert len(ledger.orphans()) == 1


def test_a_chain_made_anew_shows_only_against_a_noted_hash(tmp_path: Path) -> None:
    old, new = filled(tmp_path / "l"), open_ledger(tmp_path / "forged", create=True)
    for entry in old.entries():  # another header in the second, all hashes computed again
        new.append(entry.kind, {"i": 9} if entry.number == 2 else entry.header, old.read(entry),
                   recorded=entry.recorded)
    assert new.faults() == ()
    assert new.faults(old.entry("1").hash) == ()  # before the change the chains are the same
    for noted in (old.entry("last").hash, old.entry("last").id, old.entry("2").id):
        assert [codes(e) for e in new.faults(noted)] == [["LEDGER_HEAD_MISSING"]]


def test_what_counts_as_a_noted_hash(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "l")
    last = ledger.entry("last")
    for noted in (last.hash, last.hash[:8], last.hash.upper(), last.id, f" {last.id} "):
        assert ledger.faults(noted) == ()
    for noted in (last.hash[:7], f"2-{last.hash[:8]}", "x" * 64, "3-"):
        assert [codes(e) for e in ledger.faults(noted)] == [["LEDGER_HEAD_MISSING"]]


def test_rows_that_come_in_parts(tmp_path: Path) -> None:
    ledger = filled(tmp_path / "l")
    entry = ledger.append(EntryKind.BATCH, {}, (rows(*range(i, i + 10)) for i in range(0, 50, 10)))
    assert (entry.rows, ledger.read(entry).num_rows) == (50, 50)
    parts = list(ledger.batches(entry, 20))
    assert [v for part in parts for v in part["value"].to_pylist()] == list(range(50))
    assert max(part.num_rows for part in parts) <= 20

    def failing() -> Iterator[pa.Table]:
        yield rows(1)
        raise RuntimeError("no more")

    with pytest.raises(RuntimeError):
        ledger.append(EntryKind.BATCH, {}, failing())
    assert (len(ledger.entries()), ledger.faults(), ledger.orphans()) == (4, (), ())


@pytest.mark.parametrize("at", [0, 20, 70, 4096, 8100])
def test_a_damaged_catalogue_is_refused_or_found(tmp_path: Path, at: int) -> None:
    ledger = filled(tmp_path / "l")
    path = tmp_path / "l" / CATALOGUE
    content = bytearray(path.read_bytes())
    content[at:at + 40] = bytes(b ^ 0xFF for b in content[at:at + 40])
    path.write_bytes(bytes(content))
    try:
        found = [c for e in ledger.faults() for c in codes(e)]
    except PlancastError as error:
        found = codes(error)
    assert set(found) & {"LEDGER_UNREADABLE", "LEDGER_FOREIGN", "LEDGER_CHAIN", "LEDGER_NEWER"}


def test_a_catalogue_cut_short_or_gone(tmp_path: Path) -> None:
    filled(tmp_path / "l")
    path = tmp_path / "l" / CATALOGUE
    path.write_bytes(path.read_bytes()[:5000])
    with pytest.raises(PlancastError) as refused:
        open_ledger(tmp_path / "l", create=True)
    assert codes(refused.value) == ["LEDGER_UNREADABLE"]
    path.unlink()
    for create in (False, True):
        with pytest.raises(PlancastError) as refused:
            open_ledger(tmp_path / "l", create=create)
        assert codes(refused.value) == ["LEDGER_LOST"]
    assert not path.exists()


def test_names_in_any_script(tmp_path: Path) -> None:
    folder = tmp_path / "台账 #1 50%?"
    ledger = filled(folder)
    ledger.append(EntryKind.NOTE, {"名": "‮éü🙂"}, pa.table({"说明": ["=1+1", "\u0000"]}))
    assert open_ledger(folder).entry("last").header == {"名": "‮éü🙂"}
    assert ledger.faults() == ()


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


FULL = """
import resource, sys, pyarrow as pa
from data.errors import PlancastError
from data.ledger.catalogue import CATALOGUE
from data.ledger.entries import EntryKind
from data.ledger.store import open_ledger
ledger = open_ledger(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    ledger.append(EntryKind.NOTE, {"long": "y" * 9000}, pa.table({"x": list(range(10))}))
except PlancastError as error:
    print(error.problems[0].code)
"""


@pytest.mark.skipif(os.name == "nt", reason="limits the size of files the POSIX way")
@pytest.mark.parametrize("limit", [100, 3000])  # fails the rows' file; fails the catalogue
def test_a_disk_that_fills_at_any_file(tmp_path: Path, limit: int) -> None:
    ledger = filled(tmp_path / "l")
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path / "l"), str(limit)], text=True,
                          capture_output=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
                          check=True, timeout=60)
    assert done.stdout == "LEDGER_UNWRITABLE\n"
    assert (len(ledger.entries()), ledger.faults(), ledger.orphans()) == (3, (), ())
    ledger.claim()
    assert ledger.append(EntryKind.NOTE, {}, rows(1)).number == 4


def test_a_ledger_that_cannot_be_written_says_so_before_the_work(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = filled(tmp_path / "l")

    def locked(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "touch", locked)
    with pytest.raises(PlancastError) as refused:
        ledger.claim()
    assert codes(refused.value) == ["LEDGER_UNWRITABLE"]
    monkeypatch.undo()
    blocked = sqlite3.connect(tmp_path / "l" / CATALOGUE, isolation_level=None)
    blocked.execute("BEGIN IMMEDIATE")  # another writer that never ends
    monkeypatch.setattr("data.ledger.catalogue.WAIT", 0.05)
    with pytest.raises(PlancastError) as refused:
        ledger.claim()
    assert codes(refused.value) == ["LEDGER_UNWRITABLE"]
    assert len(ledger.entries()) == 3  # reading goes on meanwhile
    blocked.close()
    ledger.claim()


WRITER = """
import sys, pyarrow as pa
from data.ledger.catalogue import CATALOGUE
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
