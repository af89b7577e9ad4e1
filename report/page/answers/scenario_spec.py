"""Scenarios as the page words them: a base and what was changed in it, short enough for a URL.

A spec is ``{"base": NAME, "id": NAME, "name": TEXT, "weight": NUMBER, "put": {KEY: VALUE}, "set":
[[PATH, NUMBER]]}``. ``put`` are keys of the scenario's file (its steps, its correlations) as they
are instead of the base's, ``null`` for one that is left out; PATH leads through the file that this
gives (``steps.0.points.triangular.low``). Without changes it is the base itself. Everything is read
by the reader of scenario files, so what it refuses is refused here in the same words.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache

from data.errors import PlancastError, Problem, Where, problem
from data.io.writing import Json
from data.io.yamlfile import load_yaml
from forecast.solve.levers import SIMPLE, simple_lever
from scenarios.file.reading import DEFAULT_NAMES, load_library, parse_alone, resolve
from scenarios.file.writing import to_yaml_text
from scenarios.scenario import Scenario

MOST = 12
"""Scenarios of one request."""

PUT = ("name", "description", "evidence", "weight", "correlation", "steps")
"""Keys of a scenario's file that a spec may state anew; parents are none: all is written out."""

Tree = dict[str, "Branch"]
Branch = Tree | list["Branch"] | str | float | int | bool | None


def scenarios_asked(raw: Json) -> tuple[Scenario, ...]:
    """Return the scenarios of a request, the default ones without any.

    Raises ``PlancastError`` with every problem of every one.
    """
    specs = [raw] if isinstance(raw, Mapping) else raw
    if not isinstance(specs, Sequence) or isinstance(specs, str) or not specs:
        return resolve(DEFAULT_NAMES)
    if len(specs) > MOST:
        raise PlancastError([problem("PAGE_SCENARIOS_MANY", Where(), count=len(specs), most=MOST)])
    out: list[Scenario] = []
    problems: list[Problem] = []
    for spec in specs:
        try:
            out.append(scenario_asked(spec))
        except PlancastError as error:
            problems += error.problems
    if problems:
        raise PlancastError(problems)
    return tuple({s.id: s for s in out}.values())


def scenario_asked(spec: Json) -> Scenario:
    """Return the scenario of one spec. Raises ``PlancastError``."""
    if isinstance(spec, str):
        spec = {"base": spec}
    if not isinstance(spec, Mapping):
        raise PlancastError([problem("SCENARIO_FILE_SHAPE", Where(key="scenarios"))])
    base = base_scenario(str(spec.get("base", "")))
    changes = spec.get("set") or ()
    put = spec.get("put")
    named = {key: spec[key] for key in ("id", "name", "weight") if spec.get(key) not in (None, "")}
    if not changes and not named and not put:
        return base
    tree: Tree = json.loads(_base_tree(str(spec.get("base", ""))))
    if isinstance(put, Mapping):
        tree |= json.loads(json.dumps({key: put[key] for key in PUT if key in put}))
        tree = {key: value for key, value in tree.items() if value is not None}
    if "id" in named:
        tree["scenario"] = str(named["id"])
    if "name" in named:
        tree["name"] = str(named["name"])
    if "weight" in named:
        tree["weight"] = _number(named["weight"])
    if isinstance(changes, Sequence) and not isinstance(changes, str):
        for change in changes:
            _set(tree, change)
    # JSON is YAML; the reader checks it as it checks a file
    found = parse_alone(json.dumps(tree, ensure_ascii=False), file=str(tree["scenario"]))
    return replace(found[0], source="page")


def base_scenario(name: str) -> Scenario:
    """Return a built-in scenario, or one of the simple levers at rest. Raises ``PlancastError``."""
    if name in SIMPLE:
        lever = simple_lever(name)
        return replace(lever.scenario, id=name.replace("_", "-"))
    known = {s.id: s for s in load_library()}
    if name not in known:  # never a path: what the page names is looked up here and nowhere else
        raise PlancastError([problem("SCENARIO_UNKNOWN", Where(key="scenario"), name=name[:60],
                                     near="—", known=", ".join(sorted(known)))])
    return known[name]


def bases() -> tuple[Scenario, ...]:
    """Return what a scenario of the page may start from."""
    return (*load_library(), *(base_scenario(name) for name in SIMPLE))


def tree_of(scenario: Scenario) -> Tree:
    """Return a scenario as the values of its file, parents and events written out."""
    found = load_yaml(to_yaml_text(scenario, flat=True), file=scenario.id).value
    assert isinstance(found, dict)
    plain: Tree = json.loads(json.dumps(found, default=str))
    return plain


def spec_of(tree: Tree, asked: Mapping[str, Json]) -> Json:
    """Return the spec of a scenario's values: the base that was asked for, and all that differs."""
    base = str(asked.get("base", ""))
    before: Tree = json.loads(_base_tree(base))
    put = {key: tree.get(key) for key in PUT if tree.get(key) != before.get(key)}
    out: dict[str, Json] = {"base": base, "id": str(tree["scenario"])}
    return out | ({"put": json.loads(json.dumps(put))} if put else {})


@cache
def _base_tree(name: str) -> str:
    """Return the values of a built-in scenario's file as JSON: asked for at each move."""
    return json.dumps(tree_of(base_scenario(name)))


def _set(tree: Tree, change: Json) -> None:
    """Put a number at its path. Raises ``PlancastError`` PAGE_PATH for a path that is none."""
    pair = change if isinstance(change, Sequence) and not isinstance(change, str) else ()
    path = str(pair[0]) if len(pair) == 2 else ""
    here: Branch = tree
    *above, last = path.split(".")
    for name in above:
        here = below(here, name, path)
    if isinstance(here, dict) and isinstance(here.get(last), int | float):
        here[last] = _number(pair[1])
    elif isinstance(here, list) and last.isdigit() and int(last) < len(here) \
            and isinstance(here[int(last)], int | float):
        here[int(last)] = _number(pair[1])
    else:
        raise PlancastError([problem("PAGE_PATH", Where(key=path[:80]), path=path[:80])])


def below(here: Branch, name: str, path: str) -> Branch:
    """Return what stands under a name. Raises ``PlancastError`` PAGE_PATH where nothing does."""
    if isinstance(here, dict) and name in here:
        return here[name]
    if isinstance(here, list) and name.isdigit() and int(name) < len(here):
        return here[int(name)]
    raise PlancastError([problem("PAGE_PATH", Where(key=path[:80]), path=path[:80])])


def _number(raw: Json) -> float | int | str:
    """Return a number as it stands; anything else as text, which the reader refuses."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return str(raw)[:60]
    return raw
