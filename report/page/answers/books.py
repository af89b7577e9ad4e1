"""What a worker holds: plans that are open, their runs, and scenarios as a request words them."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.errors import PlancastError, Problem, Where, problem
from data.io.writing import Json
from data.plan import Plan, Target
from forecast.cases import Case, Run, start_run
from forecast.knowledge import bundled_knowledge
from report.page.answers.scenario_spec import scenarios_asked
from report.text.inputs import load_plan
from scenarios.scenario import Scenario

MOST_OPEN = 3
"""Plans whose laws a worker keeps; the one longest unused goes."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a plan comes from: a bundled name, or a file of the server's own choosing.

    ``label`` is what the user calls the file; messages name it and no path.
    """

    name: str = ""
    path: str = ""
    label: str = ""
    version: int = 0
    history: tuple[str, ...] = ()
    ledger: str = ""
    stamp: str = ""  # of the ledger, as it was when the question was asked

    def read(self) -> Plan:
        """Return the plan. Raises ``PlancastError`` with every problem, placed in the label."""
        try:
            plan = load_plan(self.path or self.name, tuple(Path(p) for p in self.history))
        except PlancastError as error:
            raise PlancastError([self.named(p) for p in error.problems], error.exit_code) from None
        if not self.ledger or not Path(self.ledger).exists():
            return plan
        from report.ledger.recording import with_ledger

        return with_ledger(plan, Path(self.ledger), create=False).plan

    def named(self, found: Problem) -> Problem:
        """Return a problem with the user's name of the file in place of its path."""
        if not self.path:
            return found
        where = replace(found.where, file=found.where.file.replace(self.path, self.label))
        details = tuple((k, v.replace(self.path, self.label)) for k, v in found.details)
        return replace(found, where=where, details=details)


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is made with; the same words as the options of the command line."""

    as_of: int | None = None
    paths: int = 4000
    seed: int = 0


@dataclass(slots=True)
class Open:
    """A plan with its run and the cases that have been asked for."""

    plan: Plan
    run: Run
    cases: dict[str, tuple[Case, ...]] = field(default_factory=dict)

    def of(self, target: Target) -> tuple[Case, ...]:
        """Return the cases of a target, made once."""
        if target.id not in self.cases:
            self.cases[target.id] = self.run.cases(target)
        return self.cases[target.id]


class Books:
    """Everything a worker keeps between two requests."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[Source, Settings], Open] = OrderedDict()

    def open(self, args: Mapping[str, Json]) -> Open:
        """Return the plan of a request with its run. Raises ``PlancastError``."""
        source, settings = source_of(args), settings_of(args)
        key = (source, settings)
        if key not in self._open:
            plan = source.read()
            run = start_run(plan, knowledge=bundled_knowledge(), as_of=settings.as_of,
                            n_paths=settings.paths, seed=settings.seed)
            # The range over models is not asked for while something is dragged.
            self._open[key] = Open(plan, run.without_range())
            if len(self._open) > MOST_OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(key)
        return self._open[key]

    def prepare(self) -> bool:
        """Fit one more target of the plan in use; say whether there was one left."""
        if not self._open:
            return False
        last = next(reversed(self._open.values()))
        waiting = next((t for t in last.plan.targets if t.id not in last.cases), None)
        if waiting is None:
            return False
        last.of(waiting)
        return True

    def scenarios(self, args: Mapping[str, Json]) -> tuple[Scenario, ...]:
        """Return the scenarios of a request. Raises ``PlancastError``."""
        return scenarios_asked(args.get("scenarios"))


def source_of(args: Mapping[str, Json]) -> Source:
    """Return the source of a request."""
    raw = args.get("source")
    if not isinstance(raw, Mapping):
        raise ValueError("a request names its plan")
    return Source(str(raw.get("name", "")), str(raw.get("path", "")), str(raw.get("label", "")),
                  int(str(raw.get("version", 0))), tuple(map(str, items(raw.get("history")))),
                  str(raw.get("ledger") or ""), str(raw.get("stamp") or ""))


def settings_of(args: Mapping[str, Json]) -> Settings:
    """Return the settings of a request."""
    raw = args.get("settings")
    if not isinstance(raw, Mapping):
        return Settings()
    as_of = raw.get("as_of")
    return Settings(None if as_of is None else int(str(as_of)), int(str(raw.get("paths", 4000))),
                    int(str(raw.get("seed", 0))))


def items(raw: Json) -> Sequence[Json]:
    """Return a list of JSON values; an empty one for anything else."""
    return raw if isinstance(raw, Sequence) and not isinstance(raw, str) else ()


def target_of(plan: Plan, name: Json) -> Target:
    """Return a target by its id. Raises ``PlancastError`` TARGET_UNKNOWN."""
    found = next((t for t in plan.targets if t.id == name), None)
    if found is None:
        known = "; ".join(t.id for t in plan.targets)
        raise PlancastError([problem("TARGET_UNKNOWN", Where(), plan=plan.id,
                                     name=json.dumps(name)[:60], near=known)])
    return found
