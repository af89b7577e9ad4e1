"""Names that would steer a terminal, be markup, a path or a formula, through every format."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.dom.minidom
import zipfile
from pathlib import Path

from attacks.child import Ended, Row, run, scratch
from attacks.writers import FEW

NAMES = (
    "\x1b[2J\x1b]0;title\x07Grants", "\x9b31mred", "bell\x07back\x08", "null\x00byte",
    "\u202edesrever", "\u2066isolate", "\u200bzero width", "line\nbreak", "line\u2028separator",
    "carriage\rreturn", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp;",
    "]]> <!-- -->", "`code` *bold* _it_ [a](javascript:x)", "| a | b |", "#import \"x\"",
    "$x^2$ #x @y",
    "\\end{document}", "{{7*7}} {% x %} %s {0}", "../../etc/passwd", "/etc/passwd", "C:\\x\\..\\y",
    "CON", "~root", "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(1)", "\t=1+1", "'quoted\"",
    "a,b;c\td", "\ud7ff\ufffe", "专" * 60, "e\u0301\u0301\u0301", "👩‍👩‍👧",
    "NaN", "null", "true", "1e5",
)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What would steer a terminal; line ends and tabs are looked at where they matter."""
FORMULA = re.compile(r"[=+\-@\t\r]")
NUMBER = re.compile(r"[+-]?(\d[\d,]*(\.\d+)?([eE][+-]?\d+)?)?\s*(%|pp)?")

SHOWN: tuple[tuple[str, ...], ...] = (
    *(("plan", "show", "P", "--format", f) for f in ("table", "json", "csv", "markdown")),
    ("plan", "validate", "P"), ("plan", "outlook", "P", *FEW),
    *(("assess", "P", *FEW, "--format", f) for f in ("table", "json", "csv", "markdown")),
    ("assess", "P", *FEW, "--full"),
    *(("lint", "P", "--format", f) for f in ("table", "json", "sarif", "markdown")),
    *(("solve", "P", "t0", *FEW, "--format", f) for f in ("table", "csv", "markdown")),
    *(("scenarios", "compare", "P", *FEW, "--format", f) for f in ("table", "csv", "markdown")),
    ("scenarios", "export", "P", *FEW),
    ("forecast", "names.csv", "--to", "2022"),
    ("forecast", "names.csv", "--to", "2022", "--format", "csv"),
    ("ledger", "list", "book"), ("ledger", "show", "book"), ("ledger", "score", "book"),
    ("monitor", "P", *FEW, "--ledger", "book"),
)
WRITTEN: tuple[tuple[str, ...], ...] = (
    ("assess", "P", *FEW, "--svg", "--out", "o"),
    ("memo", "P", *FEW, "--kind", "baseline", "--format", "md", "--format", "html", "--format",
     "docx", "--format", "pdf", "--lang", "both", "--out", "o"),
    ("chart", "overview", "P", *FEW, "--out", "o/c.svg"),
    ("scenarios", "export", "P", *FEW, "--out", "o/i.xlsx"),
    ("batch", "names.csv", "--targets", "goals.csv", "--format", "csv", "--out", "o"),
    ("ledger", "export", "book", "--out", "o"),
    ("ledger", "add-actuals", "o", "actuals.csv", "--plan", "P"),
)


def plan_of(names: tuple[str, ...]) -> str:
    """Return a plan file (JSON is YAML) that says ``names`` wherever a plan has a text.

    Each stands in a name (one in Chinese, the next in English) or is a source.
    """
    title = {"zh": names[0], "en": names[-1]}
    threes = [(names[k:k + 3] * 3)[:3] for k in range(0, len(names), 3)]
    return json.dumps({
        "plan": "t", "title": title, "region": {"zh": names[0], "en": names[0]},
        "period": {"base": 2020, "start": 2021, "end": 2025},
        "indicators": {f"i{k}": {"name": {"zh": zh, "en": en}, "unit": "件", "kind": "flow"}
                       for k, (zh, en, _) in enumerate(threes)},
        "targets": [{"id": f"t{k}", "indicator": f"i{k}", "base": 100, "value": 150, "source": n}
                    for k, (_, _, n) in enumerate(threes)],
        "history": [{"indicator": f"i{k}", "year": y, "value": 60 + y - 2010 + k, "source": n}
                    for k, (_, _, n) in enumerate(threes) for y in (2017, 2018, 2019)],
    })


def names() -> list[Row]:
    """Refuse a name or let it do no harm."""
    alone = Row("a hostile name in a plan, alone", "accepted, or refused with its line")
    shown = Row("hostile names on the screen, in every format",
                "no control characters or bidi overrides, no formulas in CSV, JSON well-formed")
    written = Row("hostile names in files of every format",
                  "the same; XML well-formed, no markup of theirs, no file elsewhere")
    with scratch() as place:
        folder = place / "work"
        folder.mkdir()
        accepted = []
        for name in NAMES:
            (folder / "p.yaml").write_text(plan_of((name,)), "utf-8", errors="surrogatepass")
            ended = run(("plan", "validate", "p.yaml"), folder)
            alone.check(ended.civil and not UNSEEN.search(ended.out + ended.err),
                        f"{name!r}: {ended.code} {ended.err[-300:]}")
            if ended.code == 0:
                accepted.append(name)
        (folder / "P").write_text(plan_of(tuple(accepted)), "utf-8")
        _tables(folder, accepted)
        run(("assess", "P", *FEW, "--ledger", "book"), folder)
        for words in SHOWN:
            shown.check(*_seen(run(words, folder), words))
        before = {p for p in place.rglob("*") if "o" not in p.relative_to(place).parts}
        for words in WRITTEN:
            ended = run(words, folder)
            elsewhere = {p for p in place.rglob("*") if "o" not in p.relative_to(place).parts}
            wrong = [w for p in sorted((folder / "o").rglob("*")) if p.is_file()
                     for w in _harm(p.name, p.read_bytes())]
            held = ended.civil and ended.code in (0, 4) and elsewhere == before and not wrong
            written.check(held, f"{' '.join(words)}: {ended.code} {ended.err[-300:]} {wrong[:5]}")
            _remove(folder / "o")
    return [alone, shown, written]


def _tables(folder: Path, accepted: list[str]) -> None:
    def table(name: str, head: str, rows: list[list[object]]) -> None:
        with open(folder / name, "w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([head.split(","), *rows])

    # A table with a NUL is no text and is refused; of a path a slash parts region and indicator.
    accepted = [n.replace("\x00", "") for n in accepted]

    def flat(n: str) -> str:
        return n.replace("/", "|")

    table("names.csv", "region,indicator,year,value", [
        [flat(n), n, y, 50 + y - 2000] for n in accepted for y in (2018, 2019, 2020)])
    table("goals.csv", "unique_id,target_id,year,value", [
        [f"{flat(n)}/{n}", n, 2025, 99] for n in accepted])
    table("actuals.csv", "indicator,year,value,source", [
        [f"i{k}", 2021, 75 + k, n] for k, n in enumerate(accepted[::3])])


def _remove(folder: Path) -> None:
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _seen(ended: Ended, words: tuple[str, ...]) -> tuple[bool, str]:
    wrong = [f"unseen {m[0]!r}" for m in UNSEEN.finditer(ended.out + ended.err)]
    kind = words[words.index("--format") + 1] if "--format" in words else ""
    if kind in ("json", "sarif"):
        wrong += _json(ended.out)
    if kind == "csv" or words[:2] == ("scenarios", "export"):
        wrong += _formulas(ended.out)
    if kind == "markdown":
        wrong += _markup(ended.out)
    held = ended.civil and ended.code in (0, 4) and not wrong
    return held, f"{' '.join(words)}: {ended.code} {ended.err[-300:]} {wrong[:5]}"


def _json(text: str) -> list[str]:
    try:
        json.loads(text)
    except ValueError as error:
        return [f"no JSON: {error}"]
    return []


def _formulas(text: str) -> list[str]:
    stream = io.StringIO(text.lstrip("\ufeff"), newline="")
    return [f"formula {cell!r}" for line in csv.reader(stream) for cell in line
            if FORMULA.match(cell) and not NUMBER.fullmatch(cell)]


def _markup(text: str) -> list[str]:
    return [f"markup {m[0]!r}" for m in re.finditer(r"(?<!\\)<(script|img)\b", text)]


def _harm(name: str, content: bytes) -> list[str]:
    """Return what is wrong in a file."""
    kind = name.rsplit(".", 1)[-1]
    if kind in ("png", "pdf", "parquet", "sqlite", "part"):
        return []
    if kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return [w for part in archive.namelist() if part.endswith((".xml", ".rels"))
                    for w in _harm(part, archive.read(part))]
    text = content.decode("utf-8")
    wrong = [f"{name}: unseen {m[0]!r}" for m in UNSEEN.finditer(text)]
    if kind == "json":
        wrong += _json(text)
    if kind == "csv":
        wrong += _formulas(text)
    if kind in ("md", "html"):
        wrong += _markup_of_names(text) if kind == "html" else _markup(text)
    if kind in ("svg", "xml", "rels"):
        try:
            xml.dom.minidom.parseString(content)
        except Exception as error:  # noqa: BLE001  (whatever the parser says)
            wrong.append(f"{name}: no XML: {error}")
    return wrong


def _markup_of_names(page: str) -> list[str]:
    return [f"markup {m[0]!r}" for m in re.finditer(r"<script>alert|<img src=x|onerror=alert\(1\)>",
                                                    page)]
