"""Everything a memo speaks of, computed once: the assessment and what stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from data.words import Text
from forecast.lifecycle.record import Said
from forecast.lifecycle.summary import Summary
from forecast.lint.findings import LintReport
from forecast.plan_level.summary import PlanLevel
from forecast.solve.solution import Solution
from forecast.verdict import Assessment, TargetResult, Verdict


class MemoKind(StrEnum):
    """Which of the three reviews of a plan's life a memo is."""

    ANNUAL = "annual"
    MIDTERM = "midterm"
    FINAL = "final"


KIND_TITLES: dict[MemoKind, Text] = {
    MemoKind.ANNUAL: Text("年度监测报告", "Annual monitoring report"),
    MemoKind.MIDTERM: Text("中期评估风险报告", "Mid-term risk report"),
    MemoKind.FINAL: Text("终期总结评估报告", "Final review"),
}


@dataclass(frozen=True, slots=True)
class Dossier:
    """What a memo is written from. ``solutions`` are by (target, reading); ``earlier`` the last
    recorded likelihoods of the leading scenario by (target, reading), ``earlier_as_of`` their
    year, ``earlier_entry`` where they stand in the ledger. ``scores`` are of the ledger's runs
    whose outcomes are known by now."""

    kind: MemoKind
    assessment: Assessment
    level: PlanLevel
    lint: LintReport
    solutions: Mapping[tuple[str, str], Solution]
    earlier: Mapping[tuple[str, str], Said] = field(default_factory=dict)
    earlier_as_of: int | None = None
    earlier_entry: str = ""
    scores: tuple[Summary, ...] = ()

    def solution(self, result: TargetResult, verdict: Verdict) -> Solution | None:
        """Return what solving this reading backwards gave."""
        return self.solutions.get((result.target.id, verdict.reading.value))
