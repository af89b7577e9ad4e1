"""Thin families: how well their questions are answered, by the class, by the world, by their own.

    python benchmarks/thin_families.py [--world] [--others]

Questions: trademark applications and registrations, works copyright and pledge finance of
provinces and cities (``data/bundled/wider``); origins 2012-2022, one to five years ahead, six
thresholds from 0.7 to 3 times the last figure, 1,416 in all. Nothing later than the origin is
used; regions are in two folds, and own windows come from the other fold only. ``--world`` adds the
classes of countries (slow); ``--others`` asks about the other families of the same tables, on
which nothing was chosen.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.law_bench import digest, miscalibration
from data.arrays import FloatArray, IntArray
from data.reference.figures import Panel
from data.reference.wider import bundled_wider, bundled_world
from data.words import Kind
from forecast.families.effects import NATIONAL, FamilyLevels, family_series, levels_from
from forecast.knowledge import bare_region, bundled_knowledge
from forecast.law.choice import reference_class
from models.law.marginals import Marginals
from models.law.predictive_law import Law, fit_law
from models.law.windows import LOOKBACK
from models.law.windows import Panel as ClassPanel

THRESHOLDS = np.log([0.7, 1.0, 1.25, 1.5, 2.0, 3.0])
ASKED = {
    "trademark_applications": "applications", "trademark_registrations": "registrations",
    "copyright_works_registrations": "copyright", "ip_pledge_financing_amount": "pledge",
    "patent_pledge_amount": "pledge", "trademark_pledge_amount": "pledge",
}
OTHERS = {
    "trademarks_in_force": "in force", "well_known_trademarks": "well known",
    "gi_trademarks": "GI", "gi_products": "GI", "gi_total": "GI",
    "invention_patents_per_10k": "per 10,000", "madrid_trademark_applications": "Madrid",
    "software_copyright_registrations": "software",
}
WORLD, CHARGES = "trademark", "ip_charges"


@dataclass(frozen=True, slots=True)
class Case:
    """A history, and the growth from its last figure to one ``ahead`` years later."""

    name: str
    family: str
    kind: Kind
    group: str
    region: str
    years: IntArray
    values: FloatArray
    ahead: int
    growth: float
    derived: bool  # either figure was computed from a growth rate that was published

    @property
    def origin(self) -> int:
        """The year of the last figure."""
        return int(self.years[-1])

    @property
    def pattern(self) -> tuple[int, ...]:
        """Offsets of the figures the law can look back on."""
        return tuple(int(y) - self.origin for y in self.years if y - self.origin > -LOOKBACK)


def cases(asked: dict[str, str]) -> Iterator[Case]:
    """Yield every question about provinces and cities."""
    table = bundled_wider()
    derived = table.flagged("derived")
    for code, id_ in enumerate(table.ids):
        if id_.indicator not in asked or id_.level == "county":
            continue
        rows = np.flatnonzero(table.series == code)
        years, values = table.years[rows], table.values[rows]
        for i, origin in enumerate(years):
            for j in range(i + 1, len(years)):
                ahead = int(years[j] - origin)
                if 2012 <= origin <= 2022 and ahead <= 5 and values[i] > 0 and values[j] > 0:
                    yield Case(asked[id_.indicator], id_.family, id_.kind, id_.group, id_.region,
                               years[: i + 1], values[: i + 1], ahead,
                               float(np.log(values[j] / values[i])),
                               bool(derived[rows[i]] or derived[rows[j]]))


def fold(region: str) -> int:
    """Return the half a region is in."""
    return int(digest(bare_region(region)), 16) % 2


@cache
def bundled(origin: int) -> Panel:
    """Return the bundled class as known at the origin."""
    return bundled_knowledge().until(origin).panel()


def grid(series: list[tuple[IntArray, FloatArray]], origin: int) -> ClassPanel:
    """Return series as a class, cut at the origin."""
    seen = [(y[y <= origin], v[y <= origin]) for y, v in series]
    seen = [(y, v) for y, v in seen if len(y)]
    if not seen:
        return ClassPanel(np.full((1, 1), np.nan), np.array([origin]))
    first = min(int(y[0]) for y, _ in seen)
    values = np.full((len(seen), origin - first + 1), np.nan)
    for row, (y, v) in zip(values, seen, strict=True):
        row[y - first] = v
    return ClassPanel(values, np.arange(first, origin + 1))


def own(case: Case) -> list[tuple[IntArray, FloatArray]]:
    """Return the family's series of the other half of the regions."""
    return [(np.array(s.years), np.array(s.values)) for s in family_series()
            if s.family == case.family and s.level != NATIONAL
            and fold(s.region) != fold(case.region)]


@dataclass(slots=True)
class Ways:
    """The answers compared; a law is fitted once for all cases that share it."""

    laws: dict[tuple[object, ...], Law] = field(default_factory=dict)
    levels: dict[tuple[str, int, int], FamilyLevels] = field(default_factory=dict)

    def law(self, case: Case, name: str) -> Law:
        """Return the fitted law of a way."""
        of = (case.family, fold(case.region)) if name.startswith("own") else case.kind
        key = (name, of, case.origin, case.pattern, case.ahead)
        if key not in self.laws:
            self.laws[key] = fit_law(
                self.panel(case, name), max_horizon=case.ahead, as_of=case.origin,
                family=1 if name == "class" else None, patterns=(case.pattern,))
        return self.laws[key]

    def panel(self, case: Case, name: str) -> ClassPanel:
        """Return the class of a way."""
        if name.startswith("world"):
            kinds = (WORLD, CHARGES) if name == "world, charges" else (WORLD,)
            return grid([_years(s.first_year, s.values) for s in bundled_world()
                         if any(k in s.indicator for k in kinds)], case.origin)
        if name == "own alone":
            return grid(own(case), case.origin)
        panel = bundled(case.origin)
        members = reference_class(panel, "", case.kind, horizon=case.ahead).members
        if name == "class":
            return ClassPanel(np.array(panel.values), np.array(panel.years),
                              members.astype(np.int64))
        kin = [_years(int(panel.years[0]), row) for row in panel.values[members]]
        return grid(kin + own(case), case.origin)

    def answer(self, case: Case, name: str) -> Marginals:
        """Return the law of growth (1, ahead, K) a way gives."""
        plain = self.law(case, "class" if name == "levels" else name)
        scale = 1e8 if case.group == "amount" else 1.0  # as published: 100M yuan
        values = case.values / scale
        if name == "levels":
            return self.of_family(case, plain)
        return plain.predict(values[None], case.years, horizon=case.ahead).marginals

    def of_family(self, case: Case, plain: Law) -> Marginals:
        """Return the class's law as the family's, from regions of the other half."""
        part = fold(case.region)
        key = (case.family, case.origin, part)
        if key not in self.levels:
            others = [np.log(v[y <= case.origin][-1]) for y, v in own(case)
                      if (y <= case.origin).any()]
            self.levels[key] = levels_from(
                case.family, as_of=case.origin, levels=np.array(others),
                speaks=lambda region: region == "全国" or fold(region) != part)
        family = self.levels[key]
        standing = float(family.standing(np.log(case.values[-1:]))[0])
        sd = float(plain.level[1]) if np.isfinite(plain.level[1]) else 0.0
        history = case.values * np.exp(plain.level[0] + standing * sd) / case.values[-1]
        return plain.predict(history[None], case.years, horizon=case.ahead,
                             made=family.made).marginals


def _years(first: int, values: FloatArray) -> tuple[IntArray, FloatArray]:
    known = np.flatnonzero(np.isfinite(values) & (values > 0))
    return first + known, values[known]


@dataclass(frozen=True, slots=True)
class Scored:
    """Answers to the cases: probabilities (cases, thresholds) and the 80 % interval."""

    said: FloatArray
    low: FloatArray
    high: FloatArray

    @staticmethod
    def of(answers: list[Marginals]) -> Scored:
        """Read the answers' last year."""
        said, bounds = [], []
        for m in answers:
            at = np.broadcast_to(THRESHOLDS - 1e-12, (1, m.values.shape[1], len(THRESHOLDS)))
            said.append(1 - m.cdf(at)[0, -1])
            bounds.append(m.quantile((0.1, 0.9))[0, -1])
        low, high = np.array(bounds).T
        return Scored(np.array(said), low, high)

    def line(self, growth: FloatArray, rows: IntArray) -> str:
        """Return Brier, log score, miscalibration, coverage, said and happened of some cases."""
        p, y = self.said[rows], growth[rows]
        met = (y[:, None] >= THRESHOLDS - 1e-12).astype(np.float64)
        right = np.clip(np.where(met == 1, p, 1 - p), 1e-3, 1)
        held = (self.low[rows] <= y) & (y <= self.high[rows])
        return (f"{np.mean((p - met) ** 2):.4f} {-np.log(right).mean():.3f} "
                f"{miscalibration(p.ravel(), met.ravel()):.4f} {held.mean():.2f} "
                f"{p.mean():.2f} {met.mean():.2f}")


def main() -> None:
    """Print the table by family."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--world", action="store_true")
    parser.add_argument("--others", action="store_true")
    options = parser.parse_args()
    asked = list(cases(OTHERS if options.others else ASKED))
    names = ["class", "own added", "own alone", "levels"]
    if options.world:
        names[1:1] = ["world", "world, charges"]
    growth = np.array([c.growth for c in asked])
    parts = {"all": np.arange(len(asked))}
    for name in dict.fromkeys(c.name for c in asked):
        parts[name] = np.flatnonzero([c.name == name for c in asked])
    parts["figures derived"] = np.flatnonzero([c.derived for c in asked])
    parts["not derived"] = np.flatnonzero([not c.derived for c in asked])
    ways = Ways()
    scored = {name: Scored.of([ways.answer(c, name) for c in asked]) for name in names}
    print(f"{len(asked)} cases, {len(asked) * len(THRESHOLDS)} questions\n"
          f"{'':34s} Brier  log   MCB    80%  said happened")
    for part, rows in parts.items():
        for name in names:
            print(f"{part:15s} {len(rows):3d} {name:14s} {scored[name].line(growth, rows)}")


if __name__ == "__main__":
    main()
