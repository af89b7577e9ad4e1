"""What every model promises: batches, order, refusals, constants, bad input."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from models.own.base import Model, Reason
from models.own.ladder import FULL
from models.own.registry import BESIDE, MODELS, admitted, models_with
from models.spread import Spread

CURVES = ("logistic", "gompertz", "bass")
GAPS_ALLOWED = {"drift", "damped_drift", "no_change", "trend", "local_trend", *CURVES}


def _histories() -> tuple[np.ndarray, np.ndarray]:
    """Five series: 14 years, 12 (late start), 9, 14 past an inflection, and a constant."""
    rng = np.random.default_rng(11)
    y = 8 + np.cumsum(rng.normal(0.1, 0.1, (5, 14)), axis=1)
    y[3] = 8 - np.log1p(np.exp(-0.7 * (np.arange(14) - 4))) + rng.normal(0, 0.02, 14)
    y[4] = 3.0
    mask = np.ones(y.shape, dtype=bool)
    mask[1, :2] = False
    mask[2, :5] = False
    y[~mask] = np.nan
    return y, mask


def _generators(count: int) -> list[np.random.Generator]:
    return [np.random.default_rng([5, i]) for i in range(count)]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_alone_in_a_batch_or_in_another_order_a_series_has_the_same_bytes(model: Model) -> None:
    y, mask = _histories()
    fit = model.fit(y, mask)
    together = fit.simulate(4, 50, _generators(5))
    assert together.shape == (len(fit.rows), 50, 4)
    assert np.isfinite(together).all()
    backwards = model.fit(y[::-1], mask[::-1])
    reverse = backwards.simulate(4, 50, _generators(5)[::-1])
    np.testing.assert_array_equal(4 - backwards.rows[::-1], fit.rows)
    np.testing.assert_array_equal(reverse[::-1], together)
    for at, i in enumerate(fit.rows):
        alone = model.fit(y[i:i + 1], mask[i:i + 1])
        paths = alone.simulate(4, 50, [_generators(5)[i]])
        np.testing.assert_array_equal(paths[0], together[at])


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_same_seed_same_bytes_and_another_seed_other_ones(model: Model) -> None:
    y, mask = _histories()
    fit = model.fit(y[3:4], mask[3:4])
    draws = [
        (fit.simulate(3, 20, np.random.default_rng(seed)) if len(fit.rows) else np.zeros(1))
        for seed in (1, 1, 2)
    ]
    np.testing.assert_array_equal(draws[0], draws[1])
    if len(fit.rows):
        assert not np.array_equal(draws[0], draws[2])
    else:
        assert model.name in CURVES


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_too_short_and_gappy_series_are_refused_with_a_reason(model: Model) -> None:
    y, mask = _histories()
    short = np.zeros(mask.shape, dtype=bool)
    short[:, : model.min_obs - 1] = True
    fit = model.fit(y[:1], short[:1])
    assert fit.refusals[0] is not None
    assert fit.refusals[0].reason is Reason.TOO_SHORT
    assert fit.refusals[0].text.get("zh")
    mask[3, 6] = False
    refusal = model.fit(y[3:4], mask[3:4]).refusals[0]
    if model.name in GAPS_ALLOWED:
        assert refusal is None or refusal.reason is Reason.UNIDENTIFIED
    else:
        assert refusal is not None
        assert refusal.reason is Reason.GAPS
    assert model.fit(y[:0], mask[:0]).simulate(2, 3, []).shape == (0, 3, 2)


@pytest.mark.parametrize("df", [0.0, 3.0])
@pytest.mark.parametrize("name", [m.name for m in MODELS if m.name not in CURVES])
def test_a_constant_series_stays_where_it_is(name: str, df: float) -> None:
    (model,) = admitted((name,), Spread(df=df))
    y = np.full((1, 12), 3.0)
    paths = model.fit(y, np.ones(y.shape, dtype=bool)).simulate(5, 4001, np.random.default_rng(0))
    if df == 0:
        assert paths == pytest.approx(3.0, abs=1e-7)
    else:
        assert 0.01 < float(paths[..., -1].std()) < 1
        assert float(np.median(paths[..., -1])) == pytest.approx(3.0, abs=0.02)


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m.name)
def test_input_that_is_not_a_batch_is_an_error(model: Model) -> None:
    y = np.full((1, 14), 1.0)
    with pytest.raises(ValueError, match="series, time"):
        model.fit(y[0], np.ones(14, dtype=bool))
    y[0, 3] = np.inf
    with pytest.raises(ValueError, match="finite"):
        model.fit(y, np.ones(y.shape, dtype=bool))


def test_level_far_from_zero_only_moves_the_paths() -> None:
    y, mask = _histories()
    for model in MODELS:
        if model.name in CURVES:
            continue
        near = model.fit(y[:1], mask[:1]).simulate(3, 200, np.random.default_rng(9))
        far = model.fit(y[:1] + 1e6, mask[:1]).simulate(3, 200, np.random.default_rng(9))
        # ETS weighs its forms by an optimiser's result, which moves in the sixth digit.
        atol = 1e-2 if model.name == "ets" else 1e-6
        np.testing.assert_allclose(np.median(far - 1e6, axis=1), np.median(near, axis=1), atol=atol)


def test_the_registry_and_the_ladder_name_the_same_models() -> None:
    names = [m.name for m in MODELS]
    assert len(set(names)) == len(names)
    assert set(names) == set(FULL)
    assert not set(names) & set(BESIDE)
    assert [m.name for m in admitted(("theta", "drift"))] == ["theta", "drift"]
    with pytest.raises(KeyError):
        admitted(("gm11",))
    ceiling = [m for m in models_with(log_ceiling=2.0) if m.name == "logistic"]
    assert getattr(ceiling[0], "ceiling", None) == 2.0


def test_statsmodels_is_not_loaded_by_the_registry() -> None:
    code = ("import sys, models.own.registry, models.own.ladder, models.own.gm11\n"
            "import models.law.counts, models.scale\n"
            "print([m for m in ('statsmodels', 'pandas', 'scipy.stats', 'scipy.optimize') "
            "if m in sys.modules])")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
