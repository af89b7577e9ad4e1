"""Running every rule over a plan."""

from __future__ import annotations

from data.plan import Plan
from data.words import NOTHING
from forecast.lint.facts import facts_of
from forecast.lint.findings import RANKS, Agreed, Agreement, Hit, LintFinding, LintReport
from forecast.lint.growth import Outcome, claims
from forecast.lint.registry import RULES
from forecast.lint.rule import Rule

_AGREE = (Outcome.AGREES, Outcome.CUT_OFF)


def lint(plan: Plan, *, rules: tuple[Rule, ...] = RULES) -> LintReport:
    """Check a plan as a document: its arithmetic, its terms, and what it leaves unsaid.

    Nothing is forecast and nothing outside the plan is used.

    Returns
    -------
    LintReport : findings by severity, then in the order of the rules and of the plan; what was
        compared and agrees; how many stated growths were recomputed.
    """
    facts = facts_of(plan)
    findings: list[LintFinding] = []
    agreements: list[Agreement] = []
    for rule in rules:
        for result in rule.check(facts):
            if isinstance(result, Hit):
                findings.append(_finding(rule, result))
            else:
                agreements.append(_agreement(rule, result))
    findings.sort(key=lambda finding: RANKS[finding.severity])
    stated = claims(facts)
    return LintReport(
        plan.id, tuple(findings), tuple(agreements),
        sum(claim.recomputed for claim in stated),
        sum(claim.outcome in _AGREE for claim in stated),
        sum(not claim.recomputed for claim in stated))


def _finding(rule: Rule, hit: Hit) -> LintFinding:
    declare = rule.declare if hit.declare == NOTHING else hit.declare
    return LintFinding(rule.code, hit.severity or rule.severity, hit.spot, rule.title, hit.what,
                       hit.sums, declare, hit.others)


def _agreement(rule: Rule, agreed: Agreed) -> Agreement:
    return Agreement(rule.code, agreed.spot, agreed.sums, agreed.others)
