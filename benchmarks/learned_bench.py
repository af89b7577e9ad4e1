"""The law with own weights or levels learned on earlier origins, on the cells of ``law_bench``.

    python benchmarks/learned_bench.py dev --provinces FILE       earlier origins
    python benchmarks/learned_bench.py report --provinces FILE    the cells that are reported

Each cell's parts are learned inside its own reference, at up to eight earlier origins, from
outcomes known at the cell's origin. What the table shows is in docs/method/calibration.md.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import fields, replace

import law_bench as bench
import numpy as np

from data.arrays import FloatArray
from models.law.earlier import (
    Earlier,
    look_back,
    rule_weights,
    with_learned_levels,
    with_learned_weights,
)
from models.law.pool import PoolWeights, learn_weights
from models.law.predictive_law import Law, fit_law

Asked = tuple[bench.Cell, Law, Earlier]


def half_prior(law: Law, earlier: Earlier) -> Law:
    prior: FloatArray = np.full(rule_weights(law).shape, 0.5)
    found: PoolWeights = learn_weights(
        earlier.own, earlier.group, points=earlier.points, horizon=earlier.horizon,
        year=earlier.year, prior=prior)
    return replace(law, pool=found)


def width_only(law: Law, earlier: Earlier) -> Law:
    """Learn from each transform and its mirror image, so that the centre stays where it is."""
    both = Earlier(*(np.concatenate([getattr(earlier, f.name)] * 2) for f in fields(Earlier)))
    mirrored = np.concatenate([earlier.pit, 1 - earlier.pit])
    return with_learned_levels(law, replace(both, pit=mirrored), pseudo=100.0)


VARIANTS: dict[str, Callable[[Law, Earlier], Law]] = {
    "the law": lambda law, _: law,
    "weights, drawn to 1/2": half_prior,
    "weights, drawn to the rule, 10": lambda x, e: with_learned_weights(x, e, pseudo=10.0),
    "weights, drawn to the rule, 40": lambda x, e: with_learned_weights(x, e, pseudo=40.0),
    "weights, drawn to the rule, 160": lambda x, e: with_learned_weights(x, e, pseudo=160.0),
    "levels, 30 windows of identity": lambda x, e: with_learned_levels(x, e, pseudo=30.0),
    "levels, 100": lambda x, e: with_learned_levels(x, e, pseudo=100.0),
    "levels, 300": lambda x, e: with_learned_levels(x, e, pseudo=300.0),
    "levels, width only, 100": width_only,
    "both (40, 300)": lambda x, e: with_learned_levels(with_learned_weights(x, e), e),
}


def asked(cells: list[bench.Cell]) -> list[Asked]:
    """Fit every cell's law and look back once in every reference."""
    known: dict[tuple[int, int, float], Earlier] = {}
    spent, out = 0.0, []
    for c in cells:
        key = (c.origin, c.reference.values.size, float(np.nansum(c.reference.values)))
        if key not in known:
            start = time.perf_counter()
            known[key] = look_back(c.reference, max_horizon=6)
            spent += time.perf_counter() - start
        pattern = tuple(range(1 - c.n, 1))
        out.append((c, fit_law(c.reference, max_horizon=6, patterns=(pattern,)), known[key]))
    print(f"looking back into {len(known)} references took {spent:.0f} s", flush=True)
    return out


def score(items: list[Asked], make: Callable[[Law, Earlier], Law]) -> str:
    p_all, o_all, cover = [], [], []
    for c, law, earlier in items:
        years = np.arange(c.origin - c.n + 1, c.origin + 1)
        m = make(law, earlier).predict(c.history, years, horizon=c.h).marginals
        points = np.broadcast_to(bench.GROWTH, (len(c.history), c.h, len(bench.GROWTH)))
        q = m.quantile([0.025, 0.1, 0.9, 0.975])[:, -1]
        p_all.append((1 - m.cdf(points)[:, -1]).ravel())
        o_all.append((c.outcome[:, None] >= bench.GROWTH - 1e-12).astype(float).ravel())
        cover.append(np.stack([(q[:, a] <= c.outcome) & (c.outcome <= q[:, b])
                               for a, b in ((1, 2), (0, 3))]))
    p, o = np.concatenate(p_all), np.concatenate(o_all)
    c80, c95 = np.concatenate(cover, axis=1).mean(axis=1)
    said = np.clip(np.where(o == 1, p, 1 - p), 1e-3, 1)
    return (f"brier {np.mean((p - o) ** 2):.5f}  log {-np.log(said).mean():.5f}  "
            f"mcb {bench.miscalibration(p, o):.5f}  cov80 {c80:.3f}  cov95 {c95:.3f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("dev", "report"))
    parser.add_argument("--provinces", required=True)
    a = parser.parse_args()
    regions, series = list(bench.provinces(a.provinces)), list(bench.competition())
    if a.what == "dev":
        groups = {
            "provinces": bench.cells(regions, [
                (n, h, o, 0) for o, h in bench.DEV_ORIGINS for n in (1, 2, 3, 4, 6)]),
            "M1+M3": bench.cells(series, [
                (n, h, None, cut) for cut in (5, 8) for n, h in bench.DEV_COMPETITION])}
    else:
        groups = {
            "provinces": bench.cells(regions, [
                (n, h, o, 0) for o, h in bench.REPORT_ORIGINS for n in bench.LENGTHS]),
            "M1+M3": bench.cells(series, [
                (n, h, None, 0) for h in bench.HORIZONS for n in bench.LENGTHS])}
    for name, cells in groups.items():
        items = asked(cells)
        for variant, make in VARIANTS.items():
            print(f"{name:10s} {variant:32s} {score(items, make)}", flush=True)


if __name__ == "__main__":
    main()
