"""Words of the ledger's listings, in both languages."""

from __future__ import annotations

from data.ledger.entries import Entry, EntryKind
from data.words import Lang, Text

KIND_WORDS: dict[EntryKind, Text] = {
    EntryKind.ACTUALS: Text("实际值", "figures"), EntryKind.RUN: Text("评估", "run"),
    EntryKind.BATCH: Text("批量评估", "batch"), EntryKind.NOTE: Text("说明", "note"),
}
FACTOR_WORDS: dict[str, Text] = {
    "time": Text("时间推移", "time"), "figures": Text("数据", "figures"),
    "plan": Text("目标与口径", "targets"), "assumptions": Text("情景假设", "assumptions"),
    "draws": Text("抽样", "draws"), "together": Text("合计，无法拆分", "together"),
    "model": Text("模型", "model"), "rest": Text("余项", "rest"),
}
CHANGE_WORDS: dict[str, Text] = {
    "target": Text("目标", "target"), "indicator": Text("指标", "indicator"),
    "figure": Text("数值", "figure"), "part_year": Text("部分年度数值", "part-year figure"),
    "plan": Text("规划", "plan"),
}
HEADER_WORDS: dict[str, Text] = {
    "purpose": Text("命令", "command"), "plan": Text("规划", "plan"),
    "region": Text("地区", "region"), "as_of": Text("基准观测年", "as of"),
    "asked_as_of": Text("指定的基准观测年", "as of, asked for"), "seed": Text("随机种子", "seed"),
    "paths": Text("模拟路径数", "paths"), "version": Text("版本", "version"),
    "reference": Text("参照类", "reference class"), "calibration": Text("校准", "calibration"),
    "plan_hash": Text("规划内容哈希", "hash of the plan"), "scenarios": Text("情景", "scenarios"),
    "inputs": Text("输入文件哈希", "hashes of inputs"), "targets": Text("目标数", "targets"),
    "outputs": Text("输出文件哈希", "hashes of outputs"), "series": Text("序列数", "series"),
    "refused": Text("未予评估", "refused"), "table": Text("数值表", "table"),
    "figures": Text("数值个数", "figures"), "recorded": Text("记录时间（UTC）", "recorded (UTC)"),
    "hash": Text("哈希", "hash"), "before": Text("前一条的哈希", "hash before"),
}
PENDING_WORDS: dict[str, Text] = {
    "not_due": Text("未到目标年", "target year not reached"),
    "no_figure": Text("缺目标年数值", "no figure of the target year"),
    "no_number": Text("当时未给出概率", "no probability was given"),
}
Heads = dict[Lang, tuple[str, ...]]
ENTRY_HEADS: Heads = {
    "zh": ("条目", "类型", "记录时间", "规划", "基准观测年", "行数", "内容"),
    "en": ("entry", "kind", "recorded", "plan", "as of", "rows", "about"),
}
FIGURE_HEADS: Heads = {
    "zh": ("地区", "指标", "年份", "月份", "数值", "发布日期", "来源"),
    "en": ("region", "indicator", "year", "months", "value", "published", "source"),
}
SAID_HEADS: Heads = {
    "zh": ("目标", "口径", "情景", "概率", "表述概率", "颜色", "证据"),
    "en": ("target", "reading", "scenario", "probability", "stated", "colour", "grade"),
}
DIFF_HEADS: Heads = {
    "zh": ("目标", "口径", "情景", "前", "后"),
    "en": ("target", "reading", "scenario", "before", "after"),
}
CASE_HEADS: Heads = {
    "zh": ("条目", "基准观测年", "目标", "口径", "情景", "概率", "结果", "Brier", "PIT", "误差%",
           "事后"),
    "en": ("run", "as of", "target", "reading", "scenario", "probability", "outcome", "Brier",
           "PIT", "error %", "replay"),
}


def entry_about(entry: Entry, lang: Lang) -> str:
    """Return what an entry holds, in a few words."""
    header = entry.header
    purpose, targets = header.get("purpose", ""), header.get("targets", "")
    if entry.kind is EntryKind.ACTUALS:
        return str(header.get("table", ""))
    if entry.kind is EntryKind.BATCH:
        return {"zh": f"{targets}个目标，{header.get('series', '')}个序列",
                "en": f"{targets} targets of {header.get('series', '')} series"}[lang]
    if entry.kind is EntryKind.RUN:
        scenarios = header.get("scenarios")
        n = len(scenarios) if isinstance(scenarios, dict) else 0
        return {"zh": f"{purpose}：{targets}个目标，{n}个情景",
                "en": f"{purpose}: {targets} targets, {n} scenarios"}[lang]
    return "; ".join(f"{k}={v}" for k, v in list(header.items())[:3])
