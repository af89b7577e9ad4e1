"""Feed the readers of tables and plan files mutated inputs; anything but a refusal is a fault.

Usage: python benchmarks/fuzz_tables.py KIND [--inputs 1000] [--first 0] [--seed 0] [--log FILE]
       python benchmarks/fuzz_tables.py growth
KIND: csv, tsv, grid, xlsx, parquet, yaml, json. Prints how many inputs were read and refused, the
slowest one, the memory at its highest, and every fault with the input that made it (kept beside the
system's temporary files); ``--log`` adds the counts as a line of CSV. ``growth`` reads one awkward
input of each kind at n and 2n in a process of its own and prints seconds, their ratio and memory.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import random
import resource
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import PlancastError
from data.ledger.store import HEAD, read_head
from data.planfile.files import parse_plan, plan_template
from data.reference.calibration import read_calibration
from data.reference.reliability import read_reliability
from data.tables.history import read_history
from data.tables.targets import read_targets

LONG = ("region,indicator,year,value,unit,source\n甲市,授权量,2019,1.5,万件,年鉴\n"
        "甲市,授权量,2020,12000,件,年鉴\n乙市,融资,2020,\"44.6\",亿元,\n")
WIDE = ("表 1 主要指标\n单位：件\n指标,单位,2018年,2019年,2020年\n专利授权量,件,\"1,200\",…,148a\n"
        "  其中：发明,件,5,6,7\n注：修订数。\n")
DOWN = ("Entity,Code,Year,Patents (items),Rate (%)\nPeru,PER,2018/19,5,40.0%\n"
        "Peru,PER,2019/20,-,41%\n")
MONTHS = "indicator,month,value,per_year\n" + "".join(
    f"x,2020-{m:02d},{m},sum\n" for m in range(1, 13))
HEADS = ("地区,2019年,,2020年,\n,授权量(件),发明(件),授权量(件),发明(件)\n甲市,5,1,6,2\n"
         "country,gdp_2019,gdp_2020\nPeru,1,2\n")
SERIES = ("Title,North,South\nCDID,A,B\nUnit,%,件\nRelease Date,26/09/2025,26/09/2025\n"
          "2019,5,6\n2020,7,8\n2021-01-01,1,2\n2021-04-01,1,2\n1750,1,1\n1751,1,1\n1752,1,1\n")
OTHERS = ("indicator,year,half,type,UNIT_MULT,value\nx,2020,H1,actual,3,5\nx,2021,H2,forecast,3,6\n"
          "\n1,note\n指标,Scale,2019,2020,Estimates Start After\nx,Millions,5,6,2019\n"
          "Year,Jan,Feb,Mar,Apr,Annual\n2020,1,2,3,4,\n2021,5,6,7,8,9\n比上年增长,%,5,6\n")
EURO = "freq,unit,geo\\TIME_PERIOD\t2018 \t2019 \nA,NR,BE\t120 p\t: \n"
PIECES = [b",", b";", b"\t", b"|", b"\n", b"\r\n", b"\r", b'"', b"'", b"\x00", b"\xff",
          b"\xef\xbb\xbf",
          b"\xff\xfe", "％".encode(), "，".encode(), b"%", b"1e308", b"-", b"...", b"nan",
          b"inf", b"2020",
          b"2020-13", b"31/12/2020", b"2020/21", b"Q5", b"TRUE", b"1,2,3", b"0x10", b"year",
          b"value",
          "年份".encode(), "合计".encode(), b"month", b"first", b"per_year", b"\xe4\xbb",
          b"\xb9\xfa", b"()",
          b"(", "（".encode(), b"[", b"*", b"9" * 30, b"a" * 300, b"\\", b"\x1a", b"\x85",
          "\u2028".encode(),
          b"unique_id,ds,y", b"model,scenario,region,variable,unit,2019,2020"]


def mutated(seed: bytes, rng: random.Random, pieces: list[bytes]) -> bytes:
    out = bytearray(seed)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 6))):
        at = rng.randrange(len(out) + 1)
        kind = rng.randrange(5)
        if kind == 0:
            out[at:at] = rng.choice(pieces)
        elif kind == 1:
            del out[at:at + rng.randint(1, 12)]
        elif kind == 2 and out:
            out[at % len(out)] = rng.randrange(256)
        elif kind == 3:
            piece = out[at:at + rng.randint(1, 40)]
            there = rng.randrange(len(out) + 1)
            out[there:there] = piece
        else:
            end = at + rng.randint(1, 8)
            out[at:end] = rng.choice(pieces)
    return bytes(out)


def texts(rng: random.Random) -> bytes:
    seed = rng.choice((LONG, LONG, WIDE, DOWN, MONTHS, HEADS, SERIES, OTHERS))
    seed = seed.replace(",", rng.choice((",", ",", ";", "|"))) if seed is not EURO else seed
    encoding = rng.choice(("utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "cp1252"))
    return mutated(seed.encode(encoding, errors="replace"), rng, PIECES)


def tabbed(rng: random.Random) -> bytes:
    """Tab-separated text: Eurostat's, and the others with tabs instead of commas."""
    seed = rng.choice((EURO, EURO, LONG, WIDE, DOWN, HEADS, SERIES, OTHERS))
    seed = seed if seed is EURO else seed.replace(",", "\t")
    return mutated(seed.encode(rng.choice(("utf-8", "utf-8", "gb18030", "utf-16"))), rng, PIECES)


def grids(rng: random.Random) -> bytes:
    """Random cells in random rows: every word that any rule looks for, in every place."""
    words = [p.decode("utf-8", errors="replace") for p in PIECES if p not in (b"\x00", b'"')]
    words += ["indicator", "地区", "region", "指标", "unit", "件", "%", "2018年", "2019",
              "2020", "甲市", "5",
              "1,234", "40%", "quarter", "Q1", "3", "year", "value", "per_year", "sum",
              "单位：件", "sex", "", "half", "H1", "截至", "2021年6月", "type", "forecast",
              "actual", "UNIT_MULT", "Scale", "Millions", "Estimates Start After", "Jan", "Feb",
              "Mar", "Annual", "12 (万)", "x (吨)", "比上年增长", "2021E", "Jan-Jun 2021", "period"]
    rows = [",".join('"' + rng.choice(words).replace("\n", " ").replace("\r", " ") + '"'
                     for _ in range(rng.randint(1, 6))) for _ in range(rng.randint(1, 8))]
    return "\n".join(rows).encode("utf-8", errors="replace")


def workbook_seed() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (["某表"], ["指标", "单位", 2018, 2019], ["合格率", "%", 45, 0.5], ["其他", "件",
                "1,200", 3]):
        sheet.append(row)
    sheet["D3"].number_format = "0.0%"
    sheet.merge_cells("A1:D1")
    other = book.create_sheet("b")
    other.append(["indicator", "year", "value"])
    other.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


XML_PIECES = [b"<", b">", b"/>", b"<c>", b'r="A1"', b'r="XFD1048576"', b't="s"', b"<v>99</v>",
              b"<f>A1</f>",
              b's="999"', b"&amp;", b"&#0;", b"-1", b"1e999", b'ref="A1:ZZ9999999"',
              b'ref="B2:A1"',
              b'hidden="1"', b"0", b"\xff", b'min="0" max="99999999"', b"sheetData",
              b'state="hidden"']


@cache
def _parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(workbook_seed())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def workbooks(rng: random.Random) -> bytes:
    parts = _parts()
    changed = rng.choice([n for n in parts if n.endswith((".xml", ".rels"))])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, mutated(content,
            rng, XML_PIECES) if name == changed else content)
    content = out.getvalue()
    return mutated(content, rng, XML_PIECES) if rng.random() < 0.05 else content


@cache
def _parquet_seeds() -> tuple[bytes, ...]:
    seeds = []
    for columns in ({"unique_id": ["a", "b"], "ds": [2019, 2020], "y": [1.0, 2.0]},
                    {"indicator": ["a"], "2019": [1.0], "2020": [None]},
                    {"indicator": ["a", None], "year": ["2019", "x"], "value": ["5", "6"]}):
        out = io.BytesIO()
        pq.write_table(pa.table(columns), out)
        seeds.append(out.getvalue())
    return tuple(seeds)


def parquets(rng: random.Random) -> bytes:
    content = bytearray(rng.choice(_parquet_seeds()))
    for _ in range(rng.randint(1, 4)):
        content[rng.randrange(4, len(content))] = rng.randrange(256)
    return bytes(content)


YAML_PIECES = [b"!!float ", b"!!int ", b"!!set ", b"!!python/name:os ", b"&a ", b"*a", b"<<: ",
               b"{", b"}", b"[",
               b"]", b": ", b"- ", b"\n", b"  ", b"\t", b'"\\U00110000"', b"|", b">", b"%",
               b"---\n", b"...\n",
               b".nan", b".inf", b"9" * 50, b"1e400", b"\x00", b"\x7f", b"\xff", b"null", b"~",
               b"? ", b"true", b"#"]


def yamls(rng: random.Random) -> bytes:
    small = ("plan: t\ntitle: {zh: 规划, en: A}\nregion: {zh: 甲市, en: S}\n"
             "period: {base: 2020, start: 2021, end: 2025}\nindicators:\n"
             "  a: {name: {zh: 量, en: G}, unit: 件, "
             "kind: flow}\ntargets:\n  - {indicator: a, value: 200, stated_growth: 30%}\nhistory:\n"
             "  - {indicator: a, year: 2020, value: 100}\n")
    seed = plan_template() if rng.random() < 0.002 else small
    return mutated(seed.encode(), rng, YAML_PIECES)


JSON_PIECES = [b"{", b"}", b"[", b"]", b":", b",", b'"', b"null", b"true", b"NaN", b"Infinity",
               b"-", b"1e999", b"9" * 400, b"\\u0000", b"\\ud800", b"\xff", b"[" * 2000,
               b'{"a":' * 500, b"\x00"]


def jsons(rng: random.Random) -> bytes:
    """A head of a ledger, a calibration or a reliability file with changes."""
    head = b'{"entries": 3, "hash": "' + b"0f" * 32 + b'", "catalogue": "' + b"a1" * 32 + b'"}'
    folder = Path(__file__).parents[1] / "data" / "bundled" / "calibration"
    seeds = [head, *((folder / f"{name}.json").read_bytes() for name in KEPT_JSON)]
    return mutated(rng.choice(seeds), rng, JSON_PIECES)


KEPT_JSON = ("calibration", "reliability")

MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "csv": texts, "tsv": tabbed, "grid": grids, "xlsx": workbooks, "parquet": parquets,
    "yaml": yamls, "json": jsons}


def read_one(kind: str, path: Path, content: bytes, number: int) -> None:
    """Read an input with the reader of its kind; tables with those of histories and of targets."""
    if kind == "yaml":
        parse_plan(content.decode("utf-8", errors="replace"), "p.yaml")
    elif kind == "json":
        _read_json(path, content)
    elif number % 5:
        read_history(path)
    else:
        read_targets(path)


def _read_json(path: Path, content: bytes) -> None:
    for read in (read_calibration, read_reliability):
        with contextlib.suppress(PlancastError):
            read(path)
    (path.parent / HEAD).write_bytes(content)
    read_head(path.parent)


def growing(size: int) -> dict[str, bytes]:
    """Return one awkward input of each kind, of about ``size`` bytes."""
    n = size // 40
    long = "region,indicator,year,value\n" + "".join(
        f"甲市,指标{i % 997},{1900 + i % 100},{i + 0.5}\n" for i in range(n))
    wide = "指标,2019年,2020年\n" + "".join(f"指标{i},{i},{i + 1}\n" for i in range(n))
    line = "x,2019,2020\n名," + "a" * size + ",5\n"
    book = io.BytesIO()
    sheet = openpyxl.Workbook(write_only=True)
    page = sheet.create_sheet("a")
    page.append(["指标", 2019, 2020])
    for i in range(n):
        page.append([f"指标{i}", i, "1,234"])
    sheet.save(book)
    parquet = io.BytesIO()
    pq.write_table(pa.table({"indicator": [f"i{i % 997}" for i in range(4 * n)],
                             "year": [1900 + i % 100 for i in range(4 * n)],
                             "value": [str(i) for i in range(4 * n)]}), parquet)
    keys = "plan: t\n" + "".join(f"k{i}: 1\n" for i in range(n))
    return {"csv": long.encode(), "tsv": long.replace(",", "\t").encode("gb18030"),
            "grid": wide.encode(), "line": b"\xe9," + line.encode("gb18030"),
            "xlsx": book.getvalue(), "parquet": parquet.getvalue(), "yaml": keys.encode(),
            "json": b'{"entries": ' + b"[" * size}


def growth() -> None:
    """Print the seconds at n and 2n and the memory of each kind's awkward input."""
    for kind in growing(4000):
        seconds, memory = [], 0.0
        for size in (900_000 if kind in ("yaml", "line") else 4_000_000) // 2, 0:
            size = size or (900_000 if kind in ("yaml", "line") else 4_000_000)
            done = subprocess.run([sys.executable, __file__, "one", "--kind", kind, "--inputs",
                                   str(size)], capture_output=True, text=True, check=True)
            took, used = map(float, done.stdout.split()[-2:])
            seconds.append(took)
            memory = max(memory, used)
        print(f"{kind:8s} n {seconds[0]:6.2f} s, 2n {seconds[1]:6.2f} s, ratio "
              f"{seconds[1] / seconds[0]:.1f}, memory {memory:.0f} MB", flush=True)


def one(kind: str, size: int) -> None:
    """Read one growing input; print its seconds and this process's highest memory in MB."""
    content = growing(size)[kind]
    path = Path(tempfile.mkdtemp(prefix="fuzz-")) / "input"
    path.write_bytes(content)
    reader = "csv" if kind in ("tsv", "grid", "line") else kind
    with contextlib.suppress(PlancastError, OSError):  # pandas and openpyxl are loaded
        read_history(Path(__file__))
    start = time.perf_counter()
    with contextlib.suppress(PlancastError):
        read_one(reader, path, content, 1)
    print(time.perf_counter() - start, _memory())


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=[*MAKERS, "growth", "one"])
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", dest="of", default="")
    parser.add_argument("--log", type=Path)
    given = parser.parse_args()
    if given.kind == "growth":
        growth()
    elif given.kind == "one":
        one(given.of, given.inputs)
    else:
        sys.exit(fuzz(given.kind, given.seed, range(given.first, given.first + given.inputs),
                      given.log))


def fuzz(kind: str, seed: int, numbers: range, log: Path | None) -> int:
    """Read the inputs of these numbers; return 1 where there was a fault."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    path = folder / "input"
    read = refused = faults = 0
    slowest = 0.0
    warnings.simplefilter("ignore")  # openpyxl's, of damaged parts
    for i in numbers:
        content = MAKERS[kind](random.Random(f"{seed}:{i}"))
        path.write_bytes(content)
        start = time.perf_counter()
        try:
            read_one(kind, path, content, i)
            read += 1
        except PlancastError:
            refused += 1
        except Exception:  # noqa: BLE001  (what is looked for)
            faults += 1
            (folder / f"fault-{i}").write_bytes(content)
            if faults <= 20:
                print(f"input {i}:", traceback.format_exc()[-600:], flush=True)
        slowest = max(slowest, time.perf_counter() - start)
    print(f"{kind}: {len(numbers):,d} inputs, {read:,d} read, {refused:,d} refused, "
          f"{faults:,d} faults; slowest {slowest:.2f} s, memory {_memory():.0f} MB; "
          f"{folder if faults else ''}")
    if log is not None:
        with log.open("a", encoding="utf-8") as out:
            out.write(f"{kind},{seed},{numbers.start},{len(numbers)},{read},{refused},{faults},"
                      f"{slowest:.2f},{_memory():.0f}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    main()
