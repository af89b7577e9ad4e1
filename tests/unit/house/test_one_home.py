"""Rules that stood in several places once: each is named with its one home, and stays there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
ROOMS = ("data", "models", "scenarios", "forecast", "report")
SOURCES = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
           for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))}

HOMES = {  # rule: (its home, what stands in no other module)
    "figures become CSV, without formulas": ("data/io/csvout.py", r"csv\.writer|DictWriter"),
    "values become YAML": ("data/io/yamlfile.py", r"sort_base_mapping"),
    "the scenario without assumptions": ("data/words.py", r'^BASELINE = |[=(] ?"baseline"[,)]'),
    "a series becomes single figures": ("data/seriesmake.py",
                                        r"Observation\((?:\s|\*)*(?:series|s)\.region"),
    "levels of a fan": ("data/paths.py", r"\(0\.025, 0\.1, 0\.5, 0\.9, 0\.975\)"),
    "words of a yardstick": ("forecast/probability/words.py", r"Word\(0\.99,"),
    "counted dimensions": ("data/units.py", r"^COUNTED = "),
    "the range over models is left out": ("forecast/cases.py", r"ranged=False"),
}


@pytest.mark.parametrize("rule", HOMES)
def test_a_rule_has_one_home(rule: str) -> None:
    home, pattern = HOMES[rule]
    found = [name for name, text in SOURCES.items() if re.search(pattern, text, re.MULTILINE)]
    assert found == [home]


@pytest.mark.parametrize(("name", "home"), [
    ("interval", "data/paths.py"), ("met", "data/paths.py"), ("may_be_negative", "data/signs.py"),
    ("kind_of_unit", "data/tables/types.py"), ("harmless", "data/io/csvout.py"),
    ("probability_text", "data/probabilities.py"), ("find_unit", "data/units.py"),
    ("printable", "data/characters.py"), ("start_run", "forecast/cases.py"),
    ("sweep", "data/io/aside.py"), ("flush_folder", "data/io/aside.py"),
])
def test_a_function_that_others_need_is_defined_once(name: str, home: str) -> None:
    found = [path for path, text in SOURCES.items()
             for node in ast.parse(text).body
             if isinstance(node, ast.FunctionDef) and node.name == name]
    assert found == [home]
