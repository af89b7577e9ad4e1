"""Every byte of a small ledger, flipped."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
from attacks.child import Row, scratch
from typer.testing import CliRunner

import cli
from data.errors import PlancastError
from data.ledger.entries import EntryKind
from data.ledger.store import Ledger, open_ledger

COMMANDS = (("list",), ("show", "last"), ("verify",), ("export",), ("score",), ("diff",))


def flips(stride: int) -> list[Row]:
    """Flip one byte at a time; ``verify`` on every ``stride``-th, all commands on every 16th more.
    """
    noticed = Row("one byte of a ledger's files flipped (all bits; the lowest bit)",
                  "`verify` notices")
    civil = Row("commands on a ledger with a flipped byte",
                "the fault is named or the answer is right; no crash")
    with scratch() as place:
        folder = place / "book"
        ledger = open_ledger(folder, create=True)
        for i in range(2):
            ledger.append(EntryKind.NOTE, {"plan": "t", "note": f"第{i}条"}, pa.table({"x": [i]}))
        right = {words: _said(folder, words, place) for words in COMMANDS}
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            whole = path.read_bytes()
            for at in range(0, len(whole), stride):
                for mask in (0xFF, 0x01):
                    path.write_bytes(whole[:at] + bytes([whole[at] ^ mask]) + whole[at + 1:])
                    noticed.check(_faulty(folder), f"{path.name}, byte {at}, mask {mask:#x}")
                if at % (16 * stride) == 0:
                    for words in COMMANDS:
                        code, text, crash = _said(folder, words, place)
                        same = (code, text) == right[words][:2]
                        held = crash is None and (code in (3, 4) or same)
                        civil.check(held, f"{words}, {path.name}, byte {at}: {code} {crash!r}")
            path.write_bytes(whole)
    return [noticed, civil]


def _faulty(folder: Path) -> bool:
    try:
        return bool(Ledger(folder).faults())
    except PlancastError:  # not even to be opened
        return True


def _said(folder: Path, words: tuple[str, ...], place: Path,
          ) -> tuple[int, str, BaseException | None]:
    extra = ["--out", str(place / "copy")] if words == ("export",) else []
    done = CliRunner().invoke(cli.app, ["ledger", words[0], str(folder), *words[1:], *extra])
    crash = done.exception if not isinstance(done.exception, SystemExit) else None
    return done.exit_code, done.output, crash
