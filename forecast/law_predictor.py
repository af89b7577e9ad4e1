"""The predictive law as one of the predictors of a backtest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import frozen_floats
from forecast.backtest_cells import FACTORS, LENGTHS, LEVELS, Answer, Histories, Past
from models.law import Law, fit_law
from models.windows import Panel

_GROWTHS = np.log(np.array(FACTORS))
_EDGE = 1e-12  # a value exactly at the threshold reaches it


@dataclass(frozen=True, slots=True)
class LawPredictor:
    """The law, fitted anew at every origin on the class as it was known then.

    All families count alike: a fit for each family at each origin would cost a hundred times more.
    """

    name: str = "law"

    def fit(self, past: Past) -> LawFit:
        """Fit the law on unbroken histories of the lengths that will be asked about."""
        panel = Panel(np.array(past.panel.values), np.array(past.panel.years))
        patterns = [tuple(range(1 - n, 1)) for n in LENGTHS]
        law = fit_law(panel, max_horizon=max(past.horizons), as_of=past.origin, patterns=patterns)
        return LawFit(law, past.horizons)


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
