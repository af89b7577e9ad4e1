"""The class laws that a batch needs: each is fitted once, and only on what was known in its year.

Which law answers for a series depends on that series and the reference alone, never on what else
stands in the batch; so results are the same for any order and any way of cutting the input.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from data.arrays import FloatArray, IntArray
from data.randomness import generator
from data.reference.figures import Panel
from data.words import Kind
from forecast.knowledge import Knowledge
from forecast.reference_class import ENOUGH, ReferenceClass, reference_class, windows_at
from models.law.marginals import Marginals
from models.law.predictive_law import Law, fit_law
from models.law.predictive_law import Pattern as Offsets
from models.law.windows import LOOKBACK
from models.law.windows import Panel as ClassPanel

Kin: TypeAlias = tuple[str, Kind]
"""The family and the kind of figure that a reference class is chosen by."""

SPANS = (5, 10, 20, 30)
"""Horizons that laws are fitted for: 4 years ahead is answered by the law for up to 5, and so on.
A target's answer then does not depend on which other targets its series has."""

FEW_KNOWN = 4
"""Gappy histories of up to this many points, or with one year missing, have a law of their own;
the others take the law pooled over history lengths (every pattern of gaps would be its own fit)."""

_ROWS = 16


@dataclass(frozen=True, slots=True)
class BatchLaw:
    """A fitted law, the class behind it, and the order of its paths.

    ``ranks`` (n_paths, span) order stratified draws as real windows were (``Law.order_template``).
    ``windows`` (span,) counts the class's windows with a known outcome.
    """

    law: Law
    ranks: IntArray
    windows: IntArray
    same_family: bool

    def predict(self, values: FloatArray, last_year: int, horizon: int) -> Marginals:
        """Return marginals of log growth (series, horizon) for ``values`` (series, LOOKBACK).

        The last column is ``last_year``; NaN where nothing was observed.
        """
        years = np.arange(last_year - LOOKBACK + 1, last_year + 1)
        # Matrix products round the rows of an incomplete block differently: with full blocks
        # only, a series' numbers do not depend on how many others are predicted with it.
        short = -len(values) % _ROWS
        full = np.concatenate([values, np.repeat(values[-1:], short, axis=0)])
        said = self.law.predict(full, years, horizon=horizon).marginals
        return Marginals(said.levels, said.values[: len(values)])


@dataclass(frozen=True, slots=True)
class ClassLaws:
    """All laws of a run, fitted when first asked for."""

    knowledge: Knowledge
    n_paths: int
    seed: int
    _panels: dict[int, tuple[Panel, frozenset[str]]] = field(default_factory=dict, repr=False)
    _classes: dict[tuple[int, Kin, int], ReferenceClass] = field(default_factory=dict, repr=False)
    _laws: dict[tuple[int, bytes, Offsets | None, int], BatchLaw] = field(
        default_factory=dict, repr=False)

    def family(self, indicator: str, last_year: int) -> str:
        """Return the indicator where the reference has enough of it to matter, else ``""``."""
        return indicator if indicator in self._known(last_year)[1] else ""

    def law(self, last_year: int, kin: Kin, offsets: Offsets, span: int) -> BatchLaw:
        """Return the law for histories that end in ``last_year`` with figures at ``offsets``."""
        chosen = self._chosen(last_year, kin, span)
        pattern = offsets if fitted_alone(offsets) else None
        key = (last_year, chosen.members.tobytes(), pattern, span)
        if key not in self._laws:
            self._laws[key] = self._fit(last_year, chosen, pattern, span)
        return self._laws[key]

    def _known(self, last_year: int) -> tuple[Panel, frozenset[str]]:
        if last_year not in self._panels:
            panel = self.knowledge.until(last_year).panel()
            known = np.isfinite(panel.values).sum(axis=1)
            count: dict[str, int] = {}
            for id_, n in zip(panel.ids, known, strict=True):
                count[id_.family] = count.get(id_.family, 0) + int(n)
            grouped = {id_.family for id_ in panel.ids if id_.group}
            large = {name for name, n in count.items() if n >= ENOUGH}
            self._panels[last_year] = (panel, frozenset(grouped | large))
        return self._panels[last_year]

    def _chosen(self, last_year: int, kin: Kin, span: int) -> ReferenceClass:
        key = (last_year, kin, span)
        if key not in self._classes:
            panel, _ = self._known(last_year)
            self._classes[key] = reference_class(panel, kin[0], kin[1], horizon=span)
        return self._classes[key]

    def _fit(self, last_year: int, chosen: ReferenceClass, pattern: Offsets | None,
             span: int) -> BatchLaw:
        panel, _ = self._known(last_year)
        years = panel.years if len(panel.years) else np.array([last_year])
        values = np.array(panel.values).reshape(len(panel.ids), len(years))
        law = fit_law(ClassPanel(values, np.array(years), chosen.members.astype(np.int64)),
                      max_horizon=span, as_of=last_year, family=1,
                      patterns=() if pattern is None else (pattern,))
        rng = generator(self.seed, "batch order", str(last_year), chosen.name, str(pattern),
                        str(span))
        windows = np.array([windows_at(panel, chosen.members, h) for h in range(1, span + 1)])
        return BatchLaw(law, law.order_template(self.n_paths, span, rng=rng), windows,
                        chosen.same_family)


def fitted_alone(offsets: Offsets) -> bool:
    """Return whether histories with figures at ``offsets`` have a law fitted for themselves."""
    missing = 1 - offsets[0] - len(offsets)
    return missing <= 1 or len(offsets) <= FEW_KNOWN
