"""The texts of problems of pictures: code -> what (zh, en), what to do (zh, en)."""

from __future__ import annotations

CHART_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "CHART_UNKNOWN": (
        "没有名为 {name} 的图", "there is no chart called {name}",
        "是否想写：{near}；可用：{known}", "did you mean: {near}; known: {known}",
    ),
    "CHART_FORMAT": (
        "不能把图写成 {name}", "a chart cannot be written as {name}",
        "文件名以 {known} 结尾", "let the file's name end in {known}",
    ),
    "CHART_IS_FOLDER": (
        "{path} 是文件夹，不是文件", "{path} is a folder, not a file",
        "给出图的文件名，例如 {example}", "name the file itself, such as {example}",
    ),
    "CHART_WHOLE_PLAN": (
        "{name} 图不针对单个目标", "the chart {name} is not of single targets",
        "去掉目标名", "leave the targets out",
    ),
    "CHART_NOTHING": (
        "没有可画的内容：{reason}", "there is nothing to draw: {reason}", "{todo}", "{todo}",
    ),
    "CHART_RUNS": (
        "台账 {path} 中没有规划 {plan} 在情景 {scenario} 下的记录",
        "the ledger {path} holds no run of the plan {plan} under the scenario {scenario}",
        "先用 assess --ledger 记录，或去掉 --ledger 以逐年重算",
        "record one with assess --ledger, or leave --ledger out to replay year by year",
    ),
    "CHART_FEW_OUTCOMES": (
        "台账 {path} 中只有 {found} 个结果已知的概率，至少要 {least} 个",
        "the ledger {path} holds {found} likelihoods whose outcome is known, {least} are needed",
        "用 ledger add-actuals 补充实际值，或去掉 --ledger 以画回测的可靠性",
        "add figures with ledger add-actuals, or leave --ledger out to draw the backtest's",
    ),
}
