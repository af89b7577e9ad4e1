"""Recorded figures and a plan: which figures are the plan's, and the plan with them in it.

One ledger may hold the figures of several plans. A figure is a plan's when its region is one that
the plan speaks of and its indicator is the plan's: the same id, if it was recorded for this very
plan, or else the same name (in zh or en) and kind. Its unit must be of the same dimension either
way. So a plan that was given another id keeps its figures, the next plan of a city finds those of
the last one, and two plans that use one id for different things never mix.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from data.ledger.vintages import Figure, Vintages, known_figures
from data.plan import Indicator, Plan
from data.series import Partial
from data.seriesmake import Observation, collect_series, observations
from data.tables.join import plain_region, region_names
from data.units import Unit, find_unit


@dataclass(frozen=True, slots=True)
class Mine:
    """A plan's figures under its own names, and figures recorded for it in another dimension."""

    figures: tuple[Figure, ...]
    misfits: tuple[Figure, ...]


def figures_for(plan: Plan, figures: Iterable[Figure]) -> Mine:
    """Return the figures that are the plan's, region and indicator named as the plan does."""
    regions = regions_of(plan)
    named = _by_name(plan)
    mine: list[Figure] = []
    misfits: list[Figure] = []
    for figure in figures:
        region = regions.get(plain_region(figure.region))
        if region is None:
            continue
        own = {i.id: i for i in plan.indicators}.get(figure.indicator)
        indicator = own if own is not None and figure.plan == plan.id else _namesake(figure, named)
        if indicator is None:
            continue
        unit = find_unit(figure.unit)
        if unit is None or unit.dimension != indicator.unit.dimension:
            misfits += [figure] if figure.plan == plan.id else []
            continue
        mine.append(replace(figure, region=region, indicator=indicator.id))
    return Mine(tuple(mine), tuple(misfits))


def regions_of(plan: Plan) -> dict[str, str]:
    """Return the regions that a plan speaks of: names as they are compared -> as the plan writes
    them. An empty name is the plan's own region."""
    return region_names(plan, plan.region.zh or plan.region.en)


def _by_name(plan: Plan) -> dict[tuple[str, str], list[Indicator]]:
    named: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in plan.indicators:
        for name in {indicator.name.zh.casefold(), indicator.name.en.casefold()} - {""}:
            named.setdefault((name, indicator.kind.value), []).append(indicator)
    return named


def _namesake(figure: Figure, named: dict[tuple[str, str], list[Indicator]]) -> Indicator | None:
    """Return the one indicator of the figure's name and kind; a name that two share says nothing.
    """
    found = {i.id: i for name in figure.names
             for i in named.get((name.casefold(), figure.kind), ())}
    return next(iter(found.values())) if len(found) == 1 else None


def own_figures(plan: Plan) -> tuple[Figure, ...]:
    """Return the figures of the plan file itself: the first releases that revisions come after."""
    indicators = {i.id: i for i in plan.indicators}
    out: list[Figure] = []
    for series in plan.history:
        i = indicators[series.indicator]
        out += [Figure(series.region, i.id, int(year), 1, 12, float(value), series.unit.symbol,
                       plan=plan.id) for year, value in zip(series.years, series.values,
                                                            strict=True)]
    out += [Figure(p.region, p.indicator, p.year, p.first, p.last, p.value, p.unit.symbol,
                   p.source, plan=plan.id) for p in plan.partials]
    return tuple(replace(f, order=(0, n)) for n, f in enumerate(out))


def known_of(plan: Plan, recorded: Iterable[Figure], *, as_of: int | None = None,
             known_on: str = "") -> Vintages:
    """Return what was known of a plan's figures: the recorded ones beside the plan's own.

    A figure of the plan file counts as the first release of its year; of ``later`` only recorded
    figures are listed.
    """
    found = known_figures((*own_figures(plan), *figures_for(plan, recorded).figures), as_of=as_of,
                          known_on=known_on)
    return replace(found, later=tuple(f for f in found.later if f.order[0]))


def with_actuals(plan: Plan, vintages: Vintages) -> Plan:
    """Return the plan with recorded figures in its history and part-year figures beside it.

    A recorded figure of a year that the plan's own history also gives is a revision and stands in
    its place (the target's own base, which progress is counted from, is not touched). A recorded
    part of a year gives way to the figure of the whole year. ``vintages`` as ``known_of`` gives
    them.
    """
    indicators = {i.id: i for i in plan.indicators}
    found: dict[tuple[str, str, int], Observation] = {}
    for series in plan.history:
        found |= {(o.region, o.indicator, o.year): o for o in observations(series)}
    recorded = [f for f in vintages.seen if f.order[0]]
    for figure in recorded:
        if figure.whole:
            found[(figure.region, figure.indicator, figure.year)] = Observation(
                figure.region, figure.indicator, figure.year, figure.value,
                _unit(figure), figure.source)
    parts = {_months_of(p): p for p in plan.partials}
    for figure in recorded:
        if not figure.whole and (figure.region, figure.indicator, figure.year) not in found:
            part = Partial(figure.region, figure.indicator, figure.year, figure.first, figure.last,
                           figure.value, _unit(figure), figure.source)
            parts[_months_of(part)] = part
    return replace(plan, history=collect_series(found.values(), indicators),
                   partials=tuple(parts.values()))


def before_day(plan: Plan, vintages: Vintages) -> Plan:
    """Return the plan without those of its own figures that a day's replay may not see."""
    seen = {f.key for f in vintages.seen}
    kept = [o for s in plan.history for o in observations(s)
            if (o.region, o.indicator, o.year, 1, 12) in seen]
    return replace(plan, history=collect_series(kept, {i.id: i for i in plan.indicators}),
                   partials=tuple(p for p in plan.partials if _months_of(p) in seen))


def _unit(figure: Figure) -> Unit:
    unit = find_unit(figure.unit)
    if unit is None:
        raise ValueError(f"{figure.unit} is no unit")  # ``figures_for`` has left such ones out
    return unit


def _months_of(part: Partial) -> tuple[str, str, int, int, int]:
    return (part.region, part.indicator, part.year, part.first, part.last)
