"""How targets of every kind are shown: table, Markdown, CSV, JSON, pictures, joined histories."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest

from data.errors import PlancastError
from data.paths import met
from data.plan import Plan
from data.planfile.bundled import bundled_plans
from data.planfile.files import bundled_plan, parse_plan
from data.tables.history import read_history
from data.tables.join import with_history
from data.tables.types import HistoryTable
from data.words import Lang, Sense
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.probability.verdict import Assessment
from forecast.question.readings import questions
from forecast.without_base.together import count_actionable
from report.assessment.markdown import assessment_markdown
from report.assessment.records import assessment_csv, assessment_text
from report.assessment.rows import rows
from report.assessment.sentences import sections, summary
from report.assessment.table import assessment_table
from report.charts.figure_files import chart_name, has_chart
from report.text.goal import goal_text, required_texts, stated_text
from report.text.wrapping import cells
from scenarios.file.reading import resolve

PLAN = """
plan: p
title: {zh: 测试, en: Trial}
region: {zh: 东城市, en: East}
period: {base: 2020, start: 2021, end: 2025}
indicators:
  a: {name: {zh: 授权量, en: Grants}, unit: 万件, kind: flow}
  s: {name: {zh: 转化率, en: Share used}, unit: "%", kind: share}
  d: {name: {zh: 审查天数, en: Days}, unit: 天, kind: flow, direction: -1}
targets:
  - {id: about, indicator: a, base: 2, value: 3, sense: about}
  - {id: near, indicator: a, year: 2024, base: 2, value: 3, sense: about, tolerance: 2.5%}
  - {id: more, indicator: a, base: 2, value: 1, sense: about, basis: increment_from_base}
  - {id: band, indicator: a, base: 2, value: 3, upper: 4, sense: between}
  - {id: band-cagr, indicator: a, base: 2, value: 10%, upper: 15%, sense: between,
     basis: cagr_from_base}
  - {id: sum, indicator: a, value: 15, basis: cumulative_over_period}
  - {id: up, indicator: a, basis: every_year_up}
  - {id: up-5, indicator: a, basis: every_year_up, value: 5}
  - {id: down, indicator: d, basis: every_year_up}
  - {id: points, indicator: s, base: 30, value: 10, unit: 百分点, basis: increment_from_base}
  - {id: ahead, indicator: s, sense: above, basis: relative_to_region, relative_to: 全省, value: 2}
  - {id: someone, indicator: s, sense: above, basis: relative_to_region}
  - {id: neighbour, indicator: a, basis: relative_to_region, relative_to: 邻}
  - {id: county, indicator: a, region: 西县, base: 0.1, value: 0.3, binding: true}
  - {id: county-2, indicator: s, region: 西县, value: 40}
  - {id: county-3, indicator: d, region: 西县, value: 40}
  - {id: north-2, indicator: s, region: 北县, value: 40}
  - {id: north-3, indicator: d, region: 北县, value: 30}
  - {id: better, indicator: s, basis: qualitative, source: 第3条, note: {zh: 明显提高, en: To rise}}
history:
  - {indicator: a, year: 2020, value: 2}
  - {indicator: a, year: 2021, value: 2.2}
  - {indicator: a, year: 2021, value: 0.15, region: 西县}
  - {indicator: s, year: 2020, value: 30}
  - {indicator: s, year: 2021, value: 31}
  - {indicator: s, year: 2020, value: 31, region: 全省}
  - {indicator: s, year: 2021, value: 31.5, region: 全省}
parts:
  - {parts: [西县, 北县, 中县]}
"""


@pytest.fixture(scope="module")
def whole() -> Assessment:
    return assess(parse_plan(PLAN), resolve(("baseline",)), knowledge=bundled_knowledge(),
                  n_paths=200)


@pytest.mark.parametrize(("target", "zh", "en"), [
    ("about", "≈ 3 万件（±5%）", "≈ 30,000 items (±5%)"),
    ("near", "≈ 3 万件（±2.5%）（2024年）", "≈ 30,000 items (±2.5%) (2024)"),
    ("more", "≈ 3 万件（±5%）（较基期增加 ≈ 1 万件）",
     "≈ 30,000 items (±5%) (≈ 10,000 items more than at the base)"),
    ("band", "3–4 万件", "30,000–40,000 items"),
    ("band-cagr", "3.22–4.02 万件（年均增长 10–15%）",
     "32,210–40,227 items (10–15% growth a year)"),
    ("sum", "≥ 15 万件（规划期累计）", "≥ 150,000 items (total over the period)"),
    ("up", "逐年上升", "up every year"),
    ("up-5", "每年至少+5%", "at least +5% every year"),
    ("down", "逐年下降", "down every year"),
    ("points", "≥ 40%（较基期增加 10 百分点）", "≥ 40% (10 pp more than at the base)"),
    ("ahead", "> 全省 +2 百分点", "> 全省 +2 pp"),
    ("someone", "与其他地区相比", "relative to another region"),
    ("better", "定性", "qualitative"),
])
def test_a_goal_is_written_as_it_is_meant(whole: Assessment, target: str, zh: str, en: str) -> None:
    (verdict,) = [v for r in whole.results if r.target.id == target for v in r.verdicts]
    assert goal_text(verdict, "zh", 2025) == zh
    assert goal_text(verdict, "en", 2025) == en


@pytest.mark.parametrize(("target", "needed"), [
    ("up", ("> 0", "")), ("up-5", ("+5.0%", "")), ("down", ("< 0", "")),
    ("sum", ("+3/年", "2021年起+3.2/年")), ("points", ("+2百分点/年", "2021年起+2.25百分点/年")),
    ("ahead", ("+0.6百分点/年", "2021年起+0.625百分点/年")), ("better", ("—", "")),
])
def test_what_is_needed_a_year_fits_the_target(whole: Assessment, target: str,
                                               needed: tuple[str, str]) -> None:
    (verdict,) = [v for r in whole.results if r.target.id == target for v in r.verdicts]
    assert required_texts(verdict, "zh") == needed


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_qualitative_target_is_shown_and_not_scored(whole: Assessment, lang: Lang) -> None:
    said = {"zh": "定性目标，不评分", "en": "qualitative, not scored"}[lang]
    note = {"zh": "明显提高", "en": "To rise"}[lang]
    for text in (assessment_table(whole, lang, width=120), assessment_markdown(whole, lang)):
        assert said in text
        assert note in text
        assert "第3条" in text
    (row,) = [r for r in rows(whole, lang) if r.target == "better"]
    assert (row.grade, row.scored, row.pace) == (None, False, "—")
    assert row.action.get(lang) == said
    gaps = next(s for s in sections(whole, lang) if s.key == "not_assessable")
    assert not any(n.text.startswith(said) for n in gaps.notes)
    head = summary(whole, lang)
    grey = sum(r.colour == "GREY" for r in whole.results) - 1
    counted = {"zh": f"{grey}个灰（无法评估）", "en": f"{grey} GREY (cannot be assessed)"}[lang]
    assert counted in head
    assert {"zh": f"1个{said}", "en": f"1 {said}"}[lang] in head


def test_a_qualitative_target_stands_in_the_tables_for_machines(whole: Assessment) -> None:
    (row,) = [r for r in csv.DictReader(io.StringIO(assessment_csv(whole)))
              if r["target"] == "better"]
    assert (row["scored"], row["basis"], row["probability"]) == ("false", "qualitative", "")
    assert row["word_en"] == "qualitative, not scored"
    targets = {t["id"]: t for t in json.loads(assessment_text(whole))["targets"]}
    found = targets["better"]
    assert found["scored"] is False
    assert targets["about"]["scored"] is True
    assert found["note"]["en"] == "To rise"
    assert found["readings"][0]["evidence"]["missing"] == {"zh": "", "en": ""}
    assert found["readings"][0]["pace"] == []


def test_senses_are_complete_in_the_tables_for_machines(whole: Assessment) -> None:
    found = {r["target"]: r for r in csv.DictReader(io.StringIO(assessment_csv(whole)))}
    assert found["about"]["tolerance"] == "0.05"
    assert found["near"]["tolerance"] == "0.025"
    assert found["band"]["value"] == "3"
    assert found["band"]["upper"] == "4"
    assert float(found["band-cagr"]["upper"]) == pytest.approx(2 * 1.15**5)
    assert found["ahead"]["relative_to"] == "全省"
    assert found["ahead"]["value"] == "2"
    assert found["county"]["region"] == "西县"
    assert found["sum"]["tolerance"] == ""
    targets = {t["id"]: t for t in json.loads(assessment_text(whole))["targets"]}
    assert targets["near"]["tolerance"] == 0.025
    assert targets["band"]["readings"][0]["required"]["edges"] == [30000, 40000]
    assert targets["ahead"]["relative_to"] == "全省"
    assert targets["county"]["region"] == "西县"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_another_region_is_named_wherever_its_target_is_spoken_of(whole: Assessment, lang: Lang,
                                                                  ) -> None:
    name = {"zh": "西县·授权量（约束性）", "en": "西县: Grants (binding)"}[lang]
    assert name in {r.name for r in rows(whole, lang)}
    notes = {s.key: s.notes for s in sections(whole, lang)}
    alone = {"zh": "西县·授权量", "en": "西县: Grants"}[lang]
    assert any(alone in n.about for n in notes["findings"])
    both = [n for n in notes["without_base"] if "西县" in n.about and "北县" in n.about]
    assert len(both) == 1  # the same answer: one note for both
    assert {"zh": "转化率", "en": "Share used"}[lang] in both[0].about
    days = [n for n in notes["without_base"] if {"zh": "审查天数", "en": "Days"}[lang] in n.about]
    assert len(days) == 3  # here to move every year, there to come to 40 and to 30
    assert all(verdict.without_base is not None for r in whole.results for verdict in r.verdicts
               if r.scored and verdict.chances[0].probability is None)


def test_another_region_has_its_own_history_and_base(whole: Assessment) -> None:
    (verdict,) = [v for r in whole.results if r.target.id == "county" for v in r.verdicts]
    assert verdict.latest_value == 1500
    assert verdict.required.base_value == 1000
    assert dict(verdict.trace)["driver"] == "西县/a"


def test_pictures_have_names_of_their_own(whole: Assessment) -> None:
    drawn = [chart_name(v).casefold() for r in whole.results for v in r.verdicts if has_chart(v)]
    assert len(drawn) > 8
    assert len(set(drawn)) == len(drawn)


@pytest.mark.parametrize("name", [p for p in bundled_plans() if p != "ordos-14fyp-ip"])
def test_bundled_plans_are_assessed_and_fit_the_terminal(name: str) -> None:
    plan = bundled_plan(name)
    found = assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge(), n_paths=100)
    assert len(found.results) == len(plan.targets)
    said = count_actionable(found.results)
    assert said.share == 1, said.silent
    assert said.quantified + said.qualitative == len(plan.targets)
    assert "100%" in assessment_markdown(found, "en").split("\n")[4]
    for lang in ("zh", "en"):
        for width in (80, 120):
            lines = assessment_table(found, lang, width=width, pace=True).splitlines()
            assert max(cells(line) for line in lines) <= width
        assert assessment_markdown(found, lang).count("\n| ") >= len(plan.targets)
    for result in found.results:
        for verdict in result.verdicts:
            answered = verdict.chances[0].probability is not None
            assert answered or verdict.evidence.reasons


def _table(folder: Path, region: str) -> HistoryTable:
    path = folder / "h.csv"
    path.write_text(f"region,indicator,year,value,unit\n{region},a,2019,1.5,万件\n",
                    encoding="utf-8")
    return read_history(path)


@pytest.mark.parametrize(("written", "known"), [
    ("西县", "西县"), ("东城", "东城市"), ("East City", "东城市"), ("全省", "全省"),
    ("北县市", "北县"), ("邻市", "邻"), ("中县", "中县"),
])
def test_rows_of_regions_the_plan_names_join_them(tmp_path: Path, written: str, known: str,
                                                  ) -> None:
    plan = with_history(parse_plan(PLAN), [_table(tmp_path, written)])
    found = plan.series("a", known)
    assert found is not None
    assert found.at(2019) == 15_000


def test_rows_of_a_region_the_plan_does_not_name_are_not_its_own(tmp_path: Path) -> None:
    with pytest.raises(PlancastError, match="HISTORY_NO_MATCH"):
        with_history(parse_plan(PLAN), [_table(tmp_path, "南县")])


def test_joined_figures_make_a_county_target_assessable(tmp_path: Path) -> None:
    plan = parse_plan(PLAN.replace("{id: county, indicator: a, region: 西县, base: 0.1,",
                                   "{id: county, indicator: a, region: 北县,"))
    (target,) = [t for t in plan.targets if t.id == "county"]
    (bare,) = questions(plan, target, 2021)
    assert bare.obstacle is not None
    assert "of 北县" in bare.missing.get("en")
    joined: Plan = with_history(plan, [_table(tmp_path, "北县")])
    (asked,) = questions(joined, target, 2021)
    assert asked.obstacle is None


def test_a_rate_of_every_year_is_in_percent_whatever_the_unit() -> None:
    (target,) = [t for t in parse_plan(PLAN).targets if t.id == "up-5"]
    assert target.value == 5


def test_points_are_refused_where_they_are_no_difference() -> None:
    with pytest.raises(PlancastError, match="UNIT_MISMATCH"):
        parse_plan(PLAN.replace("value: 10, unit: 百分点, basis: increment_from_base",
                                "value: 10, unit: 百分点"))


def test_a_value_hit_exactly_is_not_above_it() -> None:
    level = 790 * (1 + 316.4556962025316 / 100)
    values = np.array([3290.0, 3290.0 * (1 + 1e-6)])
    assert met(values, level, Sense.ABOVE).tolist() == [0.0, 1.0]
    assert met(values, 3290.0 - 4e-13, Sense.ABOVE).tolist() == [0.0, 1.0]


@pytest.mark.parametrize(("basis", "sense", "zh", "en"), [
    ("growth_from_base", "at_most", "较2020年下降13.5%以上", "a fall of at least 13.5% from 2020"),
    ("growth_from_base", "at_least", "较2020年降幅不超过13.5%",
     "a fall of no more than 13.5% from 2020"),
    ("growth_from_base", "about", "较2020年下降约13.5%", "a fall of about 13.5% from 2020"),
    ("cagr_from_base", "at_most", "年均下降13.5%以上", "a fall of at least 13.5% a year"),
])
def test_a_fall_is_called_a_fall(basis: str, sense: str, zh: str, en: str) -> None:
    text = FALLING.format(basis=basis, sense=sense)
    plan = parse_plan(text, "p.yaml")
    target = plan.targets[0]
    indicator = plan.indicator(target.indicator)
    both: tuple[tuple[Lang, str], ...] = (("zh", zh), ("en", en))
    for lang, said in both:
        shown = stated_text(target, indicator, lang)
        assert shown == said
        assert "−" not in shown


FALLING = """\
plan: t
title: {{en: A plan}}
region: {{en: Springfield}}
period: {{base: 2020, start: 2021, end: 2025}}
indicators:
  energy: {{name: {{en: Energy}}, unit: 件, kind: flow, direction: -1}}
targets:
  - {{indicator: energy, basis: {basis}, value: -13.5%, sense: {sense}, base_year: 2020}}
"""
