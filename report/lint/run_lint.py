"""``plancast lint``: check a plan as a document and say what was found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from data.planfile.files import DEFAULT_PLAN, read_plan_lines
from data.words import Lang
from forecast.lint import LintReport, Severity, lint
from forecast.lint.findings import RANKS
from forecast.lint.run import RULES
from report.lint.lint_records import lint_json, lint_sarif
from report.lint.lint_text import lint_markdown, lint_table, rules_list
from report.text.inputs import load_plan
from report.text.streams import screen_width, wants_colour


@dataclass(frozen=True, slots=True)
class LintOptions:
    """What the command line was given.

    ``severity`` is the least severity that is reported; ``strict`` counts notes as findings.
    """

    plan: str | None
    history: tuple[Path, ...]
    lang: Lang
    format: str
    severity: Severity
    strict: bool
    agreements: bool


@dataclass(frozen=True, slots=True)
class LintOutcome:
    """The report as text, and whether there are findings that count."""

    text: str
    found: bool


def run_lint(options: LintOptions) -> LintOutcome:
    """Lint a plan. Raises ``PlancastError`` when the plan itself cannot be used."""
    wanted = options.plan or DEFAULT_PLAN
    plan = load_plan(wanted, options.history)
    lines = read_plan_lines(wanted, plan)
    report = at_least(lint(plan), options.severity)
    lang = options.lang
    if options.format == "json":
        text = lint_json(report, plan, lines)
    elif options.format == "sarif":
        text = lint_sarif(report, RULES, lines, lang)
    elif options.format == "markdown":
        text = lint_markdown(report, plan, lines, lang=lang, agreements=options.agreements)
    else:
        text = lint_table(report, plan, lines, lang=lang, width=screen_width(),
                          colour=wants_colour(), agreements=options.agreements)
    return LintOutcome(text, counts(report, strict=options.strict))


def at_least(report: LintReport, severity: Severity) -> LintReport:
    """Return the report with the findings of at least a severity."""
    kept = tuple(f for f in report.findings if RANKS[f.severity] <= RANKS[severity])
    return replace(report, findings=kept)


def counts(report: LintReport, *, strict: bool) -> bool:
    """Whether a report has findings: errors or warnings, and notes too when ``strict``."""
    return any(strict or f.severity is not Severity.NOTE for f in report.findings)


def lint_rules(lang: Lang, format: str) -> str:
    """Return the list of all rules."""
    return rules_list(RULES, lang=lang, format=format, width=screen_width())
