"""The predictive law as one of the predictors of a backtest."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from data.arrays import frozen_floats
from forecast.backtest_cells import FACTORS, LENGTHS, LEVELS, Answer, Histories, Past
from models.law.pool import one_weight
from models.law.predictive_law import Law, fit_law
from models.law.windows import Panel

LAW, LAW_OF_CLASS, LAW_OF_OWN = "law", "law_of_class", "law_of_own"

_GROWTHS = np.log(np.array(FACTORS))
_EDGE = 1e-12  # a value exactly at the threshold reaches it


@dataclass(frozen=True, slots=True)
class LawPredictor:
    """The law, fitted anew at every origin on the class as it was known then.

    All families count alike: a fit for each family at each origin would cost a hundred times more.
    """

    name: str = LAW

    def fit(self, past: Past) -> LawFit:
        """Fit the law on unbroken histories of the lengths that will be asked about."""
        panel = Panel(np.array(past.panel.values), np.array(past.panel.years))
        patterns = [tuple(range(1 - n, 1)) for n in LENGTHS]
        law = fit_law(panel, max_horizon=max(past.horizons), as_of=past.origin, patterns=patterns)
        return LawFit(law, past.horizons)


@dataclass(slots=True)
class LastFit:
    """The law fitted last, so that predictors that differ in the pool only fit it once."""

    past: Past | None = None
    fit: LawFit | None = None

    def at(self, past: Past) -> LawFit:
        """Return the law of this past, fitting it if it is not the last one's."""
        if self.fit is None or self.past is not past:
            self.past, self.fit = past, LawPredictor().fit(past)
        return self.fit


@dataclass(frozen=True, slots=True)
class PooledLaw:
    """The law as one of a family that share their fit, with its own weight as given.

    ``own_weight`` 0 is the class's law alone, 1 the series' own alone, ``None`` the law's rule.
    """

    name: str
    own_weight: float | None = None
    fits: LastFit = field(default_factory=LastFit)

    def fit(self, past: Past) -> LawFit:
        """Fit the law, or take the fit another of the family has made."""
        fitted = self.fits.at(past)
        if self.own_weight is None:
            return fitted
        law = replace(fitted.law, pool=one_weight(self.own_weight))
        return LawFit(law, fitted.horizons)


def law_and_parts() -> tuple[PooledLaw, PooledLaw, PooledLaw]:
    """Return the law, its class part and its own part, fitted once for all three."""
    fits = LastFit()
    return (PooledLaw(LAW, None, fits), PooledLaw(LAW_OF_CLASS, 0.0, fits),
            PooledLaw(LAW_OF_OWN, 1.0, fits))


@dataclass(frozen=True, slots=True)
class LawFit:
    """A fitted law and the horizons it is asked about."""

    law: Law
    horizons: tuple[int, ...]

    def answer(self, histories: Histories) -> Answer:
        """Read probabilities and quantiles off the law's marginals."""
        s, n = histories.values.shape
        years = np.arange(histories.origin - n + 1, histories.origin + 1)
        said = self.law.predict(np.array(histories.values), years, horizon=max(self.horizons))
        steps = [h - 1 for h in self.horizons]
        shape = (s, said.marginals.values.shape[1], len(FACTORS))
        below = said.marginals.cdf(np.broadcast_to(_GROWTHS - _EDGE, shape))
        return Answer(frozen_floats(1 - below[:, steps]),
                      frozen_floats(said.marginals.quantile(LEVELS)[:, steps]),
                      np.ones((s, len(steps)), dtype=np.bool_))
