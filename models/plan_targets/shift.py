"""How far the targets of plans stand from the law of comparable series.

A law says that a target is met with probability p. On the scale of normal scores its target lies
``z = ndtri(p)`` standard deviations on the safe side of the middle. That the target is a plan's
moves the outcome by a shift ``s`` in the law's own spread: it is met with ``ndtr(z + s)``. The
shift of a set of targets is drawn around that of its regime, and the regimes' around a common one:

    s_set ~ N(m_regime, w_regime^2),  m_regime ~ N(m, b^2),
    m ~ N(0, 1), b ~ half-normal(1), w_regime ~ half-normal(0.7) each.

Everything is summed over grids: no sampling, no approximation but the grid's. (Hierarchical
normal models: Gelman et al., Bayesian Data Analysis, 3rd ed., chapter 5.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray
from data.special import log_ndtr, ndtr, ndtri

GRID: FloatArray = np.linspace(-5.0, 5.0, 201)
"""Shifts that are summed over, in standard deviations of the law."""

_COMMON: FloatArray = np.linspace(-2.5, 2.5, 51)
_WITHIN: FloatArray = np.array((0.05, 0.15, 0.3, 0.5, 0.75, 1.0, 1.4, 1.9))
_BETWEEN: FloatArray = np.array((0.1, 0.3, 0.6, 1.0, 1.5, 2.0, 2.6))
_SCORES: FloatArray = np.linspace(-6.0, 6.0, 2401)
WITHIN_SCALE, BETWEEN_SCALE, COMMON_SCALE = 0.7, 1.0, 1.0
"""Scales of the priors: of sets around their regime, regimes around the middle, the middle."""

BASELINE_ERROR = 0.5
"""Standard deviation of a regime's assumed mean normal score, where the law could not be asked."""


@dataclass(frozen=True, slots=True)
class Shift:
    """The distribution of the shift of one more plan: ``weights`` (G,) on ``values`` (G,)."""

    values: FloatArray
    weights: FloatArray

    @property
    def mean(self) -> float:
        """The mean shift, in standard deviations of the law."""
        return float(self.values @ self.weights)

    @property
    def sd(self) -> float:
        """The standard deviation of the shift."""
        return float(np.sqrt(np.maximum((self.values - self.mean) ** 2 @ self.weights, 0.0)))

    def quantile(self, level: float) -> float:
        """Return the smallest shift up to which ``level`` of the weight lies."""
        at = int(np.searchsorted(np.cumsum(self.weights), level - 1e-12))
        return float(self.values[min(at, len(self.values) - 1)])

    def applied(self, probability: FloatArray) -> FloatArray:
        """Return the probability (any shape) of a plan's target that the law gives this one.

        The mean over the shift's distribution: monotone, 0 and 1 stay, and a shift that is
        certainly zero changes nothing.
        """
        scores = ndtri(np.asarray(probability, dtype=np.float64))
        return np.asarray(ndtr(scores[..., None] + self.values) @ self.weights)

    def undone(self, probability: FloatArray) -> FloatArray:
        """Return the law's probability (any shape) that ``applied`` turns into this one.

        Interpolated on the scale of normal scores, which is exact to 1e-4; 0 and 1 stay.
        """
        target = np.asarray(probability, dtype=np.float64)
        found = ndtr(np.interp(ndtri(target), ndtri(self.applied(ndtr(_SCORES))), _SCORES))
        return np.asarray(np.where((target <= 0) | (target >= 1), target, found))

    def interval(self, probability: float, *, level: float) -> tuple[float, float]:
        """Return the central interval of the probability over the shift; it holds ``applied``."""
        tail, score = (1 - level) / 2, ndtri(probability)
        point = float(self.applied(np.array(probability)))
        low, high = (float(ndtr(score + self.quantile(q))) for q in (tail, 1 - tail))
        return min(low, point), max(high, point)


def certain(shift: float) -> Shift:
    """Return a shift that is known exactly."""
    return Shift(np.array([shift]), np.array([1.0]))


@dataclass(frozen=True, slots=True)
class SetEvidence:
    """What one set says: ``log_likelihood`` (G,) of its shift, and its regime's number.

    ``baseline`` is the mean normal score that its targets are assumed to have where the law could
    not be asked for each (then the likelihood is that of shift plus baseline); ``None`` where it
    could.
    """

    log_likelihood: FloatArray
    regime: int
    baseline: float | None = None


def scored(scores: FloatArray, met: BoolArray) -> FloatArray:
    """Return the log likelihood (G,) of a shift from targets (n,) with the law's normal scores."""
    moved = np.asarray(scores)[:, None] + GRID
    return np.asarray(np.where(np.asarray(met)[:, None], log_ndtr(moved),
                               log_ndtr(-moved)).sum(axis=0))


def counted(met: float, missed: float, *, spread: float) -> FloatArray:
    """Return the log likelihood (G,) of shift plus baseline from counts alone.

    The targets' normal scores are taken to spread with standard deviation ``spread`` around the
    set's baseline. Raises ``ValueError`` for negative counts or spread.
    """
    if met < 0 or missed < 0 or spread < 0:
        raise ValueError(f"counts and spread are not negative: {met}, {missed}, {spread}")
    moved = GRID / np.sqrt(1 + spread**2)
    return np.asarray(met * log_ndtr(moved) + missed * log_ndtr(-moved))


def shifts(evidence: Sequence[SetEvidence], n_regimes: int) -> tuple[Shift, ...]:
    """Return the shift of one more plan of each regime; last, that of a plan of a new regime.

    Regimes without evidence get the new one's. Raises ``ValueError`` for a regime's number out of
    range, or no regime.
    """
    if n_regimes < 1 or any(not 0 <= e.regime < n_regimes for e in evidence):
        raise ValueError(f"regimes are numbered from 0 below {n_regimes}")
    within = _half_normal(_WITHIN, WITHIN_SCALE)
    around = [_normal(GRID, float(w)) for w in _WITHIN]  # from a regime's shift to a set's
    # (regimes, within, G): likelihood of the regime's shift times the prior of its own spread
    said = np.stack([_regime([e for e in evidence if e.regime == r], around)
                     for r in range(n_regimes)])
    said = np.exp(said - said.max(axis=(1, 2), keepdims=True)) * within[None, :, None]
    whole = said.sum(axis=1)
    log_weight, priors, means = [], [], []
    for b, p in zip(_BETWEEN, _half_normal(_BETWEEN, BETWEEN_SCALE), strict=True):
        prior = _normal(_COMMON, float(b))  # (M, G)
        mean = prior @ whole.T  # (M, R)
        log_weight.append(np.log(mean).sum(axis=1) - 0.5 * (_COMMON / COMMON_SCALE) ** 2
                          + np.log(p))
        priors.append(prior)
        means.append(mean)
    weight = np.exp(np.array(log_weight) - np.max(log_weight))
    weight /= weight.sum()
    regime = sum((np.einsum("m,mr->rm", w, 1 / mean) @ prior
                  for w, mean, prior in zip(weight, means, priors, strict=True)),
                 np.zeros(whole.shape))
    out = [_shift(sum((regime[r] * said[r, j] @ k for j, k in enumerate(around)),
                      np.zeros(len(GRID)))) for r in range(n_regimes)]
    new = sum((w @ prior for w, prior in zip(weight, priors, strict=True)), np.zeros(len(GRID)))
    out.append(_shift(sum((p * (new @ k) for p, k in zip(within, around, strict=True)),
                          np.zeros(len(GRID)))))
    return tuple(out)


def _regime(evidence: Sequence[SetEvidence], around: Sequence[FloatArray]) -> FloatArray:
    """Return the log likelihood (within, G) of a regime's shift, sets drawn around it.

    Sets that were only counted share one error of the assumed baseline.
    """
    out = np.zeros((len(around), len(GRID)))
    for j, kernel in enumerate(around):
        by_baseline: dict[float, FloatArray] = {}
        for e in evidence:
            said = _log_mean(kernel, e.log_likelihood)
            if e.baseline is None:
                out[j] += said
            else:
                by_baseline[e.baseline] = by_baseline.get(e.baseline, np.zeros(len(GRID))) + said
        for baseline, said in by_baseline.items():
            out[j] += _log_mean(_normal(GRID + baseline, BASELINE_ERROR), said)
    return out


def _log_mean(kernel: FloatArray, log_values: FloatArray) -> FloatArray:
    top = log_values.max()
    return np.asarray(np.log(np.maximum(kernel @ np.exp(log_values - top), 1e-300)) + top)


def _normal(means: FloatArray, sd: float) -> FloatArray:
    """Return the weights (n, G) on the grid of normal distributions with these means."""
    density = np.exp(-0.5 * ((GRID[None, :] - means[:, None]) / sd) ** 2)
    return np.asarray(density / np.maximum(density.sum(axis=1, keepdims=True), 1e-300))


def _half_normal(values: FloatArray, scale: float) -> FloatArray:
    weight = np.exp(-0.5 * (values / scale) ** 2) * np.gradient(values)
    return np.asarray(weight / weight.sum())


def _shift(weight: FloatArray) -> Shift:
    return Shift(GRID, np.asarray(weight / weight.sum()))
