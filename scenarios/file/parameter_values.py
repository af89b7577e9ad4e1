"""Values of a step's parameters: laws, milestones, parts; problems are collected."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np

from data.io.yamlfile import KeyPath, Plain
from scenarios.file.fields import LARGEST, Fields, is_number, near, short
from scenarios.random.distributions import DISTRIBUTIONS, Distribution, DistributionSpec, Fixed
from scenarios.spec import Component, Parameter

TAIL = 1e-3
"""An unbounded law may leave a parameter's domain with no more than this probability a side."""

SHARES_SLACK = 0.01
"""How far the shares of parts may be from 100 %: they are written with few digits."""


@dataclass(frozen=True, slots=True)
class LawReader:
    """Reads parameter values; a refused one gives a neutral one in its place."""

    read: Fields

    def law(self, raw: Plain, parameter: Parameter, path: KeyPath, *,
            mean_needed: bool = False) -> Distribution:
        """Return a number or a distribution within the parameter's domain."""
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
        figures = self._figures(raw[name], spec, here)
        if figures is None:
            return Fixed(0.0)
        try:
            law = spec.make(figures)
        except ValueError as error:
            self.read.report("LAW_RULE", here, name=name, rule=error)
            return Fixed(0.0)
        self._domain(law, spec, parameter, here)
        if mean_needed and not math.isfinite(law.mean):
            self.read.report("LAW_MOMENT", here, name=name, key=parameter.name,
                             other=parameter.mean_for)
        return law

    def _domain(self, law: Distribution, spec: DistributionSpec, parameter: Parameter,
                path: KeyPath) -> None:
        """Report the ends of a law (of an unbounded one: its far quantiles) outside low..high."""
        tail = 0.0 if spec.bounded else TAIL
        low, high = max(parameter.low, -LARGEST), min(parameter.high, LARGEST)
        edges = f"{low:g}..{high:g}"
        with np.errstate(over="ignore"):  # what is too large to be a number is refused below
            ends = law.quantile(np.array([tail, 1.0 - tail]))
        for edge in ends:
            if low - 1e-9 <= edge <= high + 1e-9:
                continue
            code = "OUT_OF_RANGE" if spec.bounded else "LAW_LEAVES_DOMAIN"
            details = {"value": f"{edge:g}", "edges": edges}
            if not spec.bounded:
                details |= {"name": spec.name, "share": f"{TAIL:g}"}
            self.read.report(code, path, **details)

    def _figures(self, raw: Plain, spec: DistributionSpec, path: KeyPath,
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

    def milestones(self, raw: Plain, parameter: Parameter, path: KeyPath,
                   ) -> tuple[tuple[int, float], ...]:
        """Return (year, value) pairs in the order of the years."""
        if not isinstance(raw, dict) or not raw:
            self.read.report("MAPPING_EXPECTED", path, key=parameter.name)
            return ()
        out = []
        for key, value in raw.items():
            here = (*path, key)
            if not re.fullmatch(r"-?\d{1,4}", key):
                self.read.report("YEAR_NOT_WHOLE", here, value=key)
                continue
            out.append((self.read.year(int(key), here) or 0, self.read.number(
                value, here, low=parameter.low, high=parameter.high)))
        return tuple(sorted(out))

    def parts(self, raw: Plain, parameter: Parameter, path: KeyPath) -> tuple[Component, ...]:
        """Return the parts of a total; their shares have to add up to 100 %."""
        if not isinstance(raw, dict) or not raw:
            self.read.report("MAPPING_EXPECTED", path, key=parameter.name)
            return ()
        out = []
        before = len(self.read.problems)
        for name, row in raw.items():
            here = (*path, name)
            if not isinstance(row, dict):
                self.read.report("MAPPING_EXPECTED", here, key=name)
                continue
            self.read.known_keys(row, ("share", "points"), here)
            missing = [key for key in ("share", "points") if key not in row]
            for key in missing:
                self.read.report("KEY_MISSING", here, key=key)
            if missing:
                continue
            share = self.read.number(row["share"], (*here, "share"), low=0.0, high=100.0)
            points = Parameter("points", "law", parameter.doc, low=parameter.low,
                               high=parameter.high)
            out.append(Component(name, share, self.law(row["points"], points, (*here, "points"))))
        total = sum(part.share for part in out)
        if len(self.read.problems) == before and abs(total - 100.0) > SHARES_SLACK:
            self.read.report("PARTS_SHARES", path, total=f"{total:g}")
        return tuple(out)
