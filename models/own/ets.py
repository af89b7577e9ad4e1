"""ETS: additive exponential smoothing whose form statsmodels chooses by AICc."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from models.own.base import Reason, Refusal, accepted, clean, screen
from models.own.damped_holt import PHIS
from models.own.holt import ALPHAS as TREND_ALPHAS
from models.own.holt import BETAS, holt_nodes
from models.own.innovations import posterior_of
from models.own.linear import LinearFit, Nodes, Posterior
from models.own.ses import ALPHAS, ses_nodes
from models.spread import WEAK, Spread

FORMS = ("ANN", "AAN", "AAdN")


def aicc(y: FloatArray, form: str) -> float:
    """Return AICc of an ETS form on ``y`` (n,) as statsmodels fits it; infinity if it fails.

    AICc is infinite as well where its correction is undefined (n <= parameters + 1), and where the
    fit diverges or is perfect to rounding.
    """
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            model = ETSModel(
                y, error="add", trend=None if form == "ANN" else "add",
                damped_trend=form == "AAdN", initialization_method="estimated",
            )
            fitted = model.fit(disp=False)
        except (ValueError, np.linalg.LinAlgError):
            return float("inf")
    parameters = len(fitted.params) + 1  # the error variance is not among ``params``
    spare = len(y) - parameters - 1
    if spare <= 0 or not np.isfinite(fitted.llf):
        return float("inf")
    return float(-2 * fitted.llf + 2 * parameters * len(y) / spare)


def form_weights(y: FloatArray) -> FloatArray:
    """Akaike weights (3,) of ``FORMS`` for one series (n,); all zero when no form can be fitted.

    The series is standardised first (smoothing parameters do not depend on location or scale), and
    a series without any variation needs no trend.
    """
    sd = float(y.std())
    if sd <= 1e-12 * max(1.0, float(np.abs(y).max())):
        return np.array([1.0, 0.0, 0.0])
    score = np.array([aicc((y - y.mean()) / sd, form) for form in FORMS])
    if not np.isfinite(score).any():
        return np.zeros(len(FORMS))
    weight = np.exp(-(score - score.min()) / 2)
    return np.asarray(weight / weight.sum())


def _padded(posterior: Posterior) -> Posterior:
    """Give a one-state posterior a second, silent state, so that it can be mixed with others."""
    n = posterior.nodes
    q = len(n.prior)
    nodes = Nodes(
        Z=np.pad(n.Z, ((0, 0), (0, 1))), T=np.pad(n.T, ((0, 0), (0, 1), (0, 1))), D=n.D,
        G=np.pad(n.G, ((0, 0), (0, 1), (0, 0))), prior=n.prior,
    )
    return Posterior(
        nodes, posterior.cumulative, posterior.rate, np.full(q, posterior.df[0]),
        np.pad(posterior.mean, ((0, 0), (0, 0), (0, 1))),
        np.pad(posterior.root, ((0, 0), (0, 1), (0, 1))), posterior.shift,
    )


def mixture(parts: tuple[Posterior, ...], weights: FloatArray) -> Posterior:
    """Mix posteriors of the same single series with equal state sizes by ``weights``."""
    sizes = [len(p.nodes.prior) for p in parts]
    share = [w * np.diff(p.cumulative[0], prepend=0.0) for p, w in zip(parts, weights, strict=True)]
    nodes = Nodes(
        Z=np.concatenate([p.nodes.Z for p in parts]), T=np.concatenate([p.nodes.T for p in parts]),
        D=np.concatenate([p.nodes.D for p in parts]), G=np.concatenate([p.nodes.G for p in parts]),
        prior=np.repeat(weights / np.array(sizes), sizes),
    )
    return Posterior(
        nodes, np.cumsum(np.concatenate(share))[None],
        np.concatenate([p.rate for p in parts], axis=1),
        np.concatenate([np.broadcast_to(p.df, (q,)) for p, q in zip(parts, sizes, strict=True)]),
        np.concatenate([p.mean for p in parts], axis=1),
        np.concatenate([p.root for p in parts]), parts[0].shift,
    )


@dataclass(frozen=True, slots=True)
class Ets:
    """ETS(A,{N,A,Ad},N), the forms mixed by Akaike weights. Needs regular data.

    statsmodels' fit decides between the forms only: its smoothing parameters sit on the edge of
    their range and its variance is the maximum-likelihood one (too small by n / (n - k)), so the
    paths come from the posterior of ``models.own.innovations`` within each form.
    """

    name: ClassVar[str] = "ets"
    min_obs: ClassVar[int] = 8
    spread: Spread = WEAK

    def fit(self, y: FloatArray, mask: BoolArray) -> LinearFit:
        """Fit a batch, one series after the other; see ``models.own.base.Model``."""
        y = clean(y, mask)
        refusals = list(screen(self.name, mask, min_obs=self.min_obs, regular=True))
        found: dict[int, Posterior] = {}
        for i in accepted(tuple(refusals)):
            series = y[i, mask[i]]
            weights = form_weights(series)
            if weights.any():
                found[int(i)] = self._posterior(series[None], weights)
            else:
                refusals[i] = Refusal(self.name, Reason.NO_FIT)
        rows: IntArray = np.array(sorted(found), dtype=np.int64)
        groups = tuple((np.array([at]), found[int(i)]) for at, i in enumerate(rows))
        return LinearFit(tuple(refusals), rows, groups)

    def _posterior(self, block: FloatArray, weights: FloatArray) -> Posterior:
        level = _padded(posterior_of(block, ses_nodes(ALPHAS), self.spread))
        trend = posterior_of(block, holt_nodes(TREND_ALPHAS, BETAS, (1.0,)), self.spread)
        damped = posterior_of(block, holt_nodes(TREND_ALPHAS, BETAS, PHIS), self.spread)
        return mixture((level, trend, damped), weights)
