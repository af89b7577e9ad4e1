"""The registry of steps: one entry a step. A new step is a file and an entry."""

from __future__ import annotations

from scenarios.spec import StepSpec
from scenarios.steps import (
    cap_floor,
    catch_up,
    composition,
    definition_change,
    elasticity,
    growth_scale,
    growth_shift,
    level_shift,
    mixture,
    momentum,
    policy_event,
    pulse,
    stall,
    target_path,
)

STEPS: tuple[StepSpec, ...] = (
    growth_shift.SPEC,
    growth_scale.SPEC,
    level_shift.SPEC,
    pulse.SPEC,
    cap_floor.CAP,
    cap_floor.FLOOR,
    target_path.SPEC,
    elasticity.SPEC,
    policy_event.SPEC,
    composition.SPEC,
    definition_change.SPEC,
    catch_up.SPEC,
    momentum.SPEC,
    stall.SPEC,
    mixture.SPEC,
)
"""Every step a scenario file may name. The constructors' attributes bear the parameters' names."""

_BY_NAME = {spec.name: spec for spec in STEPS}


def find_step(name: str) -> StepSpec | None:
    """Return the entry of the step called ``name``, or ``None``."""
    return _BY_NAME.get(name)


def spec_of(name: str) -> StepSpec:
    """Return the entry of a step that exists. Raises ``KeyError`` for one that does not."""
    return _BY_NAME[name]
