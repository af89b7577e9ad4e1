"""The answers of the Xinzhou plan, which has no figure at all, as they were looked at.

Written anew with ``python -m tests.golden.test_without_base`` where the law changes; what changed
belongs into the commit message.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from data.planfile.files import bundled_plan
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.without_base.together import count_actionable
from report.assessment.records import assessment_json
from scenarios.file.reading import resolve

KEPT = Path(__file__).parent / "without_base_xinzhou.json"
NUMBERS = ("code", "year", "rising", "likely", "unlikely", "reach", "best", "met_before")


def _answers() -> dict[str, object]:
    plan = bundled_plan("xinzhou-2015-2020-ip")
    found = assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge())
    assert count_actionable(found.results).share == 1
    said = json.loads(json.dumps(assessment_json(found)))
    out: dict[str, object] = {}
    for target in said["targets"]:
        for reading in target["readings"]:
            if reading["without_base"] is not None:
                out[f"{target['id']}/{reading['reading']}"] = {
                    key: reading["without_base"][key] for key in NUMBERS}
    return out


def _numbers(value: object, place: str = "") -> dict[str, object]:
    """Return the leaves of nested JSON by their place."""
    if not isinstance(value, dict):
        return {place: value}
    return {k: v for key, inner in value.items() for k, v in
            _numbers(inner, f"{place}/{key}").items()}


def test_the_answers_of_a_plan_without_figures_are_as_they_were_looked_at() -> None:
    found, kept = _numbers(_answers()), _numbers(json.loads(KEPT.read_text(encoding="utf-8")))
    assert found.keys() == kept.keys()
    for place, value in kept.items():
        if isinstance(value, float):
            # Another linear algebra library may move a split of a tree, and the base with it.
            near = {"abs": 0.02} if place.endswith("/chance") else {"rel": 0.05, "abs": 1.0}
            assert found[place] == pytest.approx(value, **near), place
        else:
            assert found[place] == value, place


if __name__ == "__main__":
    KEPT.write_text(json.dumps(_answers(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
