"""From paths to likelihoods: one question, under each scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import FloatArray
from data.paths import Paths
from data.probabilities import simulation_error
from data.series import Series
from data.words import Kind, Text
from forecast.colour import colour
from forecast.evidence import stated
from forecast.levels import parted
from forecast.likelihood import flag, word
from forecast.obstacles import NOT_SCORED
from forecast.predict import Forecast
from forecast.question import Measure, Question
from forecast.verdict import CHANCE_LEVELS, Chance, Fan, Grade
from scenarios.context import Draws, StepContext
from scenarios.scenario import Scenario, apply_scenario, apply_steps

FAN_LEVELS = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True, slots=True)
class Setting:
    """What the likelihoods of one run share."""

    as_of: int
    seed: int
    n_paths: int
    region_names: tuple[str, ...]
    part_until: int = 0  # latest year of which a part may be used


def context_of(question: Question, driver: Series, paths: Paths, setting: Setting, *,
               class_growth: tuple[float, ...] | None = None) -> StepContext:
    """Describe the driver's paths to the scenario steps.

    The inflow of a running total is a yearly flow, whatever the target's own kind is.
    """
    flow = question.measure is Measure.RUNNING_TOTAL
    return StepContext(
        first_year=paths.first_year, horizon=paths.values.shape[1], as_of=setting.as_of,
        last_year=int(driver.years[-1]), last_value=float(driver.values[-1]),
        kind=Kind.FLOW if flow else question.reading, unit=driver.unit,
        draw=Draws(setting.seed, len(paths.values)), bounds=driver.bounds,
        indicator=question.indicator.id, family=question.indicator.family,
        region=question.target.region, region_names=setting.region_names,
        history=_history(driver), class_growth=class_growth, direction=question.heading,
    )


def _history(series: Series) -> tuple[tuple[int, float], ...]:
    return tuple(zip(map(int, series.years), map(float, series.values), strict=True))


def under(scenario: Scenario, paths: Paths, context: StepContext) -> Paths:
    """Return the paths under a scenario."""
    return paths.with_values(apply_scenario(paths.values, scenario, context), scenario=scenario.id)


def quantity_under(question: Question, forecast: Forecast, scenario: Scenario, paths: Paths,
                   context: StepContext) -> Paths:
    """Return the target's own quantity under a scenario.

    Steps act on the driver, except that a level (a cap, a floor, a path to hold) named for a
    running total means the total and acts on it. On the region that a target compares with only
    those steps act whose filter names that region.
    """
    if question.measure is Measure.DIFFERENCE:
        own = forecast.counted(under(scenario, paths, context))
        return question.quantity(own, _rival_under(question, scenario, context))
    if question.measure is not Measure.RUNNING_TOTAL:
        return question.quantity(forecast.counted(under(scenario, paths, context)))
    on_flow, levels = parted(scenario.chain, context)
    others = replace(scenario, inherited=(), steps=on_flow)
    total = question.quantity(forecast.counted(under(others, paths, context)))
    if not levels:
        return total
    return total.with_values(apply_steps(total.values, levels, total_context(question, context)))


def total_context(question: Question, context: StepContext) -> StepContext:
    """Describe a running total itself to the steps that name its level; ``context`` is its flow's.
    """
    return replace(context, kind=Kind.CUMULATIVE, unit=question.indicator.unit,
                   last_value=question.total, last_year=question.total_year)


def _rival_under(question: Question, scenario: Scenario, context: StepContext) -> Paths | None:
    """Return the paths of the region a target compares with; ``None`` where it is all known."""
    rival = question.rival
    if rival is None or rival.law is None:
        return None
    law, series = rival.law, rival.series
    there = replace(
        context, first_year=law.paths.first_year, horizon=law.paths.values.shape[1],
        last_year=int(series.years[-1]), last_value=float(series.values[-1]),
        region=rival.region, region_names=(rival.region,), history=_history(series),
        class_growth=law.class_growth)
    named = tuple(s for s in scenario.chain if rival.region in s.setting.reach.regions)
    return law.counted(law.paths.with_values(apply_steps(law.paths.values, named, there)))


def chance(question: Question, forecast: Forecast, scenario: Scenario, *, grade: Grade,
           setting: Setting) -> tuple[Chance, Fan]:
    """Return the likelihood of a question under one scenario, and the fan of its quantity.

    The range runs over the pooled law's own parts and every admitted model, each moved by the
    same scenario.
    """
    assert question.driver is not None
    context = context_of(question, question.driver, forecast.paths, setting,
                         class_growth=forecast.class_growth)
    quantity = quantity_under(question, forecast, scenario, forecast.paths, context)
    p = float(question.met_by(quantity).mean())
    range_ = [p]
    for member in forecast.members:
        alone = forecast.paths.with_values(member.values)
        reached = quantity_under(question, forecast, scenario, alone, context)
        range_.append(float(question.met_by(reached).mean()))
    fan = fan_of(quantity, scenario.id)
    at = quantity.at(question.target.year)
    found = np.quantile(at, CHANCE_LEVELS, method="median_unbiased")
    low, mid, high = (float(found[CHANCE_LEVELS.index(level)]) for level in (0.1, 0.5, 0.9))
    level = question.measure is not Measure.EVERY_YEAR_UP  # that one is yes or no, not a quantity
    error = simulation_error(p, len(quantity.values))
    said = stated(p, grade, error)
    return Chance(
        scenario=scenario.id, probability=p, stated=said,
        mc_se=error, low=min(range_), high=max(range_),
        word=word(said), flag=flag(said, low=min(range_), high=max(range_)), colour=colour(said),
        median=mid if level else None, low80=low if level else None,
        high80=high if level else None, quantiles=tuple(map(float, found)) if level else (),
    ), fan


def known_chance(question: Question, scenario: Scenario) -> Chance | None:
    """Return the likelihood of a target whose outcome is known: 1 or 0 under every scenario."""
    known = question.outcome()
    if known is None:
        return None
    value, hit = known
    p = float(hit)
    at = None if question.measure is Measure.EVERY_YEAR_UP else value
    return Chance(scenario.id, p, p, 0.0, p, p, OUTCOME_WORDS[hit], flag(p), colour(p), at, at, at)


OUTCOME_WORDS = {True: Text("已达成", "met"), False: Text("未达成", "missed")}


def no_chance(scenario: Scenario, question: Question) -> Chance:
    """Return the empty likelihood of a question that cannot be assessed, or is not to be."""
    said = word(None) if question.scored else NOT_SCORED.why
    return Chance(scenario.id, None, None, None, None, None, said, flag(None), colour(None))


def fan_of(paths: Paths, scenario: str) -> Fan:
    """Return the quantiles by year of an ensemble."""
    values: FloatArray = np.quantile(paths.values, FAN_LEVELS, axis=0, method="median_unbiased")
    return Fan(scenario, paths.years, FAN_LEVELS, tuple(tuple(map(float, row)) for row in values))


def by_scenario(question: Question, forecast: Forecast | None, scenarios: Sequence[Scenario], *,
                grade: Grade, setting: Setting) -> tuple[tuple[Chance, ...], tuple[Fan, ...]]:
    """Return the likelihoods and fans under every scenario; empty ones where there is no law.

    A known outcome needs no law.
    """
    settled = [c for c in (known_chance(question, s) for s in scenarios) if c is not None]
    if settled:
        return tuple(settled), ()
    if forecast is None or question.threshold is None or grade is Grade.D:
        return tuple(no_chance(s, question) for s in scenarios), ()
    pairs = [chance(question, forecast, s, grade=grade, setting=setting) for s in scenarios]
    return tuple(c for c, _ in pairs), tuple(f for _, f in pairs)
