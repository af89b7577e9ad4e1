"""Vintages: a replay sees what was known, and nothing later."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.ledger.vintages import Figure, known_figures


def figure(year: int, value: float, n: int, *, published: str = "",
           recorded: str = "2026-05-01T00:00:00+00:00") -> Figure:
    return Figure("甲市", "grants", year, 1, 12, value, "件", "", published, recorded, (n, 0))


def part(year: int, last: int, value: float, n: int) -> Figure:
    return Figure("甲市", "grants", year, 1, last, value, "件", order=(n, 0))


def test_part_of_a_year_is_out_when_its_months_are_over() -> None:
    figures = [part(2024, 9, 3398, 1), part(2024, 12, 4500, 2), part(2023, 4, 1269, 3)]
    for day, expected in (("2023-04-30", set()), ("2023-05-01", {1269}),
                          ("2024-10-01", {1269, 3398}), ("2025-01-01", {1269, 3398, 4500})):
        assert {f.value for f in known_figures(figures, known_on=day).seen} == expected


def seen(figures: list[Figure], **known: object) -> dict[int, float]:
    return {f.year: f.value for f in known_figures(figures, **known).seen}  # type: ignore[arg-type]


FIGURES = [figure(2021, 100, 1), figure(2022, 120, 1),
           figure(2021, 90, 2, published="2023-06-30"),
           figure(2021, 95, 3, recorded="2024-02-01T00:00:00+00:00"),
           figure(2023, 150, 4, published="2024-03-15")]


@pytest.mark.parametrize(("as_of", "expected"), [
    (2020, {}), (2021, {2021: 100}), (2022, {2021: 100, 2022: 120}),
    (2023, {2021: 90, 2022: 120, 2023: 150}), (2024, {2021: 95, 2022: 120, 2023: 150}),
    (None, {2021: 95, 2022: 120, 2023: 150}),
])
def test_as_of_a_year(as_of: int | None, expected: dict[int, float]) -> None:
    assert seen(FIGURES, as_of=as_of) == expected


@pytest.mark.parametrize(("day", "expected"), [
    ("2021-12-31", {}), ("2022-06-01", {2021: 100}), ("2023-06-29", {2021: 100, 2022: 120}),
    ("2023-06-30", {2021: 90, 2022: 120}), ("2024-03-14", {2021: 95, 2022: 120}),
    ("2024-03-15", {2021: 95, 2022: 120, 2023: 150}),
])
def test_known_on_a_day(day: str, expected: dict[int, float]) -> None:
    assert seen(FIGURES, known_on=day) == expected


def test_revisions_and_what_came_later_are_listed() -> None:
    found = known_figures(FIGURES, as_of=2022)
    assert {f.value for f in found.later} == {90, 95, 150}
    assert found.revised == ()
    pairs = [(a.value, b.value) for a, b in known_figures(FIGURES).revised]
    assert pairs == [(100, 90), (90, 95)]


def test_an_original_recorded_after_its_revision_is_still_the_first_release() -> None:
    late = [figure(2021, 90, 1, published="2023-06-30"),
            figure(2021, 100, 2, published="2022-03-01")]
    assert seen(late, as_of=2021) == {2021: 100}
    assert seen(late) == {2021: 90}


years = st.integers(2018, 2024)
records = st.lists(st.builds(
    figure, years, st.floats(1, 1e6), st.integers(0, 10_000),
    published=st.one_of(st.just(""), st.dates().map(lambda d: d.isoformat()))),
    max_size=20, unique_by=lambda f: f.order)


@given(records, st.integers(2017, 2025), records)
def test_later_records_cannot_change_a_replay(
        before: list[Figure], as_of: int, after: list[Figure]) -> None:
    later = [f for f in after if f.year > as_of]
    moved = [Figure(f.region, f.indicator, f.year, 1, 12, f.value, f.unit, "", f.published,
                    f.recorded, (f.order[0] + 20_000, 0)) for f in later]
    assert seen([*before, *moved], as_of=as_of) == seen(before, as_of=as_of)
