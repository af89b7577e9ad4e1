"""Make the bundled tables of plan targets with outcomes from the collected ones.

    python benchmarks/bring_plan_sets.py --from FOLDER

FOLDER holds ``plan_targets.csv`` and ``plan_sets/`` (``sets.csv``, ``counts.csv``,
``mdg4_at_adoption.csv``). Written to ``data/bundled/plan_sets``: ``targets.csv`` (a row a target),
``sets.csv`` (a row a set of which at least the counts are known) and ``mdg4.csv``. Outcomes after
``LAST_YEAR`` are left empty. What each set is used for stands in ``SETS`` below, with the reason.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

LAST_YEAR = 2023
"""Later figures are kept for judging and must not reach anything that is fitted."""

OUT = Path(__file__).resolve().parents[1] / "data" / "bundled" / "plan_sets"
TARGET_COLUMNS = (
    "set", "complete", "region", "level", "plan", "indicator", "name", "unit", "kind",
    "less_is_better", "binding", "base_year", "base_value", "base_source", "target_year",
    "target_value", "sense", "actual_year", "actual_value", "met", "source",
)
SET_COLUMNS = ("set", "name", "country", "level", "regime", "known_year", "met", "missed", "used",
               "why", "source")
SENSES = {"ge": "at_least", "le": "at_most", "approx": "about", "growth_rate": "growth_a_year"}
PLAN_BASE = {"11": 2005, "12": 2010, "13": 2015, "14": 2020}
EARLIEST = 3
"""Years before the plan's base that a figure of a note may date from."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Use:
    """What a row of the counts is: its id, regime, last year, and whether a rate is estimated."""

    id: str
    regime: str
    year: int
    used: bool
    why: str = ""
    met: float | None = None  # where the collected row does not give it
    missed: float | None = None


_PART = "part of another set"
_MIDTERM = "no final count of all its targets: mid-term, expected or partial"
_SHORT = "incomplete: only what was read"
_RATE = "the fewest targets that give the printed rate"

SETS: dict[tuple[str, str], Use] = {
    ("9th five-year plan (1996-2000)", "final"): Use(
        "cn_9", "china_plan", 2000, True, _RATE, 3, 1),
    ("10th five-year plan (2001-2005)", "final"): Use(
        "cn_10", "china_plan", 2005, True, _RATE, 9, 5),
    ("11th five-year plan outline (2006-2010)", "final"): Use("cn_11", "china_plan", 2010, True),
    ("11th five-year plan outline: binding", "final"): Use(
        "cn_11_binding", "china_plan", 2010, False, _PART),
    ("11th five-year plan outline: anticipatory", "final"): Use(
        "cn_11_anticipatory", "china_plan", 2010, False, _PART),
    ("Government work report 2015: quantitative targets", "final"): Use(
        "cn_gwr_2015", "china_yearly", 2015, True),
    ("Government work report 2016: quantitative targets", "final"): Use(
        "cn_gwr_2016", "china_yearly", 2016, True),
    ("Government work report 2017: quantitative targets", "final"): Use(
        "cn_gwr_2017", "china_yearly", 2017, True),
    ("Government work report 2018: quantitative targets", "final"): Use(
        "cn_gwr_2018", "china_yearly", 2018, True),
    ("Government work report 2019: quantitative targets", "final"): Use(
        "cn_gwr_2019", "china_yearly", 2019, True),
    ("Government work report 2020: quantitative targets", "final"): Use(
        "cn_gwr_2020", "china_yearly", 2020, True),
    ("Annual plan 2015", "final"): Use("vn_2015", "national_plan", 2015, True),
    ("Women and children plans 2001-2010, Jinchuan county", "final"): Use(
        "cn_jinchuan", "china_plan", 2010, True, "two without data left out"),
    ("13th five-year plan outline, Wenzhou", "final forecast (December 2020)"): Use(
        "cn_wenzhou_13", "china_plan", 2020, False, _MIDTERM),
    ("13th five-year plan outline: binding environment", "year 4 of 5"): Use(
        "cn_13_binding", "china_plan", 2019, False, _MIDTERM),
    ("Practical tasks for the people, Hunan", "final"): Use(
        "cn_hunan_tasks", "china_yearly", 2012, True, "year not read; 2012 at the latest"),
    ("11th Malaysia Plan: multi-dimensional goals", "final"): Use(
        "my_11_goals", "national_plan", 2020, True),
    ("11th Malaysia Plan: macroeconomic targets", "final"): Use(
        "my_11_macro", "national_plan", 2020, True),
    ("Five-year plans 1-11: growth", "final"): Use("in_growth", "national_plan", 2012, True),
    ("Five-year plans 1-6: GDP growth", "final"): Use("bd_growth", "national_plan", 2015, True),
    ("Healthy People 2000", "final"): Use(
        "us_hp2000", "national_plan", 2000, True,
        "of the assessed: moved toward without reaching it counts as missed", 68, 219),
    ("Millennium Development Goals", "final"): Use("world_mdg", "world_goals", 2015, True),
    ("Aichi biodiversity targets", "final"): Use(
        "world_aichi", "world_goals", 2020, True, "in part counts as missed", 0, 20),
    ("Renewable energy directive 2020", "final"): Use("eu_res_2020", "eu_law", 2020, True),
    ("Annual emission targets 2010, 2011, 2017-2019, 2021", "final"): Use(
        "scot_ghg", "national_plan", 2021, False, _SHORT),
}
"""Rows of the counts whose every target had come to its year, by plan and stage."""

EXTRA: tuple[tuple[str, Use], ...] = (  # complete sets of which every target is collected
    ("cn_gwr_2023", Use("cn_gwr_2023", "china_yearly", 2023, True)),
    ("endtb_incidence", Use("world_endtb_2020", "world_goals", 2020, True)),
    ("mdg4_countries", Use(
        "world_mdg4", "world_goals", 2015, True, "scored target by target: mdg4.csv")),
)

BASES: dict[tuple[str, str, str], tuple[int, float, str]] = {
    ("Sichuan", "13th FYP IP plan", "ip_pledge_financing"): (
        2015, 30, "derived: the plan says doubled against 2015"),
    ("China", "12th FYP national S&T plan", "technology_contracts"): (
        2010, 3907.5, "derived: 8577 in 2014 is 119.5 % above 2010"),
}


def read(path: Path) -> list[Row]:
    with open(path, encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def base_of(row: Row) -> tuple[str, str, str]:
    """Return base year, base value and where they stand, of a single target."""
    if row["base_value"]:
        return row["base_year"], row["base_value"], "plan"
    found = BASES.get((row["region"], row["plan"], row["indicator"]))
    if found is not None:
        return str(found[0]), f"{found[1]:g}", found[2]
    numbered = re.search(r"(1\d)th FYP", row["plan"])
    ranged = re.search(r"(20\d\d)-20", row["plan"])
    if numbered is None and ranged is None:
        return "", "", ""
    base = PLAN_BASE[numbered[1]] if numbered else int(ranged[1]) - 1 if ranged else 0
    notes = {int(y): v for y, v in
             re.findall(r"(?:^|;)(20\d\d)=(\d+(?:\.\d+)?)", row["history_note"])}
    if row["kind"] in {"stock", "ratio"}:  # a figure of the first months is last year's end
        for year, value in re.findall(r"(?:^|;)(20\d\d)-0[1-3]=(\d+(?:\.\d+)?)",
                                      row["history_note"]):
            notes.setdefault(int(year) - 1, value)
    near = [y for y in notes if base - EARLIEST <= y <= base + 1]
    if not near:
        return "", "", ""
    year = min(near, key=lambda y: (abs(y - base), y))
    return str(year), notes[year], f"collected note, figure of {year}"


def single_targets(path: Path) -> Iterator[Row]:
    """Yield the targets published one by one, with a base where one is known."""
    for row in read(path):
        year, value, where = base_of(row)
        out = {
            "set": "published", "complete": "sample", "region": row["region"],
            "level": row["level"], "plan": row["plan"], "indicator": row["indicator"],
            "name": row["indicator_zh"], "unit": row["unit"], "kind": row["kind"],
            "less_is_better": str(int(row["operator"] == "le")), "binding": "",
            "base_year": year, "base_value": value, "base_source": where,
            "target_year": row["target_year"], "target_value": row["target_value"],
            "sense": SENSES[row["operator"]], "actual_year": row["actual_year"],
            "actual_value": row["actual_value"], "met": "", "source": row["source_title"],
        }
        yield without_later(out)


def set_targets(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the targets of the collected sets but those that mdg4.csv holds with their history."""
    for row in rows:
        if row["set_id"] == "mdg4_countries":
            continue
        out = {**row, "set": row["set_id"], "region": row["country"], "name": row["indicator"],
               "indicator": row["indicator_en"],
               "base_source": "plan" if row["base_value"] else ""}
        yield without_later(out)


def without_later(row: Row) -> Row:
    """Empty an outcome that is kept for judging."""
    late = row["actual_year"] and int(row["actual_year"]) > LAST_YEAR
    return {**row, "actual_year": "", "actual_value": "", "met": ""} if late else row


def plan_sets(counts: Iterable[Row], targets: list[Row]) -> Iterator[Row]:
    """Yield a row a set: the final ones as ``SETS`` says, the others to look at only."""
    for at, row in enumerate(counts):
        use = SETS.get((row["plan"], row["stage"]))
        if use is None:
            use = Use(f"look_{at}", "", 0, False, _MIDTERM)
        met = row["n_met"] if use.met is None else f"{use.met:g}"
        missed = row["n_missed"] if use.missed is None else f"{use.missed:g}"
        yield {
            "set": use.id, "name": row["plan"], "country": row["country"], "level": row["level"],
            "regime": use.regime, "known_year": str(use.year or ""), "met": met, "missed": missed,
            "used": str(int(use.used)), "why": use.why,
            "source": f"{row['stage']}; {row['denominator']}; {row['source']}"}
    for set_id, use in EXTRA:
        mine = [r for r in targets if r["set_id"] == set_id]
        hit = sum(r["met"] == "1" for r in mine)
        yield {
            "set": use.id, "name": mine[0]["plan"], "country": "China" if
            use.regime == "china_yearly" else "World", "level": "national", "regime": use.regime,
            "known_year": str(use.year), "met": str(hit), "missed": str(len(mine) - hit),
            "used": "1", "why": use.why, "source": mine[0]["source"]}


def write(name: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    """Write a table with line feeds, and say how many rows it has."""
    count = 0
    with open(OUT / name, "w", encoding="utf-8", newline="") as stream:
        sheet = csv.DictWriter(stream, columns, extrasaction="ignore", lineterminator="\n")
        sheet.writeheader()
        for row in rows:
            sheet.writerow(row)
            count += 1
    print(f"{name}: {count} rows")


def main() -> None:
    """Write the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--from", dest="folder", type=Path, required=True)
    folder: Path = parser.parse_args().folder
    collected = read(folder / "plan_sets" / "sets.csv")
    counts = read(folder / "plan_sets" / "counts.csv")
    OUT.mkdir(exist_ok=True)
    write("targets.csv", TARGET_COLUMNS,
          (*single_targets(folder / "plan_targets.csv"), *set_targets(collected)))
    write("sets.csv", SET_COLUMNS, plan_sets(counts, collected))
    mdg = read(folder / "plan_sets" / "mdg4_at_adoption.csv")
    write("mdg4.csv", tuple(mdg[0]), mdg)


if __name__ == "__main__":
    main()
