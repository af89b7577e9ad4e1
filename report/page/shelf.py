"""The plans that a page shows, by key: bundled ones, files it was started with, and uploads.

A client only ever sends keys. What lies behind a key was put there by the server.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from pathlib import Path

from data.io.writing import Json, write_bytes
from data.planfile.bundled import bundled_plans

ROW_TYPES = (".yaml", ".yml")
PLAN_TYPES = (*ROW_TYPES, ".xlsx")
DOCUMENT_TYPES = (".docx", ".pdf", ".html", ".htm", ".txt", ".xlsx")
UPLOADS = {"plan": PLAN_TYPES, "document": DOCUMENT_TYPES, "sheet": (".xlsx",),
           "table": (".csv", ".xlsx")}
"""What may be uploaded: a plan, a document to import, its fill-in sheet, a table of actuals."""

MOST_UPLOADS = 40
"""Uploads that are kept; the oldest goes."""

MOST_STEPS = 50
"""Changes of a plan that can be taken back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One plan: ``path`` is a file of the server's choosing, empty for a bundled plan."""

    key: str
    label: str
    path: str = ""
    version: int = 0
    given: bool = False  # named on the command line: shown on the start page
    imported: bool = False  # read from a document: to be confirmed before it is assessed
    read: str = ""  # of an imported plan: the document's lines and reasons of doubt, as JSON

    @property
    def rows(self) -> bool:
        """Whether it is a plan file with rows that somebody may have to confirm."""
        return self.path.lower().endswith(ROW_TYPES)

    def source(self, history: tuple[str, ...] = (), ledger: str = "") -> dict[str, Json]:
        """Return it as a worker is told; the stamp changes with every file that is read for it."""
        own = history if self.given else ()
        read = (*(Path(p) for p in (self.path, *own) if p), *(_inside(Path(ledger)) if ledger
                                                              else ()))
        return {"name": "" if self.path else self.key, "path": self.path, "label": self.label,
                "version": self.version, "ledger": ledger, "stamp": stamp_of(read),
                "history": list(own)}


@dataclass(slots=True)
class Shelf:
    """What can be opened, and the private folder in which uploads lie."""

    folder: Path
    work: Path | None = None
    """Where plans made on the page are kept beyond its end; ``None``: nowhere."""
    entries: OrderedDict[str, Entry] = field(default_factory=OrderedDict)
    before: dict[str, list[bytes]] = field(default_factory=dict)
    saved: dict[str, Path] = field(default_factory=dict)

    def give(self, path: Path) -> Entry:
        """Put a file of the command line on the shelf."""
        entry = Entry(self._free(path.stem), path.name, str(path), given=True)
        self.entries[entry.key] = entry
        return entry

    def find(self, key: str) -> Entry | None:
        """Return what a key stands for; one that is not on the shelf may name a bundled plan."""
        if key in self.entries:
            return self.entries[key]
        return Entry(key, f"{key}.yaml") if key in bundled_plans() else None

    def keep(self, content: bytes, label: str, suffix: str) -> Entry:
        """Keep an upload under a name of the server's own."""
        key = f"u-{secrets.token_urlsafe(9)}"
        path = self.folder / f"{secrets.token_hex(8)}{suffix}"
        write_bytes(path, content)
        path.chmod(0o600)
        entry = Entry(key, label, str(path))
        self.entries[key] = entry
        uploads = [e for e in self.entries.values() if not e.given]
        for old in uploads[:-MOST_UPLOADS]:
            self.drop(old.key)
        return entry

    def made(self, content: bytes, label: str, *, read: str = "", imported: bool = False) -> Entry:
        """Keep a plan file that was made on the page."""
        entry = self.keep(content, label, ".yaml")
        self.entries[entry.key] = replace(entry, read=read, imported=imported)
        self._save(self.entries[entry.key], content)
        return self.entries[entry.key]

    def change(self, key: str, content: bytes) -> Entry:
        """Replace the file of a plan made here; the one before can be taken back.

        Raises ``KeyError`` for anything else.
        """
        entry = self.entries[key]
        if entry.given or not entry.path:
            raise KeyError(key)
        steps = self.before.setdefault(key, [])
        steps.append(Path(entry.path).read_bytes())
        del steps[:-MOST_STEPS]
        return self._replaced(entry, content)

    def undo(self, key: str) -> Entry:
        """Take back the last change. Raises ``KeyError`` where there is none."""
        steps = self.before.get(key)
        if not steps:
            raise KeyError(key)
        return self._replaced(self.entries[key], steps.pop())

    def _replaced(self, entry: Entry, content: bytes) -> Entry:
        write_bytes(entry.path, content)
        changed = replace(entry, version=entry.version + 1)
        self.entries[entry.key] = changed
        self._save(changed, content)
        return changed

    def _save(self, entry: Entry, content: bytes) -> None:
        """Write a plan made here to the folder of work, under a name that nothing has."""
        if self.work is None:
            return
        if entry.key not in self.saved:
            stem, n = re.sub(r"[^\w-]", "-", Path(entry.label).stem)[:60].strip("-") or "plan", 1
            while (path := self.work / f"{stem}{'' if n == 1 else f'-{n}'}.yaml").exists():
                n += 1
            self.saved[entry.key] = path
        write_bytes(self.saved[entry.key], content)

    def drop(self, key: str) -> None:
        """Take an upload from the shelf and delete its file."""
        entry = self.entries.pop(key)
        self.before.pop(key, None)
        if not entry.given:
            Path(entry.path).unlink(missing_ok=True)

    def _free(self, stem: str) -> str:
        base = re.sub(r"[^\w-]", "-", stem)[:60] or "plan"
        key, n = base, 2
        while key in self.entries or key in bundled_plans():  # a bundled plan keeps its address
            key, n = f"{base}-{n}", n + 1
        return key


def stamp_of(files: Iterable[Path]) -> str:
    """Return what changes when any of these files does, also by another program."""
    found: list[tuple[str, int, int]] = []
    for path in files:
        try:
            about = path.stat()
        except OSError:  # gone, or going: its reader says so
            continue
        found.append((str(path), about.st_mtime_ns, about.st_size))
    return blake2b(repr(found).encode(), digest_size=8).hexdigest()


def _inside(folder: Path) -> list[Path]:
    """Return the files of a ledger; none where there is no ledger yet."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


MOST_NAME_BYTES = 200
MOST_SUFFIX = 5
"""Letters of a suffix."""


def shown_name(name: str) -> str:
    """Return a file's name as it is shown: no folders, nothing that a screen cannot print.

    A long one loses the end of its stem: a copy under this name has to be possible.
    """
    last = "".join(c for c in re.split(r"[/\\]", name)[-1] if c.isprintable())
    stem, dot, end = last.rpartition(".")
    whole, kept = (stem, dot + end) if dot and len(end) <= MOST_SUFFIX else (last, "")
    return whole.encode()[:MOST_NAME_BYTES].decode(errors="ignore") + kept or "file"


def suffix_of(name: str, known: tuple[str, ...]) -> str | None:
    """Return the suffix of a file that may be uploaded; ``None`` for any other."""
    found = re.search(r"\.\w{1,5}$", name.lower())
    return found.group() if found is not None and found.group() in known else None
