"""``plancast forecast``: quantiles of single series, with every model beside the pooled law."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.arrays import FloatArray
from data.errors import PlancastError, Problem, Where, problem
from data.exchange.predictive import Chance, Quantiles
from data.io.writing import Together, claim_folder
from data.messages.message import Message, Row
from data.numbers import significant, with_unit
from data.paths import FAN_LEVELS, interval, met
from data.series import Series
from data.tables.types import HistoryTable
from data.words import Lang, Sense
from forecast.batches.targets import MOST_AHEAD
from forecast.law.predict import Forecast, Forecaster
from forecast.law.sampling import sample_quantiles
from models.own.gm11 import NAME, GreyFit, gm11
from report.series.exchange import FORMS, Handed, handed_files, handed_text
from report.text.asked import tell
from report.text.grid import grid
from report.text.inputs import load_knowledge, told_history
from report.text.progress import Bar
from report.text.streams import screen_width


@dataclass(frozen=True, slots=True)
class ForecastOptions:
    """What the command line was given."""

    series: Path
    to: int
    indicator: str | None
    region: str | None
    target: float | None  # in the table's own unit
    as_of: int | None
    lang: Lang
    format: str
    out: Path | None
    n_paths: int
    seed: int
    reference: Path | None


def run_forecast(options: ForecastOptions) -> str:
    """Return the forecast of every chosen series; files go to ``options.out``.

    Raises
    ------
    PlancastError
        When the table cannot be used, nothing matches, or a series ends after the last year.
    """
    if options.out is not None:
        claim_folder(options.out)
    if options.target is not None and not math.isfinite(options.target):
        raise PlancastError([problem("NOT_FINITE", Where(key="--target"), value=options.target)])
    table = told_history(options.series)
    chosen, partials = _chosen(table, options), table.partials()
    forecaster = Forecaster(load_knowledge(options.reference), options.n_paths, options.seed)
    rows: list[tuple[str, ...]] = []
    records: list[tuple[str, ...]] = []
    as_records = replace(options, format="csv")
    handed = Handed()
    with Bar("forecasting") as bar:
        for i, series in enumerate(chosen):
            bar(i, len(chosen), series.indicator)
            # As in a batch: what was known in the series' own last year, unless another is stated.
            known = int(series.years[-1]) if options.as_of is None else options.as_of
            forecast = forecaster.in_year(known).predict(
                series, options.to, kind=series.kind, partials=partials,
                part_until=known + (options.as_of is None))
            if forecast is None:
                tell([problem("FORECAST_NOTHING", Where(str(options.series), None, "",
                                                        series.region, series.indicator))])
            rows += _rows(series, forecast, options)
            records += _rows(series, forecast, as_records) if options.out is not None else []
            _hand(handed, series, forecast, known, options)
    text = _text(rows, options) if options.format not in FORMS \
        else handed_text(options.format, handed)
    if options.out is not None:
        with Together() as files:
            files.text(options.out / "forecast.csv", grid(_KEYS, records, format="csv", width=0))
            files.text(options.out / "forecast.json", grid(_KEYS, records, format="json", width=0))
            for name, content in handed_files(options.format, handed):
                files.text(options.out / name, content)
    return text


def _chosen(table: HistoryTable, options: ForecastOptions) -> list[Series]:
    every = list(table.series())
    if options.as_of is not None:
        every = [s.until(options.as_of) for s in every]
    found = [s for s in every if len(s)
             and options.indicator in (None, s.indicator) and options.region in (None, s.region)]
    where = Where(file=str(options.series))
    if not found:
        names = ", ".join(sorted({"/".join(filter(None, s.key)) for s in every})[:8])
        raise PlancastError([problem("SERIES_NOT_FOUND", where, known=names)])
    late: list[Problem] = [
        problem("FORECAST_IN_THE_PAST", Where(str(options.series), None, "", s.region, s.indicator,
                                              int(s.years[-1])), to=options.to)
        for s in found if int(s.years[-1]) >= options.to]
    if late:
        raise PlancastError(late)
    far = [problem("FORECAST_TOO_FAR", Where(str(options.series), None, "", s.region, s.indicator,
                                             int(s.years[-1])), to=options.to, most=MOST_AHEAD)
           for s in found if options.to - int(s.years[-1]) > MOST_AHEAD]
    if far:
        raise PlancastError(far)
    return found


_KEYS = ("region", "indicator", "year", "model", "weight", "q025", "q10", "q50", "q90", "q975",
         "probability")
_HEADS = Row("series.forecast_heads")
_POOL = "pool"


def _rows(series: Series, forecast: Forecast | None, options: ForecastOptions,
          ) -> list[tuple[str, ...]]:
    """The pool for every year, then each model alone for the last year."""
    if forecast is None:
        return [(series.region, series.indicator, str(options.to), "-", *[""] * 7)]
    goal = _goal(series, options)
    fan = forecast.law.quantile(np.array(FAN_LEVELS))[0]
    reached = None if goal is None else forecast.chance_by_year(*interval(*goal))
    out = [_row(series, year, _POOL, fan[j], None if reached is None else float(reached[j]),
                options) for j, year in enumerate(forecast.paths.years)]
    for member in forecast.members:
        alone = forecast.counted(forecast.paths.with_values(member.values)).at(options.to)
        share = None if goal is None else float(met(alone, float(goal[0]), goal[1]).mean())
        out.append(_row(series, options.to, member.name, sample_quantiles(alone, FAN_LEVELS),
                        share, options))
    grey = gm11(series.values) if np.all(np.diff(series.years) == 1) else None
    if isinstance(grey, GreyFit):
        curve = grey.forecast(options.to - int(series.years[-1]))[-1:]
        point = [_figure(float(curve[0]), series, options)]
        out.append((series.region, series.indicator, str(options.to), NAME, "0.00", "", "",
                    *point, "", "", ""))
    return out


def _hand(handed: Handed, series: Series, forecast: Forecast | None, known: int,
          options: ForecastOptions) -> None:
    """Add the pool's quantiles, and the chance of the target, to what other tools are handed."""
    if options.format not in FORMS or forecast is None:
        return
    fan = forecast.law.quantile(np.array(FAN_LEVELS))[0]
    years = tuple(map(int, forecast.paths.years))
    handed.quantiles.append(Quantiles(
        series.region, series.indicator, known, years, FAN_LEVELS,
        tuple(tuple(float(_figure(float(v), series, options)) for v in row) for row in fan)))
    goal = _goal(series, options)
    if goal is not None:
        sign = ">=" if goal[1] is Sense.AT_LEAST else "<="
        reached = forecast.chance_by_year(*interval(*goal))
        name = f"{series.indicator} {sign} {options.target:.10g}"
        handed.chances.extend(Chance(series.region, name, known, year, significant(float(p), 6))
                              for year, p in zip(years, reached, strict=True))


def _goal(series: Series, options: ForecastOptions) -> tuple[FloatArray, Sense] | None:
    """Return the figure that is asked about, canonical, and whether from above or below."""
    if options.target is None:
        return None
    goal = series.unit.to_canonical(options.target)
    return np.array(goal), Sense.AT_LEAST if goal >= float(series.values[-1]) else Sense.AT_MOST


def _row(series: Series, year: int, model: str, values: FloatArray, reached: float | None,
         options: ForecastOptions) -> tuple[str, ...]:
    """One line; single models stand beside the law and have no weight in it."""
    shown = [_figure(float(v), series, options) for v in values]
    weight = "" if model == _POOL else "0.00"
    return (series.region, series.indicator, str(year), model, weight, *shown,
            "" if reached is None else f"{reached:.4f}")


def _figure(value: float, series: Series, options: ForecastOptions) -> str:
    if options.format in ("json", "csv", *FORMS):
        return f"{series.unit.from_canonical(value):.6g}"
    return with_unit(value, series.unit, options.lang)


def _text(rows: list[tuple[str, ...]], options: ForecastOptions) -> str:
    text = grid(_HEADS.get(options.lang), rows, format=options.format, width=screen_width(),
                keys=_KEYS)
    if options.format != "table":
        return text
    return text + Message("series.pool_law_that_probabilities_come_from").get(options.lang)


