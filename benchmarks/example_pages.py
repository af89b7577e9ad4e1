#!/usr/bin/env python3
"""Run the commands in the worked examples and put what they print below them.

    python benchmarks/example_pages.py [--check] [PAGE]...

A page (default: every one in docs/examples) holds blocks that begin with ``$ plancast ...``; what
follows in the block is what the command printed, run from the top of the checkout. ``--check``
changes nothing and says whether a page is out of date (exit code 1). A block in which a line says
only ``…`` shows the lines up to there.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = ROOT / "docs" / "examples"
WIDTH = "100"
BLOCK = re.compile(r"(?P<open>```console\n)\$ (?P<command>plancast (?:[^\n]*\\\n)*[^\n]*)\n"
                   r"(?P<shown>.*?)(?P<close>```\n)", re.S)
CUT = "…"


def printed(command: str) -> str:
    """Return what a command prints, run in this process from the top of the checkout."""
    sys.path.insert(0, str(ROOT))
    from typer.testing import CliRunner

    import cli

    words = shlex.split(command.replace("\\\n", " "))[1:]
    before = Path.cwd()
    os.chdir(ROOT)
    try:
        result = CliRunner(env={"COLUMNS": WIDTH}).invoke(cli.app, words, prog_name="plancast")
    finally:
        os.chdir(before)
    if result.exit_code != 0:
        raise SystemExit(f"{command}\n{result.output}")
    return result.stdout


def cut(shown: str, found: str) -> str:
    """Return as many lines of ``found`` as ``shown`` has before its cut; all without one."""
    lines = shown.splitlines()
    if CUT not in lines:
        return found
    kept = found.splitlines()[:lines.index(CUT)]
    return "\n".join([*kept, CUT]) + "\n"


def renewed(text: str) -> str:
    """Return a page with every block as it is printed now."""
    def block(match: re.Match[str]) -> str:
        found = cut(match["shown"], printed(match["command"]))
        return f"{match['open']}$ {match['command']}\n{found}{match['close']}"

    return BLOCK.sub(block, text)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", type=Path)
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args()
    old = []
    for page in asked.pages or sorted(PAGES.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        new = renewed(text)
        if new == text:
            continue
        old.append(page)
        if not asked.check:
            page.write_text(new, encoding="utf-8")
    for page in old:
        print(f"{'out of date' if asked.check else 'renewed'}: {page}")
    raise SystemExit(1 if old and asked.check else 0)


if __name__ == "__main__":
    main()
