"""Make the bundled reference figures from the collected tables.

    python benchmarks/bring_data.py --from FOLDER

FOLDER holds ``china_provinces.csv``, ``china_national.csv`` and ``china_cities.csv``. Which
indicators are taken, and their families, stands in ``data/bundled/reference/families.csv``. What
is left out and why: ``data/bundled/README.md``.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

LAST_YEAR = 2023
"""Later figures are kept for judging the law and must not reach it."""

OUT = Path(__file__).resolve().parents[1] / "data" / "bundled" / "reference"
COLUMNS = ("region", "indicator", "year", "value", "unit", "source", "family")
PARTIAL_COLUMNS = ("region", "indicator", "year", "first", "last", "value", "unit", "source")
RENAMED = {  # the same quantity under two names
    "design_patent_grants": "design_grants",
    "gi_products_cumulative": "gi_products",
    "gi_trademarks_cumulative": "gi_trademarks",
    "patent_pledge_financing_amount": "patent_pledge_amount",
    "trademark_pledge_financing_amount": "trademark_pledge_amount",
}
UNIT_NAMES = {"score": "分"}
NATION = "全国"
NOT_A_REGION = {"全国(不含港澳台)"}
MONTHS = {
    "Jan": 1, "Feb": 2, "Mar": 3, "Apr": 4, "May": 5, "Jun": 6,
    "Jul": 7, "Aug": 8, "Sep": 9, "Oct": 10, "Nov": 11, "Dec": 12,
}
_SPAN = re.compile(r"(Jan)-([A-Z][a-z]{2}) (\d{4})")
_MONTH = re.compile(r"single month: ([A-Z][a-z]{2}) (\d{4})")

Row = dict[str, str]


def read(path: Path) -> Iterator[Row]:
    """Yield the rows up to ``LAST_YEAR`` with names and units in one spelling."""
    with open(path, encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            if "year" in row and int(row["year"]) > LAST_YEAR:
                continue
            row["indicator"] = RENAMED.get(row["indicator"], row["indicator"])
            row["unit"] = UNIT_NAMES.get(row["unit"], row["unit"])
            yield row


def families() -> dict[str, Row]:
    """Return the indicators that are taken, by name."""
    with open(OUT / "families.csv", encoding="utf-8", newline="") as stream:
        return {row["indicator"]: row for row in csv.DictReader(stream)}


def is_full_year(row: Row, kind: str) -> bool:
    """Say whether a city figure is a whole year's flow, or a stock at the end of its year."""
    note, year = row["period_note"], row["year"]
    if "NOT annual" in note or "expected" in note:
        return False
    if kind in {"flow", "amount", "score"}:
        if "cumulative" in note or "not stated" in note:
            return False
        return note.startswith(("full year", "text: 2020")) or note == year or (
            note.startswith("table base") and year in note)
    return bool(re.match(rf"(cumulative all-time, )?(end|table base) {year}\b", note))


def months(row: Row) -> tuple[int, int] | None:
    """Return the months a part-year flow covers, or ``None`` when the note does not say."""
    found = _MONTH.match(row["period_note"])
    if found and found[2] == row["year"]:
        return MONTHS[found[1]], MONTHS[found[1]]
    found = _SPAN.match(row["period_note"])
    if found and found[3] == row["year"] and found[2] in MONTHS:
        return 1, MONTHS[found[2]]
    return None


def taken(rows: Iterable[Row], table: dict[str, Row]) -> list[Row]:
    """Keep the listed indicators, one figure a year, with their family; sorted."""
    out: dict[tuple[str, str, int], Row] = {}
    for row in rows:
        if row["indicator"] not in table or row["region"] in NOT_A_REGION:
            continue
        key = (row["region"], row["indicator"], int(row["year"]))
        row = {**row, "family": table[row["indicator"]]["family"]}
        out.setdefault(key, row)  # the first source named for a figure
    return [out[key] for key in sorted(out, key=lambda k: (k[1], k[0], k[2]))]


def write(name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> int:
    """Write a table with line feeds, and return how many rows it has."""
    count = 0
    with open(OUT / name, "w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        sheet.writeheader()
        for row in rows:
            sheet.writerow(row)
            count += 1
    print(f"{name}: {count} rows")
    return count


def one_nation(provinces: list[Row], national: list[Row]) -> tuple[list[Row], list[Row]]:
    """Keep one national series an indicator: of two sources, the one with more years."""
    here = Counter(r["indicator"] for r in provinces if r["region"] == NATION)
    there = Counter(r["indicator"] for r in national)
    return (
        [r for r in provinces
         if r["region"] != NATION or here[r["indicator"]] >= there[r["indicator"]]],
        [r for r in national if there[r["indicator"]] > here[r["indicator"]]],
    )


def main() -> None:
    """Write the reference tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True)
    folder: Path = parser.parse_args().folder
    table = families()
    provinces, national = one_nation(
        taken(read(folder / "china_provinces.csv"), table),
        taken(read(folder / "china_national.csv"), table),
    )
    cities = [r for r in read(folder / "china_cities.csv") if r["indicator"] in table]
    whole = [r for r in cities if is_full_year(r, table[r["indicator"]]["kind"])]
    write("provinces.csv", COLUMNS, provinces)
    write("national.csv", COLUMNS, national)
    write("cities.csv", COLUMNS, (r for r in taken(whole, table) if r["region"] != NATION))
    parts = [
        {**r, "first": str(span[0]), "last": str(span[1])}
        for r in cities
        if table[r["indicator"]]["kind"] == "flow" and (span := months(r)) is not None
    ]
    order = {(r["region"], r["indicator"], r["year"], r["first"], r["last"]): r for r in parts}
    write("partials.csv", PARTIAL_COLUMNS, (order[k] for k in sorted(order)))


if __name__ == "__main__":
    main()
