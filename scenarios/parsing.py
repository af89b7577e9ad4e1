"""A YAML document to scenarios: every departure from the shape becomes a ``Problem``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from data.errors import Problem
from data.words import Kind
from data.yamlread import KeyPath, Plain, YamlDocument
from scenarios.distributions import DISTRIBUTIONS, Distribution, DistributionSpec, Fixed
from scenarios.fields import Fields, is_number, last_key, near, short
from scenarios.scenario import RELATIVE_BELOW, Reach, Scenario, Setting, Sharing, Step, Timing
from scenarios.steps import STEPS, Parameter, Parsed, StepSpec, default_law, find_step

SCENARIO_KEYS = (
    "scenario", "name", "description", "evidence", "extends", "weight", "steps")
FILTERS = ("indicators", "families", "kinds", "regions")
SHARING_KEYS = ("group", "draw")
_ID = re.compile(r"\w[\w.-]{0,99}")


def step_keys(spec: StepSpec) -> tuple[str, ...]:
    """Return every key that a step of this type may have."""
    own = tuple(p.name for p in spec.parameters)
    return ("step", *own, *spec.timing, *FILTERS, *SHARING_KEYS)


def scenarios_of(document: YamlDocument) -> tuple[tuple[Scenario, ...], tuple[Problem, ...]]:
    """Return the scenarios of a document and everything that is wrong with it.

    Parents are not resolved here. A scenario with a problem is still returned, without the
    parts that could not be read; callers refuse the file when there is any problem.
    """
    parser = _Parser(Fields(document, list(document.problems)))
    raw = document.value
    if isinstance(raw, dict) and "scenarios" in raw:
        parser.read.known_keys(raw, ("scenarios",), ())
        items = parser.read.items(raw["scenarios"], ("scenarios",))
        found = [parser.scenario(item, ("scenarios", i)) for i, item in enumerate(items)]
    elif isinstance(raw, dict):
        found = [parser.scenario(raw, ())]
    else:
        parser.read.report("SCENARIO_FILE_SHAPE", ())
        found = []
    return tuple(s for s in found if s is not None), tuple(parser.read.problems)


@dataclass(slots=True)
class _Parser:
    read: Fields

    # -- whole scenarios ---------------------------------------------------------------------

    def scenario(self, raw: Plain, path: KeyPath) -> Scenario | None:
        if not isinstance(raw, dict):
            self.read.report("MAPPING_EXPECTED", path, key=last_key(path))
            return None
        if "scenario" not in raw:
            self.read.report("SCENARIO_FILE_SHAPE", path)
        self.read.known_keys(raw, SCENARIO_KEYS, path)
        name = self.read.text(raw.get("scenario", "scenario"), (*path, "scenario"))
        if name and not _ID.fullmatch(name):
            self.read.report("ID_INVALID", (*path, "scenario"), id=name)
        parent = self.read.text(raw["extends"], (*path, "extends")) if raw.get("extends") else None
        weight = raw.get("weight")
        return Scenario(
            id=name,
            name=self.read.bilingual(raw.get("name", name), (*path, "name")),
            description=self.read.bilingual(raw.get("description"), (*path, "description")),
            evidence=self.read.bilingual(raw.get("evidence"), (*path, "evidence")),
            extends=parent,
            steps=self.steps(raw.get("steps"), (*path, "steps")),
            weight=None if weight is None else self.read.number(weight, (*path, "weight"), low=0.0),
            source=self.read.document.file,
        )

    def steps(self, raw: Plain, path: KeyPath) -> tuple[Step, ...]:
        if raw is None:
            return ()
        made = [self.step(item, (*path, i)) for i, item in enumerate(self.read.items(raw, path))]
        return tuple(step for step in made if step is not None)

    def step(self, raw: Plain, path: KeyPath) -> Step | None:
        if not isinstance(raw, dict):
            self.read.report("MAPPING_EXPECTED", path, key=last_key(path))
            return None
        known = tuple(spec.name for spec in STEPS)
        if "step" not in raw:
            self.read.report("KEY_MISSING", path, key="step")
            self._hint_step_as_key(raw, known, path)
            return None
        name = self.read.text(raw["step"], (*path, "step"))
        spec = find_step(name)
        if spec is None:
            self.read.report("STEP_UNKNOWN", (*path, "step"), name=name, near=near(name, known),
                        known=", ".join(known))
            return None
        allowed = step_keys(spec)
        for key in raw:
            if key not in allowed:
                self.read.report("STEP_KEY_UNKNOWN", (*path, key), step=name, key=key,
                            near=near(key, allowed), known=", ".join(allowed))
        before = len(self.read.problems)
        parsed = self.parameters(raw, spec, path)
        setting = self.setting(raw, spec, path)
        return spec.make(parsed, setting) if len(self.read.problems) == before else None

    def _hint_step_as_key(self, raw: Mapping[str, Plain], known: tuple[str, ...],
                          path: KeyPath) -> None:
        for key in raw:
            if key in known:
                self.read.report("KEY_UNKNOWN", (*path, key), key=key, near=f"step: {key}")

    # -- parameters of a step ----------------------------------------------------------------

    def parameters(self, raw: Mapping[str, Plain], spec: StepSpec, path: KeyPath) -> Parsed:
        laws: dict[str, Distribution] = {}
        words: dict[str, str] = {}
        milestones: tuple[tuple[int, float], ...] = ()
        inner: tuple[Step, ...] = ()
        for parameter in spec.parameters:
            here = (*path, parameter.name)
            if parameter.name not in raw:
                if parameter.required:
                    self.read.report("KEY_MISSING", path, key=parameter.name)
                elif parameter.sort == "law":
                    laws[parameter.name] = default_law(parameter)
                else:
                    words[parameter.name] = str(parameter.default)
                continue
            value = raw[parameter.name]
            if parameter.sort == "law":
                laws[parameter.name] = self.law(value, parameter, here)
            elif parameter.sort == "milestones":
                milestones = self.milestones(value, here)
            elif parameter.sort == "steps":
                inner = self.steps(value, here)
            elif parameter.sort == "choice":
                words[parameter.name] = self.read.word(value, parameter.choices, here)
            else:
                words[parameter.name] = self.read.text(value, here)
        return Parsed(laws, words, milestones, inner)

    def law(self, raw: Plain, parameter: Parameter, path: KeyPath) -> Distribution:
        names = ", ".join(spec.name for spec in DISTRIBUTIONS)
        if is_number(raw):
            return Fixed(self.read.number(raw, path, low=parameter.low, high=parameter.high))
        if not isinstance(raw, dict) or len(raw) != 1:
            self.read.report("LAW_EXPECTED", path, key=parameter.name, value=short(raw),
                             known=names)
            return Fixed(0.0)
        name = next(iter(raw))
        here = (*path, name)
        spec = next((s for s in DISTRIBUTIONS if s.name == name), None)
        if spec is None:
            known = tuple(s.name for s in DISTRIBUTIONS)
            self.read.report("LAW_UNKNOWN", here, name=name, near=near(name, known), known=names)
            return Fixed(0.0)
        figures = self.figures(raw[name], spec, here)
        if figures is None:
            return Fixed(0.0)
        try:
            law = spec.make(figures)
        except ValueError as error:
            self.read.report("LAW_RULE", here, name=name, rule=error)
            return Fixed(0.0)
        for edge in (law.quantile(np.array([0.0, 1.0])) if spec.bounded else ()):
            if not parameter.low - 1e-9 <= edge <= parameter.high + 1e-9:
                self.read.report("OUT_OF_RANGE", here, value=f"{edge:g}",
                            edges=f"{parameter.low:g}..{parameter.high:g}")
        return law

    def figures(
        self, raw: Plain, spec: DistributionSpec, path: KeyPath
    ) -> dict[str, float | tuple[float, ...]] | None:
        if not isinstance(raw, dict):
            self.read.report("MAPPING_EXPECTED", path, key=spec.name)
            return None
        before = len(self.read.problems)
        self.read.known_keys(raw, spec.required + spec.optional, path)
        for key in spec.required:
            if key not in raw:
                self.read.report("KEY_MISSING", path, key=key)
        out: dict[str, float | tuple[float, ...]] = {}
        for key, value in raw.items():
            here = (*path, key)
            if key in spec.lists:
                items = enumerate(self.read.items(value, here))
                out[key] = tuple(self.read.number(v, (*here, i)) for i, v in items)
            else:
                out[key] = self.read.number(value, here)
        return out if len(self.read.problems) == before else None

    def milestones(self, raw: Plain, path: KeyPath) -> tuple[tuple[int, float], ...]:
        if not isinstance(raw, dict) or not raw:
            self.read.report("MAPPING_EXPECTED", path, key="points")
            return ()
        out = []
        for key, value in raw.items():
            here = (*path, key)
            if not re.fullmatch(r"-?\d{1,4}", key):
                self.read.report("YEAR_NOT_WHOLE", here, value=key)
                continue
            out.append((self.read.year(int(key), here) or 0, self.read.number(value, here)))
        return tuple(sorted(out))

    # -- timing, reach, sharing --------------------------------------------------------------

    def setting(self, raw: Mapping[str, Plain], spec: StepSpec, path: KeyPath) -> Setting:
        def whole(key: str) -> int:
            return self.read.whole(raw[key], (*path, key)) if key in raw else 0

        def year(key: str) -> int | None:
            return self.read.year(raw[key], (*path, key)) if key in raw else None

        allowed = {key: key in spec.timing for key in ("start", "ramp", "end", "lag")}
        timing = Timing(
            year("start") if allowed["start"] else None, whole("ramp") if allowed["ramp"] else 0,
            year("end") if allowed["end"] else None, whole("lag") if allowed["lag"] else 0)
        self.ordered(timing, path)
        lists = {key: self.read.texts(raw.get(key), (*path, key)) for key in FILTERS}
        kinds = tuple(Kind(self.read.word(w, tuple(Kind), (*path, "kinds", i), Kind.FLOW))
                      for i, w in enumerate(lists["kinds"]))
        reach = Reach(lists["indicators"], lists["families"], kinds, lists["regions"])
        group = self.read.text(raw["group"], (*path, "group")) if "group" in raw else ""
        draw = Sharing(self.read.word(raw.get("draw", Sharing.SHARED.value), tuple(Sharing),
                                 (*path, "draw"), Sharing.SHARED))
        return Setting(timing, reach, group, draw)

    def ordered(self, timing: Timing, path: KeyPath) -> None:
        if timing.start is None or timing.end is None:
            return
        if (timing.start < RELATIVE_BELOW) is not (timing.end < RELATIVE_BELOW):
            return  # one is absolute, the other relative: decided when the as-of year is known
        if timing.end < timing.start + timing.lag:
            self.read.report("STEP_TIMING", (*path, "end"), start=timing.start + timing.lag,
                        end=timing.end)
