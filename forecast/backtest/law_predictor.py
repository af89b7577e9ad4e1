"""The law as a predictor of a backtest: the room that answers users, asked of the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, IntArray, frozen_floats
from data.words import Kind
from forecast.backtest.cells import FACTORS, LEVELS, Answer, Histories, Past
from forecast.knowledge import knowledge_of
from forecast.law.choice import Subject
from forecast.law.room import Histories as Asked
from forecast.law.room import Room, Spoken
from models.law.windows import LOOKBACK

LAW = "law"

_EDGE = 1e-12  # a value exactly at the threshold reaches it


@dataclass(frozen=True, slots=True)
class LawPredictor:
    """The law of ``forecast.law``, knowing at every origin what was known then."""

    name: str = LAW

    def fit(self, past: Past) -> LawFit:
        """Return the room with the class of this past; its laws are fitted when asked."""
        return LawFit(Room(knowledge_of(past.panel)), past.horizons)


@dataclass(frozen=True, slots=True)
class LawFit:
    """A room and the horizons it is asked about."""

    room: Room
    horizons: tuple[int, ...]

    def answer(self, histories: Histories) -> Answer:
        """Read probabilities and quantiles off the laws of the values.

        Series of one family and kind are asked about together, as in ``plancast batch``. What the
        room has no law for is not spoken.
        """
        shape = (len(histories.rows), len(self.horizons))
        reach = np.zeros((*shape, len(FACTORS)))
        quantiles = np.zeros((*shape, len(LEVELS)))
        spoken = np.zeros(shape, dtype=np.bool_)
        for subject, rows in _subjects(histories).items():
            asked = Asked(subject, histories.origin, _grid(histories.values[rows]))
            ready = self.room.ready(asked, max(self.horizons))
            together = [rows] if ready else [rows[i : i + 1] for i in range(len(rows))]
            for some in together:
                one = Asked(subject, histories.origin, _grid(histories.values[some]))
                said = self.room.answer(one, max(self.horizons))
                if said is not None:
                    last = histories.values[some, -1]
                    reach[some], quantiles[some] = _read(said, last, self.horizons)
                    spoken[some] = True
        return Answer(frozen_floats(reach), frozen_floats(quantiles), spoken)


def _subjects(histories: Histories) -> dict[Subject, IntArray]:
    """Return the rows of every subject that is asked about."""
    found: dict[Subject, list[int]] = {}
    for i, id_ in enumerate(histories.ids):
        kind = Kind.SCORE if id_.group == "score" else id_.kind
        found.setdefault(Subject(kind, id_.family), []).append(i)
    return {subject: np.array(rows) for subject, rows in found.items()}


def _grid(values: FloatArray) -> FloatArray:
    """Return histories (s, n) as (s, LOOKBACK), the last column the last figure."""
    out = np.full((len(values), LOOKBACK), np.nan)
    out[:, LOOKBACK - values.shape[1]:] = values
    return out


def _read(said: Spoken, last: FloatArray, horizons: tuple[int, ...],
          ) -> tuple[FloatArray, FloatArray]:
    """Return Pr(value >= factor * last) (s, H, factors) and quantiles of log growth (s, H, K)."""
    s, columns = len(last), np.array(horizons) - 1
    row, place, which = (a.ravel() for a in np.meshgrid(
        np.arange(s), np.arange(len(horizons)), np.arange(len(FACTORS)), indexing="ij"))
    low = last[row] * np.array(FACTORS)[which] * (1 - _EDGE)
    p = said.values.chance(row, columns[place], low, np.full(len(low), np.inf))
    values = said.values.quantile(LEVELS)[:, columns]
    growth = np.log(np.maximum(values, 1e-300) / last[:, None, None])
    return p.reshape(s, len(horizons), len(FACTORS)), growth
