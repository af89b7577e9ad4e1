"""Scenarios whose effect has a closed form: steps that multiply a year's ratio or add to it.

What is uncertain about the steps is taken in equally likely strata instead of draws: each
parameter's own law is met exactly, and no two series share luck.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import numpy as np

from data.arrays import FloatArray, IntArray
from forecast.law.counting import Means, Whole
from models.law.moved import LEVEL, POINTS, Effects, MovedLaw
from scenarios.context import Draws, StepContext
from scenarios.random.draws import sample
from scenarios.scenario import Step
from scenarios.shape import DEEPEST_FALL
from scenarios.spec import SIZE
from scenarios.steps.growth_shift import GrowthShift
from scenarios.steps.level_shift import LevelShift
from scenarios.steps.pulse import Pulse

STRATA, MANY_STRATA = 32, 128
"""Equally likely sets of parameters, where one is uncertain and where several are."""

CLOSED_ERROR = 0.02
"""How far a change of a probability may be off, as a share of it (docs/decisions/0027)."""


def has_closed_form(step: Step) -> bool:
    """Return whether a step on a positive quantity multiplies a year's ratio or adds to it."""
    if isinstance(step, LevelShift | Pulse):
        return step.percent is not None
    return isinstance(step, GrowthShift)


def yearly_effects(steps: Sequence[Step], context: StepContext) -> Effects | None:
    """Return what steps that have a closed form do; ``None`` where they do nothing."""
    strata = _Strata(context.draw.seed, STRATA)
    found = _effects(steps, replace(context, draw=strata))
    if not strata.keys:
        found = [(kind, size[:1]) for kind, size in found]
    elif len(strata.keys) > 1:
        found = _effects(steps, replace(context, draw=_Strata(context.draw.seed, MANY_STRATA)))
    if not found:
        return None
    return Effects(np.array([kind for kind, _ in found]), np.stack([size for _, size in found]),
                   DEEPEST_FALL)


def _effects(steps: Sequence[Step], context: StepContext) -> list[tuple[int, FloatArray]]:
    """Return kind and size (strata, years) of every step that does anything."""
    out = []
    still = np.ones((context.draw.n_paths, context.horizon))
    for step in steps:
        if isinstance(step, GrowthShift) and step.points is not None:
            by = sample(step.points, context, step=step.name, parameter=SIZE, setting=step.setting)
            way = context.direction if step.towards == "better" else 1
            size = way * by[:, None] * step.setting.timing.strength(context.years, context) / 100.0
            if np.any(size):
                out.append((POINTS, size))
            continue
        level = step.apply(still, context)
        if level is not still:
            before = np.concatenate([still[:, :1], level[:, :-1]], axis=1)
            out.append((LEVEL, np.divide(level, before, out=np.ones_like(level),
                                         where=before > 0)))
    return out


@dataclass(frozen=True, slots=True)
class _Strata(Draws):
    """Uniforms that are the middles of equally wide strata, in another order for each key.

    The orders are those of a Kronecker sequence, so that parameters are uncorrelated.
    """

    keys: dict[tuple[str, ...], int] = field(default_factory=dict)

    def uniform(self, *words: str) -> FloatArray:
        """Return the middles (n_paths,) in the order of these words."""
        number = self.keys.setdefault(words, len(self.keys))
        step = np.arange(self.n_paths) + 0.5
        if number:
            root = np.sqrt(_PRIMES[(number - 1) % len(_PRIMES)])
            step = np.argsort(np.argsort(step * root % 1.0, kind="stable"), kind="stable") + 0.5
        return np.asarray(step / self.n_paths)


_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)


@dataclass(frozen=True, slots=True)
class MovedMeans:
    """Moved laws of cells' values, as ``forecast.law.counting`` asks for them; canonical unit."""

    law: MovedLaw
    row: IntArray
    column: IntArray
    last: FloatArray

    def up_to(self, x: FloatArray) -> FloatArray:
        """Return Pr(value <= x) (cells, points)."""
        return self.law.below(self.row, self.column, x / self.last[:, None])

    def below(self, x: FloatArray) -> FloatArray:
        """Return Pr(value < x) (cells,): no value has a chance of its own."""
        return self.up_to(x[:, None])[:, 0]

    def values(self, levels: FloatArray) -> FloatArray:
        """Return quantiles (cells, levels)."""
        return self.law.quantile(self.row, self.column, levels) * self.last[:, None]

    def take(self, cells: IntArray) -> MovedMeans:
        """Return some of the cells."""
        return MovedMeans(self.law, self.row[cells], self.column[cells], self.last[cells])


class Values(Means, Protocol):
    """Laws of values that can also be asked about what lies strictly below."""

    def below(self, x: FloatArray) -> FloatArray:
        """Return Pr(value < x) of ``x`` (cells,)."""


def chance_between(at: Values, whole: Whole | None, low: FloatArray, high: FloatArray,
                   ) -> FloatArray:
    """Return Pr(low <= value <= high) (cells,); of a count the chance of whole numbers."""
    if whole is None:
        return np.clip(at.up_to(high[:, None])[:, 0] - at.below(low), 0.0, 1.0)
    return np.clip(whole.tail(at, np.ceil(low)) - whole.tail(at, np.floor(high) + 1), 0.0, 1.0)
