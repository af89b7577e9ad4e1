"""Strategies for whole plans: indicators of every kind, histories of 1 to 8 years, targets on them.

A plan is the tree of a plan file, so that a test can change one thing and read both.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
from hypothesis import strategies as st

from data.planfile.files import parse_plan
from forecast.assessment import assess
from forecast.knowledge import Knowledge, bundled_knowledge
from forecast.probability.verdict import Assessment, Chance, Fan
from scenarios.file.reading import parse_scenarios, resolve

Tree: TypeAlias = dict[str, object]
BASE, END, N_PATHS = 2020, 2025, 200
KINDS = {"flow": ("件", "万件"), "stock": ("人", "万人"), "cumulative": ("件", "万件"),
         "ratio": ("件/万人", "件/万人"), "share": ("%", "%"), "amount": ("亿元", "万元")}
"""Each kind with the unit it is drawn in, and another one of the same quantity."""

BASES = ("level", "growth_from_base", "cagr_from_base", "increment_from_base")
FASTER = """\
scenarios:
  - scenario: faster
    name: {en: Faster}
    steps: [{step: growth_shift, by: {triangular: {low: 0, mode: 4, high: 10}}}]
  - scenario: dip
    name: {en: Dip}
    steps: [{step: pulse, percent: {uniform: {low: -30, high: -10}}, start: 1, recovery: 50}]
"""
OWN = FASTER + """\
  - scenario: nothing
    name: {en: Nothing}
    steps: []
"""


@cache
def knowledge() -> Knowledge:
    """The bundled class, read once."""
    return bundled_knowledge()


@st.composite
def indicators(draw: st.DrawFn, name: str, kinds: Sequence[str] = tuple(KINDS),
               ) -> tuple[Tree, list[Tree]]:
    """An indicator and its figures, the last one in the base year or the year before."""
    kind = draw(st.sampled_from(kinds))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n, last = draw(st.integers(1, 8)), BASE - draw(st.integers(0, 1))
    values = draw(st.sampled_from([8.0, 60.0, 5000.0])) * np.exp(
        np.cumsum(rng.normal(0.06, draw(st.sampled_from([0.02, 0.2])), n)))
    if kind == "share":
        values = 100 * values / (values + 100)
    if kind == "cumulative":
        values = np.maximum.accumulate(values)
    whole = kind in ("flow", "stock", "cumulative")
    values = np.ceil(values) if whole else values.round(3)
    rows: list[Tree] = [{"indicator": name, "year": last - n + 1 + i, "value": float(v)}
                        for i, v in enumerate(values)]
    return {"name": {"en": name.upper()}, "kind": kind, "unit": KINDS[kind][0]}, rows


@st.composite
def plans(draw: st.DrawFn, kinds: Sequence[str] = tuple(KINDS),
          bases: Sequence[str] = BASES) -> Tree:
    """A plan of one to three indicators, each with a target of any basis, in either direction."""
    out: Tree = {"plan": "p", "title": {"en": "P"}, "region": {"en": "Springfield"},
                 "period": {"base": BASE, "start": BASE + 1, "end": END}}
    made = {name: draw(indicators(name, kinds)) for name in "abc"[:draw(st.integers(1, 3))]}
    out["indicators"] = {name: row for name, (row, _) in made.items()}
    out["history"] = [row for _, rows in made.values() for row in rows]
    out["targets"] = []
    for name, (row, rows) in made.items():
        based = rows[-1]["year"] == BASE and row["kind"] != "share"
        basis = draw(st.sampled_from([b for b in bases if based or b == "level"]))
        last = float(str(rows[-1]["value"]))
        ratio = draw(st.floats(0.5, 2.5))
        value = {"level": last * ratio, "growth_from_base": 100 * (ratio - 1),
                 "cagr_from_base": 100 * (ratio ** 0.2 - 1),
                 "increment_from_base": last * (ratio - 1)}[basis]
        value = min(value, 99.0) if row["kind"] == "share" else value
        out["targets"].append({  # type: ignore[attr-defined]
            "id": f"t-{name}", "indicator": name, "value": round(value, 2), "basis": basis,
            "sense": draw(st.sampled_from(["at_least", "at_most"])), "year": END})
    return out


def changed(plan: Tree, **parts: object) -> Tree:
    """A copy of a plan with some of its parts in the place of its own."""
    return copy.deepcopy(plan) | parts


def assessed(plan: Mapping[str, object], names: Sequence[str] = ("baseline", "faster", "dip"),
             ) -> Assessment:
    """The assessment under bundled and own scenarios, in the order named."""
    own = {s.id: s for s in parse_scenarios(OWN)}
    asked = [own[n] if n in own else resolve((n,))[0] for n in names]
    return assess(parse_plan(json.dumps(plan)), tuple(asked), knowledge=knowledge(),
                  n_paths=N_PATHS)


Said: TypeAlias = dict[tuple[str, str], tuple[tuple[Chance, ...], tuple[Fan, ...]]]


def said(found: Assessment) -> Said:
    """What is said of each target and reading: chances and fans, scenarios by name."""
    return {(r.target.id, v.reading.value): (
        tuple(sorted(v.chances, key=lambda c: c.scenario)),
        tuple(sorted(v.fans, key=lambda f: f.scenario))) for r in found.results
        for v in r.verdicts}
