"""Pace labels as forecasters: a label's probability is its frequency on earlier origins.

A short history is read as a plan: its base is the earliest figure of the last five years, the
check falls on the origin, the target on the origin plus the horizon. The label a method then gives
is looked up among the class's windows that were complete at the origin, of the same length,
horizon and growth asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.arrays import BoolArray, FloatArray, IntArray
from data.reference.figures import Panel
from forecast.backtest.cells import (
    FACTORS,
    FEWEST_WINDOWS,
    LENGTHS,
    Answer,
    Histories,
    Past,
    positive_logs,
)
from forecast.pace.methods import LAST_CHANGES, METHODS, windows
from forecast.pace.pace import GEOMETRIC_KINDS, pace_labels

SmallArray = npt.NDArray[np.int8]

MOST_ELAPSED = 4
"""Years between base and check: a five-year plan is checked in its years one to four."""

PSEUDO = 10.0
"""How many windows the frequency of all labels together counts as, so that rare labels are not
taken at the word of one or two windows."""

_EDGE = 1e-12


@dataclass(frozen=True, slots=True)
class LabelledWindows:
    """All windows of one history length, w of them.

    ``row``, ``anchor`` (w,): series and year index of the check; ``place`` (series, time) is the
    window's number, -1 where there is none. ``labels`` by method and ``met`` are (w, H, K): level
    (-1 is N/A), and 1 or 0 for the outcome, -1 while it is not known.
    """

    row: IntArray
    anchor: IntArray
    place: IntArray
    labels: Mapping[str, SmallArray]
    met: SmallArray


@dataclass(frozen=True, slots=True)
class LabelTable:
    """Labels of every window of a class, by history length.

    A label depends on nothing after its check; whoever uses the table at an origin takes the
    windows whose outcome year has come.
    """

    first_year: int
    horizons: tuple[int, ...]
    groups: tuple[str, ...]  # of each series
    by_length: Mapping[int, LabelledWindows]


def label_table(panel: Panel, horizons: tuple[int, ...]) -> LabelTable:
    """Label every window of every length but one point, which has no pace."""
    geometric = np.array([i.kind in GEOMETRIC_KINDS for i in panel.ids], dtype=np.bool_)
    return LabelTable(int(panel.years[0]), horizons, panel.groups, {
        n: _labelled(panel.values, geometric, n, horizons)
        for n in LENGTHS if 1 < n <= panel.values.shape[1]
    })


def _labelled(
    values: FloatArray, geometric: BoolArray, n: int, horizons: tuple[int, ...]
) -> LabelledWindows:
    logs = positive_logs(values)
    series, time = values.shape
    stacked = np.lib.stride_tricks.sliding_window_view(logs, n, axis=1)
    row, start = np.nonzero(np.isfinite(stacked).all(axis=2))
    anchor = start + n - 1
    place = np.full((series, time), -1, dtype=np.int64)
    place[row, anchor] = np.arange(len(row))
    history = np.exp(stacked[row, start])
    shape = (len(row), len(horizons), len(FACTORS))
    return LabelledWindows(
        row.astype(np.int64), anchor.astype(np.int64), place,
        _labels(history, geometric[row], horizons, shape), _met(logs, row, anchor, horizons))


def _labels(
    history: FloatArray, geometric: BoolArray, horizons: tuple[int, ...],
    shape: tuple[int, int, int],
) -> dict[str, SmallArray]:
    elapsed = min(history.shape[1] - 1, MOST_ELAPSED)
    last = history[:, -1]
    target = last[:, None, None] * np.ones((1, shape[1], 1)) * np.array(FACTORS)
    each = shape[1] * shape[2]
    ends = np.broadcast_to(np.array(horizons, dtype=np.float64)[None, :, None], shape)
    batch = windows(
        np.repeat(history[:, -1 - elapsed], each), target.ravel(), value=np.repeat(last, each),
        base_year=-elapsed, year=0, target_year=ends.ravel(),
        geometric=np.repeat(geometric, each),
        changes=np.repeat(np.diff(history, axis=1)[:, -LAST_CHANGES:], each, axis=0),
    )
    return {m.name: pace_labels(m.name, batch).level.reshape(shape).astype(np.int8)
            for m in METHODS}


def _met(
    logs: FloatArray, row: IntArray, anchor: IntArray, horizons: tuple[int, ...]
) -> SmallArray:
    wide = np.concatenate([logs, np.full((len(logs), max(horizons)), np.nan)], axis=1)
    grown = np.stack([wide[row, anchor + h] - wide[row, anchor] for h in horizons], axis=1)
    reached = grown[..., None] >= np.log(np.array(FACTORS)) - _EDGE
    return np.where(np.isfinite(grown)[..., None], reached, -1).astype(np.int8)


@dataclass(frozen=True, slots=True)
class PaceFrequency:
    """One pace method as a forecaster."""

    method: str
    table: LabelTable

    @property
    def name(self) -> str:
        """``pace_`` and the method."""
        return f"pace_{self.method}"

    def fit(self, past: Past) -> PaceFrequencyFit:
        """Note which windows may be counted."""
        return PaceFrequencyFit(self.method, self.table, past)


@dataclass(frozen=True, slots=True)
class PaceFrequencyFit:
    """A method, and the past whose windows are counted."""

    method: str
    table: LabelTable
    past: Past

    def answer(self, histories: Histories) -> Answer:
        """Give each label its frequency at the same length, horizon and growth."""
        s, horizons = len(histories.rows), self.past.horizons
        reach = np.full((s, len(horizons), len(FACTORS)), 0.5)
        spoken = np.zeros((s, len(horizons)), dtype=np.bool_)
        known = self.table.by_length.get(histories.n)
        if known is None:
            return Answer(reach, None, spoken)
        at = histories.origin - self.table.first_year
        labels = known.labels[self.method]
        asked = labels[known.place[histories.rows, at]]
        group_of = np.array(self.table.groups, dtype=object)
        learnt = np.isin(known.row, self.past.rows)
        for j, h in enumerate(horizons):
            column = self.table.horizons.index(h)
            # The outcome's year has come, and the label's year with it.
            use = learnt & (known.anchor + h <= at) & (known.met[:, column, 0] >= 0)
            if int(use.sum()) < FEWEST_WINDOWS:
                continue
            spoken[:, j] = True
            for group in sorted({i.group for i in histories.ids}):
                mine = group_of[histories.rows] == group
                same = use & (group_of[known.row] == group)
                # The same rule as the base rate's: a group too small is judged by the whole class.
                counted = same if int(same.sum()) >= FEWEST_WINDOWS else use
                reach[mine, j] = _frequency(labels[counted, column], known.met[counted, column],
                                            asked[mine, column])
        return Answer(reach, None, spoken)


def _frequency(labels: SmallArray, met: SmallArray, asked: SmallArray) -> FloatArray:
    """Return (s, K) frequencies of the asked labels (s, K), from w windows (w, K)."""
    w, thresholds = labels.shape
    columns = np.arange(thresholds)
    slots = 8  # levels -1..6, shifted by one
    cell = (labels.astype(np.int64) + 1) * thresholds + columns
    count = np.bincount(cell.ravel(), minlength=slots * thresholds)
    hits = np.bincount(cell.ravel(), weights=met.ravel(), minlength=slots * thresholds)
    overall = (met.sum(axis=0) + 0.5) / (w + 1)
    where = (asked.astype(np.int64) + 1) * thresholds + columns
    return np.asarray((hits[where] + PSEUDO * overall) / (count[where] + PSEUDO))
