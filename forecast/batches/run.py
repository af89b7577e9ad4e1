"""Many series at once: probabilities of reaching targets, and quantiles by year.

Baseline probabilities and quantiles are read off the law (``forecast.law``) and carry no simulation
noise; scenarios add the difference that paths show. Series are worked on in chunks. A series'
numbers depend on its own history, its own target, the reference and the seed, and on nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace

import numpy as np

from data.arrays import BoolArray, CodeArray, FloatArray, IntArray
from data.paths import FAN_LEVELS
from data.series import Partial
from data.tables.types import SeriesKey, kind_of_unit
from data.units import known_unit
from data.words import BASELINE, Kind
from forecast.batches.blocks import Block, Slots
from forecast.batches.scenarios import BLOCK, Asked, closed
from forecast.batches.targets import MOST_AHEAD, Cases, ranges
from forecast.batches.verdicts import GRADES, Grader, stated
from forecast.knowledge import Knowledge
from forecast.law.choice import Subject
from forecast.law.engine import Histories, LawAnswer, LawEngine, one_series
from forecast.law.part_year import given, part_years
from forecast.probability.colour import colour_codes
from forecast.probability.verdict import Grade
from forecast.probability.words import flag_codes
from models.law.windows import LOOKBACK
from scenarios.scenario import Scenario

N_PATHS = 400
CHUNK = 2048
FEWEST_TOGETHER = 8 * BLOCK
"""Series whose marginals are computed together, at the least: a chunk is shared out to threads."""

REFUSALS = ("", "TARGET_IN_THE_PAST", "HORIZON_TOO_LONG", "NO_LAW")
_PAST, _FAR, _MUTE = 1, 2, 3


@dataclass(frozen=True, slots=True)
class Verdicts:
    """One row a target; columns of probabilities are scenarios.

    ``flag``, ``colour`` (T, C), ``grade`` and ``refused`` (T,) are codes into ``FLAGS``,
    ``COLOURS``, ``GRADES`` and ``REFUSALS``. NaN where there is nothing to say.
    """

    probability: FloatArray
    stated: FloatArray
    mc_se: FloatArray
    flag: CodeArray
    colour: CodeArray
    grade: CodeArray
    refused: CodeArray


@dataclass(frozen=True, slots=True)
class Fans:
    """Quantiles of some series, a row each, by series, scenario, year and level; codes and values.

    ``value`` is in the unit of the series' last observation.
    """

    series: IntArray
    scenario: IntArray
    year: IntArray
    level: IntArray
    value: FloatArray


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch is asked, and the arrays that its answers are written into.

    ``scenarios`` come after the baseline, which is column 0 of every answer.
    """

    cases: Cases
    knowledge: Knowledge
    scenarios: tuple[Scenario, ...] = ()
    levels: tuple[float, ...] = FAN_LEVELS
    seed: int = 0
    n_paths: int = N_PATHS
    chunk: int = CHUNK
    workers: int = 0  # threads; 0 takes the machine's cores, up to four
    engine: LawEngine | None = None  # of this knowledge, where several batches share its laws

    @property
    def threads(self) -> int:
        """How many threads work on it."""
        return self.workers or min(4, os.cpu_count() or 1)

    def run(self, sink: Callable[[Fans], None],
            progress: Callable[[int, int, str], None] = lambda *_: None) -> Verdicts:
        """Answer everything; ``sink`` receives the quantiles chunk by chunk, in history order."""
        with ThreadPoolExecutor(self.threads) as pool:
            work = _Work.empty(self, pool)
            asked = np.flatnonzero(np.diff(work.start))
            for at in range(0, max(len(asked), 1), self.chunk):  # also for a table without rows
                progress(at, len(asked), "")
                sink(work.chunk(asked[at : at + self.chunk]))
            return work.verdicts()


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk's histories: values (series, LOOKBACK) up to each series' last year, NaN for gaps."""

    ids: IntArray
    grid: FloatArray
    n_obs: IntArray  # figures the law can use
    impure: BoolArray  # figures that are zero or negative
    growing: BoolArray  # growth rates can tell of it, if a class speaks
    parted: BoolArray  # a figure of a part of a year is known
    top: IntArray  # furthest target, years ahead


@dataclass(frozen=True, slots=True)
class _Work:
    """Answers so far; targets that need a forecast are ``order[start[i]:start[i + 1]]``."""

    batch: Batch
    pool: Executor
    engine: LawEngine
    order: IntArray
    start: IntArray
    probability: FloatArray
    mc_se: FloatArray
    n_obs: IntArray
    windows: IntArray
    same_family: BoolArray
    unknown_family: BoolArray
    impure: BoolArray
    refused: CodeArray
    partials: dict[SeriesKey, list[Partial]]
    _kinds: dict[int, Kind] = field(default_factory=dict, repr=False)

    @classmethod
    def empty(cls, batch: Batch, pool: Executor) -> _Work:
        cases = batch.cases
        t, width = len(cases.targets), 1 + len(batch.scenarios)
        wanted = np.flatnonzero(cases.forecast)
        order = wanted[np.argsort(cases.series[wanted], kind="stable")]
        start = np.searchsorted(cases.series[order], np.arange(len(cases.last_year) + 1))
        past = (cases.ahead < 1) & np.isnan(cases.observed)
        refused = np.where(cases.ahead > MOST_AHEAD, _FAR, np.where(past, _PAST, 0))
        partials: dict[SeriesKey, list[Partial]] = {}
        for one in cases.history.partials():
            partials.setdefault((one.region, one.indicator), []).append(one)
        return cls(batch, pool, batch.engine or LawEngine(batch.knowledge), order,
                   start.astype(np.int64), np.full((t, width), np.nan), np.full((t, width), np.nan),
                   np.zeros(t, np.int64), np.zeros(t, np.int64), np.zeros(t, np.bool_),
                   np.zeros(t, np.bool_), np.zeros(t, np.bool_), refused.astype(np.int8), partials)

    def chunk(self, ids: IntArray) -> Fans:
        """Answer the targets of these series (ascending) and return their quantiles."""
        part = self._histories(ids)
        groups = [(asked, horizon, rows) for asked, horizon, rows in self._groups(part)
                  if self.engine.ready(asked, horizon)]
        classed = np.zeros(len(ids), dtype=np.bool_)
        for _, _, rows in groups:
            classed[rows] = True
        alone = {i: self._alone(part, i) for i in np.flatnonzero(~classed).tolist()}
        mute = [i for i, said in alone.items() if said is None]
        top = part.top.copy()
        top[mute] = 0
        size = top * (1 + len(self.batch.scenarios)) * len(self.batch.levels)
        slots = Slots(top, np.cumsum(size) - size, np.empty(int(size.sum())),
                       len(self.batch.levels))
        for i, said in alone.items():
            if said is not None:
                self._block(part, slots, Block(*said, np.array([i]), None))
        for asked, horizon, rows in groups:
            self._group(part, slots, asked, horizon, rows)
        return self._fans(ids, slots)

    def _histories(self, ids: IntArray) -> _Chunk:
        cases = self.batch.cases
        first, count = cases.first_row[ids], np.diff(cases.first_row)[ids]
        rows, local = ranges(first, count)
        value = cases.canonical[rows]
        back = cases.history.year[rows] - cases.last_year[ids][local] + LOOKBACK - 1
        grid = np.full((len(ids), LOOKBACK), np.nan)
        seen = back >= 0
        grid[local[seen], back[seen]] = value[seen]
        n = len(ids)
        positive = np.bincount(local[value > 0], minlength=n)
        negative = np.bincount(local[value < 0], minlength=n)
        last_row = cases.first_row[ids + 1] - 1
        points = np.array([self._kind(int(u)).in_points
                           for u in range(len(cases.history.units))], dtype=np.bool_)
        growing = (grid[:, -1] > 0) & (negative == 0)
        growing &= ~points[cases.history.unit_of[last_row]]
        mine, who = ranges(self.start[ids], np.diff(self.start)[ids])
        top = np.zeros(n, dtype=np.int64)
        np.maximum.at(top, who, cases.ahead[self.order[mine]])
        keys = cases.history.keys
        parted = np.array([keys[i] in self.partials for i in ids.tolist()], dtype=np.bool_) \
            if self.partials else np.zeros(n, dtype=np.bool_)
        return _Chunk(ids, grid, np.where(growing, positive, count), positive < count,
                      np.asarray(growing, dtype=np.bool_), parted, top)

    def _kind(self, unit: int) -> Kind:
        if unit not in self._kinds:
            self._kinds[unit] = kind_of_unit(known_unit(self.batch.cases.history.units[unit]))
        return self._kinds[unit]

    def _alone(self, part: _Chunk, i: int) -> tuple[LawAnswer, Histories] | None:
        """Answer a series by itself: no class speaks for it, or part of a year is known.

        ``None`` where nothing can be said.
        """
        s = int(part.ids[i])
        series = self.batch.cases.one(s).series()[0]
        asked = one_series(series)
        said = self.engine.answer(asked, int(part.top[i]))
        if said is None:
            self.refused[self.order[self.start[s] : self.start[s + 1]]] = _MUTE
            return None
        seen = part_years(self.partials.get(series.key, ()), series, series.kind,
                          as_of=asked.last_year + 1)
        return replace(said, values=given(said.values, asked.last_year + 1, seen)), asked

    def _groups(self, part: _Chunk) -> list[tuple[Histories, int, IntArray]]:
        """Put series together that share a law and a horizon; with the first one's history."""
        cases = self.batch.cases
        bits = (part.grid > 0) @ (1 << np.arange(LOOKBACK))
        units = cases.history.unit_of[cases.first_row[part.ids + 1] - 1]
        here = np.flatnonzero(part.growing & ~part.parted)
        columns = (cases.last_year[part.ids], units, bits, part.top)
        last_years = cases.last_year[part.ids][here]
        subjects: dict[Subject, int] = {}
        met: dict[tuple[int, int, str, str], int] = {}
        numbers = np.empty(len(here), dtype=np.int64)
        laws, keys = self.engine.laws, cases.history.keys
        for k, (i, year, unit) in enumerate(zip(
                part.ids[here].tolist(), last_years.tolist(), units[here].tolist(), strict=True)):
            region, indicator = keys[i]
            one = (year, unit, region, indicator if indicator in laws.families(year) else "")
            if one not in met:
                subject = laws.subject(year, self._kind(unit), family=one[3], region=region)
                met[one] = subjects.setdefault(subject, len(subjects))
            numbers[k] = met[one]
        rows = np.stack([*(c[here] for c in columns), numbers])
        order = np.lexsort(rows[::-1])
        edges = np.flatnonzero(np.any(np.diff(rows[:, order]), axis=0)) + 1
        named = list(subjects)
        return [(self._asked(part, named[int(numbers[some[0]])], int(last_years[some[0]]),
                             here[some[:1]]), int(part.top[here[some[0]]]), here[some])
                for some in np.split(order, edges) if len(some)]

    def _asked(self, part: _Chunk, subject: Subject, year: int, rows: IntArray) -> Histories:
        return Histories(subject, year, part.grid[rows],
                         self.batch.cases.unit(int(part.ids[rows[0]])))

    def _group(self, part: _Chunk, slots: Slots, asked: Histories, horizon: int, rows: IntArray,
               ) -> None:
        together = max(FEWEST_TOGETHER, -(-len(rows) // self.batch.threads))
        size = together if all(map(closed, self.batch.scenarios)) else BLOCK

        def answer(at: int) -> None:  # every series has cells of its own to write to
            some = rows[at : at + together]
            mine = self._asked(part, asked.subject, asked.last_year, some)
            said = self.engine.answer(mine, horizon)
            assert said is not None  # the engine was ready
            for cut in range(0, len(some), size):
                block = slice(cut, cut + size)
                self._block(part, slots, Block(said, mine, some[block], block))

        list(self.pool.map(answer, range(0, len(rows), together)))

    def _block(self, part: _Chunk, slots: Slots, block: Block) -> None:
        """Answer the targets and write the quantiles of a few series."""
        cases, rows, said = self.batch.cases, block.rows, block.said
        ids, law = part.ids[rows], block.law
        found, who = ranges(self.start[ids], np.diff(self.start)[ids])
        mine = self.order[found]
        column = cases.ahead[mine] - 1
        asked = Asked(who, column, cases.low[mine], cases.high[mine])
        base = law.chance(who, column, asked.low, asked.high)
        levels = np.array(self.batch.levels)
        shown = cases.factor[ids][:, None, None]
        quantiles = law.quantile(levels)
        self.probability[mine, 0], self.mc_se[mine, 0] = base, 0.0
        self.n_obs[mine], self.impure[mine] = part.n_obs[rows][who], part.impure[rows][who]
        self.windows[mine] = said.windows[column]
        self.same_family[mine], self.unknown_family[mine] = said.same_family, said.unknown_family
        slots.put(rows, 0, 0, quantiles / shown)
        if not self.batch.scenarios:
            return
        keys = [cases.history.keys[i] for i in ids.tolist()]
        for moved in block.under(self.batch.scenarios, asked, keys, levels, quantiles,
                                 n_paths=self.batch.n_paths, seed=self.batch.seed):
            hit, c = mine[moved.targets], 1 + moved.scenario
            self.probability[hit, c] = np.clip(base[moved.targets] + moved.change, 0.0, 1.0)
            self.mc_se[hit, c] = moved.mc_se
            slots.put(rows, c, moved.first, moved.quantiles / shown)

    def _fans(self, ids: IntArray, slots: Slots) -> Fans:
        width, n_levels = 1 + len(self.batch.scenarios), slots.n_levels
        size = slots.top * width * n_levels
        who = np.repeat(np.arange(len(ids)), size)
        cell = np.arange(len(who)) - slots.offset[who]
        rest = cell // n_levels
        year = self.batch.cases.last_year[ids][who] + 1 + rest % slots.top[who]
        return Fans(ids[who], rest // slots.top[who], year, cell % n_levels, slots.value)

    def verdicts(self) -> Verdicts:
        """Grade, round and word what has been found."""
        cases = self.batch.cases
        facts = (cases.ahead < 1) & np.isfinite(cases.observed)
        met = (cases.observed >= cases.low) & (cases.observed <= cases.high)
        self.probability[facts], self.mc_se[facts] = met[facts, None], 0.0
        grades = Grader(self.batch.knowledge).codes(
            self.n_obs, np.maximum(cases.ahead, 0), self.windows, self.same_family,
            self.unknown_family, self.impure)
        grades[facts] = GRADES.index(Grade.A)
        nothing = (grades == GRADES.index(Grade.D)) & (self.refused == 0)
        self.refused[nothing] = _MUTE
        silent = self.refused > 0
        self.probability[silent], self.mc_se[silent] = np.nan, np.nan
        grades[silent] = GRADES.index(Grade.D)
        said = stated(self.probability, grades[:, None], error=self.mc_se, facts=facts[:, None])
        return Verdicts(self.probability, said, self.mc_se, flag_codes(said), colour_codes(said),
                        grades, self.refused)


def scenario_names(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Return the names of the answers' columns."""
    return (BASELINE, *(s.id for s in scenarios))
