"""Linear Gaussian models whose few nonlinear parameters take values on a grid of nodes.

At a node the model is, in units of sigma,

    y_t = Z x_t + D e_t,    x_{t+1} = T x_t + G e_t,    e_t ~ N(0, I_r),

and given the data sigma**2 ~ rate / chi2(df) and the state after the last observation is
mean + sigma * root @ N(0, I_k). The posterior weight of a node is its prior times its likelihood
with sigma and the initial state integrated out, so a simulated path carries the uncertainty of
every parameter and nothing has to be optimised.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray, IntArray
from models.own.base import Refusals, Rng, rows_of
from models.own.draws import normals, sigmas, uniforms


@dataclass(frozen=True, slots=True)
class Nodes:
    """System matrices at q nodes: Z (q, k), T (q, k, k), D (q, r), G (q, k, r); prior (q,)."""

    Z: FloatArray
    T: FloatArray
    D: FloatArray
    G: FloatArray
    prior: FloatArray

    @property
    def noises(self) -> int:
        """How many innovations a step has (r)."""
        return int(self.D.shape[1])


@dataclass(frozen=True, slots=True)
class Posterior:
    """Posterior of s series over q nodes.

    ``cumulative`` (s, q) are running sums of node weights, ``rate`` (s, q), ``df`` (q,) or (1,),
    ``mean`` (s, q, k), ``root`` (q, k, k), and ``shift`` (s,) is added to every simulated value.
    """

    nodes: Nodes
    cumulative: FloatArray
    rate: FloatArray
    df: FloatArray
    mean: FloatArray
    root: FloatArray
    shift: FloatArray

    def pick(self, u: FloatArray) -> IntArray:
        """Choose a node for each uniform in ``u`` (s, n_paths)."""
        last = self.cumulative.shape[1] - 1
        pairs = zip(self.cumulative, u, strict=True)
        chosen = [np.searchsorted(c, v, side="right") for c, v in pairs]
        return np.asarray(np.minimum(np.array(chosen).reshape(u.shape), last), dtype=np.int64)

    def run(
        self, node: IntArray, sigma: FloatArray, start: FloatArray, noise: FloatArray
    ) -> FloatArray:
        """Run paths: ``node``, ``sigma`` (s, p); ``start`` (s, p, k); ``noise`` (s, p, h, r)."""
        s = np.arange(len(node))[:, None]
        x = self.mean[s, node] + sigma[..., None] * _apply(self.root[node], start)
        transition, gain = self.nodes.T[node], self.nodes.G[node]
        read, direct = self.nodes.Z[node], self.nodes.D[node]
        out = np.empty(noise.shape[:3])
        for h in range(noise.shape[2]):
            e = sigma[..., None] * noise[:, :, h]
            out[..., h] = (read * x).sum(axis=-1) + (direct * e).sum(axis=-1)
            x = _apply(transition, x) + _apply(gain, e)
        return out + self.shift[:, None, None]


def _apply(matrix: FloatArray, vector: FloatArray) -> FloatArray:
    """Multiply (..., i, j) matrices with (..., j) vectors."""
    out = matrix[..., 0] * vector[..., 0, None]  # of so small ones a product each takes longer
    for j in range(1, vector.shape[-1]):
        out += matrix[..., j] * vector[..., j, None]
    return np.asarray(out)


@dataclass(frozen=True, slots=True)
class LinearFit:
    """A batch of fitted linear models: each group holds positions in ``rows`` and a posterior."""

    refusals: Refusals
    rows: IntArray
    groups: tuple[tuple[IntArray, Posterior], ...]

    def simulate(self, horizon: int, n_paths: int, rng: Rng) -> FloatArray:
        """Draw ``(len(rows), n_paths, horizon)``; see ``models.own.base.Fit``."""
        rng = rows_of(rng, self.rows)
        shape = (len(self.rows), n_paths)
        out = np.empty((*shape, horizon))
        if not self.groups:
            return out
        u = uniforms(rng, shape)
        node = np.zeros(shape, dtype=np.int64)
        rate, df = np.ones(shape), np.ones(shape)
        for at, posterior in self.groups:
            chosen = posterior.pick(u[at])
            node[at] = chosen
            rate[at] = np.take_along_axis(posterior.rate, chosen, axis=1)
            df[at] = np.broadcast_to(posterior.df, posterior.rate.shape[1:])[chosen]
        sigma = sigmas(rng, rate, df, n_paths)
        first = self.groups[0][1]
        states, noises = first.mean.shape[2], first.nodes.noises
        z = normals(rng, (*shape, states + horizon * noises))
        noise = z[..., states:].reshape(*shape, horizon, noises)
        for at, posterior in self.groups:
            out[at] = posterior.run(node[at], sigma[at], z[at][..., :states], noise[at])
        return out


def node_weights(log_evidence: FloatArray, prior: FloatArray) -> FloatArray:
    """Return running sums (s, q) of posterior node weights from log evidence (s, q)."""
    with np.errstate(divide="ignore"):
        score = log_evidence + np.log(prior)
    weight = np.exp(score - score.max(axis=1, keepdims=True))
    return np.asarray(np.cumsum(weight / weight.sum(axis=1, keepdims=True), axis=1))


def log_evidence(rate: FloatArray, df: FloatArray, log_root: FloatArray) -> FloatArray:
    """Evidence of a node up to a constant: |root| * rate ** (-df / 2).

    ``rate`` (s, q); ``df`` and ``log_root`` broadcast against it; ``log_root`` is half the log
    determinant of the initial state's covariance and of the innovations' covariance, in units of
    sigma. A series that a node reproduces exactly has rate 0; the floor keeps the logarithm
    finite, and rounding errors do not choose among nodes that all fit exactly.
    """
    floor = 1e-20 * np.maximum(rate.max(axis=1, keepdims=True), 1e-4)
    return np.asarray(log_root - df / 2 * np.log(np.maximum(rate, floor)))
