"""A run killed at any instant leaves, once the next has looked, all of its files or none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from data.errors import PlancastError
from data.io import aside
from data.io.aside import sweep
from data.io.writing import Together, claim_folder, write_text

NAMES = ("a.txt", "b.txt", "annex/c.txt", "annex/d.txt")
OLD = {"a.txt": "old", "annex/c.txt": "old"}
NEW = dict.fromkeys(NAMES, "new")

EVENTS = ("open", "os.rename", "os.remove", "os.mkdir")
KILLED = """
import os, sys
from pathlib import Path
from data.io.writing import Together, write_text

def killed(folder, at):
    seen = 0
    def hook(event, arguments):
        nonlocal seen
        if event in {events} and str(folder) in str(arguments):
            seen += 1
            if seen == at:
                os._exit(9)
    sys.addaudithook(hook)
    with Together() as files:
        for name in {names}:
            files.text(folder / name, "new")
    os._exit(0)

root, at, ended = Path(sys.argv[1]), 0, 9
while ended == 9:
    at += 1
    folder = root / f"{{at:03d}}"
    for name in {old}:
        write_text(folder / name, "old")
    child = os.fork()
    if child == 0:
        killed(folder, at)
    ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.exit(ended)
"""


def _kill(root: Path) -> list[Path]:
    """Return folders in which a run was killed at one instant each, and one where it was not."""
    script = KILLED.format(events=EVENTS, names=NAMES, old=tuple(OLD))
    subprocess.run([sys.executable, "-c", script, str(root)], check=True, cwd=Path.cwd(),
                   env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))})
    return sorted(root.iterdir())


def _write_new(folder: Path, *names: str) -> None:
    with Together() as files:
        for name in names:
            files.text(folder / name, "new")


def _files(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*"))
            if p.is_file()}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_after_a_kill_at_any_instant_the_next_run_finds_all_files_or_none(tmp_path: Path) -> None:
    folders = _kill(tmp_path)
    between = [_files(f) for f in folders]
    seen = [{n: t for n, t in found.items() if n in NAMES} for found in between]
    assert sum(s not in (OLD, NEW) for s in seen) >= len(NAMES) - 1  # kills between the renames
    outcomes = []
    for i, folder in enumerate(folders):
        looked = [folder, folder / "annex"]
        for under in looked if i % 2 else reversed(looked):  # whichever is written into first
            claim_folder(under)
        assert _files(folder) in (OLD, NEW), f"killed at step {i + 1}"
        outcomes.append(_files(folder) == NEW)
    assert outcomes == sorted(outcomes)  # none up to an instant, all from then on
    assert not outcomes[0]
    assert outcomes[-1]


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder whose run stopped after the first of three renames."""
    write_text(tmp_path / "b.txt", "old")
    rename, places = os.replace, []

    def once(source: Path, target: Path) -> None:
        if target.suffix == ".txt":
            places.append(target)
            if len(places) > 1:
                raise KeyboardInterrupt
        rename(source, target)

    with monkeypatch.context() as patched:
        patched.setattr(aside.os, "replace", once)
        with pytest.raises(KeyboardInterrupt):
            _write_new(tmp_path, "a.txt", "b.txt", "c.txt")
    assert (tmp_path / "a.txt").read_text() == "new"
    assert (tmp_path / "b.txt").read_text() == "old"
    return tmp_path


def test_the_journal_says_what_is_not_done_and_the_next_run_does_it(stopped: Path) -> None:
    (journal,) = stopped.glob(".*.journal")
    said = json.loads(journal.read_text())
    left = {r["file"] for r in said["renames"] if (stopped / r["beside"]).exists()}
    assert left == {"b.txt", "c.txt"}
    write_text(stopped / "other.txt", "x")
    assert _files(stopped) == {"a.txt": "new", "b.txt": "new", "c.txt": "new", "other.txt": "x"}


def test_what_somebody_wrote_since_is_not_replaced(
        stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (stopped / "b.txt").write_text("by hand")
    monkeypatch.setattr(aside, "_alive", lambda *_: False)
    sweep(stopped)
    assert _files(stopped) == {"a.txt": "new", "b.txt": "by hand", "c.txt": "new"}


def test_what_cannot_be_done_yet_stays_and_is_done_later(
        stopped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aside, "_alive", lambda *_: False)
    with monkeypatch.context() as patched:
        patched.setattr(aside.os, "replace", _refuse)
        sweep(stopped)
    sweep(stopped)
    assert _files(stopped) == {"a.txt": "new", "b.txt": "new", "c.txt": "new"}


def _refuse(*_: object) -> None:
    raise PermissionError(1, "Operation not permitted")


def test_a_folder_in_a_files_place_is_refused_before_any_rename(tmp_path: Path) -> None:
    (tmp_path / "b.txt").mkdir()
    with pytest.raises(PlancastError) as caught:
        _write_new(tmp_path, "a.txt", "b.txt")
    assert [p.where.file for p in caught.value.problems] == [str(tmp_path / "b.txt")]
    assert os.listdir(tmp_path) == ["b.txt"]


def test_two_contents_for_one_file_give_the_later(tmp_path: Path) -> None:
    with Together() as files:
        for content in ("first", "second"):
            files.text(tmp_path / "a.txt", content)
        files.text(tmp_path / "b.txt", "b")
    assert _files(tmp_path) == {"a.txt": "second", "b.txt": "b"}


@pytest.mark.parametrize("content", [
    "", "[]", "{", '{"first": ".", "others": [], "renames": 5}',
    '{"first": ".", "others": [], "renames": [{"beside": "PART", "file": "../x", "stood": null}]}',
    '{"first": ".", "others": [], "renames": [{"beside": "PART", "file": "..", "stood": null}]}',
    '{"first": ".", "others": [], "renames": [{"beside": "a.txt", "file": "x", "stood": null}]}',
    '{"first": "../z", "others": [], "renames": [{"beside": "PART", "file": "x", "stood": null}]}',
    '{"first": ".", "others": [], "renames": [{"beside": "PART", "file": "\\u0000", "stood": 0}]}',
])
def test_a_strangers_journal_moves_nothing_out_of_its_folder(tmp_path: Path, content: str) -> None:
    inside = tmp_path / "in"
    part, journal = (f".{os.getpid()}-0123456789abcdef.{end}" for end in ("part", "journal"))
    write_text(inside / "a.txt", "a")
    (inside / part).write_text("theirs")
    (inside / journal).write_text(content.replace("PART", part))
    long_ago = time.time() - 2 * 24 * 3600
    for name in (part, journal):
        os.utime(inside / name, (long_ago, long_ago))
    write_text(inside / "b.txt", "b")
    assert {n: t for n, t in _files(tmp_path).items() if not n.startswith("in/.")} == {
        "in/a.txt": "a", "in/b.txt": "b"}
