"""Running a command in a child that may be killed, limited or given another clock."""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cli

LIMIT = 300.0
"""Seconds after which a command counts as hanging."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code (``None``: killed or hanging) and what it printed."""

    code: int | None
    out: str
    err: str

    @property
    def civil(self) -> bool:
        """Done, refused, or finished with findings: no crash, no hang."""
        return self.code in (0, 3, 4, 5) and "Traceback" not in self.err


@dataclass
class Row:
    """One line of the table: what was tried how often, and what did not hold."""

    attack: str
    wanted: str
    tried: int = 0
    faults: list[str] = field(default_factory=list)

    def check(self, held: bool, what: str) -> None:
        """Count one trial."""
        self.tried += 1
        if not held:
            self.faults.append(what)


Command = Sequence[str | Path]


@dataclass(frozen=True)
class Running:
    """A command at work in a fork of this process, and the ends of what it prints."""

    child: int
    out: int
    err: int

    def end(self, kill_after: float | None = None) -> Ended:
        """Wait for the end; kill after ``kill_after`` seconds, or when it hangs."""
        deadline = time.monotonic() + (LIMIT if kill_after is None else kill_after)
        told: dict[int, bytearray] = {self.out: bytearray(), self.err: bytearray()}
        with selectors.DefaultSelector() as waiting:
            for handle in told:
                waiting.register(handle, selectors.EVENT_READ)
            while waiting.get_map():
                left = deadline - time.monotonic()
                if left <= 0:
                    os.kill(self.child, signal.SIGKILL)
                    deadline = float("inf")
                for key, _ in waiting.select(max(0.0, min(left, 1.0))):
                    part = os.read(key.fd, 65536)
                    told[key.fd] += part
                    if not part:
                        waiting.unregister(key.fd)
                        os.close(key.fd)
        _, status = os.waitpid(self.child, 0)
        code = os.waitstatus_to_exitcode(status)
        said = (b.decode(errors="replace") for b in told.values())
        return Ended(code if code >= 0 else None, *said)


def start(words: Command, folder: Path, before: Callable[[], None] | None = None) -> Running:
    """Start ``plancast WORDS`` in ``folder``, in a fork of this process."""
    (out_in, out), (err_in, err) = os.pipe(), os.pipe()
    child = os.fork()
    if child == 0:
        _as_child([str(w) for w in words], folder, out, err, before)
    os.close(out)
    os.close(err)
    return Running(child, out_in, err_in)


def run(words: Command, folder: Path, *, before: Callable[[], None] | None = None,
        kill_after: float | None = None) -> Ended:
    """Run ``plancast WORDS`` in ``folder`` and wait for it."""
    return start(words, folder, before).end(kill_after)


def _as_child(words: list[str], folder: Path, out: int, err: int,
              before: Callable[[], None] | None) -> None:
    """Do the command's work and end the process, without anything of the parent's."""
    code = 1
    try:
        os.chdir(folder)
        os.dup2(out, 1)
        os.dup2(err, 2)
        # They stay open to the end of the process.
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        if before is not None:
            before()
        cli.app(words, prog_name="plancast")
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(bool(left.code))
    except BaseException:  # noqa: BLE001  (a crash is what is looked for)
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


@contextlib.contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that goes afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="plancast-attack-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def contents(folder: Path) -> dict[str, bytes]:
    """Return the files under ``folder`` that a person sees, by their path in it."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*"))
            if p.is_file() and not p.name.startswith(".")}


def left_aside(folder: Path) -> list[str]:
    """Return the side files that stand under ``folder``."""
    return [p.name for p in folder.rglob(".*.part")]
