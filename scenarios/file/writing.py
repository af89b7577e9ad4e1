"""A scenario as YAML text (``plancast scenarios show``)."""

from __future__ import annotations

from pathlib import Path

from data.errors import PlancastError, Where, problem
from data.io.writing import Json
from data.io.yamlfile import yaml_text
from data.words import BASELINE, Wording
from scenarios.context import Sharing, Timing
from scenarios.events import find_event
from scenarios.file.fields import near
from scenarios.file.parsing import FILTERS, ID_PATTERN
from scenarios.file.reading import LIBRARY, load_library
from scenarios.random.distributions import DISTRIBUTIONS, Distribution, Fixed
from scenarios.registry import spec_of
from scenarios.scenario import Correlated, Scenario, Setting, Step, StepRole
from scenarios.spec import Component
from scenarios.steps.policy_event import PolicyEvent

# A scenario file to start from.

_FILE = Path(__file__).with_name("template.yaml")


def scenario_template(name: str, *, extends: str = BASELINE) -> str:
    """Return a commented scenario file (zh and en) called ``name``; it is itself valid.

    Raises
    ------
    PlancastError
        When the name is none, or taken by a built-in scenario; when there is no such parent.
    """
    known = [scenario.id for scenario in load_library()]
    problems = []
    if not ID_PATTERN.fullmatch(name):
        problems.append(problem("ID_INVALID", Where(key="NAME"), id=name))
    if name in known:
        problems.append(problem("SCENARIO_DUPLICATE", Where(key="NAME"), name=name, other=LIBRARY))
    if extends not in known:
        problems.append(problem("SCENARIO_UNKNOWN", Where(key="--extends"), name=extends,
                                near=near(extends, known), known=", ".join(known)))
    if problems:
        raise PlancastError(problems)
    text = _FILE.read_text(encoding="utf-8")
    return text.replace("scenario: NAME", f"scenario: {name}").replace(
        "NAME.yaml", f"{name}.yaml").replace("extends: baseline", f"extends: {extends}")


Value = (Distribution | float | str | tuple[Step, ...] | tuple[Component, ...]
         | tuple[tuple[int, float], ...] | None)


def to_yaml_text(scenario: Scenario, *, flat: bool = False) -> str:
    """Return the scenario as a file that reads back to the same scenario (zh and en kept).

    Inherited steps are not repeated: ``extends`` brings them. With ``flat`` they are written out
    in the order in which they act, with the effects of catalogued events, and the text needs
    neither parents nor catalogue.
    """
    return yaml_text(_scenario(scenario, flat=flat), width=88)


def _scenario(scenario: Scenario, *, flat: bool) -> dict[str, Json]:
    out: dict[str, Json] = {"scenario": scenario.id, "name": _text(scenario.name)}
    for key, text in (("description", scenario.description), ("evidence", scenario.evidence)):
        if text:
            out[key] = _text(text)
    if not flat:
        if scenario.extends:
            names: list[Json] = list(scenario.extends)
            out["extends"] = names[0] if len(names) == 1 else names
        if scenario.remove:
            out["remove"] = list(scenario.remove)
    if scenario.weight is not None:
        out["weight"] = _plain(scenario.weight)
    pairs = (*scenario.inherited_correlation, *scenario.correlation) if flat \
        else scenario.correlation
    if pairs:
        out["correlation"] = [_pair(pair) for pair in pairs]
    steps = scenario.chain if flat else scenario.steps
    out["steps"] = [_step(step, flat=flat) for step in steps]
    return out


def _pair(pair: Correlated) -> Json:
    return {"between": [pair.first, pair.second], "rank": _plain(pair.rank)}


def _text(text: Wording) -> dict[str, Json]:
    return {key: value for key, value in text.both().items() if value}


def _step(step: Step, *, flat: bool) -> dict[str, Json]:
    catalogued = not flat and isinstance(step, PolicyEvent) and _is_catalogued(step)
    out: dict[str, Json] = {"step": step.name}
    if step.setting.id:
        out["id"] = step.setting.id
    for parameter in spec_of(step.name).parameters:
        given: Value = getattr(step, parameter.name)
        if given == () and parameter.sort == "steps" and parameter.required:
            out[parameter.name] = []
        if given in (None, ()) or (catalogued and parameter.name in ("effects", "year")):
            continue
        value = _value(given, flat=flat)
        if parameter.required or value != parameter.default:
            out[parameter.name] = value
    return out | _setting(step.setting)


def _is_catalogued(step: PolicyEvent) -> bool:
    event = find_event(step.event)
    return event is not None and (event.effects, event.year) == (step.effects, step.year)


def _value(value: Value, *, flat: bool) -> Json:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int | float):
        return _plain(value)
    if not isinstance(value, tuple):
        return _law(value)
    if all(isinstance(item, Component) for item in value):
        return {part.name: {"share": _plain(part.share), "points": _law(part.points)}
                for part in value if isinstance(part, Component)}
    if all(isinstance(item, tuple) for item in value):
        return {str(p[0]): _plain(p[1]) for p in value if isinstance(p, tuple)}
    return [_step(s, flat=flat) for s in value if not isinstance(s, tuple | Component)]


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
    if setting.role is not StepRole.ASSUMPTION:
        out["role"] = str(setting.role)
    if setting.source:
        out["source"] = _text(setting.source)
    if setting.sources:
        out["sources"] = {name: _text(text) for name, text in setting.sources}
    return out
