"""Which indicators are better low: by their names, in both scripts and in English."""

from __future__ import annotations

import pytest

from data.document.sense import better_of
from data.document.wordlists import listed


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";"))


LESS = listed("""孕产妇死亡率 婴儿死亡率 5岁以下儿童死亡率 细颗粒物浓度 细颗粒物（PM2.5）年均浓度
PM2.5 城镇调查失业率
单位GDP能耗 单位地区生产总值能源消耗 万元GDP用水量 万元工业增加值用水量 单位GDP二氧化碳排放
化学需氧量排放总量
供水管网漏损率 小学平均班额 大班额比例 生产安全事故死亡人数 亿元GDP生产安全事故死亡率 资产负债率
不良贷款率
义务教育辍学率 平均候诊时间 企业开办时间 城乡居民收入比 恩格尔系数 劣V类水体比例 能源消费总量
用水总量 化肥使用量
个人卫生支出占卫生总费用的比重 物流总费用与GDP的比率 儿童青少年总体近视率 万人发案率 贫困发生率
農村貧困人口
失業率 登革熱病死率 碳強度 市區平均候車時間 道路交通事故死亡人數 煤炭消费比重 产销差率 耗水量""")
MORE = listed("""治愈率 失业保险参保人数 失业保险覆盖率 污水处理率 减排量 重点工程减排量 脱贫人数
空气质量优良天数比率
班额达标率 水土流失治理面积 高血压患者规范管理率 死因登记报告率 排污权交易量 火灾扑灭率
贫困人口脱贫数 帮扶贫困人口
固体废物综合利用率 研发经费投入强度 黑臭水体消除比例 非化石能源消费比重 负氧离子浓度 化肥利用率
失业人员再就业人数
事故隐患整改率 亩均税收 单位建设用地GDP 碳汇量 人均预期寿命 汙水處理率 減排量 失業保險參保人數""")
LESS_EN = _names("""maternal mortality;unemployment rate;road
deaths;children living in poverty;landfill waste;
households in fuel poverty;PM2.5 concentration;smoking among adults;average class size;leakage;
pupil-teacher ratio;waiting times over 18 weeks;greenhouse gas emissions;energy use per unit of GDP;
debt ratio;early school leavers;people not in education, employment or training;low birth weight
babies;
tobacco consumption per adult;unfit dwellings;gender pay gap;rough sleepers;premature
deaths""")
MORE_EN = _names("""unemployment insurance coverage;emission
reductions;zero-emission buses;recycling rate;
life expectancy;apprenticeships;wastewater treatment;electric vans;people lifted out of poverty;
smoke-free homes;graduation rate;households with broadband;emissions avoided;smoking cessation;
employment rate""")

ALSO_LESS = [
    "孕产妇死亡率(1/10万)", "细颗粒物浓度", "细颗粒物（PM2.5）平均浓度", "城镇失业率",
    "万元GDP用水量",
    "单位GDP能耗", "供水管网漏损率", "小学大班额比例", "生产安全事故死亡人数", "城鄉居民收入比",
    "嬰兒死亡率", "单位地区生产总值二氧化碳排放", "劣V类水体比例", "Maternal mortality ratio",
    "Unemployment rate", "PM2.5 annual mean", "Greenhouse gas emissions", "Average class size",
    "Water leakage", "Road accidents", "Adult smoking rate"]
ALSO_MORE = [
    "灌溉面积", "森林覆盖率", "化学需氧量重点工程减排量", "生活垃圾无害化处理率", "失业保险参保率",
    "事故隐患整改率", "非化石能源占比", "人均预期寿命", "水土流失治理面积", "Life expectancy",
    "Reduction in emissions", "Cancer screening coverage", "Zero-emission buses"]


@pytest.mark.parametrize("name", [*LESS, *LESS_EN, *ALSO_LESS])
def test_a_ceiling_is_told_by_the_name(name: str) -> None:
    assert better_of(name).less


@pytest.mark.parametrize("name", [*MORE, *MORE_EN, *ALSO_MORE])
def test_what_is_done_against_an_evil_is_better_high(name: str) -> None:
    assert not better_of(name).less


def test_words_that_point_both_ways_are_for_a_person_to_check() -> None:
    assert not better_of("emissions avoided").sure
    assert not better_of("制造业用电量").sure
    assert better_of("粮食产量").sure


def test_a_place_in_an_order_is_better_low() -> None:
    assert better_of("综合实力", "位").less
    assert not better_of("综合实力", "分").less
