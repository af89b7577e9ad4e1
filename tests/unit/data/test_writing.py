from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from data.errors import PlancastError
from data.io import writing
from data.io.csvout import csv_text, write_csv
from data.io.writing import (
    Together,
    json_text,
    write_bytes,
    write_json,
    write_text,
)


def test_folders_are_made_and_files_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "c.txt"
    write_text(path, "一\n")
    write_text(path, "二\n")
    assert path.read_bytes() == "二\n".encode()
    assert os.listdir(path.parent) == ["c.txt"]


def test_json_has_no_nan_and_keeps_chinese(tmp_path: Path) -> None:
    value = {"甲": float("nan"), "b": [float("inf"), 1.5, np.float64("nan"), True], "c": (1, None)}
    text = write_json(tmp_path / "x.json", value).read_text(encoding="utf-8")
    assert json.loads(text) == {"甲": None, "b": [None, 1.5, None, True], "c": [1, None]}
    assert "甲" in text
    assert text == json_text(value)


def test_csv_cells(tmp_path: Path) -> None:
    rows = [("甲", 0.1 + 0.2, None), ("a,b", float("nan"), True)]
    text = csv_text(("名", "x", "y"), rows)
    assert text == '名,x,y\n甲,0.30000000000000004,\n"a,b",,true\n'
    marked = write_csv(tmp_path / "x.csv", ("名", "x", "y"), rows, mark=True)
    assert marked.read_bytes() == b"\xef\xbb\xbf" + text.encode()


def test_a_file_in_the_way_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(PlancastError) as caught:
        write_text(tmp_path / "file" / "out.json", "y")
    assert [p.code for p in caught.value.problems] == ["FOLDER_UNWRITABLE"]
    assert caught.value.exit_code == 3


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="needs a user bound by modes")
def test_a_folder_without_write_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PlancastError):
        write_text(tmp_path / "out.json", "y")


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_no_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException
) -> None:
    path = write_text(tmp_path / "out.json", "old")

    def fail(*_: object) -> None:
        raise failure

    monkeypatch.setattr(writing.os, "replace", fail)
    expected = PlancastError if isinstance(failure, OSError) else KeyboardInterrupt
    with pytest.raises(expected):
        write_bytes(path, b"new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["out.json"]


def test_files_of_a_run_appear_together_or_not_at_all(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")

    def fail() -> None:
        with Together() as files:
            files.text(tmp_path / "a.txt", "new")
            files.text(tmp_path / "b.txt", "new")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a.txt": "old"}
    with Together() as files:
        files.text(tmp_path / "a.txt", "new")
        files.bytes(tmp_path / "b.txt", b"new")
        assert (tmp_path / "a.txt").read_text() == "old"
    assert {p.name: p.read_text() for p in tmp_path.iterdir()} == {"a.txt": "new", "b.txt": "new"}


def test_what_a_killed_run_left_is_swept_and_what_a_running_one_writes_is_not(
    tmp_path: Path,
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    dead = tmp_path / f".{gone.pid}-0123456789abcdef.part"
    mine = tmp_path / f".{os.getpid()}-0123456789abcdef.part"
    other = tmp_path / ".hidden"
    for path in (dead, mine, other):
        path.write_bytes(b"x")
    write_text(tmp_path / "out.txt", "y")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [mine.name, other.name, "out.txt"])


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_written_into_and_one_without_a_reader_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with pytest.raises(PlancastError):
        write_text(pipe, "nobody reads")
    with os.fdopen(os.open(pipe, os.O_RDONLY | os.O_NONBLOCK), "rb") as reader:
        write_text(pipe, "text")
        assert reader.read() == b"text"
    assert pipe.is_fifo()


@pytest.mark.skipif(not Path(os.devnull).is_char_device(), reason="no null device here")
def test_a_device_is_written_into(tmp_path: Path) -> None:
    write_text(os.devnull, "text")
    assert Path(os.devnull).is_char_device()
