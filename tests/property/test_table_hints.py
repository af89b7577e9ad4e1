"""Random faults in a table, and each hint obeyed to the letter: the table is read in the end."""

from __future__ import annotations

import csv
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import PlancastError, Problem
from data.tables.history import read_history
from tests.effort import examples

HEAD = ["region", "indicator", "year", "value", "unit"]
YEAR, VALUE, UNIT = 2, 3, 4
Row = list[str]

FAULTS = {  # column, what is written there
    "text": (VALUE, "about 5"), "empty": (VALUE, ""), "date": (VALUE, "2020-01-05"),
    "truth": (VALUE, "TRUE"), "infinite": (VALUE, "inf"), "nan": (VALUE, "nan"),
    "comma": (VALUE, "12,5"), "letter": (VALUE, "1.2k"), "negative": (VALUE, "-4"),
    "large": (VALUE, "1e40"), "slip": (VALUE, "104000"), "percent": (VALUE, "40%"),
    "year": (YEAR, "2015-20"), "early": (YEAR, "1019"), "unclear": (YEAR, "2009-10"),
    "word": (YEAR, "last year"), "unit": (UNIT, "万伴"), "mixed": (UNIT, "亿元"),
    "region": (0, ""), "name": (1, ""), "month": (YEAR, "2012-06")}


def obeyed(rows: list[Row], found: Problem) -> None:
    """Change the rows as the hint of a problem says."""
    code, at = found.code, (found.where.row or 0) - 2
    if code in ("NUMBER_EXPECTED", "NOT_FINITE", "VALUE_IS_DATE", "VALUE_IS_TRUTH", "DUPLICATE_ROW",
                "MONTHS_HOLE", "MONTHS_MIXED", "NEGATIVE_VALUE", "NUMBER_TOO_LARGE"):
        rows[at] = []  # leave the row out; correct the number
    elif code == "DECIMAL_COMMA":
        for row in filter(None, rows):
            row[VALUE] = row[VALUE].replace(",", ".")
    elif code in ("YEAR_NOT_WHOLE", "YEAR_UNCLEAR", "YEAR_WORDS"):
        rows[at][YEAR] = str(2030 - at)  # a year in four digits
    elif code == "UNIT_UNKNOWN":
        rows[at][UNIT] = "件"
    elif code == "UNIT_MIXED":  # one unit for the whole series
        for row in filter(None, rows):
            row[UNIT] = "件"
    elif code == "PERCENT_UNIT":
        rows[at][VALUE] = rows[at][VALUE].rstrip("%")
    elif code in ("REGION_BLANK", "TEXT_EMPTY"):
        rows[at][0] = rows[at][0] or "A"
        rows[at][1] = rows[at][1] or "x"
    elif code == "MONTH_ALONE":
        rows[at][YEAR] = rows[at][YEAR][:4]
    elif code == "SCALE_BREAK":  # leave out the years before the break
        same = rows[at][:2], int(rows[at][YEAR])
        for i, row in enumerate(rows):
            if row and row[:2] == same[0] and int(row[YEAR]) < same[1]:
                rows[i] = []
    elif code == "MORE_PROBLEMS":
        pass
    else:
        raise AssertionError(f"no hint known for {found}")


def written(path: Path, rows: list[Row]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([HEAD, *rows])
    return path


def obeyed_until_read(path: Path, rows: list[Row]) -> set[str]:
    """Obey every hint, read again, and so on; return the codes that were met."""
    met: set[str] = set()
    for _ in range(12):
        try:
            table = read_history(written(path, [row for row in rows if row]))
        except PlancastError as error:
            rows[:] = [row for row in rows if row]
            for found in error.problems:
                met.add(found.code)
                at = (found.where.row or 0) - 2
                if found.where.row is None or rows[at]:  # a row may have several faults
                    obeyed(rows, found)
        else:
            assert len(table)
            return met
    raise AssertionError(f"still refused: {met}")


@settings(max_examples=examples(20, 200), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(faults=st.lists(st.tuples(st.integers(0, 11), st.sampled_from(sorted(FAULTS))), min_size=1,
                       max_size=5))
def test_hints_lead_to_a_table_that_is_read(tmp_path: Path, faults: list[tuple[int, str]]) -> None:
    rows = [[region, "x", str(2014 + i), str(100 + i), "件"] for region in "AB" for i in range(6)]
    for at, name in faults:
        column, text = FAULTS[name]
        rows[at][column] = text
    obeyed_until_read(tmp_path / "t.csv", rows)


def test_every_fault_is_refused_or_told(tmp_path: Path) -> None:
    silent = []
    for name, (column, text) in FAULTS.items():
        rows = [["A", "x", str(2014 + i), str(100 + i), "件"] for i in range(6)]
        rows[3][column] = text
        if not obeyed_until_read(tmp_path / "t.csv", rows):
            silent.append(name)
    assert silent == []
