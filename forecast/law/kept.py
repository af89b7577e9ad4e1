"""Laws that were learned before: those that ship, and those of earlier runs of this user.

A law is kept under a digest of what it was learned on (``models.law.learned``), so a file is right
or absent: a changed figure, option or edition has another name, a damaged file is learned anew.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np

import data
import models.law
from data.io.arrayfile import packed, unpacked
from data.io.cachefolder import cache_folder, keep_bytes
from models.law.learned import Learned, from_arrays, to_arrays

SHIPPED = Path(data.__file__).parent / "bundled" / "laws"
"""Made by ``benchmarks/ship_laws.py``."""

_COUNT = "laws"


def kept(digest: str, learn: Callable[[], Learned]) -> Learned:
    """Return the law kept under ``digest``; else learn it and keep it."""
    found = read(SHIPPED / f"{digest}.law")
    if found is not None:
        return found
    folder = cache_folder()
    if folder is None:
        return learn()
    path = folder / "laws" / f"{digest}-{_code()}.law"
    found = read(path)
    if found is None:
        found = learn()
        keep_bytes(path, written(found))
    return found


def written(laws: Learned) -> bytes:
    """Return laws as bytes, which ``read`` gives back to the last bit."""
    return packed({_COUNT: np.array([len(laws)]), **to_arrays(laws)})


def read(path: Path) -> Learned | None:
    """Return the laws of a file; ``None`` where there is none that can be used."""
    try:
        arrays = unpacked(path.read_bytes())
        return from_arrays(arrays, int(arrays[_COUNT][0]))
    except (OSError, ValueError, KeyError, IndexError, zlib.error):
        return None


@cache
def _code() -> str:
    """Return a digest of the code that learns: a user's folder outlives many versions of it."""
    out = blake2b(digest_size=8)
    for path in sorted(Path(models.law.__file__).parent.glob("*.py")):
        out.update(path.read_bytes())
    return out.hexdigest()
