"""The words of the linter's report, in Chinese and English, and how its places are written."""

from __future__ import annotations

from data.messages.message import Joined, Message, Messages
from data.plan import Plan
from data.planfile.lines import PlanLines
from data.words import Lang
from forecast.lint import LintReport, Severity
from forecast.lint.findings import Spot
from report.text.words import bracketed

SEVERITIES = Messages("lint.severities", Severity)

LABELS = Messages("lint.labels", str)

def label(key: str, lang: Lang) -> str:
    """Return one label."""
    return LABELS[key].get(lang)


def summary(report: LintReport, lang: Lang) -> str:
    """Return how many findings there are, and how many stated growths were recomputed."""
    counts = report.counts()
    others = len(report.agreements) - sum(a.code == "GROWTH_MISMATCH" for a in report.agreements)
    stated = report.recomputed + report.open_claims
    found = Joined([Message("lint.count", n=n, severity=s) for s, n in counts.items()], "mark.list")
    return Message("lint.summary", found=found, stated=stated, recomputed=report.recomputed,
                   agreeing=report.agreeing, others=others).get(lang)


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
    at = Message("lint.line_characters", line=line, start=start + 1, end=end).get(lang)
    return spot.source + bracketed(at, lang) if spot.source else at
