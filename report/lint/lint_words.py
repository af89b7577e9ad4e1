"""The words of the linter's report, in Chinese and English, and how its places are written."""

from __future__ import annotations

from data.plan import Plan
from data.planfile.lines import PlanLines
from data.words import Lang, Text
from forecast.lint import LintReport, Severity
from forecast.lint.findings import Spot

SEVERITIES: dict[Severity, Text] = {
    Severity.ERROR: Text("错误", "error"),
    Severity.WARNING: Text("警告", "warning"),
    Severity.NOTE: Text("提示", "note"),
}

LABELS: dict[str, Text] = {
    "declare": Text("如何声明", "What to declare"),
    "severity": Text("级别", "severity"),
    "code": Text("代码", "code"),
    "finds": Text("查什么", "what it finds"),
    "formula": Text("算式", "formula"),
    "place": Text("位置", "place"),
    "finding": Text("发现", "finding"),
    "sums": Text("计算", "arithmetic"),
    "agreed": Text("核对一致", "Compared and in agreement"),
    "clean": Text("没有发现问题。", "Nothing found."),
}

_PLURALS = {
    Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.NOTE: "notes",
}


def label(key: str, lang: Lang) -> str:
    """Return one label."""
    return LABELS[key].get(lang)


def summary(report: LintReport, lang: Lang) -> str:
    """Return how many findings there are, and how many stated growths were recomputed."""
    counts = report.counts()
    others = len(report.agreements) - sum(a.code == "GROWTH_MISMATCH" for a in report.agreements)
    stated = report.recomputed + report.open_claims
    if lang == "zh":
        found = "、".join(f"{n}个{SEVERITIES[s].zh}" for s, n in counts.items())
        growth = (f"；所列增幅{stated}处，复算{report.recomputed}处，一致{report.agreeing}处"
                  if stated else "")
        return f"{found}{growth}；其他核对一致{others}处"
    found = ", ".join(f"{n} {s.value if n == 1 else _PLURALS[s]}" for s, n in counts.items())
    growth = (f"; of {stated} stated growth figures {report.recomputed} recomputed, "
              f"{report.agreeing} agree" if stated else "")
    return f"{found}{growth}; {others} other comparisons agree"


def key_of(spot: Spot, lines: PlanLines) -> tuple[str, int | None]:
    """Return the key of a row in the plan file (``targets[2]``) and its line."""
    row: int | str | None = spot.index
    if spot.section == "indicators":
        row = spot.indicator
    elif spot.section == "history" and spot.year is not None:
        row = lines.history_row(spot.indicator, spot.region, spot.year)
    path = lines.path(spot.section, row)
    return lines.key(path), None if row is None else lines.line(path)


def file_place(spot: Spot, lines: PlanLines) -> str:
    """Return the place in the plan file: ``plan.yaml:12 targets[2]``."""
    key, line = key_of(spot, lines)
    return f"{lines.file}{'' if line is None else f':{line}'} {key}".strip()


def subject(spot: Spot, plan: Plan, lang: Lang) -> str:
    """Return what a row is about: the region when it is another one, the indicator, the year."""
    own = spot.region in ("", plan.region.zh, plan.region.en)
    name = plan.indicator(spot.indicator).name.get(lang) if spot.indicator else ""
    parts = ("" if own else spot.region, name, "" if spot.year is None else str(spot.year))
    return " ".join(p for p in parts if p)


def document_place(spot: Spot, lang: Lang) -> str:
    """Return the place in the source document: what the plan says of it, then line and columns."""
    if spot.span is None:
        return spot.source
    line, start, end = spot.span.line, spot.span.start, spot.span.end
    at = (f"原文第{line}行第{start + 1}—{end}字" if lang == "zh"
          else f"line {line}, characters {start + 1}-{end}")
    return f"{spot.source}（{at}）" if lang == "zh" and spot.source else (
        f"{spot.source} ({at})" if spot.source else at)
