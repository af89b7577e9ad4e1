"""Feed the document readers mutated documents; anything but a refusal is a fault.

Usage: python benchmarks/fuzz_documents.py KIND [--inputs 1000] [--seed 0]
KIND: prose, table, web, or mixed. An input is made of lines of the marked documents under
tests/fixtures/import_documents and of generated ones, cut, joined and damaged. Whatever is drafted
has to be a plan that ``parse_plan`` takes and ``lint`` reads; so has the table of a review. Prints
how many inputs gave a plan, gave none and were refused, the slowest one, and every fault with its
input.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from collections import Counter
from pathlib import Path

from benchmarks.marked_documents import MARK
from data.document.draft.planfile import drafted, written
from data.document.formats.files import read_document
from data.document.understanding import understand
from data.errors import PlancastError
from data.plan import Period
from data.planfile.files import parse_plan
from forecast.lint import lint
from report.plans.run_import import achieved_table

PIECES = ("。", "；", "，", "、", "：", ":", ";", ",", ".", "\n", "\n\n", "\t", "|", " ", "　", "(",
          "（", ")", "）", "%", "％", "个百分点", "万", "亿元", "NT$", "£", "$", "€", "m", "bn",
          "-", "—", "–", "~", "至", "以上", "以内", "左右", "2020", "2025年", "109年", "2019/20",
          "2019-20", "其中：", "分别", "respectively", "compared with", "from", "to", "by 2030",
          "below", "at least", "per cent", "percentage points", "1,234", "1，234", "0", "-5", "1e9",
          "9" * 25, "０", "Ⅲ", "①", "<", ">", "≥", "≤", "±", "↓", "★", "\x00", "\ufeff", "\u2028",
          "\u200b", "目标", "完成", "超额", "指标", "单位", "target", "was", "will", "翻一番", "倍",
          "一半", "三分之一", "十", "两百", "half", "double", "<td>", "</tr>", "<table>", "&nbsp;",
          "合计", "—", "…", "n/a", "/", "每", "《", "》", "[", "]", "*", "#", "- ", "1. ", "（一）")
KINDS = ("prose", "table", "web", "mixed")
FOLDER = Path(__file__).resolve().parents[1] / "tests" / "fixtures" / "import_documents"


def corpus() -> dict[str, list[list[str]]]:
    """Return the lines of the marked documents by kind: running text, tables, web pages."""
    found: dict[str, list[list[str]]] = {"prose": [], "table": [], "web": []}
    for path in sorted(FOLDER.glob("*.txt")):
        text = MARK.sub(lambda m: m["printed"], path.read_text(encoding="utf-8"))
        lines = [line for line in text.splitlines() if not line.startswith("# ")]
        cells = [line.split("\t") for line in lines if "\t" in line]
        found["table" if cells else "prose"].append(lines)
        if cells:
            found["web"].append(["<table>", *("<tr><td>" + "</td><td>".join(row) + "</td></tr>"
                                              for row in cells), "</table>"])
    return found


def made(rng: random.Random, kind: str, lines: dict[str, list[list[str]]]) -> str:
    """Return one document: some lines of one or two others, damaged."""
    kinds = ["prose", "table", "web"] if kind == "mixed" else [kind]
    out: list[str] = []
    for _ in range(rng.choice((1, 1, 2))):
        of = rng.choice(lines[rng.choice(kinds)])
        start = rng.choice((0, rng.randrange(len(of))))
        out += (of[:1] if rng.random() < 0.7 else []) + of[start:start + rng.randint(1, 15)]
    if rng.random() < 0.15:
        rng.shuffle(out)
    text = "\n".join(out)
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        at, what = rng.randrange(len(text) + 1), rng.randrange(5)
        if what < 2:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        elif what == 2:
            text = text[:at] + text[at + rng.randint(1, 12):]
        elif what == 3:
            text = text[:at] + rng.choice(PIECES) + text[at + rng.randint(1, 4):]
        else:
            other = rng.randrange(len(text) + 1)
            text = text[:at] + text[other:other + rng.randint(1, 30)] + text[at:]
    return text


def read(path: Path, period: Period | None) -> str:
    """Return what came of a document: ``plan``, ``refused`` or the code of why there is no plan."""
    try:
        found = understand(read_document(path), period)
    except PlancastError:
        return "refused"
    try:
        text, _, _ = achieved_table(found, name=path.name, period=period, lang="en")
        assert text.count("\n") > 1, "a table without a row"
    except PlancastError as refused:
        _expected(refused, "IMPORT_NO_FIGURES")
    try:
        text = written(drafted(found, name=path.name, period=period), name=path.name)
    except PlancastError as refused:
        return _expected(refused, "IMPORT_NO_TARGETS", "IMPORT_NO_PERIOD", "IMPORT_REVIEW")
    lint(parse_plan(text, "drafted.yaml"))
    return "plan"


def _expected(refused: PlancastError, *codes: str) -> str:
    """Return the code of a refusal; raise it again where a document must not be refused so."""
    code = refused.problems[0].code
    if code not in codes:
        raise refused
    return code


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    lines, counts, slowest, faults = corpus(), Counter[str](), (0.0, -1), 0
    folder = Path(tempfile.mkdtemp(prefix="fuzz-documents-"))
    for i in range(asked.seed, asked.seed + asked.inputs):
        text = made(random.Random(f"{asked.kind}:{i}"), asked.kind, lines)
        path = folder / ("d.html" if "<t" in text else "d.txt")
        path.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        try:
            counts[read(path, Period(2020, 2021, 2025) if i % 4 else None)] += 1
        except Exception:  # noqa: BLE001 - a fault is whatever is no refusal
            faults += 1
            kept = path.rename(folder / f"fault-{asked.kind}-{i}{path.suffix}")
            print(f"fault {i}: {kept}\n{traceback.format_exc(limit=-4)}")
        slowest = max(slowest, (time.perf_counter() - began, i))
    print(f"{asked.kind}: {asked.inputs} inputs from {asked.seed}: {dict(counts)}, {faults} faults"
          f"; slowest {slowest[0]:.2f} s (input {slowest[1]})")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
