"""Every rule of the document linter, in the order in which it is documented."""

from __future__ import annotations

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
from forecast.lint.findings import Severity
from forecast.lint.growth import growth_mismatch, growth_open, times_reading
from forecast.lint.levels import share_over_100, wrong_side_of_base
from forecast.lint.periods import period_total
from forecast.lint.rates import rate_against_level, rate_against_total
from forecast.lint.rule import Rule
from forecast.lint.scope import flow_stock_term, operator_mismatch, scope_conflict
from forecast.lint.stocks import flow_cannot_lift
from forecast.lint.totals import parts_missing, parts_sum
from forecast.lint.units import percent_point, unit_odd

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
