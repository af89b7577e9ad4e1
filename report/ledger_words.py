"""Words of the ledger's listings, in both languages."""

from __future__ import annotations

from data.ledger.entries import Entry, EntryKind
from data.words import Lang, Text

KIND_WORDS: dict[EntryKind, Text] = {
    EntryKind.ACTUALS: Text("实际值", "figures"), EntryKind.RUN: Text("评估", "run"),
    EntryKind.BATCH: Text("批量评估", "batch"), EntryKind.NOTE: Text("说明", "note"),
}
FACTOR_WORDS: dict[str, Text] = {
    "figures": Text("数据", "figures"), "plan": Text("目标与口径", "targets"),
    "assumptions": Text("情景假设", "assumptions"), "time": Text("时间推移", "time"),
    "model": Text("模型", "model"),
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
    "zh": ("条目", "基准观测年", "目标", "口径", "情景", "概率", "结果", "Brier", "PIT", "误差%"),
    "en": ("run", "as of", "target", "reading", "scenario", "probability", "outcome", "Brier",
           "PIT", "error %"),
}


def entry_about(entry: Entry, lang: Lang) -> str:
    """Return what an entry holds, in a few words."""
    header = entry.header
    if entry.kind is EntryKind.ACTUALS:
        return str(header.get("table", ""))
    if entry.kind is EntryKind.RUN:
        scenarios = header.get("scenarios")
        n = len(scenarios) if isinstance(scenarios, dict) else 0
        return {"zh": f"{header.get('purpose', '')}：{header.get('targets', '')}个目标，{n}个情景",
                "en": f"{header.get('purpose', '')}: {header.get('targets', '')} targets, "
                      f"{n} scenarios"}[lang]
    return "; ".join(f"{k}={v}" for k, v in list(header.items())[:3])
