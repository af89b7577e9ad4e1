"""The spread of joint counts on the past: independence is far too narrow, the joint law is not.

Origin 2015, three years ahead, 32 provinces with up to 12 families under one calendar: the
observed mean square of the counts is held against simulated worlds of a law that is right, so the
calendar's own luck (one draw of it) is in the tolerance.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.special import ndtri

from benchmarks.joint_counts import distance, transforms, worlds
from data.reference.figures import bundled_reference
from forecast.plan_level.correlation import measure

ORIGIN, HORIZON, LEVEL = 2015, 3, 0.5


@pytest.fixture(scope="module")
def seen() -> tuple[float, float, dict[str, tuple[np.ndarray, np.ndarray]]]:
    cell = transforms(ORIGIN, HORIZON)
    tied = measure(bundled_reference().panel(ORIGIN), HORIZON)
    expected = np.isfinite(cell.pit).sum(axis=1) * (1 - LEVEL)
    reached = (cell.pit > LEVEL).sum(axis=1)
    laws = {}
    for name, together in (("joint", True), ("independent", False)):
        z = worlds(cell, tied, calendar=together, regional=together,
                   rng=np.random.default_rng(7), n=2000)
        drawn = (z > ndtri(LEVEL)).sum(axis=2)
        laws[name] = (distance(drawn, expected, within=False),
                      distance(drawn, expected, within=True))
    return (float(distance(reached, expected, within=False)),
            float(distance(reached, expected, within=True)), laws)


def test_the_joint_law_could_have_given_what_was_seen(seen) -> None:  # type: ignore[no-untyped-def]
    total, within, laws = seen
    for observed, law in zip((total, within), laws["joint"], strict=True):
        assert np.quantile(law, 0.005) <= observed <= np.quantile(law, 0.995)


def test_independence_could_not(seen) -> None:  # type: ignore[no-untyped-def]
    total, within, laws = seen  # the control: this has to be told apart
    for observed, law in zip((total, within), laws["independent"], strict=True):
        assert observed > law.max()
        assert observed > 2 * law.mean()
