"""What a rule of the linter is: a check of a plan's facts with its code and its words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from data.words import Text
from forecast.lint.facts import Facts
from forecast.lint.findings import Agreed, Hit, Severity

Check = Callable[[Facts], Iterator[Hit | Agreed]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: a stable code, what it finds, the formula, and what settles a finding."""

    code: str
    severity: Severity
    title: Text
    finds: Text
    formula: Text
    declare: Text
    check: Check
