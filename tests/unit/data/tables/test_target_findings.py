"""What is found out while a target is turned into a question, and how its pace then stands."""

from __future__ import annotations

import json

import pytest

from data.plan import Plan
from data.planfile.files import parse_plan
from data.words import Kind
from forecast.assessment import assess, assess_case
from forecast.cases import Case, default_as_of
from forecast.knowledge import bundled_knowledge
from forecast.probability.colour import readings_disagree
from forecast.probability.paths_to_probability import Setting
from forecast.probability.verdict import (
    Colour,
    Evidence,
    Finding,
    Grade,
    Pace,
    TargetResult,
    Verdict,
)
from forecast.question.readings import questions
from scenarios.file.reading import resolve

Row = dict[str, object]


def plan_of(indicator: Row, targets: list[Row], history: dict[int, float],
            more: list[Row] | None = None, others: dict[str, Row] | None = None) -> Plan:
    rows: list[Row] = [{"indicator": "a", "year": y, "value": v} for y, v in history.items()]
    return parse_plan(json.dumps({
        "plan": "p", "title": {"en": "P"}, "region": {"zh": "东市", "en": "Springfield"},
        "period": {"base": 2020, "start": 2021, "end": 2025},
        "indicators": {"a": {"name": {"en": "A"}, "unit": "件"} | indicator} | (others or {}),
        "targets": [{"indicator": "a"} | t for t in targets], "history": rows + (more or [])}))


def results(plan: Plan, as_of: int | None = None) -> tuple[TargetResult, ...]:
    return assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge(), as_of=as_of,
                  n_paths=300).results


def one(plan: Plan, as_of: int | None = None) -> Verdict:
    (found, *_), *_ = (r.verdicts for r in results(plan, as_of))
    return found


def judged(plan: Plan) -> Verdict:
    """Judge the first target without a law: pace and findings need none."""
    knowledge, as_of = bundled_knowledge(), default_as_of(plan)
    question = questions(plan, plan.targets[0], as_of)[0]
    nothing = Evidence(Grade.C, (), 1, 0, False, None)
    case = Case(plan, question, None, nothing, Setting(as_of, 0, 10, ()))
    return assess_case(case, (), knowledge)


def finding(verdict: Verdict, code: str) -> Finding | None:
    return next((f for f in verdict.findings if f.code == code), None)


def pace(verdict: Verdict, method: str = "own") -> Pace:
    return next(p for p in verdict.pace if p.method == method)


# wrong side of the base

@pytest.mark.parametrize(("indicator", "target", "wrong"), [
    ({"kind": "stock"}, {"base": 100, "value": 90}, True),
    ({"kind": "stock"}, {"base": 100, "value": 100}, False),
    ({"kind": "stock"}, {"base": 100, "value": 110}, False),
    ({"kind": "cumulative"}, {"base": 100, "value": 90}, True),
    ({"kind": "flow"}, {"base": 100, "value": -5, "basis": "increment_from_base"}, True),
    ({"kind": "flow"}, {"base": 100, "value": -5, "basis": "cagr_from_base"}, True),
    ({"kind": "flow"}, {"base": 100, "value": 90, "sense": "about"}, True),
    ({"kind": "flow"}, {"base": 100, "value": 90, "sense": "at_most"}, False),  # a ceiling
    ({"kind": "flow"}, {"base": 100, "value": 90, "basis": "cumulative_over_period"}, False),
    ({"kind": "flow", "direction": -1}, {"base": 100, "value": 120}, True),
    ({"kind": "flow", "direction": -1}, {"base": 100, "value": 20, "basis": "growth_from_base"},
     True),
    ({"kind": "flow", "direction": -1}, {"base": 100, "value": 80}, False),
    ({"kind": "flow", "direction": -1}, {"base": 100, "value": 120, "sense": "at_least"}, False),
])
def test_a_target_behind_its_base_is_pointed_out(indicator: Row, target: Row, wrong: bool) -> None:
    verdict = judged(plan_of(indicator, [target], {}))
    assert (finding(verdict, "WRONG_SIDE_OF_BASE") is not None) is wrong


def test_the_wrong_side_is_said_with_both_figures() -> None:
    found = finding(judged(plan_of({"kind": "cumulative"}, [{"base": 100, "value": 90}], {})),
                    "WRONG_SIDE_OF_BASE")
    assert found is not None
    for text, words in ((found.text.get("en"), "never falls"), (found.text.get("zh"), "不会减少")):
        assert "90" in text
        assert "100" in text
        assert words in text


# gaps

def test_a_filled_gap_is_named_with_its_year_and_value() -> None:
    plan = plan_of({"kind": "flow"}, [{"value": 5000, "basis": "cumulative_over_period"}],
                   {2020: 1000, 2021: 1000, 2023: 1440})
    found = finding(judged(plan), "GAP_FILLED")
    assert found is not None
    assert "1,200 items in 2022" in found.text.get("en")
    assert "2022年约1,200 件" in found.text.get("zh")
    (asked,) = questions(plan, plan.targets[0], 2023)
    assert asked.total == pytest.approx(1000 + 1200 + 1440)
    whole = plan_of({"kind": "flow"}, [{"value": 5000, "basis": "cumulative_over_period"}],
                    {2018: 5, 2020: 1000, 2021: 1000})
    assert finding(judged(whole), "GAP_FILLED") is None  # 2019 is no year of the sum


def test_a_gap_in_the_inflow_of_a_running_total_is_named() -> None:
    others: dict[str, Row] = {"b": {"name": {"en": "B"}, "unit": "件", "kind": "flow"}}
    flows: list[Row] = [{"indicator": "b", "year": y, "value": v}
                        for y, v in {2020: 100, 2021: 100, 2023: 121}.items()]
    plan = plan_of({"kind": "cumulative", "inflow": "b"}, [{"base": 500, "value": 1500}], {}, flows,
                   others)
    found = finding(judged(plan), "GAP_FILLED")
    assert found is not None
    assert "110 items in 2022" in found.text.get("en")


def test_a_sum_whose_first_years_are_unknown_is_refused_and_not_too_small() -> None:
    plan = plan_of({"kind": "flow"}, [{"value": 5000, "basis": "cumulative_over_period"}],
                   {2022: 1000, 2023: 1100})
    verdict = one(plan)
    assert verdict.chances[0].probability is None
    assert "2021 figure" in verdict.evidence.missing.get("en")


def test_an_inflow_that_does_not_reach_back_to_the_total_is_not_used() -> None:
    others: dict[str, Row] = {"b": {"name": {"en": "B"}, "unit": "件", "kind": "flow"}}
    flows: list[Row] = [{"indicator": "b", "year": 2022, "value": 100}]
    plan = plan_of({"kind": "cumulative", "inflow": "b"}, [{"base": 500, "value": 700}], {}, flows,
                   others)
    (asked,) = questions(plan, plan.targets[0], 2022)
    assert asked.measure == "level"


def test_an_inflow_in_another_unit_neither_adds_up_nor_contradicts_the_base() -> None:
    others: dict[str, Row] = {"b": {"name": {"en": "B"}, "unit": "件", "kind": "flow"}}
    flows: list[Row] = [{"indicator": "b", "year": 2020, "value": 78}]
    ratio: Row = {"kind": "ratio", "unit": "件/万人", "inflow": "b"}
    plan = plan_of(ratio, [{"base": 1.91, "value": 5}], {}, flows, others)
    assert finding(judged(plan), "BASE_CONFLICT") is None


# every year

@pytest.mark.parametrize(("target", "history", "rising", "gap"), [
    ({}, {2020: 10, 2021: 11, 2022: 12}, True, False),
    ({}, {2020: 10, 2021: 11, 2022: 11}, False, False),
    ({}, {2020: 10, 2022: 12}, True, True),
    ({}, {2020: 10, 2022: 10}, False, True),
    ({}, {2018: 20, 2020: 10, 2021: 11}, True, False),  # before the base nothing was promised
    ({"value": "5%"}, {2020: 10, 2021: 10.5, 2022: 11.025}, True, False),
    ({"value": "5%"}, {2020: 10, 2021: 10.4}, False, False),
    ({"value": "5%"}, {2020: 10, 2022: 11.025}, True, True),
    ({"value": "5%"}, {2020: 10, 2022: 11.02}, False, True),
    ({"value": 5}, {2020: 10, 2021: 11}, True, False),
])
def test_known_years_are_held_against_the_promise(
    target: Row, history: dict[int, float], rising: bool, gap: bool,
) -> None:
    targets = [{"basis": "every_year_up"} | target]
    plan = plan_of({"kind": "stock", "unit": "万件"}, targets, history)
    (asked,) = questions(plan, plan.targets[0], max(history))
    assert asked.rising is rising
    assert asked.driver is not None
    assert [f.code for f in asked.notes] == (["GAP_IN_YEARS"] if gap else [])
    known = asked.outcome()
    assert known == (None if rising else (pytest.approx(asked.driver.values[-1]), False))


def test_less_is_better_has_to_fall_every_year() -> None:
    down: Row = {"kind": "flow", "direction": -1}
    plan = plan_of(down, [{"basis": "every_year_up", "value": "5%"}], {2020: 100, 2021: 95})
    (asked,) = questions(plan, plan.targets[0], 2021)
    assert asked.rising
    assert asked.goal == pytest.approx(100 * 0.95**5)
    plan = plan_of(down, [{"basis": "every_year_up"}], {2020: 100, 2021: 101})
    assert one(plan).chances[0].probability == 0.0


def test_a_promise_about_every_year_has_no_path_and_needs_its_rate_whatever_was_reached() -> None:
    verdict = judged(plan_of({"kind": "stock"}, [{"basis": "every_year_up", "value": "5%"}],
                          {2020: 100, 2021: 150}))
    assert {p.label for p in verdict.pace} == {"N/A"}
    assert "no path" in verdict.pace[0].reason.get("en")
    assert verdict.required.cagr == pytest.approx(0.05)
    assert verdict.required.from_now is None


# bases taken from the history, senses

def test_a_growth_without_its_own_base_counts_from_the_history() -> None:
    target: Row = {"basis": "growth_from_base", "value": "50%"}
    bare = one(plan_of({"kind": "flow"}, [target], {2019: 90}))
    assert bare.chances[0].probability is None
    assert "2020 figure" in bare.evidence.missing.get("en")
    filled = one(plan_of({"kind": "flow"}, [target], {2019: 90, 2020: 100}))
    assert filled.required.target_value == 150
    assert filled.chances[0].probability is not None


@pytest.mark.parametrize(("target", "value", "label"), [
    ({"base": 100, "value": 80, "sense": "at_most"}, 80, "ACHIEVED"),
    ({"base": 100, "value": 80, "sense": "at_most"}, 90, "AHEAD"),
    ({"base": 100, "value": 80, "sense": "at_most"}, 110, "REVERSED"),
    ({"base": 100, "value": 150, "sense": "above"}, 150, "AHEAD"),
    ({"base": 100, "value": 150, "sense": "above"}, 150.5, "ACHIEVED"),
    ({"base": 100, "value": 150, "sense": "about"}, 143, "ACHIEVED"),
    ({"base": 100, "value": 150, "sense": "about", "tolerance": "1%"}, 143, "AHEAD"),
    ({"base": 100, "value": 150, "sense": "about"}, 142, "AHEAD"),
    ({"base": 100, "value": 120, "upper": 150, "sense": "between"}, 130, "ACHIEVED"),
    ({"base": 100, "value": 120, "upper": 150, "sense": "between"}, 104, "FAR_BEHIND"),
    ({"base": 100, "value": 60, "upper": 80, "sense": "between"}, 82, "AHEAD"),
    ({"base": 100, "value": 60, "upper": 80, "sense": "between"}, 70, "ACHIEVED"),
])
def test_pace_looks_to_the_side_the_sense_asks_for(target: Row, value: float, label: str) -> None:
    verdict = judged(plan_of({"kind": "stock"}, [target], {2022: value}))
    assert pace(verdict).label == label


def test_what_a_label_was_worth_is_said_of_targets_like_those_it_was_measured_on() -> None:
    def priced(target: Row) -> bool:
        verdict = judged(plan_of({"kind": "flow"}, [target], {2021: 105, 2022: 110}))
        return any(p.hit_rate is not None for p in verdict.pace)

    assert priced({"base": 100, "value": 150})
    assert priced({"base": 100, "value": 150, "sense": "above"})
    assert not priced({"base": 100, "value": 150, "sense": "about"})
    assert not priced({"base": 100, "value": 150, "upper": 180, "sense": "between"})
    assert not priced({"base": 100, "value": 80, "sense": "at_most"})
    assert not priced({"base": 100, "value": 600, "basis": "cumulative_over_period"})


def test_a_sum_moves_along_a_straight_path_from_nothing() -> None:
    verdict = judged(plan_of({"kind": "flow"}, [{"value": 600, "basis": "cumulative_over_period"}],
                          {2020: 100, 2021: 110, 2022: 120}))
    assert pace(verdict).value == pytest.approx(230 / 240)
    assert verdict.required.step == 120
    assert verdict.required.step_from_now == pytest.approx(370 / 3)


# milestones

def test_the_plans_own_targets_on_the_way_are_its_path() -> None:
    targets: list[Row] = [{"base": 100, "value": 200}, {"base": 100, "value": 110, "year": 2022},
                          {"base": 100, "value": 120, "year": 2023, "sense": "at_most"}]
    verdict = judged(plan_of({"kind": "stock"}, targets, {2022: 110}))
    assert (pace(verdict).label, pace(verdict).path) == ("ON_PACE", "milestones")
    assert pace(verdict).value == pytest.approx(1.0)
    straight = judged(plan_of({"kind": "stock"}, targets[:1], {2022: 110}))
    assert (pace(straight).label, pace(straight).path) == ("FAR_BEHIND", "linear")
    assert pace(verdict, "sdsn").value == pace(straight, "sdsn").value


@pytest.mark.parametrize("order", [1, -1])
def test_milestones_may_be_stated_another_way_and_the_harder_one_counts(order: int) -> None:
    on_the_way: list[Row] = [
        {"base": 100, "value": 105, "year": 2022},
        {"base": 100, "value": "10%", "basis": "growth_from_base", "year": 2022, "id": "text",
         "in_table": False}]
    targets: list[Row] = [{"base": 100, "value": 200}, *on_the_way[::order]]
    verdict = judged(plan_of({"kind": "stock"}, targets, {2022: 110}))
    assert pace(verdict).value == pytest.approx(1.0)


def test_targets_of_another_region_are_no_milestones() -> None:
    targets: list[Row] = [{"base": 100, "value": 200},
                          {"base": 100, "value": 110, "year": 2022, "region": "西县"}]
    assert pace(judged(plan_of({"kind": "stock"}, targets, {2022: 110}))).path == "linear"


# readings

def test_every_reading_of_an_undeclared_kind_has_its_verdict() -> None:
    readings = ["flow", "cumulative", "stock", "amount"]
    others: dict[str, Row] = {"b": {"name": {"en": "B"}, "unit": "元", "kind": "flow"}}
    flows: list[Row] = [{"indicator": "b", "year": y, "value": v}
                        for y, v in {2019: 157, 2020: 633}.items()]
    plan = plan_of({"kind": "undeclared", "unit": "元", "readings": readings, "inflow": "b"},
                   [{"base": 790, "value": 3290}], {}, flows, others)
    (result,) = results(plan)
    assert [v.reading for v in result.verdicts] == [Kind(r) for r in readings]
    colours = [v.chances[0].colour for v in result.verdicts]
    assert readings_disagree(colours)
    assert result.colour is Colour.GREY
    (sensitive,) = [f for f in result.findings if f.code == "DEFINITION_SENSITIVE"]
    for words in ("a yearly flow", "a running total", "a year-end stock", "a yearly amount"):
        assert words in sensitive.text.get("en")
    for zh in ("年度量", "累计数", "年末存量", "年度金额"):
        assert zh in sensitive.text.get("zh")


def test_readings_that_agree_give_the_careful_colour() -> None:
    plan = plan_of({"kind": "undeclared", "readings": ["flow", "stock", "cumulative"]},
                   [{"base": 100, "value": 101}], {2018: 80, 2019: 90})
    (result,) = results(plan)
    assert len(result.verdicts) == 3
    assert not result.findings
    assert result.colour is not Colour.GREY


def test_a_rate_that_leads_nowhere_is_refused() -> None:
    impossible = one(plan_of({"kind": "flow"}, [{"base": 100, "value": -150,
                                                 "basis": "cagr_from_base"}], {}))
    assert impossible.chances[0].probability is None
    assert "no level" in impossible.evidence.reasons[0].get("en")


def test_a_growth_cannot_count_from_a_base_that_is_not_known_yet() -> None:
    plan = plan_of({"kind": "flow"}, [{"base": 100, "value": "50%", "basis": "growth_from_base"}],
                   {2016: 70, 2017: 80})
    verdict = one(plan, 2018)
    assert verdict.chances[0].probability is None
    assert "as-of year of 2020 or later" in verdict.evidence.missing.get("en")


def test_the_edges_of_a_band_keep_their_order_from_a_negative_base() -> None:
    target: Row = {"base": -100, "value": "10%", "upper": "50%", "sense": "between",
                   "basis": "growth_from_base"}
    plan = plan_of({"kind": "amount", "unit": "元"}, [target], {})
    (asked,) = questions(plan, plan.targets[0], 2020)
    assert (asked.threshold, asked.upper) == (pytest.approx(-150), pytest.approx(-110))
