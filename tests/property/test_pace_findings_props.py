"""The two findings of the pace panel fire exactly by their rule, worked out here once more."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from data.words import Kind
from forecast.pace.pace import PaceCase, pace_findings, pace_panel

BASE_YEAR, TARGET_YEAR = 2020, 2025
growth = st.floats(0.4, 4.0)


def codes(base: float, goal: float, values: list[float]) -> set[str]:
    years = np.arange(BASE_YEAR, BASE_YEAR + len(values) + 1)
    case = PaceCase(Kind.STOCK, 1, BASE_YEAR, base, TARGET_YEAR, goal, years,
                    np.array([base, *values]))
    return {f.code for f in pace_findings(case, pace_panel(case))}


def step(progress: float, reached: bool) -> int:
    """ACHIEVED, AHEAD, ON_PACE, BEHIND, FAR_BEHIND, REVERSED: 0 to 5."""
    if reached:
        return 0
    return 1 + sum(progress < edge for edge in (1.05, 0.95, 0.60, 0.0))


def near(value: float, *edges: float) -> bool:
    return any(abs(value - edge) < 1e-6 for edge in edges)


@given(rise=st.floats(1.05, 60.0), now=st.floats(0.3, 70.0), elapsed=st.integers(1, 4))
def test_path_sensitive_is_two_steps_between_the_paths(rise: float, now: float, elapsed: int,
                                                       ) -> None:
    base, goal, value = 100.0, 100.0 * rise, 100.0 * now
    share = elapsed / 5
    straight = (value - base) / (share * (goal - base))
    steady = math.log(now) / (share * math.log(rise))
    assume(not near(straight, 1.05, 0.95, 0.6, 0.0) and not near(steady, 1.05, 0.95, 0.6, 0.0))
    assume(abs(now - rise) > 1e-6)
    apart = abs(step(straight, value >= goal) - step(steady, value >= goal))
    values = np.geomspace(base, value, elapsed + 1)[1:].tolist()
    assert ("PATH_SENSITIVE" in codes(base, goal, values)) == (apart >= 2)


@given(rise=st.floats(1.05, 8.0), growths=st.lists(growth, min_size=1, max_size=4))
def test_verdict_conflict_is_two_official_methods_on_two_sides(rise: float, growths: list[float],
                                                               ) -> None:
    base, goal = 100.0, 100.0 * rise
    values = (base * np.cumprod(growths)).tolist()
    elapsed, value = len(values), values[-1]
    left, now = 5 - elapsed, value / base
    achieved, needed = now ** (1 / elapsed) - 1, rise ** 0.2 - 1
    expected = value * (1 + achieved) ** left
    unsd = (expected - base) / (goal - base)
    sdsn = (value - base) / (goal - base) / (elapsed / 5)
    schedule = 100 * ((value - base) / (goal - base) - elapsed / 5)
    mean = (value - base) / elapsed
    gap = goal - value
    missing = max(gap - mean * left, 0.0)
    miss = missing / gap if gap > 0 else (math.inf if missing > 0 else 0.0)
    assume(not near(achieved / needed, 0.95) and not near(unsd, 0.95) and not near(sdsn, 1.0))
    assume(not near(schedule, -10.0) and not near(miss, 0.2) and not near(gap, 0.0))
    on_track = [achieved / needed >= 0.95, unsd >= 0.95, sdsn >= 1, schedule >= -10,
                miss <= 0.20 and not (mean < 0 and missing > 0)]
    assert ("VERDICT_CONFLICT" in codes(base, goal, values)) == (len(set(on_track)) == 2)
