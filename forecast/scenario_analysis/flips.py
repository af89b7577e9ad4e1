"""The single assumption whose change turns a verdict, and the value that does it.

Every number of a scenario's steps, certain or not, is held at other values on the same paths
(common random numbers), so the verdict is a function of the value without noise; a search outward
from the number's own median finds the nearest value at which it turns, and bisection its edge.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from forecast.cases import Case
from forecast.scenario_analysis.branches import labels, outer_label
from forecast.scenario_analysis.subject import at_target
from forecast.solve.levers import RANGES, STRIDES
from scenarios.random.distributions import Distribution, Fixed
from scenarios.registry import spec_of
from scenarios.scenario import Scenario, Step
from scenarios.steps.composition import Composition
from scenarios.uncertainty import pinned, rewritten

FINENESS = 2000
"""Values are told apart in this many parts of the range searched."""

FAR = 1e-6
"""Quantiles between which a law counts as lying."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """A number in a scenario: ``law`` is what is assumed, ``low`` to ``high`` what may be."""

    address: str
    law: Distribution
    low: float
    high: float

    @property
    def middle(self) -> float:
        """The median of what is assumed."""
        return float(self.law.quantile(np.array([0.5]))[0])

    def rarity(self, value: float) -> float | None:
        """Return the share of the assumed law on the near side of ``value``, .5 to 1.

        ``None`` for a plain number, which has no share.
        """
        if isinstance(self.law, Fixed):
            return None
        grid = self.law.quantile(np.linspace(0.0005, 0.9995, 1000))
        below = float(np.mean(grid < value))
        return max(below, 1 - float(np.mean(grid <= value)))


@dataclass(frozen=True, slots=True)
class Flip:
    """Whether changing one assumption alone turns a scenario's verdict on a target.

    ``value`` is the nearest at which it has turned, to ``verdict`` with ``probability``; ``None``
    where it turns nowhere in ``low``..``high``, the range searched. ``now`` is the assumption's
    median, ``rarity`` the share of its own law that lies nearer than ``value``.
    """

    scenario: str
    assumption: str
    now: float
    low: float
    high: float
    value: float | None = None
    verdict: str = ""
    probability: float | None = None
    rarity: float | None = None


def assumptions(scenario: Scenario) -> tuple[Assumption, ...]:
    """Return every number of a scenario's steps, certain or not, in their order."""
    found: list[Assumption] = []

    def note(step: Step, label: str) -> Step:
        found.extend(_of(step, label))
        return step

    rewritten(scenario.chain, note)
    return tuple(found)


def _of(step: Step, label: str) -> list[Assumption]:
    if isinstance(step, Composition):
        return [_assumption(step, f"{label}.{part.name}", part.points, -math.inf, math.inf)
                for part in step.parts]
    out = []
    for parameter in spec_of(step.name).parameters:
        law = getattr(step, parameter.name) if parameter.sort == "law" else None
        unset = isinstance(law, Fixed) and law.value == parameter.default == 0.0
        if law is not None and not unset:  # a shock that is not there is no assumption
            out.append(_assumption(step, f"{label}.{parameter.name}", law, parameter.low,
                                   parameter.high))
    return out


def _assumption(step: Step, address: str, law: Distribution, low: float, high: float,
                ) -> Assumption:
    """Return an assumption with the range that is searched: its domain, where that is bounded.

    Else ten times the assumed span, or value, each way; for growth and levels what solving for
    levers uses.
    """
    ends = law.quantile(np.array([FAR, 0.5, 1 - FAR]))
    reach = 10 * max(float(ends[2] - ends[0]), abs(float(ends[1])), 1.0)
    wide = RANGES.get(step.name, (float(ends[1]) - reach, float(ends[1]) + reach))
    first, last = min(wide[0], float(ends[0])), max(wide[1], float(ends[2]))
    return Assumption(address, law, max(low, first), min(high, last))


def flips(case: Case, scenario: Scenario, verdict: Callable[[float], str]) -> tuple[Flip, ...]:
    """Return for every assumption that a target feels whether it alone can turn the verdict.

    Nearest first: by how far into its own law the value lies, plain numbers after those, and
    what turns nothing last.
    """
    own = verdict(case.likelihood(at_target(case, scenario)))
    near = labels(case, scenario)
    found = [f for a in assumptions(scenario) if outer_label(a.address) in near
             for f in (_flip(case, scenario, a, own, verdict),) if f is not None]
    return tuple(sorted(found, key=_nearness))


def _nearness(flip: Flip) -> tuple[bool, bool, float, str]:
    share = flip.rarity
    return (flip.value is None, share is None, 0.0 if share is None else share, flip.assumption)


def _flip(case: Case, scenario: Scenario, about: Assumption, own: str,
          verdict: Callable[[float], str]) -> Flip | None:
    """Return what an assumption can do; ``None`` where the target does not feel it."""
    known: dict[float, float] = {}

    def probability(value: float) -> float:
        if value not in known:
            held = pinned(scenario, about.address, value)
            known[value] = case.likelihood(at_target(case, held))
        return known[value]

    def turned(value: float) -> bool:
        return verdict(probability(value)) != own

    middle = about.middle
    ends = (about.low, about.high)
    still = Flip(scenario.id, about.address, middle, *ends)
    if len({probability(v) for v in (*ends, middle)}) == 1:
        return None
    if turned(middle):
        value = middle
    else:
        edges = [_nearest(turned, middle, end, (about.high - about.low) / FINENESS)
                 for end in ends]
        near = [e for e in edges if e is not None]
        if not near:
            return still
        value = min(near, key=lambda v: abs(v - middle))
    p = probability(value)
    return Flip(scenario.id, about.address, middle, *ends, value, verdict(p), p,
                about.rarity(value))


def _nearest(turned: Callable[[float], bool], start: float, end: float, unit: float,
             ) -> float | None:
    """Return the value nearest to ``start``, towards ``end``, that turns the verdict."""
    held = start
    for stride in STRIDES:
        here = start + stride * (end - start)
        if here != held and turned(here):
            return _edge(turned, held, here, unit)
        held = here
    return None


def _edge(turned: Callable[[float], bool], held: float, bad: float, unit: float) -> float:
    """Return the first turning value after ``held``, rounded to a power of ten below ``unit``."""
    digits = max(0, -math.floor(math.log10(unit)))
    step = 10.0**-digits
    while abs(bad - held) > 1.5 * step:
        middle = round((held + bad) / 2, digits)
        if middle in (held, bad):
            break
        if turned(middle):
            bad = middle
        else:
            held = middle
    nice = round(bad, digits)
    return nice if nice != bad and turned(nice) else bad
