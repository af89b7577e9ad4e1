"""A worker process: takes requests from the server, calls the engine, sends back bytes.

It imports the engine, so the server itself stays small. What it sends is a line of JSON and the
content; the server never unpickles anything that a worker sends.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from multiprocessing.connection import Connection

from data.errors import PlancastError
from data.io.writing import Json
from report.page.answers.actions import ACTIONS, Answer
from report.page.answers.books import Books
from report.text.problems import problems_json

Send = Callable[[bytes], None]

MOST_MEMORY = 3 * 1024**3
"""Address space of a worker; a reader that a hostile file drives beyond it fails, and only it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a worker may use; ``seconds`` of processor time, 0 for no end."""

    seconds: int = 0


def work(connection: Connection, limits: Limits) -> None:
    """Answer requests until the server closes the connection."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server says when to stop
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    confine(limits)
    sys.stdout = sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  (kept open)
    books = Books()
    while True:
        while not connection.poll(0) and books.prepare():
            pass  # nobody is waiting: fit what is going to be asked
        try:
            number, action, args = connection.recv()
        except (EOFError, OSError):
            return
        try:
            connection.send_bytes(_answered(books, number, action, args, connection.send_bytes))
        except (BrokenPipeError, OSError):
            return


def confine(limits: Limits) -> None:
    """Limit what this process may take of the machine, where the system can."""
    try:
        import resource
    except ImportError:  # no such limits on this system
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if limits.seconds:
        used = resource.getrusage(resource.RUSAGE_SELF)
        end = int(used.ru_utime + used.ru_stime) + limits.seconds
        resource.setrlimit(resource.RLIMIT_CPU, (end, end + 5))


def _answered(books: Books, number: int, action: str, args: Mapping[str, Json], send: Send,
              ) -> bytes:
    def progress(done: int, total: int, what: str) -> None:
        send(packed({"number": number, "state": "working", "done": done, "total": total,
                     "what": what}))

    try:
        answer = ACTIONS[action](books, args, progress)
    except PlancastError as error:
        return packed({"number": number, "state": "refused"},
                      problems_json(error).encode("utf-8"))
    except MemoryError:
        return packed({"number": number, "state": "too_large"})
    except Exception:  # noqa: BLE001  (a bug of ours must not take the page down with it)
        return packed({"number": number, "state": "failed"},
                      traceback.format_exc().encode("utf-8"))
    return packed({"number": number, "state": "done", "type": answer.type, "name": answer.name},
                  answer.content)


def packed(head: Mapping[str, Json], content: bytes = b"") -> bytes:
    """Return a message: its head as a line of JSON, then the content."""
    return json.dumps(head, ensure_ascii=True).encode("ascii") + b"\n" + content


__all__ = ["Answer", "Limits", "confine", "packed", "work"]
