"""What holds for every assessment: units, order of targets' values, irrelevant company."""

from __future__ import annotations

from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from data.planfile.files import parse_plan
from forecast.assessment import assess
from forecast.knowledge import Knowledge, bundled_knowledge
from forecast.probability.verdict import Assessment
from scenarios.file.reading import resolve
from tests.effort import examples

PATHS = 400
HEAD = """\
plan: t
title: T
region: Springfield
period: {base: 2020, start: 2021, end: 2025}
"""
histories = st.lists(st.integers(1, 60_000), min_size=1, max_size=5)


@cache
def knowledge() -> Knowledge:
    return bundled_knowledge()


def assessed(text: str) -> Assessment:
    return assess(parse_plan(HEAD + text), resolve(("baseline",)), knowledge=knowledge(),
                  n_paths=PATHS)


def plan(values: list[int], targets: list[str], *, unit: str = "件", scale: int = 1,
         more: str = "", sense: str = "at_least") -> str:
    years = range(2021 - len(values), 2021)
    rows = "".join(f"  - {{indicator: a, year: {y}, value: {v / scale!r}}}\n"
                   for y, v in zip(years, values, strict=True))
    goals = "".join(f"  - {{indicator: a, value: {t}, sense: {sense}}}\n" for t in targets)
    return (f"indicators:\n  a: {{name: A, unit: {unit}, kind: flow}}\n{more}"
            f"targets:\n{goals}history:\n{rows}")


def chances(assessment: Assessment) -> list[float]:
    found = [v.chances[0].probability for r in assessment.results for v in r.verdicts]
    assert None not in found
    return [p for p in found if p is not None]


@settings(max_examples=examples(5, 25))
@given(histories, st.integers(1, 90_000))
def test_the_unit_changes_no_probability(values: list[int], goal: int) -> None:
    single = chances(assessed(plan(values, [str(goal)])))
    scaled = chances(assessed(plan(values, [repr(goal / 10_000)], unit="万件", scale=10_000)))
    assert single == scaled


@settings(max_examples=examples(5, 25))
@given(histories, st.lists(st.integers(1, 90_000), min_size=2, max_size=6, unique=True),
       st.sampled_from(["at_least", "above", "at_most"]))
def test_a_harder_target_is_never_more_likely(
        values: list[int], goals: list[int], sense: str) -> None:
    goals = sorted(goals, reverse=sense == "at_most")
    found = chances(assessed(plan(values, [str(g) for g in goals], sense=sense)))
    assert found == sorted(found, reverse=True)


@settings(max_examples=examples(5, 25))
@given(histories, st.integers(1, 90_000), st.lists(st.integers(1, 999), min_size=1, max_size=4))
def test_an_indicator_without_a_target_changes_nothing(
        values: list[int], goal: int, others: list[int]) -> None:
    more = "  b: {name: B, unit: 家, kind: stock}\n"
    extra = "".join(f"  - {{indicator: b, year: {2020 - i}, value: {v}}}\n"
                    for i, v in enumerate(others))
    alone = assessed(plan(values, [str(goal)]))
    company = assessed(plan(values, [str(goal)], more=more) + extra)
    assert alone.results[0].verdicts[0].chances == company.results[0].verdicts[0].chances
    assert alone.results[0].verdicts[0].fans == company.results[0].verdicts[0].fans


@settings(max_examples=examples(5, 25))
@given(histories, st.integers(1, 90_000))
def test_probabilities_intervals_and_ranges_are_in_order(values: list[int], goal: int) -> None:
    chance = assessed(plan(values, [str(goal)])).results[0].verdicts[0].chances[0]
    assert chance.low is not None
    assert chance.probability is not None
    assert chance.high is not None
    assert chance.stated is not None
    assert 0 <= chance.low <= chance.probability <= chance.high <= 1
    assert chance.low80 is not None
    assert chance.median is not None
    assert chance.high80 is not None
    assert 0 <= chance.low80 <= chance.median <= chance.high80
