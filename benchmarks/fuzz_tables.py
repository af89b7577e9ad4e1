"""Feed the readers of tables and plan files mutated inputs; anything but a refusal is a fault.

Usage: python benchmarks/fuzz_tables.py KIND [--inputs 1000] [--seed 0]
KIND: text, grid, workbook, parquet, yaml. Prints how many inputs were read and refused, the
slowest one, and every fault with the input that made it (kept beside the system's temporary files).
"""

from __future__ import annotations

import argparse
import io
import random
import sys
import tempfile
import time
import traceback
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

from data.errors import PlancastError
from data.planfile.files import parse_plan, plan_template
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
    seed = rng.choice((LONG, LONG, WIDE, DOWN, MONTHS, EURO))
    encoding = rng.choice(("utf-8", "utf-8", "utf-8", "gb18030", "utf-16", "cp1252"))
    return mutated(seed.encode(encoding, errors="replace"), rng, PIECES)


def grids(rng: random.Random) -> bytes:
    """Random cells in random rows: every word that any rule looks for, in every place."""
    words = [p.decode("utf-8", errors="replace") for p in PIECES if p not in (b"\x00", b'"')]
    words += ["indicator", "地区", "region", "指标", "unit", "件", "%", "2018年", "2019",
              "2020", "甲市", "5",
              "1,234", "40%", "quarter", "Q1", "3", "year", "value", "per_year", "sum",
              "单位：件", "sex", ""]
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


def workbooks(rng: random.Random, parts: dict[str, bytes] = {}) -> bytes:  # noqa: B006  (a cache)
    if not parts:
        with zipfile.ZipFile(io.BytesIO(workbook_seed())) as archive:
            parts.update({name: archive.read(name) for name in archive.namelist()})
    changed = rng.choice([n for n in parts if n.endswith((".xml", ".rels"))])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, mutated(content,
            rng, XML_PIECES) if name == changed else content)
    content = out.getvalue()
    return mutated(content, rng, XML_PIECES) if rng.random() < 0.05 else content


def parquets(rng: random.Random, seeds: list[bytes] = []) -> bytes:  # noqa: B006  (a cache)
    if not seeds:
        for columns in ({"unique_id": ["a", "b"], "ds": [2019, 2020], "y": [1.0, 2.0]},
                        {"indicator": ["a"], "2019": [1.0], "2020": [None]},
                        {"indicator": ["a", None], "year": ["2019", "x"], "value": ["5", "6"]}):
            out = io.BytesIO()
            pq.write_table(pa.table(columns), out)
            seeds.append(out.getvalue())
    content = bytearray(rng.choice(seeds))
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


MAKERS: dict[str, Callable[[random.Random], bytes]] = {
    "text": texts, "grid": grids, "workbook": workbooks, "parquet": parquets, "yaml": yamls}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kind", choices=MAKERS)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="fuzz-"))
    path = folder / "input"
    read = refused = faults = 0
    slowest = 0.0
    for i in range(given.inputs):
        content = MAKERS[given.kind](random.Random(f"{given.seed}:{i}"))
        path.write_bytes(content)
        start = time.perf_counter()
        try:
            if given.kind == "yaml":
                parse_plan(content.decode("utf-8", errors="replace"), "p.yaml")
            elif i % 5:
                read_history(path)
            else:
                read_targets(path)
            read += 1
        except PlancastError:
            refused += 1
        except Exception:  # noqa: BLE001  (what is looked for)
            faults += 1
            (folder / f"fault-{i}").write_bytes(content)
            if faults <= 20:
                print(f"input {i}:", traceback.format_exc().splitlines()[-1], flush=True)
                print("   ", *[x.strip() for x in traceback.format_exc().splitlines() if "wt/" in x
                               or "data/" in x][-2:], flush=True)
        slowest = max(slowest, time.perf_counter() - start)
    print(f"{given.kind}: {given.inputs:,d} inputs, {read:,d} read, {refused:,d} refused, "
          f"{faults:,d} faults; slowest {slowest:.2f} s; {folder if faults else ''}")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
