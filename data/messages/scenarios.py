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
    "LAW_LEAVES_DOMAIN": (
        "分布 {name} 以超过 {share} 的概率越出允许范围 {edges}（尾部分位数 {value}）",
        "{name} leaves the range {edges} with a probability above {share} (far quantile {value})",
        "改用有界分布（uniform、triangular、beta），或收窄离散程度",
        "take a bounded distribution (uniform, triangular, beta) or less spread",
    ),
    "LAW_MOMENT": (
        "{key} 的均值要用作中心，而分布 {name} 没有有限的均值",
        "the mean of {key} is used as its centre, and this {name} has no finite mean",
        "给出 {other}，或改用有均值的分布（student_t 须 df > 1）",
        "give {other}, or take a distribution that has a mean (student_t: df above 1)",
    ),
    "STEP_POINTS": (
        "步骤 {step} 用 points 变动水平，而指标 {indicator}（{kind}）不以点计量",
        "the step {step} moves a level by points, and {indicator} ({kind}) is not measured in "
        "points",
        "写 percent（占水平的百分比），或用 kinds: [share, score] 限定范围；"
        "增长率的百分点用 growth_shift",
        "write percent (of the level), or narrow the step with kinds: [share, score]; percentage "
        "points of growth are growth_shift's",
    ),
    "STEP_UNIT": (
        "步骤 {step} 的 {key} 没有说明是百分比还是百分点",
        "{key} of the step {step} does not say whether it is in percent or in points",
        "写 percent（占水平的百分比：90 减 30 % 为 63）或 points（点：90 减 30 点为 60）",
        "write percent (of the level: 90 less 30 percent is 63) or points (90 less 30 points is "
        "60)",
    ),
    "STEP_ONE_OF": (
        "步骤 {step} 须在 {keys} 中恰好给出一个，实际给出：{given}",
        "the step {step} needs exactly one of {keys}; given: {given}",
        "保留其中一个", "keep one of them",
    ),
    "STEP_KEY_TWICE": (
        "{key} 与 {other} 是同一个参数，写了两次",
        "{key} and {other} are one parameter, given twice",
        "删去 {key}", "remove {key}",
    ),
    "STEP_ID_INVALID": (
        "步骤 id {id} 只能含字母、数字、下划线和连字符",
        "the step id {id} may hold letters, digits, underscores and hyphens only",
        "换一个 id", "choose another id",
    ),
    "STEP_ID_TWICE": (
        "同一情景中有两个步骤的 id 都是 {id}（另一个在第 {row} 行）",
        "two steps of one scenario bear the id {id} (the other in line {row})",
        "改其中一个 id", "rename one of them",
    ),
    "STEPS_OVERLAP": (
        "{first}（第 {row} 行）与 {second} 对同一指标、同一年份给出两个说法",
        "{first} (line {row}) and {second} give two answers for the same indicators and years",
        "用 start/end 或 indicators/families/kinds/regions 把两者分开，或用同一个 id 覆盖前者",
        "keep them apart by start/end or by indicators/families/kinds/regions, or override the "
        "first by its id",
    ),
    "REMOVE_UNKNOWN": (
        "继承的步骤中没有 id {id}", "no inherited step bears the id {id}",
        "是否想写：{near}；可移除：{known}", "did you mean: {near}; there are: {known}",
    ),
    "PARTS_SHARES": (
        "各部分的份额合计 {total} %，应为 100 %", "the shares of the parts add up to {total} %",
        "使 share 之和为 100；未列出的部分也要列出（points: 0）",
        "make the shares add up to 100; list the rest too (points: 0)",
    ),
    "EVENT_UNKNOWN": (
        "目录中没有事件 {name}", "the catalogue has no event {name}",
        "是否想写：{near}；已有：{known}", "did you mean: {near}; known: {known}",
    ),
    "EVENT_DATE": (
        "事件日期 {value} 不是 年、年-月 或 年-月-日", "the event's date {value} is no ISO date",
        "例如 2021-06", "write it as 2021-06",
    ),
    "CORRELATION_SHAPE": (
        "correlation 应是若干对（between、rank）或一个矩阵（of、matrix），实为 {value}",
        "correlation is a list of pairs (between, rank) or a matrix (of, matrix), not {value}",
        "例如 - {{between: [growth, gdp], rank: 0.5}}",
        "such as - {{between: [growth, gdp], rank: 0.5}}",
    ),
    "CORRELATION_PAIR": (
        "between 须是两个不同的名称，实为 {value}",
        "between takes two different names, not {value}",
        "例如 between: [growth, gdp]", "such as between: [growth, gdp]",
    ),
    "CORRELATION_MATRIX": (
        "相关矩阵应为 {n}×{n}，且名称互不相同，实为 {value}",
        "the correlation matrix has to be {n}×{n} with different names, and is {value}",
        "每个名称一行一列", "one row and one column for each name",
    ),
    "CORRELATION_DIAGONAL": (
        "{name} 与自身的相关系数应为 1，实为 {value}",
        "the correlation of {name} with itself is 1, not {value}", "改为 1", "write 1",
    ),
    "CORRELATION_UNEQUAL": (
        "{first} 与 {second} 的相关系数写了两个值：{value} 与 {other}",
        "{first} and {second} are given two correlations: {value} and {other}",
        "矩阵须对称", "make the matrix symmetric",
    ),
    "CORRELATION_SAME": (
        "{first} 与 {second} 共用同一次抽样，无须也不能再设相关",
        "{first} and {second} share one draw and cannot be correlated",
        "删去这一对，或给两者不同的 group", "remove the pair, or give them different groups",
    ),
    "CORRELATION_NAME": (
        "没有名为 {name} 的不确定参数", "there is no uncertain parameter called {name}",
        "写步骤的 id、group、driver，或 id.参数；是否想写：{near}；已有：{known}",
        "name a step's id, group or driver, or ID.parameter; did you mean: {near}; there are: "
        "{known}",
    ),
    "CORRELATION_AMBIGUOUS": (
        "{name} 可指几个参数", "{name} may mean several parameters",
        "写明其中一个：{known}", "name one of: {known}",
    ),
    "CORRELATION_NOT_POSITIVE": (
        "这些相关系数不能同时成立（最小特征值 {eigenvalue}）；"
        "最易改的一对是 {first} 与 {second}（{rank}）",
        "these correlations cannot hold together (smallest eigenvalue {eigenvalue}); easiest to "
        "mend is {first} with {second} ({rank})",
        "其余不变时，这一对须在 {low} 与 {high} 之间",
        "with the others as they are, that pair has to lie between {low} and {high}",
    ),
    "CORRELATION_IMPOSSIBLE": (
        "这些相关系数不能同时成立（最小特征值 {eigenvalue}）："
        "{first} 与 {second} 的 {rank} 影响最大，但只改这一对还不够",
        "these correlations cannot hold together (smallest eigenvalue {eigenvalue}); {rank} "
        "between {first} and {second} does most harm, and changing that pair alone is not enough",
        "把几个系数都向 0 移动", "move several of them towards 0",
    ),
    "CLASS_UNKNOWN": (
        "catch_up 不知道 {indicator} 的参照类增长得多快",
        "catch_up does not know how fast the class of {indicator} grows",
        "给出 rate（年增长，% 或点），或用 indicators/families/kinds 限定范围",
        "give rate (growth a year, percent or points), or narrow the step by "
        "indicators/families/kinds",
    ),
    "HISTORY_UNKNOWN": (
        "momentum 需要 {indicator} 的历史数据，这里没有",
        "momentum needs the history of {indicator}, which is not known here",
        "批量计算时改用 growth_shift 或 growth_scale",
        "use growth_shift or growth_scale instead",
    ),
    "DRIVER_DIFFERS": (
        "驱动序列 {driver} 与第 {row} 行写的不是同一序列：同名即同一序列",
        "the driver {driver} is not the series of line {row}: the same name is the same series",
        "让 growth、path、spread、varies、draw 一致，或另取一个名字",
        "write the same growth, path, spread, varies and draw, or take another name",
    ),
    "STEP_NOT_IN_BATCH": (
        "批量计算不能用步骤 {step}：它需要每个序列的历史或参照类",
        "a batch cannot take the step {step}: it asks for each series' history or class",
        "改用 growth_shift，或给 catch_up 写 rate",
        "use growth_shift, or give catch_up a rate",
    ),
    "STEP_INDICATOR": (
        "步骤 {step} 指定的指标 {name} 不在规划中",
        "the step {step} names the indicator {name}, which the plan does not have",
        "是否想写：{near}；规划中有：{known}", "did you mean: {near}; the plan has: {known}",
    ),
    "STEP_REGION": (
        "步骤 {step} 指定的地区 {name} 不在规划中",
        "the step {step} names the region {name}, which the plan does not have",
        "是否想写：{near}；规划中有：{known}", "did you mean: {near}; the plan has: {known}",
    ),
    "STEP_REACHES_NOTHING": (
        "步骤 {step} 的范围不含规划 {plan} 的任何指标",
        "the step {step} reaches no indicator of the plan {plan}",
        "检查 indicators、families、kinds、regions；对这个规划它不起作用",
        "check indicators, families, kinds and regions; for this plan it does nothing",
    ),
    "DEFINITION_CHANGED": (
        "情景 {scenario} 改变了{zh}的统计口径：目标按旧口径定，情景中的数值按新口径计",
        "the scenario {scenario} changes how “{en}” is counted: the target was set under the old "
        "definition, the scenario's figures are under the new one",
        "把目标值也换算到新口径，或只把结果当作口径影响来读",
        "convert the target too, or read the result as the effect of the definition only",
    ),
}
