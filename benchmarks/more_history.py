"""How wide the bundled class leaves series of which more and more figures are known.

Usage: python benchmarks/more_history.py
Series of the class with twelve figures up to 2023, each known by its last 1 to 12: the mean log
width of the 80 % interval, by family. Nothing later than 2023 is read and nothing is fitted to it.
"""

from __future__ import annotations

import numpy as np

from data.arrays import FloatArray
from data.words import Kind
from forecast.knowledge import bundled_knowledge
from forecast.law.choice import Subject
from forecast.law.engine import Histories, LawEngine
from models.law.windows import LOOKBACK

LAST, KNOWN, AHEAD, FEWEST = 2023, (1, 2, 3, 4, 5, 6, 8, 10, 12), (1, 3, 5), 20


def main() -> None:
    engine = LawEngine(bundled_knowledge().until(LAST))
    panel = engine.knowledge.panel()
    recent = panel.values[:, -KNOWN[-1]:]
    whole = (np.nan_to_num(recent) > 0).all(axis=1)
    families = np.array(panel.families, dtype=object)

    def widths(values: FloatArray, kind: Kind, family: str) -> None:
        table = []
        for n in KNOWN:
            known = np.full((len(values), LOOKBACK), np.nan)
            known[:, -n:] = values[:, -n:]
            said = engine.answer(Histories(Subject(kind, family), LAST, known), max(AHEAD))
            assert said is not None
            low, high = np.moveaxis(said.values.quantile(np.array([0.1, 0.9])), 2, 0)
            table.append(np.log(high / low).mean(axis=0)[[a - 1 for a in AHEAD]])
        for ahead, row in zip(AHEAD, np.array(table).T, strict=True):
            print(f"{family:28} {len(values):4} {ahead} ahead  "
                  + "  ".join(f"{width:.2f}" for width in row))

    print("figures known" + " " * 33 + "  ".join(f"{n:4}" for n in KNOWN))
    for family in sorted(set(families[whole])):
        rows = np.flatnonzero(whole & (families == family))
        if len(rows) >= FEWEST:
            widths(recent[rows], panel.ids[rows[0]].kind, family)


if __name__ == "__main__":
    main()
