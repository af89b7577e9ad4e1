"""Every command: help with an example, exit codes, shell completion, the installed entry."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

import cli
from tests.cli.commands import one, run, table

PLANCAST = Path(sys.executable).with_name("plancast")


def _commands() -> Iterator[tuple[str, ...]]:
    """Every command there is, found in the program itself."""
    def walk(group: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield path
        for name, command in getattr(group, "commands", {}).items():
            yield from walk(command, (*path, name))
    return walk(typer.main.get_command(cli.app), ())


COMMANDS = sorted(_commands())


def test_the_commands_that_are_promised_are_there() -> None:
    wanted = {("assess",), ("forecast",), ("models",), ("scenarios", "list"), ("scenarios", "show"),
              ("scenarios", "validate"), ("plan", "validate"), ("plan", "show"), ("plan", "new")}
    assert wanted <= set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_help_with_an_example(command: tuple[str, ...]) -> None:
    done = run(*command, "--help")
    assert done.exit_code == 0
    assert "Usage: plancast" in done.stdout
    assert "Example: plancast" in done.stdout


@pytest.mark.parametrize("words", [
    (), ("plan",), ("scenarios",), ("asess",), ("assess", "--lang", "fr"),
    ("assess", "--format", "xml"), ("assess", "--paths", "5"), ("assess", "--paths", "many"),
    ("assess", "--seed", "-1"), ("assess", "--as-of", "abc"), ("assess", "--as-of", "-5"),
    ("assess", "--as-of", "99999"), ("assess", "--no-such-option"), ("forecast", "x.csv"),
    ("forecast", "x.csv", "--to", "99999"), ("plan", "validate"), ("scenarios", "show"),
], ids=" ".join)
def test_wrong_use_is_code_2_and_says_so_on_standard_error(words: tuple[str, ...]) -> None:
    done = run(*words)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Usage" in done.stderr


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("format", ["table", "json", "csv", "markdown"])
@pytest.mark.parametrize("words", [("models",), ("scenarios", "list"),
                                   ("plan", "show", "ordos-14fyp-ip")], ids=" ".join)
def test_listings_in_every_format(words: tuple[str, ...], format: str, lang: str) -> None:
    done = run(*words, "--format", format, "--lang", lang)
    assert done.exit_code == 0
    assert done.stderr == ""
    assert done.stdout.endswith("\n")
    if format == "json":
        assert json.loads(done.stdout)


def test_what_is_printed_can_be_read_back(tmp_path: Path) -> None:
    for name in ("optimistic", "subsidy-withdrawal"):
        text = run("scenarios", "show", name).stdout
        own = tmp_path / "own.yaml"
        own.write_text(text.replace(f"scenario: {name}", "scenario: own"), encoding="utf-8")
        done = run("scenarios", "validate", own, "--lang", "zh")
        assert done.exit_code == 0
        assert "1个情景可用（own）" in done.stdout
    for schema in (("plan", "schema"), ("scenarios", "schema")):
        assert "$defs" in json.loads(run(*schema).stdout)


def test_forecast_of_a_table(tmp_path: Path) -> None:
    path = table(tmp_path / "h.csv", [(y, 50 + y - 2000) for y in range(2000, 2021)])
    done = run("forecast", path, "--to", "2025", "--target", "80", "--format", "json", "--paths",
               "500", "--out", tmp_path / "out")
    assert done.exit_code == 0
    rows = json.loads(done.stdout)
    pool = [r for r in rows if r["model"] == "pool"]
    assert [r["year"] for r in pool] == [str(y) for y in range(2021, 2026)]
    grey = [r for r in rows if r["model"] == "gm11"]  # one curve: no range, no probability
    assert [(r["year"], r["q10"], r["probability"]) for r in grey] == [("2025", "", "")]
    assert 70 < float(grey[0]["q50"]) < 90
    spread = [r for r in rows if r["model"] != "gm11"]
    assert all(0 <= float(r["probability"]) <= 1 for r in spread)
    assert all(float(r["q025"]) <= float(r["q50"]) <= float(r["q975"]) for r in spread)
    written = (tmp_path / "out" / "forecast.csv").read_text("utf-8")
    again = run("forecast", path, "--to", "2025", "--target", "80", "--paths", "500", "--out",
                tmp_path / "again")  # files are for programs, whatever the screen shows
    assert again.exit_code == 0
    assert (tmp_path / "again" / "forecast.csv").read_text("utf-8") == written


def test_forecast_of_a_table_that_already_reaches_the_year(tmp_path: Path) -> None:
    path = table(tmp_path / "h.csv", [(2019, 50), (2020, 60)])
    done = run("forecast", path, "--to", "2020")
    assert (done.exit_code, "FORECAST_IN_THE_PAST" in done.stderr) == (3, True)
    for target in ("nan", "inf"):
        done = run("forecast", path, "--to", "2025", "--target", target)
        assert (done.exit_code, "NOT_FINITE" in done.stderr) == (3, True)


def test_the_language_follows_the_environment(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "p.yaml").write_text(one("value: 200"), encoding="utf-8")
    words = ("assess", tmp_path / "p.yaml", "--paths", "200", "--scenario", "baseline", "--full")
    monkeypatch.setenv("PLANCAST_LANG", "zh_CN.UTF-8")
    assert "怎么读" in run(*words).stdout
    assert "How to read" in run(*words, "--lang", "en").stdout
    monkeypatch.setenv("PLANCAST_LANG", "en")
    assert "How to read" in run(*words).stdout


def test_shell_completion() -> None:
    # Asked for by name: `--show-completion` looks for a shell among the processes above this one.
    shown = CliRunner().invoke(cli.app, [], prog_name="plancast",
                               env={"_PLANCAST_COMPLETE": "source_bash"})
    assert shown.exit_code == 0
    assert "_PLANCAST_COMPLETE=complete_bash" in shown.stdout


# The installed entry, as a process of its own


def _process(*words: str | Path, **extra: str) -> subprocess.CompletedProcess[str]:
    if not PLANCAST.exists():
        pytest.skip("plancast is not installed beside this Python")
    env = {k: v for k, v in os.environ.items() if k not in ("PLANCAST_LANG", "COLUMNS")}
    return subprocess.run([str(PLANCAST), *map(str, words)], env={**env, **extra}, text=True,
                          encoding="utf-8", capture_output=True, check=False)


def test_completion_answers() -> None:
    done = _process(_PLANCAST_COMPLETE="complete_bash", COMP_WORDS="plancast as", COMP_CWORD="1")
    assert done.stdout.split() == ["assess"]


def test_the_entry_point_works_and_is_silent_on_standard_error(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(one("value: 200"), encoding="utf-8")
    done = _process("assess", tmp_path / "p.yaml", "--paths", "500", "--full")
    assert (done.returncode, done.stderr) == (0, "")
    assert "How to read" in done.stdout
    assert "\x1b" not in done.stdout


def test_the_version() -> None:
    done = _process("--version")
    assert done.stdout.startswith("plancast ")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
def test_a_reader_that_stops_early_is_no_error() -> None:
    done = subprocess.run(["sh", "-c", f"{PLANCAST} plan schema | head -c 1; {PLANCAST} models "
                           "| head -n 1"], text=True, capture_output=True, check=False)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("seconds", "year"), [(0.0, 1970), (1e10, 2286), (3e11, 11476)])
def test_a_clock_that_cannot_be_right_is_refused(
        seconds: float, year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("time.time", lambda: seconds)
    result = run("plan", "validate", "ordos-14fyp-ip")
    assert result.exit_code == 3
    assert f"CLOCK_WRONG] the clock of this machine says that it is the year {year}" \
        in result.output
    assert "assess" in run("--help").output
