"""sktime's own checks of estimators pass, and its forecaster says what ``forecast.project`` says.

sktime is no dependency of the project; where it is not installed, only the last test runs.
"""

from __future__ import annotations

import warnings
from importlib.util import find_spec

import numpy as np
import pandas as pd
import pytest

import forecast

HERE = find_spec("sktime") is not None
needs_sktime = pytest.mark.skipif(not HERE, reason="sktime is not installed")
FIGURES = {2015: 100.0, 2016: 118.0, 2017: 131.0, 2018: 160.0, 2019: 177.0}
LEVELS = [0.1, 0.5, 0.9]


def ours(**settings: str) -> object:
    """A forecaster, without sktime's notice that a default of its own will change."""
    return forecast.PlancastForecaster(**settings)


def by_project(figures: dict[int, float], to: int) -> pd.DataFrame:
    said = forecast.project(forecast.series(figures, unit="件", kind="flow"), to).table()
    return said[["0.1", "0.5", "0.9"]]


@needs_sktime
@pytest.mark.filterwarnings("ignore")
def test_it_passes_the_checks_of_sktime() -> None:
    from sktime.utils.estimator_checks import check_estimator

    found = check_estimator(forecast.PlancastForecaster, verbose=False)
    assert len(found) > 500
    assert {name: said for name, said in found.items() if said != "PASSED"} == {}


@needs_sktime
@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize("index", [
    pd.Index(list(FIGURES)), pd.PeriodIndex(map(str, FIGURES), freq="Y"),
    pd.to_datetime([f"{y}-12-31" for y in FIGURES]), pd.date_range("2015", periods=5, freq="YS"),
    pd.to_datetime([f"{y}-02-{29 if y % 4 == 0 else 28}" for y in FIGURES]),
], ids=["numbers", "periods", "last days", "first days", "ends of February"])
def test_every_index_that_tells_years_gives_the_numbers_of_project(index: pd.Index) -> None:
    y = pd.Series(list(FIGURES.values()), index=index)
    if isinstance(index, pd.DatetimeIndex) and index.freq is None:
        y = y.asfreq("YE") if index[0].month == 12 else y
    to = [2, 5]
    if isinstance(index, pd.DatetimeIndex) and y.index.freq is None:
        to = pd.to_datetime(["2021-02-28", "2024-02-29"])  # steps of no named length: dates
    with warnings.catch_warnings():
        warnings.simplefilter("error", UserWarning)
        said = ours(kind="flow", unit="件").fit(y).predict_quantiles(fh=to, alpha=LEVELS)
    assert said.to_numpy() == pytest.approx(by_project(FIGURES, 2024).loc[[2021, 2024]].to_numpy())
    middle = ours(kind="flow", unit="件").fit(y).predict(fh=to)
    assert middle.to_numpy() == pytest.approx(said.to_numpy()[:, 1])


@needs_sktime
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_a_year_without_a_figure_is_left_out() -> None:
    y = pd.Series(FIGURES)
    y[2017] = np.nan
    given = {year: value for year, value in FIGURES.items() if year != 2017}
    said = ours(kind="flow", unit="件").fit(y).predict_quantiles(fh=[1], alpha=LEVELS)
    assert said.to_numpy() == pytest.approx(by_project(given, 2020).to_numpy())


@needs_sktime
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_later_figures_enter_where_sktime_says_so() -> None:
    early = pd.Series({y: v for y, v in FIGURES.items() if y <= 2017})
    late = pd.Series({y: v for y, v in FIGURES.items() if y > 2017})
    learned = ours(kind="flow", unit="件").fit(early).update(late)
    assert learned.predict_quantiles(fh=[1, 2], alpha=LEVELS).to_numpy() == pytest.approx(
        by_project(FIGURES, 2021).to_numpy())
    moved = ours(kind="flow", unit="件").fit(early).update(late, update_params=False)
    told = moved.predict_quantiles(fh=[1, 2], alpha=LEVELS)
    assert told.index.tolist() == [2020, 2021]
    assert told.to_numpy() == pytest.approx(
        by_project(early.to_dict(), 2021).loc[[2020, 2021]].to_numpy())


@needs_sktime
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_the_distribution_is_the_law() -> None:
    pytest.importorskip("skpro", reason="skpro is not installed")
    said = ours(kind="flow").fit(pd.Series(FIGURES))
    law = said.predict_proba(fh=[1, 3])
    exact = said.predict_quantiles(fh=[1, 3], alpha=LEVELS)
    assert law.quantile(LEVELS).to_numpy() == pytest.approx(exact.to_numpy(), rel=0.01)


@needs_sktime
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_months_are_said_to_be_taken_for_years_and_unusable_input_is_refused() -> None:
    months = pd.Series(list(FIGURES.values()),
                       index=pd.period_range("2019-01", periods=5, freq="M"))
    with pytest.warns(UserWarning, match="not a year apart"):
        ours().fit(months)
    with pytest.raises(forecast.PlancastError, match="furlongs"):
        ours(unit="furlongs per Tuesday").fit(pd.Series(FIGURES))
    with pytest.raises(ValueError, match="sometimes"):
        ours(kind="sometimes").fit(pd.Series(FIGURES))
    with pytest.raises(ValueError, match="no figure"):
        ours().fit(pd.Series({2019: np.nan, 2020: np.nan}))
    with pytest.raises(ValueError, match="is_relative=False"):  # 2,021 steps ahead
        ours().fit(pd.Series(FIGURES)).predict(fh=[2021])
    with pytest.raises(ValueError, match="reaches 30 years"):
        ours().fit(pd.Series(FIGURES)).predict(fh=[31])
    with pytest.raises(ValueError, match="finite"):
        ours().fit(pd.Series({2019: 1.0, 2020: np.inf}))


@pytest.mark.skipif(HERE, reason="sktime is installed")
def test_without_sktime_the_name_says_what_to_install() -> None:
    with pytest.raises(ModuleNotFoundError, match=r"plancast\[sktime\]"):
        _ = forecast.PlancastForecaster
