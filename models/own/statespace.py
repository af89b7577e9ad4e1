"""Posterior over nodes of a state-space model, by statsmodels' exact diffuse Kalman filter.

Maximum likelihood puts variances on zero and roots on the unit circle for short series, and its
curvature there is meaningless; so the likelihood is averaged over nodes instead of maximised.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from models.own.linear import Nodes, Posterior, log_evidence, node_weights
from models.spread import Spread


@dataclass(frozen=True, slots=True)
class System:
    """One node in statsmodels' form, in units of sigma**2, all states diffuse or stationary.

    y_t = design x_t + N(0, noise);  x_{t+1} = transition x_t + selection N(0, state_cov); the
    first ``diffuse`` states have an unknown start, the others are stationary.
    """

    design: FloatArray  # (k,)
    noise: float
    transition: FloatArray  # (k, k)
    selection: FloatArray  # (k, r)
    state_cov: FloatArray  # (r,) variances
    diffuse: int


def posterior_of_systems(
    y: FloatArray, systems: Sequence[System], prior: FloatArray, spread: Spread
) -> Posterior:
    """Return the posterior of one series ``y`` (n,), NaN where unobserved.

    Every system has the same numbers of states, noises and diffuse states. The observation noise
    becomes the first innovation, so D = (sqrt(noise), 0, ...) and G = (0, selection sqrt(cov)).
    """
    first = float(y[np.isfinite(y)][0])
    squares, log_root = np.empty(len(systems)), np.empty(len(systems))
    k = len(systems[0].design)
    mean, root = np.empty((len(systems), k)), np.empty((len(systems), k, k))
    for i, system in enumerate(systems):
        squares[i], log_root[i], mean[i], covariance = _filter(y - first, system)
        root[i] = _root(covariance)
    df = np.array([np.isfinite(y).sum() - systems[0].diffuse + spread.df])
    rate = squares[None] + spread.rate
    cumulative = node_weights(log_evidence(rate, df, log_root[None]), prior)
    return Posterior(
        _nodes(systems, prior), cumulative, rate, df, mean[None], root, np.array([first])
    )


def _nodes(systems: Sequence[System], prior: FloatArray) -> Nodes:
    gains = [s.selection * np.sqrt(s.state_cov) for s in systems]
    r = gains[0].shape[1] + 1
    D = np.zeros((len(systems), r))
    D[:, 0] = [np.sqrt(s.noise) for s in systems]
    return Nodes(
        Z=np.stack([s.design for s in systems]), T=np.stack([s.transition for s in systems]), D=D,
        G=np.stack([np.pad(g, ((0, 0), (1, 0))) for g in gains]), prior=prior,
    )


def _filter(y: FloatArray, system: System) -> tuple[float, float, FloatArray, FloatArray]:
    """Return the sum of squares, log root, and the state predicted after the last year."""
    from statsmodels.tsa.statespace.initialization import Initialization
    from statsmodels.tsa.statespace.kalman_filter import KalmanFilter

    k, r = system.selection.shape
    kalman = KalmanFilter(k_endog=1, k_states=k, k_posdef=r)
    kalman.bind(np.ascontiguousarray(y[:, None]))
    kalman["design"] = system.design[None]
    kalman["obs_cov"] = np.array([[system.noise]])
    kalman["transition"] = system.transition
    kalman["selection"] = system.selection
    kalman["state_cov"] = np.diag(system.state_cov)
    start = Initialization(k)
    start.set((0, system.diffuse), "diffuse")
    if system.diffuse < k:
        start.set((system.diffuse, k), "stationary")
    kalman.initialize(start)
    found = kalman.filter()
    seen = np.isfinite(y)
    seen[: found.nobs_diffuse] = False
    errors, variances = found.forecasts_error[0, seen], found.forecasts_error_cov[0, 0, seen]
    squares = float((errors**2 / variances).sum())
    # llf_obs = -(log 2 pi + log F + v**2 / F) / 2 at sigma = 1, with F_inf in the diffuse years;
    # adding the squares back leaves the log determinants.
    log_root = float(found.llf_obs.sum()) + squares / 2
    return squares, log_root, found.predicted_state[:, -1], found.predicted_state_cov[:, :, -1]


def _root(covariance: FloatArray) -> FloatArray:
    """Symmetric square root of a covariance that may be singular."""
    value, vector = np.linalg.eigh((covariance + covariance.T) / 2)
    return np.asarray(vector * np.sqrt(np.maximum(value, 0.0)))
