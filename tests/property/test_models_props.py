"""Properties of scales and models on histories of any shape."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.words import Kind
from models.own.ladder import ladder
from models.own.registry import admitted
from models.scale import scale_for
from models.spread import WEAK

KINDS = st.sampled_from(list(Kind))
POSITIVE = st.lists(st.one_of(st.just(0.0), st.floats(1e-9, 1e9)), min_size=1, max_size=12)
SIGNED = st.lists(st.one_of(st.floats(-1e9, -1e-9), st.floats(1e-9, 1e9)), min_size=1, max_size=12)
PERCENT = st.lists(st.one_of(st.just(0.0), st.floats(1e-9, 100)), min_size=1, max_size=12)


@given(KINDS, st.one_of(POSITIVE, SIGNED, PERCENT))
def test_scale_round_trip(kind: Kind, values: list[float]) -> None:
    y = np.array(values)
    scale = scale_for(kind, y, (0.0, 100.0) if kind is Kind.SCORE else (None, None))
    z = scale.forward(y)
    assert np.isfinite(z).all()
    # A started log gives digits of the offset, a logit digits of its width.
    width = scale.high - scale.low if scale.form == "logit" else 0.0
    slack = 1e-9 * np.abs(y) + 1e-12 * (scale.offset + width)
    assert np.all(np.abs(scale.inverse(z) - y) <= slack)


@given(KINDS, PERCENT)
def test_scale_keeps_order(kind: Kind, values: list[float]) -> None:
    y = np.array(values)
    scale = scale_for(kind, y)
    z = np.sort(np.random.default_rng(0).normal(0, 3, 50))
    assert np.all(np.diff(scale.inverse(z)) >= 0)
    assert np.all(np.diff(scale.forward(np.sort(y))) >= 0)


@given(st.lists(st.floats(-30, 30), min_size=2, max_size=11), st.integers(1, 8))
def test_every_model_of_the_rung_gives_finite_paths(values: list[float], horizon: int) -> None:
    y = np.array([values])
    names = tuple(name for name in ladder(len(values)).models if name != "ets")
    for model in admitted(names):
        fit = model.fit(y, np.ones(y.shape, dtype=bool))
        assert fit.refusals == (None,)
        paths = fit.simulate(horizon, 30, np.random.default_rng(1))
        assert paths.shape == (1, 30, horizon)
        assert np.isfinite(paths).all()


@given(st.lists(st.floats(-3, 3), min_size=5, max_size=11), st.floats(0.1, 20))
def test_scaling_history_and_prior_scales_the_paths(values: list[float], factor: float) -> None:
    y = np.array([values])
    mask = np.ones(y.shape, dtype=bool)
    names = tuple(name for name in ladder(len(values)).models if name != "ets")
    for name in names:
        (plain,) = admitted((name,), WEAK)
        (scaled,) = admitted((name,), type(WEAK)(WEAK.sd * factor, WEAK.df))
        one = plain.fit(y, mask).simulate(3, 400, np.random.default_rng(2))
        other = scaled.fit(y * factor, mask).simulate(3, 400, np.random.default_rng(2))
        assert np.allclose(np.median(other, axis=1), factor * np.median(one, axis=1),
                           rtol=1e-6, atol=1e-6 * factor * (1 + np.abs(y).max()))
