from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from models.own.base import Reason, Refusal
from models.own.gm11 import GreyFit, gm11

ORACLE = YAML(typ="safe").load(Path(__file__).parents[2] / "oracles" / "gm11.yaml")
# Half a unit of the last printed digit, widened to one where the source rounded twice.
PRINTED = {"class_ratios": 1e-4, "admissible": 1e-4, "fitted": 1e-3, "forecast": 5e-3,
           "ratio_deviations": 1e-4}


def _fit(values: list[float]) -> GreyFit:
    fit = gm11(np.array(values, dtype=float))
    assert isinstance(fit, GreyFit)
    return fit


@pytest.mark.parametrize("example", ORACLE["examples"], ids=lambda e: e["name"])
def test_worked_examples(example: dict[str, object]) -> None:
    values = example["values"]
    assert isinstance(values, list)
    fit = _fit(values)
    for key, expected in example.items():
        if key in ("name", "values"):
            continue
        if key == "forecast":
            assert isinstance(expected, list)
            got: object = fit.forecast(len(expected))
        else:
            got = getattr(fit, key)
        if key in PRINTED:
            assert np.allclose(np.asarray(got), np.asarray(expected), atol=PRINTED[key], rtol=0)
        else:
            # seven printed digits, or six decimals of a share
            assert got == pytest.approx(expected, rel=1e-6, abs=6e-7)


@pytest.mark.parametrize(("ratio", "a"), ORACLE["geometric"])
def test_geometric_series_give_the_closed_form(ratio: float, a: float) -> None:
    fit = _fit([100 * ratio**k for k in range(6)])
    assert fit.a == pytest.approx(a, rel=1e-6)
    assert fit.a == pytest.approx(-2 * (ratio - 1) / (ratio + 1), rel=1e-10)


def test_constant_series_and_refusals() -> None:
    fit = _fit([5, 5, 5, 5])
    assert fit.forecast(2) == pytest.approx([5, 5])
    assert (fit.posterior_ratio, fit.small_error_share, fit.grade) == (0, 1, 1)
    assert gm11(np.array([1.0, 2.0, 3.0])) == Refusal("gm11", Reason.TOO_SHORT)
    assert gm11(np.array([1.0, 0.0, 3.0, 4.0])) == Refusal("gm11", Reason.NO_FIT)


def test_a_series_that_swings_fails_the_posterior_check() -> None:
    assert _fit([10, 30, 8, 35, 9, 28]).grade == 4
    assert not _fit([10, 30, 8, 35, 9, 28]).is_admissible
