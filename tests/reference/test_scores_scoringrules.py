"""Our scores against scoringrules' (``generate/scoringrules_scores.py`` made the figures)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy.stats import norm

from forecast.backtest.scores import brier, log_score
from forecast.lifecycle.summary import crps_of

GOLDEN: dict[str, Any] = json.loads(
    (Path(__file__).parent / "scoringrules.json").read_text(encoding="utf-8"))
LEVELS = np.array(GOLDEN["levels"])


def test_scores_of_probabilities_are_the_same_to_rounding() -> None:
    cases = GOLDEN["events"]
    met, p = ([case[key] for case in cases] for key in ("met", "p"))
    assert brier(met, p) == pytest.approx([case["brier"] for case in cases], rel=1e-12)
    assert log_score(met, p) == pytest.approx([case["log"] for case in cases], rel=1e-12)


@pytest.mark.parametrize("case", GOLDEN["quantiles"])
def test_crps_of_quantiles_is_that_of_their_law(case: dict[str, Any]) -> None:
    """scoringrules has the law as 20,000 equally likely values, the middles of as many stretches.

    That is the midpoint rule for an integrand whose slope changes at the levels and at the value:
    wrong by a few times (1 / 20,000)**2 of the quantiles' range, hence 1e-6 of the score.
    """
    found = crps_of(np.array(case["q"]), np.array(case["y"]), levels=LEVELS)
    assert found == pytest.approx(case["crps"], rel=1e-6)


@pytest.mark.parametrize("case", GOLDEN["samples"])
def test_crps_of_samples_is_the_same_to_rounding(case: dict[str, Any]) -> None:
    """Values that are equally likely are quantiles that jump: each at both ends of its stretch."""
    x = np.array(case["x"])
    steps = np.repeat(np.arange(1, len(x)) / len(x), 2)
    found = crps_of(np.repeat(x, 2)[1:-1], np.array(case["y"]), levels=steps)
    assert found == pytest.approx(case["crps"], rel=1e-12)


@pytest.mark.parametrize("case", GOLDEN["normals"])
def test_crps_of_few_quantiles_is_nearer_to_the_law_than_the_mean_pinball_loss(
    case: dict[str, float],
) -> None:
    """The two answers to "CRPS from quantiles" differ, and by what.

    scoringrules' ``crps_quantile`` is the plain mean over the levels given, which stands for an
    integral only where they are equally spaced and reach to 0 and 1. Ours integrates over the
    levels; what it leaves out are the tails beyond the outermost quantiles (1 % each).
    """
    found = float(crps_of(norm.ppf(LEVELS), np.array(case["y"]), levels=LEVELS))
    assert abs(found - case["crps"]) < abs(case["mean pinball"] - case["crps"])
    assert found == pytest.approx(case["crps"], rel=0.02)


def test_crps_of_many_quantiles_is_the_closed_form() -> None:
    levels = (np.arange(4000) + 0.5) / 4000
    y = np.array([case["y"] for case in GOLDEN["normals"]])
    found = crps_of(np.tile(norm.ppf(levels), (len(y), 1)), y, levels=levels)
    assert found == pytest.approx([case["crps"] for case in GOLDEN["normals"]], rel=1e-4)


def test_a_slightly_wrong_score_is_noticed() -> None:
    case = GOLDEN["quantiles"][0]
    moved = crps_of(np.array(case["q"]), np.array(case["y"] * 1.0001), levels=LEVELS)
    assert moved != pytest.approx(case["crps"], rel=1e-6)
