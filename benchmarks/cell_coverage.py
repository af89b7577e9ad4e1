#!/usr/bin/env python3
"""How much the coverage of one calendar cell must scatter when all its series share a shock.

    python benchmarks/cell_coverage.py

For the bundled class as known at each provincial origin, prints the share of the law's variance
that is the common shock of the years ahead, and what a *perfectly calibrated* law with that share
would see: the chance that the 80 % interval of a cell with very many series holds .74 to .86.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from scipy.special import ndtr

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from data.reference.figures import bundled_reference
from models.law.predictive_law import fit_law
from models.law.windows import Panel

CELLS = ((2015, 5), (2018, 5), (2018, 2), (2020, 3), (2021, 2))
EDGE = 1.2816


def main() -> None:
    shocks = np.linspace(-4, 4, 4001)
    weight = np.exp(-(shocks**2) / 2)
    weight /= weight.sum()
    for origin, h in CELLS:
        found = bundled_reference().panel(origin)
        panel = Panel(np.array(found.values), np.array(found.years))
        law = fit_law(panel, max_horizon=h, as_of=origin, patterns=((-3, -2, -1, 0),))
        rows = np.isfinite(panel.values[:, -4:]).all(axis=1)
        said = law.predict(panel.values[rows, -4:], panel.years[-4:], horizon=h)
        low, high = said.marginals.quantile([0.1, 0.9])[:, -1].T
        total = np.median((high - low) / (2 * EDGE)) ** 2
        share = float(law.calendar.variance(np.array([h]))[0] / total)
        moved = shocks * np.sqrt(share)
        inside = (ndtr((EDGE - moved) / np.sqrt(1 - share))
                  - ndtr((-EDGE - moved) / np.sqrt(1 - share)))
        within = float(weight[(inside >= 0.74) & (inside <= 0.86)].sum())
        order = np.argsort(inside)
        tenth, ninetieth = np.interp([0.1, 0.9], np.cumsum(weight[order]), inside[order])
        print(f"origin {origin}, {h} years ahead: common share {share:.2f}; a calibrated law's "
              f"cell holds {tenth:.2f} to {ninetieth:.2f} (80 % of calendars), within .74-.86 "
              f"in {within:.0%} of calendars")


if __name__ == "__main__":
    main()
