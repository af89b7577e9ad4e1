"""Named plain arrays as bytes and back: no pickle, and a digest that tells a damaged file."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray, IntArray

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
