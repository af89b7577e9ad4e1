"""The head: what the end of a ledger was when it was last written, in a file beside the catalogue.

A chain of hashes shows what was altered or removed inside it, not that its end was cut off: for
that somebody has to remember the end. The head also remembers the bytes of the catalogue, so that
a byte altered where no entry stands shows too.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import json_text, write_bytes
from data.ledger.catalogue import CATALOGUE, reading, writing

HEAD = "head.json"


@dataclass(frozen=True, slots=True)
class Head:
    """How many entries there were, the hash of the last, and SHA-256 of the catalogue then."""

    entries: int
    hash: str
    catalogue: str


def read_head(folder: Path) -> Head | None:
    """Return the head that was noted, ``None`` where there is none (a ledger of before).

    Raises ``PlancastError`` LEDGER_HEAD_UNREADABLE.
    """
    try:
        said = json.loads((folder / HEAD).read_bytes())
        return Head(int(said["entries"]), str(said["hash"]), str(said["catalogue"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        raise PlancastError([problem("LEDGER_HEAD_UNREADABLE",
                                     Where(file=str(folder / HEAD)))]) from None


def note_head(folder: Path) -> None:
    """Note the end of the ledger as it is; nobody writes an entry meanwhile.

    An entry that is recorded stays recorded: a head that cannot be written is left behind by one.
    """
    with contextlib.suppress(PlancastError), writing(folder / CATALOGUE) as db:
        last = db.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"
                          ).fetchone()
        if last is not None:
            write_bytes(folder / HEAD, json_text({
                "entries": int(last[0]), "hash": str(last[1]),
                "catalogue": _digest(db)}).encode("utf-8"))


def _digest(db: sqlite3.Connection) -> str:
    """Return SHA-256 of the catalogue's bytes, read through its connection.

    To open and close the file besides would take SQLite's locks of this process away.
    """
    return hashlib.sha256(db.serialize()).hexdigest()


def cut(head: Head | None, folder: Path, hashes: tuple[str, ...]) -> PlancastError | None:
    """Return the refusal of a ledger that lacks the entry its head names; ``hashes`` are all there.

    The head has to be read before the entries. Entries after it are well: they are being written,
    or a run was killed before it could note them.
    """
    if head is None or (0 < head.entries <= len(hashes)
                        and hashes[head.entries - 1] == head.hash):
        return None
    return PlancastError([problem("LEDGER_CUT", Where(file=str(folder)), entries=head.entries,
                                  there=len(hashes))])


def touched(folder: Path) -> bool:
    """Say whether the catalogue's bytes are other than when its last entry was noted.

    Raises ``PlancastError`` as ``read_head``, and LEDGER_UNREADABLE.
    """
    head = read_head(folder)
    if head is None:
        return False
    with reading(folder / CATALOGUE) as db:
        if _digest(db) == head.catalogue:
            return False
        # an entry may have been added while we looked
        return int(db.execute("SELECT count(*) FROM entries").fetchone()[0]) == head.entries
