"""The document linter: a plan checked against itself. ``lint(plan)`` returns a ``LintReport``."""

from forecast.lint.findings import LintFinding, LintReport, Severity
from forecast.lint.run import lint

__all__ = ["LintFinding", "LintReport", "Severity", "lint"]
