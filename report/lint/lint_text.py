"""The linter's report for people: on a terminal, and as Markdown."""

from __future__ import annotations

from itertools import groupby

from data.messages.message import Joined, Message, Messages
from data.plan import Plan
from data.planfile.files import PlanLines
from data.words import Lang, Wording
from forecast.lint import LintFinding, LintReport, Severity
from forecast.lint.findings import Spot
from forecast.lint.rule import Rule
from report.assessment.table import Lines, styled
from report.text.grid import grid
from report.text.markup import literal
from report.text.words import bracketed
from report.text.wrapping import wrap

# The words of the linter's report, in Chinese and English, and how its places are written.

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


PLAIN = ""
STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow", Severity.NOTE: "bold"}
INDENT = 2
NARROWEST = 40


def lint_table(report: LintReport, plan: Plan, lines: PlanLines, *, lang: Lang, width: int,
               colour: bool, agreements: bool) -> str:
    """Return the report for a terminal ``width`` columns wide: findings grouped by code."""
    width = max(width, NARROWEST)
    out: Lines = [(line, "bold") for line in wrap(plan.title.get(lang), width)]
    out += [(line, PLAIN) for line in wrap(summary(report, lang), width)]
    for group in grouped(report.findings):
        out.append(("", PLAIN))
        first = group[0]
        head = f"{SEVERITIES[first.severity].get(lang)} {first.code}  {first.title.get(lang)}"
        out += [(line, STYLES[first.severity]) for line in wrap(head, width)]
        shared = _shared(group)
        for finding in group:
            out += _finding(finding, plan, lines, lang, width)
            if shared is None:
                out += _indented(f"→ {finding.declare.get(lang)}", width, 2 * INDENT)
        if shared is not None:
            out += _indented(f"→ {shared.get(lang)}", width, INDENT)
    if not report.findings:
        out.append((label("clean", lang), PLAIN))
    if agreements and report.agreements:
        out += [("", PLAIN), (label("agreed", lang), "bold")]
        for agreed in report.agreements:
            out += _indented(f"{agreed.sums.get(lang)}  [{agreed.code}]", width, INDENT)
    return styled(out, colour=colour)


def grouped(findings: tuple[LintFinding, ...]) -> list[list[LintFinding]]:
    """Return findings of one severity and code together, in their order."""
    return [list(group) for _, group in groupby(findings, key=lambda f: (f.severity, f.code))]


def _shared(group: list[LintFinding]) -> Wording | None:
    """Return what to declare when it is the same for the whole group."""
    return group[0].declare if all(f.declare == group[0].declare for f in group) else None


def _finding(finding: LintFinding, plan: Plan, lines: PlanLines, lang: Lang,
             width: int) -> Lines:
    out = _indented(f"{file_place(finding.spot, lines)}  "
                    f"{subject(finding.spot, plan, lang)}".rstrip(), width, INDENT)
    out += _indented(finding.what.get(lang), width, 2 * INDENT)
    if finding.sums.get(lang):
        out += _indented(f"= {finding.sums.get(lang)}", width, 2 * INDENT)
    return out


def _indented(text: str, width: int, indent: int) -> Lines:
    return [(" " * indent + line, PLAIN) for line in wrap(text, width - indent)]


def lint_markdown(report: LintReport, plan: Plan, lines: PlanLines, *, lang: Lang,
                  agreements: bool) -> str:
    """Return the report as Markdown: one section a code, one item a finding."""
    out = [f"# {literal(plan.title.get(lang))}", "", literal(summary(report, lang))]
    for group in grouped(report.findings):
        first = group[0]
        out += ["", f"## {SEVERITIES[first.severity].get(lang)} `{first.code}` "
                f"{literal(first.title.get(lang))}", ""]
        for finding in group:
            place = " · ".join(p for p in (
                file_place(finding.spot, lines), document_place(finding.spot, lang)) if p)
            out.append(f"- {literal(finding.what.get(lang))}")
            if finding.sums.get(lang):
                out.append(f"  - {label('sums', lang)}: {literal(finding.sums.get(lang))}")
            out += [f"  - {label('declare', lang)}: {literal(finding.declare.get(lang))}",
                    f"  - {label('place', lang)}: {literal(place)}"]
    if not report.findings:
        out += ["", label("clean", lang)]
    if agreements and report.agreements:
        out += ["", f"## {label('agreed', lang)}", ""]
        out += [f"- {literal(a.sums.get(lang))} (`{a.code}`)" for a in report.agreements]
    return "\n".join(out) + "\n"


def rules_list(rules: tuple[Rule, ...], *, lang: Lang, format: str, width: int) -> str:
    """Return every rule: code, severity, what it finds, the formula, what to declare."""
    heads = [label(key, lang) for key in ("code", "severity", "finds", "formula", "declare")]
    rows = [(rule.code, SEVERITIES[rule.severity].get(lang), rule.finds.get(lang),
             rule.formula.get(lang), rule.declare.get(lang)) for rule in rules]
    if format != "table":
        return grid(heads, rows, format=format, width=width,
                    keys=("code", "severity", "finds", "formula", "declare"))
    out: Lines = []
    for rule in rules:
        out += [(f"{rule.code}  {SEVERITIES[rule.severity].get(lang)}", STYLES[rule.severity])]
        out += _indented(rule.finds.get(lang), width, INDENT)
        if rule.formula.get(lang) != "—":
            out += _indented(f"= {rule.formula.get(lang)}", width, INDENT)
        out += _indented(f"→ {rule.declare.get(lang)}", width, INDENT)
    return styled(out, colour=False)
