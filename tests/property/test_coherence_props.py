"""Paths made coherent add up, stay what they were where they could, and are never negative."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import minimize

from forecast.plan_level.coherence import adding_up, within_inflow
from forecast.probability.counts import copula_ranks, count_quantile, poisson_binomial, ranks

seeds = st.integers(0, 2**32 - 1)
sizes = st.tuples(st.integers(1, 6), st.integers(1, 40), st.integers(1, 5))


def _drawn(seed: int, size: tuple[int, int, int], *, spread: float = 1.0,
           ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    k, n, h = size
    rng = np.random.default_rng(seed)
    parts = np.exp(spread * rng.standard_normal((k, n, h)) + rng.normal(0, 2, (k, 1, 1)))
    whole = parts.sum(axis=0) * np.exp(spread * rng.standard_normal((n, h)))
    variance = np.exp(rng.normal(0, 2, (1 + k, h)))
    variance[rng.random((1 + k, h)) < 0.2] = 0.0
    return whole, parts, variance


@given(seeds, sizes, st.floats(0.01, 3))
def test_parts_add_up_and_are_not_negative(
        seed: int, size: tuple[int, int, int], spread: float) -> None:
    total, shares = adding_up(*_drawn(seed, size, spread=spread))
    assert (shares >= 0).all()
    assert (total >= 0).all()
    assert np.abs(shares.sum(axis=0) - total).max() <= 1e-9 * max(1.0, total.max())


@given(seeds, sizes)
def test_what_adds_up_already_stays(seed: int, size: tuple[int, int, int]) -> None:
    _, parts, variance = _drawn(seed, size)
    total, shares = adding_up(parts.sum(axis=0), parts, variance)
    assert shares == pytest.approx(parts, rel=1e-9)
    assert total == pytest.approx(parts.sum(axis=0), rel=1e-9)
    again, same = adding_up(total, shares, variance)
    assert same == pytest.approx(shares, rel=1e-9)
    assert again == pytest.approx(total, rel=1e-9)


@given(seeds, sizes)
def test_means_that_add_up_are_kept(seed: int, size: tuple[int, int, int]) -> None:
    k, n, h = size
    rng = np.random.default_rng(seed)
    parts = 100 + rng.uniform(-1, 1, (k, n, h))  # far from zero: nothing is cut off
    whole = parts.sum(axis=0) + rng.uniform(-1, 1, (n, h))
    whole += (parts.sum(axis=0) - whole).mean(axis=0)
    total, shares = adding_up(whole, parts, rng.uniform(0.5, 2, (1 + k, h)))
    assert shares.mean(axis=1) == pytest.approx(parts.mean(axis=1), rel=1e-9)
    assert total.mean(axis=0) == pytest.approx(whole.mean(axis=0), rel=1e-9)


@given(seeds, st.integers(1, 4))
def test_it_is_the_least_change(seed: int, k: int) -> None:
    rng = np.random.default_rng(seed)
    parts, whole = rng.uniform(0, 2, (k, 1, 1)), rng.uniform(0, 3, (1, 1))
    variance = rng.uniform(0.2, 2, (1 + k, 1))
    _, shares = adding_up(whole, parts, variance)

    def change(x: np.ndarray) -> float:
        return float((x.sum() - whole[0, 0]) ** 2 / variance[0, 0]
                     + (((x - parts[:, 0, 0]) ** 2) / variance[1:, 0]).sum())

    best = minimize(change, parts[:, 0, 0], bounds=[(0, None)] * k, method="L-BFGS-B",
                    options={"ftol": 1e-14, "gtol": 1e-10})
    assert change(shares[:, 0, 0]) <= best.fun + 1e-7


@given(seeds, st.integers(1, 40), st.integers(1, 6), st.floats(0.01, 1.5))
def test_a_stock_never_rises_by_more_than_flows_in(
        seed: int, n: int, h: int, spread: float) -> None:
    rng = np.random.default_rng(seed)
    start = float(np.exp(rng.normal()))
    stock = start * np.exp(np.cumsum(spread * rng.standard_normal((n, h)), axis=1))
    inflow = np.exp(spread * rng.standard_normal((n, h)) - 1)
    inflow[:, rng.random(h) < 0.2] = np.inf
    variance = rng.uniform(0, 1, h), rng.uniform(0, 1, h)
    level, flow = within_inflow(stock, start, inflow, variance)
    rise = np.diff(level, axis=1, prepend=np.full((n, 1), start))
    assert (rise <= flow + 1e-9 * (1 + np.where(np.isfinite(flow), flow, 0))).all()
    assert (level <= stock).all()
    assert (flow >= inflow).all()
    assert (level >= 0).all()
    fine = np.diff(stock, axis=1, prepend=np.full((n, 1), start)) <= inflow
    kept = fine.all(axis=1)
    assert np.array_equal(level[kept], stock[kept])
    assert np.array_equal(flow[kept], inflow[kept])
    again, flows = within_inflow(level, start, flow, variance)
    assert again == pytest.approx(level, rel=1e-9, abs=1e-12)
    assert flows == pytest.approx(flow, rel=1e-9, abs=1e-12)


@given(seeds, st.integers(1, 30), st.integers(1, 5))
def test_ranks_are_permutations(seed: int, n: int, m: int) -> None:
    rng = np.random.default_rng(seed)
    draws = rng.standard_normal((n, m))
    root = rng.standard_normal((m, m))
    cov = root @ root.T + 1e-6 * np.eye(m)
    size = np.sqrt(np.diagonal(cov))
    places = copula_ranks(draws, cov / np.outer(size, size))
    assert (np.sort(places, axis=0) == np.arange(n)[:, None]).all()
    assert np.array_equal(copula_ranks(draws, np.eye(m)), ranks(draws))
    assert np.array_equal(draws[:, 0][np.argsort(draws[:, 0])][ranks(draws[:, 0])], draws[:, 0])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8), st.floats(0.01, 0.99))
def test_a_quantile_of_a_count_is_the_least_that_reaches_it(p: list[float], level: float) -> None:
    pmf = poisson_binomial(p)
    k = count_quantile(pmf, level)
    assert 0 <= k <= len(p)
    assert pmf[: k + 1].sum() >= level - 1e-9
    assert pmf[:k].sum() < level
