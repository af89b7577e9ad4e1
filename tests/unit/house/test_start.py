"""What a command loads before it answers: counted, since seconds depend on the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import forecast
from data import special
from data.paths import Paths
from forecast.cases import Case
from scenarios.scenario import Scenario
from tests.cli.commands import one

ROOT = Path(__file__).resolve().parents[3]

_RUN = """
import builtins, collections, io, json, sys
from pathlib import Path

opened = collections.Counter()
real = io.open
def counting(file, mode="r", *rest, **more):
    if "r" in mode and isinstance(file, (str, Path)):
        opened[str(file)] += 1
    return real(file, mode, *rest, **more)
builtins.open = io.open = counting

import cli
try:
    cli.app(sys.argv[1:], prog_name="plancast")
except SystemExit as stop:
    code = stop.code
bundled = {k: n for k, n in opened.items() if "/data/bundled/" in k or "/library/" in k}
print(json.dumps([code, sorted(sys.modules), bundled]), file=sys.stderr)
"""


def _loaded(*words: str) -> tuple[int, set[str], dict[str, int]]:
    """Return a command's exit code, the modules it loaded, and how often it opened what ships."""
    done = subprocess.run([sys.executable, "-c", _RUN, *words], cwd=ROOT, capture_output=True,
                          text=True, check=True)
    code, modules, opened = json.loads(done.stderr.splitlines()[-1])
    return code, set(modules), opened


def test_help_loads_nothing_that_computes() -> None:
    code, modules, opened = _loaded("--help")
    assert code == 0
    assert not modules & {"numpy", "scipy", "pandas", "pydantic", "matplotlib", "rich", "forecast"}
    assert not opened


def test_a_missing_plan_is_told_without_the_engine() -> None:
    code, modules, opened = _loaded("assess", "no-such-plan.yaml")
    assert code == 3
    assert not modules & {"scipy", "pandas", "matplotlib", "models", "scenarios", "forecast"}
    assert not opened


def test_all_inputs_are_refused_together(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "cli", "assess", "a.yaml", "--scenario", "b.yaml", "--reference",
         "c.csv", "--history", "d.csv"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert all(name in done.stderr for name in ("a.yaml", "b.yaml", "c.csv", "d.csv"))


def test_assess_loads_no_tables_no_charts_and_reads_each_file_once() -> None:
    code, modules, opened = _loaded("assess", "--paths", "100", "--scenario", "baseline")
    assert code == 0
    assert not modules & {"pandas", "matplotlib", "statsmodels", "openpyxl", "scipy.special",
                          "scipy.optimize", "scipy.stats", "numpy.testing", "numpy.f2py"}
    assert opened
    assert max(opened.values()) == 1, {k: n for k, n in opened.items() if n > 1}


def test_special_functions_are_those_of_scipy() -> None:
    import scipy.special as whole

    assert whole.ndtri is special.ndtri
    x = np.linspace(0.1, 60, 200)
    assert special.trigamma(x) == pytest.approx(whole.polygamma(1, x), rel=1e-15)


def test_a_scenario_is_drawn_once_a_target(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[tuple[str, str]] = []
    plain = Case.quantity

    def quantity(case: Case, scenario: Scenario) -> Paths:
        drawn.append((case.question.target.id, scenario.id))
        return plain(case, scenario)

    monkeypatch.setattr(Case, "quantity", quantity)
    file = tmp_path / "plan.yaml"
    file.write_text(one("id: a, year: 2025, value: 250, sense: at_least, basis: level"),
                    encoding="utf-8")
    found = forecast.assess(file, scenarios=["slowdown", "policy-push"], paths=200)
    assert found.result.level is not None
    # once a scenario, and once without any, which the law's own probability is moved from
    assert sorted(drawn) == [("a", "baseline"), ("a", "policy-push"), ("a", "slowdown")]
