"""Every command, in both languages, writes under any encoding of the machine: to a file and to a
terminal."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import cli
from tests.cli.commands import figures, plan_text, table
from tests.cli.test_commands import COMMANDS
from tests.effort import NIGHTLY

ENCODINGS = ("cp1252", "gbk", "ascii")
LONG = ("serve", "backtest", "reference fit", "reference check")
"""Commands that take minutes, or never end; their help and refusals are tried."""


class Screen(io.TextIOWrapper):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a plan, figures, a document, an IAMC table and a ledger of two runs."""
    folder = tmp_path_factory.mktemp("encodings")
    names = {"a": "{name: {zh: 授权量, en: Grants – “new” ≥ 5 µ²}, unit: 件, kind: flow}",
             "b": '{name: {zh: 覆盖率, en: Cover}, unit: "%", kind: share}'}
    years = tuple(range(2014, 2021))
    text = plan_text(names, ["{indicator: a, value: 220}", "{indicator: b, value: 50}"],
                     [*figures(years, [100.0 + 9 * i for i in range(7)]),
                      *figures(years, [40.0 + i for i in range(7)], "b")])
    (folder / "p.yaml").write_text(text, encoding="utf-8")
    table(folder / "h.csv", [(y, 100 + 9 * (y - 2014)) for y in range(2010, 2021)])
    table(folder / "new.csv", [(2021, 170)])
    (folder / "h2.csv").write_text("unique_id,ds,y\n" + "".join(
        f"区/量,{y},{50 + y - 2010}\n" for y in range(2010, 2021)), encoding="utf-8")
    (folder / "t.csv").write_text("unique_id,target_id,year,value,sense\n"
                                  "区/量,标,2023,70,at_least\n", encoding="utf-8")
    (folder / "d.txt").write_text("示例规划（2021—2025年）\n到2025年，专利授权量达到5000件。\n",
                                  encoding="utf-8")
    for words in (("ledger", "add-actuals", "book", "new.csv", "--plan", "p.yaml"),
                  ("assess", "p.yaml", "--ledger", "book", "--as-of", "2019"),
                  ("assess", "p.yaml", "--ledger", "book"),
                  ("scenarios", "export", "p.yaml", "--out", "iamc.csv")):
        paths = [str(folder / w) if (folder / w).exists() or w in ("book", "iamc.csv") else w
                 for w in words]
        more = ["--paths", "100"] if words[0] != "ledger" else []
        with pytest.raises(SystemExit) as done:
            cli.app([*paths, *more])
        assert done.value.code in (0, None), words
    (folder / "own.yaml").write_bytes(b"\xff\xfe not a scenario")
    return folder


ARGUMENTS: dict[str, tuple[str, ...]] = {
    "assess": ("@p.yaml", "--full", "--paths", "100"),
    "forecast": ("@h.csv", "--to", "2023", "--paths", "100"),
    "batch": ("@h2.csv", "--targets", "@t.csv", "--out", "@ob"),
    "template": ("@plan.xlsx", "--force"),
    "chart": ("overview", "@p.yaml", "--out", "@c.png"),
    "solve": ("@p.yaml", "--paths", "100"), "lint": ("@p.yaml",), "models": (),
    "memo": ("@p.yaml", "--out", "@memo", "--paths", "100", "--format", "md"),
    "monitor": ("@p.yaml", "--ledger", "@book", "--paths", "100"),
    "import": ("@d.txt",), "plan validate": ("@p.yaml",), "plan show": ("@p.yaml",),
    "plan outlook": ("@p.yaml", "--paths", "100"), "plan new": (), "plan schema": (),
    "scenarios list": (), "scenarios show": ("slowdown",), "scenarios new": ("mine",),
    "scenarios validate": ("@own.yaml",), "scenarios events": (), "scenarios schema": (),
    "scenarios compare": ("@p.yaml", "--paths", "100"),
    "scenarios attribute": ("@p.yaml", "--scenario", "slowdown", "--paths", "100"),
    "scenarios sensitivity": ("@p.yaml", "--scenario", "subsidy-withdrawal", "--paths", "100"),
    "scenarios robust": ("@p.yaml", "a", "--paths", "100"),
    "scenarios export": ("@p.yaml", "--paths", "100"),
    "scenarios import": ("@iamc.csv", "--plan", "@p.yaml"), "reference show": (),
    "ledger add-actuals": ("@book", "@new.csv", "--plan", "@p.yaml"), "ledger list": ("@book",),
    "ledger show": ("@book", "last"), "ledger diff": ("@book",), "ledger score": ("@book",),
    "ledger verify": ("@book",), "ledger export": ("@book", "--out", "@export"),
}
"""What each command is given; @ stands for the folder."""


def test_every_command_is_tried() -> None:
    groups = {" ".join(c[:i]) for c in COMMANDS for i in range(len(c))}
    assert {" ".join(c) for c in COMMANDS} - groups - set(LONG) == set(ARGUMENTS)


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
            ) -> Callable[[list[str], str, bool], tuple[int, bytes]]:
    """Run a command with streams of an encoding; return its exit code and all it wrote."""
    def run(words: list[str], encoding: str, terminal: bool) -> tuple[int, bytes]:
        files = [tmp_path / "out", tmp_path / "err"]
        kind = Screen if terminal else io.TextIOWrapper
        streams = [kind(io.FileIO(path, "w"), encoding=encoding, errors="strict")
                   for path in files]
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", streams[0])
            patch.setattr(sys, "stderr", streams[1])
            try:
                cli.app(words)
                code = 0
            except SystemExit as done:
                code = int(done.code or 0)
            for stream in streams:
                stream.close()
        return code, b"".join(path.read_bytes() for path in files)

    return run


def _languages(command: str, words: list[str]) -> list[list[str]]:
    if command in ("plan schema", "scenarios schema", "plan new", "scenarios new",
                   "scenarios show"):
        return [words]  # both languages are in what they print
    return [[*words, "--lang", lang] for lang in ("zh", "en")]


@pytest.mark.parametrize("command", sorted(ARGUMENTS))
def test_output_under_any_encoding(
        command: str, place: Path,
        written: Callable[[list[str], str, bool], tuple[int, bytes]]) -> None:
    words = [*command.split(), *(w.replace("@", f"{place}/") if w.startswith("@") else w
                                 for w in ARGUMENTS[command])]
    for given in _languages(command, words):
        code, plain = written(given, "utf-8", False)
        assert code in (0, 3, 4), plain.decode("utf-8")[-500:]
        assert code == 0 or command in ("scenarios validate", "lint", "monitor"), plain[-500:]
        for encoding in ENCODINGS if NIGHTLY else ("cp1252",):
            for terminal in (False, True):
                again, out = written(given, encoding, terminal)
                assert again == code
                # click writes UTF-8 to a terminal that claims to have ASCII only
                assert out.decode(encoding if terminal and encoding != "ascii" else "utf-8")
                assert b"Traceback" not in out
