"""Files of a run beside their places: how they get there, all or none, and what a kill leaves.

Every file is on the disk beside its place before the first gets its name. Where there are several,
each folder gets a journal of its renames; once the first of these stands the run counts as done,
and ``sweep``, with which every writer begins, finishes what a kill interrupted. What no such
journal lists is removed when its run is no longer alive.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


def beside(folder: Path) -> Path:
    """Return a name in ``folder`` that nothing else has, by which ``sweep`` knows whose it is."""
    return folder / f".{os.getpid()}-{secrets.token_hex(8)}.part"


_LEFT = re.compile(r"\.(\d+)-[0-9a-f]{16}\.(part|journal)")
_OLD = 24 * 3600.0
"""Seconds after which a file written beside is nobody's any more."""


def flush(path: Path) -> None:
    """Have a file on the disk. Raises ``OSError``."""
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_folder(folder: Path) -> None:
    """Have the renaming itself on the disk, where the system can do that for a folder."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def ready(aside: Path, place: Path) -> None:
    """Have a file on the disk whose rename will not fail. Raises ``OSError``."""
    flush(aside)
    if place.is_dir() and not place.is_symlink():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))


class Journal:
    """The renames of a run: a hidden file in each folder, as JSON; none for a single file.

    ``first`` is the way to the folder whose journal counts, ``others`` from there to the rest.
    Names only, so that a journal moves nothing into another folder, whoever wrote it.
    """

    def __init__(self, places: Mapping[Path, Path]) -> None:
        """Write the journals of ``places``: which file beside belongs there. Raises ``OSError``."""
        moves: dict[Path, list[object]] = {}
        for place, aside in places.items():
            moves.setdefault(place.parent.resolve(), []).append(
                {"beside": aside.name, "file": place.name, "stood": _stamp(place)})
        first, *others = moves
        name = beside(first).with_suffix(".journal").name
        self._written = [folder / name for folder in moves] if len(places) > 1 else []
        try:
            for path in reversed(self._written):  # the first folder's last: then it is done
                here = path.parent
                _write(path, {
                    "first": os.path.relpath(first, here),
                    "others": [os.path.relpath(o, here) for o in others if here == first],
                    "renames": moves[here]})
        except BaseException:
            for path in self._written:
                remove(path)
            raise

    @property
    def stands(self) -> bool:
        """Whether renames are left that the next run will do."""
        return bool(self._written) and self._written[0].exists()

    def rename(self, aside: Path, place: Path) -> None:
        """Give a file its name, unless a run that swept has done it. Raises ``OSError``."""
        with contextlib.suppress(*[FileNotFoundError] * bool(self._written)):
            os.replace(aside, place)

    def close(self) -> None:
        """Have the names on the disk and remove the journals, the first one last."""
        for path in self._written:
            _settle(path.parent)
        for path in reversed(self._written):
            remove(path)


def _settle(folder: Path) -> None:
    """Flush a folder where that can be done: a folder need not be readable to be written into."""
    with contextlib.suppress(OSError):
        flush_folder(folder)


def _write(path: Path, content: object) -> None:
    aside = beside(path.parent)
    try:
        with open(aside, "x", encoding="utf-8") as stream:
            stream.write(json.dumps(content, indent=1) + "\n")
        flush(aside)
        os.replace(aside, path)
        _settle(path.parent)
    finally:
        remove(aside)


def _stamp(place: Path) -> list[int] | None:
    """Return what tells whether a file was changed since; ``None`` where there is none."""
    with contextlib.suppress(FileNotFoundError):
        found = place.lstat()
        return [found.st_ino, found.st_size, found.st_mtime_ns]
    return None


@dataclass(frozen=True, slots=True)
class _Listed:
    """A journal as it was read: where the first one is, the others from there, and the renames."""

    first: Path
    others: tuple[Path, ...]
    renames: tuple[tuple[Path, Path, list[int] | None], ...]


def _read(path: Path) -> _Listed | None:
    """Return a journal's content; ``None`` where there is none, or it is not ours."""
    try:
        found = json.loads(path.read_bytes() if path.is_file() else b"")
        renames = [(r["beside"], r["file"], r["stood"]) for r in found["renames"]]
        if not all(_LEFT.fullmatch(aside) and Path(name).name == name not in ("", "..")
                   for aside, name, _ in renames):
            return None
        folder = path.parent
        return _Listed(folder / found["first"] / path.name,
                       tuple(folder / other / path.name for other in found["others"]),
                       tuple((folder / aside, folder / name, was) for aside, name, was in renames))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _finish(path: Path) -> set[str]:
    """Do what the journals of a run still list, if its first one stands; then they go.

    A file that somebody has put or changed since stays. Return the names in this folder that have
    to stay because something of them could not be done.
    """
    own = _read(path)
    first = None if own is None else _read(own.first)
    if own is None or first is None:
        return set()
    try:
        for journal in (*first.others, own.first):
            listed = _read(journal)
            for aside, place, was in () if listed is None else listed.renames:
                if _stamp(place) == was:
                    with contextlib.suppress(FileNotFoundError):
                        os.replace(aside, place)
            if listed is not None:
                _settle(journal.parent)
        for journal in (*first.others, own.first):
            journal.unlink(missing_ok=True)
    except (OSError, ValueError):  # a name with a null byte is a ValueError
        return {path.name, *(aside.name for aside, _, _ in own.renames)}
    return set()


def sweep(folder: Path) -> None:
    """Finish what a killed run had all but done; remove what others, no longer alive, have left."""
    with contextlib.suppress(OSError):
        kept = {name for path in sorted(folder.glob(".*.journal")) if _LEFT.fullmatch(path.name)
                for name in _finish(path)}
        for entry in folder.iterdir():
            found = _LEFT.fullmatch(entry.name)
            if found and entry.name not in kept and not _alive(int(found[1]), entry):
                remove(entry)


def _alive(process: int, left: Path) -> bool:
    """Say whether a run may still be writing ``left``; where that cannot be asked, by its age."""
    if os.name == "nt" or time.time() - left.stat().st_mtime > _OLD:
        return time.time() - left.stat().st_mtime <= _OLD
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True


def remove(path: Path) -> None:
    """Remove a file if it is there and can be removed."""
    with contextlib.suppress(OSError):
        path.unlink()
