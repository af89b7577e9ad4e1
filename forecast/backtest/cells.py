"""What a backtest asks: at every past year, from every short history, how likely is each growth?

A question is a series, an origin (the last year that may be seen), the last ``n`` annual figures
up to it, a horizon and a growth factor on the last figure. Whoever answers it has learnt from the
series of the *other* half of the regions only, and from no year after the origin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray, frozen_floats, frozen_ints
from data.reference.figures import Panel, SeriesId

LENGTHS = (1, 2, 3, 4, 6, 10)
"""History lengths that are asked about."""

HORIZONS = (2, 3, 5)
"""Default horizons, years."""

FACTORS = (0.8, 1.0, 1.1, 1.3, 1.6, 2.15, 4.16)
"""Growth factors on the last figure that are asked about: a fall of a fifth to the largest growth
a plan of the collection asks for (+316 %); the usual ones are +10 % to +115 %."""

LEVELS = np.array([0.005, 0.01, 0.025, *np.arange(1, 20) / 20, 0.975, 0.99, 0.995])
LEVELS.setflags(write=False)
"""Levels at which quantiles are asked for."""

FEWEST_WINDOWS = 30
"""Origins whose class holds fewer complete windows at a horizon are not scored there."""

FOLDS = 2


@dataclass(frozen=True, slots=True)
class Past:
    """What may be learnt from at an origin.

    ``panel`` holds the series of the other regions, cut at ``origin``; ``rows`` (r,) are their
    numbers in the whole class.
    """

    panel: Panel
    rows: IntArray
    origin: int
    horizons: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Histories:
    """Short histories asked about: ``values`` (s, n), positive, the last column in ``origin``.

    ``rows`` (s,) are numbers in the whole class; nothing after the origin is in here.
    """

    values: FloatArray
    rows: IntArray
    ids: tuple[SeriesId, ...]
    origin: int
    fold: int

    @property
    def n(self) -> int:
        """Points of each history."""
        return int(self.values.shape[1])


@dataclass(frozen=True, slots=True)
class Answer:
    """What a predictor says about s histories at H horizons.

    ``reach`` (s, H, len(FACTORS)) is the probability that the value is at least the factor times
    the last one. ``quantiles`` (s, H, len(LEVELS)) are of log growth; ``None`` where there is only
    a probability. ``spoken`` (s, H) is False where the predictor refuses; its numbers are ignored.
    """

    reach: FloatArray
    quantiles: FloatArray | None
    spoken: BoolArray


class Fitted(Protocol):
    """A predictor that has learnt from one past."""

    def answer(self, histories: Histories) -> Answer:
        """Answer for all horizons of the past."""


class Predictor(Protocol):
    """Anything that gives probabilities of reaching a growth: the law and all its rivals."""

    @property
    def name(self) -> str:
        """Its name in tables."""

    def fit(self, past: Past) -> Fitted:
        """Learn from a past."""


@dataclass(frozen=True, slots=True)
class Cell:
    """All histories of one length at one origin of one half of the regions.

    ``outcomes`` (s, H) are log growths to each horizon, NaN where the figure is not known.
    """

    histories: Histories
    outcomes: FloatArray


def fold_of(id_: SeriesId) -> int:
    """Return the half a series belongs to: that of its region (of itself, without a region)."""
    name = id_.region or id_.indicator
    return hashlib.blake2b(name.encode("utf-8"), digest_size=1).digest()[0] % FOLDS


def ordered(panel: Panel) -> Panel:
    """Return the panel with its rows in the order of region, indicator and family.

    Random numbers are drawn in this order, so results do not depend on the order of a file.
    """
    names = [(i.region, i.indicator, i.family, i.level) for i in panel.ids]
    return panel.take(frozen_ints(sorted(range(len(names)), key=names.__getitem__)))


def until(panel: Panel, year: int, *, rows: IntArray) -> Panel:
    """Return some rows of a panel with nothing after ``year``; rows may then be empty."""
    keep = panel.years <= year
    return Panel(tuple(panel.ids[i] for i in rows), frozen_ints(panel.years[keep]),
                 frozen_floats(panel.values[rows][:, keep]))


def pasts(panel: Panel, horizons: tuple[int, ...]) -> Iterator[tuple[int, Past]]:
    """Yield (half that is asked about, past it is answered from) for every origin, in order."""
    halves = np.array([fold_of(i) for i in panel.ids], dtype=np.int64)
    for origin in origins(panel, horizons):
        for fold in range(FOLDS):
            rows = np.flatnonzero(halves != fold)
            seen = until(panel, origin, rows=rows)
            scored = tuple(h for h in horizons if windows_of(seen, h) >= FEWEST_WINDOWS)
            if scored:
                yield fold, Past(seen, frozen_ints(rows), origin, scored)


def origins(panel: Panel, horizons: tuple[int, ...]) -> tuple[int, ...]:
    """Return the years from which the shortest horizon still ends inside the panel."""
    return tuple(int(y) for y in panel.years if y + min(horizons) <= panel.years[-1])


def windows_of(panel: Panel, horizon: int) -> int:
    """Count pairs of positive figures ``horizon`` years apart."""
    return int(np.isfinite(log_growth(panel.values, horizon)).sum())


def cells(panel: Panel, past: Past, *, fold: int) -> Iterator[Cell]:
    """Yield what is asked of one half at the origin of ``past``, a history length at a time.

    Which histories are asked about depends on nothing after the origin.
    """
    halves = np.array([fold_of(i) for i in panel.ids], dtype=np.int64)
    at = past.origin - int(panel.years[0])
    for n in LENGTHS:
        if at - n + 1 < 0:
            continue
        window = panel.values[:, at - n + 1: at + 1]
        full = (np.isfinite(window) & (np.nan_to_num(window) > 0)).all(axis=1)
        rows = np.flatnonzero(full & (halves == fold))
        if len(rows):
            histories = Histories(frozen_floats(window[rows]), frozen_ints(rows),
                                  tuple(panel.ids[i] for i in rows), past.origin, fold)
            yield Cell(histories, _outcomes(panel, rows, at, past.horizons))


def log_growth(values: FloatArray, horizon: int) -> FloatArray:
    """Return log(y[t + horizon] / y[t]) as (series, time), NaN where either is not positive."""
    out = np.full(values.shape, np.nan)
    if horizon >= values.shape[1]:
        return out
    logs = positive_logs(values)
    out[:, :-horizon] = logs[:, horizon:] - logs[:, :-horizon]
    return out


def positive_logs(values: FloatArray) -> FloatArray:
    """Return logarithms, NaN where a value is missing or not positive."""
    good = np.nan_to_num(values) > 0
    return np.where(good, np.log(np.where(good, values, 1.0)), np.nan)


def _outcomes(panel: Panel, rows: IntArray, at: int, horizons: tuple[int, ...]) -> FloatArray:
    logs = positive_logs(panel.values[rows])
    later = [logs[:, at + h] if at + h < logs.shape[1] else np.full(len(rows), np.nan)
             for h in horizons]
    return frozen_floats(np.stack(later, axis=1) - logs[:, at: at + 1])
