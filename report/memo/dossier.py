"""Everything a memo speaks of, computed once: the assessment and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data.messages.message import Messages
from data.plan import Plan
from forecast.cases import default_as_of
from forecast.lifecycle.record import Recorded
from forecast.lifecycle.summary import Summary
from forecast.lint.findings import LintReport
from forecast.plan_level.summary import PlanLevel
from forecast.probability.verdict import Assessment, TargetResult, Verdict
from forecast.question.standing import Standing
from forecast.solve.solution import Solution


class MemoKind(StrEnum):
    """Which review of a plan's life a memo is; the first comes before any year is observed."""

    BASELINE = "baseline"
    ANNUAL = "annual"
    MIDTERM = "midterm"
    FINAL = "final"


class Observed(StrEnum):
    """What of the plan's own period has been observed at an as-of year."""

    NOTHING = "nothing"
    PARTS = "parts"  # of a year, none in full
    YEARS = "years"


def observed(plan: Plan, as_of: int | None) -> Observed:
    """Return what the plan's figures show of its own period.

    Without an as-of year a part of the year after the latest full one counts, as in ``assess``.
    """
    year = default_as_of(plan) if as_of is None else as_of
    start, until = plan.period.start, year + (as_of is None)
    if any(start <= int(y) <= year for s in plan.history for y in s.years):
        return Observed.YEARS
    parts = any(start <= part.year <= until for part in plan.partials)
    return Observed.PARTS if parts else Observed.NOTHING


KIND_TITLES = Messages("memo.kinds", MemoKind)


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a memo is written from. ``solutions`` are by (target, reading); ``earlier`` the last
    recorded probabilities of the leading scenario by (target, reading), ``earlier_as_of`` their
    year, ``earlier_entry`` where they stand in the ledger. ``scores`` are of the ledger's runs
    whose outcomes are known by now, ``standings`` the growth that each reading requires."""

    kind: MemoKind
    assessment: Assessment
    level: PlanLevel
    lint: LintReport
    solutions: Mapping[tuple[str, str], Solution]
    earlier: Mapping[tuple[str, str], Recorded] = field(default_factory=dict)
    earlier_as_of: int | None = None
    earlier_entry: str = ""
    scores: tuple[Summary, ...] = ()
    standings: tuple[Standing, ...] = ()
    observed: Observed = Observed.YEARS

    def solution(self, result: TargetResult, verdict: Verdict) -> Solution | None:
        """Return what solving this reading backwards gave."""
        return self.solutions.get((result.target.id, verdict.reading.value))
