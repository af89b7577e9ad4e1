"""A scenario as a form: every number of its file as a field, with what it means and may be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from data.io.writing import Json
from data.words import Kind, Lang
from report.page.answers.scenario_spec import Branch, Tree, bases, scenario_asked, tree_of
from report.scenarios.scenario_words import PARAMETERS, step_text
from report.text.words import KINDS
from scenarios.file.writing import to_yaml_text
from scenarios.random.distributions import DISTRIBUTIONS
from scenarios.registry import STEPS, find_step
from scenarios.scenario import Scenario
from scenarios.spec import Parameter

LAWS = frozenset(spec.name for spec in DISTRIBUTIONS)
REACH = 3.0
"""A slider goes this many times the value's size to either side; the field beside it, anywhere."""

_KINDS = frozenset(Kind)

_STEP_WORDS = ("step", "id", "group", "draw", "role", "source", "sources", "indicators",
               "families", "kinds", "regions")


def form(spec: Json, lang: Lang) -> Json:
    """Return a scenario's fields by step, and its file. Raises ``PlancastError``."""
    scenario = scenario_asked(spec)
    tree = tree_of(scenario)
    return {
        "id": scenario.id, "name": scenario.name.get(lang),
        "description": scenario.description.get(lang), "evidence": scenario.evidence.get(lang),
        "weight": scenario.weight, "yaml": to_yaml_text(scenario, flat=True),
        "laws": ["", *(spec.name for spec in DISTRIBUTIONS)],
        "addable": [{"step": spec.name, "called": step_text(spec.name, lang),
                     "doc": spec.doc.get(lang)} for spec in STEPS],
        "steps": [_step(step, i, scenario, lang) for i, step in enumerate(_list(tree["steps"]))],
    }


def listed(lang: Lang) -> Json:
    """Return the scenarios that one of the page may start from."""
    return [{"id": s.id, "name": s.name.get(lang), "description": s.description.get(lang)}
            for s in bases()]


def _list(branch: Branch) -> list[Branch]:
    return branch if isinstance(branch, list) else []


def _step(step: Branch, place: int, scenario: Scenario, lang: Lang) -> Json:
    assert isinstance(step, dict)
    spec = find_step(str(step["step"]))
    doc = "" if spec is None else spec.doc.get(lang)
    reach = [str(name) for key in ("indicators", "families", "kinds", "regions")
             for name in _list(step.get(key))]
    reach = [KINDS[Kind(name)].get(lang) if name in _KINDS else name for name in reach]
    called = step_text(f"{step['step']}[{place + 1}]", lang)
    return {"step": str(step["step"]), "called": called, "doc": doc, "reach": reach,
            "role": str(step.get("role", "assumption")),
            "source": scenario.chain[place].setting.source.get(lang),
            "fields": list(_fields(step, f"steps.{place}", lang))}


def _fields(step: Tree, path: str, lang: Lang) -> Iterator[Json]:
    """Yield every number of a step, of the steps inside it too."""
    spec = find_step(str(step.get("step", "")))
    known = {p.name: p for p in spec.parameters} if spec is not None else {}
    for key, value in step.items():
        if key in _STEP_WORDS:
            continue
        here = f"{path}.{key}"
        if key == "steps":
            for i, inner in enumerate(_list(value)):
                if isinstance(inner, dict):
                    yield from _fields(inner, f"{here}.{i}", lang)
            continue
        parameter = known.get(key)
        for leaf, law, number in _numbers(value, here):
            yield {**_field(leaf, law, number, key, parameter, lang),
                   "of": _law_of(leaf, law, here, parameter)}


def _law_of(leaf: str, law: str, path: str, parameter: Parameter | None) -> str:
    """Return where the law stands that a number belongs to, nothing where there may be none."""
    sort = "" if parameter is None else parameter.sort
    if sort == "law":
        return path
    if sort == "parts" and (law or leaf.endswith(".points")):
        return leaf.partition(f".{law}.")[0] if law else leaf
    return ""


def _numbers(value: Branch, path: str, law: str = "") -> Iterator[tuple[str, str, float]]:
    """Yield (path, distribution, number) of every number below a value."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return
    if isinstance(value, int | float):
        yield path, law, value
    elif isinstance(value, list):
        for i, item in enumerate(value):
            yield from _numbers(item, f"{path}.{i}", law)
    else:
        for key, item in value.items():
            yield from _numbers(item, f"{path}.{key}", key if key in LAWS else law)


def _field(path: str, law: str, number: float, key: str, parameter: Parameter | None,
           lang: Lang) -> Mapping[str, Json]:
    low, high = (float("-inf"), float("inf")) if parameter is None \
        else (parameter.low, parameter.high)
    whole = parameter is None or parameter.sort in ("whole", "year")
    size = REACH * max(abs(number), 1.0)
    return {
        "path": path, "key": key, "law": law,
        "name": PARAMETERS[key].get(lang) if key in PARAMETERS else key,
        "figure": path.rpartition(".")[2] if law else "",
        "value": number, "doc": "" if parameter is None else parameter.doc.get(lang),
        "low": low if low > float("-inf") else None, "high": high if high < float("inf") else None,
        "from": max(low, number - size), "to": min(high, number + size),
        "step": 1 if whole else 0.1,
    }
