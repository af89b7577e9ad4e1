"""What the law is measured against: base rate of the class, own history alone, single models.

Everyone answers the same questions (``forecast.backtest.cells``); a refusal is replaced by the
base rate when scores are compared, which is what a careful planner would then do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray, frozen_floats
from data.randomness import generator
from data.special import stdtr, stdtrit
from forecast.backtest.cells import (
    FACTORS,
    FEWEST_WINDOWS,
    LEVELS,
    Answer,
    Histories,
    Past,
    log_growth,
    positive_logs,
)
from models.own.base import Model
from models.own.registry import admitted
from models.spread import WEAK, Spread, pooled

SINGLE_MODELS = (
    "no_change", "drift", "damped_drift", "trend", "ses", "holt", "damped_holt", "theta",
)
"""Own-history models with a batch form. The others are fitted one series at a time, which costs a
thousand times more, and enter the law's ladder only for long histories."""

N_PATHS = 400
FEWEST_FOR_T = 3
"""Points a random walk with drift needs for one degree of freedom."""

_GROWTHS = np.log(np.array(FACTORS))
_EDGE = 1e-12  # a value exactly at the threshold reaches it, whatever the last digit of its log


@dataclass(frozen=True, slots=True)
class BaseRate:
    """The class's own distribution of growth over each horizon: what happened before, elsewhere.

    Growths of the history's group (flows, stocks, ...) where the class holds at least
    ``FEWEST_WINDOWS`` of them, else of the whole class.
    """

    name: str = "base_rate"

    def fit(self, past: Past) -> BaseRateFit:
        """Collect the growths that were complete at the origin."""
        groups = np.array(past.panel.groups, dtype=object)
        growths: dict[tuple[str, int], FloatArray] = {}
        for h in past.horizons:
            grown = log_growth(past.panel.values, h)
            growths["", h] = np.sort(grown[np.isfinite(grown)])
            for group in sorted(set(past.panel.groups) - {""}):
                of_group = grown[groups == group]
                seen = np.sort(of_group[np.isfinite(of_group)])
                if len(seen) >= FEWEST_WINDOWS:
                    growths[group, h] = seen
        return BaseRateFit(past.horizons, growths)


@dataclass(frozen=True, slots=True)
class BaseRateFit:
    """Sorted growths by (group, horizon); the empty group is the whole class."""

    horizons: tuple[int, ...]
    growths: Mapping[tuple[str, int], FloatArray]

    def answer(self, histories: Histories) -> Answer:
        """Give every history the frequencies of its group."""
        shape = (len(histories.rows), len(self.horizons))
        reach, quantiles = np.empty((*shape, len(FACTORS))), np.empty((*shape, len(LEVELS)))
        groups = np.array([i.group for i in histories.ids], dtype=object)
        for group in sorted(set(groups.tolist())):
            rows = groups == group
            for j, h in enumerate(self.horizons):
                seen = self.growths.get((group, h), self.growths["", h])
                below = np.searchsorted(seen, _GROWTHS - _EDGE)
                reach[rows, j] = (len(seen) - below + 0.5) / (len(seen) + 1)
                quantiles[rows, j] = np.quantile(seen, LEVELS, method="median_unbiased")
        return Answer(reach, quantiles, np.ones(shape, dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class OwnT:
    """Own history alone: random walk with drift on logs, drift uncertainty, Student's t.

    ``h m + s sqrt(h + h^2 / k) t(k - 1)`` with mean m and spread s of the k annual changes.
    """

    name: str = "own_t"

    def fit(self, past: Past) -> OwnTFit:
        """Learn nothing: the history says it all."""
        return OwnTFit(past.horizons)


@dataclass(frozen=True, slots=True)
class OwnTFit:
    """The closed-form law at these horizons."""

    horizons: tuple[int, ...]

    def answer(self, histories: Histories) -> Answer:
        """Answer for histories of at least ``FEWEST_FOR_T`` points."""
        shape = (len(histories.rows), len(self.horizons))
        if histories.n < FEWEST_FOR_T:
            return _refused(*shape)
        changes = np.diff(np.log(histories.values), axis=1)
        k = changes.shape[1]
        h = np.array(self.horizons, dtype=np.float64)
        centre = changes.mean(axis=1)[:, None] * h
        # A history without any change has no spread; a tenth of a percent keeps its law proper.
        spread = np.maximum(changes.std(axis=1, ddof=1), 1e-3)[:, None] * np.sqrt(h + h * h / k)
        z = (_GROWTHS - _EDGE - centre[..., None]) / spread[..., None]
        reach = stdtr(k - 1, -z)
        quantiles = centre[..., None] + spread[..., None] * stdtrit(k - 1, LEVELS)
        return Answer(np.asarray(reach), np.asarray(quantiles), np.ones(shape, dtype=np.bool_))


@dataclass(frozen=True, slots=True)
class SingleModel:
    """One own-history model, its spread prior pooled over the class, through simulated paths."""

    name: str
    seed: int = 0

    def fit(self, past: Past) -> SingleModelFit:
        """Pool the spread of annual changes over the class; the rest is own history."""
        spread = class_spread(past.panel.values)
        return SingleModelFit(admitted((self.name,), spread)[0], past.horizons, self.seed)


@dataclass(frozen=True, slots=True)
class SingleModelFit:
    """A model with its prior."""

    model: Model
    horizons: tuple[int, ...]
    seed: int

    def answer(self, histories: Histories) -> Answer:
        """Simulate ``N_PATHS`` futures of each history and count."""
        shape = (len(histories.rows), len(self.horizons))
        if histories.n < self.model.min_obs:
            return _refused(*shape)
        logs = np.log(histories.values)
        fit = self.model.fit(logs, np.ones(logs.shape, dtype=np.bool_))
        rng = generator(self.seed, "backtest", self.model.name, str(histories.origin),
                        str(histories.fold), str(histories.n))
        paths = fit.simulate(max(self.horizons), N_PATHS, rng)
        steps = [h - 1 for h in self.horizons]
        growth = np.sort(paths[..., steps] - logs[fit.rows, -1][:, None, None], axis=1)
        reach = np.full((*shape, len(FACTORS)), 0.5)
        quantiles = np.full((*shape, len(LEVELS)), np.nan)
        for k, threshold in enumerate(_GROWTHS):
            reached = (growth >= threshold - _EDGE).sum(axis=1)
            reach[fit.rows, :, k] = (reached + 0.5) / (N_PATHS + 1)
        at = LEVELS * (N_PATHS + 1 / 3) + 1 / 3 - 1  # median-unbiased positions
        low = np.clip(np.floor(at).astype(np.int64), 0, N_PATHS - 2)
        part = np.clip(at - low, 0.0, 1.0)[None, :, None]
        chosen = growth[:, low] * (1 - part) + growth[:, low + 1] * part
        quantiles[fit.rows] = np.moveaxis(chosen, 1, 2)
        spoken = np.zeros(shape, dtype=np.bool_)
        spoken[fit.rows] = True
        return Answer(reach, quantiles, spoken)


def class_spread(values: FloatArray) -> Spread:
    """Pool the spread of annual log changes over the series of a class, each around its drift."""
    logs = positive_logs(values)
    changes = np.diff(logs, axis=1) if logs.shape[1] > 1 else np.empty((len(logs), 0))
    seen: BoolArray = np.isfinite(changes)
    count = seen.sum(axis=1)
    total = np.where(seen, changes, 0.0).sum(axis=1)
    mean = total / np.maximum(count, 1)
    squares = np.where(seen, (changes - mean[:, None]) ** 2, 0.0).sum(axis=1)
    df = np.maximum(count - 1, 0)
    variances = frozen_floats(squares / np.maximum(df, 1))
    return pooled(variances, frozen_floats(df)) if len(variances) else WEAK


def _refused(s: int, horizons: int) -> Answer:
    """Return the answer of a predictor that cannot speak about histories of this length."""
    return Answer(np.full((s, horizons, len(FACTORS)), 0.5),
                  np.full((s, horizons, len(LEVELS)), np.nan),
                  np.zeros((s, horizons), dtype=np.bool_))
