"""The texts of problems of the ledger: code -> what (zh, en), what to do (zh, en)."""

from __future__ import annotations

LEDGER_TEXTS: dict[str, tuple[str, str, str, str]] = {
    "LEDGER_MISSING": (
        "这里没有台账", "there is no ledger here",
        "检查路径；`plancast assess --ledger 文件夹` 或 `plancast ledger add-actuals` 会新建台账",
        "check the path; `plancast assess --ledger FOLDER` or `plancast ledger add-actuals` start "
        "a new one",
    ),
    "LEDGER_FOREIGN": (
        "这不是 plancast 的台账", "this is not a plancast ledger",
        "给出台账文件夹，或一个尚不存在（或空）的文件夹",
        "give the folder of a ledger, or one that does not exist yet or is empty",
    ),
    "LEDGER_LOST": (
        "台账的目录文件 catalogue.sqlite 不见了，条目文件还在",
        "the ledger's catalogue.sqlite is gone; the files of its entries are still there",
        "从备份恢复 catalogue.sqlite；entries 中的 Parquet 文件仍可单独打开",
        "restore catalogue.sqlite from a backup; the Parquet files under entries can still be "
        "opened one by one",
    ),
    "LEDGER_UNREADABLE": (
        "台账无法读取：{reason}", "the ledger cannot be read: {reason}",
        "从备份恢复整个台账文件夹；entries 中的 Parquet 文件仍可单独打开",
        "restore the whole folder from a backup; the Parquet files under entries can still be "
        "opened one by one",
    ),
    "LEDGER_NEWER": (
        "台账格式版本 {version} 比本程序所知的版本 {known} 新",
        "the ledger has format {version}, newer than the {known} this program knows",
        "升级 plancast；本程序没有改动台账", "upgrade plancast; nothing was changed",
    ),
    "LEDGER_UNWRITABLE": (
        "台账无法写入：{reason}", "the ledger cannot be written: {reason}",
        "检查磁盘空间、写入权限和是否有别的程序正在写；台账保持原样",
        "check space on the disk, permissions and whether another program is writing; the ledger "
        "is as it was",
    ),
    "LEDGER_NO_ENTRY": (
        "台账中没有条目 {id}", "the ledger has no entry {id}",
        "最近的条目：{known}", "latest entries: {known}",
    ),
    "LEDGER_FILE_MISSING": (
        "条目 {id} 的数据文件无法读取：{reason}", "the rows of entry {id} cannot be read: {reason}",
        "从备份恢复该文件", "restore the file from a backup",
    ),
    "LEDGER_ALTERED": (
        "条目 {id} 的数据文件与记录时不同", "the rows of entry {id} are not what was recorded",
        "从备份恢复该文件；改动过的文件不会被使用",
        "restore the file from a backup; an altered one is not used",
    ),
    "LEDGER_CHAIN": (
        "条目 {id} 与哈希链不符：它或它之前的条目被改动、删除或调换过",
        "entry {id} breaks the chain of hashes: it, or one before it, was altered, removed or "
        "moved",
        "从备份恢复目录 catalogue.sqlite", "restore catalogue.sqlite from a backup",
    ),
    "LEDGER_CUT": (
        "台账曾有 {entries} 个条目，现有 {there} 个：末尾的条目被删除了，或链被重新编造",
        "this ledger had {entries} entries, of which those at the end are gone or another chain "
        "took their place ({there} are there)",
        "从备份恢复整个台账文件夹（catalogue.sqlite 与 head.json 须是同一时刻的）",
        "restore the whole folder from a backup (catalogue.sqlite and head.json of one moment)",
    ),
    "LEDGER_TOUCHED": (
        "catalogue.sqlite 与写入最后一个条目时的字节不同",
        "catalogue.sqlite is not, byte for byte, what it was after its last entry",
        "从备份恢复 catalogue.sqlite", "restore catalogue.sqlite from a backup",
    ),
    "LEDGER_HEAD_UNREADABLE": (
        "台账的末尾记录 head.json 无法读取",
        "head.json, the note of the ledger's end, cannot be read",
        "从备份恢复 head.json", "restore head.json from a backup",
    ),
    "LEDGER_HEAD_MISSING": (
        "链中没有 {head}：末尾的条目可能被删除了，或整条链被重新编造",
        "the chain does not hold {head}: entries at its end may have been removed, or the whole "
        "chain made anew",
        "从备份恢复，或核对抄下的条目编号或哈希（至少 8 位）",
        "restore a backup, or check the id or hash that was noted down (eight digits at least)",
    ),
    "ACTUAL_INDICATOR": (
        "规划中没有指标 {name}", "the plan has no indicator {name}",
        "用规划文件中的指标编号或名称，例如：{known}",
        "use an id or a name of the plan file, for example: {known}",
    ),
    "ACTUAL_REGION": (
        "规划没有涉及地区“{name}”", "the plan does not speak of the region '{name}'",
        "用规划文件中的地区名（留空即规划本地区）：{known}；其他地区的行请删去",
        "use a name of the plan file (empty: the plan's own region): {known}; leave out the rows "
        "of other regions",
    ),
    "ACTUAL_NOT_YET": (
        "{month} 还没有到，不可能有实际值", "{month} has not come yet: this is no actual",
        "核对年份；不足一年的数值用 first、last 写明月份",
        "check the year; for a part of a year give its months in first and last",
    ),
    "ACTUAL_DAY_ODD": (
        "发布日期 {value} 早于数值所涵盖的最后一个月（{month}），或晚于今天",
        "published on {value}: before the last month covered ({month}), or after today",
        "核对日期和年份", "check the day and the year",
    ),
    "ACTUAL_BEFORE_BASE": (
        "{year} 年不晚于规划基期 {base} 年，不是规划期内的实际值",
        "{year} is not after the plan's base year {base}: no actual of the plan's period",
        "基期及以前的数值写进规划文件的 history，或用 --history 给出",
        "figures up to the base belong into the plan file's history, or come with --history",
    ),
    "ACTUAL_MONTHS": (
        "月份 {first}–{last} 不成立", "months {first} to {last} make no part of a year",
        "first、last 写 1 到 12 的月份，first 不晚于 last；全年留空",
        "give months 1 to 12, the first no later than the last; leave both empty for a whole year",
    ),
    "ACTUAL_DAY": (
        "发布日期 {value} 不是 年-月-日", "the day of publication {value} is not YYYY-MM-DD",
        "例如 2024-03-15 或 2024/3/15；不知道就留空",
        "for example 2024-03-15 or 2024/3/15; leave it empty if not known",
    ),
    "ACTUAL_UNIT_SLIP": (
        "数值 {value} {unit} 与此前的 {before} {unit} 相差约 {ratio} 倍，像是单位写错",
        "{value} {unit} is about {ratio} times off the {before} {unit} before: it looks like a "
        "wrong unit",
        "核对单位一栏（件/万件、元/万元/亿元）；确认无误可用 --trust-units",
        "check the unit column (件/万件, 元/万元/亿元); if it is right, use --trust-units",
    ),
    "KNOWN_ON_ALONE": (
        "--known-on 只对台账中的数值有意义", "--known-on means nothing without a ledger",
        "加上 --ledger 文件夹；只想截到某一年用 --as-of",
        "add --ledger FOLDER; to cut at a year use --as-of",
    ),
    "LEDGER_NO_RUN": (
        "台账中还没有评估记录", "the ledger holds no run yet",
        "先用 `plancast assess PLAN --ledger 文件夹` 记录一次",
        "record one first: `plancast assess PLAN --ledger FOLDER`",
    ),
    "LEDGER_ONE_RUN": (
        "条目 {id} 之前没有同一规划的评估", "there is no run of the same plan before entry {id}",
        "给出两个条目，或再评估一次", "name two entries, or assess once more",
    ),
    "LEDGER_OTHER_PLAN": (
        "两次评估是两个地区的规划：{first}、{second}",
        "the two runs are of plans of two regions: {first}, {second}",
        "`plancast ledger list` 可查各条目的规划", "`plancast ledger list` shows each entry's plan",
    ),
    "MEMO_NOT_BEGUN": (
        "{start}—{end}年的规划期内尚无年度数据，不能编写 {kind} 报告",
        "no year of the plan period {start}-{end} has been observed: there is nothing a {kind} "
        "review could review",
        "用 --kind baseline 编写基线风险评估，或用 --history、--ledger 补充规划期内的年度数据",
        "--kind baseline writes a baseline risk assessment; --history or --ledger add figures of "
        "the plan's years",
    ),
    "LEDGER_NO_SCENARIO": (
        "两次评估不都有情景 {name}", "the two runs do not both have the scenario {name}",
        "共有的情景：{known}；全部比较用 --scenario all",
        "scenarios of both: {known}; --scenario all compares every one",
    ),
    "LEDGER_NOT_A_RUN": (
        "条目 {id} 不是评估记录", "entry {id} is not a run",
        "`plancast ledger list` 可查类型", "`plancast ledger list` shows the kinds",
    ),
    "LEDGER_READING": (
        "“{value}”不是 目标=口径", "'{value}' is not TARGET=READING",
        "例如 copyright=flow；口径：{known}", "for example copyright=flow; readings: {known}",
    ),
    "LEDGER_NOTE": (
        "“{value}”不是 情景=yes|no|partly[:说明]", "'{value}' is not SCENARIO=yes|no|partly[:NOTE]",
        "例如 policy-push=partly:只在2022年", "for example policy-push=partly:only in 2022",
    ),
}
