"""The texts of all problems, in Chinese and English: what is wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass

from data.messages.analysis import ANALYSIS_TEXTS
from data.messages.charts import CHART_TEXTS
from data.messages.document import DOCUMENT_TEXTS
from data.messages.input import INPUT_TEXTS
from data.messages.ledger import LEDGER_TEXTS
from data.messages.scenarios import SCENARIO_TEXTS
from data.messages.solve import SOLVE_TEXTS
from data.messages.tables import TABLE_TEXTS
from data.words import Text


@dataclass(frozen=True, slots=True)
class Message:
    """What is wrong and what to do, each in both languages; ``{name}`` are filled in."""

    what: Text
    todo: Text


MESSAGES: dict[str, Message] = {
    **{
        code: Message(Text(what_zh, what_en), Text(todo_zh, todo_en))
        for code, (what_zh, what_en, todo_zh, todo_en) in {
            **INPUT_TEXTS, **DOCUMENT_TEXTS, **SCENARIO_TEXTS, **SOLVE_TEXTS,
            **LEDGER_TEXTS, **CHART_TEXTS, **ANALYSIS_TEXTS, **TABLE_TEXTS}.items()
    },
    "FILE_MISSING": Message(
        Text("找不到文件 {path}", "there is no file {path}"),
        Text("检查路径；相对路径以当前目录为准",
             "check the path; it is taken from the current folder"),
    ),
    "SERIES_NOT_FOUND": Message(
        Text("没有符合条件的序列；表中有：{known}",
             "no series matches; the table holds: {known}"),
        Text("检查 --region 和 --indicator", "check --region and --indicator"),
    ),
    "FORECAST_IN_THE_PAST": Message(
        Text("序列已有到预测末年{to}年或之后的数据", "the series already reaches {to} or later"),
        Text("把 --to 设为更晚的年份，或用 --as-of 截断历史",
             "give a later --to, or cut the history with --as-of"),
    ),
    "FORECAST_TOO_FAR": Message(
        Text("{to}年比序列的最后一年晚了{most}年以上，不作预测",
             "{to} is more than {most} years after the last figure: no forecast is made"),
        Text("给出更早的 --to", "give an earlier --to"),
    ),
    "BATCH_SERIES_UNKNOWN": Message(
        Text("{file} 中没有序列 {name}", "there is no series {name} in {file}"),
        Text("unique_id 须与历史表一致（有地区时写 地区/指标）；相近：{near}",
             "write unique_id as the history does (region/indicator where it has regions); "
             "close to: {near}"),
    ),
    "BATCH_SERIES_TWICE": Message(
        Text("{file} 中有两个序列都叫 {name}", "two series of {file} are both called {name}"),
        Text("地区和指标名中不用斜杠", "leave slashes out of the names of regions and indicators"),
    ),
    "BATCH_QUANTILES": Message(
        Text("分位数应是0与1之间的数，实为 {text}",
             "quantiles are numbers between 0 and 1, not {text}"),
        Text("例如 --quantiles 0.1,0.5,0.9", "for example --quantiles 0.1,0.5,0.9"),
    ),
    "AT_LEAST_TOO_MANY": Message(
        Text("要求至少完成{asked}个，但只有{counted}个目标可以计数",
             "at least {asked} were asked about, but only {counted} targets can be counted"),
        Text("给出1到{counted}之间的数；不给 --at-least 时取概率最接近一半的数",
             "give a number from 1 to {counted}; without --at-least the one nearest to even odds "
             "is taken"),
    ),
    "FONT_MISSING": Message(
        Text("随 {package} 安装的字体 {file} 不在或已损坏",
             "the font {file}, which comes with {package}, is missing or damaged"),
        Text("重新安装 {package}；在此之前可用 --format md 或 docx",
             "install {package} again; until then --format md or docx still work"),
    ),
}
