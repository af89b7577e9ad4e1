"""Which way an indicator is better, by its name."""

from __future__ import annotations

import pytest

from data.document.sense import better_of

LESS = [
    "孕产妇死亡率(1/10万)", "细颗粒物浓度", "细颗粒物（PM2.5）平均浓度", "城镇失业率",
    "万元GDP用水量",
    "单位GDP能耗", "供水管网漏损率", "小学大班额比例", "生产安全事故死亡人数", "城鄉居民收入比",
    "嬰兒死亡率", "单位地区生产总值二氧化碳排放", "劣V类水体比例", "Maternal mortality ratio",
    "Unemployment rate", "PM2.5 annual mean", "Greenhouse gas emissions", "Average class size",
    "Water leakage", "Road accidents", "Adult smoking rate"]
MORE = [
    "灌溉面积", "森林覆盖率", "化学需氧量重点工程减排量", "生活垃圾无害化处理率", "失业保险参保率",
    "事故隐患整改率", "非化石能源占比", "人均预期寿命", "水土流失治理面积", "Life expectancy",
    "Reduction in emissions", "Cancer screening coverage", "Zero-emission buses"]


@pytest.mark.parametrize("name", LESS)
def test_less_is_better(name: str) -> None:
    assert better_of(name).less
    assert better_of(name).sure


@pytest.mark.parametrize("name", MORE)
def test_more_is_better(name: str) -> None:
    assert not better_of(name).less


@pytest.mark.parametrize("name", ["用水总量", "能源消费总量", "Household waste", "生师比"])
def test_names_that_can_be_read_both_ways(name: str) -> None:
    assert not better_of(name).sure
