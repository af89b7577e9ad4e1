"""A run with one more figure in it: what the plan would say if that figure were known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from data.plan import Plan
from data.series import Series
from forecast.cases import Run


def with_actual(run: Run, indicator: str, region: str, year: int, value: float) -> Run:
    """Return the run with the figure ``value`` (canonical unit) of an indicator for ``year``.

    A figure that is there already is replaced. The as-of year becomes ``year`` where that is
    later. What the law learns from moves on with it where the as-of year was left to the figures,
    and stays cut where it was stated. Raises ``KeyError`` for an indicator that the plan does not
    have.
    """
    plan = _plan_with(run.plan, indicator, region, year, value)
    now, until = run.setting.as_of, run.setting.part_until
    setting = replace(run.setting, as_of=max(now, year))
    if until <= now:
        return replace(run, plan=plan, setting=replace(setting, part_until=max(until, year)))
    return replace(run, plan=plan, setting=replace(setting, part_until=setting.as_of + 1),
                   forecaster=run.forecaster.in_year(setting.as_of))


def _plan_with(plan: Plan, name: str, region: str, year: int, value: float) -> Plan:
    """Return the plan with a figure in its history, in place of one for the same year."""
    old, indicator = plan.series(name, region), plan.indicator(name)
    kept = [] if old is None else [(int(y), float(v)) for y, v in
                                   zip(old.years, old.values, strict=True) if y != year]
    points = sorted([*kept, (year, value)])
    new = Series(region if old is None else old.region, name,
                 np.array([y for y, _ in points]), np.array([v for _, v in points]),
                 indicator.kind, indicator.unit, indicator.family, indicator.bounds)
    return replace(plan, history=(*(s for s in plan.history if s is not old), new))
