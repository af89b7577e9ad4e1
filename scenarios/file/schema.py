"""The JSON Schema of scenario files, made from the registries, so that editors complete them."""

from __future__ import annotations

from collections.abc import Mapping

from data.io.writing import Json
from data.words import Kind
from scenarios.context import Sharing
from scenarios.events import catalogue
from scenarios.file.fields import FIRST_YEAR, LAST_YEAR
from scenarios.file.parsing import FILTERS
from scenarios.random.distributions import DISTRIBUTIONS, DistributionSpec
from scenarios.registry import STEPS
from scenarios.scenario import StepRole
from scenarios.spec import Parameter, StepSpec

_NAME: dict[str, Json] = {"type": "string", "minLength": 1}


def scenario_json_schema() -> dict[str, Json]:
    """Return the JSON Schema (draft 2020-12) of a scenario file, made from the registries."""
    texts: Json = {"type": "array", "items": {"type": "string", "minLength": 1}}
    definitions: dict[str, Json] = {
        "text": {"anyOf": [
            {"type": "string", "minLength": 1},
            _object({"zh": {"type": "string"}, "en": {"type": "string"}}, ()),
            {"type": "null"},  # a key without a value, as in ``source:``
        ]},
        "texts": {"anyOf": [{"type": "string", "minLength": 1}, texts, {"type": "null"}]},
        "year": {"anyOf": [
            {"type": "integer", "minimum": -100, "maximum": 100,
             "description": "years from the as-of year"},
            {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        ]},
        "distribution": {"oneOf": [_law_schema(spec) for spec in DISTRIBUTIONS]},
        "step": {"oneOf": [_step_schema(spec) for spec in STEPS]},
        "scenario": _object({
            "scenario": {"type": "string", "pattern": r"^\w[\w.-]{0,99}$"},
            "name": _ref("text"), "description": _ref("text"), "evidence": _ref("text"),
            "extends": _ref("texts"),
            "remove": _ref("texts"),
            "weight": {"type": ["number", "null"], "minimum": 0},
            "role": _role(),
            "correlation": _correlation(),
            "steps": {"type": ["array", "null"], "items": _ref("step")},
        }, ("scenario",)),
    }
    several = _object({"scenarios": {"type": "array", "items": _ref("scenario")}}, ("scenarios",))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "plancast scenario file",
        "oneOf": [_ref("scenario"), several],
        "$defs": definitions,
    }


def _role() -> Json:
    return {"enum": [word.value for word in StepRole], "default": StepRole.ASSUMPTION.value,
            "description": "政策或假设，归因时分开 / what is decided on or taken as given: "
                           "attributed apart"}


def _correlation() -> Json:
    rank: Json = {"type": "number", "minimum": -1, "maximum": 1}
    names: dict[str, Json] = {
        "type": "array", "items": dict(_NAME), "minItems": 2, "uniqueItems": True}
    pair = _object({"between": {**names, "maxItems": 2}, "rank": rank}, ("between", "rank"))
    rows: Json = {"type": "array", "items": {"type": "array", "items": rank}}
    return {
        "description": "rank correlation (Spearman) of uncertain parameters, by the name of their "
                       "group, driver or step id, or ID.parameter",
        "anyOf": [{"type": "null"}, {"type": "array", "items": pair},
                  _object({"of": names, "matrix": rows}, ("of", "matrix"))],
    }


def _ref(name: str) -> dict[str, Json]:
    return {"$ref": f"#/$defs/{name}"}


def _object(properties: Mapping[str, Json], required: tuple[str, ...]) -> dict[str, Json]:
    return {"type": "object", "additionalProperties": False, "required": list(required),
            "properties": dict(properties)}


def _law_schema(spec: DistributionSpec) -> Json:
    number: Json = {"type": "number"}
    many: Json = {"type": "array", "items": {"type": "number"}, "minItems": 1}
    figures = {n: many if n in spec.lists else number for n in spec.required + spec.optional}
    return _object({spec.name: _object(figures, spec.required)}, (spec.name,))


def _step_schema(spec: StepSpec) -> Json:
    properties: dict[str, Json] = {"step": {"const": spec.name}}
    for parameter in spec.parameters:
        properties[parameter.name] = _parameter_schema(parameter)
        if parameter.also:
            properties[parameter.also] = {
                **_parameter_schema(parameter), "deprecated": True,
                "description": f"= {parameter.name}"}
    if spec.name == "policy_event":
        names: list[Json] = [event.id for event in catalogue()]
        properties["event"] = {**_parameter_schema(spec.parameters[0]),
                               "anyOf": [{"enum": names}, dict(_NAME)]}
    for when in spec.timing:
        whole: Json = {"type": "integer", "minimum": 0, "maximum": 100}
        properties[when] = _ref("year") if when in ("start", "end") else whole
    for key in FILTERS:
        properties[key] = _ref("texts")
    kinds: Json = {"enum": [kind.value for kind in Kind]}
    properties["kinds"] = {"anyOf": [kinds, {"type": "array", "items": kinds}]}
    properties["group"] = dict(_NAME)
    properties["draw"] = {"enum": [word.value for word in Sharing]}
    properties["role"] = _role()
    properties["id"] = {"type": "string", "pattern": r"^\w[\w-]{0,99}$"}
    properties["source"] = _ref("text")
    properties["sources"] = _object({p.name: _ref("text") for p in spec.parameters}, ())
    required = ("step", *(p.name for p in spec.parameters if p.required and not p.also))
    out = _object(properties, required)
    choices = _choices(spec)
    if choices:
        out["allOf"] = choices
    out["description"] = " / ".join(spec.doc.both().values())
    return out


def _choices(spec: StepSpec) -> list[Json]:
    """Return, for parameters of which exactly one is given, the rule that says so."""
    groups: dict[str, list[str]] = {}
    both: list[Json] = []
    for parameter in spec.parameters:
        words = [w for w in (parameter.name, parameter.also) if w]
        group = parameter.one_of or (parameter.name if parameter.required and parameter.also
                                     else "")
        if group:
            groups.setdefault(group, []).extend(words)
        elif parameter.also:
            names: list[Json] = list(words)
            both.append({"not": {"required": names}})
    return [*both, *({"oneOf": [{"required": [name]} for name in given]}
                     for given in groups.values())]


def _number(parameter: Parameter) -> dict[str, Json]:
    number: dict[str, Json] = {"type": "number"}
    if parameter.low > float("-inf"):
        number["minimum"] = parameter.low
    if parameter.high < float("inf"):
        number["maximum"] = parameter.high
    return number


def _parameter_schema(parameter: Parameter) -> dict[str, Json]:
    doc = " / ".join(parameter.doc.both().values())
    if parameter.sort == "law":
        return {"description": doc, "anyOf": [_number(parameter), _ref("distribution")]}
    if parameter.sort in ("number", "whole"):
        return {"description": doc, "type": "number" if parameter.sort == "number" else "integer",
                "minimum": parameter.low, "maximum": parameter.high}
    if parameter.sort == "year":
        return {"description": doc, "type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}
    if parameter.sort == "choice":
        return {"description": doc, "enum": list(parameter.choices), "default": parameter.default}
    if parameter.sort == "milestones":
        return {"description": doc, "type": "object", "minProperties": 1,
                "additionalProperties": _number(parameter),
                "propertyNames": {"pattern": r"^-?\d{1,4}$"}}
    if parameter.sort == "parts":
        part = _object({
            "share": {"type": "number", "minimum": 0, "maximum": 100},
            "points": {"anyOf": [_number(parameter), _ref("distribution")]},
        }, ("share", "points"))
        return {"description": doc, "type": "object", "minProperties": 1,
                "additionalProperties": part}
    if parameter.sort == "steps":
        return {"description": doc, "type": "array", "items": _ref("step")}
    return {"description": doc, "type": "string", "minLength": 1}
