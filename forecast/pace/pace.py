"""Pace: is the indicator where its path says it should be by now? Looking back only.

Seven methods give seven labels that can contradict one another on the same figures; all of them
are shown with the path they assume, and the contradiction is explained. Labels carry no
probability: that is the probability's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from data.arrays import FloatArray, IntArray
from data.messages.message import Joined, Localized, Message
from data.numbers import with_unit
from data.paths import met
from data.units import UNITS, Unit
from data.words import NOTHING, Kind, Sense, Wording
from forecast.pace.methods import (
    LAST_CHANGES,
    METHODS,
    MISSING,
    NONE,
    REASONS,
    PaceMethod,
    Windows,
    own,
    windows,
)
from forecast.probability.verdict import Finding, Pace
from forecast.question.arithmetic import due_value, number

GEOMETRIC_KINDS = frozenset({Kind.FLOW, Kind.AMOUNT})
"""Kinds whose default path is one of constant growth; all others move along a straight one."""

_NO_PATH = Message("pace.every_year_has_move_there")
_KIND_OPEN = Message("pace.kind_undeclared_path_depends_on")


@dataclass(frozen=True, slots=True)
class PaceCase:
    """What the pace of one reading is judged from. Values in the canonical unit.

    ``years`` (n,) and ``values`` (n,) are the history up to the as-of year, the latest last.
    ``milestones`` (year, value) between base and target replace the default path of the kind.
    ``sense`` decides what counts as achieved, with ``upper`` and ``tolerance``; ``None`` takes
    the side of ``direction``. ``threshold`` is what it compares with where that is not the level
    to be reached (the lower edge of a band that is entered from above). ``growth_rate`` marks a
    quantity that is itself a growth rate, ``distance`` one that is a distance from another region
    and may pass zero, ``each_year`` a promise about every year, which has no path. ``unit`` is
    the unit findings show values in; canonical without one.
    """

    kind: Kind
    direction: int
    base_year: int | None
    base_value: float | None
    target_year: int
    target_value: float | None
    years: IntArray
    values: FloatArray
    milestones: tuple[tuple[int, float], ...] = ()
    sense: Sense | None = None
    upper: float | None = None
    growth_rate: bool = False
    unit: Unit | None = None
    threshold: float | None = None
    tolerance: float | None = None
    distance: bool = False
    each_year: bool = False

    @property
    def geometric(self) -> bool:
        """Whether the own method's path is one of constant growth."""
        return self.kind in GEOMETRIC_KINDS and not (self.growth_rate or self.distance)


@dataclass(frozen=True, slots=True)
class PaceLabels:
    """Labels of a batch of windows, each array ``(n,)``.

    ``level`` is a position in ``labels`` (best first), -1 for N/A; ``reason`` a position in
    ``pace_methods.REASONS``.
    """

    labels: tuple[str, ...]
    value: FloatArray
    level: IntArray
    reason: IntArray

    def names(self) -> npt.NDArray[np.str_]:
        """The label of each window, ``N/A`` where there is none."""
        return np.array([*self.labels, "N/A"])[self.level]


def method_named(name: str) -> PaceMethod:
    """Return a method by name. Raises ``KeyError``."""
    for method in METHODS:
        if method.name == name:
            return method
    raise KeyError(name)


def pace_labels(method: str, batch: Windows) -> PaceLabels:
    """Label a batch of windows by one method: the same rule the panel uses.

    Raises ``KeyError`` for a method that does not exist.
    """
    chosen = method_named(method)
    ruled = chosen.rule(batch)
    return PaceLabels(chosen.labels, ruled.value, ruled.level, ruled.reason)


def pace_panel(case: PaceCase) -> tuple[Pace, ...]:
    """Return one ``Pace`` a method, in the order of ``METHODS``; N/A always has its reason."""
    batch = _window(case)
    if batch is None:
        reason = _NO_PATH if case.each_year else REASONS[MISSING]
        return tuple(Pace(m.name, "N/A", path=m.path or _path(case), reason=reason)
                     for m in METHODS)
    return tuple(_pace(case, method, batch) for method in METHODS)


def annual_changes(years: IntArray, values: FloatArray, *, last: int = LAST_CHANGES) -> FloatArray:
    """Return the annual changes (k,) of the last ``last`` years; k is 0 when there is none.

    A gap of g years gives g equal changes, so their mean is the change a year over the span seen.
    """
    if len(years) < 2:
        return np.empty(0)
    recent = years >= years[-1] - last
    gaps = np.diff(years[recent])
    return np.asarray(np.repeat(np.diff(values[recent]) / gaps, gaps), dtype=np.float64)


def pace_findings(case: PaceCase, panel: tuple[Pace, ...]) -> tuple[Finding, ...]:
    """Return what the panel's contradictions mean: ``PATH_SENSITIVE``, ``VERDICT_CONFLICT``."""
    batch = _window(case)
    if batch is None:
        return ()
    found = (_path_sensitive(case, batch), _verdict_conflict(case, panel))
    return tuple(f for f in found if f is not None)


def _pace(case: PaceCase, method: PaceMethod, batch: Windows) -> Pace:
    """One method's statement on one window."""
    path = method.path or _path(case)
    if method.name == "own" and case.kind is Kind.UNDECLARED:
        return Pace(method.name, "N/A", path=path, reason=_KIND_OPEN)
    ruled = method.rule(batch)
    level, reason = int(ruled.level[0]), int(ruled.reason[0])
    if reason != NONE:
        return Pace(method.name, "N/A", path=path, reason=REASONS[reason])
    return Pace(method.name, method.labels[level], number(float(ruled.value[0])), path,
                method.on_track[level])


def _path(case: PaceCase) -> str:
    if case.milestones:
        return "milestones"
    return "geometric" if case.geometric else "linear"


def _window(case: PaceCase) -> Windows | None:
    """The case as a batch of one; ``None`` when base, target, observation or path is missing."""
    if case.each_year:
        return None
    if case.base_year is None or case.base_value is None or case.target_value is None:
        return None
    if len(case.years) == 0:
        return None
    year, value = int(case.years[-1]), float(case.values[-1])
    sense = case.sense or (Sense.AT_LEAST if case.direction > 0 else Sense.AT_MOST)
    edge = case.target_value if case.threshold is None else case.threshold
    reached = met(np.array([value]), edge, sense, case.upper, case.tolerance)
    return windows(
        case.base_value, case.target_value, value=value, base_year=case.base_year, year=year,
        target_year=case.target_year, direction=case.direction, geometric=case.geometric,
        changes=_changes(case, case.base_year, case.base_value), due=_milestone_due(case, year),
        achieved=reached > 0, share=case.kind is Kind.SHARE and not case.distance,
        growth_rate=case.growth_rate,
    )


def _changes(case: PaceCase, base_year: int, base_value: float) -> FloatArray:
    """Annual changes of the history, with the base in its place, padded to (1, LAST_CHANGES)."""
    keep = case.years != base_year
    years = np.append(case.years[keep], base_year)
    order = np.argsort(years)
    seen = np.append(case.values[keep], base_value)[order]
    changes = annual_changes(years[order], seen)
    padded = np.full((1, LAST_CHANGES), np.nan)
    padded[0, : len(changes)] = changes
    return padded


def _milestone_due(case: PaceCase, year: int) -> float | None:
    """Value due on the declared milestones, interpolated in the scale of the kind."""
    if not case.milestones or case.base_value is None or case.target_value is None:
        return None
    points = dict(case.milestones)
    points[case.base_year or 0] = case.base_value
    points[case.target_year] = case.target_value
    known = sorted(points.items())
    for before, after in pairwise(known):
        if before[0] <= year <= after[0]:
            due = due_value(before, after, year=year, geometric=case.geometric)
            return float("nan") if due is None else due
    return float("nan")


def _path_sensitive(case: PaceCase, batch: Windows) -> Finding | None:
    """Say so when the straight and the geometric path give labels two or more steps apart."""
    if case.growth_rate or case.distance:
        return None
    ruled = []
    for geometric in (False, True):
        again = windows(batch.base, batch.target, value=batch.value, base_year=batch.base_year,
                        year=batch.year, target_year=batch.target_year, geometric=geometric,
                        direction=batch.direction, achieved=batch.achieved)
        ruled.append(own(again))
    levels = [int(r.level[0]) for r in ruled]
    if min(levels) < 0 or abs(levels[0] - levels[1]) < 2:
        return None
    names = [method_named("own").labels[level] for level in levels]
    straight, steady = (float(r.value[0]) for r in ruled)
    return Finding("PATH_SENSITIVE", Message("pace.on_straight_path_pace_on", straight=straight,
                                             name_1=names[0], steady=steady, name_2=names[1]))


def _verdict_conflict(case: PaceCase, panel: tuple[Pace, ...]) -> Finding | None:
    """Say so when official methods disagree on on-track, with the two values due by now."""
    official = {m.name for m in METHODS if m.official}
    said = [p for p in panel if p.method in official and p.on_track is not None]
    yes = [method_named(p.method).title for p in said if p.on_track]
    no = [method_named(p.method).title for p in said if not p.on_track]
    if not yes or not no:
        return None
    due = _due_by_now(case)
    year, actual = int(case.years[-1]), _shown(float(case.values[-1]), case.unit)
    return Finding("VERDICT_CONFLICT", Message(
        "pace.say_on_track_say_not", yes=Joined(yes, "mark.list"), no=Joined(no, "mark.list"),
        year=year, due=due, actual=actual))


def _due_by_now(case: PaceCase) -> Wording:
    """The values due in the latest year on the straight path and, if there is one, the other."""
    if case.base_year is None or case.base_value is None or case.target_value is None:
        return NOTHING
    start, end = (case.base_year, case.base_value), (case.target_year, case.target_value)
    year = int(case.years[-1])
    straight, steady = (due_value(start, end, year=year, geometric=g) for g in (False, True))
    due: Wording = NOTHING
    if straight is not None:
        value = _shown(straight, case.unit)
        due = Message("pace.on_straight_path", value=value)
    if steady is not None:
        value = _shown(steady, case.unit)
        due = Message("pace.on_path_constant_growth", due=due, value=value)
    return due


def _shown(value: float, unit: Unit | None) -> Wording:
    """A value for a sentence, in the unit it is displayed in."""
    known = unit if unit is not None else UNITS[""]
    return Localized(with_unit, value, known)
