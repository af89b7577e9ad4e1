"""The bundled plan, end to end: the headline, every target, the same bytes, the kept numbers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from data.planfile.files import bundled_plan
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.probability.colour import steps
from forecast.probability.verdict import Colour, Grade, TargetResult
from forecast.without_base.together import count_actionable
from report.assessment.sentences import sections
from report.assessment.table import assessment_table
from scenarios.file.reading import resolve
from tests.golden.ordos_numbers import KEPT, Numbers, numbers, ordos

TOLERANCE = 0.02
"""Another linear algebra library may move a split of a tree, and with it some paths."""

UNANSWERABLE = {
    "ip_protection_satisfaction": "the other region",
    "pct_applications": "2020 figure",
    "ip_firms": "2020 figure",
    "ip_operating_institutions": "2020 figure",
    "smes_in_ip_custody": "2020 figure",
    "ip_service_institutions": "2020 figure",
}


def result(id_: str) -> TargetResult:
    return next(r for r in ordos().results if r.target.id == id_)


def differences(a: Numbers, b: Numbers, tolerance: float) -> list[str]:
    """Return where two sets of numbers differ; a missing number differs from any number."""
    out = []
    for key in a.keys() | b.keys():
        for scenario in a.get(key, {}).keys() | b.get(key, {}).keys():
            x, y = a.get(key, {}).get(scenario), b.get(key, {}).get(scenario)
            if (x is None) != (y is None) or (
                    x is not None and y is not None and abs(x - y) > tolerance):
                out.append(f"{key} {scenario}: {x} {y}")
    return sorted(out)


def test_the_front_page_tells_the_headline_as_it_is() -> None:
    chances = [v.chance("baseline") for v in result("copyright_registrations").verdicts]
    flow, total = ((f"{c.stated:.0%}", f"{c.followed:.0%}") for c in chances)
    page = " ".join((Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8").split())
    assert f"already reached: {total[0]} by comparable series, {total[1]} as targets" in page
    assert f"for five years: {flow[0]} and {flow[1]} (" in page


def test_the_headline_has_two_verdicts_a_colour_apart() -> None:
    """+33 % a year for five years is steep, and copyright grows unevenly enough to get there."""
    found = result("copyright_registrations")
    assert found.target.stated_growth == pytest.approx(316)
    flow, total = found.verdicts
    assert (flow.reading, total.reading) == ("flow", "cumulative")
    p, q = (v.chance("baseline").probability for v in (flow, total))
    assert p is not None
    assert q is not None
    assert 0.33 <= p < 0.66 <= q < 0.80
    follows = [v.chance("baseline").as_plan for v in (flow, total)]
    assert all(plan is not None and plan.followed for plan in follows)  # a Chinese plan
    assert steps(flow.chance("baseline").colour, total.chance("baseline").colour) == 1
    assert found.colour is Colour.GREEN_AMBER  # the careful one, as targets of such plans go
    assert not [f for f in found.findings if f.code == "DEFINITION_SENSITIVE"]
    findings = [*found.findings, *(f for v in found.verdicts for f in v.findings)]
    conflict = next(f for f in findings if f.code == "BASE_CONFLICT")
    for part in ("790", "633"):
        assert part in conflict.text.get("zh")
        assert part in conflict.text.get("en")


def test_it_is_said_in_both_languages_that_the_family_itself_has_spoken() -> None:
    for lang, words in (("zh", "3个年度的增速榜单"), ("en", "growth lists of 3 years")):
        table = "".join(assessment_table(ordos(), lang, width=180).split())
        assert words.replace(" ", "") in table


def test_every_target_of_the_plan_has_its_row() -> None:
    plan = bundled_plan()
    assert [r.target.id for r in ordos().results] == [t.id for t in plan.targets]
    assert sum(t.in_table for t in plan.targets) == 8
    for found in ordos().results:
        assert found.verdicts
        for verdict in found.verdicts:
            assert [c.scenario for c in verdict.chances] == [s.id for s in ordos().scenarios]


def test_what_cannot_be_assessed_names_the_missing_datum() -> None:
    without = {r.target.id: r.verdicts[0].evidence for r in ordos().results
               if r.verdicts[0].chances[0].probability is None}
    assert without.keys() == UNANSWERABLE.keys()
    for id_, evidence in without.items():
        assert evidence.grade is Grade.D
        assert evidence.missing.get("en").startswith("needed: ")
        assert UNANSWERABLE[id_] in evidence.missing.get("en")
        assert evidence.missing.get("zh").startswith("需要：")
    notes = next(s for s in sections(ordos(), "en") if s.key == "without_base").notes
    names = {r.indicator.name.get("en") for r in ordos().results if r.target.id in without}
    assert names <= {note.about for note in notes}
    assert all("2020" in note.text for note in notes if note.about in names)
    assert count_actionable(ordos().results).share == 1


def test_a_single_figure_gets_a_probability_of_grade_c() -> None:
    """Most targets have their base and nothing else."""
    single = [v for r in ordos().results for v in r.verdicts
              if v.evidence.n_obs == 1 and v.evidence.grade is not Grade.D]
    assert len(single) >= 6
    assert {v.evidence.grade for v in single} == {Grade.C}


def test_scenarios_order_the_probabilities() -> None:
    for found in ordos().results:
        for verdict in found.verdicts:
            p = {c.scenario: c.probability for c in verdict.chances}
            if p["baseline"] is None:
                continue
            assert p["pessimistic"] <= p["baseline"] <= p["optimistic"]
            assert p["baseline"] <= p["policy-push"] + 1e-12
    grants = result("patent_grants").verdicts[0]
    withdrawn, base = grants.chance("subsidy-withdrawal"), grants.chance("baseline")
    assert withdrawn.probability is not None
    assert base.probability is not None
    assert withdrawn.probability < base.probability - 0.05


def test_the_kept_numbers() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert differences(numbers(ordos()), kept, TOLERANCE) == []


def test_the_comparison_with_kept_numbers_can_fail() -> None:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    key = next(k for k, v in kept.items() if v["baseline"] is not None)
    moved = {**kept, key: {**kept[key], "baseline": kept[key]["baseline"] + 2 * TOLERANCE}}
    assert len(differences(numbers(ordos()), moved, TOLERANCE)) == 1
    lost = {**kept, key: {**kept[key], "baseline": None}}
    assert len(differences(numbers(ordos()), lost, TOLERANCE)) == 1


def test_neither_order_nor_company_changes_a_number() -> None:
    plan = bundled_plan()
    turned = replace(plan, targets=tuple(reversed(plan.targets)),
                     indicators=tuple(reversed(plan.indicators)),
                     history=tuple(reversed(plan.history)))
    some = resolve(("subsidy-withdrawal", "baseline"))
    other = assess(turned, some, knowledge=bundled_knowledge())
    every = {(r.target.id, v.reading, c.scenario): c
             for r in ordos().results for v in r.verdicts for c in v.chances}
    for found in other.results:
        for verdict in found.verdicts:
            for chance in verdict.chances:
                assert chance == every[found.target.id, verdict.reading, chance.scenario]
    lone = replace(plan, targets=(plan.targets[3],))
    (found,) = assess(lone, some, knowledge=bundled_knowledge()).results
    for verdict in found.verdicts:
        for chance in verdict.chances:
            assert chance == every[found.target.id, verdict.reading, chance.scenario]


def test_another_seed_moves_the_numbers_within_their_error() -> None:
    other = assess(bundled_plan(), resolve(("baseline",)), knowledge=bundled_knowledge(), seed=1)
    mine = {k: {"baseline": v["baseline"]} for k, v in numbers(ordos()).items()}
    theirs = numbers(other)
    assert differences(mine, theirs, 0.0) != []
    assert differences(mine, theirs, 0.04) == []  # five standard errors at 4,000 paths


@pytest.mark.slow
def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for hash_seed in ("1", "4321"):
        out = tmp_path / hash_seed
        env = {**os.environ, "PYTHONHASHSEED": hash_seed, "COLUMNS": "120"}
        done = subprocess.run(
            [sys.executable, "-m", "cli", "assess", "--out", str(out), "--svg", "--paths",
             "400"],
            env=env, capture_output=True, cwd=Path(__file__).resolve().parents[2], check=True)
        assert done.stderr == b""
        files = {p.name: p.read_bytes() for p in sorted(out.iterdir())}
        written.append((done.stdout, files))
    (first, files), (second, others) = written
    assert first.splitlines()[:-1] == second.splitlines()[:-1]  # the last names the folder
    assert files.keys() == others.keys()
    assert {n for n in files if files[n] != others[n]} == set()
    assert {"assessment.json", "assessment.csv", "overview.png", "overview.svg"} <= files.keys()
