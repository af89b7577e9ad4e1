"""What a rule of the linter is: a check of a plan's facts with its code and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.messages.message import Message
from forecast.lint.facts import Facts
from forecast.lint.findings import Agreed, Hit, Severity

Check = Callable[[Facts], Iterator[Hit | Agreed]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable code, what it finds, the formula, and what settles a finding.

    The texts are ``lint_rules.CODE.title`` and so on in the catalogue.
    """

    code: str
    severity: Severity
    check: Check

    @property
    def title(self) -> Message:
        """What it is called."""
        return Message(f"lint_rules.{self.code}.title")

    @property
    def finds(self) -> Message:
        """What it finds."""
        return Message(f"lint_rules.{self.code}.finds")

    @property
    def formula(self) -> Message:
        """How it is computed; a dash where nothing is."""
        return Message(f"lint_rules.{self.code}.formula")

    @property
    def declare(self) -> Message:
        """What settles a finding."""
        return Message(f"lint_rules.{self.code}.declare")
