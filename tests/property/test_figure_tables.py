"""Figures written in the layouts of statistical offices are read back, or the table is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.errors import PlancastError
from data.tables.history import read_history
from data.tables.types import HistoryTable
from tests.effort import examples
from tests.property.figure_tables import FORMATS, LAYOUTS, Table, written

FEWEST_READ = 0.9
"""Share of the tables that have to be read: a reader that refuses all is never wrong."""


def wrong(made: Table, table: HistoryTable) -> str:
    """Return what is read otherwise than it was written, or an empty text."""
    got: dict[tuple[str, str], dict[int, float]] = {}
    canonical = table.canonical
    for i, series in enumerate(table.series_of):
        got.setdefault(table.keys[int(series)], {})[int(table.year[i])] = float(canonical[i])
    parts = {(p.key[1], p.year, p.first, p.last) for p in table.parts}
    expected = made.expected
    if got.keys() != expected.keys():
        return f"series {sorted(got)} instead of {sorted(expected)}"
    for key, values in expected.items():
        if got[key].keys() != values.keys() or any(
                abs(got[key][y] - v) > 1e-6 * max(abs(v), 1) for y, v in values.items()):
            return f"{key}: {got[key]} instead of {values}"
    return "" if parts == made.parts else f"parts {parts} instead of {made.parts}"


def outcome(seed: int, layout: str, form: str, folder: Path) -> str:
    """Return "" where the table is read rightly, else "refused: …" or what is wrong."""
    made = written(seed, layout, form)
    try:
        table = read_history(made.save(folder))
    except PlancastError as error:
        return f"refused: {error}"
    return wrong(made, table)


@settings(max_examples=examples(250, 4000), deadline=None,
          suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**40), layout=st.sampled_from(LAYOUTS), form=st.sampled_from(FORMATS))
def test_a_table_of_figures_is_read_back_or_refused(tmp_path: Path, seed: int, layout: str,
                                                    form: str) -> None:
    found = outcome(seed, layout, form, tmp_path)
    assert not found or found.startswith("refused"), found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_most_tables_are_read(tmp_path: Path, layout: str) -> None:
    found = [outcome(seed, layout, form, tmp_path) for seed in range(12) for form in FORMATS]
    assert sum(not text for text in found) >= FEWEST_READ * len(found), [t for t in found if t][:9]


def test_the_comparison_notices_a_wrong_figure(tmp_path: Path) -> None:
    made = written(1, "long", "csv")
    table = read_history(made.save(tmp_path))
    assert not wrong(made, table)
    key = next(iter(made.expected))
    year = next(iter(made.expected[key]))
    made.expected[key][year] += 1
    assert wrong(made, table)
