"""Many series at once: probabilities of reaching targets, and quantiles by year.

Baseline probabilities and quantiles are read off the law's marginals and carry no simulation
noise; scenarios add the difference that paths show. Series are worked on in chunks. A series'
numbers depend on its own history, its own target, the reference and the seed, and on nothing else.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from data.arrays import BoolArray, CodeArray, FloatArray, IntArray
from data.units import known_unit
from data.words import Kind, Text
from forecast.batch_input import MOST_AHEAD, Cases, kind_of, ranges
from forecast.batch_law import SPANS, BatchLaw, ClassLaws, Kin
from forecast.batch_own import own_answer
from forecast.batch_scenarios import BLOCK, Asked, Member, Occasion, baseline, effects
from forecast.batch_verdict import GRADES, Grader, stated
from forecast.colour import colour_codes
from forecast.knowledge import Knowledge
from forecast.likelihood import flag_codes
from forecast.verdict import Grade
from models.law.marginals import Marginals
from models.law.windows import LOOKBACK
from scenarios.file.reading import BASELINE
from scenarios.scenario import Scenario

N_PATHS = 400
CHUNK = 2048
PREDICTED = 8 * BLOCK
"""Series whose marginals are computed together."""

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
    levels: tuple[float, ...] = (0.025, 0.1, 0.5, 0.9, 0.975)
    seed: int = 0
    n_paths: int = N_PATHS
    chunk: int = CHUNK
    workers: int = 0  # threads; 0 takes the machine's cores, up to four

    def run(self, sink: Callable[[Fans], None],
            progress: Callable[[int, int, str], None] = lambda *_: None) -> Verdicts:
        """Answer everything; ``sink`` receives the quantiles chunk by chunk, in history order."""
        with ThreadPoolExecutor(self.workers or min(4, os.cpu_count() or 1)) as pool:
            work = _Work.empty(self, pool)
            asked = np.flatnonzero(np.diff(work.start))
            for at in range(0, max(len(asked), 1), self.chunk):  # also for a table without rows
                progress(at, len(asked), "")
                sink(work.chunk(asked[at : at + self.chunk]))
            return work.verdicts()


@dataclass(frozen=True, slots=True)
class _Slots:
    """Where the quantiles of a chunk's series go: ``value`` is filled block by block."""

    top: IntArray  # (series,) years of quantiles
    offset: IntArray  # (series,)
    value: FloatArray
    n_levels: int

    def put(self, row: IntArray, scenario: int, first: int, quantiles: FloatArray) -> None:
        """Store ``quantiles`` (rows, years, levels) from year ``first`` (0-based) on."""
        years, levels = quantiles.shape[1:]
        start = self.offset[row] + (scenario * self.top[row] + first) * self.n_levels
        cell = np.arange(years * levels).reshape(years, levels)
        self.value[start[:, None, None] + cell] = quantiles


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk's histories: positive values (series, LOOKBACK) up to each series' last year."""

    ids: IntArray
    grid: FloatArray
    n_obs: IntArray  # figures the law can use
    impure: BoolArray  # figures that are zero or negative
    classed: BoolArray  # the law of growth rates speaks for it
    top: IntArray  # furthest target, years ahead


@dataclass(frozen=True, slots=True)
class _Work:
    """Answers so far; targets that need a forecast are ``order[start[i]:start[i + 1]]``."""

    batch: Batch
    pool: Executor
    laws: ClassLaws
    order: IntArray
    start: IntArray
    probability: FloatArray
    mc_se: FloatArray
    n_obs: IntArray
    windows: IntArray
    same_family: BoolArray
    impure: BoolArray
    refused: CodeArray
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
        return cls(batch, pool, ClassLaws(batch.knowledge, batch.n_paths, batch.seed), order,
                   start.astype(np.int64), np.full((t, width), np.nan), np.full((t, width), np.nan),
                   np.zeros(t, np.int64), np.zeros(t, np.int64), np.zeros(t, np.bool_),
                   np.zeros(t, np.bool_), refused.astype(np.int8))

    def chunk(self, ids: IntArray) -> Fans:
        """Answer the targets of these series (ascending) and return their quantiles."""
        part = self._histories(ids)
        own = {}
        for i in np.flatnonzero(~part.classed).tolist():
            own[i] = self._own(part, i)
        mute = [i for i, answer in own.items() if answer is None]
        top = part.top.copy()
        top[mute] = 0
        width, n_levels = 1 + len(self.batch.scenarios), len(self.batch.levels)
        size = top * width * n_levels
        slots = _Slots(top, np.cumsum(size) - size, np.empty(int(size.sum())), n_levels)
        for i, quantiles in own.items():
            for c in range(width if quantiles is not None else 0):
                assert quantiles is not None
                slots.put(np.array([i]), c, 0, quantiles[None, c])
        for key, rows in self._groups(part).items():
            self._group(part, slots, key, rows)
        return self._fans(ids, slots)

    def _histories(self, ids: IntArray) -> _Chunk:
        cases = self.batch.cases
        first, count = cases.first_row[ids], np.diff(cases.first_row)[ids]
        rows, local = ranges(first, count)
        value = cases.canonical[rows]
        back = cases.history.year[rows] - cases.last_year[ids][local] + LOOKBACK - 1
        grid = np.full((len(ids), LOOKBACK), np.nan)
        seen = (back >= 0) & (value > 0)
        grid[local[seen], back[seen]] = value[seen]
        n = len(ids)
        positive = np.bincount(local[value > 0], minlength=n)
        negative = np.bincount(local[value < 0], minlength=n)
        last_row = cases.first_row[ids + 1] - 1
        points = np.array([self._kind(int(u)) in (Kind.SHARE, Kind.SCORE)
                           for u in range(len(cases.history.units))], dtype=np.bool_)
        classed = np.isfinite(grid[:, -1]) & (negative == 0)
        classed &= ~points[cases.history.unit_of[last_row]]
        mine, who = ranges(self.start[ids], np.diff(self.start)[ids])
        top = np.zeros(n, dtype=np.int64)
        np.maximum.at(top, who, cases.ahead[self.order[mine]])
        return _Chunk(ids, grid, np.where(classed, positive, count), positive < count,
                      np.asarray(classed, dtype=np.bool_), top)

    def _kind(self, unit: int) -> Kind:
        if unit not in self._kinds:
            self._kinds[unit] = kind_of(known_unit(self.batch.cases.history.units[unit]))
        return self._kinds[unit]

    def _own(self, part: _Chunk, i: int) -> FloatArray | None:
        """Answer a series from its own history alone; return its quantiles."""
        cases, s = self.batch.cases, int(part.ids[i])
        mine = self.order[self.start[s] : self.start[s + 1]]
        series = cases.one(s).series()[0]
        answer = own_answer(
            series, (_BASELINE, *self.batch.scenarios), column=cases.ahead[mine] - 1,
            low=cases.low[mine], high=cases.high[mine], horizon=int(part.top[i]),
            levels=np.array(self.batch.levels), seed=self.batch.seed)
        if answer is None:
            self.refused[mine] = _MUTE
            return None
        self.probability[mine], self.mc_se[mine] = answer.probability.T, answer.mc_se.T
        self.n_obs[mine] = part.n_obs[i]
        return np.asarray(answer.quantiles / cases.factor[s])

    def _groups(self, part: _Chunk) -> dict[_Key, IntArray]:
        """Put series together that share law, horizon and what scenarios ask about."""
        cases = self.batch.cases
        bits = np.isfinite(part.grid) @ (1 << np.arange(LOOKBACK))
        years = cases.last_year[part.ids]
        units = cases.history.unit_of[cases.first_row[part.ids + 1] - 1]
        out: dict[_Key, list[int]] = {}
        for lower, span in zip((0, *SPANS), SPANS, strict=False):
            here = np.flatnonzero(part.classed & (part.top > lower))
            columns = (years, units, bits, np.minimum(part.top, span))
            for i, year, unit, mask, horizon in zip(
                    here.tolist(), *(c[here].tolist() for c in columns), strict=True):
                indicator = cases.history.keys[int(part.ids[i])][1]
                kin = (self.laws.family(indicator, year), self._kind(unit))
                key = _Key(year, kin, unit, mask, lower, span, horizon)
                out.setdefault(key, []).append(i)
        return {key: np.array(rows) for key, rows in out.items()}

    def _group(self, part: _Chunk, slots: _Slots, key: _Key, rows: IntArray) -> None:
        offsets = tuple(i - LOOKBACK + 1 for i in range(LOOKBACK) if key.mask >> i & 1)
        law = self.laws.law(key.year, key.kin, offsets, key.span)

        def answer(at: int) -> None:  # every series has cells of its own to write to
            some = rows[at : at + PREDICTED]
            said = law.predict(part.grid[some], key.year, key.horizon)
            for cut in range(0, len(some), BLOCK):
                block = slice(cut, cut + BLOCK)
                self._block(part, slots, key, law, some[block],
                            Marginals(said.levels, said.values[block]))

        list(self.pool.map(answer, range(0, len(rows), PREDICTED)))

    def _block(self, part: _Chunk, slots: _Slots, key: _Key, law: BatchLaw, rows: IntArray,
               said: Marginals) -> None:
        """Answer the targets and write the quantiles of a few series."""
        cases, ids = self.batch.cases, part.ids[rows]
        found, who = ranges(self.start[ids], np.diff(self.start)[ids])
        mine = self.order[found]
        inside = (cases.ahead[mine] > key.lower) & (cases.ahead[mine] <= key.span)
        mine, who = mine[inside], who[inside]
        last = part.grid[rows, -1]
        asked = Asked(who, cases.ahead[mine] - 1, cases.low[mine] / last[who],
                      cases.high[mine] / last[who])
        base = baseline(said, asked)
        levels = np.array(self.batch.levels)
        shown = (last / cases.factor[ids])[:, None, None]
        quantiles = np.exp(said.quantile(levels)) * shown
        self.probability[mine, 0], self.mc_se[mine, 0] = base, 0.0
        self.n_obs[mine], self.impure[mine] = part.n_obs[rows][who], part.impure[rows][who]
        self.windows[mine] = law.windows[cases.ahead[mine] - 1]
        self.same_family[mine] = law.same_family
        slots.put(rows, 0, key.lower, quantiles[:, key.lower :])
        if not self.batch.scenarios:
            return
        occasion = Occasion(key.year, key.kin[1], cases.unit(int(ids[0])), self.batch.seed)
        keys = [cases.history.keys[i] for i in ids.tolist()]
        members = [Member(region, indicator, indicator, v)
                   for (region, indicator), v in zip(keys, last.tolist(), strict=True)]
        found_effects = effects(
            self.batch.scenarios, said, law.ranks[:, : key.horizon], asked, members=members,
            occasion=occasion, levels=levels)
        for c, effect in enumerate(found_effects, start=1):
            self.probability[mine, c] = np.clip(base + effect.change, 0.0, 1.0)
            self.mc_se[mine, c] = effect.mc_se
            moved = np.maximum.accumulate(quantiles * effect.factor, axis=-1)
            slots.put(rows, c, key.lower, moved[:, key.lower :])

    def _fans(self, ids: IntArray, slots: _Slots) -> Fans:
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
            self.n_obs, np.maximum(cases.ahead, 0), self.windows, self.same_family, self.impure)
        grades[facts] = GRADES.index(Grade.A)
        nothing = (grades == GRADES.index(Grade.D)) & (self.refused == 0)
        self.refused[nothing] = _MUTE
        silent = self.refused > 0
        self.probability[silent], self.mc_se[silent] = np.nan, np.nan
        grades[silent] = GRADES.index(Grade.D)
        said = stated(self.probability, grades[:, None], error=self.mc_se, facts=facts[:, None])
        return Verdicts(self.probability, said, self.mc_se, flag_codes(said), colour_codes(said),
                        grades, self.refused)


@dataclass(frozen=True, slots=True)
class _Key:
    """What the series of a group share; ``mask`` has a bit for each year with a figure."""

    year: int
    kin: Kin
    unit: int
    mask: int
    lower: int
    span: int
    horizon: int


_BASELINE = Scenario(BASELINE, Text("基准情景", "Baseline"))


def scenario_names(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Return the names of the answers' columns."""
    return (_BASELINE.id, *(s.id for s in scenarios))
