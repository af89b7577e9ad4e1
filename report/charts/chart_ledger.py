"""Pictures of what a ledger holds: recorded probabilities by year, and against their outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.ledger.store import open_ledger
from data.plan import Plan
from data.reference.reliability import ReliabilityDiagram
from forecast.backtest.reliability_of import FEWEST, of_outcomes
from forecast.lifecycle.timeline import Timeline, recorded_timelines
from scenarios.scenario import Scenario


def ledger_timelines(folder: Path, plan: Plan, scenario: Scenario, targets: Sequence[str],
                     ) -> tuple[Timeline, ...]:
    """Return what the runs of a plan said of some targets (ids) under a scenario.

    Raises ``PlancastError`` as the ledger does, and CHART_RUNS when no run is there.
    """
    from forecast.lifecycle.record import read_run, runs_of

    ledger = open_ledger(folder)
    region = plan.region.zh or plan.region.en
    runs = [read_run(ledger, entry) for entry in runs_of(ledger, plan.id, region=region)]
    found = recorded_timelines(runs, scenario.id)
    if not found:
        raise PlancastError([problem("CHART_RUNS", Where(key="--ledger"), path=folder,
                                     plan=plan.id, scenario=scenario.id)])
    return tuple(line for line in found if line.target.id in targets)


def ledger_reliability(folder: Path, plan: Plan | None, scenario: Scenario) -> ReliabilityDiagram:
    """Return how recorded probabilities under a scenario, of one plan or all, fared.

    Probabilities that were computed when the ledger held the outcome already are no forecasts and
    are left out. Raises ``PlancastError`` as the ledger does, and CHART_FEW_OUTCOMES.
    """
    from data.ledger.entries import EntryKind
    from data.ledger.vintages import recorded_figures
    from forecast.lifecycle.record import read_run
    from forecast.lifecycle.scoring import score

    ledger = open_ledger(folder)
    runs = (read_run(ledger, entry) for entry in ledger.entries(EntryKind.RUN)
            if plan is None or entry.header.get("plan") == plan.id)
    told = [(c.said.followed, c.met, c.run.as_of)
            for c in score(runs, recorded_figures(ledger)).resolved
            if c.said.scenario == scenario.id and c.said.followed is not None and not c.replayed]
    found = of_outcomes([p for p, _, _ in told if p is not None], [met for _, met, _ in told],
                        [year for _, _, year in told], source=folder.name)
    if found is None:
        raise PlancastError([problem("CHART_FEW_OUTCOMES", Where(key="--ledger"), path=folder,
                                     found=len(told), least=FEWEST)])
    return found
