"""From a target to the questions that can be computed: one ``Question`` a reading.

A target's number may be a yearly flow, a stock, a running total, or a growth rate; this module
turns each admissible reading into one quantity, one threshold and the history that drives it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from data.arrays import FloatArray
from data.paths import Paths, met
from data.plan import Indicator, Plan, Target
from data.series import Series
from data.words import Basis, Kind, Sense, Text
from forecast.arithmetic import target_level

MIN_TOTALS = 3
"""Years of a running total from which its yearly differences are taken as its inflow."""


class Measure(StrEnum):
    """How a path of the driver becomes the target's quantity."""

    LEVEL = "level"  # the driver's value in the target year
    RUNNING_TOTAL = "running_total"  # what is there already plus the sum of later years
    EVERY_YEAR_UP = "every_year_up"  # 1 when each year of the period rises, else 0


@dataclass(frozen=True, slots=True)
class Question:
    """One reading of one target, ready to be computed.

    ``driver`` is the history the law sees; ``observed`` that of the target's own quantity (the
    same, except for a running total that is driven by its yearly inflow). ``total`` and
    ``total_year`` are what a running total starts from. ``threshold`` is in the canonical unit.
    ``rising`` is False when a year of the period has already failed to rise. ``obstacle`` says
    why no number can be given; then ``missing`` names the datum that would help.
    """

    target: Target
    indicator: Indicator
    reading: Kind
    measure: Measure
    driver: Series | None
    observed: Series | None
    base_year: int | None
    base_value: float | None
    threshold: float | None
    upper: float | None = None
    total: float = 0.0
    total_year: int = 0
    rising: bool = True
    obstacle: Text | None = None
    missing: Text = Text("", "")

    def quantity(self, paths: Paths) -> Paths:
        """Return the ensemble of the target's quantity by year.

        A running total counts only the years after ``total_year``.
        """
        if self.measure is Measure.LEVEL:
            if self.reading is not Kind.CUMULATIVE:
                return paths
            # A running total without a known inflow still never falls.
            floor = np.maximum(paths.values, paths.origin.last_value)
            return paths.with_values(np.maximum.accumulate(floor, axis=1))
        if self.measure is Measure.RUNNING_TOTAL:
            counted = np.asarray(paths.years) > self.total_year
            return paths.with_values(
                self.total + np.cumsum(np.where(counted, paths.values, 0.0), axis=1)
            )
        last = paths.origin.last_value
        before = np.column_stack([np.full(len(paths.values), last), paths.values[:, :-1]])
        rises = (paths.values - before) * self.indicator.direction > 0
        # Years before the base are not part of the promise.
        rises |= np.asarray(paths.years) <= (self.base_year or 0)
        return paths.with_values(np.cumprod(rises, axis=1) * float(self.rising))

    def hits(self, paths: Paths) -> FloatArray:
        """Return (n_paths,) 1.0 where the target is met in its year."""
        return self.met_by(self.quantity(paths))

    def met_by(self, quantity: Paths) -> FloatArray:
        """Return (n_paths,) 1.0 where the target's own quantity meets it in its year."""
        if self.threshold is None:
            raise ValueError(f"target {self.target.id} has no threshold")
        sense = Sense.AT_LEAST if self.measure is Measure.EVERY_YEAR_UP else self.target.sense
        return met(quantity.at(self.target.year), self.threshold, sense, self.upper)

    def outcome(self) -> tuple[float, bool] | None:
        """Return the known figure of the target year and whether it meets the target.

        ``None`` while that figure is not known. A target that every year must rise is lost as
        soon as one year did not.
        """
        if self.threshold is None or self.observed is None or self.obstacle is not None:
            return None
        value = self.observed.at(self.target.year)
        if self.measure is Measure.RUNNING_TOTAL and self.total_year == self.target.year:
            value = self.total
        if self.measure is Measure.EVERY_YEAR_UP:
            known = value is not None or not self.rising
            latest = float(self.observed.values[-1]) if value is None else value
            return (latest, self.rising) if known else None
        if value is None:
            return None
        hit = met(np.array([value]), self.threshold, self.target.sense, self.upper)
        return value, bool(hit[0])


def admissible_kinds(indicator: Indicator) -> tuple[Kind, ...]:
    """Return the readings to assess: the declared kind, or all readings of an undeclared one."""
    if indicator.kind is not Kind.UNDECLARED:
        return (indicator.kind,)
    return indicator.readings or (Kind.FLOW, Kind.CUMULATIVE)


def with_base(series: Series | None, target: Target, indicator: Indicator, kind: Kind,
              ) -> Series | None:
    """Return the history with the target's own base in it.

    The base is an observation of the indicator like any other. Where the history holds another
    figure for the base year, the target's base stands (it is what progress is counted from) and
    the difference is a finding elsewhere.
    """
    if target.base_year is None or target.base_value is None:
        return series
    years = np.array([target.base_year])
    values = np.array([target.base_value])
    sources: tuple[str, ...] = (target.source,)
    if series is not None:
        keep = series.years != target.base_year
        years = np.concatenate([series.years[keep], years])
        values = np.concatenate([series.values[keep], values])
        kept = [s for s, k in zip(series.sources, keep, strict=False) if k]
        sources = (*kept, target.source) if series.sources else ()
    order = np.argsort(years, kind="stable")
    return Series(
        target.region, indicator.id, years[order], values[order], kind, indicator.unit,
        indicator.family, indicator.bounds,
        tuple(sources[i] for i in order) if len(sources) == len(order) else (),
    )


def questions(plan: Plan, target: Target, as_of: int) -> tuple[Question, ...]:
    """Return one question per admissible reading, with nothing later than ``as_of`` in it."""
    indicator = plan.indicator(target.indicator)
    kinds = admissible_kinds(indicator)
    return tuple(_answerable(_question(plan, target, indicator, k, as_of), as_of) for k in kinds)


def _answerable(question: Question, as_of: int) -> Question:
    """Refuse a question without any data, or whose year has passed without its figure."""
    driver, target = question.driver, question.target
    if question.obstacle is not None or question.outcome() is not None:
        return question
    if driver is not None and int(driver.years[-1]) < target.year:
        return question
    year = target.year
    why = Text(f"{year}年已过，但没有该年的数值",
               f"{year} has passed and its figure is not among the data")
    if driver is None:
        year = as_of if target.base_year is None else min(target.base_year, as_of)
        why = Text(f"截至{as_of}年没有任何数据", f"there is no observation at all up to {as_of}")
    return replace(question, threshold=None, obstacle=why, missing=_figure_of(question, year))


def _figure_of(question: Question, year: int) -> Text:
    name = question.indicator.name
    return Text(f"需要：“{name.get('zh')}”{year}年的数值",
                f"needed: the {year} figure of '{name.get('en')}'")


def _question(plan: Plan, target: Target, indicator: Indicator, kind: Kind, as_of: int) -> Question:
    own = plan.series(indicator.id)
    own = own.until(as_of) if own is not None else None
    seen = _seen(with_base(own, target, indicator, kind), as_of)
    obstacle = _obstacle(target, indicator, as_of)
    if obstacle is not None:
        return Question(target, indicator, kind, Measure.LEVEL, seen, seen, target.base_year,
                        target.base_value, None, obstacle=obstacle[0], missing=obstacle[1])
    if target.basis is Basis.CUMULATIVE_OVER_PERIOD and kind not in SUMMED:
        return Question(target, indicator, kind, Measure.LEVEL, seen, seen, target.base_year,
                        target.base_value, None, obstacle=_NO_SUM[0], missing=_NO_SUM[1])
    if target.basis is Basis.CUMULATIVE_OVER_PERIOD:
        return _period_sum(plan, target, indicator, kind, seen)
    if target.basis is not Basis.EVERY_YEAR_UP and kind is Kind.CUMULATIVE:
        return _running_total(plan, target, indicator, seen, as_of)
    if target.basis is Basis.EVERY_YEAR_UP:
        return Question(target, indicator, kind, Measure.EVERY_YEAR_UP, seen, seen,
                        target.base_year, target.base_value, 1.0,
                        rising=_rises(seen, target, indicator))
    return Question(target, indicator, kind, Measure.LEVEL, seen, seen, target.base_year,
                    target.base_value, _level(target), target.upper)


def _rises(seen: Series | None, target: Target, indicator: Indicator) -> bool:
    """Return whether the known figures from the base to the target year all moved as they must."""
    if seen is None:
        return True
    within = (seen.years >= (target.base_year or 0)) & (seen.years <= target.year)
    return bool(np.all(np.diff(seen.values[within]) * indicator.direction > 0))


def _level(target: Target) -> float | None:
    return target_level(target, base_year=target.base_year, base_value=target.base_value)


def _seen(series: Series | None, as_of: int) -> Series | None:
    """Return what is known at ``as_of``, or ``None`` when that is nothing."""
    known = series.until(as_of) if series is not None else None
    return known if known is not None and len(known) else None


def _period_sum(plan: Plan, target: Target, indicator: Indicator, kind: Kind,
                seen: Series | None) -> Question:
    """A sum over the plan's years: a running total that starts from nothing before the period."""
    years, sums = [plan.period.start - 1], [0.0]
    if seen is not None:
        for year, value in _without_gaps(seen):
            if year == years[-1] + 1 and year <= target.year:
                years.append(year)
                sums.append(sums[-1] + value)
    so_far = Series(target.region, indicator.id, np.array(years), np.array(sums), Kind.CUMULATIVE,
                    indicator.unit, indicator.family)
    return Question(target, indicator, kind, Measure.RUNNING_TOTAL, seen, so_far,
                    years[0], 0.0, _level(target), target.upper, total=sums[-1],
                    total_year=years[-1])


def _running_total(plan: Plan, target: Target, indicator: Indicator, totals: Series | None,
                   as_of: int) -> Question:
    """A running total: driven by its yearly inflow where known, else by its own growth."""
    declared = _seen(plan.series(indicator.inflow), as_of) if indicator.inflow else None
    inflow = _inflow(declared, totals)
    if inflow is None or totals is None or inflow.values[-1] <= 0:
        return Question(target, indicator, Kind.CUMULATIVE, Measure.LEVEL, totals, totals,
                        target.base_year, target.base_value, _level(target), target.upper)
    year, total = int(totals.years[-1]), float(totals.values[-1])
    for flow_year, flow in _without_gaps(inflow):
        if flow_year == year + 1 and flow_year <= target.year:
            year, total = flow_year, total + flow
    return Question(target, indicator, Kind.CUMULATIVE, Measure.RUNNING_TOTAL, inflow, totals,
                    target.base_year, target.base_value, _level(target), target.upper,
                    total=total, total_year=year)


def _without_gaps(flow: Series) -> list[tuple[int, float]]:
    """Return (year, value) of a yearly flow, a missing year between two known ones filled in.

    Filled geometrically (linearly beside a zero): a sum must not lose the years after a gap.
    """
    out = [(int(flow.years[0]), float(flow.values[0]))]
    for year, value in zip(flow.years[1:], flow.values[1:], strict=True):
        before, start = out[-1]
        for missing in range(before + 1, int(year)):
            share = (missing - before) / (int(year) - before)
            straight = start + share * (float(value) - start)
            steady = start > 0 and value > 0
            out.append((missing, start ** (1 - share) * float(value) ** share
                        if steady else straight))
        out.append((int(year), float(value)))
    return out


def _inflow(declared: Series | None, totals: Series | None) -> Series | None:
    """Return the yearly flow into a running total, as far as figures tell it.

    What the total rose by from one year to the next is that year's inflow: it carries a declared
    inflow on past its last year, and stands alone where three or more years of totals are known.
    """
    if totals is None or len(totals) < 2:
        return declared
    next_year = np.diff(totals.years) == 1
    after = -np.inf if declared is None else int(declared.years[-1])
    newer = next_year & (totals.years[1:] > after)
    years, values = totals.years[1:][newer], np.diff(totals.values)[newer]
    if declared is None:
        if len(totals) < MIN_TOTALS or not bool(np.all(next_year)):
            return None
        # Of no family: the totals' own is one of running totals, not of yearly flows.
        return Series(totals.region, totals.indicator, years, values, Kind.FLOW, totals.unit)
    if not len(years):
        return declared
    return Series(
        declared.region, declared.indicator, np.concatenate([declared.years, years]),
        np.concatenate([declared.values, values]), declared.kind, declared.unit, declared.family,
        declared.bounds,
        (*declared.sources, *(totals.sources[1:][i] for i in np.flatnonzero(newer)))
        if declared.sources and totals.sources else (),
        (*declared.derived, *[True] * len(years)) if declared.derived else ())


SUMMED = (Kind.FLOW, Kind.AMOUNT)
"""Kinds that a sum over the period makes sense for."""

_NO_SUM = (
    Text("只有年度量才能在规划期内求和", "only a yearly flow can be summed over the period"),
    Text("需要：把指标口径声明为年度量，或改用其他目标类型",
         "needed: the indicator declared as a yearly flow, or another basis"),
)


def _obstacle(target: Target, indicator: Indicator, as_of: int) -> tuple[Text, Text] | None:
    """Return why this target has no number to compare with, and what would give it one."""
    name = indicator.name
    if target.basis is Basis.RELATIVE_TO_REGION:
        return (
            Text("目标是相对于另一地区的水平，没有数值可比",
                 "the target is relative to another region and gives no number to compare with"),
            Text(f"需要：本地区与对照地区“{name.zh}”的历年数值",
                 f"needed: yearly figures of '{name.en}' here and in the other region"),
        )
    if target.value is None and target.basis is not Basis.EVERY_YEAR_UP:
        return (
            Text("文件没有给出目标数值", "the document gives no target value"),
            Text(f"需要：“{name.zh}”的目标数值", f"needed: a target value for '{name.en}'"),
        )
    needs_base = target.basis in (
        Basis.GROWTH_FROM_BASE, Basis.CAGR_FROM_BASE, Basis.INCREMENT_FROM_BASE)
    if needs_base and (target.base_value is None or target.base_year is None):
        year = "" if target.base_year is None else str(target.base_year)
        return (
            Text("只给出增幅，没有基期值", "only a growth is given and no base to count it from"),
            Text(f"需要：“{name.zh}”{year}年的数值",
                 f"needed: the {year or 'base-year'} figure of '{name.en}'"),
        )
    if needs_base and target.base_year is not None and target.base_year > as_of:
        return (
            Text(f"目标由{target.base_year}年的基期值算起，而{as_of}年时还不知道这个值",
                 f"the target counts from {target.base_year}, whose figure {as_of} cannot know"),
            Text(f"需要：{target.base_year}年或之后的截止年份",
                 f"needed: an as-of year of {target.base_year} or later"),
        )
    return None
