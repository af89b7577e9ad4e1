"""Scenario files and the built-in library: reading, inheritance, looking up by name or path."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from data.errors import PlancastError, Problem, Where, problem
from data.io.cache import load_shipped
from data.io.reading import decode, read_bytes
from data.io.yamlfile import YamlDocument, load_yaml
from data.words import BASELINE
from scenarios.file.fields import near
from scenarios.file.linking import link
from scenarios.file.parsing import scenarios_of
from scenarios.scenario import Scenario

MAX_SCENARIO_BYTES = 1_000_000
"""A scenario file is a few kB."""

DEFAULT_NAMES = (
    BASELINE, "optimistic", "pessimistic", "policy-push", "subsidy-withdrawal")
"""What an assessment shows when no scenario is named, in this order."""

LIBRARY = "library"
_FOLDER = Path(__file__).parents[1] / "library"


def load_library() -> tuple[Scenario, ...]:
    """Return the built-in scenarios with their parents resolved, default ones first.

    Raises
    ------
    PlancastError
        When a library file is damaged.
    """
    return _linked(_library_files())


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
            files[item], found = _read(item, item)
        except PlancastError as error:
            problems.extend(error.problems)
        else:
            problems.extend(found)
    own = tuple(scenario for found in files.values() for scenario in found)
    linked = {s.id: s for s in _linked((*library, *_with_parents(own, problems)), problems)}
    wanted = [s for item in items for s in
              ((linked[i.id] for i in files[str(item)]) if str(item) in files
               else (linked[str(item)],))]
    return tuple({s.id: s for s in wanted}.values())


def validate(path: str | Path) -> tuple[Scenario, ...]:
    """Return the scenarios of a file; raise ``PlancastError`` with everything wrong with it."""
    return validate_files([path])[0]


def validate_files(paths: Sequence[str | Path]) -> tuple[tuple[Scenario, ...], ...]:
    """Return the scenarios of each file, which may extend those of the others.

    Raises
    ------
    PlancastError
        With everything wrong with any of them.
    """
    files: list[tuple[Scenario, ...]] = []
    problems: list[Problem] = []
    for path in paths:
        try:
            found, wrong = _read(path, str(path))
        except PlancastError as error:
            found, wrong = (), list(error.problems)
        files.append(found)
        problems += wrong
    own = tuple(scenario for found in files for scenario in found)
    whole = (*_library_files(), *_with_parents(own, problems))
    linked = {s.id: s for s in _linked(whole, problems)}
    return tuple(tuple(linked[s.id] for s in found) for found in files)


def parse_scenarios(text: str, *, file: str = "") -> tuple[Scenario, ...]:
    """Return the scenarios written in ``text``; parents may be built-in. Raises as ``resolve``."""
    return _with_library(*_parse(text, file))


def parse_alone(text: str, *, file: str = "") -> tuple[Scenario, ...]:
    """Return the scenarios of a text that needs no library (``to_yaml_text(..., flat=True)``).

    Raises ``PlancastError`` with every problem.
    """
    return _linked(*_parse(text, file))


def _with_library(own: tuple[Scenario, ...], problems: list[Problem]) -> tuple[Scenario, ...]:
    linked = {s.id: s for s in _linked((*_library_files(), *own), problems)}
    return tuple(linked[s.id] for s in own)


def _linked(scenarios: tuple[Scenario, ...], problems: Iterable[Problem] = (),
            ) -> tuple[Scenario, ...]:
    """Return the scenarios with their parents; raise with ``problems`` and all found on the way."""
    before = list(problems)
    linked, found = link(scenarios, sound=not before)
    if before or found:
        raise PlancastError([*before, *found])
    return linked


def _with_parents(own: tuple[Scenario, ...], problems: list[Problem]) -> tuple[Scenario, ...]:
    """Return scenarios of files and those of the files that they extend.

    ``extends: parent.yaml`` is taken from the folder of the file that says it, and names that
    file's scenario, or one of several as ``parent.yaml#name``. What is wrong goes to ``problems``.
    """
    known = {_real(s.source): tuple(o for o in own if o.source == s.source) for s in own}
    out: list[Scenario] = []
    waiting = list(own)
    while waiting:
        scenario = waiting.pop(0)
        parents = []
        for name in scenario.extends:
            file, _, wanted = name.partition("#")
            if not file.lower().endswith((".yaml", ".yml")):
                parents.append(name)
                continue
            path = Path(scenario.source).parent / file
            if _real(path) not in known:
                try:
                    found, wrong = _read(path, str(path))
                except PlancastError as error:
                    found, wrong = (), list(error.problems)
                known[_real(path)] = found
                waiting += found
                problems += wrong
            ids = [s.id for s in known[_real(path)]]
            if wanted in ids or (not wanted and len(ids) == 1):
                parents.append(wanted or ids[0])
            elif ids:
                problems.append(problem("SCENARIO_OF_FILE", scenario.place("extends"), file=file,
                                        name=wanted or "—", known=", ".join(ids),
                                        example=f"{file}#{ids[0]}"))
        out.append(replace(scenario, extends=tuple(parents)))
    return tuple(out)


def _real(path: str | Path) -> str:
    return str(Path(path).resolve())


def _is_path(item: str) -> bool:
    if item.lower().endswith((".yaml", ".yml")) or "/" in item or "\\" in item:
        return True
    try:
        return Path(item).exists()
    except (OSError, ValueError):  # too long, or with a null: no name of a file
        return False


@cache
def _library_files() -> tuple[Scenario, ...]:
    found: list[Scenario] = []
    for path in sorted(_FOLDER.glob("*.yaml")):
        scenarios, problems = _read(path, LIBRARY)
        if problems:
            raise PlancastError(problems)
        found += scenarios
    order = {name: i for i, name in enumerate(DEFAULT_NAMES)}
    return tuple(sorted(found, key=lambda s: (order.get(s.id, len(order)), s.id)))


def _read(path: str | Path, source: str) -> tuple[tuple[Scenario, ...], list[Problem]]:
    text = decode(read_bytes(path, limit=MAX_SCENARIO_BYTES), file=str(path))
    load = load_shipped if source == LIBRARY else load_yaml
    found, problems = _checked(load(text, file=str(path)))
    return tuple(replace(s, source=source) for s in found), problems


def _parse(text: str, file: str) -> tuple[tuple[Scenario, ...], list[Problem]]:
    """Return the scenarios of a text and what is wrong. Raises where the text is not YAML."""
    return _checked(load_yaml(text, file=file))


def _checked(document: YamlDocument) -> tuple[tuple[Scenario, ...], list[Problem]]:
    found, problems = scenarios_of(document)
    if not problems and not found:
        where = Where(file=document.file, key="scenarios")
        problems = (problem("LIST_EMPTY", where, key="scenarios"),)
    return found, list(problems)
