"""Comparable series, and targets of such plans: one number a name, words after the right one."""

import json
from dataclasses import replace

import numpy as np
import pytest

from data.plan import Plan
from data.planfile.files import parse_plan
from data.words import Lang, Regime
from forecast.assessment import assess
from forecast.cases import start_run
from forecast.knowledge import bundled_knowledge
from forecast.plan_targets.evidence import Record
from forecast.plan_targets.statement import AsPlan, PlanShift, followed, plan_shift
from forecast.probability.colour import colour
from forecast.probability.verdict import Assessment
from forecast.probability.words import word
from forecast.scenario_analysis.compare import compare
from forecast.solve.answers import Ask, solve_plan
from forecast.solve.levers import GROWTH_SHIFT, simple_lever
from models.plan_targets.shift import certain
from report.assessment.markdown import assessment_markdown
from report.assessment.plan_statement import REGIME_NAMES, plan_sentences
from report.assessment.records import assessment_json, assessment_records
from report.assessment.table import assessment_table
from report.solve.solve_words import now_text
from scenarios.file.reading import resolve

TEXT = """
plan: p
title: {{zh: 规划, en: Plan}}
region: {region}
{more}
period: {{base: 2020, start: 2021, end: 2025}}
indicators:
  grants: {{name: {{zh: 专利授权量, en: Patents granted}}, unit: 件, kind: flow,
           family: patent_grants}}
targets:
  - {{id: likely, indicator: grants, value: 1500}}
  - {{id: unlikely, indicator: grants, value: 2600}}
  - {{id: known, indicator: grants, value: 900, year: 2021}}
history:
  - {{indicator: grants, year: 2018, value: 800}}
  - {{indicator: grants, year: 2019, value: 900}}
  - {{indicator: grants, year: 2020, value: 1000}}
  - {{indicator: grants, year: 2021, value: 1050}}
"""
CHINESE, ELSEWHERE = "{zh: 某市, en: Some city}", "{zh: '', en: Springfield}"


def plan_of(region: str = CHINESE, more: str = "") -> Plan:
    return parse_plan(TEXT.format(region=region, more=more), "p.yaml")


def assessed(plan: Plan) -> Assessment:
    return assess(plan, resolve(("baseline", "optimistic")), knowledge=bundled_knowledge(),
                  n_paths=400)


@pytest.fixture(scope="module")
def chinese() -> Assessment:
    return assessed(plan_of())


def test_a_law_alone_and_beside_the_shift_is_the_same(chinese: Assessment) -> None:
    alone = assessed(plan_of(ELSEWHERE))
    assert alone.shift is None
    for one, both in zip(alone.results, chinese.results, strict=True):
        for a, b in zip(one.verdicts[0].chances, both.verdicts[0].chances, strict=True):
            assert a.as_plan is None
            assert (a.stated, a.colour, a.word) == (a.followed, colour(a.followed),
                                                    a.word if one.target.id == "known"
                                                    else word(a.followed))
            # another region is another class and other random numbers: near, not the same
            if b.probability is not None and a.probability is not None:
                assert b.probability == pytest.approx(a.probability, abs=0.08)


def test_words_and_colours_follow_such_plans(chinese: Assessment) -> None:
    shift = chinese.shift
    assert shift is not None
    assert (shift.regime, shift.followed, shift.declared) == (Regime.CHINA_PLAN, True, False)
    for result in chinese.results[:2]:
        for chance in result.verdicts[0].chances:
            plan = chance.as_plan
            assert plan is not None
            assert chance.stated is not None
            assert chance.probability is not None
            assert chance.followed == plan.stated > chance.stated
            assert (chance.word, chance.colour) == (word(plan.stated), colour(plan.stated))
            assert plan.low < plan.probability < plan.high
            assert plan == shift.of(chance.probability, chance.mc_se or 0.0)


def test_a_known_outcome_has_no_second_statement(chinese: Assessment) -> None:
    chance = chinese.results[2].verdicts[0].chances[0]
    assert (chance.stated, chance.as_plan, chance.followed) == (1.0, None, 1.0)


def test_where_the_shift_was_no_better_words_follow_the_law() -> None:
    found = assessed(plan_of(ELSEWHERE, "regime: national_plan"))
    assert found.shift is not None
    assert found.shift.declared
    assert not found.shift.followed
    chance = found.results[0].verdicts[0].chances[0]
    assert chance.as_plan is not None
    assert chance.followed == chance.stated
    assert chance.colour == colour(chance.stated)


def test_one_rule_says_which_number_is_followed() -> None:
    plan = AsPlan(0.7, 0.7, 0.5, 0.9, followed=True)
    assert followed(0.4, plan) == 0.7
    assert followed(0.4, replace(plan, followed=False)) == 0.4
    assert followed(0.4, None) == 0.4


def test_no_shift_leaves_the_number_and_out_of_range_is_refused() -> None:
    none = PlanShift(Regime.CHINA_PLAN, True, True, Record(1, 1, 1), certain(0.0))
    assert none.of(0.37).probability == pytest.approx(0.37)
    assert none.of(0.37).stated == 0.37
    with pytest.raises(ValueError, match="probability"):
        none.of(1.2)


def test_counts_share_one_shift() -> None:
    shift = plan_shift(plan_of(), as_of=2020)
    assert shift is not None
    p = np.array([0.3, 0.6])
    mean, low, high = shift.expected(np.tile(p, 20))
    one, under, over = shift.expected(p)
    assert (mean, low, high) == pytest.approx((20 * one, 20 * under, 20 * over))
    assert low < mean < high
    assert mean == pytest.approx(20 * sum(shift.of(float(x)).probability for x in p))


def test_an_early_as_of_year_knows_fewer_plans() -> None:
    late, early = plan_shift(plan_of(), as_of=2020), plan_shift(plan_of(), as_of=2006)
    assert late is not None
    assert early is not None
    assert early.record.sets < late.record.sets
    assert plan_shift(plan_of(), as_of=1990) is None


def test_every_command_says_the_same_number_for_the_same_name(chinese: Assessment) -> None:
    plan, scenarios = plan_of(), resolve(("baseline", "optimistic"))
    knowledge = bundled_knowledge()
    run = start_run(plan, knowledge=knowledge, n_paths=400)
    compared = compare(run, plan.targets, scenarios, against=scenarios[0])
    ask = Ask(scenarios[0], scenarios[0], simple_lever(GROWTH_SHIFT), scenarios[1],
              scenarios[1].name, wires=False)
    solved = solve_plan(plan, ask, knowledge=knowledge, n_paths=400)
    for i in (0, 1):
        chances = chinese.results[i].verdicts[0].chances
        for chance, side in zip(chances, compared.rows[i].sides, strict=True):
            assert (side.probability, side.stated, side.as_plan, side.colour) == (
                chance.probability, chance.stated, chance.as_plan, chance.colour)
        solution = solved.solutions[i]
        assert (solution.stated, solution.as_plan, solution.colour) == (
            chances[0].stated, chances[0].as_plan, chances[0].colour)
    level = chinese.level
    assert level is not None
    assert level.as_plan is not None
    sums = [r.verdicts[0].chances[0] for r in chinese.results]
    assert level.as_plan.expected == pytest.approx(
        sum(c.as_plan.probability if c.as_plan else c.probability or 0.0 for c in sums))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_are_shown_with_the_interval_and_why_they_differ(
        chinese: Assessment, lang: Lang) -> None:
    chance = chinese.results[0].verdicts[0].chances[0]
    assert chance.as_plan is not None
    series, plans = f"{100 * (chance.stated or 0):.0f}%", f"{100 * chance.as_plan.stated:.0f}%"
    span = f"{round(100 * chance.as_plan.low)}–{min(99, round(100 * chance.as_plan.high))}%"
    for text in (assessment_table(chinese, lang, width=140),
                 assessment_table(chinese, lang, width=90), assessment_markdown(chinese, lang)):
        for said in (series, plans, span):
            assert said in text
    why = plan_sentences(chinese, lang)
    assert REGIME_NAMES[Regime.CHINA_PLAN].get(lang) in "".join(why)
    assert "121/134" in "".join(why)
    assert "regime" in why[-1]


def test_a_plan_of_no_known_kind_says_so() -> None:
    found = assessed(plan_of(ELSEWHERE))
    said = plan_sentences(found, "en")
    assert len(said) == 1
    assert "regime" in said[0]
    assert "Such plans" not in assessment_table(found, "en").split("Two statements")[0]


def test_machines_get_both(chinese: Assessment) -> None:
    made = json.loads(json.dumps(assessment_json(chinese)))
    assert made["plan_targets"]["regime"] == "china_plan"
    assert made["plan_targets"]["shift"]["low90"] < made["plan_targets"]["shift"]["high90"]
    chance = made["targets"][0]["readings"][0]["chances"][0]
    assert chance["as_plan"]["followed"] is True
    assert chance["followed"] == chance["as_plan"]["stated"] != chance["stated"]
    record = assessment_records(chinese)[0]
    assert record.followed == record.as_plan != record.probability
    assert record.as_plan_low is not None
    assert made["outlook"]["as_plan"]["low90"] < made["outlook"]["as_plan"]["expected"]


def test_now_names_both_numbers() -> None:
    scenarios = resolve(("baseline",))
    ask = Ask(scenarios[0], scenarios[0], simple_lever(GROWTH_SHIFT), scenarios[0],
              scenarios[0].name, wires=False)
    for plan, first in ((plan_of(), "as targets of such plans go"),
                        (plan_of(ELSEWHERE, "regime: eu_law"), "as comparable series did")):
        solved = solve_plan(plan, ask, knowledge=bundled_knowledge(), n_paths=400)
        text = now_text(solved.solutions[0], "en")
        assert text.index(first) < min(
            text.index(other) for other in ("as targets of such plans go",
                                            "as comparable series did") if other != first)
