"""Every model is calibrated in a world it is right about, and an over-confident copy is caught.

The probability integral transform of what happened, among simulated paths, has to be uniform
(Kolmogorov's test at a false-alarm rate of 1e-6), and so has its distance from the middle, which is
what too narrow or too wide a fan moves. The critical distance is the Dvoretzky-Kiefer-Wolfowitz
bound sqrt(log(2 / 1e-6) / 2 / N).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from data.arrays import FloatArray, IntArray
from models.own.base import Model, Rng
from models.own.drift import Drift
from models.own.linear import Posterior
from models.own.registry import admitted
from models.own.walks import WalkFit
from models.spread import WEAK, Spread
from tests.statistical.worlds import WORLDS, walk

HORIZON, PATHS, FALSE_ALARM = 5, 200, 1e-6
TIGHT = Spread(sd=0.05, df=3.0)


@dataclass(frozen=True)
class Trial:
    """How one model is tried: history length, number of series, prior, squeeze of the copy."""

    name: str
    n: int
    series: int
    spread: Spread = WEAK
    squeeze: float = 0.75


FAST = [
    Trial("drift", 4, 2000), Trial("drift", 2, 2000), Trial("damped_drift", 6, 2000),
    Trial("no_change", 4, 2000), Trial("trend", 6, 2000), Trial("ses", 10, 2000),
    Trial("holt", 10, 2000), Trial("holt", 5, 2000),
    Trial("damped_holt", 10, 2000), Trial("theta", 6, 2000),
    Trial("theta", 14, 2000),
]
SLOW = [
    Trial("local_trend", 14, 300, squeeze=0.5), Trial("logistic", 14, 300, TIGHT, 0.5),
]
AT_NIGHT = [  # statsmodels does the fit as for local_trend, curves are fitted as the logistic one
    Trial("ets", 14, 300, squeeze=0.5), Trial("arima", 14, 300, squeeze=0.5),
    Trial("gompertz", 14, 300, TIGHT, 0.5), Trial("bass", 14, 300, TIGHT, 0.5),
]


TRIALS = [
    *FAST, *(pytest.param(trial, marks=pytest.mark.slow) for trial in SLOW),
    *(pytest.param(trial, marks=pytest.mark.nightly) for trial in AT_NIGHT),
]


def distance_from_uniform(pit: FloatArray) -> float:
    """Kolmogorov's distance between the empirical law of ``pit`` (N,) and the uniform."""
    ordered, n = np.sort(pit), len(pit)
    above = np.arange(1, n + 1) / n - ordered
    below = ordered - np.arange(n) / n
    return float(max(above.max(), below.max()))


def critical(n: int) -> float:
    return float(np.sqrt(np.log(2 / FALSE_ALARM) / 2 / n))


def pits(paths: FloatArray, actual: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Randomised rank of ``actual`` (series,) among ``paths`` (series, n_paths), in (0, 1)."""
    below = (paths < actual[:, None]).sum(axis=1)
    return (below + rng.random(len(actual))) / (paths.shape[1] + 1)


@dataclass(frozen=True)
class Simulated:
    """A world's series (series, years), the rows that were fitted, their paths."""

    y: FloatArray
    rows: IntArray
    paths: FloatArray


def simulated(model: Model, trial: Trial) -> Simulated:
    rng = np.random.default_rng(20211)
    y = WORLDS[trial.name](rng, trial.series, trial.n, HORIZON, trial.spread)
    history = y[:, : trial.n]
    fit = model.fit(history, np.ones(history.shape, dtype=bool))
    assert len(fit.rows) >= 0.9 * trial.series  # else the refusals select what is tested
    return Simulated(y, fit.rows, fit.simulate(HORIZON, PATHS, rng))


def failures(made: Simulated, trial: Trial, squeeze: float) -> list[tuple[int, str, float]]:
    """Return (step, which test, distance over critical distance) of all checks, worst last.

    ``squeeze`` pulls every path towards the median of its fan: 1 leaves the model as it is.
    """
    rng = np.random.default_rng(20212)
    middle = np.median(made.paths, axis=1, keepdims=True)
    paths = middle + squeeze * (made.paths - middle)
    found = []
    for step in (1, HORIZON):
        pit = pits(paths[..., step - 1], made.y[made.rows, trial.n + step - 1], rng)
        limit = critical(len(pit))
        found.append((step, "uniform", distance_from_uniform(pit) / limit))
        found.append((step, "folded", distance_from_uniform(2 * np.abs(pit - 0.5)) / limit))
    return sorted(found, key=lambda item: item[2])


@pytest.mark.parametrize("trial", TRIALS, ids=lambda t: f"{t.name}-{t.n}")
def test_model_is_calibrated_where_it_is_right_and_an_overconfident_copy_is_caught(
        trial: Trial) -> None:
    (model,) = admitted((trial.name,), trial.spread)
    made = simulated(model, trial)
    assert failures(made, trial, 1.0)[-1][2] < 1
    assert failures(made, trial, trial.squeeze)[-1][2] > 1


@dataclass(frozen=True)
class OneDriftForAll:
    """The known bug: all paths of a series share one drift draw."""

    fit: WalkFit

    def simulate(self, horizon: int, n_paths: int, rng: Rng) -> FloatArray:
        assert isinstance(rng, np.random.Generator)
        drift = self.fit.drift + self.fit.drift_root * np.sqrt(
            self.fit.rate / rng.chisquare(self.fit.df)
        ) * rng.standard_normal(len(self.fit.rows))
        shared = replace(self.fit, drift=drift, drift_root=np.zeros_like(drift))
        return shared.simulate(horizon, n_paths, rng)


def test_sharing_one_drift_draw_or_none_is_caught() -> None:
    rng = np.random.default_rng(7)
    y = walk(rng, 2000, 4, 10, WEAK)
    fit = Drift().fit(y[:, :4], np.ones((2000, 4), dtype=bool))
    plugged = replace(fit, drift_root=np.zeros_like(fit.drift_root))
    for faulty in (OneDriftForAll(fit), plugged):
        pit = pits(faulty.simulate(10, PATHS, rng)[..., -1], y[:, -1], rng)
        assert distance_from_uniform(2 * np.abs(pit - 0.5)) > critical(2000)
    pit = pits(fit.simulate(10, PATHS, rng)[..., -1], y[:, -1], rng)
    assert distance_from_uniform(2 * np.abs(pit - 0.5)) < critical(2000)


@pytest.mark.parametrize("trial", [Trial("holt", 5, 2000), Trial("theta", 6, 2000)],
                         ids=lambda t: f"{t.name}-{t.n}")
def test_forgetting_that_the_last_level_and_slope_are_estimates_is_caught(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = Posterior.run

    def certain(self: Posterior, node: IntArray, sigma: FloatArray, start: FloatArray,
                noise: FloatArray) -> FloatArray:
        return run(self, node, sigma, np.zeros_like(start), noise)

    monkeypatch.setattr(Posterior, "run", certain)
    (model,) = admitted((trial.name,), trial.spread)
    assert failures(simulated(model, trial), trial, 1.0)[-1][2] > 1


def test_two_points_without_a_prior_would_be_overconfident_with_a_guess() -> None:
    """Half the true spread taken for certain is caught; the weak prior is not (drift-2 above)."""
    sure = Drift(Spread(sd=WEAK.sd / 2, df=1000.0))
    trial = Trial("drift", 2, 2000)
    assert failures(simulated(sure, trial), trial, 1.0)[-1][2] > 1
