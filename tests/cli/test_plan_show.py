"""``plan show`` and ``solve`` write every target so that it can be read one way only."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.commands import run

PLAN = """
plan: shown
title: {zh: 示例, en: Shown}
region: {zh: 东市, en: Eastville}
period: {base: 2020, start: 2021, end: 2025}
indicators:
  beds: {name: {zh: 床位, en: Beds}, unit: 张, kind: stock}
  cover: {name: {zh: 参保率, en: Coverage}, unit: "%", kind: share}
  firms: {name: {zh: 企业, en: Firms}, unit: 家, kind: undeclared, readings: [stock, flow]}
  balance: {name: {zh: 收支差额, en: Balance}, unit: 亿元, kind: amount}
  waste: {name: {zh: 垃圾, en: Waste}, unit: 吨, kind: flow, direction: -1}
targets:
  - {indicator: beds, value: 300, base: 240, binding: true}
  - {indicator: beds, id: west, region: 西县, value: 90, year: 2023}
  - {indicator: beds, id: each, basis: every_year_up, value: 5%, base: 240}
  - {indicator: beds, id: more, basis: increment_from_base, value: 60, base: 240, sense: above}
  - {indicator: cover, id: points, basis: increment_from_base, value: 2, unit: 百分点, base: 90}
  - {indicator: cover, id: band, value: 92, upper: 95, sense: between, base: 90}
  - {indicator: cover, id: near, value: 95, sense: about, tolerance: 1%, base: 90}
  - {indicator: cover, id: ahead, basis: relative_to_region, relative_to: 全省, value: 1, base: 90}
  - {indicator: firms, value: 500, base: 200}
  - {indicator: balance, value: -10, upper: 0, sense: between, base: -20}
  - {indicator: waste, value: 80, base: 100}
  - {indicator: waste, id: down, basis: every_year_up, base: 100}
history:
  - {indicator: beds, region: 西县, year: 2020, value: 70}
  - {indicator: cover, year: 2019, value: 89}
  - {indicator: cover, region: 全省, year: 2019, value: 88}
  - {indicator: cover, region: 全省, year: 2020, value: 88.5}
  - {indicator: balance, year: 2019, value: -25}
  - {indicator: waste, year: 2019, value: 105}
"""
GOALS = {
    "beds": ("≥ 300 张", "≥ 300 items"),
    "west": ("≥ 90 张", "≥ 90 items"),
    "each": ("每年至少+5%", "at least +5% every year"),
    "more": ("> 300 张（较基期增加 > 60 张）", "> 300 items (> 60 items more than at the base)"),
    "points": ("≥ 92%（较基期增加 2 百分点）", "≥ 92% (2 pp more than at the base)"),
    "band": ("92–95%", "92–95%"),
    "near": ("≈ 95%（±1%）", "≈ 95% (±1%)"),
    "ahead": ("≥ 全省 +1 百分点", "≥ 全省 +1 pp"),
    "firms": ("≥ 500 家", "≥ 500 organisations"),
    "balance": ("−10 … 0 亿元", "−1 … 0 billion yuan"),
    "waste": ("≤ 80 吨", "≤ 80 tonnes"),
    "down": ("逐年下降", "down every year"),
}


@pytest.fixture(name="plan")
def _plan(tmp_path: Path) -> Path:
    path = tmp_path / "shown.yaml"
    path.write_text(PLAN, encoding="utf-8")
    return path


@pytest.mark.parametrize(("lang", "at"), [("zh", 0), ("en", 1)])
def test_every_goal_is_written_out(plan: Path, lang: str, at: int) -> None:
    done = run("plan", "show", plan, "--lang", lang, "--format", "json")
    found = {t["id"]: t for t in json.loads(done.stdout)["targets"]}
    assert {k: t["goal"] for k, t in found.items()} == {k: v[at] for k, v in GOALS.items()}
    assert found["west"]["region"] == "西县"
    assert found["west"]["base"] == ("70 张", "70 items")[at]  # of the history
    assert found["ahead"]["base"] == ("+1.5 百分点", "+1.5 pp")[at]
    assert (found["band"]["sense"], found["band"]["value"], found["band"]["upper"]) \
        == ("between", "92%", "95%")
    assert (found["beds"]["binding"], found["waste"]["binding"]) == ("true", "false")
    assert (found["down"]["basis"], found["down"]["value"]) \
        == ("every_year_up", "")
    assert found["each"]["value"] == "5%"


@pytest.mark.parametrize(("lang", "words"), [
    ("zh", ("西县·床位", "床位（约束性）", "未声明：年末存量或年度量", "+2 百分点", "+0.4百分点/年",
            "−10 … 0 亿元", "全省·参保率")),
    ("en", ("西县: Beds", "Beds (binding)", "+2 pp", "+0.4 pp/yr", "全省: Coverage"))])
@pytest.mark.parametrize("format", ["table", "markdown"])
def test_the_table_names_regions_and_kinds(plan: Path, lang: str, words: tuple[str, ...],
                                           format: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    shown = run("plan", "show", plan, "--lang", lang, "--format", format).stdout
    for word in words:
        assert word in shown
    goal = {"zh": "逐年下降", "en": "down every year"}[lang]
    line = next(x for x in shown.splitlines() if goal in x)
    assert "+0" not in line  # a promise without a rate asks for no amount


def test_the_csv_keeps_regions_apart(plan: Path) -> None:
    text = run("plan", "show", plan, "--format", "csv").stdout
    targets, figures = text.split("\n\n")
    assert {r["region"] for r in csv.DictReader(io.StringIO(targets))} == {"东市", "西县"}
    assert {r["region"] for r in csv.DictReader(io.StringIO(figures))} == {"东市", "西县", "全省"}


@pytest.mark.parametrize(("target", "en", "zh"), [
    ("each", "at least +5% every year (2025)", "每年至少+5%（2025年）"),
    ("points", "≥ 2 pp more than at the base (2025)", "较基期增加 ≥ 2 百分点（2025年）"),
    ("ahead", "≥ 全省 +1 pp (2025)", "≥ 全省 +1 百分点（2025年）"),
    ("balance", "−1 … 0 billion yuan (2025)", "−10 … 0 亿元（2025年）")])
def test_solve_names_the_goal_alike(plan: Path, target: str, en: str, zh: str) -> None:
    for lang, goal in (("en", en), ("zh", zh)):
        done = run("solve", plan, target, "--no-tripwires", "--paths", "200", "--lang", lang)
        assert goal in done.stdout
