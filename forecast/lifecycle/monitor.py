"""The yearly check: what changed since the last recorded run, and which tripwires fired.

A tripwire is a threshold of the next figure at which a verdict changes colour. Those of the last
run are computed again from its own recorded input (nothing later is in it) and held against the
figure that has come in since.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from data.plan import Plan
from data.series import Series
from forecast.cases import start_run
from forecast.knowledge import Knowledge
from forecast.lifecycle.difference import SAME
from forecast.lifecycle.record import Recorded, RecordedRun
from forecast.probability.colour import far_behind, warned
from forecast.probability.verdict import Assessment, Chance, Colour, TargetResult, Verdict
from forecast.solve.next_actual import tripwires
from forecast.solve.solution import Tripwires
from scenarios.scenario import Scenario

_KNOWN = "OUTCOME_KNOWN"


@dataclass(frozen=True, slots=True)
class Moved:
    """One reading then and now; ``before`` is ``None`` for what the last run did not have."""

    result: TargetResult
    verdict: Verdict
    before: Recorded | None
    now: Chance

    @property
    def change(self) -> float | None:
        """Return the change of the printed probability, where there are two."""
        if self.before is None or self.before.followed is None or self.now.followed is None:
            return None
        return self.now.followed - self.before.followed

    @property
    def turned(self) -> bool:
        """Say whether the colour is another one now."""
        return self.before is not None and self.before.colour != self.now.colour.value

    @property
    def known(self) -> bool:
        """Say whether the outcome is known: nothing is left to forecast."""
        return any(f.code == _KNOWN for f in self.verdict.findings)

    @property
    def warned(self) -> bool:
        """Say whether it is an early warning."""
        return warned(self.now.colour, binding=self.result.target.binding,
                      behind=not self.known and far_behind(self.verdict.own_pace))


@dataclass(frozen=True, slots=True)
class Fired:
    """A tripwire of the last run that the figure which came in has crossed."""

    target: str
    reading: str
    wires: Tripwires
    figure: float  # canonical
    turned: Colour  # the colour of the zone the figure fell into


@dataclass(frozen=True, slots=True)
class Watch:
    """What the yearly check says.

    ``warnings`` are binding targets at AMBER-RED or RED and others that are far behind;
    ``concerns`` other targets at those colours.
    ``waiting`` lacks a figure of the as-of year. ``gone`` were in the last run and are no more.
    """

    assessment: Assessment
    last: RecordedRun | None
    moved: tuple[Moved, ...]
    fired: tuple[Fired, ...]
    held: int  # tripwires that a figure came in for and that did not fire
    warnings: tuple[Moved, ...]
    concerns: tuple[Moved, ...]
    waiting: tuple[Moved, ...]
    gone: tuple[Recorded, ...]

    @property
    def unchanged(self) -> bool:
        """Say whether nothing at all is different from the last run."""
        same = all(m.before is not None and not m.turned and abs(m.change or 0.0) <= SAME
                   for m in self.moved)
        return self.last is not None and same and not self.fired and not self.gone


def watch(assessment: Assessment, lead: str, *, last: RecordedRun | None,
          knowledge: Knowledge, baseline: Scenario,
          progress: Callable[[int, int, str], None] = lambda *_: None) -> Watch:
    """Compare an assessment with the last recorded run.

    Parameters
    ----------
    lead : id of the scenario that verdicts are summed up by.
    last : the run to compare with; ``None`` for the first one.
    knowledge : uncut; tripwires use what was known in the last run's as-of year.
    """
    before = {} if last is None else {
        (s.target, s.reading): s for s in last.said if s.scenario == lead}
    moved = tuple(
        Moved(r, v, before.get((r.target.id, v.reading.value)), v.chance(lead))
        for r in assessment.results if r.scored for v in r.verdicts)
    fired, held = ((), 0) if last is None else _fired(
        last, assessment.plan, knowledge=knowledge, baseline=baseline,
        as_of=assessment.as_of, progress=progress)
    asked = {(r.target.id, v.reading.value) for r in assessment.results for v in r.verdicts}
    return Watch(
        assessment, last, moved, fired, held,
        tuple(m for m in moved if m.warned),
        tuple(m for m in moved if not m.warned and not m.known
              and warned(m.now.colour, binding=True)),
        tuple(m for m in moved if not m.known and m.now.probability is not None
              and (m.verdict.latest_year or 0) < assessment.as_of),
        tuple(s for key, s in before.items() if key not in asked))


def _fired(last: RecordedRun, now: Plan, *, knowledge: Knowledge, baseline: Scenario, as_of: int,
           progress: Callable[[int, int, str], None]) -> tuple[tuple[Fired, ...], int]:
    run = start_run(last.plan, knowledge=knowledge, as_of=last.as_of, n_paths=last.n_paths,
                    seed=last.seed, part_until=last.part_until)
    fired: list[Fired] = []
    held = 0
    for i, target in enumerate(run.plan.targets):
        progress(i, len(run.plan.targets), target.id)
        for case in run.cases(target):
            if not case.computable or not _came_in(case.question.driver, now, last.as_of, as_of):
                continue
            wires = tripwires(run, case, baseline)
            series = None if wires is None else now.series(wires.indicator, wires.region)
            figure = None if wires is None or series is None else series.at(wires.year)
            if wires is None or figure is None:
                continue
            zone = zone_of(wires, figure)
            if zone is wires.now:
                held += 1
                continue
            fired.append(Fired(target.id, case.question.reading.value, wires, figure, zone))
    return tuple(fired), held


def _came_in(driver: Series | None, now: Plan, last: int, as_of: int) -> bool:
    """Say whether a figure of the driver has come in since: without one, none need be sought."""
    series = None if driver is None else now.series(driver.indicator, driver.region)
    return series is not None and any(last < int(y) <= as_of for y in series.years)


def zone_of(wires: Tripwires, figure: float) -> Colour:
    """Return the colour of the zone a figure falls into: from an edge on, the zone above it."""
    above = sum(1 for edge in wires.edges if figure >= edge.value - 1e-9 * abs(edge.value))
    return wires.colours[above]


def by_change(moved: Sequence[Moved]) -> tuple[Moved, ...]:
    """Return what moved, the largest change first; what has no counterpart last."""
    return tuple(sorted(moved, key=lambda m: (m.change is None, -abs(m.change or 0.0))))
