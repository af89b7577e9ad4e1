from __future__ import annotations

import numpy as np
import pytest

from forecast import crps, scores
from forecast.two_piece import TwoPiece
from tests.oracle_data import tree

ORACLE = tree("scores.yaml")


def named(name: str):  # type: ignore[no-untyped-def]
    return getattr(crps if name.startswith("crps") else scores, name)


@pytest.mark.parametrize("row", ORACLE["calls"], ids=lambda r: r["score"])
def test_worked_score(row: dict[str, object]) -> None:
    got = named(row["score"])(*row["args"], **row.get("named", {}))  # type: ignore[arg-type,misc,attr-defined]
    assert float(got) == pytest.approx(row["value"], rel=1e-6)


@pytest.mark.parametrize("row", ORACLE["two_piece"], ids=lambda r: f"{r['score']} {r['at']}")
def test_worked_score_of_two_piece_laws(row: dict[str, object]) -> None:
    got = named(row["score"])(row["at"], TwoPiece(*row["law"]))  # type: ignore[arg-type,misc]
    assert float(got) == pytest.approx(row["value"], rel=1e-6)


def test_worked_ensemble() -> None:
    case = ORACLE["ensemble"]
    plain = float(crps.crps_ensemble(case["observed"], case["members"]))
    assert plain == pytest.approx(case["plain"], rel=1e-6)
    weighted = crps.crps_weighted(case["observed"], case["members"], weights=case["weights"])
    assert float(weighted) == pytest.approx(case["weighted"], rel=1e-6)


@pytest.mark.parametrize("row", ORACLE["toys"], ids=lambda r: f"{r['observed']} {r['members']}")
def test_toy_ensembles(row: dict[str, object]) -> None:
    weights = row.get("weights", [1] * len(row["members"]))  # type: ignore[arg-type]
    got = crps.crps_weighted(row["observed"], row["members"], weights=weights)  # type: ignore[arg-type]
    assert float(got) == pytest.approx(row["value"], rel=1e-12)
    if "weights" not in row:
        assert float(crps.crps_ensemble(row["observed"], row["members"])) == pytest.approx(  # type: ignore[arg-type]
            row["value"], rel=1e-12)


def test_threshold_brier() -> None:
    case = ORACLE["threshold_brier"]
    got = scores.threshold_brier(case["observed"], case["members"], thresholds=case["thresholds"])
    assert got.tolist() == case["values"]


def quadrature(cdf, value: float, low: float, high: float) -> float:  # type: ignore[no-untyped-def]
    x = np.linspace(low, high, 400_001)
    y = (cdf(x) - (x >= value)) ** 2
    return float(((y[1:] + y[:-1]) / 2 * np.diff(x)).sum())


@pytest.mark.parametrize("value", [-6.0, -1.0, 0.0, 0.4, 7.0])
def test_two_piece_crps_is_its_integral(value: float) -> None:
    law = TwoPiece(0.0, 0.7, 2.5)
    want = quadrature(law.cdf, value, -12.0, 25.0)
    assert float(crps.crps_two_piece(value, law)) == pytest.approx(want, rel=1e-4)


@pytest.mark.parametrize(("value", "law"), [
    (3, "poisson"), (0, "poisson"), (-2, "poisson"), (2.5, "poisson"), (4, "negbin"),
    (0, "negbin"), (-1, "negbin"),
])
def test_count_crps_is_its_sum(value: float, law: str) -> None:
    from scipy.stats import nbinom, poisson

    k = np.arange(0, 400)
    if law == "poisson":
        cdf, got = poisson.cdf(k, 2.2), crps.crps_poisson(value, 2.2)
    else:
        cdf, got = nbinom.cdf(k, 3.5, 0.4), crps.crps_negbin(value, 3.5, prob=0.4)
    # The distribution is constant between integers; the observation cuts one of the steps.
    at = np.clip(value - k, 0, 1)
    want = (at * cdf**2 + (1 - at) * (1 - cdf) ** 2).sum() + max(-value, 0)
    assert float(got) == pytest.approx(want, rel=1e-9)


def test_fair_score_needs_two_and_averages_to_the_parent_law() -> None:
    with pytest.raises(ValueError, match="two members"):
        crps.crps_ensemble(0.0, [1.0], fair=True)
    n, m = 40_000, 4
    members = np.random.default_rng(5).standard_normal((n, m))
    fair = crps.crps_ensemble(0.3, members, fair=True)
    plain = crps.crps_ensemble(0.3, members)
    want = float(crps.crps_normal(0.3, 0.0, sigma=1.0))
    assert abs(fair.mean() - want) < 5 * fair.std() / np.sqrt(n)
    # Must fail: the plain score of four members is too large by half their mean spread over m.
    assert abs(plain.mean() - want) > 5 * plain.std() / np.sqrt(n)


def test_scores_broadcast() -> None:
    p = np.linspace(0, 1, 5)
    assert scores.brier(1, p).shape == (5,)
    assert crps.crps_normal(np.zeros((3, 1)), np.zeros(4), sigma=1.0).shape == (3, 4)
    many = np.arange(12.0).reshape(2, 3, 2)
    assert crps.crps_ensemble(np.zeros((2, 3)), many).shape == (2, 3)
    assert scores.threshold_brier(np.zeros((2, 3)), many, thresholds=[1, 2]).shape == (2, 3, 2)


def test_certain_and_wrong_is_infinitely_bad() -> None:
    assert float(scores.log_score(1, 0.0)) == np.inf
    assert float(scores.log_score(1, 1.0)) == 0.0
    assert float(scores.log_lognormal(0.0, 0.0, sigma=1.0)) == np.inf


def test_what_cannot_be_scored_is_refused() -> None:
    with pytest.raises(ValueError, match="outcomes"):
        scores.brier(0.5, 0.5)
    with pytest.raises(ValueError, match="probabilities"):
        scores.log_score(1, 1.2)
    with pytest.raises(ValueError, match="add up"):
        scores.ranked_probability(0, [0.5, 0.4])
    with pytest.raises(ValueError, match="weights"):
        crps.crps_weighted(0, [1.0, 2.0], weights=[-1.0, 2.0])
    with pytest.raises(ValueError, match="never wrong"):
        scores.skill([0.1], [0.0])


@pytest.mark.parametrize("value", [-0.1, 0.5])
def test_interval_score_charges_a_miss_on_either_side(value: float) -> None:
    got = scores.interval_score(value, 0.0, high=0.4, alpha=0.2)
    assert float(got) == pytest.approx(0.4 + 0.1 * 2 / 0.2)


def test_skill() -> None:
    assert scores.skill([0.1, 0.1], [0.2, 0.2]) == pytest.approx(0.5)
