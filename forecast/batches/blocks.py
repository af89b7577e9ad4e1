"""A few series of a batch that are answered together, and where their quantiles go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from data.arrays import FloatArray, IntArray
from forecast.batches.scenarios import Asked, Member, Occasion, effects
from forecast.law.engine import Histories, LawAnswer
from forecast.law.values import ValueLaw
from scenarios.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Slots:
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
class Moved:
    """What one scenario does to the targets (numbers ``targets``) and years of one span.

    ``quantiles`` (series, years, levels) are from year ``first`` (0-based) on.
    """

    scenario: int
    targets: IntArray
    change: FloatArray
    mc_se: FloatArray
    first: int
    quantiles: FloatArray


@dataclass(frozen=True, slots=True)
class Block:
    """A few series of what has been answered together: ``part`` of the answer, ``None`` for all."""

    said: LawAnswer
    asked: Histories
    rows: IntArray
    part: slice | None

    @property
    def law(self) -> ValueLaw:
        """The laws of these series."""
        return self.said.values if self.part is None else self.said.values.rows(self.part)

    @property
    def last(self) -> FloatArray:
        """Their last values (series,)."""
        last = self.asked.values[:, -1]
        return last if self.part is None else last[self.part]

    def under(self, scenarios: Sequence[Scenario], targets: Asked,
              keys: Sequence[tuple[str, str]], levels: FloatArray, known: FloatArray, *,
              n_paths: int, seed: int) -> Iterator[Moved]:
        """Yield what every scenario does, a span of years at a time.

        A target's paths run over its own span and no further, so that its answer does not depend
        on which other targets its series has. ``known`` are the law's quantiles.
        """
        law, asked = self.law, self.asked
        members = [Member(region, indicator, last) for (region, indicator), last in zip(
            keys, self.last.tolist(), strict=True)]
        occasion = Occasion(asked.last_year, asked.subject.kind, asked.unit, seed, asked.bounds)
        words = ("batch order", self.said.class_name, str(asked.last_year),
                 *map(str, asked.offsets))
        for lower, top in self.said.spans():
            ranks = partial(self.said.ranks, top, n_paths, seed, *words)
            here = np.flatnonzero((targets.column >= lower) & (targets.column < top))
            some = Asked(targets.row[here], targets.column[here], targets.low[here],
                         targets.high[here])
            found = effects(scenarios, law.until(top), ranks, some, members=members,
                            occasion=occasion, levels=levels)
            for i, effect in enumerate(found):
                moved = effect.quantiles(known[:, :top], whole=law.whole is not None)
                yield Moved(i, here, effect.change, effect.mc_se, lower, moved[:, lower:])
