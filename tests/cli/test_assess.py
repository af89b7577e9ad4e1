"""``plancast assess`` on plans of every shape: what comes out, in every format."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from pathlib import Path

import pytest

from tests.cli.commands import (
    FLOW,
    VALUES,
    YEARS,
    assessed,
    codes,
    figures,
    one,
    plan_text,
    reading,
    run,
    table,
)

SHARE = "{name: Share, unit: '%', kind: share}"
SCORE = "{name: Score, unit: 分, kind: score}"
HAND = """\
plan: mine
title: My city's plan
region: Springfield
period: {base: 2020, start: 2021, end: 2025}
indicators:
  grants: {name: Patents granted, unit: 件, kind: flow}
targets:
  - {indicator: grants, base: 1200, value: 2000}
"""


def probability(found: dict, target: int = 0) -> float | None:
    return reading(found, target)["chances"][0]["probability"]


@pytest.mark.parametrize("n", [1, 2, 6, 12, 25])
@pytest.mark.parametrize("direction", [1, -1])
def test_histories_of_every_length_give_a_probability_in_silence(
        tmp_path: Path, n: int, direction: int) -> None:
    values = [100 + 7 * i + i * 37 % 11 for i in range(n)][::direction]
    kind = f"{{name: N, unit: 件, kind: flow, direction: {direction}, family: patent_grants}}"
    sense = "value: 150" if direction > 0 else "value: 90, sense: at_most"
    text = one(sense, kind=kind, years=range(2021 - n, 2021), values=values)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = assessed(tmp_path, text)
    verdict = reading(found)
    chance = verdict["chances"][0]
    assert 0 <= chance["low"] <= chance["probability"] <= chance["high"] <= 1
    assert chance["low80"] <= chance["median"] <= chance["high80"]
    assert verdict["evidence"]["grade"] in ("A", "B", "C")
    assert verdict["evidence"]["n_obs"] == n


def test_one_figure_that_is_to_fall_and_has_no_family_has_no_law(tmp_path: Path) -> None:
    kind = "{name: N, unit: 件, kind: flow, direction: -1}"
    verdict = reading(assessed(tmp_path, one("value: 90, sense: at_most", kind=kind, years=[2020],
                                             values=[100])))
    assert verdict["chances"][0]["probability"] is None
    assert verdict["evidence"]["grade"] == "D"
    assert "2019" in verdict["evidence"]["missing"]["en"]


@pytest.mark.parametrize("n", [2, 8, 12])
@pytest.mark.parametrize("kind", [SHARE, SCORE])
def test_shares_and_scores_stay_inside_their_bounds(tmp_path: Path, n: int, kind: str) -> None:
    text = one("value: 99", kind=kind, years=range(2021 - n, 2021),
               values=[97 - 0.3 * (i % 4) for i in range(n)][::-1])
    verdict = reading(assessed(tmp_path, text))
    every = [v for row in verdict["fans"] for level in row["values"] for v in level]
    assert every
    assert 0 <= min(every) <= max(every) <= 100
    assert verdict["chances"][0]["high80"] > 97


@pytest.mark.parametrize("kind", [SHARE, SCORE])
def test_a_single_share_is_not_assessable_and_says_what_would_help(
        tmp_path: Path, kind: str) -> None:
    verdict = reading(assessed(tmp_path, one("value: 99", kind=kind, years=[2020], values=[90])))
    assert verdict["evidence"]["grade"] == "D"
    assert verdict["chances"][0]["probability"] is None
    assert verdict["evidence"]["missing"]["zh"]
    assert verdict["evidence"]["missing"]["en"]


@pytest.mark.parametrize("target", [
    "basis: every_year_up, base: 160", "basis: cumulative_over_period, value: 1000",
    "basis: increment_from_base, base: 160, value: 40",
    "basis: growth_from_base, base: 160, value: 25",
    "basis: cagr_from_base, base: 160, value: 5%", "sense: about, value: 200",
    "sense: above, value: 200", "sense: between, value: 150, upper: 400",
    "sense: at_most, value: 200", "value: 200, binding: true"])
def test_every_basis_and_sense_gives_a_probability(tmp_path: Path, target: str) -> None:
    p = probability(assessed(tmp_path, one(target)))
    assert p is not None
    assert 0 < p < 1


def test_the_same_level_stated_in_three_ways_is_equally_likely(tmp_path: Path) -> None:
    ways = ["value: 200, base: 160", "basis: increment_from_base, base: 160, value: 40",
            "basis: growth_from_base, base: 160, value: 25"]
    assert len({probability(assessed(tmp_path, one(w))) for w in ways}) == 1


def test_at_least_and_at_most_share_the_paths(tmp_path: Path) -> None:
    up = probability(assessed(tmp_path, one("value: 200.5")))
    down = probability(assessed(tmp_path, one("value: 200.5, sense: at_most")))
    assert up is not None
    assert down == pytest.approx(1 - up)


@pytest.mark.parametrize("values", [(0, 0, 1, 3, 0, 5), (0, 0, 1, 3, 5, 0), (0,) * 6, (7,) * 6])
def test_zeros_and_constants_in_a_history_are_no_accident(
        tmp_path: Path, values: tuple[int, ...]) -> None:
    verdict = reading(assessed(tmp_path, one("value: 20", values=values)))
    assert 0 <= verdict["chances"][0]["stated"] <= 1
    assert verdict["chances"][0]["low80"] >= 0


def test_gaps_in_a_history(tmp_path: Path) -> None:
    text = one("value: 200", years=[2010, 2013, 2014, 2018, 2020], values=[10, 30, 40, 80, 120])
    verdict = reading(assessed(tmp_path, text))
    assert verdict["evidence"]["n_obs"] == 5
    assert verdict["chances"][0]["probability"] is not None


def test_a_plan_without_any_figure_names_the_datum(tmp_path: Path) -> None:
    found = assessed(tmp_path, plan_text({"a": FLOW}, ["{indicator: a, value: 20}"]))
    missing = reading(found)["evidence"]["missing"]
    assert missing["en"] == "needed: the 2020 figure of 'Grants'"
    assert missing["zh"] == "需要：“授权量”2020年的数值"
    assert found["targets"][0]["colour"] == "GREY"


def test_a_binding_target_out_of_reach_raises_the_early_warning(tmp_path: Path) -> None:
    far = assessed(tmp_path, one("value: 20000, binding: true"))
    assert "EARLY_WARNING" in codes(far)
    assert "EARLY_WARNING" not in codes(assessed(tmp_path, one("value: 20000")))
    assert "EARLY_WARNING" not in codes(assessed(tmp_path, one("value: 60, binding: true")))


# What is known by when


def test_as_of_hides_what_came_later(tmp_path: Path) -> None:
    early = assessed(tmp_path, one("value: 200", years=YEARS[:4], values=VALUES[:4]),
                     "--as-of", "2018")
    cut = assessed(tmp_path, one("value: 200"), "--as-of", "2018")
    assert cut["as_of"] == 2018
    assert reading(cut)["chances"] == reading(early)["chances"]
    assert reading(cut)["fans"] == reading(early)["fans"]


def test_as_of_before_everything_is_not_assessable(tmp_path: Path) -> None:
    verdict = reading(assessed(tmp_path, one("value: 200, base: 160"), "--as-of", "1990"))
    assert verdict["evidence"]["grade"] == "D"
    assert "1990" in verdict["evidence"]["reasons"][0]["en"]


def test_a_growth_target_needs_its_base_to_be_known(tmp_path: Path) -> None:
    text = one("basis: growth_from_base, base: 160, value: 25")
    assert probability(assessed(tmp_path, text, "--as-of", "2019")) is None
    assert probability(assessed(tmp_path, text, "--as-of", "2020")) is not None


def test_figures_up_to_2023_set_the_year_and_bring_pace_and_its_price(tmp_path: Path) -> None:
    path = table(tmp_path / "h.csv", [(2021, 170), (2022, 180), (2023, 175)])
    found = assessed(tmp_path, one("value: 200, base: 160"), "--history", path)
    assert found["as_of"] == 2023
    pace = {p["method"]: p for p in reading(found)["pace"]}
    assert pace["own"]["label"] == "BEHIND"
    assert pace["own"]["price"]["n"] > 100
    shown = run("assess", tmp_path / "plan.yaml", "--history", path, "--pace", "--paths", "500")
    assert "Eurostat" in shown.stdout
    assert re.search(r"Labels like 'behind' were met in \d+% of [\d,]+ comparable", shown.stdout)
    plain = run("assess", tmp_path / "plan.yaml", "--history", path, "--paths", "500").stdout
    assert "Pace by method" not in plain


def test_a_label_that_says_nothing_has_no_price(tmp_path: Path) -> None:
    pace = reading(assessed(tmp_path, one("value: 200, base: 160")))["pace"]
    assert {p["label"] for p in pace} == {"N/A"}
    assert [p["price"] for p in pace] == [None] * len(pace)


@pytest.mark.parametrize(("last", "p", "colour", "word"), [
    (199, 0.0, "RED", "missed"), (200, 1.0, "GREEN", "met"), (900, 1.0, "GREEN", "met")])
def test_a_target_whose_year_is_observed_has_an_outcome(
        tmp_path: Path, last: float, p: float, colour: str, word: str) -> None:
    path = table(tmp_path / "h.csv", [(2023, 180), (2025, last), (2026, 1)])
    found = assessed(tmp_path, one("value: 200, base: 160, binding: true"), "--history", path)
    verdict = reading(found)
    chance = verdict["chances"][0]
    assert (chance["probability"], chance["stated"], chance["word"]["en"]) == (p, p, word)
    assert chance["median"] == last
    assert verdict["evidence"]["grade"] == "A"
    assert found["targets"][0]["colour"] == colour
    assert "OUTCOME_KNOWN" in codes(found)
    assert ("EARLY_WARNING" in codes(found)) == (p == 0)
    for lang, said in (("en", "outcome known"), ("zh", "结果已知")):
        text = run("assess", tmp_path / "plan.yaml", "--history", path, "--lang", lang).stdout
        assert said in text
        assert f"{p:.0%}" in text
    earlier = assessed(tmp_path, one("value: 200, base: 160"), "--history", path, "--as-of", "2024")
    assert "OUTCOME_KNOWN" not in codes(earlier)
    assert 0 < (probability(earlier) or 0) < 1


def test_a_year_that_passed_without_its_figure(tmp_path: Path) -> None:
    path = table(tmp_path / "h.csv", [(2026, 300)])
    verdict = reading(assessed(tmp_path, one("value: 200, base: 160"), "--history", path))
    assert verdict["evidence"]["grade"] == "D"
    assert verdict["evidence"]["missing"]["en"] == "needed: the 2025 figure of 'Grants'"


def test_up_every_year_is_lost_with_the_first_year_that_is_not(tmp_path: Path) -> None:
    text = one("basis: every_year_up, base: 160")
    fell = table(tmp_path / "h.csv", [(2021, 170), (2022, 165)])
    rose = table(tmp_path / "r.csv", [(2021, 170), (2022, 175)])
    lost = assessed(tmp_path, text, "--history", fell)
    assert probability(lost) == 0
    assert codes(lost) == {"OUTCOME_KNOWN"}  # no law was asked
    still = probability(assessed(tmp_path, text, "--history", rose))
    assert still is not None
    assert still > (probability(assessed(tmp_path, text)) or 0)
    full = table(tmp_path / "f.csv", [(y, 170 + y - 2020) for y in range(2021, 2026)])
    assert probability(assessed(tmp_path, text, "--history", full)) == 1


def test_a_sum_over_the_period_ends_with_it(tmp_path: Path) -> None:
    text = one("basis: cumulative_over_period, value: 1000")
    path = table(tmp_path / "h.csv", [(y, 199) for y in range(2021, 2027)])
    assert probability(assessed(tmp_path, text, "--history", path)) == 0  # 995; six years: 1,194
    path = table(tmp_path / "h.csv", [(y, 200) for y in range(2021, 2026)])
    assert probability(assessed(tmp_path, text, "--history", path)) == 1


@pytest.mark.parametrize(("yearly", "p"), [(99, 0.0), (100, 1.0)])
def test_a_running_total_is_settled_by_its_yearly_inflow(
        tmp_path: Path, yearly: float, p: float) -> None:
    """The total itself was last printed for 2020; later years are known as inflow, 2026 too."""
    text = plan_text(
        {"a": "{name: Total, unit: 件, kind: cumulative, inflow: b}",
         "b": "{name: Yearly, unit: 件, kind: flow}"},
        ["{indicator: a, base: 500, value: 1000}"],
        figures(range(2021, 2027), [yearly] * 6, "b"))
    verdict = reading(assessed(tmp_path, text))
    assert verdict["chances"][0]["probability"] == p
    assert verdict["chances"][0]["median"] == 500 + 5 * yearly
    early = reading(assessed(tmp_path, text, "--as-of", "2023"))
    assert 500 + 3 * yearly < early["chances"][0]["low80"]


def test_part_of_a_year_is_evidence_and_an_as_of_year_shuts_it_out(tmp_path: Path) -> None:
    part = "partials:\n  - {indicator: a, year: 2021, first: 1, last: 6, value: 130}\n"
    plain = assessed(tmp_path, one("value: 200"))
    found = assessed(tmp_path, one("value: 200") + part)
    assert found["findings"] == []
    assert "PART_YEAR" in [f["code"] for f in reading(found)["findings"]]
    assert reading(found)["chances"][0]["probability"] > reading(plain)["chances"][0]["probability"]
    cut = assessed(tmp_path, one("value: 200") + part, "--as-of", "2020")
    assert cut["findings"] == []  # a replay does not know of what came later
    assert reading(cut)["chances"] == reading(plain)["chances"]


# Scenarios and reference classes of one's own


def test_a_scenario_of_ones_own_extends_another(tmp_path: Path) -> None:
    own = tmp_path / "mine.yaml"
    own.write_text("scenario: mine\nextends: baseline\nname: Mine\ndescription: More every year.\n"
                   "steps:\n  - {step: growth_shift, by: 5}\n", encoding="utf-8")
    (tmp_path / "p.yaml").write_text(one("value: 200"), encoding="utf-8")
    done = run("assess", tmp_path / "p.yaml", "--scenario", "baseline", "--scenario", own,
               "--format", "json", "--paths", "500")
    chances = reading(json.loads(done.stdout))["chances"]
    assert [c["scenario"] for c in chances] == ["baseline", "mine"]
    assert chances[1]["median"] == pytest.approx(chances[0]["median"] * 1.05**5, rel=0.06)


def test_a_scenario_asked_for_twice_stands_once(tmp_path: Path) -> None:
    found = assessed(tmp_path, one("value: 200"), "--scenario", "baseline")
    assert [s["id"] for s in found["scenarios"]] == ["baseline"]


def test_a_reference_class_of_ones_own(tmp_path: Path) -> None:
    rows = ["region,indicator,year,value,unit,source"]
    rows += [f"R{r},a,{y},{100 * (1 + r / 100) ** (y - 2000):.2f},件,s"
             for r in range(20) for y in range(2005, 2021)]
    path = tmp_path / "ref.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = assessed(tmp_path, one("value: 200"), "--reference", path)
    assert found["reference"].startswith("user-")
    assert reading(found)["evidence"]["n_windows"] >= 100


@pytest.mark.parametrize(("regions", "years"), [(1, 8), (2, 5), (30, 3)])
def test_a_reference_class_too_small_leaves_the_own_history(
        tmp_path: Path, regions: int, years: int) -> None:
    rows = ["region,indicator,year,value,unit,source"]
    rows += [f"R{r},a,{2021 - years + k},{100 + k + r},件,s"
             for r in range(regions) for k in range(years)]
    path = tmp_path / "ref.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    verdict = reading(assessed(tmp_path, one("value: 200"), "--reference", path))
    assert verdict["chances"][0]["probability"] is not None
    assert verdict["evidence"]["grade"] == "C"


def test_the_plans_own_region_is_not_its_reference(tmp_path: Path) -> None:
    """A reference table with nothing but the plan's own region leaves no class."""
    path = table(tmp_path / "ref.csv", [(y, y - 1900) for y in range(1990, 2021)])
    verdict = reading(assessed(tmp_path, one("value: 200"), "--reference", path))
    assert verdict["evidence"]["n_windows"] == 0
    weights = next(t["value"] for t in verdict["trace"] if t["key"] == "weights")
    assert "class" not in weights


def test_a_target_far_beyond_the_reference_class(tmp_path: Path) -> None:
    text = one("value: 400").replace("end: 2025", "end: 2070")
    verdict = reading(assessed(tmp_path, text))
    assert 0 < verdict["chances"][0]["probability"] < 1
    assert verdict["evidence"]["grade"] == "C"


# Formats and files


def test_csv_has_a_row_a_target_reading_and_scenario(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(one("value: 200"), encoding="utf-8")
    done = run("assess", tmp_path / "p.yaml", "--format", "csv", "--paths", "500")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert len(rows) == 5
    assert {r["target"] for r in rows} == {"a"}
    assert all(0 <= float(r["probability"]) <= 1 for r in rows)


def test_files_are_all_there_and_nothing_beside_them(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(one("value: 200"), encoding="utf-8")
    out = tmp_path / "deep" / "out"
    done = run("assess", tmp_path / "p.yaml", "--out", out, "--paths", "500", "--lang", "zh")
    assert f"文件已写入 {out}" in done.stdout
    assert sorted(p.name for p in out.iterdir()) == [
        "a.png", "assessment.csv", "assessment.json", "assessment.md", "overview.png"]
    assert (out / "a.png").read_bytes().startswith(b"\x89PNG")
    assert json.loads((out / "assessment.json").read_text(encoding="utf-8"))["targets"]
    plain = tmp_path / "plain"
    run("assess", tmp_path / "p.yaml", "--out", plain, "--no-charts", "--paths", "500")
    assert sorted(p.suffix for p in plain.iterdir()) == [".csv", ".json", ".md"]


def test_characters_without_a_glyph_are_named_on_standard_error(tmp_path: Path) -> None:
    kind = '{name: "Grants \U00013000", unit: 件, kind: flow}'
    (tmp_path / "p.yaml").write_text(one("value: 200", kind=kind), encoding="utf-8")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = run("assess", tmp_path / "p.yaml", "--out", tmp_path / "out", "--paths", "200",
                   "--scenario", "baseline")
    assert done.exit_code == 0
    assert "U+13000" in done.stderr


@pytest.mark.parametrize("width", [80, 100, 120, 180])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_table_keeps_its_width(
        tmp_path: Path, width: int, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from report.text.wrapping import cells

    monkeypatch.setenv("COLUMNS", str(width))
    (tmp_path / "p.yaml").write_text(one("value: 200, base: 160"), encoding="utf-8")
    text = run("assess", tmp_path / "p.yaml", "--pace", "--lang", lang, "--paths", "200").stdout
    assert max(cells(line) for line in text.splitlines()) <= width


def test_a_plan_written_by_hand_in_five_minutes(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "180")
    (tmp_path / "p.yaml").write_text(HAND, encoding="utf-8")
    text = run("assess", tmp_path / "p.yaml", "--paths", "500", "--full").stdout
    assert "Patents granted" in text
    assert "1,200 → ≥ 2,000 items" in text
    assert "+10.8%" in text
    assert "1 target under 'Baseline'" in text


def test_the_template_checks_and_assesses(tmp_path: Path) -> None:
    (tmp_path / "x.yaml").write_text(run("plan", "new").stdout, encoding="utf-8")
    assert "usable, 2 targets" in run("plan", "validate", tmp_path / "x.yaml").stdout
    text = run("assess", tmp_path / "x.yaml", "--paths", "500", "--full").stdout
    assert "Patents granted" in text
    assert "[PART_YEAR]" in text


def test_markdown_holds_the_same_rows(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(one("value: 200, base: 160"), encoding="utf-8")
    text = run("assess", tmp_path / "p.yaml", "--format", "markdown", "--paths", "500").stdout
    assert text.startswith("# A plan")
    assert "| Grants | yearly flow | 160 → ≥ 200 items" in text


def test_history_of_two_indicators_goes_to_its_own(tmp_path: Path) -> None:
    text = plan_text({"a": FLOW, "b": FLOW.replace("Grants", "Other").replace("授权量", "别的")},
                     ["{indicator: a, value: 200}", "{indicator: b, value: 20}"],
                     figures(YEARS, VALUES))
    path = table(tmp_path / "h.csv", [(2019, 10), (2020, 11)], indicator="Other")
    found = assessed(tmp_path, text, "--history", path)
    assert reading(found, 0)["latest"]["value"] == 160
    assert reading(found, 1)["latest"]["value"] == 11


def test_another_yardstick_changes_words_and_no_number(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(one("value: 200"), encoding="utf-8")
    found = {}
    for name in ("ipcc", "phia"):
        said = json.loads(run("assess", tmp_path / "plan.yaml", "--scenario", "baseline",
                              "--yardstick", name, "--format", "json").stdout)
        assert said["yardstick"] == name
        found[name] = reading(said)["chances"][0]
    assert found["ipcc"].pop("word") != found["phia"].pop("word")
    assert found["ipcc"] == found["phia"]


BREAK = "comparable values on both sides of the break"
NEW = "the base value under the new definition"


@pytest.mark.parametrize(("changed", "as_of", "grade", "wanted"), [
    (2018, None, "C", ""),  # every figure is of the new definition
    (2019, None, "C", BREAK),  # the history holds two definitions, the base is of the new one
    (2021, 2020, "C", ""),  # not known yet
    (2021, None, "D", NEW),
])
def test_a_definition_that_changed(tmp_path: Path, changed: int, as_of: int | None, grade: str,
                                   wanted: str) -> None:
    kind = f"{{name: Grants, unit: 件, kind: flow, definition_changed: {changed}}}"
    text = one("value: 300", kind=kind, years=range(2018, 2022), values=(100, 110, 120, 260))
    found = assessed(tmp_path, text, *([] if as_of is None else ["--as-of", str(as_of)]))
    evidence = reading(found)["evidence"]
    assert evidence["grade"] == grade
    said = evidence["missing"]["en"]
    assert wanted == said if wanted else said not in (BREAK, NEW)
