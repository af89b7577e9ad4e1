"""What the numbers of a batch hang on beside its inputs: code, laws, kernel."""

from __future__ import annotations

from hashlib import blake2b, sha256

import numpy as np

from data.io.writing import Json
from data.version import engine_version
from forecast.knowledge import Knowledge
from models.law import kernel
from models.law.learned import EDITION


def kernel_id() -> str:
    """Return ``numpy``, or ``compiled`` with the first digits of the library's SHA-256."""
    found = kernel.library()
    if found is None:
        return kernel.name()
    with open(found._name, "rb") as stream:
        return f"{kernel.name()} {sha256(stream.read()).hexdigest()[:16]}"


def identity(knowledge: Knowledge) -> dict[str, Json]:
    """Return the version, the kernel, and digests of what the laws are learned on."""
    figures = blake2b(digest_size=16)
    table = knowledge.reference
    figures.update(repr([(i.region, i.indicator, i.family) for i in table.ids]).encode())
    for array, kind in ((table.series, "<i8"), (table.years, "<i8"), (table.values, "<f8")):
        figures.update(np.ascontiguousarray(array, dtype=kind).tobytes())
    return {"plancast": engine_version(), "kernel": kernel_id(), "laws": {
        "reference": knowledge.reference_id, "figures": figures.hexdigest(), "edition": EDITION,
        "calibration": knowledge.calibration_id}}
