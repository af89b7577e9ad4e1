"""Strategies for scenarios: paths, kinds, steps as rows of a scenario file."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from data.words import Kind

N_PATHS, HORIZON = 30, 5
PERCENT_KINDS = [Kind.FLOW, Kind.STOCK, Kind.CUMULATIVE, Kind.RATIO, Kind.AMOUNT]
POINT_KINDS = [Kind.SHARE, Kind.SCORE]

kinds = st.sampled_from(PERCENT_KINDS + POINT_KINDS)
seeds = st.integers(0, 2**32)


@st.composite
def ensembles(draw: st.DrawFn, kind: Kind) -> np.ndarray:
    """Return paths that the kind allows, from a last observation of 50; some hold zeros."""
    rng = np.random.default_rng(draw(seeds))
    drift, sd = draw(st.floats(-0.3, 0.3)), draw(st.floats(0, 0.8))
    values = 50 * np.exp(np.cumsum(rng.normal(drift, sd, size=(N_PATHS, HORIZON)), axis=1))
    if kind in POINT_KINDS:
        return np.clip(values, 0, 100)
    if kind is Kind.CUMULATIVE:
        return np.maximum.accumulate(np.maximum(values, 50), axis=1)
    if draw(st.booleans()):
        values[rng.random(values.shape) < 0.2] = 0.0
    return values


cases = kinds.flatmap(lambda kind: st.tuples(st.just(kind), ensembles(kind)))


def laws(low: float, high: float) -> st.SearchStrategy[object]:
    """Return numbers and distributions within ``low``..``high``."""
    edge = st.floats(low, high)
    return st.one_of(
        edge,
        st.tuples(edge, edge).map(lambda p: {"uniform": {"low": min(p), "high": max(p)}}),
        st.tuples(edge, edge, edge).map(
            lambda p: {"triangular": dict(zip(("low", "mode", "high"), sorted(p), strict=True))}),
        st.lists(edge, min_size=1, max_size=4).map(lambda v: {"empirical": {"values": v}}),
    )


timings = st.fixed_dictionaries({}, optional={
    "start": st.integers(0, 4), "ramp": st.integers(0, 3), "lag": st.integers(0, 1)})


@st.composite
def growth_shifts(draw: st.DrawFn, low: float, high: float) -> dict[str, object]:
    """Return a growth_shift with its timing."""
    return {"step": "growth_shift", "by": draw(laws(low, high))} | draw(timings)


any_steps = st.one_of(
    growth_shifts(-30, 30),
    st.tuples(laws(0, 2), st.sampled_from(["centre", "path"]), timings).map(
        lambda p: {"step": "growth_scale", "by": p[0], "of": p[1]} | p[2]),
    st.tuples(laws(-60, 60), timings).map(
        lambda p: {"step": "level_shift", "by": p[0]} | p[1]),
    laws(-60, 60).map(lambda by: {"step": "pulse", "by": by, "start": 2}),
    laws(20, 200).map(lambda at: {"step": "cap", "at": at}),
    laws(20, 200).map(lambda at: {"step": "floor", "at": at}),
    st.tuples(laws(0, 100), st.sampled_from(["centre", "path"])).map(
        lambda p: {"step": "target_path", "points": {"2023": 70}, "by": p[0], "of": p[1]}),
    st.just({"step": "stall", "start": 2}),
    laws(0, 1).map(lambda p: {"step": "mixture", "event": "e", "probability": p,
                              "steps": [{"step": "level_shift", "by": -30}]}),
)
