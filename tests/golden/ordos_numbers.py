"""The numbers of the bundled plan that are kept: ``python -m tests.golden.ordos_numbers`` writes.

Run it from the repository's root after a deliberate change of the law, the reference class or a
scenario, and look at the difference before keeping it.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from data.planfile.files import bundled_plan
from forecast.assessment import assess
from forecast.knowledge import bundled_knowledge
from forecast.probability.verdict import Assessment
from scenarios.file.reading import resolve

KEPT = Path(__file__).with_name("ordos.json")

Numbers = dict[str, dict[str, float | None]]


@cache
def ordos() -> Assessment:
    """Assess the bundled plan as ``plancast assess`` does without options."""
    return assess(bundled_plan(), resolve(()), knowledge=bundled_knowledge())


def numbers(assessment: Assessment) -> Numbers:
    """Return the probability of every target reading under every scenario."""
    return {f"{r.target.id}/{v.reading}": {c.scenario: c.probability for c in v.chances}
            for r in assessment.results for v in r.verdicts}


if __name__ == "__main__":
    text = json.dumps(numbers(ordos()), ensure_ascii=False, indent=2)
    KEPT.write_text(text + "\n", encoding="utf-8")
