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
    return {"step": "growth_shift", "points": draw(laws(low, high))} | draw(timings)


drivers = st.one_of(
    laws(-20, 20).map(lambda law: {"growth": law}),
    st.tuples(laws(-20, 20), st.floats(-5, 5)).map(
        lambda p: {"growth": p[0], "expected": p[1], "varies": "once"}),
    st.tuples(st.floats(1, 200), laws(0, 20)).map(
        lambda p: {"path": {"2020": 50, "2024": p[0]}, "expected": 2, "spread": p[1]}),
)
effects = st.tuples(laws(-30, 30), st.integers(2020, 2024)).map(
    lambda p: [{"step": "growth_shift", "points": p[0], "start": p[1]},
               {"step": "level_shift", "percent": -10, "start": p[1] + 1}])

any_steps = st.one_of(
    growth_shifts(-30, 30),
    st.tuples(laws(-30, 30), timings).map(
        lambda p: {"step": "growth_shift", "percent": p[0]} | p[1]),
    st.tuples(laws(0, 2), st.sampled_from(["centre", "path"]), timings).map(
        lambda p: {"step": "growth_scale", "factor": p[0], "of": p[1]} | p[2]),
    st.tuples(laws(-60, 60), timings).map(
        lambda p: {"step": "level_shift", "percent": p[0]} | p[1]),
    laws(-60, 60).map(lambda by: {"step": "pulse", "percent": by, "start": 2}),
    laws(20, 200).map(lambda at: {"step": "cap", "at": at}),
    laws(20, 200).map(lambda at: {"step": "floor", "at": at}),
    st.tuples(laws(0, 100), st.sampled_from(["centre", "path"])).map(
        lambda p: {"step": "target_path", "milestones": {"2023": 70}, "percent": p[0],
                   "of": p[1]}),
    st.tuples(laws(-3, 3), drivers, timings).map(
        lambda p: {"step": "elasticity", "driver": "d", "elasticity": p[0]} | p[1] | p[2]),
    st.tuples(effects, laws(0, 2), st.integers(0, 2)).map(
        lambda p: {"step": "policy_event", "event": "e", "effects": p[0], "strength": p[1],
                   "delay": p[2]}),
    st.tuples(st.floats(0, 100), laws(-30, 30), laws(-30, 30), timings).map(
        lambda p: {"step": "composition", "parts": {
            "x": {"share": p[0], "points": p[1]}, "y": {"share": 100 - p[0], "points": p[2]}}}
        | p[3]),
    laws(0.5, 2).map(lambda f: {"step": "definition_change", "factor": f, "start": 2}),
    st.tuples(st.floats(1, 100), laws(0, 100), timings).map(
        lambda p: {"step": "catch_up", "top": p[0], "percent": p[1]} | p[2]),
    st.tuples(laws(0, 100), timings).map(
        lambda p: {"step": "momentum", "percent": p[0]} | p[1]),
    st.just({"step": "stall", "start": 2}),
    laws(0, 1).map(lambda p: {"step": "mixture", "event": "e", "probability": p,
                              "steps": [{"step": "level_shift", "percent": -30}]}),
)
"""A row for any step, points of level aside: those are for shares and scores only."""
