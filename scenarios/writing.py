"""A scenario as YAML text (``plancast scenarios show``), and the JSON Schema of scenario files."""

from __future__ import annotations

from collections.abc import Mapping
from io import StringIO

from data.words import Kind, Text
from data.writing import Json
from scenarios.distributions import DISTRIBUTIONS, Distribution, DistributionSpec, Fixed
from scenarios.fields import FIRST_YEAR, LAST_YEAR
from scenarios.parsing import FILTERS
from scenarios.scenario import Scenario, Setting, Sharing, Step, Timing
from scenarios.steps import STEPS, Parameter, StepSpec, find_step


def to_yaml_text(scenario: Scenario) -> str:
    """Return the scenario as a file that reads back to the same scenario (zh and en kept).

    Inherited steps are not repeated: ``extends`` brings them.
    """
    from ruamel.yaml import YAML

    writer = YAML(typ="safe", pure=True)
    writer.default_flow_style = False
    writer.allow_unicode = True
    # ruamel declares this None, and takes a bool
    writer.sort_base_mapping_type_on_output = False  # type: ignore[assignment]  # as above
    writer.width = 88
    stream = StringIO()
    writer.dump(_scenario(scenario), stream)
    return stream.getvalue()


def _scenario(scenario: Scenario) -> dict[str, Json]:
    out: dict[str, Json] = {"scenario": scenario.id, "name": _text(scenario.name)}
    for key, text in (("description", scenario.description), ("evidence", scenario.evidence)):
        if text.zh or text.en:
            out[key] = _text(text)
    if scenario.extends is not None:
        out["extends"] = scenario.extends
    if scenario.weight is not None:
        out["weight"] = _plain(scenario.weight)
    out["steps"] = [_step(step) for step in scenario.steps]
    return out


def _text(text: Text) -> dict[str, Json]:
    return {key: value for key, value in (("zh", text.zh), ("en", text.en)) if value}


def _step(step: Step) -> dict[str, Json]:
    spec = find_step(step.name)
    if spec is None:
        raise KeyError(step.name)
    out: dict[str, Json] = {"step": step.name}
    for parameter in spec.parameters:
        value = _value(getattr(step, parameter.name))
        if parameter.required or value != parameter.default:
            out[parameter.name] = value
    return out | _setting(step.setting)


def _value(value: Distribution | str | tuple[Step, ...] | tuple[tuple[int, float], ...]) -> Json:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        points = {str(p[0]): _plain(p[1]) for p in value if isinstance(p, tuple)}
        return points or [_step(s) for s in value if not isinstance(s, tuple)]
    return _law(value)


def _law(law: Distribution) -> Json:
    if isinstance(law, Fixed):
        return _plain(law.value)
    spec = next(s for s in DISTRIBUTIONS if isinstance(law, s.type))
    figures: dict[str, Json] = {}
    for name in spec.required + spec.optional:
        value = getattr(law, name)
        if name in spec.lists:
            if value:
                figures[name] = [_plain(v) for v in value]
        else:
            figures[name] = _plain(value)
    return {spec.name: figures}


def _plain(value: float) -> Json:
    return int(value) if value == int(value) else value


def _setting(setting: Setting) -> dict[str, Json]:
    timing, reach = setting.timing, setting.reach
    out: dict[str, Json] = {}
    plain = Timing()
    for when in ("start", "ramp", "end", "lag"):
        value = getattr(timing, when)
        if value != getattr(plain, when):
            out[when] = value
    for key in FILTERS:
        names = getattr(reach, key)
        if names:
            out[key] = [str(name) for name in names]
    if setting.group:
        out["group"] = setting.group
    if setting.draw is not Sharing.SHARED:
        out["draw"] = str(setting.draw)
    return out


# -- JSON Schema -----------------------------------------------------------------------------


def scenario_json_schema() -> dict[str, Json]:
    """Return the JSON Schema (draft 2020-12) of a scenario file, made from the registries."""
    texts: Json = {"type": "array", "items": {"type": "string", "minLength": 1}}
    definitions: dict[str, Json] = {
        "text": {"anyOf": [
            {"type": "string", "minLength": 1},
            _object({"zh": {"type": "string"}, "en": {"type": "string"}}, ()),
        ]},
        "texts": {"anyOf": [{"type": "string", "minLength": 1}, texts]},
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
            "extends": {"type": ["string", "null"]},
            "weight": {"type": "number", "minimum": 0},
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
    for when in spec.timing:
        whole: Json = {"type": "integer", "minimum": 0, "maximum": 100}
        properties[when] = _ref("year") if when in ("start", "end") else whole
    for key in FILTERS:
        properties[key] = _ref("texts")
    kinds: Json = {"enum": [kind.value for kind in Kind]}
    properties["kinds"] = {"anyOf": [kinds, {"type": "array", "items": kinds}]}
    properties["group"] = {"type": "string", "minLength": 1}
    properties["draw"] = {"enum": [word.value for word in Sharing]}
    required = ("step", *(p.name for p in spec.parameters if p.required))
    out = _object(properties, required)
    out["description"] = f"{spec.doc.zh} / {spec.doc.en}"
    return out


def _parameter_schema(parameter: Parameter) -> Json:
    doc = f"{parameter.doc.zh} / {parameter.doc.en}"
    if parameter.sort == "law":
        number: dict[str, Json] = {"type": "number"}
        if parameter.low > float("-inf"):
            number["minimum"] = parameter.low
        if parameter.high < float("inf"):
            number["maximum"] = parameter.high
        return {"description": doc, "anyOf": [number, _ref("distribution")]}
    if parameter.sort == "choice":
        return {"description": doc, "enum": list(parameter.choices), "default": parameter.default}
    if parameter.sort == "milestones":
        return {"description": doc, "type": "object", "minProperties": 1,
                "additionalProperties": {"type": "number"},
                "propertyNames": {"pattern": r"^-?\d{1,4}$"}}
    if parameter.sort == "steps":
        return {"description": doc, "type": "array", "items": _ref("step")}
    return {"description": doc, "type": "string", "minLength": 1}
