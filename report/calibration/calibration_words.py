"""Words of the calibration report."""

from __future__ import annotations

from data.words import Lang, Text
from report.text.words import METHOD_NAMES, method_name

PREDICTORS: dict[str, Text] = {
    "law": Text("本工具预测律", "the law"),
    "law_recalibration": Text("预测律＋再校准", "the law + recalibration"),
    "base_rate": Text("参照类基准率", "base rate of the class"),
    "own_t": Text("自身历史（t分布）", "own history, Student t"),
    "no_change": Text("不变", "no change"),
    "drift": Text("随机游走带漂移", "random walk with drift"),
    "damped_drift": Text("阻尼漂移", "damped drift"),
    "trend": Text("对数线性趋势", "log-linear trend"),
    "ses": Text("简单指数平滑", "simple exponential smoothing"),
    "holt": Text("霍尔特", "Holt"),
    "damped_holt": Text("阻尼霍尔特", "damped Holt"),
    "theta": Text("Theta", "Theta"),
}

WORDS: dict[str, Text] = {
    "title": Text("预测校准报告", "Calibration report"),
    "made_from": Text("生成信息", "Made from"),
    "short": Text("结论", "In short"),
    "scores": Text("总体得分", "Scores over all questions"),
    "reliability": Text("可靠性：说的概率与实际频率", "Reliability: stated against observed"),
    "pit": Text("概率积分变换", "Probability integral transform"),
    "coverage": Text("区间覆盖率", "Coverage of intervals"),
    "cells": Text("各方法按历史长度和期限的技巧", "Skill of every method by history and horizon"),
    "cells_note": Text("列：历史点数→提前年数；Brier技巧，基准率为0，拒绝作答处为0。"
                       "全部得分见scores.csv。",
                       "Columns: points of history → years ahead; Brier skill, the base rate is "
                       "0, and so is a refusal. All scores are in scores.csv."),
    "years": Text("按起点年份", "By calendar origin"),
    "prices": Text("进度标签的历史兑现率", "What the pace labels have been worth"),
    "prices_by_year": Text("按已过年数", "By years elapsed"),
    "how": Text("做法", "How this was done"),
    "predictor": Text("预测者", "Predictor"),
    "brier": Text("Brier", "Brier"),
    "log": Text("对数得分", "log score"),
    "skill": Text("技巧", "skill"),
    "mcb": Text("失准 MCB", "MCB"),
    "dsc": Text("区分 DSC", "DSC"),
    "unc": Text("不确定 UNC", "UNC"),
    "inside80": Text("80%覆盖", "80% covers"),
    "inside95": Text("95%覆盖", "95% covers"),
    "spoken": Text("作答", "answers"),
    "n": Text("历史点数", "points"),
    "horizon": Text("提前年数", "years ahead"),
    "cases": Text("个案", "cases"),
    "origin": Text("起点", "origin"),
    "said": Text("平均概率", "mean stated"),
    "met": Text("实际达到", "reached"),
    "method": Text("方法", "Method"),
    "label": Text("标签", "Label"),
    "rate": Text("兑现率", "met in year five"),
    "interval": Text("90%区间", "90% interval"),
    "checks": Text("检查次数", "checks"),
    "elapsed": Text("已过{k}年", "after {k} y"),
    "stated": Text("说的概率", "stated probability"),
    "observed": Text("实际频率", "observed frequency"),
    "band": Text("校准时90%应落在此", "90% band if calibrated"),
    "share": Text("个案占比", "share of cases"),
    "nominal": Text("名义水平", "nominal"),
    "brier_skill": Text("相对基准率的Brier技巧", "Brier skill over the base rate"),
    "years_ahead": Text("提前{h}年", "{h} years ahead"),
    "on_track": Text("标签称符合进度", "the label says on track"),
    "off_track": Text("标签称不符合", "the label says it is not"),
    "no_judgement": Text("不作判断", "it does not judge"),
    "files": Text("文件已写入", "Files written to"),
}

HOW = (
    Text(
        "每个起点年份，只用该年及以前的数据，并且只从另一半地区学习（地区按名称散列分为两半），"
        "所以任何序列都见不到自己的未来，也见不到同一地区的其他指标。",
        "At each origin only figures up to that year are used, and only those of the other half of "
        "the regions (halves by a hash of the region's name): no series sees its own future or "
        "other indicators of its own region.",
    ),
    Text(
        "问题：从最近{lengths}个年度数据出发，提前{horizons}年，末值乘以{factors}能否达到。"
        "参照类中已完结窗口不足{fewest}个的起点和期限不计分。",
        "The questions: from the last {lengths} annual figures, {horizons} years ahead, is the "
        "last figure times {factors} reached? Origins and horizons with fewer than {fewest} "
        "complete windows in the class are not scored.",
    ),
    Text(
        "技巧 = 1 − Brier/基准率的Brier；基准率是同类（流量、存量等）在该期限的历史增长频率。"
        "拒绝作答的方法按基准率计分，“作答”一列是其自己作答的比例。概率在对数得分中限制在0.001到0.999。",
        "Skill is 1 - Brier / Brier of the base rate: the frequencies of growth over that "
        "horizon in the series' group (flows, stocks, ...). Where a method refuses it is scored "
        "as the base rate; \"answers\" is the share it answered itself. For the log score "
        "probabilities are kept within .001 and .999.",
    ),
    Text(
        "“＋学得的权重”“＋再校准”两行：在每个起点，用当时结果已知的更早问题（另一半地区）学得"
        "自身历史的权重或单调的概率映射；它们只作前后对照，预测律本身不含。",
        "Learned weights and recalibration: at each origin the weight of own history, or a "
        "monotone map of probabilities, is learned on earlier questions of the other half of the "
        "regions whose outcome was known by then. They show before and after; the law itself "
        "contains neither.",
    ),
    Text(
        "可靠性带不假定问题相互独立：窗口相互重叠，同一年份的冲击波及所有序列；每年意外中"
        "{calendar}为所有序列共有（由误差实测）。",
        "The reliability band does not take questions as independent: windows overlap, and a year "
        "hits all series; of each year's surprise {calendar} is common to all series, as measured "
        "on the errors.",
    ),
    Text(
        "兑现率：把过去的五年窗口当作五年规划，目标为基期的{plans}倍，第1至4年各检查一次；"
        "区间来自对地区和五年一段的起始年份同时重抽样的自助法。同一窗口有多个目标和多次检查，"
        "因此检查次数不等于独立案例数。",
        "Prices: past five-year windows are read as five-year plans with targets of {plans} times "
        "the base, checked in years one to four. The interval resamples regions and "
        "five-year blocks of start years. A window has several targets and checks, so checks are "
        "not independent cases.",
    ),
    Text(
        "兑现率取决于目标的增幅组合；这里每种增幅权重相同，真实规划的目标往往更容易达到。",
        "A price depends on the mix of growths asked for; here each counts the same, while targets "
        "of real plans are often easier.",
    ),
)

PICTURES: dict[str, Text] = {
    "reliability": Text("可靠性图：灰带是校准时应落入的范围，柱是各概率的问题数",
                        "Reliability diagrams: grey is where calibrated forecasts would lie, bars "
                        "show how often each probability was stated"),
    "pit": Text("概率积分变换直方图：平直为校准，两端高为区间太窄",
                "Histogram of the transform: flat is calibrated, high ends mean intervals too "
                "narrow"),
    "coverage": Text("中心区间实际覆盖率", "Observed coverage of central intervals"),
    "skill": Text("各方法相对基准率的Brier技巧", "Brier skill of every method over the base rate"),
    "years": Text("各起点年份：平均概率与实际达到的比例",
                  "Mean stated probability and share reached, by origin"),
    "prices": Text("各进度标签的兑现率与90%区间",
                   "Attainment of each pace label with its 90% interval"),
}


def word(key: str, lang: Lang, **details: object) -> str:
    """Return a word of the report with its blanks filled in. Raises ``KeyError``."""
    return WORDS[key].get(lang).format(**details)


def predictor_name(name: str, lang: Lang) -> str:
    """Return the name of a predictor; one this table does not know is shown as it is."""
    known = PREDICTORS.get(name)
    if known is not None:
        return known.get(lang)
    method = name.removeprefix("pace_")
    if method != name and method in METHOD_NAMES:
        return {"zh": f"进度标签：{method_name(method, lang)}",
                "en": f"pace label: {method_name(method, lang)}"}[lang]
    return name
