"""``plancast scenarios compare|attribute|sensitivity|robust|export|import`` as a user runs them."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from report.scenarios.scenario_words import PARAMETERS, STEPS, assumption_text
from scenarios.registry import STEPS as SPECS
from tests.cli.commands import figures, plan_text, run, table

FEW = ("--paths", "300")
NAMED = ("--scenario", "slowdown", "--scenario", "policy-push")
ANALYSES = ("compare", "attribute", "sensitivity", "robust")
INDICATORS = {
    "a": "{name: {zh: 授权量, en: Grants}, unit: 件, kind: flow}",
    "b": '{name: {zh: 结案率, en: Closing rate}, unit: "%", kind: share}',
    "c": "{name: {zh: 满意度, en: Satisfaction}, unit: 分, kind: score}",
}
YEARS = tuple(range(2015, 2021))
WEIGHTED = """\
scenarios:
- {scenario: low, weight: 0.25, name: {zh: 低, en: Low},
   steps: [{step: growth_shift, points: {uniform: {low: -4, high: 0}}}]}
- {scenario: high, weight: 0.75, name: {zh: 高, en: High},
   steps: [{step: growth_shift, points: {uniform: {low: 0, high: 4}}, role: policy}]}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(plan_text(INDICATORS, [
        "{indicator: a, value: 240}", "{indicator: b, value: 91}", "{indicator: c, value: 80}"],
        [*figures(YEARS, (100, 110, 125, 130, 150, 160)),
         *figures(YEARS, (80, 82, 83, 85, 86, 88), "b")]), encoding="utf-8")
    return path


@pytest.fixture
def weighted(tmp_path: Path) -> Path:
    path = tmp_path / "weighted.yaml"
    path.write_text(WEIGHTED, encoding="utf-8")
    return path


@pytest.mark.parametrize(("format", "lang"), [
    ("table", "zh"), ("table", "en"), ("json", "en"), ("csv", "zh"), ("markdown", "zh")])
@pytest.mark.parametrize("analysis", ANALYSES)
def test_every_format(plan: Path, analysis: str, format: str, lang: str) -> None:
    named = NAMED if analysis in ("attribute", "sensitivity") else ()
    words = ("scenarios", analysis, plan, *FEW, "--format", format, "--lang", lang, *named)
    done = run(*words)
    assert (done.exit_code, done.stderr) == (0, "")
    if format == "json":
        assert run(*words).stdout == done.stdout  # same seed, same bytes
    if format == "json":
        found = json.loads(done.stdout)
        assert (found["analysis"], found["plan"], len(found["targets"])) == (analysis, "t", 3)
        assert found["targets"][2]["note"]["en"]
    elif format == "csv":
        rows = list(csv.DictReader(done.stdout.splitlines()))
        assert {r["target"] for r in rows} == {"a", "b", "c"}
        assert [bool(r["note"]) for r in rows if r["target"] == "c"] == [True]
    else:
        assert {"zh": "授权量", "en": "Grants"}[lang] in done.stdout
        assert {"zh": "无从分析", "en": "Nothing to analyse"}[lang] in done.stdout
        assert all(len(line) <= 120 for line in done.stdout.splitlines()) or format == "markdown"


def test_named_targets_get_a_panel_each(plan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")  # no heading is wrapped
    done = run("scenarios", "compare", plan, "a", "结案率", *FEW, "--scenario", "pessimistic",
               "--lang", "en")
    assert "80% interval" in done.stdout
    assert done.stdout.count("Baseline") == 1 + 2  # held against: in the heading and each panel
    narrow = run("scenarios", "robust", plan, "a", *FEW, "--lang", "zh")
    assert "搜索范围" in narrow.stdout


def test_the_probabilities_are_those_of_assess(plan: Path) -> None:
    names = ("--scenario", "baseline", "--scenario", "optimistic")
    assessed = json.loads(run("assess", plan, *FEW, *names, "--format", "json").stdout)
    compared = json.loads(run("scenarios", "compare", plan, *FEW, *names, "--format",
                              "json").stdout)
    for i in (0, 1):
        there = assessed["targets"][i]["readings"][0]["chances"]
        here = compared["targets"][i]["scenarios"]
        for key in ("probability", "stated", "median", "low80", "high80", "colour"):
            assert [s[key] for s in here] == [pytest.approx(s[key], abs=1e-4) if key in (
                "probability", "stated") else s[key] for s in there]


def test_a_page_says_which_of_the_two_statements_it_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a plan whose targets are spoken of as such plans go, too."""
    monkeypatch.setenv("COLUMNS", "120")
    words = ("ordos-14fyp-ip", "--scenario", "policy-push", *FEW, "--lang", "en")
    compared = run("scenarios", "compare", *words[:3], "--scenario", "baseline", *words[3:]).stdout
    assert "beside it as targets of such plans go" in " ".join(compared.split())
    assert re.search(r"\d% · \d+%", compared)
    for analysis in ("attribute", "sensitivity"):
        said = " ".join(run("scenarios", analysis, *words).stdout.split())
        assert "without what being a plan's target adds" in said
        assert "beside it" not in said


def test_weights_of_files_and_of_the_command_line(plan: Path, weighted: Path) -> None:
    words = ("scenarios", "compare", plan, "a", *FEW, "--format", "json", "--scenario", weighted)
    found = json.loads(run(*words).stdout)
    assert found["weights"] == {"low": 0.25, "high": 0.75}
    low, high = (s["probability"] for s in found["targets"][0]["scenarios"][1:])
    mixture = found["targets"][0]["mixture"]["probability"]
    assert mixture == pytest.approx(0.25 * low + 0.75 * high, abs=1e-6)
    # a scenario without a weight in its file: nothing is mixed, unless the command line gives it
    more = json.loads(run(*words, "--scenario", "slowdown").stdout)
    assert (more["weights"], more["targets"][0]["mixture"]) == (None, None)
    given = json.loads(run(*words, "--scenario", "slowdown", "--weight",
                           "slowdown=0.5,low=0.5,high=0").stdout)
    assert given["weights"] == {"low": 0.5, "high": 0.0, "slowdown": 0.5}
    robust = json.loads(run("scenarios", "robust", plan, "a", *FEW, "--format", "json",
                            "--scenario", weighted).stdout)
    assert robust["targets"][0]["weighted"]["probability"] == pytest.approx(mixture, abs=1e-6)


def test_several_scenarios_are_taken_apart_as_one(plan: Path, weighted: Path) -> None:
    words = ("scenarios", "attribute", plan, "a", *FEW, "--format", "json")
    found = json.loads(run(*words, "--scenario", "slowdown", "--scenario", weighted).stdout)
    assert found["scenarios"][0]["id"] == "slowdown+low+high"
    target = found["targets"][0]
    total = sum(s["effect"]["probability"] for s in target["steps"])
    assert total == pytest.approx(target["total"]["probability"], abs=1e-9)
    lines = [line["probability"] for line in target["lines"]]
    assert lines[3] - lines[0] == pytest.approx(total, abs=1e-9)
    assert [s["role"] for s in target["steps"]] == ["assumption", "assumption", "policy"]
    # a scenario that another extends is in that one already
    child = json.loads(run(*words, "--scenario", "baseline", "--scenario", "slowdown").stdout)
    assert child["scenarios"][0]["id"] == "slowdown"


def test_files_and_pictures(plan: Path, tmp_path: Path) -> None:
    for analysis in ("compare", "sensitivity"):
        for folder in ("one", "two"):
            named = NAMED if analysis == "sensitivity" else ()
            done = run("scenarios", analysis, plan, *FEW, *named, "--out", tmp_path / folder)
            assert (done.exit_code, done.stderr) == (0, "")
            assert f"{tmp_path / folder}" in done.stdout.replace("\n", "")
    names = {p.name for p in (tmp_path / "one").iterdir()}
    assert {"compare.json", "compare.csv", "compare.md", "compare.png", "compare.svg",
            "sensitivity.json", "tornado-a.png", "tornado-b.svg"} <= names
    for name in names:
        content = (tmp_path / "one" / name).read_bytes()
        assert content == (tmp_path / "two" / name).read_bytes()
        assert len(content) > 500


@pytest.mark.parametrize(("analysis", "words", "codes"), [
    ("compare", ("nope.yaml", "--scenario", "optimstic", "--against", "baselin"),
     ("FILE_MISSING", "SCENARIO_UNKNOWN", "SCENARIO_UNKNOWN")),
    ("compare", ("PLAN", "Grant", "--scenario", "baseline", "--scenario", "slowdown", "--weight",
                 "baseline=0.5,slowdwn=0.5"), ("TARGET_UNKNOWN", "WEIGHT_SCENARIO")),
    ("compare", ("PLAN", "--scenario", "baseline", "--scenario", "slowdown", "--weight",
                 "baseline=half", "--weight", "x", "--weight", "slowdown=0.5,slowdown=0.5"),
     ("WEIGHT_FORMAT", "WEIGHT_FORMAT", "WEIGHT_TWICE")),
    ("robust", ("PLAN", "--scenario", "baseline", "--scenario", "slowdown", "--weight",
                "baseline=1,slowdown=2"), ("WEIGHT_SUM",)),
    ("robust", ("PLAN", "--scenario", "baseline", "--scenario", "slowdown", "--weight",
                "baseline=1"), ("WEIGHT_MISSING",)),
    ("attribute", ("PLAN", "--scenario", "baseline"), ("NO_STEPS",)),
    ("sensitivity", ("PLAN", "nothing", "--scenario", "baseline"),
     ("TARGET_UNKNOWN", "NOTHING_UNCERTAIN")),
    ("sensitivity", ("PLAN", *NAMED, "--parameter", "growth_shift[2].pints", "--parameter", "zzz"),
     ("ANALYSIS_PARAMETER", "ANALYSIS_PARAMETER")),
    ("sensitivity", ("PLAN", "--scenario", "momentum", "--scenario", "momentum-two.yaml"),
     ("FILE_MISSING",)),
], ids=lambda x: x if isinstance(x, str) else "")
def test_everything_wrong_is_told_at_once(
        plan: Path, analysis: str, words: tuple[str, ...], codes: tuple[str, ...]) -> None:
    for lang in ("zh", "en"):
        done = run("scenarios", analysis, *(plan if w == "PLAN" else w for w in words), *FEW,
                   "--lang", lang)
        assert (done.exit_code, done.stdout) == (3, "")
        for code in set(codes):
            assert done.stderr.count(f"[{code}]") == codes.count(code)
    if "ANALYSIS_PARAMETER" in codes:
        assert "growth_shift[2].points" in done.stderr


@pytest.mark.parametrize("words", [
    ("scenarios", "attribute"), ("scenarios", "sensitivity"), ("chart", "tornado")])
def test_no_scenario_is_taken_that_nobody_asked_for(plan: Path, words: tuple[str, ...]) -> None:
    out = ("--out", plan.with_name("t.png" if words[0] == "chart" else "out"))
    done = run(*words, plan, *FEW[:2], *out)
    assert (done.exit_code, done.stdout) == (3, "")
    assert "[SCENARIO_NEEDED]" in done.stderr
    assert "policy-push" in done.stderr  # the hint names what there is
    assert run(*words, plan, *FEW[:2], "--scenario", "policy-push", *out).exit_code == 0


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_assumptions_are_called_by_words(plan: Path, lang: str) -> None:
    for analysis, named in (("sensitivity", NAMED), ("attribute", NAMED), ("robust", ())):
        said = run("scenarios", analysis, plan, "a", *FEW, *named, "--lang", lang).stdout
        assert not re.search(r"\w+\[\d+\]", said), said


def test_every_step_and_its_parameters_have_words() -> None:
    laws = {p.name for spec in SPECS for p in spec.parameters if p.sort == "law"}
    assert {spec.name for spec in SPECS} == set(STEPS), \
        "every step needs a name in report/scenarios/scenario_words.py"
    assert laws <= set(PARAMETERS)
    assert assumption_text("subsidies/growth_shift[2].points", "en") == \
        "subsidies: growth up or down (step 2), percentage points"
    assert assumption_text("fading.factor", "zh") == "fading，系数"


def test_scenarios_that_contradict_each_other_are_refused(plan: Path) -> None:
    done = run("scenarios", "attribute", plan, *FEW, "--scenario", "momentum", "--scenario",
               "momentum")
    assert done.exit_code == 0  # the same one twice is one
    stall = plan.with_name("stall.yaml")
    stall.write_text("scenario: still\nsteps: [{step: stall}]\n", encoding="utf-8")
    done = run("scenarios", "attribute", plan, *FEW, "--scenario", "momentum", "--scenario", stall)
    assert done.exit_code == 3
    assert "momentum" in done.stderr


def test_one_parameter_alone(plan: Path) -> None:
    done = run("scenarios", "sensitivity", plan, *FEW, *NAMED, "--format", "json", "--parameter",
               "growth_scale[1].factor")
    found = json.loads(done.stdout)
    assert found["parameters"] == ["growth_scale[1].factor"]
    assert all(b["parameters"] == ["growth_scale[1].factor"]
               for t in found["targets"] for b in t["bars"])


# IAMC


def test_out_as_an_iamc_table_and_in_again(plan: Path, tmp_path: Path) -> None:
    for name in ("o.csv", "o.xlsx"):
        done = run("scenarios", "export", plan, *FEW, "--out", tmp_path / name)
        assert (done.exit_code, done.stderr) == (0, "")
    printed = run("scenarios", "export", plan, *FEW)
    assert printed.stdout == (tmp_path / "o.csv").read_text(encoding="utf-8")
    long = run("scenarios", "export", plan, *FEW, "--long", "--model", "mine").stdout
    assert long.startswith("model,scenario,region,variable,unit,year,value\nmine,historical,")
    history = run("assess", plan, *FEW, "--history", tmp_path / "o.xlsx", "--format", "json")
    assert json.loads(history.stdout)["targets"] == json.loads(
        run("assess", plan, *FEW, "--format", "json").stdout)["targets"]
    done = run("scenarios", "import", tmp_path / "o.csv", "--plan", plan, "--pathway",
               "optimistic", "--pathway", "plan targets")
    assert (done.exit_code, done.stderr) == (0, "")
    own = tmp_path / "own.yaml"
    own.write_text(done.stdout, encoding="utf-8")
    checked = run("scenarios", "validate", own, "--plan", plan, "--lang", "en")
    assert "2 scenarios usable (optimistic-2, plan-targets)" in checked.stdout
    assert checked.exit_code == 0
    compared = json.loads(run("scenarios", "compare", plan, "a", *FEW, "--format", "json",
                              "--scenario", own, "--scenario", "optimistic").stdout)
    medians = [s["median"] for s in compared["targets"][0]["scenarios"]]
    assert medians[1] == pytest.approx(medians[3], rel=0.01)
    assert medians[2] == pytest.approx(240, rel=0.01)  # where the plan wants to be


def test_a_driver_from_a_table(plan: Path, tmp_path: Path) -> None:
    path = tmp_path / "gdp.csv"
    path.write_text("model,scenario,region,variable,unit,2020,2025\n"
                    "M,SSP1,World,GDP|PPP,billion,100,140\nM,SSP1,World,Population,million,1,1\n",
                    encoding="utf-8")
    words = ("scenarios", "import", path, "--plan", plan)
    done = run(*words, "--driver", "GDP|PPP", "--elasticity", "0.5", "--expected", "5",
               "--indicator", "a")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "driver: GDP|PPP" in done.stdout
    plain = table(tmp_path / "plain.csv", [(2020, 3)])
    for words_, code in (
            ((*words, "--driver", "GDP|PP", "--elasticity", "1", "--expected", "1"),
             "IAMC_VARIABLE"),
            ((*words, "--driver", "GDP|PPP"), "DRIVER_OPTIONS"),
            ((*words, "--elasticity", "1"), "DRIVER_OPTIONS"),
            (words, "IAMC_NO_MATCH"), ((*words, "--pathway", "SSP2"), "IAMC_PATHWAY"),
            (("scenarios", "import", plain, "--plan", plan), "IAMC_NOT"),
            (("scenarios", "export", plan, "--out", tmp_path / "x.txt"), "FILE_ENDING")):
        for lang in ("zh", "en"):
            refused = run(*words_, "--lang", lang)
            assert (refused.exit_code, refused.stdout) == (3, "")
            assert f"[{code}]" in refused.stderr
