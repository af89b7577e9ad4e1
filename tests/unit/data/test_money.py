"""Currencies of documents: a sign, a name before or behind the number, and what 元 alone means."""

from __future__ import annotations

import pytest

from data.document.characters import folded
from data.document.lines import Document, Line
from data.document.measures import resolved
from data.document.money import currency_of, symbol_of
from data.document.quantities import quantities
from data.document.tables.values import read_value
from data.document.understanding import understand
from data.units import MONEY, UNITS, display_unit


@pytest.mark.parametrize(("text", "symbol"), [
    ("invest £4.5m in", "百万英镑"), ("NT$45 billion", "十亿新台币"), ("US$3 million", "百万美元"),
    ("A$5m", "百万澳元"), ("€12bn", "十亿欧元"), ("HK$2 billion", "十亿港元"), ("$7m", "百万美元")])
def test_signs_before_english_numbers(text: str, symbol: str) -> None:
    assert resolved(quantities(text, [], chinese=False)[0].unit).unit.symbol == symbol


@pytest.mark.parametrize(("text", "unit"), [
    ("投入新台幣45億元", "亿新台币"), ("投入港幣3億元", "亿港元"), ("投入US$3億", "亿美元"),
    ("投入NT$12億元", "亿新台币"), ("人民币2亿元", "亿元"), ("3亿英镑", "亿英镑"),
    ("投入3億元港幣", "亿港元"), ("45億元(新台幣)以上", "亿新台币"), ("5亿美元", "亿美元"),
    ("12.5亿元", "亿元")])
def test_names_beside_chinese_numbers(text: str, unit: str) -> None:
    assert quantities(folded(text), [], chinese=True)[0].unit == unit


@pytest.mark.parametrize(("text", "symbol"), [
    ("£m", "百万英镑"), ("$ million", "百万美元"), ("新台币千元", "千新台币"),
    ("千元(新台币)", "千新台币"), ("亿元", None), ("km", None)])
def test_units_of_headers(text: str, symbol: str | None) -> None:
    assert symbol_of(text) == symbol


@pytest.mark.parametrize(("cell", "unit"), [
    ("£4.5m", "million pounds"), ("NT$45亿", "亿新台币"), ("新台币45亿元", "亿新台币"),
    ("45亿元", "亿元")])
def test_cells(cell: str, unit: str) -> None:
    found = read_value(cell, chinese="亿" in cell)
    assert found is not None
    assert found.unit == unit


@pytest.mark.parametrize(("line", "roc", "money"), [
    ("投入新台币45亿元", False, "新台币"), ("撥款3亿港元", False, "港元"),
    ("投入3亿元", False, "元"),
    ("投入3亿元", True, "新台币"), ("3亿元，折合人民币2亿元，港元3亿", False, "元")])
def test_the_currency_of_a_document(line: str, roc: bool, money: str) -> None:
    assert currency_of([folded(line)], roc=roc) == money


def test_a_bare_amount_is_in_the_currency_of_its_document() -> None:
    lines = ["乙縣施政計畫（民國110年至114年）", "", "二、目標", "", "114年觀光產值達到45億元。"]
    document = Document("a.txt", "txt", tuple(Line(i, t) for i, t in enumerate(lines, 1)))
    assert [c.unit for c in understand(document).claims] == ["亿新台币"]


def test_every_currency_has_all_scales_and_an_english_name() -> None:
    for dimension in MONEY:
        units = [u for u in UNITS.values() if u.dimension == dimension]
        assert len(units) == 9
        assert display_unit(units[-1], "en").symbol.isascii()
