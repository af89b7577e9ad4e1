"""The law as a forecaster of sktime (extra ``sktime``).

The numbers are those of ``forecast.project``. sktime knows any index; the law was learned from
yearly figures, so steps of another length are answered as if they were years, with a warning.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pandas as pd

try:
    from sktime.forecasting.base import BaseForecaster, ForecastingHorizon
except ModuleNotFoundError as absent:
    raise ModuleNotFoundError(
        'PlancastForecaster needs sktime: pip install "plancast[sktime]"',
        name=absent.name) from absent

from data.arrays import FloatArray, IntArray, frozen_floats, frozen_ints
from data.errors import PlancastError, Where, problem
from data.series import Series
from data.tables.history import read_history
from data.units import Unit, find_unit, nearest_units
from data.words import Kind
from forecast.batches.targets import MOST_AHEAD
from forecast.knowledge import bundled_knowledge, knowledge_from
from forecast.law.engine import LawEngine, one_series

if TYPE_CHECKING:
    from skpro.distributions import Empirical

_YEARS = (1800, 2200)
"""Whole numbers of an index that all lie between these are calendar years."""

_DRAWS = 400
"""Equally likely values that stand for the law where sktime wants a distribution."""


class PlancastForecaster(BaseForecaster):  # type: ignore[misc]
    """The pooled law of yearly series as a forecaster of sktime; quantiles in closed form.

    ``predict`` is the median. ``predict_quantiles`` and ``predict_interval`` are read off the law;
    ``predict_proba`` (which needs skpro) is 400 equally likely values of it. Every figure is known
    when the forecaster is fitted: nothing of the class later than the last year of ``y`` is used,
    where the index tells years (periods, dates a year apart, whole numbers from 1800 to 2200).
    Other whole numbers are steps without a calendar, and all of the class speaks.

    Parameters
    ----------
    kind : flow, stock, cumulative, ratio, share, score, amount or undeclared, as in a plan file.
    unit : the unit of the figures as in a plan file (``件``, ``items``, ``%`` …); forecasts are in
        the same. Counted things get whole numbers.
    reference : a table of figures (a file) to learn from instead of the bundled class.

    Examples
    --------
    >>> import pandas as pd
    >>> from forecast import PlancastForecaster
    >>> y = pd.Series([100.0, 118, 131, 160, 177], index=range(2015, 2020))
    >>> said = PlancastForecaster(kind="flow", unit="件").fit(y, fh=[1, 2, 3])
    >>> said.predict_interval(coverage=0.8).index.tolist()
    [2020, 2021, 2022]
    """

    _tags: ClassVar[dict[str, object]] = {
        "authors": ["plancast"],
        "maintainers": ["plancast"],
        "y_inner_mtype": "pd.Series",
        "X_inner_mtype": "pd.DataFrame",
        "requires-fh-in-fit": False,
        "capability:multivariate": False,  # columns are forecast one by one
        "capability:exogenous": False,
        "capability:insample": False,
        "capability:pred_int": True,
        "capability:pred_int:insample": False,
        "capability:missing_values": True,
        "capability:random_state": False,
        "capability:update": True,
    }

    def __init__(self, kind: str = "undeclared", unit: str = "", reference: str | None = None,
                 ) -> None:
        self.kind = kind
        self.unit = unit
        self.reference = reference
        super().__init__()

    def _fit(self, y: pd.Series, X: object, fh: object) -> PlancastForecaster:
        """Keep the figures (a series as sktime hands it over); laws are fitted when asked.

        Raises ``ValueError`` for an unknown kind, figures that are not finite or none at all, and
        ``PlancastError`` (UNIT_UNKNOWN).
        """
        kind, known = Kind(self.kind), _unit(self.unit)
        years = calendar_years(y.index)
        if years is None and isinstance(y.index, pd.DatetimeIndex | pd.PeriodIndex):
            warnings.warn(
                "these figures are not a year apart: the law was learned from yearly figures and "
                "takes each step for a year", UserWarning, stacklevel=2)
        latest = int(bundled_knowledge().reference.years.max())
        counted = years if years is not None else np.arange(latest - len(y) + 1, latest + 1)
        given = y.notna().to_numpy()
        values = y.to_numpy(dtype=np.float64)[given]
        if not len(values):
            raise ValueError("the series has no figure")
        if not np.all(np.isfinite(values)):
            raise ValueError("figures have to be finite numbers")
        canonical = [known.to_canonical(float(v)) for v in values]
        self._series = Series("", "series", frozen_ints(counted[given]), frozen_floats(canonical),
                              kind, known)
        self._figures, self._in_years = y, years is not None
        self._fitted_to = y.index[-1:]  # the cutoff moves with updates that refit nothing
        self._last = int(counted[-1])
        return self

    def _update(self, y: pd.Series, X: object = None,
                update_params: bool = True) -> PlancastForecaster:
        """Add later figures, or put better ones in the place of earlier; without
        ``update_params`` only the cutoff moves, as sktime has it."""
        return self._fit(y.combine_first(self._figures), X, None) if update_params else self

    def _predict(self, fh: ForecastingHorizon, X: object) -> pd.Series:
        """Return the medians, by step of the horizon."""
        return pd.Series(self._quantiles(fh, [0.5])[:, 0], name=self._figures.name,
                         index=fh.to_absolute_index(self.cutoff))

    def _predict_quantiles(self, fh: ForecastingHorizon, X: object,
                           alpha: Sequence[float]) -> pd.DataFrame:
        """Return quantiles at levels ``alpha`` (0 to 1), by step of the horizon."""
        columns = pd.MultiIndex.from_product([self._get_varnames(), alpha])
        return pd.DataFrame(self._quantiles(fh, alpha), columns=columns,
                            index=fh.to_absolute_index(self.cutoff))

    def _predict_proba(self, fh: ForecastingHorizon, X: object,
                       marginal: bool = True) -> Empirical:
        """Return the laws of single steps, as equally likely values.

        Raises ``NotImplementedError`` for the joint law of several.
        """
        if not marginal:
            raise NotImplementedError("only the laws of single steps are told")
        from skpro.distributions import Empirical

        index, names = fh.to_absolute_index(self.cutoff), self._get_varnames()
        values = self._quantiles(fh, (np.arange(_DRAWS) + 0.5) / _DRAWS)
        rows = pd.MultiIndex.from_product([range(_DRAWS), index])
        return Empirical(pd.DataFrame(values.T.reshape(-1, 1), index=rows, columns=names),
                         index=index, columns=pd.Index(names))

    def _quantiles(self, fh: ForecastingHorizon, levels: Sequence[float] | FloatArray,
                   ) -> FloatArray:
        """Return quantiles (steps, levels) in the unit of ``y``."""
        years = self._asked(fh)
        if int(years.max()) - int(self._series.years[-1]) > MOST_AHEAD:
            raise ValueError(f"the law reaches {MOST_AHEAD} years beyond the last figure, no more")
        last = int(self._series.years[-1])
        said = _engine(self.reference, self._last).answer(
            one_series(self._series, kind=self._series.kind, family="", rising=True),
            int(years.max()) - last, as_of=self._last)
        if said is None:
            raise ValueError("nothing can be said of this series: no class speaks for a single "
                             "figure of its kind")
        rows = said.values.quantile(np.asarray(levels, dtype=np.float64))[0][years - last - 1]
        return np.array([[self._series.unit.from_canonical(float(v)) for v in row]
                         for row in rows])

    def _asked(self, fh: ForecastingHorizon) -> IntArray:
        """Return the years of a horizon, as the series counts them."""
        index = fh.to_absolute_index(self.cutoff)
        if self._in_years:
            years = calendar_years(index)
            if years is None:
                raise ValueError("the horizon does not tell years as the figures do; years as such "
                                 "are ForecastingHorizon(years, is_relative=False)")
            return years
        steps = ForecastingHorizon(index, is_relative=False, freq=fh.freq)
        ahead: IntArray = steps.to_relative(self._fitted_to).to_numpy().astype(np.int64)
        return self._last + ahead

    @classmethod
    def get_test_params(cls, parameter_set: str = "default") -> list[Mapping[str, str]]:
        """Return settings for sktime's own tests."""
        return [{}, {"kind": "flow", "unit": "万元"}]


def calendar_years(index: pd.Index) -> IntArray | None:
    """Return the calendar years of an index; ``None`` where its steps are no years.

    Yearly periods, dates of one day in different years, whole numbers that can be years.
    """
    if isinstance(index, pd.PeriodIndex):
        yearly = index.freqstr.startswith(("Y", "A"))
        return np.asarray(index.year, dtype=np.int64) if yearly else None
    if isinstance(index, pd.DatetimeIndex):
        years = np.asarray(index.year, dtype=np.int64)
        # The last of February is one day of the year whatever its number.
        days = {(stamp.month, -1 if stamp.is_month_end else stamp.day) for stamp in index}
        named = index.freqstr is None or index.freqstr.startswith(("Y", "A", "BY", "BA"))
        return years if named and len(days) == 1 and len(set(years)) == len(years) else None
    if not pd.api.types.is_integer_dtype(index.dtype) or not len(index):
        return None
    numbers = np.asarray(index, dtype=np.int64)
    return numbers if _YEARS[0] <= numbers.min() and numbers.max() <= _YEARS[1] else None


def _unit(name: str) -> Unit:
    known = find_unit(name)
    if known is None:
        raise PlancastError([problem("UNIT_UNKNOWN", Where(key="unit"), unit=name,
                                     near=", ".join(nearest_units(name)))])
    return known


@lru_cache(maxsize=16)
def _engine(reference: str | None, year: int) -> LawEngine:
    """Return what answers from a class as known in a year; a file is read once a process."""
    known = bundled_knowledge() if reference is None else knowledge_from(
        read_history(Path(reference)))
    return LawEngine(known.until(year))
