"""``plancast solve``: read the inputs, solve, render."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.words import BASELINE, Lang
from forecast.solve.answers import PROBABILITIES, Ask, solve_plan
from forecast.solve.solution import Solved
from report.solve.solve_inputs import (
    LeverWords,
    asked_lever,
    asked_measures,
    asked_probabilities,
    asked_targets,
    one_scenario,
)
from report.solve.solve_records import solved_csv, solved_text
from report.solve.solve_table import solved_markdown, solved_table
from report.text.inputs import Faults, load_knowledge, load_plan
from report.text.progress import Bar
from report.text.screen import screen_width


@dataclass(frozen=True, slots=True)
class SolveOptions:
    """What the command line was given."""

    plan: str | None
    targets: tuple[str, ...]
    history: tuple[Path, ...]
    probabilities: tuple[str, ...]
    scenario: str
    lever: LeverWords
    measures: str | None
    wires: bool | None  # None: where targets are named
    as_of: int | None
    lang: Lang
    format: str  # table | json | csv | markdown
    n_paths: int
    seed: int
    reference: Path | None


def run_solve(options: SolveOptions) -> str:
    """Solve a plan backwards and return what goes to standard output.

    Raises ``PlancastError`` with every problem of every input.
    """
    solved = _solved(options)
    summary = not options.targets
    if options.format == "json":
        return solved_text(solved)
    if options.format == "csv":
        return solved_csv(solved)
    if options.format == "markdown":
        return solved_markdown(solved, options.lang, summary=summary)
    return solved_table(solved, options.lang, width=screen_width(), summary=summary)


def _solved(options: SolveOptions) -> Solved:
    faults = Faults()
    plan = faults.ask(lambda: load_plan(options.plan, options.history))
    targets = plan.then(lambda p: asked_targets(p, options.targets))
    asked = faults.ask(lambda: asked_probabilities(options.probabilities, PROBABILITIES))
    scenario = faults.ask(lambda: one_scenario(options.scenario, "--scenario"))
    baseline = faults.ask(lambda: one_scenario(BASELINE, "--scenario"))
    lever = faults.ask(lambda: asked_lever(options.lever))
    measures = lever.then(lambda p: asked_measures(p, options.lever, options.measures))
    knowledge = faults.ask(lambda: load_knowledge(options.reference))
    wires = bool(options.targets) if options.wires is None else options.wires
    ask = Ask(scenario.value, baseline.value, lever.value, *measures.value, asked.value, wires)
    with Bar("solving") as bar:
        return solve_plan(plan.value, ask, knowledge=knowledge.value, targets=targets.value,
                          as_of=options.as_of, n_paths=options.n_paths, seed=options.seed,
                          progress=bar)
