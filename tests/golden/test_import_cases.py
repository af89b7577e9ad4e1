"""Every case of ../shared/cases/documents is read as a careful reader would list it.

``tests/fixtures/import_cases.csv`` holds what that is, compared by hand with what a case expects;
``value`` is the growth in percent where a figure is one. K23 is about ``assess``: no document.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pytest

from data.document.formats.files import read_document
from data.document.understanding import understand
from data.plan import Period
from data.words import Role
from tests.conftest import ROOT

KEY = ROOT / "tests" / "fixtures" / "import_cases.csv"
ABOUT_ASSESS = {"K23-1"}
Row = tuple[str, str, str, str, str, str, str, str]


def _expected() -> dict[str, list[Row]]:
    out: dict[str, list[Row]] = {}
    with open(KEY, encoding="utf-8", newline="") as stream:
        for case, *rest in list(csv.reader(stream))[1:]:
            role, label, value, upper, unit, year, sense, basis = rest
            out.setdefault(case, []).append((role, label, value, upper, unit, year, sense, basis))
    return out


EXPECTED = _expected()


@lru_cache(maxsize=1)
def _cases(readme: Path) -> dict[str, tuple[str, Period | None]]:
    """Return the document and the period of every case."""
    out = {}
    for part in re.split(r"^### ", readme.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        head, body = part.split("\n", 1)
        said = re.search(r"--period (\d{4})-(\d{4})", head)
        first, last = (int(said[1]), int(said[2])) if said else (0, 0)
        block = re.search(r"```\w*\n(.*?)```", body, re.DOTALL)
        assert block is not None
        out[head.split()[0]] = (block[1], Period(first - 1, first, last) if said else None)
    return out


def test_no_case_is_left_out(shared: Path) -> None:
    assert set(_cases(shared / "cases" / "documents" / "README.md")) - ABOUT_ASSESS == set(EXPECTED)


@pytest.mark.parametrize("case", EXPECTED)
def test_a_case_is_read_as_expected(case: str, shared: Path, tmp_path: Path) -> None:
    text, period = _cases(shared / "cases" / "documents" / "README.md")[case]
    path = tmp_path / f"{case}{'.html' if text.startswith('<html') else '.txt'}"
    path.write_text(text, encoding="utf-8")
    read: list[Row] = []
    for c in understand(read_document(path), period).claims:
        value = c.rate if c.rate is not None else c.value
        read.append((c.role.value, c.label, "" if value is None else f"{value:.6g}",
                     "" if c.upper is None else f"{c.upper:g}", c.unit, str(c.year or ""),
                     c.sense.value if c.role is Role.TARGET else "", c.basis.value))
    assert Counter(read) == Counter(EXPECTED[case])
