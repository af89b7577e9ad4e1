"""Single-source-of-error (innovations) models fitted on a grid, for whole batches at once.

    y_t = w' x_{t-1} + e_t,    x_t = F x_{t-1} + g e_t      (Hyndman et al. 2008, ch. 3)

Given (F, g) the errors are linear in the data and in the initial state: e = L y - A x_0 with
D = F - g w', A[t] = w' D^(t-1) and L unit lower triangular. Least squares in x_0 is then a matrix
that depends on the grid and on the length of the series only, and a batch is a matrix product.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from models.own.base import accepted, clean, screen
from models.own.linear import LinearFit, Nodes, Posterior, log_evidence, node_weights
from models.spread import Spread

CHUNK = 32
"""Series handled at once: 32 series x 250 nodes x 20 years are 1.3 MB, which stays in cache."""


@dataclass(frozen=True, slots=True)
class Filter:
    """The linear maps of q nodes for series of length n.

    L (q, n, n) and A (q, n, k) give the errors, B (q, k, k) and H (q, k, n) the last state
    x_n = B x_0 + H y.
    """

    L: FloatArray
    A: FloatArray
    B: FloatArray
    H: FloatArray


@dataclass(frozen=True, slots=True)
class Solution:
    """What is known about x_0: residual map P (q, n, n), estimate S (q, k, n), root (q, k, k).

    ``log_root`` (q,) is the log of the root's (pseudo) determinant, ``estimated`` how many degrees
    of freedom the initial state takes.
    """

    P: FloatArray
    S: FloatArray
    root: FloatArray
    log_root: FloatArray
    estimated: int


Solver: TypeAlias = Callable[[Filter], Solution]


def nodes_of(F: FloatArray, g: FloatArray, w: FloatArray) -> Nodes:
    """Build nodes with equal prior weight from F (q, k, k), g (q, k), w (q, k)."""
    q = len(g)
    return Nodes(Z=w, T=F, D=np.ones((q, 1)), G=g[..., None], prior=np.full(q, 1 / q))


def filter_of(nodes: Nodes, n: int) -> Filter:
    """Build the linear maps for series of length ``n``."""
    F, g, w = nodes.T, nodes.G[..., 0], nodes.Z
    q, k = g.shape
    closed = F - g[..., :, None] * w[..., None, :]
    L, A = np.broadcast_to(np.eye(n), (q, n, n)).copy(), np.empty((q, n, k))
    H, B = np.zeros((q, k, n)), np.broadcast_to(np.eye(k), (q, k, k)).copy()
    for t in range(n):
        A[:, t] = (w[:, None, :] @ B)[:, 0]
        L[:, t] -= (w[:, None, :] @ H)[:, 0]
        B, H = closed @ B, closed @ H
        H[:, :, t] += g
    return Filter(L, A, B, H)


def least_squares(f: Filter) -> Solution:
    """Flat prior on the whole initial state."""
    Q, R = np.linalg.qr(f.A)
    inverse = np.linalg.inv(R)
    onto = np.swapaxes(Q, 1, 2) @ f.L
    log_root = -np.log(np.abs(np.diagonal(R, axis1=1, axis2=2))).sum(axis=1)
    return Solution(f.L - Q @ onto, inverse @ onto, inverse, log_root, f.A.shape[2])


def fit_innovations(
    name: str, y: FloatArray, mask: BoolArray, *, min_obs: int, spread: Spread, nodes: Nodes,
    solver: Solver = least_squares, estimated: int | None = None,
) -> LinearFit:
    """Fit a batch of regular series; see ``models.own.base.Model``.

    ``estimated`` is the number of degrees of freedom the solver will take (default: all states).
    """
    y = clean(y, mask)
    taken = nodes.Z.shape[1] if estimated is None else estimated
    df = mask.sum(axis=1) - float(taken) + spread.df
    refusals = screen(name, mask, min_obs=min_obs, regular=True, df=df)
    rows = accepted(refusals)
    lengths = mask[rows].sum(axis=1)
    groups: list[tuple[IntArray, Posterior]] = []
    for n in np.unique(lengths):
        at = np.flatnonzero(lengths == n)
        block = y[rows[at]][:, y.shape[1] - int(n):]
        groups.append((at, posterior_of(block, nodes, spread, solver)))
    return LinearFit(refusals, rows, tuple(groups))


def posterior_of(
    block: FloatArray, nodes: Nodes, spread: Spread, solver: Solver = least_squares
) -> Posterior:
    """Return the posterior of complete series ``block`` (s, n)."""
    f = filter_of(nodes, block.shape[1])
    solution = solver(f)
    state = f.H + f.B @ solution.S
    # Levels may be far from zero; the first value is taken off so that no digits are lost.
    shift = block[:, 0].copy()
    z = block - shift[:, None]
    squares = np.empty((len(z), len(nodes.prior)))
    for start in range(0, len(z), CHUNK):
        part = slice(start, start + CHUNK)
        squares[part] = (ordered_product(solution.P, z[part]) ** 2).sum(axis=2)
    rate = squares + spread.rate
    df = np.array([block.shape[1] - solution.estimated + spread.df])
    evidence = log_evidence(rate, df, solution.log_root)
    return Posterior(
        nodes, node_weights(evidence, nodes.prior), rate, df, ordered_product(state, z),
        f.B @ solution.root, shift,
    )


def ordered_product(matrices: FloatArray, z: FloatArray) -> FloatArray:
    """Multiply (q, i, n) with (s, n) to (s, q, i), adding up over n in order.

    A matrix product would be rounded differently for different batch sizes, and a series must give
    the same bytes alone and in any chunk.
    """
    out = np.zeros((len(z), *matrices.shape[:2]))
    for t in range(z.shape[1]):
        out += matrices[..., t] * z[:, t, None, None]
    return out
