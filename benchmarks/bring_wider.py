"""Make the bundled figures of thin families from the collected tables.

    python benchmarks/bring_wider.py --from FOLDER

FOLDER holds ``ip_figures.csv``, ``ip_partials.csv``, ``copyright_growth_bands.csv``,
``conflicts.csv`` and ``world_ip_flows.csv``. What is left out, and what the flags and definitions
mean: ``data/bundled/README.md``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

try:
    from benchmarks.bring_data import LAST_YEAR, RENAMED, Row, families
except ImportError:  # run as a script from its own folder
    from bring_data import LAST_YEAR, RENAMED, Row, families

OUT = Path(__file__).resolve().parents[1] / "data" / "bundled" / "wider"
FIGURES = ("region", "level", "indicator", "year", "value", "unit", "family", "kind", "group",
           "definition", "flags", "source")
PARTS = ("region", "level", "indicator", "first", "last", "value", "unit", "source")
CONFLICTS = ("region", "level", "indicator", "year", "kept_value", "other_value", "unit",
             "kept_source", "other_source")
BANDS = ("region", "year", "growth_at_least", "source")
WORLD = ("region", "indicator", "first_year", "values")
LEVELS = ("province", "city", "county")  # a registrar is no region, a foreign country no kin

FLAGS = (
    ("derived", re.compile(r"derived|题库转引|年份据上下文推定|年份据.*推定|上限")),
    ("over", re.compile(r"突破|超\d|超过|余件|多件|more than|exceeded|surpassed")),
    ("about", re.compile(r"约|近\d|rounded|10\.0万")),
)
"""How a figure was come by: computed from a growth rate, "more than", or rounded."""

DEFINITIONS = (
    ("credit", re.compile(r"授信额")),
    ("loans", re.compile(r"贷款")),
    ("part_year", re.compile(r"截至\d+月\d*日?|发布于|(?<!\d)\d{4}-12-05")),
    ("net_increase", re.compile(r"新增注册商标|新增有效注册商标|新增1\.7万")),
    ("patents_and_trademarks", re.compile(r"专利\+商标")),
    ("twelve_months_to_mid_december", re.compile(r"2015-12-16\.\.2016-12-15")),
    ("all_registrations", re.compile(r"版权登记量|登记总量\)|著作权登记量")),
)
"""What a figure counts where its source says that it is not the plain thing."""

_HALF = {"H1": (1, 6), "Q1": (1, 3), "H2": (7, 12)}


def rows(path: Path) -> Iterator[Row]:
    """Yield the rows of years up to ``LAST_YEAR`` with indicators in one spelling."""
    with open(path, encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if "year" in row and int(row["year"]) > LAST_YEAR:
                continue
            if "indicator" in row:
                row["indicator"] = RENAMED.get(row["indicator"], row["indicator"])
            if "unit" in row and row["unit"] in {"笔", "个", "户"}:
                row["unit"] = {"笔": "项", "个": "件", "户": "家"}[row["unit"]]
            yield row


def flags(source: str) -> str:
    """Return the words of ``FLAGS`` that apply to a source, joined by a space."""
    return " ".join(name for name, found in FLAGS if found.search(source))


def definition(source: str, kind: str) -> str:
    """Return what a figure counts where that is not the plain thing, else an empty string."""
    found = next((name for name, found in DEFINITIONS if found.search(source)), "")
    return "" if found == "net_increase" and kind == "stock" else found


def figures(path: Path) -> list[Row]:
    """Return yearly figures of the listed indicators, one a year, sorted."""
    table = families()
    out: dict[tuple[str, str, int], Row] = {}
    for row in rows(path):
        about = table.get(row["indicator"])
        if about is None or row["level"] not in LEVELS:
            continue
        made = {**row, **about, "flags": flags(row["source"]),
                "definition": definition(row["source"], about["kind"])}
        out.setdefault((row["indicator"], row["region"], int(row["year"])), made)
    return [out[key] for key in sorted(out)]


def span(period: str) -> tuple[str, str] | None:
    """Return the first and last month ``yyyy-mm`` of a period; ``None`` for several years."""
    if ".." in period:
        first, last = period.split("..")
        if len(last) == 2:
            return first, f"{first[:4]}-{last}"
        return None
    if len(period) == 6 and period[4:] in _HALF:
        a, b = _HALF[period[4:]]
        return f"{period[:4]}-{a:02d}", f"{period[:4]}-{b:02d}"
    return (period, period) if re.fullmatch(r"\d{4}-\d{2}", period) else None


def partials(path: Path) -> list[Row]:
    """Return part-year flows and stocks of other months with their months."""
    table, out = families(), []
    for row in rows(path):
        months = span(row["period"])
        about = table.get(row["indicator"])
        if months is None or about is None or int(months[1][:4]) > LAST_YEAR:
            continue
        if about["kind"] in {"flow", "amount"} and row["period"] == months[1]:
            months = (f"{months[1][:4]}-01", months[1])  # a flow "by October" began in January
        out.append({**row, "first": months[0], "last": months[1]})
    return sorted(out, key=lambda r: (r["indicator"], r["region"], r["first"], r["value"]))


def world(path: Path) -> list[Row]:
    """Return one row a series: consecutive years from the first, empty where not known."""
    series: dict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for row in rows(path):
        if float(row["value"]) > 0:
            series[row["indicator"], row["region"]][int(row["year"])] = f"{float(row['value']):.5g}"
    out = []
    for (indicator, region), known in sorted(series.items()):
        if len(known) > 1:
            first, last = min(known), max(known)
            text = " ".join(known.get(y, "-") for y in range(first, last + 1))
            out.append({"region": region, "indicator": indicator, "first_year": str(first),
                        "values": text})
    return out


def write(name: str, columns: tuple[str, ...], table: list[Row]) -> None:
    """Write a table with line feeds."""
    with open(OUT / name, "w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        sheet.writeheader()
        sheet.writerows(table)
    print(f"{name}: {len(table)} rows")


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True)
    folder: Path = parser.parse_args().folder
    OUT.mkdir(parents=True, exist_ok=True)
    write("figures.csv", FIGURES, figures(folder / "ip_figures.csv"))
    write("partials.csv", PARTS, partials(folder / "ip_partials.csv"))
    bands = sorted(rows(folder / "copyright_growth_bands.csv"),
                   key=lambda r: (r["year"], -float(r["growth_at_least"]), r["region"]))
    write("growth_bands.csv", BANDS, bands)
    write("conflicts.csv", CONFLICTS, list(rows(folder / "conflicts.csv")))
    write("world.csv", WORLD, world(folder / "world_ip_flows.csv"))


if __name__ == "__main__":
    main()
