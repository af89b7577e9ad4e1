"""Numbers, units, years and places where a number is no figure."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.document.characters import folded, is_chinese
from data.document.masks import is_masked, masked, proportions
from data.document.measures import per_label, resolved
from data.document.numerals import chinese_value, numerals
from data.document.periods import When, five_year_plan, times
from data.document.quantities import quantities
from data.plan import Period
from data.words import Sense


@given(st.text(max_size=60))
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_folding_makes_one_alphabet() -> None:
    assert folded("達到１２．５％，約３萬個（產業）") == "达到12.5%，约3万个(产业)"
    assert is_chinese("达到5件, PCT") is True
    assert is_chinese("at least 5 patents") is False


@pytest.mark.parametrize(("text", "value"), [
    ("二十", 20), ("三百二十", 320), ("一万二", 12000), ("三百五", 350), ("两千零五", 2005),
    ("二〇二五", 2025), ("一亿三千万", 130_000_000), ("十二点五", 12.5), ("五", 5)])
def test_chinese_numbers(text: str, value: float) -> None:
    assert chinese_value(text.replace("〇", "零")) == value


def test_what_is_no_chinese_number_is_refused() -> None:
    for text in ("", "十件"):
        with pytest.raises(ValueError):  # noqa: PT011  (the text is all there is to say)
            chinese_value(text)


_DIGITS = "零一二三四五六七八九"


def _written(value: int) -> str:
    """Write a number below 10,000 in Chinese."""
    out, zero = "", False
    for power, step in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // power % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + step
            zero = False
        else:
            zero = True
    return out


@given(st.integers(1, 9999))
def test_chinese_numbers_read_back(value: int) -> None:
    assert chinese_value(_written(value)) == value


@pytest.mark.parametrize(("text", "values"), [
    ("12,300件", [12300]), ("3.5倍", [3.5]), ("百分之五点五", [5.5]), ("三成以上", [30]),
    ("三分之二", [pytest.approx(200 / 3)]), ("占一半以上", [50]), ("千分之二", [0.2]),
    ("从10件到20件", [10, 20]), ("三成五", [35])])
def test_chinese_text(text: str, values: list[float]) -> None:
    assert [n.value for n in numerals(text, chinese=True)] == values


@pytest.mark.parametrize(("text", "values"), [
    ("twenty-five schools", [25]), ("three hundred beds", [300]), ("1,200 km and 3.4 percent",
                                                                  [1200, 3.4])])
def test_english_text(text: str, values: list[float]) -> None:
    assert [n.value for n in numerals(text, chinese=False)] == values


@pytest.mark.parametrize("text", [
    "鄂府发〔2022〕28号", "2022年3月15日", "第3次会议", "第十四届", "GB/T39551-2020", "“双随机”",
    "4·26", "电话:0477-8581170", "ICP17002409号", "第二章", "表3", "1920×1080", "党的二十大",
    "三位一体", "http://a.b/2020", "（一）", "2020-03-30 00:00:00", "《2021年规划》", "十一届八次",
    "目标..............12", "三级医院"])
def test_addresses_names_and_orders_are_no_figures(text: str) -> None:
    assert quantities(folded(text), times(folded(text), chinese=True), chinese=True) == []


@pytest.mark.parametrize("text", [
    "Act No. 12", "Table 3", "14 March 2021", "Section 4.2", "0800-555-1234", "COVID-19",
    "the 13th plan", "in 2020"])
def test_english_addresses_are_no_figures(text: str) -> None:
    assert quantities(text, times(text, chinese=False), chinese=False) == []


def test_masks_are_in_order_and_touch() -> None:
    spans = masked("〔2021〕28号第3条")
    assert spans == sorted(spans)
    assert is_masked(spans, 1, 5)
    assert not is_masked([(0, 2)], 2, 4)


def test_a_proportion_is_not_one_number() -> None:
    assert proportions("调整为9.8:43.2:47.0") == [(3, 16)]
    assert proportions("时间12:30") == []
    assert proportions("收入比2.15:1") == []


@pytest.mark.parametrize(("text", "unit", "after"), [
    ("2件以上", "件", Sense.AT_LEAST), ("300件左右", "件", Sense.ABOUT), ("5万件", "万件", None),
    ("6.214亿元", "亿元", None), ("15个百分点", "个百分点", None), ("3‰以内", "‰", Sense.AT_MOST),
    ("21万元/人", "万元/人", None), ("1.2万人次", "万人次", None), ("28微克/立方米", "微克/立方米",
                                                        None),
    ("7.3标台,", "标台", None), ("1,500张床位", "张", None)])
def test_units_and_what_follows_them(text: str, unit: str, after: Sense | None) -> None:
    (found,) = quantities(text, [], chinese=True)
    assert (found.unit, found.after) == (unit, after)


def test_more_than_a_round_number() -> None:
    (found,) = quantities("开展培训40余期", [], chinese=True)
    assert (found.value, found.unit, found.vague) == (40, "期", True)


@pytest.mark.parametrize(("text", "chinese", "edges"), [
    ("2—3家", True, (2, 3)), ("10%至15%", True, (10, 15)), ("450-500家", True, (450, 500)),
    ("10-12%", False, (10, 12)), ("between 5 and 8 percent", False, (5, 8))])
def test_ranges(text: str, chinese: bool, edges: tuple[float, float]) -> None:
    (found,) = quantities(folded(text), [], chinese=chinese)
    assert (found.value, found.upper) == edges


def test_from_to_is_no_range() -> None:
    assert len(quantities("从10%到15%", [], chinese=True)) == 2


def test_one_and_words_count_only_beside_an_operator() -> None:
    assert quantities("形成一个体系,一批企业", [], chinese=True) == []
    assert [q.value for q in quantities("至少一家,翻一番", [], chinese=True)] == [1, 1]
    assert [q.value for q in quantities("建成三所学校", [], chinese=True)] == [3]


@pytest.mark.parametrize(("written", "symbol", "factor"), [
    ("万件", "万件", 1), ("百万元", "百万元", 1), ("million yuan", "百万元", 1),
    ("km²", "平方公里", 1), ("亿m³", "亿立方米", 1), ("个百分点", "百分点", 1), ("percent", "%", 1),
    ("twh", "十亿千瓦时", 1), ("number", "", 1)])
def test_written_units_become_the_engines(written: str, symbol: str, factor: int) -> None:
    found = resolved(written)
    assert (found.unit.symbol, int(found.factor), found.known) == (symbol, factor, True)


def test_an_unknown_unit_is_said_to_be_unknown() -> None:
    assert resolved("标台").known is False


def test_the_unit_of_a_ratio_comes_from_its_name() -> None:
    assert per_label("每万人口高价值发明专利拥有量", "件") == "件/万人"
    assert per_label("Doctors per 1,000 people", "people") == "人/千人"
    assert per_label("专利授权量", "件") == "件"


def test_five_year_plans() -> None:
    assert five_year_plan(14) == (2021, 2025)
    assert five_year_plan(6) == (1981, 1985)


@pytest.mark.parametrize(("text", "years"), [
    ("“十四五”时期", (2021, 2025)), ("“十二五”末", (2011, 2015)), ("到2025年", (2025, 2025)),
    ("2015—2020年", (2015, 2020)), ("十三五”末期", (2016, 2020)), ("二〇三五年", (2035, 2035)),
    ("第十四个五年规划", (2021, 2025)), ("2015年末至2020年", (2015, 2020))])
def test_years_and_planning_periods(text: str, years: tuple[int, int]) -> None:
    (found,) = times(folded(text), chinese=True)
    assert (found.first, found.last) == years


def test_what_a_time_says_of_the_figure() -> None:
    (base,) = times("比2019年增长", chinese=True)
    assert base.when is When.BASE
    (edge,) = times("“十二五”末", chinese=True)
    assert edge.when is When.IN
    (english,) = times("compared with 2020", chinese=False)
    assert english.when is When.BASE
    (part,) = times("2021年1-9月", chinese=True)
    assert part.months == (1, 9)
    (plan,) = times("规划期末", chinese=True, period=Period(2020, 2021, 2025))
    assert plan.last == 2025
    assert times("规划期末", chinese=True) == []


@pytest.mark.parametrize("text", ["zero-emission buses", "a one-stop shop", "two-way streets"])
def test_a_number_word_inside_a_compound_is_no_figure(text: str) -> None:
    assert numerals(text, chinese=False) == []
    assert [n.value for n in numerals("twenty-five schools", chinese=False)] == [25]
