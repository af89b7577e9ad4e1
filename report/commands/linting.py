"""``plancast lint``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from report.commands.options import HistoryFiles, Lang


class LintFormat(StrEnum):
    """Format of the linter's report."""

    TABLE = "table"
    JSON = "json"
    SARIF = "sarif"
    MARKDOWN = "markdown"


class LeastSeverity(StrEnum):
    """The least severity that is reported."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


def lint(
    lang: Lang,
    plan: Annotated[str | None, typer.Argument(
        help="A plan file or a bundled plan's name. Default: the bundled Ordos plan.")] = None,
    history: HistoryFiles = None,
    format: Annotated[LintFormat, typer.Option(
        "--format", help="Format on standard output; sarif is for editors.")] = LintFormat.TABLE,
    severity: Annotated[LeastSeverity, typer.Option(
        "--severity", help="Report nothing milder than this.")] = LeastSeverity.NOTE,
    strict: Annotated[bool, typer.Option(
        "--strict", help="Notes count as findings for the exit code.")] = False,
    agreements: Annotated[bool, typer.Option(
        "--agreements", help="Also list what was compared and agrees.")] = False,
    rules: Annotated[bool, typer.Option(
        "--rules", help="List the rules instead of checking a plan.")] = False,
) -> None:
    """Check a plan as a document: its arithmetic, its terms, and what it leaves unsaid.

    Exit code 0: nothing but notes. 4: errors or warnings (with --strict also notes).
    """
    from forecast.lint import Severity
    from report.lint.run_lint import LintOptions, lint_rules, run_lint

    if rules:
        if format is LintFormat.SARIF:
            raise typer.BadParameter("the list of rules has no sarif form", param_hint="--format")
        typer.echo(lint_rules(lang, format.value), nl=False)
        return
    outcome = run_lint(LintOptions(
        plan, tuple(history or ()), lang, format.value, Severity(severity.value), strict,
        agreements))
    typer.echo(outcome.text, nl=False)
    if outcome.found:
        raise typer.Exit(4)
