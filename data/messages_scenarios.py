"""The texts of problems of scenarios: code -> what (zh, en), what to do (zh, en)."""

from __future__ import annotations

SCENARIO_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "SCENARIO_UNKNOWN": (
        "没有名为 {name} 的情景", "there is no scenario called {name}",
        "是否想写：{near}；已有：{known}；自己的文件请给出路径（.yaml）",
        "did you mean: {near}; known: {known}; give the path (.yaml) of a file of your own",
    ),
    "SCENARIO_FILE_SHAPE": (
        "情景文件应以 scenario: 名称 开头，或在 scenarios: 下列出几个情景",
        "a scenario file begins with `scenario: NAME`, or lists several under `scenarios:`",
        "用 `plancast scenarios show NAME` 看一个例子", "`plancast scenarios show NAME` prints one",
    ),
    "SCENARIO_DUPLICATE": (
        "情景名 {name} 已被占用（{other}）", "the scenario name {name} is taken ({other})",
        "换一个名称；要改内置情景，另取名并写 extends: {name}",
        "choose another name; to change a built-in one, name yours and write extends: {name}",
    ),
    "SCENARIO_CYCLE": (
        "情景互相继承成环：{chain}", "the scenarios extend each other in a circle: {chain}",
        "去掉其中一个 extends", "remove one extends",
    ),
    "SCENARIO_DEPTH": (
        "继承超过 {limit} 层", "more than {limit} scenarios extend one another",
        "把中间的情景合并", "merge some of those in between",
    ),
    "STEP_UNKNOWN": (
        "没有名为 {name} 的步骤", "there is no step called {name}",
        "是否想写：{near}；可用：{known}", "did you mean: {near}; known: {known}",
    ),
    "STEP_KEY_UNKNOWN": (
        "步骤 {step} 没有键 {key}", "the step {step} has no key {key}",
        "是否想写：{near}；可用：{known}", "did you mean: {near}; known: {known}",
    ),
    "STEP_TIMING": (
        "步骤在开始（{start}，含 lag）之前就结束（{end}）",
        "the step ends ({end}) before it begins ({start}, lag included)",
        "检查 start、lag、end；小于 1000 的年份从基准观测年起算",
        "check start, lag and end; a year below 1000 counts from the as-of year",
    ),
    "LAW_EXPECTED": (
        "{key} 应是数或分布，实为 {value}",
        "{key} has to be a number or a distribution, not {value}",
        "例如 {key}: 3 或 {key}: {{triangular: {{low: 0, mode: 3, high: 8}}}}；分布：{known}",
        "such as {key}: 3 or {key}: {{triangular: {{low: 0, mode: 3, high: 8}}}}; "
        "distributions: {known}",
    ),
    "LAW_UNKNOWN": (
        "没有名为 {name} 的分布", "there is no distribution called {name}",
        "是否想写：{near}；可用：{known}", "did you mean: {near}; known: {known}",
    ),
    "LAW_RULE": (
        "分布 {name} 的参数不成立：须 {rule}",
        "the figures of {name} do not hold: {rule} is needed",
        "检查这些数", "check the figures",
    ),
}
