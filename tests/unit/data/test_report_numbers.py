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
    rounded,
    significant,
    step_a_year,
    with_unit,
)
from data.probabilities import probability_text
from data.units import find_unit
from data.words import Lang

ORACLE = Path(__file__).resolve().parents[2] / "oracles" / "report_numbers.csv"
ROWS = [tuple(row.values()) for row in csv.DictReader(ORACLE.open(encoding="utf-8"))]
PLAIN: dict[str, Callable[[float], str]] = {
    "plain": plain, "coarse": coarse, "rounded": rounded, "growth": growth,
    "percent": percent, "probability": probability_text,
    "simulated": lambda p: probability_text(p, 0.02),
    "known": lambda p: probability_text(p, known=True),
}


@pytest.mark.parametrize(("function", "value", "unit", "lang", "expected"), ROWS)
def test_number_is_printed_as_people_write_it(
        function: str, value: str, unit: str, lang: str, expected: str) -> None:
    language = cast("Lang", lang)
    if function in PLAIN:
        assert PLAIN[function](float(value)) == expected
    else:
        tell = with_unit if function == "with_unit" else step_a_year
        known = find_unit(unit)
        assert known is not None
        assert tell(float(value), known, language) == expected


def test_no_probability_reads_as_impossible_or_certain() -> None:
    texts = {probability_text(i / 10_000) for i in range(10_001)}
    assert not texts & {"0%", "100%"}
    assert {"<1%", ">99%", "1%", "99%"} <= texts
    coarse_texts = {probability_text(i / 10_000, 0.011) for i in range(10_001)}
    assert not coarse_texts & {"≈0%", "≈100%"}
    assert {"<5%", ">95%", "≈5%", "≈95%"} <= coarse_texts


@pytest.mark.parametrize("p", [-0.01, 1.01, float("inf")])
def test_what_is_no_probability_is_refused(p: float) -> None:
    with pytest.raises(ValueError, match="a probability lies in"):
        probability_text(p)


def test_significant_digits() -> None:
    assert significant(123456.789, 3) == 123000
    assert significant(-0.0012345, 2) == -0.0012
    assert significant(0.0, 3) == 0.0
