"""The commands that write, and what they are run on."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from attacks.child import Ended, run

PLAN = """plan: t
title: {zh: 规划, en: A plan}
region: {zh: 甲市, en: Seaside}
period: {base: 2020, start: 2021, end: 2025}
indicators:
  grants: {name: {zh: 授权量, en: Grants}, unit: 件, kind: flow}
targets:
  - {indicator: grants, base: 1600, value: 2400}
history:
""" + "".join(f"  - {{indicator: grants, year: {y}, value: {1000 + 100 * (y - 2014)}}}\n"
              for y in range(2014, 2021))
TEXT = "甲市专利发展规划\n\n到2025年，专利授权量达到5000件（2020年为3000件）。\n"
FEW = ("--paths", "200")


def lay_out(folder: Path) -> Path:
    """Write the inputs of all commands into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"甲市,grants,{y},{1000 + 90 * (y - 2012)}\n" for y in range(2012, 2021))
    files = {
        "plan.yaml": PLAN, "plan.txt": TEXT, "h.csv": f"region,indicator,year,value\n{rows}",
        "goals.csv": "unique_id,target_id,year,value\n甲市/grants,a,2025,2400\n",
        "actuals.csv": "indicator,year,value\ngrants,2021,1700\n",
        "more.csv": "indicator,year,value\ngrants,2022,1790\n",
        "ref.csv": "region,indicator,year,value\n" + "".join(
            f"r{r},grants,{y},{100 + r * 10 + (20 + r) * (y - 2003)}\n"
            for r in range(9) for y in range(2003, 2021))}
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


_BEGUN = tempfile.TemporaryDirectory(prefix="plancast-attack-")


@cache
def begun(first: tuple[str, ...]) -> Path:
    """Return a folder with all inputs in which ``first`` has run: the same one each time."""
    folder = lay_out(Path(_BEGUN.name) / str(len(list(Path(_BEGUN.name).iterdir()))))
    if first:
        ended = run(first, folder)
        assert ended.code == 0, ended.err
    return folder


@dataclass(frozen=True)
class Writer:
    """A command that writes ``place``: files that are the same each time, or a ledger.

    ``again`` is what the command needs to replace what is there.
    """

    name: str
    words: tuple[str, ...]
    place: str
    ledger: bool = False
    first: tuple[str, ...] = ()
    again: tuple[str, ...] = ()

    def prepared(self, folder: Path) -> Path:
        """Lay out a fresh folder in which the command may run."""
        if folder.exists():
            shutil.rmtree(folder)
        shutil.copytree(begun(self.first), folder)
        return folder

    def run(self, folder: Path, *, before: Callable[[], None] | None = None,
            kill_after: float | None = None) -> Ended:
        """Run the command in a folder that ``prepared`` made."""
        return run(self.words, folder, before=before, kill_after=kill_after)


BEGIN = ("ledger", "add-actuals", "out/book", "actuals.csv", "--plan", "plan.yaml")
WRITERS = (
    Writer("assess --out", ("assess", "plan.yaml", *FEW, "--svg", "--out", "out"), "out"),
    Writer("memo", ("memo", "plan.yaml", *FEW, "--kind", "baseline", "--format", "md", "--format",
                    "docx", "--format", "pdf", "--out", "out"), "out"),
    Writer("batch", ("batch", "h.csv", "--targets", "goals.csv", "--format", "csv", "--out",
                     "out"), "out"),
    Writer("chart", ("chart", "overview", "plan.yaml", *FEW, "--out", "out/o.png"), "out"),
    Writer("import", ("import", "plan.txt", "--period", "2021-2025", "-o", "out/p.yaml"), "out",
           again=("--force",)),
    Writer("template", ("template", "out/fill.xlsx"), "out", again=("--force",)),
    Writer("scenarios compare", ("scenarios", "compare", "plan.yaml", *FEW, "--out", "out"), "out"),
    Writer("scenarios export", ("scenarios", "export", "plan.yaml", *FEW, "--out", "out/i.csv"),
           "out"),
    Writer("ledger export", ("ledger", "export", "out/book", "--out", "copy"), "copy", first=BEGIN),
    Writer("ledger, its first entry", BEGIN, "out", ledger=True),
    Writer("ledger, one more entry", ("ledger", "add-actuals", "out/book", "more.csv", "--plan",
                                      "plan.yaml"), "out", ledger=True, first=BEGIN),
    Writer("assess --ledger", ("assess", "plan.yaml", *FEW, "--ledger", "out/book"), "out",
           ledger=True, first=BEGIN),
)


def figures_kept(folder: Path) -> int | None:
    """Return how many entries a sound ledger has; 0 where none was begun, ``None`` if faulty."""
    verified = run(("ledger", "verify", "out/book"), folder)
    if verified.code == 3 and "LEDGER_MISSING" in verified.err:
        return 0
    if verified.code != 0:
        return None
    return run(("ledger", "list", "out/book", "--format", "csv"), folder).out.count("\n") - 1
