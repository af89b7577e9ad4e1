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
    "CHART_NO_FAN": (
        "没有可画的扇形图：{name} 没有预测，也没有基期和目标值",
        "there is no fan to draw: {name} has neither a forecast nor a base and a value",
        "用 --history 补充数值，或在规划文件中给出基期值",
        "give figures with --history, or a base in the plan file",
    ),
    "CHART_NO_LIKELIHOOD": (
        "没有可画的概率：规划 {plan} 的这些目标都无法评估",
        "there is no likelihood to draw: none of these targets of {plan} can be assessed",
        "用 --history 补充数值；assess 会说明每个目标缺什么",
        "give figures with --history; assess says what each target lacks",
    ),
    "CHART_NO_SLOPE": (
        "没有可画的斜率：规划 {plan} 的这些目标都没有同时已知的所需与已实现增速",
        "there is no slope to draw: of no target of {plan} both growth required and growth "
        "achieved are known",
        "用 --history 补充至少两年的数值；只看所需增速请用 chart peers",
        "give figures of two years or more with --history; chart peers shows required growth alone",
    ),
    "CHART_NO_PEERS": (
        "没有可比的序列：规划 {plan} 的这些目标没有所需增速，或是占比、评分",
        "there is nothing to compare: these targets of {plan} require no growth rate, or are "
        "shares and scores",
        "用 --history 补充数值，或换一个目标",
        "give figures with --history, or name another target",
    ),
    "CHART_NO_TORNADO": (
        "情景 {scenario} 的不确定参数都不影响这些目标",
        "no uncertain parameter of the scenario {scenario} moves these targets",
        "换一个情景或目标；scenarios show 列出每一步作用于哪些指标",
        "choose another scenario or target; scenarios show lists what each step applies to",
    ),
    "CHART_NO_TIMELINE": (
        "规划 {plan} 的这些目标在规划期内始终无法评估",
        "these targets of {plan} could never be assessed in the plan's life",
        "用 --history 补充数值", "give figures with --history",
    ),
    "CHART_NO_COUNT": (
        "规划 {plan} 没有可以计数的目标", "no target of {plan} can be counted",
        "用 --history 补充数值；plan outlook 会说明每个目标缺什么",
        "give figures with --history; plan outlook says what each target lacks",
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
