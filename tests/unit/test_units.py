from __future__ import annotations

import pytest

from data.nearest import near_unit_text, near_word
from data.units import UNITS, find_unit, nearest_units
from data.words import Sense
from tests.oracle_data import rows


@pytest.mark.parametrize("row", rows("units.csv"), ids=lambda r: r["unit"] or "none")
def test_conversion_is_exact(row: dict[str, str]) -> None:
    unit = find_unit(row["unit"])
    assert unit is not None
    assert unit.dimension == row["dimension"]
    assert unit.to_canonical(float(row["value"])) == float(row["canonical"])
    assert unit.from_canonical(float(row["canonical"])) == float(row["value"])


def test_spaces_and_mei_are_ways_of_writing_a_unit() -> None:
    assert find_unit(" 亿 元 ") is UNITS["亿元"]
    assert find_unit("件每万人") is UNITS["件/万人"]


def test_unknown_units_are_not_guessed_but_suggested() -> None:
    assert find_unit("万伴") is None
    assert near_unit_text("万伴").startswith("万件")
    assert near_unit_text("xyz").startswith("件")
    assert nearest_units("件/万")


def test_every_unit_is_found_under_its_own_symbol() -> None:
    assert all(find_unit(symbol) is unit for symbol, unit in UNITS.items())


def test_percent_and_percentage_point_do_not_convert() -> None:
    assert UNITS["%"].dimension != UNITS["百分点"].dimension


def test_nearest_word() -> None:
    words = [sense.value for sense in Sense]
    assert near_word("At Least", words) == "at_least"
    assert near_word("zzz", words) == "; ".join(words)
