from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from ruamel.yaml import YAML

from models.own.base import Reason, Refusal
from models.own.bass import Bass, BassCurve, fit_bass
from models.own.gompertz import Gompertz
from models.own.logistic import Logistic
from models.spread import Spread

ORACLE = YAML(typ="safe").load(Path(__file__).parents[1] / "oracles" / "bass.yaml")
VCR = ORACLE["vcr"]
SALES = np.array(VCR["sales"], dtype=float)


def test_bass_reproduces_the_published_fit() -> None:
    fit = fit_bass(SALES)
    assert isinstance(fit, BassCurve)
    for key in ("market", "p", "q", "peak", "rss"):
        assert getattr(fit, key) == pytest.approx(VCR[key], rel=1e-6)


@pytest.mark.parametrize(("n", "market"), VCR["first"])
def test_bass_on_the_first_years(n: int, market: float) -> None:
    fit = fit_bass(SALES[:n])
    assert isinstance(fit, BassCurve)
    assert fit.market == pytest.approx(market, rel=1e-5)


@pytest.mark.parametrize("n", VCR["unidentified"])
def test_bass_before_the_peak_is_refused(n: int) -> None:
    assert fit_bass(SALES[:n]) == Refusal("bass", Reason.UNIDENTIFIED)


def test_bass_scales_with_the_unit() -> None:
    fit, thousandth = fit_bass(np.array(ORACLE["film"])), fit_bass(np.array(ORACLE["film"]) / 1000)
    assert isinstance(fit, BassCurve)
    assert isinstance(thousandth, BassCurve)
    assert thousandth.market == pytest.approx(fit.market / 1000, rel=1e-6)
    with pytest.raises(ValueError, match="positive"):
        fit_bass(np.array([1.0, 0.0, 2.0, 3.0]))


def _log_curve(kind: str, t: np.ndarray) -> np.ndarray:
    if kind == "logistic":
        return 5 - np.log1p(np.exp(-0.6 * (t - 5)))
    return 5 - np.exp(-0.5 * (t - 4))


@pytest.mark.parametrize("model", [Logistic, Gompertz], ids=lambda m: m.name)
def test_curves_find_their_parameters_also_across_gaps(model: type[Logistic | Gompertz]) -> None:
    t = np.arange(1.0, 15)
    y = _log_curve(model.name, t)[None]
    mask = np.ones(y.shape, dtype=bool)
    mask[0, [2, 7]] = False
    fit = model().fit(y, mask)
    expected = (5, np.log(0.6), 5) if model.name == "logistic" else (5, np.log(0.5), 4)
    assert fit.theta[0] == pytest.approx(expected, abs=1e-5)
    sure = model(Spread(sd=1e-6, df=1e6)).fit(y, mask).simulate(3, 10, np.random.default_rng(0))
    ahead = _log_curve(model.name, np.arange(15.0, 18))
    assert np.abs(sure[0] - ahead).max() < 1e-4


@pytest.mark.parametrize("model", [Logistic, Gompertz, Bass], ids=lambda m: m.name)
def test_exponential_growth_identifies_no_ceiling_but_a_declared_one_helps(
    model: type[Logistic | Gompertz | Bass],
) -> None:
    rng = np.random.default_rng(4)
    y = (1 + 0.2 * np.arange(8) + rng.normal(0, 0.05, 8))[None]
    mask = np.ones(y.shape, dtype=bool)
    assert model().fit(y, mask).refusals == (Refusal(model.name, Reason.UNIDENTIFIED),)
    declared = float(y.max()) + (1.0 if model is not Bass else 3.0)
    fit = model(ceiling=declared).fit(y, mask)
    assert fit.refusals == (None,)
    assert fit.theta[0, 0] == declared
    assert not fit.root[0, 0].any()
    assert np.isfinite(fit.simulate(30, 500, rng)).all()


def test_a_falling_series_has_no_growth_ceiling() -> None:
    y = (5 - 0.3 * np.arange(12.0))[None]
    for model in (Logistic(), Gompertz()):
        fit = model.fit(y, np.ones(y.shape, dtype=bool))
        assert fit.refusals == (Refusal(model.name, Reason.UNIDENTIFIED),)
