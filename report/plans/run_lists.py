"""Listings: models, scenarios, and the YAML and JSON Schema behind them."""

from __future__ import annotations

import json

from data.messages.message import Messages, Row
from data.words import Lang
from models.own.ladder import RUNGS
from models.own.registry import BESIDE, MODELS
from report.text.grid import grid
from report.text.streams import screen_width
from scenarios.file.reading import load_library, resolve
from scenarios.file.schema import scenario_json_schema
from scenarios.file.writing import to_yaml_text
from scenarios.scenario import Scenario

MODEL_WORDS = Messages("plans.model", str)


def models_list(lang: Lang, format: str) -> str:
    """Return the models: points needed, the history lengths that admit them, what they are."""
    heads = Row("plans.model_points_needed_admitted_at").get(lang)
    rows = [("class", "1", "n ≥ 1", MODEL_WORDS["class"].get(lang)),
            ("own_t", "2", "n ≥ 2", MODEL_WORDS["own_t"].get(lang))]
    for model in MODELS:
        rows.append((model.name, str(model.min_obs), _admitted(model.name),
                     MODEL_WORDS[model.name].get(lang)))
    rows += [(name, "4", "-", MODEL_WORDS[name].get(lang)) for name in BESIDE]
    return grid(heads, rows, format=format, width=screen_width(),
                keys=("model", "min_obs", "admitted", "description"))


def _admitted(name: str) -> str:
    """Return the history lengths of the rungs that admit a model, as ``n = 5-7, n ≥ 12``."""
    spans: list[tuple[int, int | None]] = []  # (first, last), last None where open
    above: int | None = None
    for rung in RUNGS:  # longest first
        top = None if above is None else above - 1
        if name in rung.models:
            if spans and spans[-1][0] == above:
                spans[-1] = (rung.fewest, spans[-1][1])
            else:
                spans.append((rung.fewest, top))
        above = rung.fewest
    texts = [f"n ≥ {a}" if b is None else f"n = {a}-{b}" for a, b in reversed(spans)]
    return ", ".join(texts) or "-"


def scenarios_list(lang: Lang, format: str) -> str:
    """Return the scenarios of the library."""
    heads = Row("plans.scenario_name_extends_steps_what").get(lang)
    rows = [(s.id, s.name.get(lang), ", ".join(s.extends), _steps(s),
             s.description.get(lang)) for s in load_library()]
    return grid(heads, rows, format=format, width=screen_width(),
                keys=("scenario", "name", "extends", "steps", "description"))


def _steps(scenario: Scenario) -> str:
    """Return the steps by name, each once, with how often it is used."""
    names = [step.name for step in scenario.chain]
    return ", ".join(n if names.count(n) == 1 else f"{n} ×{names.count(n)}"
                     for n in dict.fromkeys(names))


def scenario_text(name: str, *, flat: bool = False) -> str:
    """Return a scenario as YAML; with ``flat``, inherited steps and events' effects written out.

    Raises ``PlancastError``.
    """
    return "\n".join(to_yaml_text(s, flat=flat) for s in resolve((name,)))


def scenario_schema() -> str:
    """Return the JSON Schema of scenario files."""
    return json.dumps(scenario_json_schema(), ensure_ascii=False, indent=2)
