"""What a model is: a small frozen specification whose ``fit`` gives a frozen fit.

All models work on the transformed scale of ``models.scale``. A batch is ``(series, time)``; column
``time - 1`` is the origin, so step 1 is the year after the last column even when a series' own last
observation lies earlier. A single series is a batch of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Protocol, TypeAlias

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.messages.message import Messages
from data.words import Wording

Rng: TypeAlias = np.random.Generator | Sequence[np.random.Generator]
"""One generator for the whole batch, or one per series.

With one per series (keyed by content) a series' paths depend neither on the batch it stands in nor
on its place there; with a single generator they depend on the order of the batch.
"""


class Reason(StrEnum):
    """Why a model does not speak about a series."""

    TOO_SHORT = "TOO_SHORT"
    GAPS = "GAPS"
    NO_SPREAD = "NO_SPREAD"
    UNIDENTIFIED = "UNIDENTIFIED"
    NO_FIT = "NO_FIT"


REASONS = Messages("models.reasons", Reason)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A model's refusal of one series."""

    model: str
    reason: Reason

    @property
    def text(self) -> Wording:
        """The reason in words."""
        return REASONS[self.reason]


Refusals: TypeAlias = tuple[Refusal | None, ...]


class Fit(Protocol):
    """A fitted batch."""

    @property
    def refusals(self) -> Refusals:
        """One entry a series of the batch: ``None`` where the model speaks."""

    @property
    def rows(self) -> IntArray:
        """Indices of the series that were not refused, ascending."""

    def simulate(self, horizon: int, n_paths: int, rng: Rng) -> FloatArray:
        """Draw ``(len(rows), n_paths, horizon)`` finite paths on the transformed scale.

        Each path has its own parameters and its own innovations. A sequence of generators has one
        entry for every series of the batch, refused ones included.
        """


class Model(Protocol):
    """A specification: hyperparameters and priors, no data."""

    name: ClassVar[str]
    min_obs: ClassVar[int]

    def fit(self, y: FloatArray, mask: BoolArray) -> Fit:
        """Fit ``y`` (series, time), transformed, where ``mask`` is True; elsewhere y is ignored.

        Raises ``ValueError`` on shapes that do not agree and on values that are not finite. A
        series the model cannot handle is refused in the fit, never answered with NaN.
        """


def clean(y: FloatArray, mask: BoolArray) -> FloatArray:
    """Return ``y`` with zeros where nothing was observed.

    Raises ``ValueError`` when shapes differ or an observed value is not finite.
    """
    if y.ndim != 2 or y.shape != mask.shape:
        raise ValueError(f"need (series, time) for y and mask, got {y.shape} and {mask.shape}")
    if not np.all(np.isfinite(y[mask])):
        raise ValueError("observed values must be finite")
    return np.where(mask, y, 0.0)


def screen(
    name: str, mask: BoolArray, *, min_obs: int, regular: bool, df: FloatArray | None = None
) -> Refusals:
    """Refuse what a model cannot say anything about.

    Series shorter than ``min_obs``; if ``regular``, those with missing years (years before the
    first observation are a late start, not a gap); those with no degrees of freedom left for the
    spread, ``df`` (series,) <= 0.
    """
    n = mask.sum(axis=1)
    start = np.where(n > 0, mask.argmax(axis=1), mask.shape[1])
    gappy = (mask.shape[1] - start) != n
    free = np.ones(len(n)) if df is None else df
    found: list[Refusal | None] = []
    for few, gap, left in zip(n < min_obs, gappy, free, strict=True):
        if few:
            found.append(Refusal(name, Reason.TOO_SHORT))
        elif regular and gap:
            found.append(Refusal(name, Reason.GAPS))
        elif left <= 0:
            found.append(Refusal(name, Reason.NO_SPREAD))
        else:
            found.append(None)
    return tuple(found)


def accepted(refusals: Refusals) -> IntArray:
    """Return the indices of the series that were not refused."""
    return np.array([i for i, r in enumerate(refusals) if r is None], dtype=np.int64)


def rows_of(rng: Rng, rows: IntArray) -> Rng:
    """Return the generators of the accepted series; a single generator serves all."""
    if isinstance(rng, np.random.Generator):
        return rng
    return [rng[int(i)] for i in rows]
