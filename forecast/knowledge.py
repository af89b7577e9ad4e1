"""What the law may learn from, and what earlier backtests have measured.

``Knowledge`` is the reference class (bundled or a user's own) and the calibration that was measured
on the bundled class. ``until`` cuts it at a year; ``without`` leaves a region out, so that no
series is its own reference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from data.arrays import frozen_floats, frozen_ints
from data.reference.calibration import Calibration, bundled_calibration
from data.reference.figures import Panel, ReferenceTable, SeriesId, bundled_reference
from data.words import Kind
from forecast.probability.verdict import HitRate, Pace

if TYPE_CHECKING:
    from data.tables.types import HistoryTable


@dataclass(frozen=True, slots=True)
class Knowledge:
    """A reference class and what has been measured, as known at ``as_of`` (``None``: all)."""

    reference: ReferenceTable
    reference_id: str
    calibration: Calibration
    as_of: int | None = None
    left_out: frozenset[str] = frozenset()  # regions

    @property
    def calibration_id(self) -> str:
        """The id of the calibration behind skill and hit rates, and the last year it has seen.

        Skill and hit rates are measured over all years that were available. They move no
        probability; skill sets the grade, which a replay of an earlier year should know.
        """
        return f"{self.calibration.id} (≤ {self.calibration.provenance.last_year})"

    def until(self, year: int) -> Knowledge:
        """Return what was known at the end of ``year``; a user's table is named by that alone."""
        own = self.reference_id.startswith(_USER)
        name = _user_id(self.reference, year) if own else self.reference_id
        return replace(self, as_of=year, reference_id=name)

    def without(self, regions: frozenset[str]) -> Knowledge:
        """Return the knowledge without the series of some regions."""
        return replace(self, left_out=regions)

    def panel(self) -> Panel:
        """Return the reference series (series, time) with nothing later than ``as_of``."""
        panel = self.reference.panel(self.as_of)
        out = {bare_region(name) for name in self.left_out}
        rows = [i for i, id_ in enumerate(panel.ids) if bare_region(id_.region) not in out]
        return panel if len(rows) == len(panel.ids) else panel.take(frozen_ints(rows))

    def skill(self, n_obs: int, horizon: int) -> float | None:
        """Return the backtest's Brier skill for this history length and horizon, if measured."""
        return self.calibration.skill(n_obs, horizon)

    def with_hit_rate(self, pace: Pace, elapsed: int | None = None) -> Pace:
        """Return a pace label with what it has been worth, where that was measured."""
        if pace.label == "N/A":  # a label that says nothing is worth nothing
            return pace
        row = self.calibration.hit_rate(pace.method, pace.label, elapsed=elapsed)
        if row is None:
            return pace
        return replace(pace, hit_rate=HitRate(row.rate, row.n, row.low, row.high))


_ENDINGS = ("壮族自治区", "回族自治区", "维吾尔自治区", "自治区", "省", "市", " province", " city")


def bare_region(name: str) -> str:
    """Return a region's name without its rank, so that 广东 and 广东省 are one."""
    bare = name.strip().casefold()
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) > len(ending) + 1:
            return bare.removesuffix(ending)
    return bare


def bundled_knowledge() -> Knowledge:
    """Return the knowledge that ships with the engine."""
    reference = bundled_reference()
    return Knowledge(reference, f"bundled-{reference.version}", bundled_calibration())


def knowledge_from(table: HistoryTable) -> Knowledge:
    """Return knowledge whose reference class is a user's own table and nothing else.

    Skill and hit rates stay those measured on the bundled class; ``plancast backtest --reference``
    measures them on the user's own.
    """
    reference = reference_from(table)
    return Knowledge(reference, _user_id(reference), bundled_calibration())


_USER = "user-"


def _user_id(reference: ReferenceTable, until: int | None = None) -> str:
    """Return the name of a user's own class: a digest of its figures up to a year."""
    kept = np.flatnonzero(reference.years <= (np.inf if until is None else until))
    names = [(reference.ids[i].region, reference.ids[i].indicator)
             for i in reference.series[kept].tolist()]
    rows = sorted(zip(names, reference.years[kept].tolist(), reference.values[kept].tolist(),
                      strict=True))
    return _USER + blake2b(repr(rows).encode("utf-8"), digest_size=4).hexdigest()


def knowledge_of(panel: Panel) -> Knowledge:
    """Return knowledge whose reference class is a panel and nothing else."""
    row, column = np.nonzero(np.isfinite(panel.values))
    reference = ReferenceTable(
        panel.ids, frozen_ints(row), frozen_ints(np.asarray(panel.years)[column]),
        frozen_floats(panel.values[row, column]), (), version="panel")
    return Knowledge(reference, "panel", bundled_calibration())


def reference_from(table: HistoryTable) -> ReferenceTable:
    """Return a long table as a reference class; each indicator is a family of its own."""
    ids = tuple(
        SeriesId(region, indicator, indicator, Kind.UNDECLARED, "", "")
        for region, indicator in table.keys
    )
    return ReferenceTable(ids, frozen_ints(table.series_of), frozen_ints(table.year),
                          frozen_floats(table.canonical), (), version="user")
