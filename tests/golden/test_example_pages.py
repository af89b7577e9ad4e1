"""The worked examples print what their pages say they print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks.example_pages import BLOCK, PAGES, cut, printed

BLOCKS = [(page, match["command"], match["shown"]) for page in sorted(PAGES.glob("*.md"))
          for match in BLOCK.finditer(page.read_text(encoding="utf-8"))]
NUMBER = re.compile(r"[−-]?\d[\d,]*\.?\d*")
SPACES = re.compile(r"[ \n]+|─+")
TOLERANCE, POINTS = 0.03, 1.0
"""Another linear algebra library may move a split of a tree, and with it some paths: numbers may
be off by 3 % or one percentage point."""


def parts(text: str) -> tuple[str, list[float]]:
    """The words of a text without its numbers and its layout, and the numbers."""
    words = SPACES.sub("", NUMBER.sub("#", text))
    return words, [float(n.replace(",", "").replace("−", "-")) for n in NUMBER.findall(text)]


def differences(shown: str, found: str) -> list[str]:
    words, numbers = parts(shown)
    now, values = parts(found)
    if words != now or len(numbers) != len(values):
        return [found]
    return [f"{a} is now {b}" for a, b in zip(numbers, values, strict=True)
            if abs(a - b) > max(TOLERANCE * max(abs(a), abs(b)), POINTS)]


@pytest.mark.parametrize(("page", "command", "shown"), BLOCKS,
                         ids=lambda x: x[:40] if isinstance(x, str) else "")
def test_a_page_shows_what_its_command_prints(page: Path, command: str, shown: str) -> None:
    assert differences(shown, cut(shown, printed(command))) == [], \
        "python benchmarks/example_pages.py renews the pages"


def test_there_is_a_page_and_a_wrong_one_is_noticed() -> None:
    assert len(BLOCKS) >= 5
    _, _, shown = BLOCKS[1]
    assert differences(shown, shown) == []
    wrong = NUMBER.sub(lambda m: str(7 * float(m[0].replace(",", "").replace("−", "-")) + 9), shown)
    assert differences(shown, wrong)
    assert differences(shown, shown.replace("Baseline", "Basis"))
