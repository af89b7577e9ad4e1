"""Scenarios for many series at once: what a scenario adds to the analytic baseline.

Paths carry only the difference: P(scenario) = P(baseline) + share of paths that meet the target
under the scenario - share that meet it without. Steps whose effect does not depend on the level
are applied to many series in one array, relative to the last observation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import FloatArray, IntArray
from data.units import Unit
from data.words import Kind
from models.law.marginals import Marginals
from scenarios.context import Draws, Sharing, StepContext
from scenarios.random.draws import sample
from scenarios.scenario import Scenario, Step, apply_scenario
from scenarios.shape import DEEPEST_FALL
from scenarios.spec import SIZE
from scenarios.steps.cap_floor import Cap, Floor
from scenarios.steps.growth_scale import GrowthScale
from scenarios.steps.growth_shift import GrowthShift
from scenarios.steps.level_shift import LevelShift
from scenarios.steps.mixture import Mixture
from scenarios.steps.policy_event import unfolded
from scenarios.steps.pulse import Pulse

BLOCK = 48
"""Series whose paths are worked on together: few enough that they stay in the cache."""


@dataclass(frozen=True, slots=True)
class Member:
    """What a scenario's filters and levels need to know of one series."""

    region: str
    indicator: str
    family: str
    last_value: float


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the series of one block share."""

    last_year: int
    kind: Kind
    unit: Unit
    seed: int

    def context(self, member: Member, horizon: int, draws: Draws, last_value: float) -> StepContext:
        """Return what steps are told about a series' paths."""
        return StepContext(
            first_year=self.last_year + 1, horizon=horizon, as_of=self.last_year,
            last_year=self.last_year, last_value=last_value, kind=self.kind, unit=self.unit,
            draw=draws, indicator=member.indicator, family=member.family, region=member.region)


@dataclass(frozen=True, slots=True)
class Asked:
    """The targets of a block: series row, column of the horizon, edges relative to the last."""

    row: IntArray
    column: IntArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True)
class Effect:
    """What one scenario does to a block.

    ``change`` (targets,) of the probability and its standard error ``mc_se``; ``factor``
    (series, horizon, levels) that baseline quantiles are multiplied by.
    """

    change: FloatArray
    mc_se: FloatArray
    factor: FloatArray


@dataclass(frozen=True, slots=True)
class _TiledDraws(Draws):
    """The same uniforms for every series of a stack: one after the other, ``copies`` times."""

    copies: int = 1

    def uniform(self, *words: str) -> FloatArray:
        one = Draws(self.seed, self.n_paths // self.copies)
        return np.tile(one.uniform(*words), self.copies)


def effects(scenarios: Sequence[Scenario], marginals: Marginals, ranks: IntArray, asked: Asked, *,
            members: Sequence[Member], occasion: Occasion, levels: FloatArray,
            ) -> tuple[Effect, ...]:
    """Return what each scenario does to a block of series with these marginals.

    ``ranks`` (n_paths, horizon) put stratified draws in the order real windows had; all series of
    the block share them.
    """
    paths = len(ranks)
    years_first = Marginals(marginals.levels, marginals.values.transpose(1, 0, 2))
    draws = np.exp(years_first.quantile((np.arange(paths) + 0.5) / paths))  # (years, n, paths)
    base = np.stack([one.take(rank, axis=1) for one, rank in zip(draws, ranks.T, strict=True)])
    plain = _hits(base, asked)
    middle = np.maximum(sample_quantiles(draws, levels), 1e-300)
    out = []
    for scenario in scenarios:
        if not scenario.chain:
            nothing = np.zeros(len(asked.row))
            out.append(Effect(nothing, nothing, np.ones((*base.shape[1::-1], len(levels)))))
            continue
        moved = _moved(base, scenario, members, occasion)
        flips = _hits(moved, asked) - plain
        moved.sort(axis=-1)
        factor = sample_quantiles(moved, levels) / middle
        out.append(Effect(flips.mean(axis=1), paired_error(flips), factor.transpose(1, 0, 2)))
    return tuple(out)


def baseline(said: Marginals, asked: Asked) -> FloatArray:
    """Return the analytic probability (targets,) that growth ends inside the asked interval."""
    at = Marginals(said.levels, said.values[asked.row, asked.column][:, None])

    def below(edge: FloatArray) -> FloatArray:
        usable = (edge > 0) & np.isfinite(edge)
        growth = np.log(np.where(usable, edge, 1.0))
        share = at.cdf(growth[:, None])[:, 0]
        return np.where(usable, share, (edge > 0).astype(np.float64))

    return np.clip(below(asked.high) - below(asked.low), 0.0, 1.0)


def paired_error(flips: FloatArray) -> FloatArray:
    """Standard error (targets,) of the mean of ``flips`` (targets, paths), each -1, 0 or 1.

    One path is counted as changed either way on top of those seen, so that a few hundred paths
    without a change do not pass for certainty; zero only where no path was asked.
    """
    n = flips.shape[1]
    changed = (np.abs(flips).sum(axis=1) + 1) / (n + 1)
    return np.asarray(np.sqrt(np.maximum(changed - flips.mean(axis=1) ** 2, 0.0) / n))


def sample_quantiles(ordered: FloatArray, levels: FloatArray) -> FloatArray:
    """Type-8 quantiles (..., levels) of samples sorted along the last axis."""
    n = ordered.shape[-1]
    at = np.clip(levels * (n + 1 / 3) - 2 / 3, 0, n - 1)
    below = np.minimum(at.astype(np.int64), max(n - 2, 0))
    part = at - below
    return np.asarray(ordered[..., below] * (1 - part) + ordered[..., below + (n > 1)] * part)


def _hits(values: FloatArray, asked: Asked) -> FloatArray:
    """Return 1.0 where paths (years, series, paths) meet the targets: (targets, paths)."""
    at = values[asked.column, asked.row]
    return ((at >= asked.low[:, None]) & (at <= asked.high[:, None])).astype(np.float64)


def _moved(base: FloatArray, scenario: Scenario, members: Sequence[Member],
           occasion: Occasion) -> FloatArray:
    """Return paths (years, series, paths), relative to the last value, under a scenario."""
    horizon, _, paths = base.shape
    draws = Draws(occasion.seed, paths)
    out = np.empty_like(base)
    for rows, steps in _covered(scenario, members, occasion):
        if all(scale_free(step) for step in steps):
            context = occasion.context(members[rows[0]], horizon, draws, 1.0)
            everyone = len(rows) == len(members)
            values = base if everyone else base[:, rows]
            for step in steps:
                values = _stepped(values, step, context)
            if everyone:
                return values if steps else base.copy()
            out[:, rows] = values
            continue
        for row in rows:
            last = members[row].last_value
            context = occasion.context(members[row], horizon, draws, last)
            out[:, row] = (apply_scenario(base[:, row].T * last, scenario, context) / last).T
    return out


def _stepped(values: FloatArray, step: Step, context: StepContext) -> FloatArray:
    """Apply a scale-free step to paths (years, series, paths) that start from 1.

    Effects on the level are the same for all paths of a draw, so the step is asked once, about
    paths that stand still. Added growth depends on each path's own (see ``GrowthShift``).
    """
    horizon, n, paths = values.shape
    if isinstance(step, LevelShift | Pulse) or (
            isinstance(step, GrowthShift) and step.points is None):
        factor = step.apply(np.ones((paths, horizon)), context)
        return np.asarray(values * factor.T[:, None, :])
    if isinstance(step, GrowthShift):
        assert step.points is not None  # else it is among those above
        by = sample(step.points, context, step=step.name, parameter=SIZE, setting=step.setting)
        points = step.setting.timing.strength(context.years, context)[:, None] * by / 100.0
        return _with_growth(values, points)
    stack = np.ascontiguousarray(values.transpose(1, 2, 0)).reshape(-1, horizon)
    tiled = _TiledDraws(context.draw.seed, len(stack), n)
    moved = step.apply(stack, replace(context, draw=tiled))
    return np.ascontiguousarray(moved.reshape(n, paths, horizon).transpose(2, 0, 1))


def _with_growth(values: FloatArray, points: FloatArray) -> FloatArray:
    """Add ``points`` (years, paths) to each year's ratio; the rule of ``GrowthShift.apply``."""
    out = np.empty_like(values)
    lifted = np.ones_like(values[0])
    lift = np.empty_like(lifted)
    for year, extra in enumerate(points):
        if extra.any():
            before = values[year - 1] if year else np.ones_like(lifted)
            np.divide(values[year], before, out=lift)
            np.maximum(lift, DEEPEST_FALL, out=lift)
            np.divide(extra, lift, out=lift)
            lift += 1.0
            np.maximum(lift, 0.0, out=lift)
            lifted *= lift
        np.multiply(values[year], lifted, out=out[year])
    return out


def _covered(scenario: Scenario, members: Sequence[Member], occasion: Occasion,
             ) -> list[tuple[list[int], tuple[Step, ...]]]:
    """Group the series by which of the scenario's steps reach them."""
    chain = unfolded(scenario.chain)
    nobody = Draws(occasion.seed, 1)
    if not any(_asks_who(step) for step in chain):
        alike = occasion.context(members[0], 1, nobody, 1.0)
        steps = tuple(step for step in chain if step.setting.reach.covers(alike))
        return [(list(range(len(members))), steps)]
    groups: dict[tuple[bool, ...], list[int]] = {}
    for i, member in enumerate(members):
        context = occasion.context(member, 1, nobody, 1.0)
        reached = tuple(step.setting.reach.covers(context) for step in chain)
        groups.setdefault(reached, []).append(i)
    return [(rows, tuple(s for s, yes in zip(chain, reached, strict=True) if yes))
            for reached, rows in groups.items()]


def scale_free(step: Step) -> bool:
    """Return whether a step does the same to every series, relative to its last value.

    Not so: absolute levels, medians over one series' paths, and draws of a series' own.
    """
    if step.setting.draw is not Sharing.SHARED:
        return False
    if isinstance(step, Mixture):
        return all(scale_free(inner) and not _asks_who(inner) for inner in step.steps)
    if isinstance(step, Cap | Floor):
        return step.measure == "percent_of_last"
    if isinstance(step, GrowthScale):
        return step.of == "path"
    return isinstance(step, GrowthShift | LevelShift | Pulse)


def _asks_who(step: Step) -> bool:
    reach = step.setting.reach
    return bool(reach.indicators or reach.families or reach.regions)
