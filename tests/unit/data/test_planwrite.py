"""A plan written as rows reads back as the same plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.planfile.bundled import bundled_plans
from data.planfile.files import bundled_plan, parse_plan
from data.planfile.write import plan_yaml


@pytest.mark.parametrize("name", bundled_plans())
def test_a_bundled_plan_reads_back_the_same(name: str) -> None:
    plan = bundled_plan(name)
    again = parse_plan(plan_yaml(plan), plan.origin)
    for mine, theirs in zip(plan.history, again.history, strict=True):
        assert list(mine.years) == list(theirs.years)
        assert list(mine.values) == list(theirs.values)
        assert (mine.key, mine.unit, mine.sources, mine.derived) == (
            theirs.key, theirs.unit, theirs.sources, theirs.derived)
    assert replace(again, history=()) == replace(plan, history=())
    assert plan_yaml(again) == plan_yaml(plan)
