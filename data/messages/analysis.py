"""The texts of problems of scenario analysis and of IAMC tables: what (zh, en), to do (zh, en)."""

from __future__ import annotations

ANALYSIS_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "WEIGHT_FORMAT": (
        "看不懂权重 {text}", "the weight {text} cannot be read",
        "写成 --weight 情景=0.3；几个用逗号隔开", "write --weight NAME=0.3; several with commas",
    ),
    "WEIGHT_TWICE": (
        "情景 {name} 给了两个权重", "the scenario {name} is given two weights",
        "只留一个", "keep one of them",
    ),
    "WEIGHT_SCENARIO": (
        "{name} 不在所比较的情景之中", "{name} is not among the scenarios asked for",
        "是否想写：{near}；权重只能给所列的情景",
        "did you mean: {near}; weights go to the scenarios that are asked for",
    ),
    "WEIGHT_WRONG": (
        "情景 {name} 的权重应是不小于0的数，实为 {value}",
        "the weight of {name} has to be a number of 0 or more, not {value}",
        "例如 --weight {name}=0.3", "such as --weight {name}=0.3",
    ),
    "WEIGHT_MISSING": (
        "这些情景没有权重：{names}", "these scenarios have no weight: {names}",
        "每个情景都要给；还余 {rest}；不参与的给 0",
        "every scenario needs one; {rest} is left; give 0 to those that do not count",
    ),
    "WEIGHT_SUM": (
        "权重之和是 {total}，不是 1", "the weights add up to {total}, not to 1",
        "按比例归一后为：{hint}", "brought to 1 in proportion: {hint}",
    ),
    "ANALYSIS_PARAMETER": (
        "所给情景没有参数 {name}", "the scenarios asked for have no parameter {name}",
        "是否想写：{near}；可用：{known}", "did you mean: {near}; known: {known}",
    ),
    "IAMC_SCENARIOS": (
        "这份 IAMC 表有几个情景，没有一个叫 historical：{known}",
        "this IAMC table holds several scenarios, and none is called historical: {known}",
        "把实际发生的数值放在情景 historical 下，或只留一个情景",
        "put what has been observed under the scenario historical, or keep one scenario",
    ),
    "IAMC_NO_MATCH": (
        "没有变量对应规划 {plan} 的指标；表中有：{known}",
        "no variable is an indicator of the plan {plan}; the table holds: {known}",
        "变量写指标的标识或名称（其后可加 |Median）：{near}",
        "name variables by an indicator's id or name (|Median may follow): {near}",
    ),
    "IAMC_PATHWAY": (
        "表中没有情景 {name}", "the table has no scenario {name}",
        "是否想写：{near}；可用：{known}", "did you mean: {near}; known: {known}",
    ),
    "IAMC_VARIABLE": (
        "表中没有变量 {name}", "the table has no variable {name}",
        "是否想写：{near}；可用：{known}", "did you mean: {near}; known: {known}",
    ),
    "IAMC_UNIT": (
        "{variable} 的单位 {unit} 不能换算成 {indicator} 的单位 {other}",
        "the unit {unit} of {variable} cannot be turned into {other}, that of {indicator}",
        "在表中改用可换算的单位", "use a unit in the table that can be converted",
    ),
    "IAMC_NOT": (
        "{file} 不是 IAMC 表", "{file} is no IAMC table",
        "表头须有 model、scenario、region、variable、unit，再加 year、value 或各年份",
        "its columns are model, scenario, region, variable, unit, and year and value or the years",
    ),
    "DRIVER_OPTIONS": (
        "--driver 需要 --elasticity 和 --expected；没有 --driver 时这两个没有用",
        "--driver needs --elasticity and --expected, which are of no use without it",
        "例如 --driver 'GDP|PPP' --elasticity 0.5 --expected 5",
        "such as --driver 'GDP|PPP' --elasticity 0.5 --expected 5",
    ),
    "FILE_ENDING": (
        "不知道 {file} 该写成什么格式", "no telling in which format to write {file}",
        "文件名以 .csv 或 .xlsx 结尾", "let the name end in .csv or .xlsx",
    ),
    "NOTHING_UNCERTAIN": (
        "情景 {scenario} 没有不确定的参数，无从比较敏感性",
        "the scenario {scenario} has no uncertain parameter to be sensitive to",
        "把数换成分布，例如 {{triangular: {{low: 0, mode: 3, high: 6}}}}",
        "give a distribution in place of a number, such as "
        "{{triangular: {{low: 0, mode: 3, high: 6}}}}",
    ),
    "SCENARIO_NEEDED": (
        "没有说明要分析哪个情景", "which scenario is to be analysed was not said",
        "用 --scenario 给出，可重复：{known}，或情景文件",
        "name it with --scenario, which may be repeated: {known}, or a scenario file",
    ),
    "NO_STEPS": (
        "情景 {scenario} 没有步骤，没有可归因的变化",
        "the scenario {scenario} has no steps: there is no change to attribute",
        "用 --scenario 给出有步骤的情景", "name one that has steps with --scenario",
    ),
}
