"""The answers of the Xinzhou plan, which has no figure at all, as they were looked at.

Written anew with ``python -m tests.golden.test_without_base`` where the law changes; what changed
belongs into the commit message.
"""

from __future__ import annotations

import json
from pathlib import Path

from data.planfile.files import bundled_plan
from forecast.assess import assess
from forecast.knowledge import bundled_knowledge
from forecast.without_base.spoken import spoken
from report.assessment.records import assessment_json
from report.assessment.without_base import answer_sentence
from scenarios.file.reading import resolve

KEPT = Path(__file__).parent / "without_base_xinzhou.json"
NUMBERS = ("code", "year", "rising", "likely", "unlikely", "reach", "best", "met_before")


def _answers() -> dict[str, object]:
    plan = bundled_plan("xinzhou-2015-2020-ip")
    found = assess(plan, resolve(("baseline",)), knowledge=bundled_knowledge())
    assert spoken(found.results).share == 1
    said = json.loads(json.dumps(assessment_json(found)))
    out: dict[str, object] = {}
    for target in said["targets"]:
        for reading in target["readings"]:
            if reading["without_base"] is not None:
                out[f"{target['id']}/{reading['reading']}"] = {
                    key: reading["without_base"][key] for key in NUMBERS}
    (verdict,) = found.results[0].verdicts
    out["sentence"] = answer_sentence(verdict, "en")
    return out


def test_the_answers_of_a_plan_without_figures_are_as_they_were_looked_at() -> None:
    assert _answers() == json.loads(KEPT.read_text(encoding="utf-8"))


if __name__ == "__main__":
    KEPT.write_text(json.dumps(_answers(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
