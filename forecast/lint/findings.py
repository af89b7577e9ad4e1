"""What the document linter says: findings, what was found to agree, and where either stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

from data.plan import Span
from data.words import NOTHING, Wording


class Severity(StrEnum):
    """How much a finding matters. The words are those of SARIF's result levels."""

    ERROR = "error"  # the document contradicts itself or its own arithmetic
    WARNING = "warning"  # a target cannot be read in one way, or two statements do not go together
    NOTE = "note"  # cannot be checked or scored as written


RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class Spot:
    """A row of the plan and what it is about.

    ``section`` is the list of the plan file (``targets``, ``history``, ``statements``, ``parts``,
    ``unread``, ``indicators``) and ``index`` the row in it, counting from 0; a history row has
    none and is known by its indicator, region and year. ``source`` and ``span`` say where in the
    document the figure stands.
    """

    section: str
    index: int | None = None
    indicator: str = ""
    region: str = ""
    year: int | None = None
    source: str = ""
    span: Span | None = None

    def same_row(self, other: Spot) -> bool:
        """Whether two places are one row of the plan file, whatever in it is meant."""
        if self.index is None or other.index is None:
            return self == other
        return (self.section, self.index) == (other.section, other.index)


@dataclass(frozen=True, slots=True)
class Hit:
    """What one rule found in one place.

    ``sums`` is the arithmetic, ``declare`` what would settle it (the rule's own words when
    empty), ``severity`` replaces the rule's where a case is milder, ``others`` are the rows that
    it was compared with.
    """

    spot: Spot
    what: Wording
    sums: Wording = NOTHING
    declare: Wording = NOTHING
    severity: Severity | None = None
    others: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreed:
    """Two or more figures that a rule compared and that go together."""

    spot: Spot
    sums: Wording
    others: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class LintFinding:
    """A finding as it is reported."""

    code: str
    severity: Severity
    spot: Spot
    title: Wording
    what: Wording
    sums: Wording
    declare: Wording
    others: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A comparison that held, under the rule that made it."""

    code: str
    spot: Spot
    sums: Wording
    others: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class LintReport:
    """Everything the linter says of one plan, findings in the order error, warning, note.

    ``recomputed`` growth claims had both figures to recompute them from, ``agreeing`` of them
    agree with what is printed; ``open_claims`` lacked a figure.
    """

    plan: str
    findings: tuple[LintFinding, ...]
    agreements: tuple[Agreement, ...]
    recomputed: int
    agreeing: int
    open_claims: int

    def counts(self) -> dict[Severity, int]:
        """Return the number of findings of each severity, also of those that have none."""
        found = Counter(finding.severity for finding in self.findings)
        return {severity: found[severity] for severity in Severity}

    def codes(self) -> tuple[str, ...]:
        """Return the codes of all findings, in order, repeated as often as they were found."""
        return tuple(finding.code for finding in self.findings)
