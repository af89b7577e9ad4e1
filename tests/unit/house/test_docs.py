"""The documentation: links lead somewhere, command lines exist, nothing is left out."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from data.messages.catalogue import FOLDER
from forecast.lint.run import RULES
from models.own.registry import MODELS
from scenarios.registry import STEPS
from tests.cli.commands import run

ROOT = Path(__file__).resolve().parents[3]
PAGES = [p for p in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"))
         if "reference" not in p.parts]
LINK = re.compile(r"(?<!\\)\]\(([^)\s]+)\)")
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and MyST make them."""
    text = re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    heads = re.findall(r"^#+ +(.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.strip().lower()).replace(" ", "-") for h in heads}


def dead(page: Path, text: str) -> Iterator[str]:
    """Yield the links of a page that lead nowhere; the reference is made with the site."""
    for link in LINK.findall(CODE.sub("", text)):
        if "://" in link or link.startswith("mailto:"):
            continue
        path, _, anchor = link.partition("#")
        there = (page.parent / path).resolve() if path else page
        if there.parent.name == "reference" and there.stem in reference():
            continue
        if not there.exists() or (anchor and there.suffix == ".md"
                                  and anchor not in anchors(there)):
            yield f"{page.relative_to(ROOT)}: {link}"


def test_every_link_leads_somewhere() -> None:
    assert [d for p in PAGES for d in dead(p, p.read_text(encoding="utf-8"))] == []


def test_a_dead_link_is_noticed() -> None:
    wrong = "[a](nowhere.md) [b](architecture.md#no-such-heading) [c](reference/nothing.md)"
    assert len(list(dead(ROOT / "docs" / "index.md", wrong))) == 3


def command_lines(page: Path) -> Iterator[str]:
    for block in SHELL.findall(page.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("plancast "):
                yield line


LINES = sorted({line for page in PAGES for line in command_lines(page)})


def wrong_words(line: str) -> list[str]:
    """Return the words of a command line that are no command and no option of it."""
    words = shlex.split(line, comments=True)
    words = words[: words.index(">")] if ">" in words else words
    known = commands()
    length = next((n for n in (3, 2) if " ".join(words[:n]) in known), 0)
    if not length:
        return words[1:2]
    command = known[" ".join(words[:length])]
    options = {o for p in command.params for o in (*p.opts, *p.secondary_opts)}
    return [w for w in words[length:]
            if w.startswith("-") and w != "-" and w.split("=")[0] not in options]


def test_every_command_line_is_one_that_exists() -> None:
    assert len(LINES) > 20
    assert {line: wrong for line in LINES if (wrong := wrong_words(line))} == {}
    assert wrong_words("plancast assess x --no-such-option") == ["--no-such-option"]
    assert wrong_words("plancast asses x") == ["asses"]


@pytest.mark.nightly
@pytest.mark.parametrize("page", ["tutorial.md", "zh/tutorial.md", "howto.md"])
def test_the_command_lines_of_the_tutorials_run(page: str, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """On the bundled plan; reading a document and the page have tests of their own."""
    monkeypatch.chdir(tmp_path)
    examples = ROOT / "data" / "bundled" / "examples"
    plan = (ROOT / "data" / "bundled" / "plans" / "ordos-14fyp-ip.yaml").read_text("utf-8")
    Path("my-plan.yaml").write_text(plan, "utf-8")
    figures = (examples / "ordos-earlier.csv").read_text("utf-8")
    Path("figures.csv").write_text(figures, "utf-8")
    Path("mine.yaml").write_text(run("scenarios", "new", "mine").stdout, "utf-8")
    Path("2026.csv").write_text((examples / "ordos-actuals.csv").read_text("utf-8"), "utf-8")
    assert run("ledger", "add-actuals", "book", "2026.csv", "--plan",
               "my-plan.yaml").exit_code == 0
    skipped = ("plancast import", "plancast serve", "plancast batch", "plancast reference",
               "plancast scenarios new")
    for line in command_lines(ROOT / "docs" / page):
        if line.startswith(skipped) or "mine.csv" in line or "more.xlsx" in line:
            continue
        words = shlex.split(line.replace("figures.xlsx", "figures.csv"), comments=True)[1:]
        done = run(*words)
        assert done.exit_code in (0, 4), (line, done.stderr)


@pytest.mark.parametrize("page", ["tutorial.md", "zh/tutorial.md"])
def test_the_way_from_a_document_to_a_plan_runs(page: str, tmp_path: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("plan.txt").write_text("甲市专利规划（2021—2025年）\n\n到2025年，专利授权量达到5000件"
                                "（2020年为3000件）。\n", "utf-8")
    lines = [line for line in command_lines(ROOT / "docs" / page)
             if line.startswith("plancast import")]
    assert any("--filled" in line for line in lines)
    for line in lines:
        done = run(*shlex.split(line.replace("plan.pdf", "plan.txt"), comments=True)[1:])
        assert done.exit_code == 0, (line, done.stderr)
    assert run("plan", "validate", "my-plan.yaml").exit_code == 0


def _script() -> ModuleType:
    spec = spec_from_file_location("reference_pages", ROOT / "scripts" / "reference_pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def reference() -> dict[str, str]:
    """The pages that are written from the code, by name."""
    return {n: "\n".join(page()) for n, page in _script().PAGES.items()}


@cache
def commands() -> dict[str, Any]:
    """Every command by its words."""
    return dict(_script().commands())


def test_every_command_and_option_is_documented() -> None:
    text = reference()["commands"]
    for words, command in commands().items():
        section = text.split(f"## `{words}`\n")[1].split("\n## ")[0]
        assert command.help
        for option in command.params:
            shown = option.opts[0] if option.param_type_name == "option" else option.name.upper()
            row = next(r for r in section.splitlines() if r.startswith("|") and shown in r)
            assert len(row.split("|")[2].strip()) > 5, (words, shown)


def test_every_step_model_rule_and_problem_is_documented() -> None:
    pages = reference()
    for step in STEPS:
        section = pages["steps"].split(f"## `{step.name}`\n")[1].split("\n## ")[0]
        assert all(f"| `{one.name}` | " in section for one in step.parameters)
    models = pages["models"].replace("\\_", "_")
    assert all(f"| {model.name} |" in models for model in MODELS)
    assert all(f"| `{rule.code}` | {rule.severity.value} | " in pages["lint-rules"]
               for rule in RULES)
    codes = _script().problem_texts()
    assert len(codes) > 250
    assert [c for c, parts in codes.items() if not parts.get("what")] == []
    # What was noted about how a table was read asks for nothing.
    notes = {c for c, parts in codes.items() if not parts.get("todo")}
    assert notes <= {c.rpartition(".")[0] for c in json.loads(
        (FOLDER / "en" / "problems-tables.json").read_text(encoding="utf-8"))}
    assert all(f"| `{code}` | " in pages["problems"] for code in codes)


def test_the_front_page_is_short() -> None:
    for name in ("README.md", "README.zh.md"):
        assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) <= 120


@pytest.mark.nightly
@pytest.mark.skipif(find_spec("sphinx") is None, reason="needs plancast[docs]")
def test_the_site_is_built_without_a_warning(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html",
         str(ROOT / "docs"), str(tmp_path / "site"), "-d", str(tmp_path / "trees")],
        capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    page = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert not re.findall(r'(?:src|href)="https?://(?!github|www\.sphinx|pradyunsg)[^"]*\.(?:js|css)',
                          page)


@pytest.mark.nightly
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_ledger_with_any_flipped_byte_holds_as_the_page_says() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "benchmarks" / "reliability.py"), "--quick", "--only", "flips"],
        capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    page = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    assert "| one byte of a ledger's files flipped" in page
