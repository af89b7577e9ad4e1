"""The ledger's catalogue: a SQLite file with one line an entry, opened, made and checked."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.ledger.entries import FORMAT

CATALOGUE = "catalogue.sqlite"
WAIT = 30.0
"""Seconds to wait for another writer."""

_APPLICATION = 0x706C6E63  # "plnc": what SQLite's header says the file is for
_SCHEMA = (
    f"PRAGMA application_id={_APPLICATION}",
    f"PRAGMA user_version={FORMAT}",
    "CREATE TABLE entries (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, recorded TEXT NOT NULL, "
    "header TEXT NOT NULL, rows INTEGER NOT NULL, file TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, "
    "before TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)",
    "CREATE TRIGGER entries_are_not_altered BEFORE UPDATE ON entries "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
    "CREATE TRIGGER entries_are_not_removed BEFORE DELETE ON entries "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END",
)


def unwritable(path: Path, error: Exception) -> PlancastError:
    """Return the refusal of a ledger that cannot be written."""
    reason = getattr(error, "strerror", None) or str(error)
    return PlancastError([problem("LEDGER_UNWRITABLE", Where(file=str(path)), reason=reason)])


def unreadable(path: Path, error: Exception) -> PlancastError:
    """Return the refusal of a ledger that cannot be read."""
    reason = getattr(error, "strerror", None) or str(error)
    return PlancastError([problem("LEDGER_UNREADABLE", Where(file=str(path)), reason=reason)])


@contextlib.contextmanager
def reading(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a catalogue to read; what goes wrong in the block is refused.

    Raises ``PlancastError`` LEDGER_UNREADABLE, LEDGER_FOREIGN, LEDGER_MISSING, LEDGER_NEWER.
    """
    try:
        db = _connect(path)
        try:
            _check_header(db, path)
            yield db
        finally:
            db.close()
    except (OSError, sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from None


@contextlib.contextmanager
def writing(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a catalogue in one transaction; the lock is held until the block ends.

    A failing block, a kill or a full disk leave the catalogue as it was. Raises as ``reading``, and
    LEDGER_UNWRITABLE.
    """
    try:
        db = _connect(path)
        try:
            _check_header(db, path)
            db.execute("PRAGMA synchronous=FULL")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                with contextlib.suppress(sqlite3.Error):  # SQLite may have done it already
                    db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        finally:
            db.close()  # takes back what was not committed
    except (OSError, sqlite3.OperationalError) as error:
        raise unwritable(path.parent, error) from None
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise unreadable(path, error) from None


def make(path: Path) -> None:
    """Make an empty catalogue where there is none; in one transaction, so two makers do no harm.

    Raises ``PlancastError`` LEDGER_UNWRITABLE.
    """
    try:
        db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            if not _is_blank(db):
                return
            db.execute("BEGIN IMMEDIATE")
            if _is_blank(db):  # another maker may have been quicker
                for statement in _SCHEMA:
                    db.execute(statement)
            db.execute("COMMIT")
        finally:
            db.close()
    except (OSError, sqlite3.OperationalError) as error:
        raise unwritable(path.parent, error) from None
    except sqlite3.DatabaseError:
        return  # not a catalogue at all: what it is will be said when it is opened


def is_blank(path: Path) -> bool:
    """Say whether a catalogue was never begun: nothing is there, or what a kill left of its making.

    Raises ``OSError`` for a path that cannot be looked at.
    """
    if not path.exists():
        return True
    try:
        db = _connect(path)
        try:
            return _is_blank(db)
        finally:
            db.close()
    except sqlite3.Error:
        return False  # what it is will be said when it is opened


def damage(db: sqlite3.Connection) -> str:
    """Return what SQLite finds wrong with its own file, or an empty text."""
    found = str(db.execute("PRAGMA integrity_check(1)").fetchone()[0])
    return "" if found == "ok" else found


def _connect(path: Path) -> sqlite3.Connection:
    """Open a file that is there: SQLite would make a missing one."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=WAIT,
                           isolation_level=None)


def _is_blank(db: sqlite3.Connection) -> bool:
    application = int(db.execute("PRAGMA application_id").fetchone()[0])
    tables = int(db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])
    return application == 0 and tables == 0


def _check_header(db: sqlite3.Connection, path: Path) -> None:
    application = int(db.execute("PRAGMA application_id").fetchone()[0])
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    if application != _APPLICATION:
        code = "LEDGER_MISSING" if _is_blank(db) else "LEDGER_FOREIGN"
        raise PlancastError([problem(code, Where(file=str(path)))])
    if version > FORMAT:
        raise PlancastError([problem("LEDGER_NEWER", Where(file=str(path)), version=version,
                                     known=FORMAT)])
