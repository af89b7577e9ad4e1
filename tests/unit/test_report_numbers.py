from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from data.numbers import (
    coarse,
    growth,
    percent,
    plain,
    probability,
    rounded,
    significant,
    step_a_year,
    with_unit,
)
from data.units import find_unit
from data.words import Lang

ORACLE = Path(__file__).resolve().parents[1] / "oracles" / "report_numbers.csv"
ROWS = [tuple(row.values()) for row in csv.DictReader(ORACLE.open(encoding="utf-8"))]
PLAIN: dict[str, Callable[[float], str]] = {
    "plain": plain, "coarse": coarse, "rounded": rounded, "growth": growth,
    "probability": probability, "tight": lambda p: probability(p, tight=True),
}


@pytest.mark.parametrize(("function", "value", "unit", "lang", "expected"), ROWS)
def test_number_is_printed_as_people_write_it(
        function: str, value: str, unit: str, lang: str, expected: str) -> None:
    language = cast("Lang", lang)
    if function in PLAIN:
        assert PLAIN[function](float(value)) == expected
    elif function == "percent":
        assert percent(float(value), language) == expected
    else:
        tell = with_unit if function == "with_unit" else step_a_year
        known = find_unit(unit)
        assert known is not None
        assert tell(float(value), known, language) == expected


def test_no_probability_reads_as_impossible_or_certain() -> None:
    texts = {probability(i / 10_000, tight=True) for i in range(10_001)}
    assert not texts & {"0%", "100%"}
    assert {"<1%", ">99%", "1%", "99%"} <= texts


@pytest.mark.parametrize("p", [-0.01, 1.01, float("inf")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="not a probability"):
        probability(p)


def test_significant_digits() -> None:
    assert significant(123456.789, 3) == 123000
    assert significant(-0.0012345, 2) == -0.0012
    assert significant(0.0, 3) == 0.0
