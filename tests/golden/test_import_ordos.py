"""The Ordos document, read and then completed by a person, is assessed as the bundled plan is."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from data.document.draft.planfile import plan_text
from data.document.formats.files import read_document
from data.document.understanding import understand
from data.plan import Plan
from data.planfile.files import bundled_plan, parse_plan
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.probability.verdict import TargetResult
from scenarios.file.reading import resolve
from tests.conftest import ROOT

PATHS = 500
TABLE = ("high_value_inventions_per_10k", "trademarks_in_force", "geographical_indications",
         "copyright_registrations", "ip_pledge_financing", "ip_aid_and_mediation_cases",
         "ip_protection_satisfaction", "ip_personnel")
FILL = ROOT / "tests" / "fixtures" / "ordos_fill.yaml"


def filled(text: str, fill: dict[str, dict[str, Any]]) -> str:
    """Return a plan file with kinds, families and ids written in, as a person would."""
    yaml = YAML()
    plan = yaml.load(text)
    ids = {label: str(row["id"]) for label, row in fill.items()}
    plan["indicators"] = {
        ids.get(name, name): _indicator(dict(row), fill.get(name))
        for name, row in plan["indicators"].items()}
    for part in ("targets", "history", "statements"):
        for row in plan[part]:
            row["indicator"] = ids.get(row["indicator"], row["indicator"])
    out = io.StringIO()
    yaml.dump(plan, out)
    return out.getvalue()


def _indicator(row: dict[str, Any], added: dict[str, Any] | None) -> dict[str, Any]:
    if added is None:
        return row
    row.pop("readings", None)
    return row | {k: v for k, v in added.items() if k != "id"}


def results(plan: Plan) -> dict[str, TargetResult]:
    found = assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge(), n_paths=PATHS)
    return {r.target.indicator: r for r in found.results if r.target.indicator in TABLE}


@lru_cache(maxsize=1)
def kept_results() -> dict[str, TargetResult]:
    return results(bundled_plan())


@lru_cache(maxsize=1)
def imported() -> Plan:
    document = ROOT.parent / "shared" / "plans" / "ordos-14fyp-ip.txt"
    if not document.is_file():
        pytest.skip("needs ../shared (the plan documents), which is not here")
    fill = YAML(typ="safe").load(FILL.read_text(encoding="utf-8"))
    text = plan_text(understand(read_document(document)), name=document.name)
    return parse_plan(filled(text, fill), "imported")


def test_every_table_target_gets_the_verdict_of_the_bundled_plan(shared: Path) -> None:
    mine, kept = results(imported()), kept_results()
    assert set(mine) == set(kept) == set(TABLE)
    for name in TABLE:
        for a, b in zip(mine[name].verdicts, kept[name].verdicts, strict=True):
            assert a.reading == b.reading, name
            assert a.evidence.grade == b.evidence.grade, name
            one, two = a.chance("baseline"), b.chance("baseline")
            assert one.colour == two.colour, name
            assert one.probability == pytest.approx(two.probability, abs=1e-9), name


def test_targets_and_bases_are_the_figures_of_the_bundled_plan(shared: Path) -> None:
    kept = {t.indicator: t for t in bundled_plan().targets if t.indicator in TABLE}
    mine = {t.indicator: t for t in imported().targets if t.indicator in TABLE}
    for name, target in kept.items():
        other = mine[name]
        assert (other.value, other.base_value, other.year, other.basis, other.stated_growth) == (
            target.value, target.base_value, target.year, target.basis, target.stated_growth), name
        assert other.sense == target.sense, name
        assert other.span is not None
        assert other.confidence is not None


def test_a_wrong_kind_gives_another_verdict(shared: Path) -> None:
    """The comparison can fail: a stock filled in as a flow is assessed otherwise."""
    fill = YAML(typ="safe").load(FILL.read_text(encoding="utf-8"))
    fill["知识产权维权援助和调解案件量"]["kind"] = "cumulative"
    document = shared / "plans" / "ordos-14fyp-ip.txt"
    text = plan_text(understand(read_document(document)), name=document.name)
    wrong = results(parse_plan(filled(text, fill), "imported"))["ip_aid_and_mediation_cases"]
    right = kept_results()["ip_aid_and_mediation_cases"]
    assert wrong.verdicts[0].chance("baseline").probability != pytest.approx(
        right.verdicts[0].chance("baseline").probability, abs=1e-3)
