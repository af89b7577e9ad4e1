"""Random numbers of steps: keyed by content, shared as asked, correlated where a scenario says so.

A draw belongs to a ``DrawKey``. Scenario names are not part of a key, so the same step in two
scenarios meets the same numbers, and no draw here can change the numbers behind the baseline.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from scipy.special import ndtr, ndtri

from data.arrays import FloatArray
from data.randomness import uniforms
from scenarios.random.distributions import Distribution, Fixed

if TYPE_CHECKING:
    from scenarios.scenario import Setting, StepContext

_EDGE = 2.0**-53
"""A correlated uniform stays strictly inside (0, 1), as independent ones do."""


class Sharing(StrEnum):
    """Who shares one draw of an uncertain parameter (path by path)."""

    SHARED = "shared"  # all indicators and regions the step reaches: one policy hits all
    BY_REGION = "by_region"  # the indicators of one region share it, regions differ
    BY_INDICATOR = "by_indicator"  # every indicator of every region has its own


@dataclass(frozen=True, slots=True)
class Draws:
    """The keyed source of a step's random numbers; ``n_paths`` uniforms for each set of words."""

    seed: int
    n_paths: int

    def uniform(self, *words: str) -> FloatArray:
        """Return (n_paths,) uniforms strictly inside (0, 1) that belong to ``words``."""
        return uniforms(self.seed, self.n_paths, "scenario", *words)


@dataclass(frozen=True, slots=True)
class DrawKey:
    """Whose numbers a parameter is drawn with; equal keys mean one and the same draw.

    ``yearly`` parameters have a draw for every year.
    """

    who: tuple[str, ...]
    parameter: str
    draw: Sharing = Sharing.SHARED
    yearly: bool = False

    def uniform(self, context: StepContext, year: int | None = None) -> FloatArray:
        """Return the uniforms (n_paths,) of this key, of one year where it is yearly."""
        word = f"{self.parameter} {year}" if self.yearly else self.parameter
        scope: tuple[str, ...] = ()
        if self.draw is Sharing.BY_REGION:
            scope = (context.region,)
        elif self.draw is Sharing.BY_INDICATOR:
            scope = (context.region, context.indicator)
        return context.draw.uniform(*self.who, word, str(self.draw), *scope)


@dataclass(frozen=True, slots=True)
class Mix:
    """A row of a Gaussian copula: the normal score of ``parameter`` is Σ weight · score(key).

    The weights are a row of the Cholesky factor of the correlation matrix; their squares add up
    to 1, so that the parameter's own law stays what it is.
    """

    parameter: str
    parts: tuple[tuple[DrawKey, float], ...]

    def uniform(self, context: StepContext, year: int | None = None) -> FloatArray:
        """Return the correlated uniforms (n_paths,)."""
        score = sum(weight * ndtri(key.uniform(context, year)) for key, weight in self.parts)
        return np.asarray(np.clip(ndtr(score), _EDGE, 1.0 - _EDGE))


def key_of(setting: Setting, *, step: str, parameter: str, yearly: bool = False) -> DrawKey:
    """Return the key of a step's parameter.

    Two steps of one ``group`` share the draws of parameters of the same key. Without a group,
    steps of the same type and reach do, in every scenario: their figures are not part of the
    key, so a comparison of two strengths is a comparison at equal luck.
    """
    group = ("group", setting.group)
    who = group if setting.group else ("step", step, *setting.reach.words())
    return DrawKey(who, parameter, setting.draw, yearly)


def keyed_uniform(context: StepContext, *, step: str, parameter: str, setting: Setting,
                  year: int | None = None) -> FloatArray:
    """Return the uniforms (n_paths,) that belong to a parameter of a step (and to a year)."""
    for mix in setting.copula:
        if mix.parameter == parameter:
            return mix.uniform(context, year)
    key = key_of(setting, step=step, parameter=parameter, yearly=year is not None)
    return key.uniform(context, year)


def sample(law: Distribution, context: StepContext, *, step: str, parameter: str,
           setting: Setting, year: int | None = None) -> FloatArray:
    """Draw one value a path, (n_paths,), for a step's parameter; a number draws nothing."""
    if isinstance(law, Fixed):
        return np.full(context.draw.n_paths, law.value)
    return law.quantile(keyed_uniform(
        context, step=step, parameter=parameter, setting=setting, year=year))


Sampler = Callable[[Distribution, str], FloatArray]
"""Draws a law under the key of a named parameter: (n_paths,)."""


def sampler(context: StepContext, step: str, setting: Setting) -> Sampler:
    """Return what draws the parameters of one step."""
    return lambda law, parameter: sample(
        law, context, step=step, parameter=parameter, setting=setting)
