"""``plancast plan outlook``: read the inputs, sum the plan up, render."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.words import Lang
from forecast.cases import Case, start_run
from forecast.plan_level.outlook import plan_level
from report.assessment.outlook import outlook_text
from report.text.inputs import Faults, load_knowledge, load_plan
from report.text.progress import Bar
from report.text.screen import screen_width
from scenarios.file.reading import resolve


@dataclass(frozen=True, slots=True)
class OutlookOptions:
    """What the command line was given."""

    plan: str
    history: tuple[Path, ...]
    scenarios: tuple[str, ...]
    as_of: int | None
    at_least: int | None
    lang: Lang
    format: str  # table | json | csv | markdown
    n_paths: int
    seed: int
    reference: Path | None


def plan_outlook(options: OutlookOptions) -> str:
    """Return how many targets of a plan will be met, in the asked-for format.

    Raises
    ------
    PlancastError
        With every problem of the inputs; AT_LEAST_TOO_MANY when more targets are asked for than
        can be counted.
    """
    faults = Faults()
    asked = faults.ask(lambda: load_plan(options.plan, options.history))
    chosen = faults.ask(lambda: resolve(options.scenarios))
    known = faults.ask(lambda: load_knowledge(options.reference))
    plan, scenarios, knowledge = asked.value, chosen.value, known.value
    run = start_run(plan, knowledge=knowledge, as_of=options.as_of, n_paths=options.n_paths,
                    seed=options.seed)
    cases: list[Case] = []
    with Bar("assessing") as bar:
        for i, target in enumerate(plan.targets):
            bar(i, len(plan.targets), target.id)
            cases += run.cases(target)
        level = plan_level(run, cases, scenarios, count=options.at_least)
    counted = len(level.members)
    if options.at_least is not None and options.at_least > counted > 0:
        raise PlancastError([problem("AT_LEAST_TOO_MANY", Where(key="--at-least"),
                                     asked=options.at_least, counted=counted)])
    return outlook_text(level, options.lang, format=options.format, width=screen_width())
