"""Part of a year as evidence on the whole: it moves and narrows the paths; it is no full year.

The first unknown year has a law; the part-year count has an error of its own, because months are
not equal. Both are taken as normal on the log scale and combined (a conjugate update), in the law's
marginals (``given``) and in the paths of single models (``with_part_years``).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.arrays import FloatArray
from data.messages.message import Localized, Message
from data.numbers import about, with_unit
from data.series import Partial, Series
from data.words import Kind, Wording
from forecast.law.values import ValueLaw
from models.law.marginals import Marginals

MONTHLY = 0.15
"""Log standard deviation that unequal months give to a half-year's share (start value).

A part of m months has ``MONTHLY * sqrt(12 / m - 1)``: .50 for one month, .15 for six, .05 for
eleven.
"""

COUNTED_TO = {Kind.FLOW, Kind.AMOUNT}
"""Kinds whose part of a year is a part of the sum; other kinds are levels on the way."""

_LEAST_SPREAD = 1e-6
_NORMAL = (0.1587, 0.5, 0.8413)


@dataclass(frozen=True, slots=True)
class PartYear:
    """What a part-year figure says about the full year, on the log scale."""

    year: int
    months: int
    mean: float  # log of the full-year figure
    sd: float
    floor: float  # a sum cannot end below what was already counted
    source: Partial

    def note(self) -> Wording:
        """Say what was used and how."""
        p = self.source
        low, mid, high = (math.exp(self.mean + z * self.sd) for z in (-1.2816, 0.0, 1.2816))
        return Message(
            "law.part_year", year=p.year, first=p.first, last=p.last, one=p.first == p.last,
            value=Localized(with_unit, p.value, p.unit),
            **{name: Localized(about, v, p.unit)
               for name, v in (("low", low), ("mid", mid), ("high", high))})


def part_years(partials: Sequence[Partial], series: Series, kind: Kind, *, as_of: int,
               ) -> tuple[PartYear, ...]:
    """Return what the part-year figures of a series say, one a year in order; maybe none.

    Used are figures of years after the last full one, up to ``as_of``; of several of one year the
    one with the most months. Sums are scaled by the share of months; a level on the way
    is carried on to the year end at the rate it has moved since the last year end.
    """
    last_year, last = int(series.years[-1]), float(series.values[-1])
    usable = [p for p in partials if p.indicator == series.indicator
              and p.region in ("", series.region)
              and last_year < p.year <= as_of and p.value > 0 and last > 0]
    if kind not in COUNTED_TO:
        usable = [p for p in usable if p.year == last_year + 1]
    longest: dict[int, Partial] = {}
    for part in sorted(usable, key=lambda p: (p.year, p.last - p.first + 1, p.last)):
        longest[part.year] = part
    return tuple(_read(part, last, kind) for part in longest.values())


def _read(best: Partial, last: float, kind: Kind) -> PartYear:
    if kind in COUNTED_TO:
        months = best.last - best.first + 1
        share = months / 12
        sd = math.sqrt(MONTHLY**2 * (1 / share - 1) + share_noise(best.value, share))
        return PartYear(best.year, months, math.log(best.value / share), max(sd, _LEAST_SPREAD),
                        best.value, best)
    share = best.last / 12
    moved = math.log(best.value / last)
    # Half way the rest of the year is as unsure as the part seen: a bridge between year ends.
    sd = MONTHLY * math.sqrt((1 - share) / share)
    return PartYear(best.year, best.last, math.log(last) + moved / share, max(sd, _LEAST_SPREAD),
                    0.0, best)


def share_noise(count: float, share: float) -> float:
    """Variance of a count's rest of the year, relative to the full-year count (Poisson)."""
    return (1 - share) / max(count, 1.0)


def given(law: ValueLaw, first_year: int, evidence: Sequence[PartYear]) -> ValueLaw:
    """Return the law of one series given the evidence of several years, one by one.

    The law of each year is taken as normal on the log scale (its 16th, 50th and 84th percentile)
    and so is the evidence: a conjugate update. What a year moves stays with the later years, whose
    own spread on top of it is untouched: the filter of a random walk. A law that is not on the log
    scale, and a year outside the horizon, change nothing.
    """
    if law.scale.form != "log":
        return law
    levels, values = law.moves.levels, np.array(law.moves.values)
    floors = np.zeros(law.horizon)
    for part in sorted(evidence, key=lambda p: p.year):
        j = part.year - first_year
        if not 0 <= j < law.horizon:
            continue
        low, middle, high = Marginals(levels, values).quantile(_NORMAL)[0].T
        prior = np.maximum((high - low) / 2, _LEAST_SPREAD)
        seen = math.log(math.exp(part.mean) + law.scale.offset) - float(law.start[0])
        precision = 1 / prior[j] ** 2 + 1 / part.sd**2
        moved = (middle[j] / prior[j] ** 2 + seen / part.sd**2) / precision - middle[j]
        gone = prior[j] ** 2 - 1 / precision  # variance that the evidence takes away
        narrower = 1 / precision / prior[j] ** 2
        kept = np.sqrt(np.maximum(1 - gone / prior**2, narrower))[:, None]
        after = middle[:, None] + moved + (values[0] - middle[:, None]) * kept
        values[0, j:] = after[j:]
        if part.floor > 0:
            floors[j] = part.floor
            least = math.log(part.floor + law.scale.offset) - float(law.start[0])
            values[0, j] = np.maximum(values[0, j], least)
    return replace(law, moves=Marginals(levels, values), floors=floors)


def with_part_years(values: FloatArray, first_year: int, evidence: Sequence[PartYear],
                    ) -> FloatArray:
    """Return the paths (n_paths, horizon) > 0 given the evidence of several years, one by one.

    What a year moves stays with the later years, so each year's evidence meets paths that have
    learned from the years before: the filter of a random walk.
    """
    for part in sorted(evidence, key=lambda p: p.year):
        values = with_part_year(values, first_year, part)
    return values


def with_part_year(values: FloatArray, first_year: int, evidence: PartYear) -> FloatArray:
    """Return the paths (n_paths, horizon) > 0 given the evidence; earlier years stay.

    A year outside the horizon changes nothing.
    """
    j = evidence.year - first_year
    if not 0 <= j < values.shape[1] or bool(np.any(values[:, j] <= 0)):
        return values
    logs = np.log(values[:, j])
    low, middle, high = np.quantile(logs, _NORMAL)
    prior = max(float(high - low) / 2, _LEAST_SPREAD)
    precision = 1 / prior**2 + 1 / evidence.sd**2
    mean = (float(middle) / prior**2 + evidence.mean / evidence.sd**2) / precision
    narrower = math.sqrt(1 / precision) / prior
    moved = mean + (logs - middle) * narrower
    if evidence.floor > 0:
        moved = np.maximum(moved, math.log(evidence.floor))
    out = np.array(values)
    out[:, j:] *= np.exp(moved - logs)[:, None]
    return out
