"""A running total's own rise from year to year is its newest inflow."""

from __future__ import annotations

from data.planfile import parse_plan
from forecast.readings import questions

PLAN = """
plan: p
title: {en: P}
region: {en: Springfield}
period: {base: 2020, start: 2021, end: 2025}
indicators:
  total: {name: {en: Total}, unit: 件, kind: cumulative, inflow: yearly}
  yearly: {name: {en: Yearly}, unit: 件, kind: flow}
targets:
  - {indicator: total, base: 790, value: 3290}
history:
  - {indicator: yearly, year: 2019, value: 157, unit: 件}
  - {indicator: yearly, year: 2020, value: 633, unit: 件}
"""
LATER = """
  - {indicator: total, year: 2021, value: 1290, unit: 件}
  - {indicator: total, year: 2022, value: 1790, unit: 件}
"""


def test_rises_of_the_total_carry_the_inflow_on() -> None:
    plan = parse_plan(PLAN + LATER.lstrip("\n"))
    (asked,) = questions(plan, plan.targets[0], 2022)
    assert asked.driver is not None
    assert asked.driver.years.tolist() == [2019, 2020, 2021, 2022]
    assert asked.driver.values.tolist() == [157, 633, 500, 500]
    assert (asked.total, asked.total_year) == (1790, 2022)


def test_an_as_of_year_hides_later_totals() -> None:
    plan = parse_plan(PLAN + LATER.lstrip("\n"))
    (asked,) = questions(plan, plan.targets[0], 2020)
    assert asked.driver is not None
    assert asked.driver.years.tolist() == [2019, 2020]
    assert (asked.total, asked.total_year) == (790, 2020)
