"""Growth towards a ceiling: one nonlinear least-squares fit shared by the growth curves.

Curves are fitted on the log scale, log y_t = f(theta, t) + e_t, theta[0] = log ceiling unless the
ceiling is declared. A ceiling the data do not identify is refused: before the inflection a growth
curve is an exponential, and any ceiling far enough away fits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from models.own.base import Reason, Refusal, Refusals, Rng, accepted, clean, rows_of, screen
from models.own.draws import normals, sigmas
from models.spread import Spread

LogCurve: TypeAlias = Callable[[FloatArray, FloatArray], FloatArray]
"""f(theta (..., m), t (..., h)) -> log value (..., h); theta[..., 0] is the log ceiling."""

MAX_LOG_CEILING_SD = 0.5
"""A ceiling is identified when twice its standard error stays within a factor of e."""

MAX_CEILING_RATIO = 10.0
"""... and when it is at most ten times what has been reached."""

WIDEST = 30.0
"""Curve parameters are logarithms or rates; beyond +-30 they are held, so nothing overflows."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A least-squares fit of m free parameters: theta (m,), root (m, m) of (J'J)^-1, rss, df."""

    theta: FloatArray
    root: FloatArray
    rss: float
    df: int


def held(theta: FloatArray) -> FloatArray:
    """Hold parameters within +-``WIDEST``."""
    return np.asarray(np.clip(theta, -WIDEST, WIDEST))


def least_squares_curve(
    residual: Callable[[FloatArray], FloatArray], starts: FloatArray
) -> Estimate | None:
    """Minimise the squares of ``residual`` from several ``starts`` (s, m); None without a minimum.

    The best of all starts is kept; a singular Jacobian there means a parameter is not determined.
    """
    from scipy.optimize import least_squares

    runs = [least_squares(residual, start, method="lm", xtol=1e-12, ftol=1e-12) for start in starts]
    best = min(runs, key=lambda run: float(run.cost))
    if best.status <= 0 or not np.all(np.isfinite(best.x)):
        return None
    _, singular, rotation = np.linalg.svd(best.jac, full_matrices=False)
    if singular[-1] <= 1e-8 * singular[0]:
        return None
    root = rotation.T / singular
    return Estimate(best.x, root, 2 * float(best.cost), len(best.fun) - len(best.x))


def identified(estimate: Estimate, log_reached: float, variance: float) -> bool:
    """Say whether theta[0], the log ceiling, is determined by the data.

    ``log_reached`` is the log of the largest value so far and ``variance`` that of the errors.
    """
    sd = float(np.sqrt(variance) * np.linalg.norm(estimate.root[0]))
    near = float(estimate.theta[0]) - log_reached <= np.log(MAX_CEILING_RATIO)
    return near and sd <= MAX_LOG_CEILING_SD


@dataclass(frozen=True, slots=True)
class CurveFit:
    """Fitted curves; ``theta`` (s, m) with the ceiling first, ``root`` (s, m, m), others (s,).

    A declared ceiling has a zero row in ``root``. ``origin`` is the curve's time at the origin.
    """

    refusals: Refusals
    rows: IntArray
    curve: LogCurve
    theta: FloatArray
    root: FloatArray
    rate: FloatArray
    df: FloatArray
    origin: FloatArray

    def simulate(self, horizon: int, n_paths: int, rng: Rng) -> FloatArray:
        """Draw ``(len(rows), n_paths, horizon)``; see ``models.own.base.Fit``."""
        rng = rows_of(rng, self.rows)
        m = self.theta.shape[1]
        sigma = sigmas(rng, self.rate[:, None], self.df[:, None], n_paths)
        z = normals(rng, (len(self.rows), n_paths, m + horizon))
        turned = (self.root[:, None] @ z[..., :m, None])[..., 0]
        theta = self.theta[:, None] + sigma[..., None] * turned
        t = self.origin[:, None, None] + np.arange(1, horizon + 1)
        t = np.broadcast_to(t, (len(self.rows), n_paths, horizon))
        return np.asarray(self.curve(theta, t) + sigma[..., None] * z[..., m:])


def fit_curves(
    name: str, y: FloatArray, mask: BoolArray, *, min_obs: int, spread: Spread, curve: LogCurve,
    starts: Callable[[FloatArray, FloatArray], FloatArray], ceiling: float | None,
    reached: Callable[[FloatArray], float],
) -> CurveFit:
    """Fit one curve a series; see ``models.own.base.Model``. Gaps are allowed.

    ``starts(t, y)`` gives starting points (s, m) with the log ceiling first; ``ceiling`` is the
    declared log ceiling; ``reached(y)`` the log of what has been reached of it.
    """
    y = clean(y, mask)
    refusals = list(screen(name, mask, min_obs=min_obs, regular=False))
    found: list[tuple[FloatArray, FloatArray, float, float, float]] = []
    for i in accepted(tuple(refusals)):
        years = np.flatnonzero(mask[i])
        t, z = years - years[0] + 1.0, y[i, mask[i]]
        estimate = _estimate(curve, t, z, starts(t, z), ceiling)
        if estimate is None:
            refusals[i] = Refusal(name, Reason.UNIDENTIFIED)
            continue
        rate, df = estimate.rss + spread.rate, estimate.df + spread.df
        if ceiling is None and not identified(estimate, reached(z), rate / df):
            refusals[i] = Refusal(name, Reason.UNIDENTIFIED)
            continue
        theta, root = _with_ceiling(estimate, ceiling)
        found.append((theta, root, rate, df, float(mask.shape[1] - years[0])))
    m = starts(np.arange(1.0, 4.0), np.zeros(3)).shape[1]
    return CurveFit(
        tuple(refusals), accepted(tuple(refusals)), curve,
        np.array([f[0] for f in found]).reshape(-1, m),
        np.array([f[1] for f in found]).reshape(-1, m, m),
        np.array([f[2] for f in found]), np.array([f[3] for f in found]),
        np.array([f[4] for f in found]),
    )


def _estimate(
    curve: LogCurve, t: FloatArray, y: FloatArray, starts: FloatArray, ceiling: float | None
) -> Estimate | None:
    if ceiling is None:
        return least_squares_curve(lambda theta: curve(theta, t) - y, starts)
    fixed = np.array([ceiling])
    return least_squares_curve(
        lambda theta: curve(np.concatenate([fixed, theta]), t) - y, starts[:, 1:]
    )


def _with_ceiling(estimate: Estimate, ceiling: float | None) -> tuple[FloatArray, FloatArray]:
    if ceiling is None:
        return estimate.theta, estimate.root
    theta = np.concatenate([[ceiling], estimate.theta])
    return theta, np.pad(estimate.root, ((1, 0), (1, 0)))
