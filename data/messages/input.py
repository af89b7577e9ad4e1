"""The texts of problems of input files: code -> what (zh, en), what to do (zh, en)."""

from __future__ import annotations

INPUT_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "FILE_IS_FOLDER": (
        "{path} 是文件夹，不是文件", "{path} is a folder, not a file",
        "给出文件夹中的一个文件", "name a file inside it",
    ),
    "FILE_UNREADABLE": (
        "文件无法读取：{reason}", "the file cannot be read: {reason}",
        "检查文件名和读取权限", "check its name and that you may read it",
    ),
    "FILE_EMPTY": (
        "文件是空的", "the file is empty",
        "检查是否给错了文件", "check that this is the file you meant",
    ),
    "FILE_TOO_LARGE": (
        "文件超过 {limit} MB 上限", "the file is larger than the limit of {limit} MB",
        "检查是否给错了文件；长的历史数据放进表格（CSV、XLSX、Parquet），用 --history 给出",
        "check that this is the file you meant; long histories belong into a table "
        "(CSV, XLSX, Parquet) given with --history",
    ),
    "FILE_NOT_TEXT": (
        "文件既不是 UTF-8 也不是 GB18030 文本", "the file is neither UTF-8 nor GB18030 text",
        "另存为 UTF-8 文本", "save it as UTF-8 text",
    ),
    "LINE_TOO_LONG": (
        "有一行超过 {limit} MB", "a line is longer than {limit} MB",
        "检查是否给错了文件", "check that this is the file you meant",
    ),
    "NOT_YAML": (
        "不是合法的 YAML：{reason}", "this is not valid YAML: {reason}",
        "检查这一行附近的缩进、引号和冒号；`plancast plan new` 可写出模板",
        "check indentation, quotes and colons near this line; `plancast plan new` has a template",
    ),
    "YAML_TOO_DEEP": (
        "嵌套或别名展开得太多", "nesting or aliases expand too far",
        "去掉别名，展开成普通的行", "write the rows out without aliases",
    ),
    "KEY_NOT_TEXT": (
        "键不是文本", "a key is not text",
        "键写成一个词", "write the key as one word",
    ),
    "DUPLICATE_KEY": (
        "键 {key} 重复（首次在第 {first} 行）", "the key {key} is repeated (first on line {first})",
        "删去一个", "remove one of them",
    ),
    "PLAN_NOT_MAPPING": (
        "规划文件应是“键: 值”的结构", "a plan file is a mapping of keys to values",
        "用 `plancast plan new` 写出模板", "`plancast plan new` writes a template",
    ),
    "PLAN_UNKNOWN": (
        "没有名为 {name} 的内置规划", "there is no bundled plan called {name}",
        "内置规划：{known}", "bundled plans: {known}",
    ),
    "KEY_MISSING": (
        "缺少键 {key}", "the key {key} is missing",
        "补上 {key}", "add {key}",
    ),
    "KEY_UNKNOWN": (
        "不认识的键 {key}", "unknown key {key}",
        "是否想写：{near}", "did you mean: {near}",
    ),
    "WORD_UNKNOWN": (
        "不认识的词 {word}", "unknown word {word}",
        "是否想写：{near}；可用：{allowed}", "did you mean: {near}; allowed: {allowed}",
    ),
    "NOT_FINITE": (
        "{value} 不是有限的数", "{value} is not a finite number",
        "没有数据就不写这一行", "leave the row out when there is no figure",
    ),
    "YEAR_NOT_WHOLE": (
        "{value} 不是写成整数的年份", "{value} is not a year written as a whole number",
        "写成不带引号的四位年份（1800—2300），如 2025；更早的年份不写",
        "write four digits without quotes (1800 to 2300), such as 2025; leave out earlier years",
    ),
    "NOT_WHOLE_NUMBER": (
        "{value} 不是整数", "{value} is not a whole number",
        "写成不带引号的整数", "write a whole number without quotes",
    ),
    "NUMBER_EXPECTED": (
        "{key} 应是数，实为 {value}", "{key} has to be a number, not {value}",
        "写成不带引号和单位的数（比率可写成 15%）；没有数据就不写这一行",
        "write a number without quotes and unit (a rate may be written 15%); leave the row out "
        "when there is no figure",
    ),
    "TEXT_EXPECTED": (
        "{key} 应是文本，实为 {value}", "{key} has to be text, not {value}",
        "加引号", "put it in quotes",
    ),
    "TEXT_EMPTY": (
        "{key} 是空的", "{key} is empty",
        "填上 {key}", "fill in {key}",
    ),
    "TEXT_TOO_LONG": (
        "{key} 太长", "{key} is too long",
        "只写出处和要点", "keep the place and the point",
    ),
    "BOOLEAN_EXPECTED": (
        "{key} 应是 true 或 false，实为 {value}", "{key} has to be true or false, not {value}",
        "写 true 或 false", "write true or false",
    ),
    "MAPPING_EXPECTED": (
        "{key} 应是“键: 值”的结构", "{key} has to be a mapping of keys to values",
        "参照 `plancast plan new` 的模板", "see the template of `plancast plan new`",
    ),
    "LIST_EXPECTED": (
        "{key} 应是以 - 开头的列表", "{key} has to be a list of rows that begin with -",
        "参照 `plancast plan new` 的模板", "see the template of `plancast plan new`",
    ),
    "VALUE_INVALID": (
        "{key} 的值 {value} 不可用", "the value {value} of {key} cannot be used",
        "参照 `plancast plan new` 的模板", "see the template of `plancast plan new`",
    ),
    "OUT_OF_RANGE": (
        "{value} 超出范围（{edges}）", "{value} is outside {edges}",
        "检查这个数", "check the number",
    ),
    "PERIOD_ORDER": (
        "规划期的年份顺序不对", "the years of the period are out of order",
        "应有 base ≤ start ≤ end 且 base < end", "base <= start <= end and base < end must hold",
    ),
    "ID_INVALID": (
        "标识 {id} 含有不能用的字符", "the id {id} has characters that cannot be used",
        "只用字母、数字、下划线、连字符和点，不以点开头",
        "use letters, digits, underscore, hyphen and dot, not beginning with a dot",
    ),
    "ID_TOO_LONG": (
        "标识 {id} 有 {length} 字节，超过 {most} 字节",
        "the id {id} has {length} bytes, {most} are the most",
        "换一个短标识（文件名由它组成），全称写在 name 里",
        "choose a shorter id (file names are made of it) and keep the full name under name",
    ),
    "LIST_EMPTY": (
        "{key} 是空的", "{key} is empty",
        "至少写一项", "give at least one",
    ),
    "READINGS_NEEDED": (
        "口径未声明的指标须列出两种以上读法", "an undeclared kind needs two or more readings",
        "写 readings，如 [flow, cumulative]", "write readings, such as [flow, cumulative]",
    ),
    "READINGS_NOT_NEEDED": (
        "口径已声明为 {kind}，不应再列读法", "the kind is declared as {kind}: it has no readings",
        "删去 readings，或写 kind: undeclared", "remove readings, or write kind: undeclared",
    ),
    "BOUNDS_ORDER": (
        "下界不小于上界", "the lower bound is not below the upper bound",
        "对调 low 和 high", "swap low and high",
    ),
    "INFLOW_ITSELF": (
        "指标不能以自身为流入", "an indicator cannot be its own inflow",
        "写流入量指标的标识", "name the indicator of the yearly flow",
    ),
    "INDICATOR_UNKNOWN": (
        "没有指标 {name}", "there is no indicator {name}",
        "是否想写：{near}；或在 indicators 中声明它",
        "did you mean: {near}; or declare it under indicators",
    ),
    "UNIT_UNKNOWN": (
        "不认识的单位 {unit}", "unknown unit {unit}",
        "是否想写：{near}", "did you mean: {near}",
    ),
    "UNIT_MISMATCH": (
        "单位 {unit} 与指标 {indicator} 的单位 {other} 不能换算",
        "the unit {unit} cannot be converted to {other}, the unit of {indicator}",
        "改正单位，或另立一个指标", "correct the unit, or declare another indicator",
    ),
    "NEGATIVE_VALUE": (
        "{value} 是负数，而这个指标不会为负", "{value} is negative, which this indicator cannot be",
        "检查这个数", "check the number",
    ),
    "OUT_OF_BOUNDS": (
        "{value} 超出指标的界限（{low} 到 {high}）",
        "{value} is outside the indicator's bounds ({low} to {high})",
        "检查这个数和单位，或改 bounds", "check the number and its unit, or correct bounds",
    ),
    "DUPLICATE_ROW": (
        "与第 {first} 行重复", "repeats row {first}",
        "删去一行；口径不同的数应属不同指标",
        "remove one; figures of different definition belong to different indicators",
    ),
    "DUPLICATE_ID": (
        "标识 {id} 已用过", "the id {id} is used already",
        "换一个", "choose another",
    ),
    "MONTHS_ORDER": (
        "月份区间不是一年中的一部分", "the months are not a part of a year",
        "first ≤ last；全年的数写在 history", "first <= last; a full year belongs into history",
    ),
    "TARGET_BEFORE_BASE": (
        "目标年 {year} 不晚于基期年 {base}", "the target year {year} is not after the base {base}",
        "检查 year、base_year 和 period", "check year, base_year and period",
    ),
    "TARGET_VALUE_MISSING": (
        "目标没有数值", "the target has no value",
        "写 value；“高于全区平均”一类写 basis: relative_to_region",
        "write value; for a target such as 'above the region's average' "
        "write basis: relative_to_region",
    ),
    "UPPER_MISSING": (
        "sense: between 需要 upper", "sense: between needs upper",
        "写 upper，或改 sense", "write upper, or another sense",
    ),
    "UPPER_NOT_NEEDED": (
        "sense: {sense} 不用 upper", "sense: {sense} does not use upper",
        "删去 upper，或写 sense: between", "remove upper, or write sense: between",
    ),
    "UPPER_BELOW_VALUE": (
        "upper 不大于 value", "upper is not above value",
        "value 写下限，upper 写上限", "value is the lower edge, upper the upper one",
    ),
    "PERCENT_NOT_LEVEL": (
        "{value} 是比率，而目标是以“{unit}”计的水平",
        "{value} is a rate, but the target is a level in {unit}",
        "写 basis: cagr_from_base（年均）或 growth_from_base（全期），或写出水平值",
        "write basis: cagr_from_base (a year) or growth_from_base (whole period), or the level",
    ),
    "BASE_ZERO": (
        "基期值为零，增长率无从计算", "the base is zero, so no growth can be computed from it",
        "检查基期值；若确为零，删去 base，把零写进 history",
        "check the base; if it truly is zero, leave base out and put the zero into history",
    ),
    "UNIT_MIXED": (
        "单位 {unit} 与同一序列的单位 {other} 不能换算",
        "the unit {unit} cannot be converted to {other}, the unit of the same series",
        "改正单位，或另立一个指标", "correct the unit, or make it another indicator",
    ),
    "COLUMN_TWICE": (
        "列 {column} 出现两次", "the column {column} stands there twice",
        "删去或改名其中一列", "remove or rename one of them",
    ),
    "COLUMNS_MISSING": (
        "表头缺列：需要 {columns}，现有 {found}",
        "columns are missing: {columns} are needed, there are {found}",
        "表头写 region,indicator,year,value[,unit,source]（或 地区,指标,年份,数值[,单位,来源]）"
        "，或 unique_id,ds,y",
        "head the columns region,indicator,year,value[,unit,source], or unique_id,ds,y",
    ),
    "TABLE_EMPTY": (
        "表格没有数据行", "the table has no rows",
        "检查是否给错了文件", "check that this is the file you meant",
    ),
    "TABLE_UNREADABLE": (
        "表格无法读取：{reason}", "the table cannot be read: {reason}",
        "另存为 CSV（UTF-8）、XLSX 或 Parquet", "save it as CSV (UTF-8), XLSX or Parquet",
    ),
    "ROW_LENGTH": (
        "这一行有 {cells} 格，表头有 {width} 格",
        "the row has {cells} cells, the header {width}",
        "数字不写千分号，含逗号的文本加引号；每一列都要有表头",
        "leave out thousands separators, quote texts that hold the separator, and give every "
        "column a head",
    ),
    "MORE_PROBLEMS": (
        "另有 {count} 个问题未列出", "{count} more problems are not listed",
        "先改正已列出的", "correct the listed ones first",
    ),
    "HISTORY_NO_MATCH": (
        "表中没有 {region} 的任何规划指标（地区：{regions}；指标：{indicators}）",
        "the table has no indicator of the plan for {region} "
        "(regions: {regions}; indicators: {indicators})",
        "地区写规划中的名称，指标写其标识或名称",
        "name the region as the plan does, and indicators by their id or name",
    ),
    "HISTORY_CONFLICT": (
        "同一年有两个数：{value}{unit} 与 {other}{unit}（{source}）",
        "two figures for one year: {value} {unit} and {other} {unit} ({source})",
        "保留可靠的一个；口径不同则另立指标",
        "keep the reliable one; figures of different definition are different indicators",
    ),
    "FOLDER_UNWRITABLE": (
        "无法写入 {path}：{reason}", "cannot write {path}: {reason}",
        "用 --out 给出可写的文件夹", "give a folder you may write to with --out",
    ),
    "CALIBRATION_UNREADABLE": (
        "{path} 不是可用的校准文件（{reason}）", "{path} is not a usable calibration ({reason})",
        "用 plancast backtest --out 重新生成", "make it again with plancast backtest --out",
    ),
    "BACKTEST_HORIZON": (
        "期限须为1到{most}年的整数（得到：{wrong}）",
        "horizons are whole years from 1 to {most} (got: {wrong})",
        "例如 --horizons 2,3,5", "for example --horizons 2,3,5",
    ),
    "BACKTEST_TOO_FEW": (
        "参照类（{series}个序列）没有可计分的起点：两半地区各需至少30个已完结的窗口",
        "the class ({series} series) has no origin that can be scored: each half of the regions "
        "needs at least 30 complete windows",
        "加入更多地区或更长的历史", "add more regions or longer histories",
    ),
    "STATEMENT_GROWTH": (
        "增长类陈述（role: growth）需要 basis: growth_from_base 或 cagr_from_base，以及 base_year",
        "a growth statement (role: growth) needs basis: growth_from_base or cagr_from_base, and a "
        "base_year",
        "补上这两个键", "add both keys",
    ),
    "PARTS_REPEATED": (
        "parts 中有重复的地区，或地区是自己的组成部分",
        "a region is listed twice in parts, or is a part of itself",
        "每个组成地区只写一次", "name each part once, without the whole",
    ),
    "QUALITATIVE_VALUE": (
        "定性目标（basis: qualitative）不应有数值", "a qualitative target has no value",
        "删去数值，或改用其他 basis", "remove the value, or choose another basis",
    ),
    "TOLERANCE_NOT_NEEDED": (
        "容差 tolerance 只用于 sense: about，此处为 {sense}",
        "a tolerance belongs to sense: about; this is {sense}",
        "删去 tolerance，或改为 about", "remove the tolerance, or use about",
    ),
    "RELATIVE_TO_NOT_NEEDED": (
        "relative_to 只用于 basis: relative_to_region，此处为 {basis}",
        "relative_to belongs to basis: relative_to_region; this is {basis}",
        "删去 relative_to，或改用该 basis", "remove it, or use that basis",
    ),
}
