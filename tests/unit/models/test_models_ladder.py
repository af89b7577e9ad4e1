from __future__ import annotations

import pytest

from models.own.ladder import FULL, RUNGS, ladder
from models.own.registry import admitted

EXPECTED = {
    0: ("none", ()), 1: ("class", ()), 2: ("pooled", ("drift",)), 4: ("pooled", ("drift",)),
    5: ("short", ("drift", "theta", "damped_drift")),
    7: ("short", ("drift", "theta", "damped_drift")),
    8: ("medium", ("drift", "damped_holt", "theta", "ets")),
    11: ("medium", ("drift", "damped_holt", "theta", "ets")),
    12: ("full", FULL), 40: ("full", FULL),
}


@pytest.mark.parametrize(("n", "expected"), EXPECTED.items())
def test_rungs(n: int, expected: tuple[str, tuple[str, ...]]) -> None:
    rung = ladder(n)
    assert (rung.name, rung.models) == expected
    assert rung.own_history == bool(expected[1])
    assert rung.assessable == (n > 0)
    assert str(n) in rung.reason(n).get("en")
    assert str(n) in rung.reason(n).get("zh")


def test_every_admitted_model_takes_the_rungs_fewest_points() -> None:
    for rung in RUNGS:
        for model in admitted(rung.models):
            assert model.min_obs <= rung.fewest, (rung.name, model.name)


def test_a_negative_count_is_an_error() -> None:
    with pytest.raises(ValueError, match="-1"):
        ladder(-1)
