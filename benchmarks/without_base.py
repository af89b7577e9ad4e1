"""Bases that are asked for, held against the bases and outcomes there were.

    python benchmarks/without_base.py

Series of the reference class whose base year's figure is hidden get a target drawn at random about
it. What ``assess`` says of the base is kept; then base and outcome are revealed. Of targets whose
base turns out to be one called likely two thirds or more should have been met, of those called
unlikely less than a third. The class knows nothing after the base year; the series' own past is
part of it, under another name than the target's.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.planfile.files import parse_plan
from data.reference.figures import SeriesId, bundled_reference
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.without_base.answer import Answer, Code
from scenarios.file.reading import resolve

PERIODS = ((2013, 5), (2015, 3), (2017, 4), (2019, 4))
UNITS = {"flow": "件", "stock": "件", "amount": "元", "ratio": "件/万人"}
A_FAMILY, SEED = 12, 20261129
LOW, HIGH = -0.2, 1.6
"""Targets lie between these log growths from the hidden base."""


def main() -> None:
    """Print how many targets were met by what was said of their base."""
    met: Counter[tuple[str, bool]] = Counter()
    rng = np.random.default_rng(SEED)
    for base, ahead in PERIODS:
        met += ask(base, ahead, rng)
    for said in ("likely", "between", "unlikely"):
        hits, all_ = met[said, True], met[said, True] + met[said, False]
        print(f"{said:9} met {hits:4} of {all_:4}" + (f"  {hits / all_:.0%}" if all_ else ""))
    print(f"no answer of the law: {met['none', False]}")


def ask(base: int, ahead: int, rng: np.random.Generator) -> Counter[tuple[str, bool]]:
    """Ask about targets for one period; return (what was said of the true base, met) counts."""
    panel = bundled_reference().panel(None)
    at = base - int(panel.years[0])
    ends = panel.values[:, [at, at + ahead]]
    usable = [i for i, id_ in enumerate(panel.ids) if id_.kind.value in UNITS and id_.family
              and np.isfinite(ends[i]).all() and ends[i, 0] > 0]
    picked: list[int] = []
    for family in sorted({panel.ids[i].family for i in usable}):
        mine = [i for i in usable if panel.ids[i].family == family]
        picked += [int(i) for i in rng.permutation(mine)[:A_FAMILY]]
    goals = [goal_near(panel.ids[i], float(ends[i, 0]), rng) for i in picked]
    plan = parse_plan(plan_text(base, ahead, [panel.ids[i] for i in picked], goals))
    found = assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge(), n_paths=500)
    out: Counter[tuple[str, bool]] = Counter()
    for i, goal, result in zip(picked, goals, found.results, strict=True):
        hit = bool(ends[i, 1] >= goal * (1 - 1e-9))
        said = said_of(float(ends[i, 0]), result.verdicts[0].without_base)
        out[said, hit if said != "none" else False] += 1
    return out


def said_of(base: float, answer: Answer | None) -> str:
    """Return what an answer says of a base: likely, unlikely, between or none."""
    if answer is None or answer.code is not Code.BASE_WANTED:
        return "none"
    if answer.likely is not None and base >= answer.likely.base:
        return "likely"
    if answer.unlikely is not None and base <= answer.unlikely.base:
        return "unlikely"
    return "between"


def goal_near(id_: SeriesId, base: float, rng: np.random.Generator) -> float:
    """Draw a target of three digits about a base; at least one whole thing of what is counted."""
    goal = float(f"{base * np.exp(rng.uniform(LOW, HIGH)):.3g}")
    return float(max(1, round(goal))) if UNITS[id_.kind.value] == "件" else goal


def plan_text(base: int, ahead: int, ids: Sequence[SeriesId], goals: Sequence[float]) -> str:
    """Return a plan with one target a series, each of a place that nothing is known of."""
    names = {f"{id_.family}-{id_.kind.value}": id_ for id_ in ids}
    indicators = "\n".join(
        f"  {name}: {{name: {{zh: {name}, en: {name}}}, unit: {UNITS[id_.kind.value]}, "
        f"kind: {id_.kind.value}, family: {id_.family}}}" for name, id_ in names.items())
    targets = "\n".join(
        f"  - {{id: t{n}, indicator: {id_.family}-{id_.kind.value}, region: 某地{n}, "
        f"value: {goal}}}"
        for n, (id_, goal) in enumerate(zip(ids, goals, strict=True)))
    return (f"plan: p\ntitle: {{zh: 测, en: T}}\nregion: {{zh: 无名, en: Nowhere}}\n"
            f"period: {{base: {base}, start: {base + 1}, end: {base + ahead}}}\n"
            f"indicators:\n{indicators}\ntargets:\n{targets}\n")


if __name__ == "__main__":
    main()
