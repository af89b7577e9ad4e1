"""The ledger's folder: Parquet files that are only ever added, and a SQLite catalogue of them.

Rows go to Parquet because verdicts of a batch may be millions and are read by column; the catalogue
is SQLite because several processes may read while one writes, and because it comes with Python.
An entry exists from the moment its line in the catalogue is committed: the file is written to the
side, flushed and renamed first, so a kill at any moment leaves either the whole entry or none.
Writers take SQLite's write lock for the whole of it, so two never get the same number.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import PlancastError, Where, problem
from data.ledger.entries import FORMAT, START, Entry, EntryKind, canonical, chained
from data.writing import Json

if TYPE_CHECKING:
    import pyarrow as pa

CATALOGUE = "catalogue.sqlite"
FOLDER = "entries"
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


class Ledger:
    """One ledger folder, opened; make it with ``open_ledger``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def entries(self, kind: EntryKind | None = None) -> tuple[Entry, ...]:
        """Return the entries in the order they were recorded, of one kind or of all.

        Raises
        ------
        PlancastError
            LEDGER_UNREADABLE, LEDGER_NEWER.
        """
        with self._catalogue() as db:
            found = db.execute("SELECT number, kind, recorded, header, rows, file, digest, before, "
                               "hash FROM entries ORDER BY number").fetchall()
        listed = tuple(_entry(row) for row in found)
        return tuple(e for e in listed if kind is None or e.kind is kind)

    def entry(self, wanted: str) -> Entry:
        """Return the entry of this number or id, or the last one for ``last``.

        Raises ``PlancastError`` LEDGER_NO_ENTRY.
        """
        listed = self.entries()
        if wanted == "last" and listed:
            return listed[-1]
        for entry in listed:
            if wanted in (str(entry.number), entry.id, entry.hash):
                return entry
        known = ", ".join(e.id for e in listed[-8:]) or "-"
        raise PlancastError([problem("LEDGER_NO_ENTRY", Where(file=str(self.folder)), id=wanted,
                                     known=known)])

    def read(self, entry: Entry) -> pa.Table:
        """Return an entry's rows.

        Raises
        ------
        PlancastError
            LEDGER_FILE_MISSING, or LEDGER_ALTERED when the file is not what was recorded.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        content = self._content(entry)
        if hashlib.sha256(content).hexdigest() != entry.digest:
            raise PlancastError([problem("LEDGER_ALTERED", self._where(entry), id=entry.id)])
        return pq.read_table(pa.BufferReader(content))

    def append(self, kind: EntryKind, header: Mapping[str, Json], rows: pa.Table, *,
               recorded: str | None = None) -> Entry:
        """Add an entry and return it; nothing already there is touched.

        Raises
        ------
        PlancastError
            LEDGER_UNWRITABLE when the folder, the disk or another writer forbids it; the ledger is
            then as it was.
        """
        content = _parquet(rows)
        digest = hashlib.sha256(content).hexdigest()
        when = recorded or datetime.now(UTC).isoformat(timespec="seconds")
        try:
            with self._catalogue(write=True) as db:
                last = db.execute("SELECT number, hash FROM entries ORDER BY number DESC LIMIT 1"
                                  ).fetchone()
                number, before = (1, START) if last is None else (int(last[0]) + 1, str(last[1]))
                hash_ = chained(before, number=number, kind=kind, recorded=when, header=header,
                                digest=digest)
                file = f"{number:06d}-{hash_[:8]}.parquet"
                _place(self.folder / FOLDER / file, content)
                entry = Entry(number, kind, when, header, rows.num_rows, file, digest, before,
                              hash_)
                db.execute("INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                           (number, kind.value, when, canonical(dict(header)), entry.rows, file,
                            digest, before, hash_))
        except (OSError, sqlite3.OperationalError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise PlancastError([problem("LEDGER_UNWRITABLE", Where(file=str(self.folder)),
                                         reason=reason)]) from None
        return entry

    def faults(self, head: str = "") -> tuple[PlancastError, ...]:
        """Return what is wrong with the chain or the files; empty when nothing is.

        ``head`` is a hash noted down earlier: it must still be in the chain, so that the removal
        of the newest entries shows too.
        """
        out: list[PlancastError] = []
        before, listed = START, self.entries()
        for i, entry in enumerate(listed):
            expected = chained(before, number=i + 1, kind=entry.kind, recorded=entry.recorded,
                               header=entry.header, digest=entry.digest)
            if (entry.number, entry.before, entry.hash) != (i + 1, before, expected):
                out.append(PlancastError([problem("LEDGER_CHAIN", self._where(entry),
                                                  id=entry.id)]))
            before = entry.hash
            try:
                self.read(entry)
            except PlancastError as error:
                out.append(error)
        if head and not any(e.hash.startswith(head) for e in listed):
            out.append(PlancastError([problem("LEDGER_HEAD_MISSING", Where(file=str(self.folder)),
                                              head=head)]))
        return tuple(out)

    def orphans(self) -> tuple[str, ...]:
        """Return files that belong to no entry: what a kill in the middle of a write left."""
        listed = {e.file for e in self.entries()}
        there = (self.folder / FOLDER).glob("*")
        return tuple(sorted(p.name for p in there if p.name not in listed))

    def _where(self, entry: Entry) -> Where:
        return Where(file=str(self.folder / FOLDER / entry.file))

    def _content(self, entry: Entry) -> bytes:
        try:
            return (self.folder / FOLDER / entry.file).read_bytes()
        except OSError as error:
            raise PlancastError([problem("LEDGER_FILE_MISSING", self._where(entry), id=entry.id,
                                         reason=error.strerror or str(error))]) from None

    @contextlib.contextmanager
    def _catalogue(self, *, write: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the catalogue; a writer holds the lock until its block ends."""
        path = self.folder / CATALOGUE
        db = sqlite3.connect(path, timeout=WAIT, isolation_level=None)
        try:
            _check_header(db, path)
            if not write:
                yield db
                return
            db.execute("PRAGMA synchronous=FULL")
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and write:
                raise
            raise PlancastError([problem("LEDGER_UNREADABLE", Where(file=str(path)),
                                         reason=str(error))]) from None
        finally:
            db.close()


def open_ledger(folder: str | Path, *, create: bool = False) -> Ledger:
    """Return the ledger in ``folder``; with ``create`` a new one is made where there is none.

    Raises
    ------
    PlancastError
        LEDGER_MISSING, LEDGER_FOREIGN (something else is there), LEDGER_UNREADABLE, LEDGER_NEWER,
        LEDGER_UNWRITABLE.
    """
    path = Path(folder)
    there = (path / CATALOGUE).exists()
    if not there and path.exists() and (not path.is_dir() or _strange(path)):
        raise PlancastError([problem("LEDGER_FOREIGN", Where(file=str(path)))])
    if not there and not create:
        raise PlancastError([problem("LEDGER_MISSING", Where(file=str(path)))])
    if create:
        _make(path)
    ledger = Ledger(path)
    ledger.entries()  # an unreadable, foreign or newer one is refused at once
    return ledger


def _strange(path: Path) -> bool:
    """Say whether a folder holds anything but what the making of a ledger leaves when killed."""
    return any(p.name != FOLDER or any(p.iterdir()) for p in path.iterdir())


def _make(path: Path) -> None:
    """Make an empty ledger where there is none; in one transaction, so two makers do no harm."""
    try:
        (path / FOLDER).mkdir(parents=True, exist_ok=True)
        db = sqlite3.connect(path / CATALOGUE, timeout=WAIT, isolation_level=None)
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
        reason = getattr(error, "strerror", None) or str(error)
        raise PlancastError([problem("LEDGER_UNWRITABLE", Where(file=str(path)), reason=reason)]
                            ) from None
    except sqlite3.DatabaseError:
        return  # not a catalogue at all: what it is will be said when it is opened


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


def _entry(row: tuple[object, ...]) -> Entry:
    number, kind, recorded, header, rows, file, digest, before, hash_ = row
    return Entry(int(str(number)), EntryKind(str(kind)), str(recorded), json.loads(str(header)),
                 int(str(rows)), str(file), str(digest), str(before), str(hash_))


def _parquet(rows: pa.Table) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = pa.BufferOutputStream()
    pq.write_table(rows.replace_schema_metadata(None), out, compression="zstd")
    return bytes(out.getvalue().to_pybytes())


def _place(path: Path, content: bytes) -> None:
    """Write a file so that it is either whole or not there, and on the disk before we go on."""
    aside = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        with open(aside, "xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(aside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            aside.unlink()
        raise
