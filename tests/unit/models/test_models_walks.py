from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from models.own.base import Reason
from models.own.damped_drift import DampedDrift
from models.own.drift import Drift
from models.own.no_change import NoChange
from models.spread import Spread

ORACLE = YAML(typ="safe").load(Path(__file__).parents[2] / "oracles" / "walk.yaml")
NO_PRIOR = Spread(df=0)
N = 200_000


def _log(values: list[float]) -> np.ndarray:
    return np.log(np.array([values], dtype=float))


def test_drift_reproduces_the_oracle() -> None:
    o = ORACLE["drift"]
    y = _log(o["values"])
    fit = Drift(NO_PRIOR).fit(y, np.ones(y.shape, dtype=bool))
    assert fit.drift[0] == pytest.approx(o["drift"], rel=1e-8)
    s = float(np.sqrt(fit.rate[0] / fit.df[0]))
    assert s == pytest.approx(o["s"], rel=1e-8)
    h = o["horizon"]
    assert s * np.sqrt(h + (h * fit.drift_root[0]) ** 2) == pytest.approx(o["sd"], rel=1e-8)
    end = fit.simulate(h, N, np.random.default_rng(1))[0, :, -1]
    p = o["probability"]
    hit = float((end >= np.log(o["threshold"])).mean())
    assert abs(hit - p) < 5 * np.sqrt(p * (1 - p) / N)
    for edge, share in zip(o["interval80"], (0.1, 0.9), strict=True):
        below = float((end <= np.log(edge)).mean())
        assert abs(below - share) < 5 * np.sqrt(0.09 / N)


@pytest.mark.parametrize(("phi", "total"), ORACLE["damped_sums"])
def test_damped_drift_adds_the_damped_sum(phi: float, total: float) -> None:
    y = np.arange(6.0)[None] * 0.1  # an exact line: no spread without a prior
    fit = DampedDrift(NO_PRIOR, damping=(phi, phi)).fit(y, np.ones(y.shape, dtype=bool))
    end = fit.simulate(5, 3, np.random.default_rng(0))[0, :, -1]
    assert end == pytest.approx(0.5 + 0.1 * total, rel=1e-7)


def test_gaps_count_elapsed_years() -> None:
    y = np.array([[0.0, np.nan, 0.4, 0.5, np.nan]])
    fit = Drift(NO_PRIOR).fit(y, np.isfinite(y))
    assert fit.drift[0] == pytest.approx(0.5 / 3)
    assert fit.wait[0] == 1
    mu = 0.5 / 3
    assert fit.rate[0] == pytest.approx((0.4 - 2 * mu) ** 2 / 2 + (0.1 - mu) ** 2)
    paths = fit.simulate(2, N, np.random.default_rng(3))[0]
    # t with one degree of freedom has no mean: the median, whose error is 5 sqrt(pi/2) * scale.
    assert np.median(paths[:, 0]) == pytest.approx(0.5 + 2 * mu, abs=0.01)


def test_observed_before_the_gap_equals_a_longer_horizon() -> None:
    y = np.array([[0.0, 0.2, 0.3, 0.5]])
    late = np.concatenate([y, np.zeros((1, 2))], axis=1)
    mask = np.array([[True] * 4 + [False] * 2])
    prompt = Drift().fit(y, np.ones(y.shape, dtype=bool)).simulate(5, N, np.random.default_rng(5))
    waited = Drift().fit(late, mask).simulate(3, N, np.random.default_rng(6))
    for q in (0.1, 0.5, 0.9):
        assert np.quantile(prompt[0, :, 4], q) == pytest.approx(
            np.quantile(waited[0, :, 2], q), abs=0.02)


def test_no_change_speaks_from_one_point_with_a_prior_only() -> None:
    y, mask = np.array([[1.0]]), np.array([[True]])
    end = NoChange(Spread(sd=0.2, df=30)).fit(y, mask).simulate(4, N, np.random.default_rng(2))
    variance = 4 * 0.04 * 30 / 28  # a t law's variance is df / (df - 2) of its scale squared
    assert float(end[0, :, -1].var()) == pytest.approx(variance, rel=0.03)
    refused = NoChange(NO_PRIOR).fit(y, mask).refusals[0]
    assert refused is not None
    assert refused.reason is Reason.NO_SPREAD


def test_two_points_without_a_prior_are_refused() -> None:
    y = np.array([[1.0, 1.2]])
    fit = Drift(NO_PRIOR).fit(y, np.ones(y.shape, dtype=bool))
    assert fit.refusals[0] is not None
    assert fit.refusals[0].reason is Reason.NO_SPREAD
    assert fit.simulate(3, 10, np.random.default_rng(0)).shape == (0, 10, 3)
