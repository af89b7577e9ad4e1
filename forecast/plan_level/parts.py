"""Parts and whole: the paths of counties made to add up to those of their city."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Message
from data.paths import Paths
from data.plan import Indicator, Parts, Target
from data.words import Basis, Kind, Sense, Wording
from forecast.cases import Case, Run
from forecast.plan_level.coherence import adding_up, moved_of
from forecast.plan_level.correlation import Dependence
from forecast.plan_level.joint import put_together, region_key
from forecast.plan_level.summary import Missing, Moved, PartTargets, Reconciled
from forecast.probability.counts import ranks
from forecast.question.question import Measure
from forecast.question.readings import admissible_kinds
from scenarios.scenario import Scenario

ADDED = (Kind.FLOW, Kind.STOCK, Kind.CUMULATIVE, Kind.AMOUNT)
"""Kinds whose parts add up; rates, shares and scores do not."""
_SUMMABLE = (Basis.LEVEL, Basis.INCREMENT_FROM_BASE, Basis.CUMULATIVE_OVER_PERIOD)
_MEASURES = (Measure.LEVEL, Measure.RUNNING_TOTAL)
_KNOWN = Message("plan_level.its_figure_target_year_known")
_NO_LAW = Message("plan_level.nothing_draw_its_paths_from")


def reconcile(run: Run, cases: Sequence[Case], scenarios: Sequence[Scenario], lead: str,
              dependence: Dependence) -> tuple[Reconciled, ...]:
    """Reconcile every indicator, reading and target year of every region that has parts.

    A scenario acts before the paths are made to add up. Where a part has no law, only the targets
    are compared.
    """
    out = []
    for group in run.plan.parts:
        for indicator in run.plan.indicators:
            if group.indicators and indicator.id not in group.indicators:
                continue
            asked = _asked(run, cases, group, indicator)
            for year in sorted({c.question.target.year for c in asked}):
                for reading in admissible_kinds(indicator):
                    if reading in ADDED:
                        out.append(_one(run, asked, group, indicator, year, reading, scenarios,
                                        lead, dependence))
    return tuple(out)


def _asked(run: Run, cases: Sequence[Case], group: Parts, indicator: Indicator) -> list[Case]:
    """Return the cases about a level of the indicator in the whole or in one of its parts."""
    regions = {region_key(run.plan, r) for r in (group.whole, *group.parts)}
    return [c for c in cases if c.question.target.indicator == indicator.id
            and c.question.measure in _MEASURES
            and c.question.target.basis is not Basis.QUALITATIVE
            and region_key(run.plan, c.question.target.region) in regions]


def _one(run: Run, asked: Sequence[Case], group: Parts, indicator: Indicator, year: int,
         reading: Kind, scenarios: Sequence[Scenario], lead: str, dependence: Dependence,
         ) -> Reconciled:
    names = [region_key(run.plan, r) for r in (group.whole, *group.parts)]
    here = [c for c in asked if c.question.target.year == year and c.question.reading is reading]
    targets = {name: [c for c in here if region_key(run.plan, c.question.target.region) == name]
               for name in names}
    laws = [_law(run, targets[name], indicator, name, year, reading) for name in names]
    missing = tuple(Missing(name, law) for name, law in zip(names, laws, strict=True)
                    if isinstance(law, Wording))
    sums = _targets(targets, names)
    drawn = [law for law in laws if isinstance(law, Case)]
    if missing:
        return Reconciled(indicator, reading, year, names[0], tuple(names[1:]), missing, sums)
    moved: list[Moved] = []
    gap = None
    for scenario in scenarios:
        before, after, years = _coherent(run, drawn, scenario, dependence)
        column = years.index(year)
        for name, b, a in zip(names, before, after, strict=True):
            moved += [moved_of(scenario.id, case, name, b[:, column], a[:, column])
                      for case in targets[name] if case.computable]
        if scenario.id == lead:
            medians = [float(np.median(b[:, column])) for b in before]
            gap = 1 - sum(medians[1:]) / medians[0] if medians[0] > 0 else None
    return Reconciled(indicator, reading, year, names[0], tuple(names[1:]), (), sums,
                      tuple(moved), gap)


def _law(run: Run, cases: Sequence[Case], indicator: Indicator, region: str, year: int,
         reading: Kind) -> Case | Wording:
    """Return a case that draws a region's figure up to ``year``, or why there is none.

    A region without a target of its own is asked an empty question about the same figure.
    """
    for case in cases:
        if case.computable:
            return case
    if not cases:
        empty = Target(f"{indicator.id}@{region}", indicator.id, region, year, 0.0)
        cases = [c for c in run.cases(empty) if c.question.reading is reading]
    for case in cases:
        if case.computable and case.question.measure in _MEASURES:
            return case
    if any(c.question.outcome() is not None for c in cases):
        return _KNOWN
    first = cases[0] if cases else None
    if first is None:
        return _NO_LAW
    said = (first.evidence.missing, first.question.missing, *first.evidence.reasons)
    return next((text for text in said if text), _NO_LAW)


def _targets(targets: dict[str, list[Case]], names: Sequence[str]) -> PartTargets:
    """Compare the whole's target with the sum of its parts', where both mean the same.

    Numbers of one basis and one sense are added: levels as levels, increases as increases.
    """
    stated = {name: [c.question.target for c in targets[name] if c.question.target.value is not None
                     and c.question.target.basis in _SUMMABLE] for name in names}
    found = {name: asked[0] for name, asked in stated.items() if asked}
    without = tuple(name for name in names[1:] if name not in found)
    alike = {(t.basis, t.sense is Sense.AT_MOST) for t in found.values()}
    whole = found[names[0]].value if names[0] in found else None
    parts = [t.value for name, t in found.items() if name != names[0] and t.value is not None]
    if len(alike) != 1 or not parts:
        return PartTargets(whole, None, without)
    return PartTargets(whole, float(sum(parts)), without)


def _coherent(run: Run, drawn: Sequence[Case], scenario: Scenario, dependence: Dependence,
              ) -> tuple[list[FloatArray], list[FloatArray], tuple[int, ...]]:
    """Return the figures (n, H) of the whole and its parts, before and after, and the years.

    The parts move together as the reference class does. The whole is the sum of its parts, so the
    future in which the parts' sum has some rank is the future in which the whole has it: the two
    laws are one statement about one figure, not two pieces of evidence, and reconciling them must
    not narrow it.
    """
    together = put_together(run, drawn[1:], dependence=dependence)
    parts = [together.quantity(i, scenario) for i in range(len(drawn) - 1)]
    whole = drawn[0].quantity(scenario)
    first = max(p.first_year for p in (whole, *parts))
    last = drawn[0].question.target.year
    years = tuple(range(first, last + 1))
    block = np.maximum(np.stack([_columns(p, years) for p in parts]), 0.0)
    own = np.maximum(_columns(whole, years), 0.0)
    own = own[np.argsort(own[:, -1], kind="stable")][ranks(block[:, :, -1].sum(axis=0))]
    variance = np.stack([own.var(axis=0), *(p.var(axis=0) for p in block)])
    total, shares = adding_up(own, block, variance)
    return [own, *block], [total, *shares], years


def _columns(paths: Paths, years: Sequence[int]) -> FloatArray:
    return np.stack([paths.at(year) for year in years], axis=1)
