"""What holds for every plan: harder targets, units, order, company, and assumptions that are none.

Plans are generated whole (``generated_plans.py``); one thing is changed, and both are assessed.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import examples
from tests.property.generated_plans import KINDS, Tree, assessed, changed, plans, said

SCENARIOS = ("baseline", "faster", "dip")
SCALED = ("ratio", "amount")
"""Kinds whose size says nothing: counts are whole, shares have edges."""


def rows(plan: Tree, part: str) -> list[Tree]:
    found = plan[part]
    assert isinstance(found, list)
    return found


@settings(max_examples=examples(5, 60))
@given(plans(), st.floats(0.01, 1.0))
def test_a_harder_target_is_nowhere_more_likely(plan: Tree, more: float) -> None:
    """Under every scenario, for levels, growth, yearly rates and increments, from either side.

    Without a simulation to the last bit. What a scenario moves is the law's probability and the
    difference of two counts of paths, whose error is stated: two targets may change places in it.
    """
    table = plan["indicators"]
    assert isinstance(table, dict)

    def moved(row: Tree) -> Tree:
        value = float(str(row["value"]))
        step = more * (abs(value) + 1)
        if row["sense"] == "at_most":
            return row | {"value": max(value - step, 0.0 if row["basis"] == "level" else -95.0)}
        share = table[row["indicator"]]["kind"] == "share"
        return row | {"value": min(value + step, 99.9) if share else value + step}

    harder = changed(plan, targets=[moved(t) for t in rows(plan, "targets")])
    one, two = said(assessed(plan)), said(assessed(harder))
    assert one.keys() == two.keys()
    for key, (chances, _) in one.items():
        for easy, hard in zip(chances, two[key][0], strict=True):
            assert (easy.probability is None) == (hard.probability is None)
            if easy.probability is not None and hard.probability is not None:
                error = 4 * max(easy.mc_se or 0.0, hard.mc_se or 0.0)
                assert hard.probability <= easy.probability + error + 1e-12, (key, easy.scenario)


@settings(max_examples=examples(5, 60))
@given(plans())
def test_another_unit_of_the_same_quantity_changes_nothing(plan: Tree) -> None:
    """The plan in its other units (万件 for 件, 万元 for 亿元): every probability and every fan."""
    factor = {"万件": 1e-4, "万人": 1e-4, "万元": 1e4}

    def unit(row: Tree) -> str:
        return KINDS[str(row["kind"])][1]

    table = plan["indicators"]
    assert isinstance(table, dict)
    times = {name: factor.get(unit(row), 1.0) for name, row in table.items()}

    def told(row: Tree) -> Tree:
        rate = row.get("basis") in ("growth_from_base", "cagr_from_base")
        by = 1.0 if rate else times[str(row["indicator"])]
        return row | {"value": float(f"{float(str(row['value'])) * by:.15g}")}

    other = changed(plan, indicators={n: r | {"unit": unit(r)} for n, r in table.items()},
                    history=[told(r) for r in rows(plan, "history")],
                    targets=[told(t) for t in rows(plan, "targets")])
    one, two = said(assessed(plan)), said(assessed(other))
    for key, (chances, fans) in one.items():
        for here, there in zip(chances, two[key][0], strict=True):
            assert here.probability == pytest.approx(there.probability, abs=1e-9)
            assert here.stated == there.stated
        for a, b in zip(fans, two[key][1], strict=True):
            for left, right in zip(a.values, b.values, strict=True):
                assert left == pytest.approx(right, rel=1e-9)


@settings(max_examples=examples(5, 60))
@given(plans(kinds=SCALED), st.sampled_from([1e-3, 0.5, 8.0, 1000.0]))
def test_figures_of_another_size_scale_the_fans_and_leave_the_probabilities(
        plan: Tree, by: float) -> None:
    def scaled(row: Tree) -> Tree:
        rate = row.get("basis") in ("growth_from_base", "cagr_from_base")
        return row | {"value": float(str(row["value"])) * (1.0 if rate else by)}

    other = changed(plan, history=[scaled(r) for r in rows(plan, "history")],
                    targets=[scaled(t) for t in rows(plan, "targets")])
    one, two = said(assessed(plan)), said(assessed(other))
    for key, (chances, fans) in one.items():
        for here, there in zip(chances, two[key][0], strict=True):
            assert here.probability == pytest.approx(there.probability, abs=1e-9)
        for a, b in zip(fans, two[key][1], strict=True):
            for left, right in zip(a.values, b.values, strict=True):
                assert [v * by for v in left] == pytest.approx(right, rel=1e-9)


@settings(max_examples=examples(5, 60))
@given(plans(), st.randoms(use_true_random=False), st.permutations(SCENARIOS))
def test_the_order_of_a_file_changes_nothing(plan: Tree, chance: object, order: list[str]) -> None:
    """Indicators, figures, targets and scenarios in another order: the same to the last bit."""
    def shuffled(found: list[Tree]) -> list[Tree]:
        out = list(found)
        chance.shuffle(out)  # type: ignore[attr-defined]
        return out

    table = plan["indicators"]
    assert isinstance(table, dict)
    other = changed(plan, indicators=dict(reversed(table.items())),
                    history=shuffled(rows(plan, "history")),
                    targets=shuffled(rows(plan, "targets")))
    assert said(assessed(other, order)) == said(assessed(plan, SCENARIOS))


@settings(max_examples=examples(5, 60))
@given(plans(), plans(), st.sampled_from(["Springfield", "Shelbyville"]))
def test_other_series_and_targets_change_nothing(plan: Tree, company: Tree, region: str) -> None:
    """Unrelated indicators with figures and targets of their own, of the same region or another."""
    table, more = plan["indicators"], company["indicators"]
    assert isinstance(table, dict)
    assert isinstance(more, dict)

    def renamed(row: Tree) -> Tree:
        out = row | {"indicator": f"other-{row['indicator']}", "region": region}
        return out | {"id": f"other-{row['id']}"} if "id" in row else out

    other = changed(
        plan, indicators=table | {f"other-{name}": row for name, row in more.items()},
        history=rows(plan, "history") + [renamed(r) for r in rows(company, "history")],
        targets=[renamed(t) for t in rows(company, "targets")] + rows(plan, "targets"))
    alone, among = said(assessed(plan)), said(assessed(other))
    assert {key: among[key] for key in alone} == alone


@settings(max_examples=examples(5, 60))
@given(plans(), st.lists(st.sampled_from(["optimistic", "pessimistic", "dip"]), unique=True))
def test_no_assumption_is_the_baseline_whatever_else_is_asked(plan: Tree, more: list[str]) -> None:
    alone = said(assessed(plan, ["baseline"]))
    among = said(assessed(plan, ["nothing", *more, "baseline"]))
    for key, (chances, fans) in alone.items():
        here = {c.scenario: c for c in among[key][0]}
        assert here["baseline"] == chances[0]
        assert replace(here["nothing"], scenario="baseline") == chances[0]
        there = {f.scenario: f for f in among[key][1]}
        assert there.get("baseline") == (fans[0] if fans else None)
        if fans:
            assert replace(there["nothing"], scenario="baseline") == fans[0]
