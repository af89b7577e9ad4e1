"""Where the figures of built-in scenarios and of the event catalogue come from.

    python benchmarks/scenario_evidence.py [FOLDER]

reads the reference tables (``region, indicator, year, value, ...``) and prints, for each
built-in scenario and each event, the effect that the figures up to 2023 show and the parameters
made of it. Later years are never read: they stay unseen for judging. The golden test of these
parameters holds every figure in ``scenarios/library`` and ``scenarios/events`` to them.
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


def turn(figures: Figures, indicator: str, year: int) -> Effect:
    """Growth in ``year`` minus growth in the year before, by province, percentage points."""
    now = growths(figures, indicator, (year - 1, year))
    before = growths(figures, indicator, (year - 2, year - 1))
    return effect(now[r] - before[r] for r in now if r in before)


def won_back(figures: Figures, indicator: str, dip: int) -> float:
    """Share (percent) of the nation's dip in year ``dip`` that was gone the year after."""
    before, low, after = (figures[NATION, indicator, dip + k] for k in (-1, 0, 1))
    return 100 * (after - low) / (before - low)


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
    return effect(_persistence(figures, indicators))


def persisted(figures: Figures, indicators: tuple[str, ...]) -> tuple[float, int]:
    """Share of such windows in which growth went on in full, and their number."""
    found = np.array(_persistence(figures, indicators))
    return float((found >= 1).mean()), len(found)


def _persistence(figures: Figures, indicators: tuple[str, ...]) -> list[float]:
    out: list[float] = []
    for indicator in indicators:
        for start in (2010, 2013):
            early = growths(figures, indicator, (start, start + 5))
            late = growths(figures, indicator, (start + 5, start + 10))
            out += [float(np.log1p(late[r] / 100) / np.log1p(early[r] / 100))
                    for r in early if r in late and early[r] > 5]
    return out


def yearly_points(figures: Figures, indicator: str) -> tuple[float, float, int]:
    """Mean and standard deviation of the nation's yearly changes (consecutive years), and N."""
    own = {y: v for (r, i, y), v in figures.items() if r == NATION and i == indicator}
    steps = [own[y] - own[y - 1] for y in sorted(own) if y - 1 in own]
    return float(np.mean(steps)), float(np.std(steps, ddof=1)), len(steps)


def national(figures: Figures, indicator: str, span: tuple[int, int]) -> float:
    """Return the nation's compound growth in percent a year; NaN when an end is missing."""
    found = cagr(figures, NATION, indicator, span)
    return float("nan") if found is None else found


def pushed(figures: Figures, spans: tuple[tuple[int, int], tuple[int, int]]) -> float:
    """Points by which the nation's pledge finance grew faster in the second span."""
    first, second = (national(figures, "ip_pledge_financing_amount", span) for span in spans)
    return second - first


def event_parameters(figures: Figures) -> dict[str, tuple[float, ...]]:
    """Return the figures of the event catalogue, by event and what they act on.

    A figure of the nation stands for one place by the range from nothing to that figure.
    """
    out = {}
    for indicator in WITHDRAWAL:
        found = withdrawal(figures, indicator)
        event = ("application-subsidy-abolition" if "applications" in indicator
                 else "grant-subsidy-phase-out")
        out[f"{event} {indicator}"] = (found.q10, found.q50, found.q90)
    for indicator in ("utility_model_grants", "patent_grants_total"):
        found = turn(figures, indicator, 2023)
        out[f"utility-model-tightening {indicator}"] = (
            found.q10, found.q50, found.q90)
    notice = pushed(figures, ((2018, 2019), (2019, 2020)))
    campaign = pushed(figures, ((2018, 2020), (2020, 2023)))
    out["pledge-finance-notice-2019 finance"] = (0.0, notice / 2, notice)
    out["pledge-finance-campaign-2021 finance"] = (0.0, campaign / 2, campaign)
    first = national(figures, "trademark_registrations", (2019, 2020))
    dips = [national(figures, name, (2021, 2022)) for name in
            ("software_copyright_registrations", "trademark_applications_domestic")]
    out["covid-19 2020"] = (first, first, 0.0)
    out["covid-19 2022"] = (min(dips), float(np.mean(dips)), 0.0)
    return out


def parameters(figures: Figures) -> dict[str, tuple[float, ...]]:
    """Return the figures that stand in the library's files, by scenario and what they act on."""
    flows, stocks = excess(figures, FLOWS), excess(figures, STOCKS)
    push_flows, push_stocks = speed_up(figures, FLOWS), speed_up(figures, STOCKS)
    _, points, _ = yearly_points(figures, "ip_protection_satisfaction")
    finance = pushed(figures, ((2018, 2020), (2020, 2023)))
    slow = persistence(figures, FLOWS)
    dips = [national(figures, name, (2021, 2022)) for name in
            ("software_copyright_registrations", "trademark_applications_domestic")]
    return {
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
        ("ip_pledge_financing_amount", (2018, 2019)), ("ip_pledge_financing_amount", (2019, 2020)),
        ("software_copyright_registrations", (2021, 2022)),
        ("software_copyright_registrations", (2022, 2023)),
        ("trademark_applications_domestic", (2021, 2022)),
        ("trademark_registrations", (2019, 2020)), ("trademark_registrations", (2020, 2021)),
        ("copyright_works_registrations", (2019, 2020)),
        ("copyright_works_registrations", (2021, 2022)),
    ):
        print(f"nation {name} {span[0]}-{span[1]}: {national(figures, name, span):.1f} % a year")
    for indicator in ("utility_model_grants", "patent_grants_total"):
        print(turn(figures, indicator, 2023).line(f"2023 against 2022, {indicator}"))
    for name, dip in (("trademark_registrations", 2020),
                      ("software_copyright_registrations", 2022)):
        print(f"nation {name} {dip}: {won_back(figures, name, dip):.0f} % of the dip won back in "
              f"{dip + 1}")
    lasted = persisted(figures, FLOWS)
    print(f"growth above 5 % a year that went on in full for five years: {100 * lasted[0]:.0f} % "
          f"of {lasted[1]}")
    for table in (parameters(figures), event_parameters(figures)):
        print()
        for name, values in table.items():
            print(f"{name:<60} {', '.join(f'{v:.3g}' for v in values)}")


if __name__ == "__main__":
    main()
