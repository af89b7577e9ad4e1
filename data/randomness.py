"""Random numbers keyed by content: a draw depends on the seed and the words, on nothing else.

A generator is made from the root seed and a list of words (region, indicator, model, purpose).
Order of work, chunking, number of workers, platform and Python's hash seed play no part.
"""

from __future__ import annotations

import hashlib

import numpy as np

from data.arrays import FloatArray

_GRID = 2**52  # (k + 0.5) / 2**52 is exact in float64, so a draw is never 0 and never 1


def entropy(seed: int, words: tuple[str, ...]) -> int:
    """Return 256 bits from the seed and the words (BLAKE2b, each part preceded by its length)."""
    digest = hashlib.blake2b(digest_size=32, person=b"plancast")
    for part in (str(int(seed)), *words):
        raw = part.encode("utf-8")
        digest.update(len(raw).to_bytes(8, "little"))
        digest.update(raw)
    return int.from_bytes(digest.digest(), "little")


def generator(seed: int, *words: str) -> np.random.Generator:
    """Return the generator (PCG64) that belongs to ``words`` under the root ``seed``.

    The same arguments give the same stream on every platform and in every process; any other
    word, or the same letters cut into other words, gives an independent stream.
    """
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy(seed, words))))


def uniforms(seed: int, n: int, *words: str) -> FloatArray:
    """Return ``n`` uniform draws strictly inside (0, 1) that belong to ``words``.

    A shorter request gives the beginning of a longer one.
    """
    whole = generator(seed, *words).integers(0, _GRID, size=n, dtype=np.int64)
    return np.asarray((whole + 0.5) / _GRID, dtype=np.float64)
