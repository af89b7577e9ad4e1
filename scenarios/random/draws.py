"""Random numbers of steps: keyed by content, shared as asked, correlated where a scenario says so.

A draw belongs to a ``DrawKey``. Scenario names are not part of a key, so the same step in two
scenarios meets the same numbers, and no draw here can change the numbers behind the baseline.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from data.arrays import FloatArray
from scenarios.context import DrawKey, StepContext
from scenarios.random.distributions import Distribution, Fixed
from scenarios.scenario import Setting


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
