"""A scenario with a step more or less, a distribution of another kind, or another text."""

from __future__ import annotations

import json
from collections.abc import Mapping

from data.errors import PlancastError, Where, problem
from data.io.writing import Json
from report.page.answers.scenario_spec import Branch, Tree, below, scenario_asked, spec_of, tree_of
from scenarios.file.reading import parse_scenarios
from scenarios.random.distributions import DISTRIBUTIONS, Distribution, Fixed, reshaped
from scenarios.registry import find_step
from scenarios.spec import Parameter


def changed_shape(spec: Json, change: Json) -> Json:
    """Return the spec of a scenario after one change of its shape.

    ``change`` is one of ``{"add": STEP}`` (at rest, as the last step), ``{"drop": NUMBER}``,
    ``{"law": [PATH, DISTRIBUTION]}`` (``""``: a number) and ``{"text": YAML}``, the whole file. The
    result is read like any file. Raises ``PlancastError`` with everything that is wrong with it.
    """
    asked: Mapping[str, Json] = spec if isinstance(spec, Mapping) else {"base": spec}
    change = change if isinstance(change, Mapping) else {}
    if "text" in change:
        tree = _of_text(str(change["text"]), asked)
    else:
        tree = tree_of(scenario_asked(asked))
        steps = tree["steps"]
        assert isinstance(steps, list)  # the writer writes a list, empty or not
        if "add" in change:
            steps.append(_at_rest(str(change["add"])))
        elif "drop" in change:
            _drop(steps, change["drop"])
        else:
            _relaw(tree, change.get("law"))
    made = spec_of(tree, asked)
    scenario_asked(made)
    return made


def _at_rest(name: str) -> Tree:
    found = find_step(name)
    if found is None:
        raise _nowhere(name)
    start: Tree = {"start": 1} if "start" in found.timing else {}
    rest: Tree = json.loads(json.dumps(dict(found.rest)))
    return {"step": name, **rest, **start}


def _drop(steps: list[Branch], place: Json) -> None:
    if isinstance(place, bool) or not isinstance(place, int) or not 0 <= place < len(steps):
        raise _nowhere(f"steps.{place}")
    del steps[place]


def _relaw(tree: Tree, asked: Json) -> None:
    """Put a distribution of another kind, with about the same range, in the place of one."""
    path, name = asked if isinstance(asked, list) and len(asked) == 2 else ("", "")
    names = str(path).split(".")
    here: Branch = tree
    parameter: Parameter | None = None
    for at in names[:-1]:
        parameter = _parameter(here, at) or parameter
        here = below(here, at, str(path))
    parameter = _parameter(here, names[-1]) or parameter
    law = _law(here.get(names[-1])) if isinstance(here, dict) else None
    if law is None or parameter is None or not isinstance(here, dict):
        raise _nowhere(str(path))
    try:
        figures = reshaped(law, str(name), parameter.low, parameter.high)
    except KeyError:
        raise _nowhere(str(name)) from None
    except ValueError as error:
        raise PlancastError([problem("LAW_RULE", Where(key=str(path)[:80]), name=str(name),
                                     rule=error)]) from error
    here[names[-1]] = json.loads(json.dumps(figures if isinstance(figures, float)
                                       else {str(name): dict(figures)}))


def _parameter(step: Branch, key: str) -> Parameter | None:
    """Return what a key of a step may be."""
    found = find_step(str(step.get("step"))) if isinstance(step, dict) else None
    return None if found is None else next((p for p in found.parameters if p.name == key), None)


def _law(value: Branch) -> Distribution | None:
    """Return the law that stands in a file that has been read, ``None`` for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Fixed(float(value))
    if not isinstance(value, dict) or len(value) != 1:
        return None
    name, figures = next(iter(value.items()))
    spec = next((s for s in DISTRIBUTIONS if s.name == name), None)
    if spec is None or not isinstance(figures, dict):
        return None
    return spec.make({key: tuple(float(str(v)) for v in given) if isinstance(given, list)
                      else float(str(given)) for key, given in figures.items()})


def _of_text(text: str, asked: Mapping[str, Json]) -> Tree:
    """Return the one scenario of a text, parents written out; they are built-in, never files."""
    found = parse_scenarios(text, file=str(asked.get("id") or asked.get("base")))
    if len(found) != 1:
        raise PlancastError([problem("PAGE_ONE_SCENARIO", Where(key="scenarios"),
                                     count=len(found))])
    return tree_of(found[0])


def _nowhere(path: str) -> PlancastError:
    return PlancastError([problem("PAGE_PATH", Where(key=path[:80]), path=path[:80])])
