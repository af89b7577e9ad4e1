"""Which uncertain parameter of a scenario matters: a tornado, and rank correlations.

The tornado holds one parameter at its 10th and then its 90th percentile and leaves all others as
drawn; parameters that share a draw are one uncertainty and are held together. Everything starts
from the same scenario, so neither the order of steps in a file nor that of the rows matters. The
rank correlation (Spearman's ρ over paths) is that of a parameter's own draws with the target's
quantity and with whether it is met; at n paths ρ beyond 2/√n is more than noise.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from data.arrays import FloatArray
from data.plan import Target
from forecast.cases import Case, Run
from forecast.scenario_analysis.branches import labels, outer_label
from forecast.scenario_analysis.subject import Source, Subject, at_target, source_of, subjects
from scenarios.context import DrawKey, Mix
from scenarios.scenario import Scenario, ScenarioName, Step
from scenarios.uncertainty import (
    Uncertain,
    pinned_at,
    rewritten,
    shared_draws,
    step_keys_of,
    uncertain_parameters,
)

LOW, HIGH = 0.1, 0.9
"""Percentiles of its own law at which a parameter is held."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One uncertainty of a scenario and what hangs on it.

    ``parameters``, those of steps that act on the target, share one draw; ``at_low`` and
    ``at_high`` are their values at the percentiles, each in its own unit. ``low`` and ``high`` are
    probability and median with them held there. ``rank`` is Spearman's ρ with the target's
    quantity, ``rank_met`` with whether it is met; ``None`` where either does not vary.
    """

    parameters: tuple[str, ...]
    at_low: tuple[float, ...]
    at_high: tuple[float, ...]
    low: float
    high: float
    low_median: float
    high_median: float
    rank: float | None
    rank_met: float | None

    @property
    def swing(self) -> float:
        """Probability at the high percentile less that at the low one."""
        return self.high - self.low

    @property
    def moves(self) -> bool:
        """Whether the target feels this parameter at all."""
        return self.low != self.high or self.low_median != self.high_median


@dataclass(frozen=True, slots=True)
class Sensitive:
    """One reading of one target; ``bars`` by size of their swing, empty without a law."""

    subject: Subject
    probability: float | None = None
    median: float | None = None
    bars: tuple[Bar, ...] = ()


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """A scenario's uncertain parameters, for every target asked for."""

    source: Source
    scenario: ScenarioName
    parameters: tuple[str, ...]
    rows: tuple[Sensitive, ...]


def sensitivity(run: Run, targets: Sequence[Target], scenario: Scenario, *,
                progress: Callable[[int, int, str], None] | None = None) -> Sensitivity:
    """Return the tornado and the rank correlations of a scenario for every target."""
    rows = [sensitivity_case(case, scenario, subject)
            for case, subject in subjects(run, targets, progress=progress)]
    names = tuple(p.address for p in uncertain_parameters(scenario))
    return Sensitivity(source_of(run), ScenarioName(scenario.id, scenario.name), names,
                       tuple(rows))


def sensitivity_case(case: Case, scenario: Scenario, subject: Subject) -> Sensitive:
    """Return the tornado of one reading of one target; parameters it does not feel are left out."""
    if not subject.computable:
        return Sensitive(subject)
    values = at_target(case, scenario)
    mixes, near = mixes_of(scenario), labels(case, scenario)
    felt_here = sorted((p for p in uncertain_parameters(scenario)
                        if outer_label(p.address) in near), key=lambda p: p.address)
    bars = [_bar(case, scenario, group, values, mixes) for group in shared_draws(felt_here)]
    felt = [bar for bar in bars if bar.moves]
    return Sensitive(subject, case.probability_of(values), _median(case, values),
                     tuple(sorted(felt, key=_by_size)))


def _by_size(bar: Bar) -> tuple[float, float, tuple[str, ...]]:
    return (-abs(bar.swing), -abs(bar.high_median - bar.low_median), bar.parameters)


def _bar(case: Case, scenario: Scenario, group: tuple[Uncertain, ...], values: FloatArray,
         mixes: dict[DrawKey, Mix]) -> Bar:
    ends = [at_target(case, pinned_at(scenario, group, level)) for level in (LOW, HIGH)]
    p_low, p_high = (case.probability_of(v) for v in ends)
    drawn = draws_of(case, group[0], mixes)
    held = [tuple(float(p.law.quantile(np.array([level]))[0]) for p in group)
            for level in (LOW, HIGH)]
    return Bar(tuple(p.address for p in group), held[0], held[1], p_low, p_high,
               _median(case, ends[0]), _median(case, ends[1]), spearman(drawn, values),
               spearman(drawn, case.question.meets(values)))


def _median(case: Case, values: FloatArray) -> float:
    return float(case.quantiles_at(values, (0.5,))[0])


def draws_of(case: Case, parameter: Uncertain, mixes: dict[DrawKey, Mix]) -> FloatArray:
    """Return a parameter's own draws (n_paths,); of one drawn every year their mean over years."""
    context, source = case.context(), mixes.get(parameter.key, parameter.key)
    if not parameter.key.yearly:
        return parameter.law.quantile(source.uniform(context))
    years = range(context.first_year, case.question.target.year + 1)
    return np.asarray(np.mean([parameter.law.quantile(source.uniform(context, y))
                               for y in years], axis=0))


def mixes_of(scenario: Scenario) -> dict[DrawKey, Mix]:
    """Return, for every correlated draw of a scenario, what it is mixed from."""
    found: dict[DrawKey, Mix] = {}

    def note(step: Step, _: str) -> Step:
        rows = {mix.parameter: mix for mix in step.setting.copula}
        found.update({key: rows[word] for word, key in step_keys_of(step) if word in rows})
        return step

    rewritten(scenario.chain, note)
    return found


def spearman(first: FloatArray, second: FloatArray) -> float | None:
    """Return Spearman's rank correlation of (n,) and (n,), equal values sharing their mean rank.

    ``None`` where either does not vary.
    """
    a, b = _ranks(first), _ranks(second)
    a, b = a - a.mean(), b - b.mean()
    size = math.sqrt(float(a @ a) * float(b @ b))
    return float(a @ b) / size if size > 0 else None


def _ranks(values: FloatArray) -> FloatArray:
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    return np.asarray((last - (count - 1) / 2)[place], dtype=np.float64)
