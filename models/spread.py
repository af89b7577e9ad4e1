"""The prior on the innovation standard deviation, so that two to four points are not overconfident.

sigma**2 ~ df * sd**2 / chi2(df), conjugate to normal innovations: ``df`` is how many observed
changes the prior counts as. With df = 0 the data stand alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from data.special import psi, trigamma

FEWEST_SERIES = 10
MOST_DF = 50.0


@dataclass(frozen=True, slots=True)
class Spread:
    """Prior scale ``sd`` (transformed scale, a year) worth ``df`` observed changes."""

    sd: float = 0.15
    df: float = 3.0

    def __post_init__(self) -> None:
        if not (self.sd > 0 and self.df >= 0):
            raise ValueError(f"a spread needs sd > 0 and df >= 0, got {self.sd} and {self.df}")

    @property
    def rate(self) -> float:
        """The prior's sum of squares, ``df * sd**2``."""
        return self.df * self.sd**2


WEAK = Spread()
"""Three pseudo-changes of 15 % a year.

Three degrees of freedom are the fewest whose predictive law has a finite variance; 15 % is a round
figure of the order in which annual administrative counts move around their trend. It is replaced
by ``pooled`` wherever comparable series exist.
"""


def pooled(variances: FloatArray, df: FloatArray) -> Spread:
    """Estimate the spread prior from sample variances of comparable series.

    Parameters are (series,): each series' innovation variance and its degrees of freedom. With
    fewer than ``FEWEST_SERIES`` usable series ``WEAK`` is returned. Moment estimator of Smyth
    (2004), Stat. Appl. Genet. Mol. Biol. 3(1): with e = log s2 - psi(d/2) + log(d/2),
    var(e) - trigamma(d/2) = trigamma(d0/2); series count by how precise their e is.
    """
    use = (df > 0) & (variances > 0)
    if int(use.sum()) < FEWEST_SERIES:
        return WEAK
    half = df[use] / 2
    # A series that almost repeats its figures must not drag log variances to minus infinity.
    floored = np.maximum(variances[use], 1e-6 * np.median(variances[use]))
    e = np.log(floored) - psi(half) + np.log(half)
    noise = trigamma(half)
    middle = float(np.average(e, weights=1 / noise))
    excess = float(np.average((e - middle) ** 2 - noise, weights=1 / noise**2))
    d0 = 2 * _inverse_trigamma(excess)
    return Spread(sd=float(np.exp((middle + psi(d0 / 2) - np.log(d0 / 2)) / 2)), df=d0)


def _inverse_trigamma(value: float) -> float:
    """Solve trigamma(x) = value for x by bisection, kept so that 1 <= 2x <= MOST_DF."""
    low, high = 0.5, MOST_DF / 2
    if value <= float(trigamma(high)):
        return high
    if value >= float(trigamma(low)):
        return low
    for _ in range(60):
        middle = (low + high) / 2
        if float(trigamma(middle)) > value:
            low = middle
        else:
            high = middle
    return (low + high) / 2
