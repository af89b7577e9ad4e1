"""Writing files: to the side first, then renamed, so that nothing is ever half-written.

The same content gives the same bytes: keys keep their order, floats their shortest form, lines
end with a line feed, and no time of writing goes into a file.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import secrets
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from data.errors import PlancastError, Where, problem

if TYPE_CHECKING:
    pass

Json: TypeAlias = Union[  # noqa: UP007  (the alias is recursive)
    bool, int, float, str, Sequence["Json"], Mapping[str, "Json"], None
]


def write_bytes(path: str | Path, content: bytes) -> Path:
    """Write ``content`` to ``path``, making its folder; an existing file is replaced at once.

    What is no file but a pipe or a device is written into.

    Raises
    ------
    PlancastError
        FOLDER_UNWRITABLE; what stood at ``path`` before then still stands there.
    """
    return write_parts(path, (content,))


def write_parts(path: str | Path, parts: Iterable[bytes]) -> Path:
    """Write the parts of a large file one after another, as they come. Raises as ``write_bytes``.
    """
    with Together() as files:
        return files.add(path, parts)


class Together:
    """Files of one run: all of them appear at the end of the ``with`` block, or none does.

    Each is written beside its place as it comes and renamed at the end. What killed runs left
    beside is swept first. Every method raises as ``write_bytes``.
    """

    def __init__(self) -> None:
        self._ready: list[tuple[Path, Path]] = []  # (beside, place)
        self._swept: set[Path] = set()

    def __enter__(self) -> Together:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        try:
            if kind is None:
                for aside, place in self._ready:
                    with _refusing(place):
                        os.replace(aside, place)
        finally:
            for aside, _place in self._ready:
                _remove(aside)

    def add(self, path: str | Path, parts: Iterable[bytes]) -> Path:
        """Take the parts of one file, as they come."""
        place = Path(path)
        with _refusing(place):
            if _is_stream(place):
                _pour(place, parts)
                return place
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.parent not in self._swept:
                self._swept.add(place.parent)
                sweep(place.parent)
            aside = beside(place.parent)
            self._ready.append((aside, place))
            with open(aside, "xb") as stream:
                stream.writelines(parts)
        return place

    def bytes(self, path: str | Path, content: bytes) -> Path:
        """Take a file's whole content."""
        return self.add(path, (content,))

    def text(self, path: str | Path, text: str) -> Path:
        """Take a text, as UTF-8 with line feeds."""
        return self.add(path, (text.encode("utf-8"),))


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or type(error).__name__
        refused = problem("FOLDER_UNWRITABLE", Where(file=str(path)), path=path, reason=reason)
        raise PlancastError([refused]) from None


def _is_stream(path: Path) -> bool:
    """Say whether ``path`` is a pipe or a character device: a file must not take its place."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)


def _pour(path: Path, parts: Iterable[bytes]) -> None:
    """Write into a pipe or device; a pipe that nobody reads is refused instead of waited for."""
    handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
    os.set_blocking(handle, True)
    with open(handle, "wb") as stream:
        stream.writelines(parts)


def beside(folder: Path) -> Path:
    """Return a name in ``folder`` that nothing else has, by which ``sweep`` knows whose it is."""
    return folder / f".{os.getpid()}-{secrets.token_hex(8)}.part"


_LEFT = re.compile(r"\.(\d+)-[0-9a-f]{16}\.part")
_OLD = 24 * 3600.0
"""Seconds after which a file written beside is nobody's any more."""


def sweep(folder: Path) -> None:
    """Remove what runs that are no longer alive have left beside their files."""
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            found = _LEFT.fullmatch(entry.name)
            if found and not _alive(int(found[1]), entry):
                _remove(entry)


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


def claim_folder(path: str | Path) -> Path:
    """Make ``path`` if need be and try that files can be written there, before the work is done.

    Raises as ``write_bytes``.
    """
    folder = Path(path)
    try:
        trial = write_bytes(folder / f".{secrets.token_hex(8)}.trial", b"")
    except PlancastError as error:  # the reader knows the folder, not the file tried in it
        reason = dict(error.problems[0].details)["reason"]
        refused = problem("FOLDER_UNWRITABLE", Where(file=str(path)), path=path, reason=reason)
        raise PlancastError([refused]) from None
    trial.unlink(missing_ok=True)
    return folder


def write_text(path: str | Path, text: str) -> Path:
    """Write ``text`` as UTF-8 with line feeds. Raises as ``write_bytes``."""
    return write_bytes(path, text.encode("utf-8"))


def json_text(value: Json) -> str:
    """Return ``value`` as JSON with two spaces of indent; NaN and infinity become ``null``."""
    return json.dumps(_finite(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def write_json(path: str | Path, value: Json) -> Path:
    """Write ``value`` as ``json_text`` gives it. Raises as ``write_bytes``."""
    return write_text(path, json_text(value))


def _finite(value: Json) -> Json:
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _finite(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_finite(inner) for inner in value]
    return value


def _remove(path: Path | None) -> None:
    if path is not None:
        with contextlib.suppress(OSError):
            path.unlink()
