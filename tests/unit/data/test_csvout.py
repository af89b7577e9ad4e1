"""CSV is written in one place, and nothing written there is run by a spreadsheet."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pyarrow as pa

from data.io.csvout import csv_text
from data.io.tablefile import TableFile
from data.io.workbook import workbook_bytes
from data.io.writing import Together
from tests.cli.commands import one, run

ROOT = Path(__file__).parents[3]
ROOMS = ("data", "models", "scenarios", "forecast", "report")
RISKY = ["=cmd|' /C calc'!A0", "@SUM(1)", "+1+1", "-2+3", "\tx"]
SAFE = ["-5", "+12.5 %", "a=b", "", "甲市"]


def test_one_module_writes_csv() -> None:
    writers = [path.relative_to(ROOT).as_posix() for room in ROOMS
               for path in (ROOT / room).rglob("*.py")
               if re.search(r"csv\.(?:Dict)?[wW]riter\(|CSVWriter\(|\.to_csv\(",
                            path.read_text(encoding="utf-8"))]
    assert writers == ["data/io/csvout.py"]


def test_formulas_are_texts() -> None:
    rows = list(csv.reader(csv_text(("a",), [(text,) for text in RISKY + SAFE[:3]]).splitlines()))
    assert [row[0] for row in rows[1:]] == ["'" + text for text in RISKY] + SAFE[:3]


def test_tables_written_in_parts_are_as_harmless(tmp_path: Path) -> None:
    texts = pa.array([*RISKY, *SAFE, None], pa.string())
    table = pa.table({"plain": texts, "coded": texts.dictionary_encode(),
                      "number": pa.array([1.5] * len(texts))})
    with Together() as files, TableFile(files, tmp_path, "t", "csv") as out:
        out.write(table)
        out.write(table.slice(0, 0))
    with open(tmp_path / "t.csv", encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    expected = ["'" + text for text in RISKY] + SAFE + [""]
    assert [row[0] for row in rows] == [row[1] for row in rows] == expected


def test_names_of_series_in_a_batch_and_of_regions_in_a_workbook(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("unique_id,ds,y\n" + "".join(
        f"{RISKY[0]},{y},{y - 1990}\n" for y in range(2014, 2022)), encoding="utf-8")
    (tmp_path / "t.csv").write_text("unique_id,target_id,year,value,sense\n"
                                    f"{RISKY[0]},@SUM(1),2024,40,at_least\n", encoding="utf-8")
    done = run("batch", tmp_path / "h.csv", "--targets", tmp_path / "t.csv", "--out",
               tmp_path / "o", "--format", "csv")
    assert done.exit_code == 0, done.stderr
    for name in ("verdicts", "quantiles"):
        text = (tmp_path / "o" / f"{name}.csv").read_text(encoding="utf-8")
        assert "'=cmd" in text
        assert not re.search(r'(?m)(?:^|,)"?[=@]', text)
    (tmp_path / "w.xlsx").write_bytes(workbook_bytes("s", [["a"], [RISKY[0]]]))
    cell = openpyxl.load_workbook(tmp_path / "w.xlsx").worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", "'" + RISKY[0])


def test_solve_as_csv(tmp_path: Path) -> None:
    plan = tmp_path / "p.yaml"
    plan.write_text(one("value: 200").replace("{zh: 甲市, en: Springfield}",
                                              "{zh: '=1+1', en: '=1+1'}"), encoding="utf-8")
    done = run("solve", plan, "--format", "csv", "--paths", "200")
    assert done.exit_code == 0, done.stderr
    assert ",'=1+1," in done.stdout


def test_a_lone_carriage_return_ends_no_line() -> None:
    text = csv_text(("a", "b"), [("one\rtwo", "x\r\ny"), ("\r=1+1", "z")])
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows == [["a", "b"], ["one\ntwo", "x\ny"], ["'\n=1+1", "z"]]
