"""The texts of problems of two-way questions: code -> what (zh, en), what to do (zh, en)."""

from __future__ import annotations

SOLVE_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "TARGET_UNKNOWN": (
        "规划 {plan} 没有目标 {name}", "the plan {plan} has no target {name}",
        "是否想写：{near}；目标的 id、指标的 id 和指标名称都可以用",
        "did you mean: {near}; a target's id, an indicator's id or its name will do",
    ),
    "PROBABILITY_WRONG": (
        "{text} 不是0与1之间的概率", "{text} is no probability between 0 and 1",
        "例如 --probability 0.66 或 --probability 66%；几个用逗号隔开",
        "such as --probability 0.66 or --probability 66%; several with commas",
    ),
    "SCENARIO_SEVERAL": (
        "{name} 里有几个情景：{known}", "{name} holds several scenarios: {known}",
        "这里只能用一个；另存为只含一个情景的文件",
        "here one is wanted: save it in a file of its own",
    ),
    "LEVER_UNKNOWN": (
        "没有名为 {name} 的杠杆", "there is no lever called {name}",
        "是否想写：{near}；可用：{known}，或“情景:步骤.参数”（如 policy-push:growth_shift.by）",
        "did you mean: {near}; known: {known}, or SCENARIO:STEP.PARAMETER "
        "(such as policy-push:growth_shift.by)",
    ),
    "LEVER_STEP_UNKNOWN": (
        "情景 {scenario} 没有步骤 {step}", "the scenario {scenario} has no step {step}",
        "写步骤名或从1数起的序号；该情景的步骤：{known}",
        "write a step's name or its number from 1; its steps: {known}",
    ),
    "LEVER_PARAMETER_UNKNOWN": (
        "步骤 {step} 没有数值参数 {parameter}",
        "the step {step} has no numeric parameter {parameter}",
        "可用：{known}", "known: {known}",
    ),
    "LEVER_TIMING": (
        "--start 和 --ramp 不能用于情景文件中的杠杆",
        "--start and --ramp do not go with a lever of a scenario file",
        "在该文件的步骤里写 start 和 ramp", "write start and ramp into the step of that file",
    ),
    "LEVER_SIZE": (
        "--by {value} 超出该杠杆的范围 {edges}",
        "--by {value} lies outside the lever's range {edges}",
        "在此范围内取值", "choose a size within it",
    ),
    "MEASURES_TWICE": (
        "--by 和 --measures 都说明了以什么措施求最晚启动年",
        "--by and --measures both say whose latest start is asked for",
        "只用其中一个", "give one of them",
    ),
}
