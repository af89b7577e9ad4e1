"""The notebooks are what their pages say, and every cell of them runs."""

from __future__ import annotations

import ast
import json
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from matplotlib.figure import Figure

ROOT = Path(__file__).resolve().parents[3]
NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def maker() -> ModuleType:
    spec = spec_from_file_location("notebooks", ROOT / "scripts" / "notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def code_of(path: Path) -> list[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def shown(code: str, names: dict[str, Any]) -> object:
    """Run a cell as a notebook does; return the value of a last line that is an expression."""
    tree = ast.parse(code)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    if not isinstance(last, ast.Expr):
        return None
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names)


def test_notebooks_are_those_of_their_pages() -> None:
    pages = sorted((ROOT / "docs" / "notebooks").glob("*.md"))
    assert [p.stem for p in pages] == [p.stem for p in NOTEBOOKS] != []
    for page in pages:
        made = maker().notebook(page.read_text(encoding="utf-8"))
        assert page.with_suffix(".ipynb").read_text(encoding="utf-8") == made, page.name


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_only_the_front_door_is_imported(path: Path) -> None:
    imported = [node for code in code_of(path) for node in ast.walk(ast.parse(code))
                if isinstance(node, ast.Import | ast.ImportFrom)]
    assert [ast.unparse(node) for node in imported] == ["import forecast"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_every_cell_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                         capsys: pytest.CaptureFixture[str]) -> None:
    """In an empty folder, with what its last line shows drawn as a notebook would."""
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    values = [shown(code, names) for code in code_of(path)]
    for value in values:
        draw = getattr(value, "_repr_html_", None)
        assert isinstance(value, Figure) or draw is None or "<table" in draw()
    CHECKS[path.stem](names, values, capsys.readouterr().out)


def first_plan(names: dict[str, Any], values: list[Any], printed: str) -> None:
    assert set(names["said"].probability("patents")) == {"flow"}
    for told in ("wrong.yaml:7 ", "wrong.yaml:8 ", "wrong.yaml:10 ", "itemz", "many"):
        assert told in printed


def own_scenarios(names: dict[str, Any], values: list[Any], printed: str) -> None:
    expected = names["table"].pivot(index="target", columns="scenario", values="median")
    patents, trademarks = expected.loc["patents"], expected.loc["trademarks"]
    assert patents["baseline"] < patents["cut"] < patents["programme"]
    assert trademarks.nunique() == 1


def a_year_later(names: dict[str, Any], values: list[Any], printed: str) -> None:
    scored = names["scored"]
    assert scored["outcome"].tolist() == [0.0, 1.0, 0.0]
    assert scored["outcome"].mean() < scored["brier"].mean()  # as the page says
    assert values[-1] is True


CHECKS = {"first-plan": first_plan, "own-scenarios": own_scenarios, "a-year-later": a_year_later}
