"""Running every rule over a plan."""

from __future__ import annotations

from data.plan import Plan
from data.words import NOTHING
from forecast.lint.bases import base_conflict, target_conflict, unit_slip
from forecast.lint.counts import increment_mismatch, near_miss_count
from forecast.lint.declarations import (
    about_without_tolerance,
    every_year_up_value,
    kind_undeclared,
    low_confidence,
    missing_base,
    outside_period,
    qualitative_target,
    relative_target,
    unread_passage,
)
from forecast.lint.facts import facts_of
from forecast.lint.findings import RANKS, Agreed, Agreement, Hit, LintFinding, LintReport, Severity
from forecast.lint.growth import Outcome, claims, growth_mismatch, growth_open, times_reading
from forecast.lint.levels import share_over_100, wrong_side_of_base
from forecast.lint.periods import period_total
from forecast.lint.rates import rate_against_level, rate_against_total
from forecast.lint.rule import Rule
from forecast.lint.scope import flow_stock_term, operator_mismatch, scope_conflict
from forecast.lint.stocks import flow_cannot_lift
from forecast.lint.totals import parts_missing, parts_sum
from forecast.lint.units import percent_point, unit_odd

# Every rule of the document linter, in the order in which it is documented.

E, W, N = Severity.ERROR, Severity.WARNING, Severity.NOTE

RULES: tuple[Rule, ...] = (
    Rule("GROWTH_MISMATCH", E, growth_mismatch),
    Rule("TIMES_READING", W, times_reading),
    Rule("GROWTH_OPEN", N, growth_open),
    Rule("BASE_CONFLICT", E, base_conflict),
    Rule("TARGET_CONFLICT", E, target_conflict),
    Rule("SCOPE_CONFLICT", W, scope_conflict),
    Rule("FLOW_STOCK_TERM", W, flow_stock_term),
    Rule("KIND_UNDECLARED", W, kind_undeclared),
    Rule("OPERATOR_MISMATCH", W, operator_mismatch),
    Rule("UNIT_SLIP", E, unit_slip),
    Rule("UNIT_ODD", W, unit_odd),
    Rule("PERCENT_POINT", W, percent_point),
    Rule("MISSING_BASE", W, missing_base),
    Rule("WRONG_SIDE_OF_BASE", E, wrong_side_of_base),
    Rule("SHARE_OVER_100", E, share_over_100),
    Rule("PARTS_SUM", E, parts_sum),
    Rule("PARTS_MISSING", W, parts_missing),
    Rule("FLOW_CANNOT_LIFT_STOCK", E, flow_cannot_lift),
    Rule("RATE_AGAINST_TOTAL", W, rate_against_total),
    Rule("RATE_AGAINST_LEVEL", W, rate_against_level),
    Rule("INCREMENT_MISMATCH", W, increment_mismatch),
    Rule("NEAR_MISS_COUNT", W, near_miss_count),
    Rule("PERIOD_TOTAL_AS_YEARLY", W, period_total),
    Rule("TARGET_OUTSIDE_PERIOD", N, outside_period),
    Rule("EVERY_YEAR_UP_VALUE", N, every_year_up_value),
    Rule("ABOUT_WITHOUT_TOLERANCE", N, about_without_tolerance),
    Rule("RELATIVE_TARGET", N, relative_target),
    Rule("QUALITATIVE_TARGET", N, qualitative_target),
    Rule("LOW_CONFIDENCE", N, low_confidence),
    Rule("UNREAD_PASSAGE", N, unread_passage),
)


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
