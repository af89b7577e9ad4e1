"""The rules of the seven pace methods, written over windows.

A window is one base, one target and one latest actual. One rule serves one plan target (a batch
of one) and a backtest over a hundred thousand past windows alike.

Sources: Eurostat, *Sustainable development in the European Union* (annexed method) and Open SDG;
UN Statistics Division, Progress Chart technical note; Sustainable Development Report (SDSN);
Destatis, indicator report on the German strategy; UN ESCAP, current status index.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from data.arrays import BoolArray, FloatArray, IntArray
from data.messages.message import Message
from data.words import NOTHING, Wording
from forecast.question.arithmetic import cagr, geometric_due, linear_due

EDGE = 1e-9
"""Slack of every lower edge, so that a value exactly on it does not fall by rounding."""

LAST_CHANGES = 5
"""How many annual changes the German method averages."""

NEAR_BOUND = 0.01
"""Share of the 0-100 % range within which the UN Statistics Division counts a bound as met."""

REASONS: tuple[Wording, ...] = (
    NOTHING,
    Message("pace.base_target_or_observation_missing"),
    Message("pace.no_full_year_plan_has"),
    Message("pace.observation_lies_after_target_year"),
    Message("pace.target_equals_base_no_change"),
    Message("pace.base_already_meets_target"),
    Message("pace.value_zero_negative_or_changes"),
    Message("pace.indicator_itself_growth_rate_growth"),
    Message("pace.there_no_annual_change_within"),
    Message("pace.path_asks_for_no_change"),
)
NONE, MISSING, NOT_YET, PAST, NO_CHANGE, BEYOND, SIGN, GROWTH_RATE, NO_CHANGES, FLAT = range(10)
"""Positions in ``REASONS``."""


@dataclass(frozen=True, slots=True)
class Windows:
    """A batch of windows; every field ``(n,)`` but ``changes`` ``(n, k)``."""

    base_year: FloatArray
    base: FloatArray
    year: FloatArray
    value: FloatArray
    target_year: FloatArray
    target: FloatArray
    direction: FloatArray  # +1 more is better, -1 less is better
    achieved: BoolArray  # the latest value is at or beyond the target
    geometric: BoolArray  # the own method's path is one of constant growth
    due: FloatArray  # p(t), the value due on the own method's path
    changes: FloatArray  # last annual changes, newest anywhere, NaN where there is none
    share: BoolArray  # the quantity is a share of 0-100 %
    growth_rate: BoolArray  # the quantity is itself a growth rate

    @property
    def elapsed(self) -> FloatArray:
        """Share of the period that has passed (NaN for a period without years)."""
        span = self.target_year - self.base_year
        return (self.year - self.base_year) / np.where(span > 0, span, np.nan)


@dataclass(frozen=True, slots=True)
class Ruled:
    """Result of a rule, each ``(n,)``: ``level`` is a position in the method's labels, -1 is N/A.

    ``reason`` is a position in ``REASONS``, 0 where there is a label.
    """

    value: FloatArray
    level: IntArray
    reason: IntArray


@dataclass(frozen=True, slots=True)
class PaceMethod:
    """One method: its labels from best to worst, which of them are on track, and its rule."""

    name: str
    title: Wording
    path: str
    labels: tuple[str, ...]
    on_track: tuple[bool | None, ...]
    official: bool
    rule: Callable[[Windows], Ruled]


def windows(
    base: npt.ArrayLike,
    target: npt.ArrayLike,
    *,
    value: npt.ArrayLike,
    base_year: npt.ArrayLike,
    year: npt.ArrayLike,
    target_year: npt.ArrayLike,
    direction: npt.ArrayLike = 1,
    geometric: npt.ArrayLike = False,
    changes: npt.ArrayLike | None = None,
    due: npt.ArrayLike | None = None,
    achieved: npt.ArrayLike | None = None,
    share: npt.ArrayLike = False,
    growth_rate: npt.ArrayLike = False,
) -> Windows:
    """Build a batch; the arguments broadcast to one length n.

    ``changes`` (n, k) are the last up to five annual changes (NaN where there is none); left out,
    the mean change since the base stands for them. ``due`` is the value due on the own method's
    path, by default the geometric or the straight one. ``achieved`` defaults to the inclusive
    comparison in the desired direction.
    """
    numbers = (base_year, base, year, value, target_year, target, direction)
    arrays = np.broadcast_arrays(*(np.atleast_1d(np.asarray(a, float)) for a in numbers))
    t0, y0, t, yt, t1, y1, sign = (np.array(a) for a in arrays)
    flat = [np.broadcast_to(np.asarray(a, bool), y0.shape) for a in (geometric, share, growth_rate)]
    span = np.where(t1 > t0, t1 - t0, np.nan)
    if due is None:
        passed = (t - t0) / span
        due = np.where(flat[0], geometric_due(y0, y1, elapsed=passed),
                       linear_due(y0, y1, elapsed=passed))
    if changes is None:
        changes = ((yt - y0) / np.where(t > t0, t - t0, np.nan))[:, None]
    if achieved is None:
        achieved = sign * (yt - y1) >= -EDGE * np.abs(y1)
    reached = np.broadcast_to(np.asarray(achieved, bool), y0.shape)
    path = np.broadcast_to(np.asarray(due, float), y0.shape)
    recent = np.atleast_2d(np.asarray(changes, float))
    return Windows(t0, y0, t, yt, t1, y1, sign, reached, flat[0], path, recent, flat[1], flat[2])


def _common(w: Windows) -> list[tuple[BoolArray, int]]:
    """Reasons for N/A that all methods share, most basic first."""
    known = np.isfinite(w.base) & np.isfinite(w.value) & np.isfinite(w.target)
    asked = w.direction * (w.target - w.base)
    return [(~known, MISSING), (w.year <= w.base_year, NOT_YET), (w.year > w.target_year, PAST),
            (asked == 0, NO_CHANGE), (asked < 0, BEYOND)]


def _rates(w: Windows) -> list[tuple[BoolArray, int]]:
    """Reasons for N/A of the methods that use growth rates."""
    return [(w.growth_rate, GROWTH_RATE), (~((w.base > 0) & (w.value > 0) & (w.target > 0)), SIGN)]


def _reason(checks: list[tuple[BoolArray, int]]) -> IntArray:
    """First reason that applies to each window, 0 where none does."""
    masks, codes = zip(*checks, strict=True)
    return np.asarray(np.select(list(masks), list(codes), NONE), dtype=np.int64)


def _graded(value: FloatArray, edges: tuple[float, ...], reason: IntArray) -> Ruled:
    """Label by lower edges from best to worst (inclusive); N/A where there is a reason."""
    level = np.full(value.shape, len(edges), dtype=np.int64)
    for position in reversed(range(len(edges))):
        level[value >= edges[position] - EDGE] = position
    kept = reason == NONE
    return Ruled(np.where(kept, value, np.nan), np.where(kept, level, -1), reason)


def _divided(top: FloatArray, bottom: FloatArray) -> FloatArray:
    """Quotient, NaN where the divisor is zero or missing."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(top / np.where(bottom != 0, bottom, np.nan))


def own(w: Windows) -> Ruled:
    """Own pace: progress in the path's scale over the progress due by now."""
    positive = (w.base > 0) & (w.value > 0) & (w.due > 0)
    log = w.geometric & positive
    base, value, due = (np.where(log, np.log(np.where(log, a, 1.0)), a)
                        for a in (w.base, w.value, w.due))
    ratio = _divided(value - base, due - base)
    checks = [*_common(w), (w.geometric & w.growth_rate, GROWTH_RATE),
              (w.geometric & ~positive, SIGN), (~(w.direction * (due - base) > 0), FLAT)]
    reason = _reason(checks)
    ruled = _graded(ratio, (np.inf, 1.05, 0.95, 0.60, 0.0), reason)
    # Reaching the target is a fact, whatever the arithmetic of the way there can say.
    done = w.achieved & ~np.isin(reason, (MISSING, NOT_YET, PAST))
    return Ruled(ruled.value, np.where(done, 0, ruled.level), np.where(done, NONE, reason))


def eurostat(w: Windows) -> Ruled:
    """Eurostat and Open SDG: R = CAGR achieved / \\|CAGR required\\| * d."""
    needed = cagr(w.base, w.target, w.target_year - w.base_year)
    achieved = cagr(w.base, w.value, w.year - w.base_year)
    ratio = _divided(achieved, np.abs(needed)) * w.direction
    return _graded(ratio, (0.95, 0.60, 0.0), _reason([*_common(w), *_rates(w)]))


def unsd(w: Windows) -> Ruled:
    """UN Statistics Division: the change expected by the target year over the change asked for.

    A share within one point of 0 % (less is better) or 100 % (more is better) counts as met.
    """
    rate = cagr(w.base, w.value, w.year - w.base_year)
    with np.errstate(over="ignore"):
        expected = w.value * (1 + rate) ** (w.target_year - w.year)
    ratio = _divided(expected - w.base, w.target - w.base)
    ruled = _graded(ratio, (np.inf, 0.95, 0.10), _reason([*_common(w), *_rates(w)]))
    margin = 100 * NEAR_BOUND + EDGE
    at_bound = np.where(w.direction > 0, w.value >= 100 - margin, w.value <= margin)
    met = w.share & at_bound & ~np.isin(ruled.reason, (MISSING, NOT_YET, PAST))
    return Ruled(ruled.value, np.where(met, 0, ruled.level), np.where(met, NONE, ruled.reason))


def sdsn(w: Windows) -> Ruled:
    """SDSN: linear growth achieved over linear growth required."""
    ratio = _divided(_divided(w.value - w.base, w.target - w.base), w.elapsed)
    return _graded(ratio, (1.0, 0.5, 0.0), _reason(_common(w)))


def german(w: Windows) -> Ruled:
    """German federal method: mean of the last annual changes carried to the target year.

    The value is what would then be missing, as a share of the gap that is left today: below 5 %
    and up to 20 % on track, above off track; a mean change away from the target is the wrong
    direction. Where the target is met and stays met nothing is missing.
    """
    seen = np.isfinite(w.changes)
    count = seen.sum(axis=1)
    mean = np.where(seen, w.changes, 0.0).sum(axis=1) / np.where(count > 0, count, 1)
    gap = w.direction * (w.target - w.value)
    drift = w.direction * mean
    missing = np.maximum(gap - drift * (w.target_year - w.year), 0.0)
    missing = np.where(missing <= EDGE * np.abs(w.target - w.base), 0.0, missing)
    share = np.where(gap > 0, _divided(missing, gap), np.where(missing > 0, np.nan, 0.0))
    level = np.select([share < 0.05 - EDGE, share <= 0.20 + EDGE], [0, 1], 2)
    level = np.where((drift < 0) & (missing > 0), 3, level)
    reason = _reason([*_common(w), (count == 0, NO_CHANGES)])
    kept = reason == NONE
    return Ruled(np.where(kept, share, np.nan), np.where(kept, level, -1).astype(np.int64), reason)


def unescap(w: Windows) -> Ruled:
    """UN ESCAP current status, 0 at the base and 10 at the target; it judges no pace."""
    status = 10 * w.direction * _divided(w.value - w.base, np.abs(w.target - w.base))
    return _graded(status, (10.0, 2 * EDGE, 0.0), _reason(_common(w)))


def schedule(w: Windows) -> Ruled:
    """时序进度: share of the change done minus share of the time gone, percentage points."""
    done = _divided(w.value - w.base, w.target - w.base)
    return _graded(100 * (done - w.elapsed), (0.0, -10.0, -30.0), _reason(_common(w)))


METHODS: tuple[PaceMethod, ...] = (
    PaceMethod("own", Message("pace.own_pace"), "",
               ("ACHIEVED", "AHEAD", "ON_PACE", "BEHIND", "FAR_BEHIND", "REVERSED"),
               (True, True, True, False, False, False), False, own),
    PaceMethod("eurostat", Message("pace.eurostat"), "geometric",
               ("ON_TRACK", "MODERATE", "LIMITED", "DETERIORATION"),
               (True, False, False, False), True, eurostat),
    PaceMethod("unsd", Message("pace.un_statistics_division"), "geometric",
               ("MET", "ON_TRACK", "FAIR", "STAGNATION"), (True, True, False, False), True, unsd),
    PaceMethod("sdsn", Message("pace.sdsn"), "linear",
               ("ON_TRACK", "MODERATE", "STAGNATING", "DECREASING"),
               (True, False, False, False), True, sdsn),
    PaceMethod("german", Message("pace.german_federal_method"), "linear",
               ("ON_TRACK", "NEARLY_ON_TRACK", "OFF_TRACK", "WRONG_DIRECTION"),
               (True, True, False, False), True, german),
    PaceMethod("unescap", Message("pace.un_escap"), "linear",
               ("REACHED", "PROGRESS", "NO_CHANGE", "REGRESSION"),
               (None, None, None, None), True, unescap),
    PaceMethod("schedule", Message("pace.share_time_gone"), "linear",
               ("GREEN", "GREEN_WATCH", "YELLOW", "RED"), (True, True, False, False), True,
               schedule),
)
"""All methods, in the order they are shown."""
