"""Scenario files and the built-in library: reading, inheritance, looking up by name or path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from data.errors import PlancastError, Problem, Where, problem
from data.reading import decode, read_bytes
from data.yamlread import load_yaml
from scenarios.fields import near
from scenarios.parsing import scenarios_of
from scenarios.scenario import Scenario

MAX_SCENARIO_BYTES = 1_000_000
"""A scenario file is a few kB."""

MAX_DEPTH = 16
"""How many scenarios may extend one another in a row."""

BASELINE = "baseline"
DEFAULT_NAMES = (
    BASELINE, "optimistic", "pessimistic", "policy-push", "subsidy-withdrawal")
"""What an assessment shows when no scenario is named, in this order."""

LIBRARY = "library"
_FOLDER = Path(__file__).parent / "library"


def load_library() -> tuple[Scenario, ...]:
    """Return the built-in scenarios with their parents resolved, default ones first.

    Raises
    ------
    PlancastError
        When a library file is damaged.
    """
    return _link(_library_files(), {})


def resolve(names_or_paths: Iterable[str | Path] = ()) -> tuple[Scenario, ...]:
    """Return the scenarios asked for, in the order asked, each once, parents resolved.

    An item is the name of a built-in scenario, or the path of a file (which may hold several
    and whose scenarios may extend built-in ones or those of other files given). Without any
    item the default scenarios are returned.

    Raises
    ------
    PlancastError
        With every problem of every file, and every name that is not known.
    """
    items = tuple(names_or_paths) or DEFAULT_NAMES
    library = _library_files()
    names = {s.id for s in library}
    problems: list[Problem] = []
    files: dict[str, tuple[Scenario, ...]] = {}
    for item in dict.fromkeys(str(i) for i in items):
        if item in names:
            continue
        if not _is_path(item):
            where, known = Where(key="--scenario"), sorted(names)
            problems.append(problem("SCENARIO_UNKNOWN", where, name=item,
                                    near=near(item, known), known=", ".join(known)))
            continue
        try:
            files[item] = _read(item, item)
        except PlancastError as error:
            problems.extend(error.problems)
    if problems:
        raise PlancastError(problems)
    own = tuple(scenario for found in files.values() for scenario in found)
    linked = {s.id: s for s in _link((*library, *own), {s.id: s.source for s in own})}
    wanted = [s for item in items for s in
              ((linked[i.id] for i in files[str(item)]) if str(item) in files
               else (linked[str(item)],))]
    return tuple({s.id: s for s in wanted}.values())


def validate(path: str | Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a file; raise ``PlancastError`` with everything wrong with it."""
    check = str(path)
    own = _read(check, check)
    linked = {s.id: s for s in _link((*_library_files(), *own), {s.id: s.source for s in own})}
    return tuple(linked[s.id] for s in own)


def parse_scenarios(text: str, *, file: str = "") -> tuple[Scenario, ...]:
    """Return the scenarios written in ``text``; parents may be built-in. Raises as ``resolve``."""
    own = _parse(text, file)
    linked = {s.id: s for s in _link((*_library_files(), *own), {s.id: s.source for s in own})}
    return tuple(linked[s.id] for s in own)


def _is_path(item: str) -> bool:
    return item.lower().endswith((".yaml", ".yml")) or "/" in item or "\\" in item \
        or Path(item).exists()


def _library_files() -> tuple[Scenario, ...]:
    found = [s for path in sorted(_FOLDER.glob("*.yaml")) for s in _read(path, LIBRARY)]
    order = {name: i for i, name in enumerate(DEFAULT_NAMES)}
    return tuple(sorted(found, key=lambda s: (order.get(s.id, len(order)), s.id)))


def _read(path: str | Path, source: str) -> tuple[Scenario, ...]:
    text = decode(read_bytes(path, limit=MAX_SCENARIO_BYTES), file=str(path))
    return tuple(replace(s, source=source) for s in _parse(text, str(path)))


def _parse(text: str, file: str) -> tuple[Scenario, ...]:
    found, problems = scenarios_of(load_yaml(text, file=file))
    if problems:
        raise PlancastError(problems)
    if not found:
        where = Where(file=file, key="scenarios")
        raise PlancastError([problem("LIST_EMPTY", where, key="scenarios")])
    return found


def _link(scenarios: tuple[Scenario, ...], files: Mapping[str, str]) -> tuple[Scenario, ...]:
    """Give every scenario its parents' steps; refuse doubled names, unknown parents, circles."""
    by_name: dict[str, Scenario] = {}
    problems: list[Problem] = []
    for scenario in scenarios:
        if scenario.id in by_name:
            where = Where(file=scenario.source, key="scenario")
            problems.append(problem("SCENARIO_DUPLICATE", where, name=scenario.id,
                                    other=by_name[scenario.id].source))
            continue
        by_name[scenario.id] = scenario
    out = []
    for scenario in by_name.values():
        chain, fault = _ancestors(scenario, by_name, files)
        if fault is not None:
            problems.append(fault)
            continue
        steps = tuple(step for parent in reversed(chain) for step in parent.steps)
        out.append(replace(scenario, inherited=steps))
    if problems:
        raise PlancastError(problems)
    return tuple(out)


def _ancestors(
    scenario: Scenario, by_name: Mapping[str, Scenario], files: Mapping[str, str]
) -> tuple[list[Scenario], Problem | None]:
    """Return the parents of a scenario, nearest first, or what is wrong with them."""
    where = Where(file=files.get(scenario.id, scenario.source), key=f"{scenario.id}.extends")
    chain: list[Scenario] = []
    seen = [scenario.id]
    here = scenario
    while here.extends is not None:
        parent = by_name.get(here.extends)
        if parent is None:
            known = sorted(by_name)
            return [], problem("SCENARIO_UNKNOWN", where, name=here.extends,
                               near=near(here.extends, known), known=", ".join(known))
        if parent.id in seen:
            circle = " → ".join([*seen, parent.id])
            return [], problem("SCENARIO_CYCLE", where, chain=circle)
        seen.append(parent.id)
        chain.append(parent)
        if len(chain) > MAX_DEPTH:
            return [], problem("SCENARIO_DEPTH", where, limit=MAX_DEPTH)
        here = parent
    return chain, None
