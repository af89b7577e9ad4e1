"""A verdict through the life of a plan: as runs recorded it, or replayed year by year.

A replay cuts today's figures at each as-of year; revisions of a figure are known only to a ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from data.plan import Indicator, Plan, Target
from data.words import Kind
from forecast.cases import Case, default_as_of, start_run
from forecast.knowledge import Knowledge
from forecast.probability.colour import colour
from forecast.probability.verdict import Colour
from scenarios.scenario import Scenario

if TYPE_CHECKING:
    from forecast.lifecycle.record import RecordedRun

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was, or would have been, said with what was known at the end of ``as_of``.

    ``stated`` is the printed number that the colour follows, ``None`` where nothing could be said;
    ``known`` where it is the outcome; ``error`` is the Monte Carlo standard error that its digits
    go by.
    """

    as_of: int
    stated: float | None
    colour: Colour
    known: bool = False
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments of one reading of one target, oldest first."""

    target: Target
    indicator: Indicator
    reading: Kind
    moments: tuple[Moment, ...]

    @property
    def told(self) -> tuple[Moment, ...]:
        """The moments at which something could be said."""
        return tuple(m for m in self.moments if m.stated is not None)


def life_of(plan: Plan, *, as_of: int | None = None) -> tuple[int, ...]:
    """Return the years of a plan's life so far: from its base to ``as_of``, at most its end."""
    last = min(default_as_of(plan) if as_of is None else as_of, plan.period.end)
    return tuple(range(plan.period.base, max(last, plan.period.base) + 1))


def replayed(plan: Plan, targets: Sequence[Target], scenario: Scenario, *, knowledge: Knowledge,
             years: Sequence[int], n_paths: int = 4000, seed: int = 0,
             progress: Progress | None = None) -> tuple[Timeline, ...]:
    """Return what would have been said of some targets in each of ``years`` under a scenario.

    Each year is a run of its own, so it is what ``assess`` says with that as-of year. Raises
    ``PlancastError`` when the reference class holds nothing at one of the years.
    """
    found: dict[tuple[str, Kind], tuple[Case, list[Moment]]] = {}
    for i, year in enumerate(years):
        run = start_run(plan, knowledge=knowledge, as_of=year, n_paths=n_paths, seed=seed)
        # The range over models is not asked for here.
        run = run.without_range()
        for j, target in enumerate(targets):
            if progress is not None:
                progress(i * len(targets) + j, len(years) * len(targets), f"{year} {target.id}")
            for case in run.cases(target):
                key = (target.id, case.question.reading)
                found.setdefault(key, (case, []))[1].append(_moment(case, scenario, year))
    return tuple(Timeline(c.question.target, c.question.indicator, c.question.reading, tuple(told))
                 for c, told in found.values())


def _moment(case: Case, scenario: Scenario, year: int) -> Moment:
    known = case.question.outcome()
    if known is not None:
        return Moment(year, float(known[1]), colour(float(known[1])), known=True)
    p = case.probability(scenario)
    said = case.followed(p)
    return Moment(year, said, colour(said), error=0.0 if p is None else case.error(p))


def recorded_timelines(runs: Sequence[RecordedRun], scenario: str) -> tuple[Timeline, ...]:
    """Return what recorded runs of one plan said under a scenario, by as-of year.

    ``runs`` are oldest first; of several of one as-of year the last counts. Targets and names are
    those of the newest run; targets it no longer has are left out.
    """
    if not runs:
        return ()
    plan = runs[-1].plan
    targets = {t.id: t for t in plan.targets}
    told: dict[tuple[str, str], dict[int, Moment]] = {}
    for run in runs:
        for said in run.said:
            if said.scenario != scenario or said.target not in targets:
                continue
            moment = Moment(run.as_of, said.followed, Colour(said.colour), said.known, said.error)
            told.setdefault((said.target, said.reading), {})[run.as_of] = moment
    order = {t.id: i for i, t in enumerate(plan.targets)}
    return tuple(
        Timeline(targets[id_], plan.indicator(targets[id_].indicator), Kind(reading),
                 tuple(moments[year] for year in sorted(moments)))
        for (id_, reading), moments in sorted(told.items(), key=lambda pair: order[pair[0][0]]))
