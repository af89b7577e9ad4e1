"""Indicator tables of random plans, written in many ways, give the plan back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.document.characters import folded
from data.document.formats.files import read_document
from data.document.understanding import understand
from data.words import Role
from tests.effort import examples
from tests.property.table_plans import (
    Written,
    as_docx,
    as_html,
    as_lines,
    as_xlsx,
    document,
    flattened,
)

FORMATS = ("html", "docx", "xlsx", "tabs", "bars", "spaces", "one a line", "one a line, spread")
Fact = tuple[object, ...]


def save(made: Written, form: str, folder: Path) -> Path:
    path = folder / f"plan.{form if form in ('html', 'docx', 'xlsx') else 'txt'}"
    if form in ("docx", "xlsx"):
        path.write_bytes((as_docx if form == "docx" else as_xlsx)(made))
        return path
    path.write_text({
        "html": as_html, "tabs": lambda m: as_lines(m, "\t"), "bars": lambda m: as_lines(m, "|"),
        "spaces": lambda m: as_lines(m, "   "), "one a line": lambda m: flattened(m, "\n"),
        "one a line, spread": lambda m: flattened(m, "\n\n")}[form](made), encoding="utf-8")
    return path


def wanted(made: Written) -> Counter[Fact]:
    return Counter((
        _plain(f.label), f.role, f.value, f.upper, f.unit, f.year, f.basis,
        f.sense if f.role is Role.TARGET else None) for f in made.expected)


def read(path: Path) -> Counter[Fact]:
    found = understand(read_document(path))
    return Counter((
        _plain(c.label), c.role, c.value, c.upper, c.unit, c.year, c.basis,
        c.sense if c.role is Role.TARGET else None) for c in found.claims if c.value is not None)


def _plain(label: str) -> str:
    return folded(label).replace(" ", "")


@settings(max_examples=examples(50, 500),
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**40), language=st.sampled_from(["zh", "zh-Hant", "en"]),
       form=st.sampled_from(FORMATS))
def test_a_table_gives_its_plan_back(tmp_path: Path, seed: int, language: str, form: str) -> None:
    made = document(Random(seed), language, flat=form.startswith("one"))
    assert read(save(made, form, tmp_path)) == wanted(made)


def repeated(made: Written) -> str:
    """The header again in the middle, as on each page of a printed table."""
    half = max(2, len(made.rows) // 2)
    made.rows[half:half] = [list(made.rows[0])]
    return as_html(made)


def turned(made: Written) -> str:
    """Indicators as columns, for tables without merged cells."""
    if not any(cell is None for row in made.rows for cell in row):
        made.rows = [list(column) for column in zip(*made.rows, strict=True)]
    return as_html(made)


def in_two_rows(made: Written) -> str:
    """The years below one header of figures."""
    head = made.rows[0]
    base = next(f for f in ("2020", "2019/20", "现状",
        "十三五") if any(f in (cell or "") for cell in head))
    at = next(i for i, cell in enumerate(head) if cell is not None and base in cell)
    above, _, below = as_html(made).partition("</tr>")
    top = "".join(
        f"<td colspan=2>{'Value' if made.language == 'en' else '指标值'}</td>" if i == at
        else f"<td rowspan=2>{cell}</td>" for i, cell in enumerate(head) if i != at + 1)
    return above.partition("<tr>")[0] + (
        f"<tr>{top}</tr><tr><td>2020</td><td>2025</td></tr>") + below


@settings(max_examples=examples(25, 250),
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**40), language=st.sampled_from(["zh", "en"]),
       layout=st.sampled_from([repeated, turned, in_two_rows]))
def test_other_layouts_give_the_plan_back(
        tmp_path: Path, seed: int, language: str, layout: Callable[[Written], str]) -> None:
    made = document(Random(seed), language)
    path = tmp_path / "plan.html"
    path.write_text(layout(made), encoding="utf-8")
    assert read(path) == wanted(made)


def test_the_comparison_notices_a_wrong_figure(tmp_path: Path) -> None:
    made = document(Random(1), "zh")
    path = save(made, "html", tmp_path)
    assert read(path) == wanted(made)
    made.expected[-1] = replace(made.expected[-1], value=made.expected[-1].value + 1)
    assert read(path) != wanted(made)
