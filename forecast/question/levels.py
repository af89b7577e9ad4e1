"""Steps that name a level: of a running total they mean the total, not its yearly flow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scenarios.context import StepContext
from scenarios.scenario import Step
from scenarios.steps.mixture import Mixture
from scenarios.steps.policy_event import PolicyEvent, first_year

LEVEL_STEPS = ("cap", "floor", "target_path")
"""Steps that name a level of the target's own quantity."""


def parted(steps: Sequence[Step], context: StepContext) -> tuple[tuple[Step, ...],
                                                                 tuple[Step, ...]]:
    """Return the steps that act on a running total's yearly flow, and those on the total itself.

    A mixture or an event that holds both kinds stands on both sides, with its own share each: it
    happens in the same paths, at the same strength and in the same years. ``context`` is the
    flow's.
    """
    on_flow: list[Step] = []
    on_total: list[Step] = []
    for step in steps:
        if not isinstance(step, Mixture | PolicyEvent):
            (on_total if step.name in LEVEL_STEPS else on_flow).append(step)
            continue
        flow, total = parted(step.steps if isinstance(step, Mixture) else step.effects, context)
        if not total:
            on_flow.append(step)
            continue
        on_total.append(_holding(step, total, context))
        if flow:
            on_flow.append(_holding(step, flow, context))
    return tuple(on_flow), tuple(on_total)


def _holding(step: Mixture | PolicyEvent, inner: tuple[Step, ...], context: StepContext) -> Step:
    """Return the step with only some of what it holds; an event keeps its year."""
    if isinstance(step, Mixture):
        return replace(step, steps=inner)
    year = first_year(step.effects, context) if step.year is None else step.year
    return replace(step, effects=inner, year=year)
