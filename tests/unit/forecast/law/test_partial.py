"""Part of a year is evidence: it narrows, it moves, it is never a full year."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from data.series import Partial, Series
from data.units import UNITS
from data.words import Kind
from forecast.law.part_year import part_years, with_part_year, with_part_years

PIECE = UNITS["件"]


def _series(values: list[float], first: int = 2020) -> Series:
    years = np.arange(first, first + len(values))
    return Series("r", "i", years, np.array(values), Kind.FLOW, PIECE)


def _partial(value: float, *, year: int = 2022, first: int = 1, last: int = 9) -> Partial:
    return Partial("r", "i", year, first, last, value, PIECE)


def _paths(n: int = 4001) -> np.ndarray:
    z = np.linspace(-3, 3, n)
    return np.exp(np.log(1000) + 0.3 * np.column_stack([z, 1.4 * z, 1.7 * z]))


def test_three_quarters_of_a_year_are_scaled_by_twelve_ninths() -> None:
    (found,) = part_years([_partial(900)], _series([800, 1000]), Kind.FLOW, as_of=2022)
    assert np.exp(found.mean) == pytest.approx(1200)
    assert found.floor == 900


def test_more_months_say_more() -> None:
    sds = [part_years([_partial(100.0 * m, last=m)], _series([1, 1]), Kind.FLOW,
                      as_of=2022)[0].sd
           for m in range(1, 12)]
    assert all(a > b for a, b in pairwise(sds))


def test_evidence_narrows_and_moves_and_stays_with_the_path() -> None:
    before = _paths()
    (found,) = part_years([_partial(1200)], _series([800, 1000]), Kind.FLOW, as_of=2022)
    after = with_part_year(before, 2022, found)
    assert np.std(np.log(after[:, 0])) < 0.5 * np.std(np.log(before[:, 0]))
    assert 1000 < np.median(after[:, 0]) < 1600
    assert np.all(after[:, 0] >= 1200)
    assert np.allclose(after[:, 2] / after[:, 0], before[:, 2] / before[:, 0])


def test_nothing_later_than_the_as_of_year_and_nothing_before_the_last_full_year() -> None:
    series = _series([800, 1000])
    assert part_years([_partial(900)], series, Kind.FLOW, as_of=2021) == ()
    assert part_years([_partial(900, year=2021)], series, Kind.FLOW, as_of=2022) == ()
    assert part_years([], series, Kind.FLOW, as_of=2022) == ()


def test_a_level_on_the_way_is_carried_on() -> None:
    (found,) = part_years([_partial(1050, last=6)], _series([800, 1000]), Kind.STOCK, as_of=2022)
    assert np.exp(found.mean) == pytest.approx(1000 * 1.05**2)
    assert found.floor == 0


def test_a_year_outside_the_horizon_changes_nothing() -> None:
    (found,) = part_years([_partial(900, year=2030)], _series([800, 1000]), Kind.FLOW, as_of=2030)
    values = _paths()
    assert with_part_year(values, 2022, found) is values


def test_the_note_names_the_months_in_both_languages() -> None:
    note = part_years([_partial(900)], _series([800, 1000]), Kind.FLOW, as_of=2022)[0].note()
    assert "1—9月" in note.get("zh")
    assert "Months 1-9 of 2022" in note.get("en")


def test_one_month_is_named_as_one() -> None:
    part = _partial(90, first=2, last=2)
    note = part_years([part], _series([800, 1000]), Kind.FLOW, as_of=2022)[0].note()
    assert "2022年2月为" in note.get("zh")
    assert "Month 2 of 2022" in note.get("en")


def test_of_one_year_the_longest_part_and_of_several_years_all() -> None:
    parts = [_partial(250, last=3), _partial(900), _partial(80, year=2024, first=2, last=2)]
    found = part_years(parts, _series([800, 1000]), Kind.FLOW, as_of=2024)
    assert [(p.year, p.months) for p in found] == [(2022, 9), (2024, 1)]
    assert [p.year for p in part_years(parts, _series([800, 1000]), Kind.FLOW, as_of=2023)
            ] == [2022]


def test_each_year_s_evidence_tells_something() -> None:
    before = _paths()
    early, late = part_years([_partial(1200), _partial(200, year=2024, last=2)],
                             _series([800, 1000]), Kind.FLOW, as_of=2024)
    both = with_part_years(before, 2022, [late, early])
    for alone in ([early], [late]):
        one = with_part_years(before, 2022, alone)
        assert np.std(np.log(both[:, 2])) < np.std(np.log(one[:, 2]))
    assert np.median(both[:, 2]) == pytest.approx(np.median(
        with_part_year(with_part_year(before, 2022, early), 2022, late)[:, 2]))
