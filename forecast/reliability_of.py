"""Reliability diagrams: of a backtest, and of recorded likelihoods whose outcome is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from data.randomness import generator
from data.reliability import ReliabilityDiagram, Stated
from forecast.backtest_summary import DECIMALS, Summary
from forecast.corp import consistency_band, reliability
from forecast.skill import BAND_LEVEL

if TYPE_CHECKING:
    from forecast.lifecycle.scoring import Resolved

FEWEST = 10
"""Resolved likelihoods below which a curve says nothing."""


def of_backtest(summary: Summary) -> ReliabilityDiagram:
    """Return the diagram of a backtest's leading predictor.

    Its band knows that windows overlap and that a year hits all series.
    """
    curve = next(c for c in summary.curves if c.name == summary.lead)
    split = next(c for c in summary.corps if c.name == summary.lead)
    columns = zip(curve.probability, curve.frequency, curve.count, curve.band.low,
                  curve.band.high, strict=True)
    points = tuple(Stated(_cut(p), _cut(f), int(n), _cut(low), _cut(high))
                   for p, f, n, low, high in columns)
    origins = summary.calibration.provenance.origins
    return ReliabilityDiagram(summary.calibration.id, summary.lead, BAND_LEVEL, _cut(split.mcb),
                              _cut(split.dsc), _cut(split.unc), points, origins[0], origins[-1])


def of_resolved(cases: Sequence[Resolved], *, source: str, seed: int = 0,
                ) -> ReliabilityDiagram | None:
    """Return the diagram of recorded likelihoods as stated; ``None`` for fewer than ``FEWEST``.

    Its band takes the cases as independent, which targets of one plan are not: it is too narrow
    rather than too wide.
    """
    told = [(c.said.stated, c.met, c.as_of) for c in cases if c.said.stated is not None]
    if len(told) < FEWEST:
        return None
    said = np.array([p for p, _, _ in told])
    found = reliability(np.array([float(hit) for _, hit, _ in told]), said)
    band = consistency_band(said, rng=generator(seed, "ledger", "reliability"), level=BAND_LEVEL,
                            n_resamples=1000, points=len(found.probability))
    columns = zip(found.probability, found.frequency, found.count, band.low, band.high,
                  strict=True)
    points = tuple(Stated(float(p), float(f), int(n), float(low), float(high))
                   for p, f, n, low, high in columns)
    years = [year for _, _, year in told]
    return ReliabilityDiagram(source, "law", BAND_LEVEL, found.mcb, found.dsc, found.unc, points,
                              min(years), max(years))


def _cut(value: float) -> float:
    return round(float(value), DECIMALS)
