"""Continuous ranked probability scores in closed form and of ensembles; lower is better.

``CRPS(F, y) = integral (F(x) - 1{y <= x})^2 dx``, in the unit of ``y``. All functions broadcast
and return one score a case. Formulas: Gneiting and Raftery (2007), *JASA* 102; Wei and Held
(2014), *Test* 23 (counts); Jordan, Krueger and Lerch (2019), *J. Stat. Software* 90.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import beta, betainc, gammaln, hyp2f1, ive, ndtr, pdtr, stdtr, xlogy

from data.arrays import FloatArray
from forecast.two_piece import TwoPiece

_INV_SQRT_PI = 1 / np.sqrt(np.pi)


def _phi(z: FloatArray) -> FloatArray:
    """Standard normal density."""
    return np.asarray(np.exp(-z * z / 2) / np.sqrt(2 * np.pi))


def _floats(*values: npt.ArrayLike) -> tuple[FloatArray, ...]:
    return tuple(np.asarray(v, dtype=np.float64) for v in values)


def crps_normal(value: npt.ArrayLike, mu: npt.ArrayLike, *, sigma: npt.ArrayLike) -> FloatArray:
    """``s [z (2 Phi(z) - 1) + 2 phi(z) - 1/sqrt(pi)]`` with ``z = (y - mu) / s``."""
    y, m, s = _floats(value, mu, sigma)
    z = (y - m) / s
    return np.asarray(s * (z * (2 * ndtr(z) - 1) + 2 * _phi(z) - _INV_SQRT_PI))


def crps_logistic(value: npt.ArrayLike, mu: npt.ArrayLike, *, scale: npt.ArrayLike) -> FloatArray:
    """``s [z - 2 log F(z) - 1]`` of a logistic law."""
    y, m, s = _floats(value, mu, scale)
    z = (y - m) / s
    return np.asarray(s * (z + 2 * np.logaddexp(0, -z) - 1))


def crps_t(
    value: npt.ArrayLike, df: npt.ArrayLike, *, mu: npt.ArrayLike = 0.0, scale: npt.ArrayLike = 1.0
) -> FloatArray:
    """CRPS of Student's t with ``df`` > 1 degrees of freedom, moved and scaled."""
    y, n, m, s = _floats(value, df, mu, scale)
    z = (y - m) / s
    density = np.exp(-(n + 1) / 2 * np.log1p(z * z / n)) / (np.sqrt(n) * beta(0.5, n / 2))
    spread = 2 * np.sqrt(n) / (n - 1) * beta(0.5, n - 0.5) / beta(0.5, n / 2) ** 2
    return np.asarray(
        s * (z * (2 * stdtr(n, z) - 1) + 2 * density * (n + z * z) / (n - 1) - spread))


def crps_lognormal(value: npt.ArrayLike, mu: npt.ArrayLike, *, sigma: npt.ArrayLike) -> FloatArray:
    """CRPS of a law whose logarithm is normal(mu, sigma)."""
    y, m, s = _floats(value, mu, sigma)
    positive = y > 0
    w = np.where(positive, (np.log(np.where(positive, y, 1.0)) - m) / s, -np.inf)
    mean = 2 * np.exp(m + s * s / 2)
    return np.asarray(
        y * (2 * ndtr(w) - 1) - mean * (ndtr(w - s) + ndtr(s / np.sqrt(2)) - 1))


def crps_poisson(value: npt.ArrayLike, rate: npt.ArrayLike) -> FloatArray:
    """CRPS of a Poisson law: ``(y-l)(2F(y)-1) + 2 l f(y) - l e^{-2l} (I0(2l) + I1(2l))``."""
    y, lam = _floats(value, rate)
    k = np.floor(y)
    inside = k >= 0
    at = np.where(inside, k, 0.0)
    mass = np.where(inside, np.exp(xlogy(at, lam) - lam - gammaln(at + 1)), 0.0)
    cdf = np.where(inside, pdtr(at, lam), 0.0)
    return np.asarray(
        (y - lam) * (2 * cdf - 1) + 2 * lam * mass - lam * (ive(0, 2 * lam) + ive(1, 2 * lam)))


def crps_negbin(value: npt.ArrayLike, size: npt.ArrayLike, *, prob: npt.ArrayLike) -> FloatArray:
    """CRPS of a negative binomial law: failures before ``size`` successes of chance ``prob``."""
    y, n, p = _floats(value, size, prob)
    first = y * (2 * _negbin_cdf(y, n, p) - 1)
    second = n * (1 - p) / p**2 * (
        p * (2 * _negbin_cdf(y - 1, n + 1, p) - 1)
        + hyp2f1(n + 1, 0.5, 2, -4 * (1 - p) / p**2))
    return np.asarray(first - second)


def _negbin_cdf(y: FloatArray, n: FloatArray, p: FloatArray) -> FloatArray:
    """Distribution function by the incomplete beta function; 0 below 0."""
    k = np.floor(y)
    return np.asarray(np.where(k >= 0, betainc(n, np.maximum(k, 0.0) + 1, p), 0.0))


def crps_two_piece(value: npt.ArrayLike, law: TwoPiece) -> FloatArray:
    """CRPS of a two-piece normal law, in the shape of ``value``.

    With ``H(z) = int Phi`` and ``G(z) = int Phi^2`` from minus infinity, each half of the law adds
    its own square: the half beyond the mode contributes ``a^2 s G(0)``, the half that holds y is
    cut at y.
    """
    (y,) = _floats(value)
    away = y - law.mode
    right = away > 0
    # Mirrored so that y lies left of the mode: CRPS is symmetric under reflection.
    here = np.where(right, law.sigma2, law.sigma1)
    there = np.where(right, law.sigma1, law.sigma2)
    z = -np.abs(away) / here
    a, b = 2 * here / (here + there), 2 * there / (here + there)
    zero = np.zeros_like(z)
    below = a * a * here * _int_phi2(z)
    between = here * (-z - 2 * a * (_int_phi(zero) - _int_phi(z))
                      + a * a * (_int_phi2(zero) - _int_phi2(z)))
    return np.asarray(below + between + b * b * there * _int_phi2(zero))


def _int_phi(z: FloatArray) -> FloatArray:
    """``int_{-inf}^z Phi``."""
    return np.asarray(z * ndtr(z) + _phi(z))


def _int_phi2(z: FloatArray) -> FloatArray:
    """``int_{-inf}^z Phi^2``."""
    cdf = ndtr(z)
    return np.asarray(z * cdf * cdf + 2 * _phi(z) * cdf - _INV_SQRT_PI * ndtr(np.sqrt(2) * z))


def crps_ensemble(
    value: npt.ArrayLike, ensemble: npt.ArrayLike, *, fair: bool = False
) -> FloatArray:
    """CRPS of an ensemble, ``mean|x - y| - 1/2 mean|x - x'|``, by sorting.

    Parameters
    ----------
    value : (...) what was observed.
    ensemble : (..., m) members in any order.
    fair : divide the pairs by ``m (m - 1)`` instead of ``m^2``: the score the ensemble's parent
        law would have (Ferro 2014). Needs two members.
    """
    y, x = _floats(value, ensemble)
    m = x.shape[-1]
    if m < 1 + fair:
        raise ValueError("a fair score needs two members, a plain one needs one")
    error = np.abs(x - y[..., None]).mean(axis=-1)
    weight = 2 * np.arange(1, m + 1) - m - 1
    pairs = (np.sort(x, axis=-1) * weight).sum(axis=-1)  # half the sum over ordered pairs
    return np.asarray(error - pairs / (m * (m - 1) if fair else m * m))


def crps_weighted(
    value: npt.ArrayLike, ensemble: npt.ArrayLike, *, weights: npt.ArrayLike
) -> FloatArray:
    """CRPS of an ensemble with weights (any positive total).

    ``value`` (...), ``ensemble`` and ``weights`` (..., m). Raises ``ValueError`` for negative
    weights or a total of zero.
    """
    y, x, w = _floats(value, ensemble, weights)
    w = np.broadcast_to(w, x.shape)
    total = w.sum(axis=-1, keepdims=True)
    if np.any(w < 0) or np.any(total <= 0):
        raise ValueError("weights are not negative and not all zero")
    order = np.argsort(x, axis=-1)
    members, share = (np.take_along_axis(a, order, axis=-1) for a in (x, w / total))
    error = (share * np.abs(members - y[..., None])).sum(axis=-1)
    before = np.cumsum(share, axis=-1) - share
    # Half the mean absolute difference of two draws: each member counts w (W below - W above).
    pairs = (share * members * (2 * before + share - 1)).sum(axis=-1)
    return np.asarray(error - pairs)
