"""Reliability diagrams: of a backtest, and of recorded probabilities whose outcome is known."""

from __future__ import annotations

from collections.abc import Sequence

from data.randomness import generator
from data.reference.reliability import ReliabilityDiagram, ReliabilityPoint
from forecast.backtest.corp import consistency_band, reliability
from forecast.backtest.skill import BAND_LEVEL
from forecast.backtest.summary import DECIMALS, Summary

FEWEST = 10
"""Resolved probabilities below which a curve says nothing."""


def of_backtest(summary: Summary) -> ReliabilityDiagram:
    """Return the diagram of a backtest's leading predictor.

    Its band knows that windows overlap and that a year hits all series.
    """
    curve = next(c for c in summary.curves if c.name == summary.lead)
    split = next(c for c in summary.corps if c.name == summary.lead)
    columns = zip(curve.probability, curve.frequency, curve.count, curve.band.low,
                  curve.band.high, strict=True)
    points = tuple(ReliabilityPoint(_cut(p), _cut(f), int(n), _cut(low), _cut(high))
                   for p, f, n, low, high in columns)
    origins = summary.calibration.provenance.origins
    # Two decimals more than the rest: what the three add up to is printed with four.
    mcb, dsc, unc = (round(v, DECIMALS + 2) for v in (split.mcb, split.dsc, split.unc))
    return ReliabilityDiagram(summary.calibration.id, summary.lead, BAND_LEVEL, mcb, dsc, unc,
                              points, origins[0], origins[-1])


def of_outcomes(said: Sequence[float], met: Sequence[bool], years: Sequence[int], *,
                source: str, seed: int = 0) -> ReliabilityDiagram | None:
    """Return the diagram of probabilities as stated, one a case; ``None`` for under ``FEWEST``.

    ``years`` are those in which they were stated. The band takes the cases as independent, which
    targets of one plan are not: it is too narrow rather than too wide.
    """
    if len(said) < FEWEST:
        return None
    found = reliability([float(hit) for hit in met], said)
    band = consistency_band(said, rng=generator(seed, "ledger", "reliability"), level=BAND_LEVEL,
                            n_resamples=1000, points=len(found.probability))
    columns = zip(found.probability, found.frequency, found.count, band.low, band.high,
                  strict=True)
    points = tuple(ReliabilityPoint(float(p), float(f), int(n), float(low), float(high))
                   for p, f, n, low, high in columns)
    return ReliabilityDiagram(source, "law", BAND_LEVEL, found.mcb, found.dsc, found.unc, points,
                              min(years), max(years))


def _cut(value: float) -> float:
    return round(float(value), DECIMALS)
