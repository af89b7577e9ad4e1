"""The region a target compares with: its law, and how it moves together with the own one.

Each region is drawn on its own. What two regions share is the calendar: years that were good or
bad for all series of the reference class. Its share of the variance of growth is the correlation
at which the other region's paths are put beside the own ones (a Gaussian copula of their places
in the target year; no path changes). Where there is no class to measure it on - shares, scores -
the two are independent, which makes their distance rather too uncertain than too certain.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from data.arrays import FloatArray, IntArray
from data.messages.message import Localized, Message
from data.numbers import with_unit
from data.plan import Plan
from data.randomness import generator
from data.series import Partial
from data.special import ndtri
from data.words import NOTHING, Wording
from forecast.law.predict import Drawn, Forecast, Forecaster
from forecast.plan_level.correlation import measure
from forecast.probability.counts import ranks
from forecast.probability.verdict import Finding
from forecast.question.obstacles import figure_of
from forecast.question.question import Question, Rival

LONGEST = 5
"""Years ahead up to which the calendar's share is measured."""


def rivals(plan: Plan) -> frozenset[str]:
    """Return the regions that targets compare with, as far as their figures are here."""
    return frozenset(t.relative_to for t in plan.targets
                     if t.relative_to and plan.series(t.indicator, t.relative_to) is not None)


def with_rival(question: Question, own: Forecast | None, forecaster: Forecaster, *,
               partials: Sequence[Partial] = (), part_until: int = 0) -> Question:
    """Return the question with the law of the region it compares with, if there is one.

    Refused when that region has too few figures to be projected.
    """
    rival, target = question.rival, question.target
    if rival is None or own is None or int(rival.series.years[-1]) >= target.year:
        return question
    law = forecaster.predict(rival.series, target.year, kind=question.reading, partials=partials,
                             part_until=part_until, subject=question.indicator)
    if law is not None:
        return replace(question, rival=_beside(own, rival, law, question, forecaster))
    why = Message("question.has_too_few_figures_project", region=rival.region)
    year = int(rival.series.years[0]) - 1
    return replace(question, threshold=None, upper=None, obstacle=why,
                   missing=figure_of(question.indicator, year, rival.region))


def _beside(own: Forecast, rival: Rival, law: Forecast, question: Question,
            forecaster: Forecaster) -> Rival:
    """Put the rival's paths in the order in which they move with the own ones."""
    if not own.n_windows or not law.n_windows:
        return replace(rival, law=law)
    year = question.target.year
    ahead = min(LONGEST, year - int(rival.series.years[-1]))
    shared = measure(forecaster.panel, ahead).calendar
    noise = generator(forecaster.seed, question.target.region, question.indicator.id, "compared",
                      rival.region).standard_normal(forecaster.n_paths)
    order = paired_order(own.paths.at(year), law.paths.at(year), shared, noise)
    paths = law.paths.with_values(law.paths.values[order])
    return replace(rival, law=replace(law, drawn=Drawn.of(paths)), correlation=shared)


def paired_order(first: FloatArray, second: FloatArray, correlation: float, noise: FloatArray,
                 ) -> IntArray:
    """Return an order of ``second`` (n,) whose places correlate with those of ``first``.

    Normal scores of the places of ``first``, mixed with independent standard normal ``noise``.
    """
    score = ndtri((ranks(first) + 0.5) / len(first))
    mixed = correlation * score + np.sqrt(max(1 - correlation**2, 0.0)) * noise
    return np.asarray(np.argsort(second, kind="stable")[ranks(mixed)], dtype=np.int64)


def compared(question: Question) -> tuple[Finding, ...]:
    """Say where the two regions stood in the last year known of both, and how they are drawn."""
    rival, observed, own = question.rival, question.observed, question.driver
    if rival is None or observed is None or own is None:
        return ()
    year, unit, name = int(observed.years[-1]), question.indicator.unit, rival.region
    how: Wording = NOTHING
    if rival.law is not None and question.outcome() is None:
        r = f"{rival.correlation:.2f}"
        how = Message("question.probability_that_difference_two_move", r=r) \
            if rival.correlation else \
            Message("question.probability_that_difference_both_being")
    here, there = (Localized(with_unit, s.at(year), unit) for s in (own, rival.series))
    return (Finding("COMPARED_WITH", Message("question.compared_with", name=name, year=year,
                                             here=here, there=there, how=how)),)
