"""What carrying a law over to another family costs: each family predicted without itself.

For every family with windows enough, series of one half of the regions are predicted from the
other half, as known at the origin, in three ways: with the family in the class, from its cousins
taken as they are, and from its cousins with the family effect of ``models.law.transfer`` as for a
family never seen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.arrays import BoolArray, FloatArray, IntArray
from data.reference.figures import Panel
from forecast.backtest_cells import FACTORS, fold_of
from forecast.law.choice import ENOUGH, windows_at
from models.law.marginals import Marginals
from models.law.predictive_law import fit_law, widen
from models.law.transfer import class_growth, family_effect, own_growth
from models.law.windows import Panel as ClassPanel

LENGTHS = (1, 3, 6)
"""History lengths that are asked about."""

ORIGINS = 4
"""Origins a family is judged at: the latest with a known outcome and earlier ones, two apart."""

WAYS = ("own", "cousins", "effect")


@dataclass(frozen=True, slots=True)
class TransferCost:
    """Brier score and 80 % coverage of one family predicted in each of ``WAYS``."""

    family: str
    cases: int
    brier: tuple[float, float, float]
    inside80: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class _Task:
    panel: Panel
    family: str
    horizon: int
    logs: FloatArray  # (series, time)
    own: BoolArray  # (series,)
    kin: BoolArray  # (series,) the group without the family
    half: IntArray  # (series,)
    codes: IntArray  # (series,)


def transfer_costs(panel: Panel, *, horizon: int = 5,
                   progress: Callable[[int, int, str], None] | None = None,
                   ) -> tuple[TransferCost, ...]:
    """Measure the cost for every family with at least ``ENOUGH`` windows at ``horizon``."""
    families = np.array(panel.families, dtype=object)
    groups = np.array(panel.groups, dtype=object)
    names = sorted(set(panel.families))
    codes = np.array([names.index(f) for f in panel.families], dtype=np.int64)
    logs = np.log(np.where(panel.values > 0, panel.values, np.nan))
    half = np.array([fold_of(i) for i in panel.ids])
    big = [f for f in names if windows_at(panel, _as_bool(families == f), horizon) >= ENOUGH]
    out = []
    for i, family in enumerate(big):
        if progress is not None:
            progress(i, len(big), family)
        own = _as_bool(families == family)
        kin = _as_bool((groups == groups[own][0]) & ~own)
        if windows_at(panel, kin, horizon) < ENOUGH:
            kin = ~own
        task = _Task(panel, family, horizon, logs, own, kin, half, codes)
        found = _measure(task, names.index(family))
        if found is not None:
            out.append(found)
    return tuple(out)


def _as_bool(values: object) -> BoolArray:
    return np.asarray(values, dtype=np.bool_)


def _measure(task: _Task, code: int) -> TransferCost | None:
    last = int(task.panel.years[-1]) - task.horizon
    first = int(task.panel.years[0]) + task.horizon + 2
    losses: list[FloatArray] = []
    inside: list[FloatArray] = []
    for origin in range(last, max(first, last - 2 * ORIGINS), -2):
        at = origin - int(task.panel.years[0])
        for fold in (0, 1):
            rows = task.own & (task.half == fold)
            growth = task.logs[rows, at + task.horizon] - task.logs[rows, at]
            if not np.isfinite(growth).any():
                continue
            for way in _answers(task, fold, origin, code):
                losses.append(way[0])
                inside.append(way[1])
    if not losses:
        return None
    n_ways = len(WAYS)
    loss = [np.concatenate(losses[i::n_ways]) for i in range(n_ways)]
    hit = [np.concatenate(inside[i::n_ways]) for i in range(n_ways)]
    if not len(loss[0]):
        return None
    brier = tuple(float(x.mean()) for x in loss)
    cover = tuple(float(x.mean()) for x in hit)
    return TransferCost(task.family, len(loss[0]), (brier[0], brier[1], brier[2]),
                        (cover[0], cover[1], cover[2]))


def _answers(task: _Task, fold: int, origin: int, code: int,
             ) -> tuple[tuple[FloatArray, FloatArray], ...]:
    """Return (losses, hits) of each way at one origin and half, all history lengths together."""
    at = origin - int(task.panel.years[0])
    other = task.half != fold
    years = np.array(task.panel.years[: at + 1])
    values = np.array(task.panel.values[:, : at + 1])
    patterns = tuple(tuple(range(1 - n, 1)) for n in LENGTHS)
    with_own, without = other, other & ~task.own
    laws = []
    for rows, members in ((with_own, task.own), (without, task.kin)):
        panel = ClassPanel(values[rows], years, members[rows].astype(np.int64))
        laws.append(fit_law(panel, max_horizon=task.horizon, as_of=origin, family=1,
                            patterns=patterns))
    growth = np.diff(task.logs[without][:, : at + 1], axis=1)
    effect = family_effect(growth, task.codes[without], of=-1,
                           members=task.kin[without])
    calendar = class_growth(growth, task.kin[without])
    out: list[list[tuple[FloatArray, FloatArray]]] = [[], [], []]
    for n in LENGTHS:
        rows = np.flatnonzero(task.own & (task.half == fold))
        known = np.isfinite(task.logs[rows, at + 1 - n: at + 1]).all(axis=1)
        actual = task.logs[rows, at + task.horizon] - task.logs[rows, at]
        rows, actual = rows[known & np.isfinite(actual)], actual[known & np.isfinite(actual)]
        if not len(rows):
            continue
        history, when = values[rows, at + 1 - n:], years[at + 1 - n:]
        said = [law.predict(history, when, horizon=task.horizon).marginals for law in laws]
        mean, variance = effect.after(
            own_growth(np.log(history), when, calendar, first_year=int(years[0])))
        steps = np.arange(1, task.horizon + 1, dtype=np.float64)
        moved = said[1].values + np.outer(mean, steps)[..., None]
        wide = widen(moved, np.outer(np.sqrt(variance), steps))
        said.append(Marginals(said[1].levels, wide))
        for i, marginals in enumerate(said):
            out[i].append(_scored(marginals, actual))
    return tuple((_joined([a for a, _ in way]), _joined([b for _, b in way])) for way in out)


def _joined(parts: list[FloatArray]) -> FloatArray:
    return np.concatenate(parts) if parts else np.empty(0)


def _scored(marginals: Marginals, actual: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Brier loss of each case over the growth factors, and whether the 80 % interval held it."""
    goals = np.log(np.array(FACTORS))
    shape = (len(actual), marginals.values.shape[1], len(goals))
    reach = 1 - marginals.cdf(np.broadcast_to(goals, shape))[:, -1]
    met = actual[:, None] >= goals
    low, high = marginals.quantile((0.1, 0.9))[:, -1].T
    held = (actual >= low) & (actual <= high)
    return ((reach - met) ** 2).mean(axis=1), held.astype(np.float64)
