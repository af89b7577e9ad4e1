"""Plans that are odd but legal: gaps inside a sum, a part of a running total, less is better."""

from __future__ import annotations

import pytest

from data.plan import Plan
from data.planfile.files import parse_plan
from data.words import Sense
from forecast.assessment import assess
from forecast.knowledge import bare_region, bundled_knowledge
from forecast.probability.verdict import Verdict
from forecast.question.readings import questions
from scenarios.file.reading import parse_scenarios, resolve

HEAD = """
plan: p
title: {{en: P}}
region: {{en: Springfield}}
period: {{base: 2020, start: 2021, end: 2025}}
indicators:
  a: {{name: {{en: A}}, unit: 件, {kind}}}
targets:
  - {{indicator: a, {target}}}
history:
"""


def _plan(kind: str, target: str, figures: dict[int, float], more: str = "") -> Plan:
    rows = [f"  - {{indicator: a, year: {y}, value: {v}, unit: 件}}" for y, v in figures.items()]
    return parse_plan(HEAD.format(kind=kind, target=target) + "\n".join(rows) + "\n" + more)


def _verdict(plan: Plan, as_of: int | None = None) -> Verdict:
    found = assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge(), as_of=as_of,
                   n_paths=400)
    return found.results[0].verdicts[0]


def _p(verdict: Verdict) -> float:
    found = verdict.chances[0].probability
    assert found is not None
    return found


def test_a_missing_year_inside_a_sum_loses_no_later_year() -> None:
    target = "value: 5000, basis: cumulative_over_period"
    whole = _plan("kind: flow", target, {2020: 1000, 2021: 1000, 2022: 1000})
    gappy = _plan("kind: flow", target, {2020: 1000, 2022: 1000})
    (asked,) = questions(gappy, gappy.targets[0], 2022)
    assert (asked.total, asked.total_year) == (pytest.approx(2000), 2022)
    assert abs(_p(_verdict(whole)) - _p(_verdict(gappy))) < 0.25


def test_a_part_of_a_running_total_is_not_a_part_of_its_inflow() -> None:
    totals = {2018: 100, 2019: 200, 2020: 300, 2021: 400, 2022: 500}
    part = "partials:\n  - {indicator: a, year: 2023, first: 1, last: 6, value: 550}\n"
    plain = _verdict(_plan("kind: cumulative", "value: 800", totals))
    assert _verdict(_plan("kind: cumulative", "value: 800", totals, part)).chances == plain.chances


def test_what_was_counted_in_part_of_a_year_stays_counted() -> None:
    part = "partials:\n  - {indicator: a, year: 2025, first: 1, last: 11, value: 10}\n"
    plan = _plan("kind: flow", "value: 10", {2022: 9, 2023: 10, 2024: 9}, part)
    assert _p(_verdict(plan)) == 1.0


def test_bounds_hold_without_a_scenario() -> None:
    plan = _plan("kind: flow, bounds: {low: 0, high: 150}", "value: 140", {2019: 90, 2020: 100})
    high = _verdict(plan).chances[0].high80
    assert high is not None
    assert high <= 150


def test_less_is_better_means_at_most_where_nothing_is_said() -> None:
    plan = _plan("kind: flow, direction: -1", "base: 100, value: 80", {2019: 90})
    assert plan.targets[0].sense is Sense.AT_MOST
    stated = _plan("kind: flow, direction: -1", "base: 100, value: 80, sense: at_least", {2019: 90})
    assert stated.targets[0].sense is Sense.AT_LEAST


def test_a_running_total_cannot_be_summed_over_the_period() -> None:
    plan = _plan("kind: cumulative", "value: 800, basis: cumulative_over_period", {2020: 300})
    verdict = _verdict(plan)
    assert verdict.chances[0].probability is None
    assert "yearly flow" in verdict.evidence.missing.get("en")


def test_years_before_the_base_need_not_rise() -> None:
    early = _plan("kind: flow", "basis: every_year_up", {2015: 90, 2016: 100})
    (asked,) = questions(early, early.targets[0], 2016)
    assert asked.base_year == 2020
    assert 0 < _p(_verdict(early)) < 1


def test_a_base_after_the_as_of_year_disputes_nothing() -> None:
    figures = {2016: 80, 2017: 90, 2018: 100, 2020: 200}
    verdict = _verdict(_plan("kind: flow", "base: 100, value: 300", figures), 2018)
    assert verdict.chances[0].probability is not None
    assert "BASE_CONFLICT" not in [f.code for f in verdict.findings]


def test_a_region_is_known_by_its_bare_name() -> None:
    assert bare_region("广东省") == bare_region("广东")
    assert bare_region("广西壮族自治区") == bare_region("广西")
    assert bare_region("Ordos City") == "ordos"


def test_a_tiny_assumption_moves_a_small_count_by_little_and_in_its_direction() -> None:
    plan = _plan("kind: stock", "base: 10, value: 12", {2019: 9})
    tiny = "scenario: t{0}\nname: {{en: T}}\nextends: baseline\nsteps:\n" \
           "  - {{step: growth_shift, by: {1}}}\n"
    more, less = (parse_scenarios(tiny.format(n, by))[0] for n, by in (("up", 0.1), ("down", -0.1)))
    found = assess(plan, (*resolve(("baseline",)), more, less), knowledge=bundled_knowledge())
    base, up, down = (c.probability for c in found.results[0].verdicts[0].chances)
    assert base is not None
    assert up is not None
    assert down is not None
    assert down <= base <= up
    assert up - down < 0.02


def test_a_cap_on_a_running_total_caps_the_total() -> None:
    plan = _plan("kind: cumulative", "value: 800", {2018: 100, 2019: 200, 2020: 300})
    (cap,) = parse_scenarios("scenario: c\nname: {en: C}\nextends: baseline\n"
                             "steps:\n  - {step: cap, at: 600}\n")
    found = assess(plan, (*resolve(("baseline",)), cap), knowledge=bundled_knowledge(), n_paths=400)
    free, capped = found.results[0].verdicts[0].chances
    assert free.median is not None
    assert capped.high80 is not None
    assert free.median > 600
    assert capped.high80 <= 600
    assert capped.probability == 0.0


def test_an_optimistic_scenario_is_good_news_also_where_less_is_better() -> None:
    plan = _plan("kind: flow, direction: -1, family: patent_grants", "value: 80",
                 dict(zip(range(2014, 2021), (120, 118, 112, 109, 104, 103, 100), strict=True)))
    names = ("baseline", "optimistic", "pessimistic", "policy-push")
    found = assess(plan, resolve(names), knowledge=bundled_knowledge(), n_paths=500)
    p = {c.scenario: c.probability or 0.0 for c in found.results[0].verdicts[0].chances}
    assert p["pessimistic"] < p["baseline"] < p["policy-push"]
    assert p["baseline"] < p["optimistic"]
