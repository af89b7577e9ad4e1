"""The folder where what took time to compute is kept for the next run.

Everything in it can be computed again: what cannot be read or written there is never an error.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sys
import zlib
from collections.abc import Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray, IntArray
from data.io import yamlfile
from data.io.yamlfile import YamlDocument, load_yaml

# YAML files of the package, parsed once for a user and not in every run.
#
# Only for files that ship: what a user writes is copied nowhere.

def load_shipped(text: str, *, file: str) -> YamlDocument:
    """Return what ``load_yaml`` returns, for the text of a file of the package."""
    folder = cache_folder()
    if folder is None:
        return load_yaml(text, file=file)
    digest = blake2b(text.encode(), key=_reader(), digest_size=16).hexdigest()
    path = folder / "yaml" / f"{digest}.json"
    found = _read(path, file)
    if found is None:
        found = load_yaml(text, file=file)
        if not found.problems:
            keep_bytes(path, _written(found))
    return found


def _written(document: YamlDocument) -> bytes:
    lines = [[line, *path] for path, line in document.lines.items()]
    body = json.dumps([document.value, lines]).encode()
    return blake2b(body, digest_size=16).digest() + body


def _read(path: Path, file: str) -> YamlDocument | None:
    """Return a kept document; ``None`` where there is none, or a damaged one."""
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, body = content[:16], content[16:]
    if blake2b(body, digest_size=16).digest() != digest:
        return None
    value, lines = json.loads(body)
    return YamlDocument(file, value, {tuple(path): line for line, *path in lines}, ())


@cache
def _reader() -> bytes:
    """Return what tells this reader from another version's."""
    return blake2b(Path(yamlfile.__file__).read_bytes(), digest_size=16).digest()


# Named plain arrays as bytes and back: no pickle, and a digest that tells a damaged file.

Array = FloatArray | IntArray

_MAGIC = b"plancast arrays 1\n"
_DIGEST = 16


def packed(arrays: Mapping[str, Array]) -> bytes:
    """Return arrays of numbers as bytes, each in the narrowest type that holds it exactly."""
    about, parts = [], []
    for name, array in arrays.items():
        small = _narrow(array)
        about.append([name, small.dtype.str, list(small.shape)])
        parts.append(np.ascontiguousarray(small).tobytes())
    body = _MAGIC + json.dumps(about).encode() + b"\n" + zlib.compress(b"".join(parts), 9)
    return body + blake2b(body, digest_size=_DIGEST).digest()


def unpacked(content: bytes) -> dict[str, Array]:
    """Return what ``packed`` was given. Raises ``ValueError`` for anything damaged or foreign."""
    body, digest = content[:-_DIGEST], content[-_DIGEST:]
    if not body.startswith(_MAGIC) or blake2b(body, digest_size=_DIGEST).digest() != digest:
        raise ValueError("no file of arrays, or a damaged one")
    head, _, rest = body[len(_MAGIC):].partition(b"\n")
    raw, at = zlib.decompress(rest), 0
    out: dict[str, Array] = {}
    for name, kind, shape in json.loads(head):
        dtype, size = np.dtype(kind), int(np.prod(shape, dtype=np.int64))
        found = np.frombuffer(raw, dtype, size, at).reshape(shape)
        out[name] = found.astype(np.float64) if dtype.kind == "f" else found.astype(np.int64)
        at += size * dtype.itemsize
    return out


def _narrow(array: Array) -> npt.NDArray[np.generic]:
    if array.dtype.kind == "f":
        with np.errstate(over="ignore"):
            small = array.astype("<f4")
        same = np.array_equal(small.astype(np.float64), array, equal_nan=True)
        return small if same else array.astype("<f8")
    for kind in ("|i1", "<i2", "<i4"):
        if np.array_equal(array.astype(kind), array):
            return array.astype(kind)
    return array.astype("<i8")


VARIABLE = "PLANCAST_CACHE"
"""Names another folder; empty, nothing is kept."""

MOST_FILES = 4000
"""Beyond this many files the older half goes."""


def cache_folder() -> Path | None:
    """Return the user's cache folder for plancast, whether it exists or not; ``None``: keep none.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        return Path(named) if named else None
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        base = os.path.expanduser("~/Library/Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    return Path(base) / "plancast" if base and os.path.isabs(base) else None


def keep_bytes(path: Path, content: bytes) -> None:
    """Write ``content`` to ``path`` if that is possible; a reader sees all of it or nothing."""
    beside = path.with_name(f"{path.name}.{secrets.token_hex(8)}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _make_room(path.parent)
        beside.write_bytes(content)
        os.replace(beside, path)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def _make_room(folder: Path) -> None:
    files = [entry for entry in os.scandir(folder) if entry.is_file()]
    if len(files) < MOST_FILES:
        return
    for entry in sorted(files, key=lambda e: e.stat().st_mtime)[: MOST_FILES // 2]:
        with contextlib.suppress(OSError):  # another run was faster
            os.unlink(entry.path)
