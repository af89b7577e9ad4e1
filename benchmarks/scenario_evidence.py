"""Where the built-in scenarios' figures come from: computed from the bundled reference figures.

    python benchmarks/scenario_evidence.py [FOLDER]

reads the reference tables (``region, indicator, year, value, ...``) and prints, for each
built-in scenario, the effect that the figures up to 2023 show and the parameters made of it.
Later years are never read: they stay unseen for judging.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

LAST_YEAR = 2023
NATION = "全国"
DEFAULT_FOLDER = Path(__file__).resolve().parents[1] / "data" / "bundled" / "reference"
FLOWS = ("patent_grants_total", "invention_patent_grants", "patent_applications_total")
STOCKS = ("patents_in_force_total", "invention_patents_in_force")
WITHDRAWAL = (
    "patent_grants_total", "utility_model_grants", "design_grants", "invention_patent_grants",
    "patent_applications_total")

Figures = dict[tuple[str, str, int], float]


@dataclass(frozen=True)
class Effect:
    """Quantiles of an effect over regions (and windows), percentage points a year."""

    n: int
    q10: float
    q25: float
    q50: float
    q75: float
    q90: float

    def line(self, name: str) -> str:
        """Return one printed row."""
        return (f"{name:<46} n={self.n:<4} q10 {self.q10:7.1f}  q25 {self.q25:7.1f}  "
                f"q50 {self.q50:7.1f}  q75 {self.q75:7.1f}  q90 {self.q90:7.1f}")


def read_figures(folder: Path) -> Figures:
    """Return value by (region, indicator, year), years up to 2023, first mention kept."""
    out: Figures = {}
    for path in sorted(folder.glob("*.csv")):
        with open(path, encoding="utf-8-sig", newline="") as stream:
            for row in csv.DictReader(stream):
                year = row.get("year", "")
                if year.isdigit() and int(year) <= LAST_YEAR and row.get("value"):
                    key = (row["region"], row["indicator"], int(year))
                    out.setdefault(key, float(row["value"]))
    return out


def provinces(figures: Figures) -> tuple[str, ...]:
    """Return the regions with a full patent record, without the nation."""
    found = {r for r, i, y in figures if i == "utility_model_grants" and y == 2016}
    return tuple(sorted(found - {NATION}))


def cagr(figures: Figures, region: str, indicator: str, span: tuple[int, int]) -> float | None:
    """Return compound growth in percent a year, or ``None`` when an end is missing."""
    first, last = span
    start, end = (figures.get((region, indicator, y)) for y in span)
    if not start or not end:
        return None
    return float(100 * ((end / start) ** (1 / (last - first)) - 1))


def growths(figures: Figures, indicator: str, span: tuple[int, int]) -> dict[str, float]:
    """Return compound growth by province."""
    pairs = ((r, cagr(figures, r, indicator, span)) for r in provinces(figures))
    return {r: g for r, g in pairs if g is not None}


def effect(values: Iterable[float]) -> Effect:
    """Return the quantiles (type 8) of ``values``."""
    data = np.array(list(values))
    q = np.quantile(data, [0.1, 0.25, 0.5, 0.75, 0.9], method="median_unbiased")
    return Effect(len(data), *(float(v) for v in q))


def withdrawal(figures: Figures, indicator: str) -> Effect:
    """Growth 2021-2023: as it is where it fell (against no change), else minus 2016-2021's."""
    after = growths(figures, indicator, (2021, 2023))
    before = growths(figures, indicator, (2016, 2021))
    fell = effect(after.values())
    if fell.q50 < 0:
        return fell
    return effect(after[r] - before[r] for r in after if r in before)


def excess(figures: Figures, indicators: tuple[str, ...]) -> Effect:
    """Five-year growth of a province minus the provinces' median of the same five years."""
    out: list[float] = []
    for indicator in indicators:
        for start in range(2010, LAST_YEAR - 4):
            found = list(growths(figures, indicator, (start, start + 5)).values())
            if len(found) >= 25:
                out += [g - float(np.median(found)) for g in found]
    return effect(out)


def speed_up(figures: Figures, indicators: tuple[str, ...]) -> Effect:
    """Excess growth of five years minus excess growth of the five before, same province."""
    out: list[float] = []
    for indicator in indicators:
        for start in (2010, 2013):
            early = growths(figures, indicator, (start, start + 5))
            late = growths(figures, indicator, (start + 5, start + 10))
            both = sorted(early.keys() & late.keys())
            if len(both) >= 25:
                base = [float(np.median([g[r] for r in both])) for g in (early, late)]
                out += [(late[r] - base[1]) - (early[r] - base[0]) for r in both]
    return effect(out)


def persistence(figures: Figures, indicators: tuple[str, ...]) -> Effect:
    """Log growth of five years ÷ log growth of the five before, where that was above 5 %."""
    out: list[float] = []
    for indicator in indicators:
        for start in (2010, 2013):
            early = growths(figures, indicator, (start, start + 5))
            late = growths(figures, indicator, (start + 5, start + 10))
            out += [float(np.log1p(late[r] / 100) / np.log1p(early[r] / 100))
                    for r in early if r in late and early[r] > 5]
    return effect(out)


def yearly_points(figures: Figures, indicator: str) -> tuple[float, float, int]:
    """Mean and standard deviation of the nation's yearly changes (consecutive years), and N."""
    own = {y: v for (r, i, y), v in figures.items() if r == NATION and i == indicator}
    steps = [own[y] - own[y - 1] for y in sorted(own) if y - 1 in own]
    return float(np.mean(steps)), float(np.std(steps, ddof=1)), len(steps)


def national(figures: Figures, indicator: str, span: tuple[int, int]) -> float:
    """Return the nation's compound growth in percent a year; NaN when an end is missing."""
    found = cagr(figures, NATION, indicator, span)
    return float("nan") if found is None else found


def parameters(figures: Figures) -> dict[str, tuple[float, ...]]:
    """Return the figures that stand in the library's files, by scenario and what they act on."""
    flows, stocks = excess(figures, FLOWS), excess(figures, STOCKS)
    push_flows, push_stocks = speed_up(figures, FLOWS), speed_up(figures, STOCKS)
    _, points, _ = yearly_points(figures, "ip_protection_satisfaction")
    finance = (national(figures, "ip_pledge_financing_amount", (2020, 2023))
               - national(figures, "ip_pledge_financing_amount", (2018, 2020)))
    slow = persistence(figures, FLOWS)
    dips = [national(figures, name, (2021, 2022)) for name in
            ("software_copyright_registrations", "trademark_applications_domestic")]
    out = {
        "optimistic flows": (0.0, flows.q75, flows.q90),
        "optimistic stocks": (0.0, stocks.q75, stocks.q90),
        "optimistic points": (0.0, points / 2, points),
        "pessimistic flows": (flows.q10, flows.q25, 0.0),
        "pessimistic stocks": (stocks.q10, stocks.q25, 0.0),
        "pessimistic points": (-points, -points / 2, 0.0),
        "policy-push flows": (0.0, push_flows.q75 / 2, push_flows.q75),
        "policy-push stocks": (0.0, push_stocks.q75 / 2, push_stocks.q75),
        "policy-push points": (0.0, points / 2, points),
        "slowdown": (slow.q25, slow.q50, 1.0),
        "finance-expansion": (0.0, finance / 2, finance),
        "shock-recovery": (min(dips), float(np.mean(dips)), 0.0),
    }
    for indicator in WITHDRAWAL:
        found = withdrawal(figures, indicator)
        out[f"subsidy-withdrawal {indicator}"] = (found.q10, found.q50, found.q90)
    return out


def main() -> None:
    """Print the evidence and the parameters."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_FOLDER
    figures = read_figures(folder)
    print(f"{len(provinces(figures))} provinces, years up to {LAST_YEAR}; percentage points a year")
    for indicator in WITHDRAWAL:
        for span in ((2016, 2021), (2021, 2023)):
            found = effect(growths(figures, indicator, span).values())
            print(found.line(f"growth {span[0]}-{span[1]} {indicator}"))
        print(withdrawal(figures, indicator).line(f"withdrawal effect {indicator}"))
    for label, indicators in (("flows", FLOWS), ("stocks", STOCKS)):
        print(excess(figures, indicators).line(f"5-year growth above the median, {label}"))
        print(speed_up(figures, indicators).line(f"speed-up between five-year spans, {label}"))
        print(persistence(figures, indicators).line(f"persistence of log growth, {label}"))
    mean, sd, n = yearly_points(figures, "ip_protection_satisfaction")
    print(f"satisfaction, points a year: mean {mean:.2f}, sd {sd:.2f}, n={n}")
    for name, span in (
        ("ip_pledge_financing_amount", (2018, 2020)), ("ip_pledge_financing_amount", (2020, 2023)),
        ("software_copyright_registrations", (2021, 2022)),
        ("software_copyright_registrations", (2022, 2023)),
        ("trademark_applications_domestic", (2021, 2022)),
    ):
        print(f"nation {name} {span[0]}-{span[1]}: {national(figures, name, span):.1f} % a year")
    print()
    for name, values in parameters(figures).items():
        print(f"{name:<46} {', '.join(f'{v:.3g}' for v in values)}")


if __name__ == "__main__":
    main()
