"""``plancast solve``: read the inputs, solve, render."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.words import Lang
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
from scenarios.file.reading import BASELINE


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
    plan = faults.gather(lambda: load_plan(options.plan, options.history))
    targets = None if plan is None else faults.gather(lambda: asked_targets(plan, options.targets))
    asked = faults.gather(lambda: asked_probabilities(options.probabilities, PROBABILITIES))
    scenario = faults.gather(lambda: one_scenario(options.scenario, "--scenario"))
    baseline = faults.gather(lambda: one_scenario(BASELINE, "--scenario"))
    lever = faults.gather(lambda: asked_lever(options.lever))
    measures = None if lever is None else faults.gather(
        lambda: asked_measures(lever, options.lever, options.measures))
    knowledge = faults.gather(lambda: load_knowledge(options.reference))
    faults.refuse()
    assert plan is not None
    assert targets is not None
    assert asked is not None
    assert scenario is not None
    assert baseline is not None
    assert lever is not None
    assert measures is not None
    assert knowledge is not None
    wires = bool(options.targets) if options.wires is None else options.wires
    ask = Ask(scenario, baseline, lever, *measures, asked, wires)
    with Bar("solving") as bar:
        return solve_plan(plan, ask, knowledge=knowledge, targets=targets, as_of=options.as_of,
                          n_paths=options.n_paths, seed=options.seed, progress=bar)
