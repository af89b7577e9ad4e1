"""Series that no class of growth rates can speak for: their own drift, one series at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.randomness import generator
from data.series import Series
from forecast.batch_scenarios import paired_error, sample_quantiles
from models.own.drift import Drift
from models.scale import scale_for
from scenarios.context import Draws, StepContext
from scenarios.scenario import Scenario, apply_scenario

N_PATHS = 2000


@dataclass(frozen=True, slots=True)
class OwnAnswer:
    """Probabilities and standard errors (scenarios, targets), quantiles (scenarios, H, levels)."""

    probability: FloatArray
    mc_se: FloatArray
    quantiles: FloatArray


def own_answer(series: Series, scenarios: Sequence[Scenario], *, column: IntArray, low: FloatArray,
               high: FloatArray, horizon: int, levels: FloatArray, seed: int,
               ) -> OwnAnswer | None:
    """Answer targets (column of the horizon, closed interval in the canonical unit).

    ``None`` where own history cannot speak: fewer than two observations. Identity scale for
    signed series, started logs for those with zeros, logits for shares and bounded scores.
    """
    scale = scale_for(series.kind, series.values, series.bounds)
    first = int(series.years[0])
    y = np.zeros((1, int(series.years[-1]) - first + 1))
    mask: BoolArray = np.zeros(y.shape, dtype=np.bool_)
    y[0, series.years - first] = scale.forward(series.values)
    mask[0, series.years - first] = True
    fit = Drift().fit(y, mask)
    if fit.refusals[0] is not None:
        return None
    rng = generator(seed, series.region, series.indicator, "batch", Drift.name)
    base = scale.inverse(fit.simulate(horizon, N_PATHS, rng)[0])
    context = StepContext(
        first_year=int(series.years[-1]) + 1, horizon=horizon, as_of=int(series.years[-1]),
        last_year=int(series.years[-1]), last_value=float(series.values[-1]), kind=series.kind,
        unit=series.unit, draw=Draws(seed, N_PATHS), bounds=series.bounds,
        indicator=series.indicator, family=series.family, region=series.region)
    plain = _hits(base, column, low, high)
    p0 = plain.mean(axis=1)
    e0 = np.sqrt(p0 * (1 - p0) / N_PATHS)
    rows = []
    for scenario in scenarios:
        moved = apply_scenario(base, scenario, context)
        flips = _hits(moved, column, low, high) - plain
        error = np.hypot(e0, paired_error(flips)) if scenario.chain else e0
        ordered = np.sort(moved.T, axis=-1)
        rows.append((p0 + flips.mean(axis=1), error, sample_quantiles(ordered, levels)))
    p, se, q = zip(*rows, strict=True)
    return OwnAnswer(np.clip(np.stack(p), 0.0, 1.0), np.stack(se), np.stack(q))


def _hits(values: FloatArray, column: IntArray, low: FloatArray, high: FloatArray) -> FloatArray:
    at = values[:, column].T
    return ((at >= low[:, None]) & (at <= high[:, None])).astype(np.float64)
